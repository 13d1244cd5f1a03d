"""A model to what cannot be meant as it stands there: what no service offers, and what takes part in nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archdeck.answers.rules import services, stated
from archdeck.answers.rules.rule import Element, Evidence, Rule, found, listed
from archdeck.language import OverlayKind, PlaceKind, RelationKind, Severity
from archdeck.model import Component, Model

_ENGINE = re.compile(r"engine|\bversion\b|database|^service$|^type$", re.IGNORECASE)
_DURABLE = re.compile(
    r"([0-9]{2}(?:\.[0-9 ]*[0-9])?)\s?% (?:of )?durab|durab\w+(?: of|:)? ([0-9]{2}(?:\.[0-9 ]*[0-9])?)\s?%",
    re.IGNORECASE,
)
_CONTENT = re.compile(
    r"\b(?:static|dynamic|images?|assets|scripts|api calls|apis?|paths?|pages|videos?)\b", re.IGNORECASE
)
_HOST = re.compile(r"\b(?:[a-z0-9-]+\.)+[a-z]{2,}\b", re.IGNORECASE)
_AT_ONCE = re.compile(
    r"\b(?:adds?|launch(?:es)?|starts?)\b[^.;()]{0,60}\b(?:EC2|instances?|servers?|nodes?|virtual machines?)\b"
    r"[^.;()]{0,30}\b(?:with)?in (?:a few )?seconds\b",
    re.IGNORECASE,
)
_NINES = 99.999999999
_TAKES_PART = (services.SERVERS | services.CLUSTERS | services.FUNCTIONS | services.BALANCERS | services.APIS
               | services.CDNS | services.STORES | services.QUEUES)  # fmt: skip


def _engine(model: Model) -> Iterator[Evidence]:
    for component in model.components:
        offered = services.OFFERED.get(component.kind.id)
        named = [
            (key, value, engine)
            for key, value in dict.fromkeys(stated.settings(model, component))
            for engine, pattern in services.ENGINES.items()
            if offered and _ENGINE.search(key) and engine not in offered and pattern.search(value)
        ]
        if offered and named:
            words = f"setting {named[0][0]!r} of {component.id!r} names {listed(n[2] for n in named)}, which"
            yield found(f"{words} {component.kind.name} does not offer (it has {listed(offered)})", component)


def _router_hop(model: Model) -> Iterator[Evidence]:
    for component in model.components:
        through = [
            r.id
            for r in model.relations
            if r.kind is RelationKind.REQUEST and component.id in (r.source.id, r.target.id)
        ]
        if component.kind.id in services.NETWORK_SETTINGS and through:
            words = f"requests go through {component.id!r} ({listed(through[:2])}), and AWS has no such server"
            yield found(f"{words}: it is a setting of the network", component)


def _balanced_twice(model: Model) -> Iterator[Evidence]:
    for flow in model.flows:
        sent: dict[str, list[tuple[str, Component]]] = {}
        for step in flow.steps:
            hands_on = step.source.kind.id in services.BALANCERS and not step.backwards
            if hands_on and step.relation and step.relation.kind is RelationKind.REQUEST:
                sent.setdefault(step.source.id, []).append((step.number.rstrip("abcdefgh"), step.target))
        for source, steps in sent.items():
            targets = dict(reversed(steps))
            if len({t.id for t in targets.values()}) > 1:
                where = listed(f"{target.id!r} in step {number}" for number, target in reversed(targets.items()))
                yield found(f"in flow {flow.id!r} {source!r} hands the same request to {where}", flow)


def _no_traffic(model: Model) -> Iterator[Evidence]:
    kinds = (*stated.TRAFFIC, RelationKind.REPLICATION, RelationKind.BACKUP, RelationKind.FAILOVER)
    related = {end.id for r in model.relations for end in (r.source, r.target)}
    for component in model.components:
        applied = component.kind.cross_cutting or component.kind.everywhere
        if component.kind.id not in _TAKES_PART or applied or component.id not in related:
            continue
        controls = [r for r in model.relations if r.kind is RelationKind.CONTROL]
        started = component.kind.id in services.FUNCTIONS and any(r.target.id == component.id for r in controls)
        if started or any(r.source.id == component.id for r in controls) or _is_node(model, component):
            continue
        if not stated.neighbours(model, component, *kinds):
            yield found(f"no request and no data reaches {component.id!r} or leaves it", component)


def _is_node(model: Model, component: Component) -> bool:
    """Whether it carries what runs in a cluster: requests reach that, and not the machine."""
    clusters = (o for o in model.overlays if o.kind is OverlayKind.CLUSTER)
    inside = any(component in o.members for o in clusters)
    around = [[p.kind for p in i.places()] for e in model.environments for i in e.of(component)]
    return inside or (bool(around) and all(PlaceKind.CLUSTER in kinds for kinds in around))


def _no_caller(model: Model) -> Iterator[Evidence]:
    entries = services.BALANCERS | services.CDNS | services.APIS | {"aws.global-accelerator"}
    for component in (c for c in model.components if c.kind.id in entries and not c.kind.cross_cutting):
        handed = [r.target for r in model.relations if r.source.id == component.id and r.kind in stated.TRAFFIC]
        called = any(
            r.target.id == component.id and r.kind in (*stated.TRAFFIC, RelationKind.FAILOVER) for r in model.relations
        )
        if handed and not called:
            to = listed(repr(target.id) for target in handed)
            yield found(f"{component.id!r} hands requests on to {to}, and nobody is drawn who calls it", component)


def _by_content(model: Model) -> Iterator[Evidence]:
    for dns in (c for c in model.components if c.kind.id in services.DNS):
        sent = [r for r in model.relations if r.source.id == dns.id and r.kind is RelationKind.REQUEST]
        parted = {r.target.id: r for r in sent if _CONTENT.search(f"{r.label} {r.says}")}
        values = [*dns.config.values(), *(f"{r.label} {r.says}" for r in sent)]
        hosts = {host.lower() for value in values for host in _HOST.findall(value)}
        if len(parted) > 1 and len(hosts) < len(parted):
            which = listed(f"{r.id} for {_CONTENT.search(f'{r.label} {r.says}')[0].lower()}" for r in parted.values())  # type: ignore[index]
            words = f"{dns.id!r} sends requests different ways by what they ask for ({which}), and DNS sees a name only"
            yield found(words, dns, *parted.values())


def _deploy_target(model: Model) -> Iterator[Evidence]:
    for relation in model.relations:
        deploys = relation.source.kind.id == "aws.codedeploy" and relation.kind is RelationKind.CONTROL
        if deploys and relation.target.kind.id in services.UNDEPLOYABLE:
            words = f"relation {relation.id!r} lets CodeDeploy deploy to {relation.target.kind.name}, which it cannot"
            yield found(words, relation, *(relation.source, relation.target))


def _durability(model: Model) -> Iterator[Evidence]:
    for component in model.components:
        if component.kind.id not in services.BUCKETS:
            continue
        claims = (m for _, text in stated.told(model, component) for m in _DURABLE.finditer(" ".join(text.split())))
        low = next((c[1] or c[2] for c in claims if float((c[1] or c[2]).replace(" ", "")) < _NINES), None)
        if low:
            words = f"bucket {component.id!r} is said to have {low} % durability; S3 is designed for"
            yield found(f"{words} 99.999999999 %, and 99.99 % is its availability", component)


def _undecided(model: Model) -> Iterator[Evidence]:
    for component in model.components:
        settings = {f"setting {key!r} of": value for key, value in component.config.items()}
        for where, text in {"the name of": f"{component.name} {component.label}", **settings}.items():
            for work, products in services.ALIKE.items():
                named = [name for name, pattern in products.items() if pattern.search(text)]
                if len(named) > 1:
                    words = f"{where} {component.id!r} leaves open which of the {work} {listed(named)} it is"
                    yield found(words, component)


def _texts(model: Model) -> Iterator[tuple[str, str, Element]]:
    """What flows, relations, components and overlays say: whose it is, the words, and what it is reported of."""
    for flow in model.flows:
        yield from ((f"step {step.number} of flow {flow.id!r}", step.says, flow) for step in flow.steps)
    yield from ((f"relation {relation.id!r}", relation.says, relation) for relation in model.relations)
    for component in model.components:
        for text in (component.summary, component.description, *component.config.values()):
            yield f"component {component.id!r}", text, component
    for overlay in model.overlays:
        yield from ((f"overlay {overlay.id!r}", text, overlay.members[0]) for text in (overlay.says, overlay.scale))


def _instant_scaling(model: Model) -> Iterator[Evidence]:
    for whose, text, element in _texts(model):
        claim = _AT_ONCE.search(" ".join(text.split()))
        if claim and "minute" not in text:
            words = f"{whose} says {claim[0]!r}, and a new server takes requests after a minute at the soonest"
            yield found(words, element)


WARNING, NOTE = Severity.WARNING, Severity.NOTE
RULES = (
    Rule("engine", None, WARNING, "An engine that the service does not offer",
         "take one of those, or the service that has this engine", _engine),
    Rule("router-hop", None, WARNING, "A request through a setting of the network",
         "let the services on both sides call each other, and let it apply to them by `uses`", _router_hop),
    Rule("balancer-twice", None, WARNING, "A load balancer that hands on one request twice",
         "let the first that gets it call the second, or number the steps as alternatives", _balanced_twice),
    Rule("no-traffic", None, WARNING, "A component without traffic",
         "draw who calls it, or leave it out", _no_traffic),
    Rule("no-caller", None, WARNING, "An entry that nobody calls", "draw who does, or leave it out", _no_caller),
    Rule("dns-by-content", None, WARNING, "DNS that knows what a request asks for",
         "give each way a name of its own, or let a CDN or load balancer part them by path", _by_content),
    Rule("deploy-target", None, WARNING, "CodeDeploy where it cannot deploy",
         "let the pipeline itself apply the change there, or Argo CD to Kubernetes", _deploy_target),
    Rule("undecided", None, NOTE, "A choice that is left open", "decide on one, and say `why`", _undecided),
    Rule("durability", None, WARNING, "A durability that is not S3's", "correct the figure", _durability),
    Rule("instant-scaling", None, WARNING, "Servers that are there in seconds",
         "say how long it takes, and keep enough running, or scale by schedule, for what comes sooner",
         _instant_scaling),
)  # fmt: skip
