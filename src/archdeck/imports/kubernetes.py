"""Manifests of Kubernetes, as written or as `helm template` and `kubectl kustomize` make them, to workloads with all
that belongs to them, and to who calls whom: by services, ingresses, network policies and variables that name a service.

The objects are described at kubernetes.io/docs/reference. What is in a Secret is never read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from archdeck.imports.documents import items, mapping
from archdeck.imports.found import Deployment, Found, Lead, Left, Place, Run, Thing
from archdeck.imports.images import addressed, is_store, kind_of_image
from archdeck.imports.source import Source
from archdeck.language import PlaceKind, RelationKind

WORKLOADS = {
    "Deployment": "k8s.deployment",
    "StatefulSet": "k8s.stateful-set",
    "DaemonSet": "k8s.daemon-set",
    "ReplicaSet": "k8s.deployment",
    "Rollout": "k8s.deployment",
    "DeploymentConfig": "k8s.deployment",
    "Job": "k8s.job",
    "CronJob": "k8s.cron-job",
    "Pod": "k8s.pod",
}
_PARTS = ("ConfigMap", "Secret", "PersistentVolumeClaim", "ServiceAccount")  # of the workloads that name them
_TARGETED = ("HorizontalPodAutoscaler", "ScaledObject", "VerticalPodAutoscaler")
_SELECTING = ("PodDisruptionBudget", "ServiceMonitor", "PodMonitor")
_LEFT = {
    "Namespace": "a namespace is the frame of what runs in it",
    "Role": "who may do what is no box",
    "RoleBinding": "who may do what is no box",
    "ClusterRole": "who may do what is no box",
    "ClusterRoleBinding": "who may do what is no box",
    "CustomResourceDefinition": "a definition of objects, not one of them",
    "StorageClass": "a setting of the cluster",
    "PriorityClass": "a setting of the cluster",
    "IngressClass": "a setting of the cluster",
    "LimitRange": "a setting of the cluster",
    "ResourceQuota": "a setting of the cluster",
    "PodSecurityPolicy": "a setting of the cluster",
    "PersistentVolume": "a disk of the cluster",
    "Kustomization": "it tells how to build manifests; import what `kubectl kustomize` makes of it",
}
CLUSTER, OUTSIDE = "cluster", "outside"


@dataclass(frozen=True)
class _Object:
    """One object; `key` is how it is called: `Deployment shop/web`."""

    kind: str
    name: str
    namespace: str
    body: Mapping[str, Any]

    @property
    def key(self) -> str:
        return f"{self.kind} {self.namespace}/{self.name}" if self.namespace else f"{self.kind} {self.name}"

    @cached_property
    def spec(self) -> Mapping[str, Any]:
        return mapping(self.body.get("spec"))

    @cached_property
    def pod(self) -> Mapping[str, Any]:
        """The pod that a workload runs."""
        if self.kind == "Pod":
            return self.body
        spec = self.spec
        if self.kind == "CronJob":
            spec = mapping(mapping(spec.get("jobTemplate")).get("spec"))
        return mapping(spec.get("template"))

    @cached_property
    def labels(self) -> Mapping[str, Any]:
        return mapping(mapping(self.pod.get("metadata")).get("labels"))

    @cached_property
    def containers(self) -> list[Mapping[str, Any]]:
        spec = mapping(self.pod.get("spec"))
        return [mapping(one) for one in (*items(spec.get("containers")), *items(spec.get("initContainers")))]


def reads(source: Source) -> bool:
    """Whether there is an object of Kubernetes in it."""
    return any(_objects(document) for _, document in source.quietly())


def _objects(document: Any) -> list[_Object]:
    """The object of a document, or those of a list."""
    body = mapping(document)
    if not isinstance(body.get("kind"), str) or not isinstance(body.get("apiVersion"), str):
        return []
    if body["kind"].endswith("List") and isinstance(body.get("items"), list):
        return [one for part in body["items"] for one in _objects(part)]
    told = mapping(body.get("metadata"))
    name = str(told.get("name") or "")
    return (
        [_Object(body["kind"], name, str(told.get("namespace") or ""), body)]
        if name or body["kind"] == "Kustomization"
        else []
    )


def found(source: Source) -> Found:
    """All of a source."""
    objects, left = [], []
    for file, document in source.documents:
        some = _objects(document)
        objects += some
        if not some:
            left.append(Left(file, "it is no object of Kubernetes"))
    return _Cluster(tuple(objects), left).found()


@dataclass
class _Cluster:
    objects: tuple[_Object, ...]
    left: list[Left]
    leads: dict[tuple[str, str], Lead] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.workloads = {one.key: one for one in self.objects if one.kind in WORKLOADS}
        self.services = [one for one in self.objects if one.kind == "Service"]
        self.doors = [
            one
            for one in self.objects
            if one.kind in ("Ingress", "Gateway", "HTTPRoute", "GRPCRoute", "VirtualService")
        ]
        self.parts: dict[str, list[_Object]] = {key: [] for key in self.workloads}

    def found(self) -> Found:
        for one in self.objects:
            self._belongs(one)
        for key, one in self.workloads.items():
            self._called(key, one)
        for one in self.objects:
            self._let_in(one)
        for one in self.doors:
            self._through(one)
        things = [self._thing(key, one) for key, one in self.workloads.items()]
        things += [Thing(one.key, one.name, "k8s.ingress", (one.key,), config=_hosts(one)) for one in self._open_doors]
        things += [
            Thing(one.key, one.name, "external-system", (one.key,), str(one.spec.get("externalName") or ""))
            for one in self.services
            if one.spec.get("type") == "ExternalName"
        ]
        if any(source == OUTSIDE for source, _ in self.leads):
            things.insert(0, Thing(OUTSIDE, "Users", "users", summary="Whoever reaches the cluster from outside"))
        return Found(
            tuple(things), tuple(self.leads.values()), (self._deployment(things),), tuple(dict.fromkeys(self.left))
        )

    @property
    def _open_doors(self) -> list[_Object]:
        return [one for one in self.doors if one.kind in ("Ingress", "Gateway")]

    # ---- what belongs to what

    def _belongs(self, one: _Object) -> None:
        """Adds an object to the workloads that it is a part of, or says why it is nothing."""
        if one.kind in WORKLOADS or one in self.doors:
            return
        owners: list[str] = []
        if one.kind == "Service":
            owners = self._selected(one.spec.get("selector"), one.namespace)
            if not owners and one.spec.get("type") != "ExternalName":
                self.left.append(Left(one.key, "it selects no workload of this source"))
        elif one.kind in _PARTS:
            owners = [k for k, w in self.workloads.items() if w.namespace == one.namespace and _names(w, one)]
            if not owners:
                self.left.append(Left(one.key, "no workload of this source names it"))
        elif one.kind in _TARGETED:
            target = mapping(one.spec.get("scaleTargetRef") or one.spec.get("targetRef"))
            owners = [
                k for k, w in self.workloads.items() if (w.name, w.namespace) == (target.get("name"), one.namespace)
            ]
        elif one.kind in _SELECTING:
            owners = self._selected(mapping(one.spec.get("selector")).get("matchLabels"), one.namespace)
        elif one.kind != "NetworkPolicy":
            self.left.append(Left(one.key, _LEFT.get(one.kind, f"nobody knows what {one.kind} is here")))
        for owner in owners:
            self.parts[owner].append(one)

    def _selected(self, selector: Any, namespace: str) -> list[str]:
        """The workloads whose pods have these labels, in a namespace."""
        wanted = mapping(selector)
        return [
            key
            for key, one in self.workloads.items()
            if wanted and one.namespace == namespace and all(one.labels.get(k) == v for k, v in wanted.items())
        ]

    # ---- who calls whom

    def _named(self, namespace: str) -> dict[str, tuple[_Object, list[str]]]:
        """The services by what a pod of a namespace may call them, each with its workloads."""
        found: dict[str, tuple[_Object, list[str]]] = {}
        for one in self.services:
            ends = self._selected(one.spec.get("selector"), one.namespace)
            ends = ends or ([one.key] if one.spec.get("type") == "ExternalName" else [])
            space = one.namespace or "default"
            names = [one.name] if one.namespace == namespace else []
            for name in (
                *names,
                f"{one.name}.{space}",
                f"{one.name}.{space}.svc",
                f"{one.name}.{space}.svc.cluster.local",
            ):
                found[name] = (one, ends)
        return found

    def _called(self, key: str, one: _Object) -> None:
        """What the variables, arguments and settings of a workload name."""
        names = self._named(one.namespace)
        for text in (
            *_texts(one),
            *(t for part in self.parts[key] if part.kind == "ConfigMap" for t in _settings(part)),
        ):
            for name, port in addressed(text, names):
                for end in names[name][1]:
                    self._lead(key, end, f"TCP {port}" if port else "", one.key)

    def _let_in(self, one: _Object) -> None:
        """Whom a network policy lets in, and what a service opens to the outside."""
        if one.kind == "Service" and one.spec.get("type") in ("LoadBalancer", "NodePort"):
            ports = [str(mapping(port).get("port")) for port in items(one.spec.get("ports"))]
            for end in self._selected(one.spec.get("selector"), one.namespace):
                self._lead(OUTSIDE, end, ", ".join(f"TCP {port}" for port in ports[:3]), one.key)
        if one.kind != "NetworkPolicy":
            return
        ends = self._selected(mapping(one.spec.get("podSelector")).get("matchLabels"), one.namespace)
        for rule in map(mapping, items(one.spec.get("ingress"))):
            ports = [str(mapping(port).get("port")) for port in items(rule.get("ports")) if mapping(port).get("port")]
            for peer in map(mapping, items(rule.get("from"))):
                pods = mapping(peer.get("podSelector")).get("matchLabels")
                for source in self._selected(pods, one.namespace) if "namespaceSelector" not in peer else ():
                    for end in ends:
                        self._lead(source, end, ", ".join(f"TCP {port}" for port in ports[:3]), one.key)
        for end in ends:
            self.parts[end].append(one)

    def _through(self, one: _Object) -> None:
        """From an ingress to the workloads of the services that it names; a route is a part of its gateway."""
        names = self._named(one.namespace)
        source = one.key
        if one.kind not in ("Ingress", "Gateway"):
            parents = [str(mapping(parent).get("name")) for parent in items(one.spec.get("parentRefs"))]
            parents += [str(name).rpartition("/")[2] for name in items(one.spec.get("gateways"))]
            source = next((door.key for door in self._open_doors if door.name in parents), "")
            if not source:
                self.left.append(Left(one.key, "its gateway is not in this source"))
                return
        else:
            self._lead(OUTSIDE, one.key, "HTTPS 443" if one.spec.get("tls") else "", one.key)
        for name, port in _backends(one.spec):
            if name not in names:
                self.left.append(Left(f"{one.key} to {name}", "the service that it leads to is not in this source"))
            for end in names.get(name, (one, []))[1]:
                self._lead(source, end, f"HTTP {port}" if port else "", one.key)

    def _lead(self, source: str, target: str, protocol: str, by: str) -> None:
        if source == target:
            return
        known = self.leads.get((source, target))
        workload = self.workloads.get(target)
        kind = RelationKind.DATA if workload and is_store(_image_kind(workload)) else RelationKind.REQUEST
        ports = dict.fromkeys(filter(None, [*(known.protocol.split(", ") if known else ()), *protocol.split(", ")]))
        by_all = tuple(dict.fromkeys([*(known.addresses if known else ()), by]))
        self.leads[source, target] = Lead(source, target, kind, protocol=", ".join(list(ports)[:3]), addresses=by_all)

    # ---- what is drawn

    def _thing(self, key: str, one: _Object) -> Thing:
        image = str(next((c.get("image") for c in one.containers if c.get("image")), ""))
        scaler = next((part.spec for part in self.parts[key] if part.kind == "HorizontalPodAutoscaler"), None)
        config = {"Image": image} if image else {}
        if scaler is not None:
            config["Scaling"] = f"{scaler.get('minReplicas', 1)} to {scaler.get('maxReplicas', '?')}"
        if schedule := one.spec.get("schedule"):
            config["Schedule"] = str(schedule)
        addresses = (key, *(part.key for part in self.parts[key]))
        return Thing(
            key, one.name, _image_kind(one) or WORKLOADS[one.kind], tuple(dict.fromkeys(addresses)), config=config
        )

    def _deployment(self, things: list[Thing]) -> Deployment:
        spaces = {one.namespace for one in (*self.workloads.values(), *self._open_doors) if one.namespace}
        places = [Place(CLUSTER, PlaceKind.CLUSTER, "Kubernetes cluster", stated=False)]
        places += [Place(f"Namespace {name}", PlaceKind.GROUP, name, CLUSTER) for name in sorted(spaces)]
        runs = []
        for thing in things:
            one = self.workloads.get(thing.address) or next((d for d in self.doors if d.key == thing.address), None)
            if one is None:
                runs.append(Run(thing.address, ""))
                continue
            stated = str(one.spec.get("replicas", 1))
            count = int(stated) if re.fullmatch(r"[0-9]{1,5}", stated) else 1
            runs.append(Run(thing.address, f"Namespace {one.namespace}" if one.namespace else CLUSTER, count=count))
        return Deployment("", tuple(places), tuple(runs))


def _image_kind(one: _Object) -> str:
    """What is known of the first container of a workload by its image."""
    return next((kind for c in one.containers[:1] if (kind := kind_of_image(str(c.get("image") or "")))), "")


def _names(workload: _Object, part: _Object) -> bool:
    """Whether the pods of a workload name a part by its kind and name, at a place where its kind is named."""
    keys = {
        "ConfigMap": ("configMapKeyRef", "configMapRef", "configMap"),
        "Secret": ("secretKeyRef", "secretRef", "secret"),
        "PersistentVolumeClaim": ("persistentVolumeClaim",),
        "ServiceAccount": (),
    }[part.kind]
    spec = mapping(workload.pod.get("spec"))
    if part.kind == "ServiceAccount":
        return spec.get("serviceAccountName") == part.name
    return any(
        part.name in (one.get("name"), one.get("secretName"), one.get("claimName")) for one in _under(spec, keys)
    )


def _under(value: Any, keys: tuple[str, ...]) -> Iterator[Mapping[str, Any]]:
    """Every mapping that stands at one of these keys, however deep."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key in keys:
                yield mapping(part)
            else:
                yield from _under(part, keys)
    for part in items(value):
        yield from _under(part, keys)


def _texts(one: _Object) -> Iterator[str]:
    """The values of variables, and the words of commands, of its containers."""
    for container in one.containers:
        yield from (str(v) for e in items(container.get("env")) if (v := mapping(e).get("value")) is not None)
        yield from (str(word) for key in ("command", "args") for word in items(container.get(key)))


def _settings(part: _Object) -> Iterator[str]:
    yield from (line for text in mapping(part.body.get("data")).values() for line in str(text).splitlines()[:5000])


def _backends(value: Any) -> Iterator[tuple[str, str]]:
    """The services that rules lead to, each with its port or ''."""
    if isinstance(value, dict):
        if isinstance(value.get("service"), dict) and value["service"].get("name"):
            port = mapping(value["service"].get("port"))
            yield str(value["service"]["name"]), str(port.get("number") or port.get("name") or "")
        elif value.get("serviceName"):
            yield str(value["serviceName"]), str(value.get("servicePort") or "")
        elif isinstance(value.get("backendRefs"), list):
            for ref in map(mapping, value["backendRefs"]):
                yield str(ref.get("name")), str(ref.get("port") or "")
        elif isinstance(value.get("destination"), dict) and value["destination"].get("host"):
            yield str(value["destination"]["host"]), str(mapping(value["destination"].get("port")).get("number") or "")
        else:
            for part in value.values():
                yield from _backends(part)
    for part in items(value):
        yield from _backends(part)


def _hosts(one: _Object) -> dict[str, str]:
    hosts = [str(mapping(rule).get("host")) for rule in items(one.spec.get("rules")) if mapping(rule).get("host")]
    return {"Hosts": ", ".join(dict.fromkeys(hosts))} if hosts else {}
