"""Manifests of Kubernetes to models: the docstring is the manifests."""

from __future__ import annotations

from drafts import imported_text, left, of, written


def test_workloads_with_services_ingress_and_scaling() -> None:
    """What a service, an ingress, an autoscaler and a ConfigMap say is part of the workloads that they are for.

    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      replicas: 3
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - image: acme/web:2
              env:
                - {name: ORDERS, value: "http://orders.back:8080"}
                - {name: KEY, valueFrom: {secretKeyRef: {name: key}}}
              envFrom: [{configMapRef: {name: settings}}]
    ---
    {apiVersion: v1, kind: ConfigMap, metadata: {name: settings, namespace: shop}, data: {cache: "redis://cache:6379"}}
    ---
    {apiVersion: v1, kind: Secret, metadata: {name: key, namespace: shop}, stringData: {key: never-to-be-seen}}
    ---
    {apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: {selector: {app: web}}}
    ---
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec: {minReplicas: 3, maxReplicas: 9, scaleTargetRef: {kind: Deployment, name: web}}
    ---
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata: {name: front, namespace: shop}
    spec:
      tls: [{hosts: [shop.example]}]
      rules: [{host: shop.example, http: {paths: [{path: /, backend: {service: {name: web, port: {number: 80}}}}]}}]
    ---
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: cache, namespace: shop}
    spec: {template: {metadata: {labels: {app: cache}}, spec: {containers: [{image: "redis:7"}]}}}
    ---
    {apiVersion: v1, kind: Service, metadata: {name: cache, namespace: shop}, spec: {selector: {app: cache}}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: orders, namespace: back}
    spec: {template: {metadata: {labels: {app: orders}}, spec: {containers: [{image: acme/orders}]}}}
    ---
    {apiVersion: v1, kind: Service, metadata: {name: orders, namespace: back}, spec: {selector: {app: orders}}}
    """
    text = of(
        test_workloads_with_services_ingress_and_scaling, "components.yaml", "relations.yaml", "environments.yaml"
    )
    assert text == (
        "components:\n"
        "  users: {kind: users, summary: Whoever reaches the cluster from outside}\n"
        "  web:\n"
        "    kind: k8s.deployment\n"
        "    config: {Image: acme/web:2, Scaling: 3 to 9}\n"
        "    addresses:\n"
        "      - Deployment shop/web\n"
        "      - ConfigMap shop/settings\n"
        "      - Secret shop/key\n"
        "      - Service shop/web\n"
        "      - HorizontalPodAutoscaler shop/web\n"
        "  cache:\n"
        "    kind: redis\n"
        "    config: {Image: redis:7}\n"
        "    addresses: [StatefulSet shop/cache, Service shop/cache]\n"
        "  orders:\n"
        "    kind: k8s.deployment\n"
        "    config: {Image: acme/orders}\n"
        "    addresses: [Deployment back/orders, Service back/orders]\n"
        "  front: {kind: k8s.ingress, config: {Hosts: shop.example}, addresses: [Ingress shop/front]}\n"
        "\n"
        "relations:\n"
        "  web-to-orders: {from: web, to: orders, protocol: TCP 8080, addresses: [Deployment shop/web]}\n"
        "  web-to-cache:\n"
        "    from: web\n"
        "    to: cache\n"
        "    kind: data\n"
        "    protocol: TCP 6379\n"
        "    addresses: [Deployment shop/web]\n"
        "  users-to-front: {from: users, to: front, protocol: HTTPS 443, addresses: [Ingress shop/front]}\n"
        "  front-to-web: {from: front, to: web, protocol: HTTP 80, addresses: [Ingress shop/front]}\n"
        "\n"
        "environments:\n"
        "  prod:\n"
        "    places:\n"
        "      kubernetes-cluster: {kind: cluster, name: Kubernetes cluster}\n"
        "      back:\n"
        "        kind: group\n"
        "        in: kubernetes-cluster\n"
        "        addresses: [Namespace back]\n"
        "        runs: {orders: {}}\n"
        "      shop:\n"
        "        kind: group\n"
        "        in: kubernetes-cluster\n"
        "        addresses: [Namespace shop]\n"
        "        runs: {web: {count: 3}, cache: {}, front: {}}\n"
        "    runs: {users: {}}\n"
    )
    done = imported_text((test_workloads_with_services_ingress_and_scaling.__doc__ or "").partition("\n\n")[2])
    assert [name for name, file in done.files.items() if "never-to-be-seen" in file] == []


def test_a_network_policy_says_who_may_call_whom() -> None:
    """The database lets only the pods of the web in.

    {apiVersion: v1, kind: Pod, metadata: {name: web, labels: {app: web}}, spec: {containers: [{image: acme/web}]}}
    ---
    {apiVersion: v1, kind: Pod, metadata: {name: db, labels: {app: db}}, spec: {containers: [{image: mysql}]}}
    ---
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: only-web}
    spec:
      podSelector: {matchLabels: {app: db}}
      ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 3306}]}]
    """
    assert of(test_a_network_policy_says_who_may_call_whom, "relations.yaml") == (
        "relations:\n"
        "  web-to-db:\n"
        "    from: web\n"
        "    to: db\n"
        "    kind: data\n"
        "    protocol: TCP 3306\n"
        "    addresses: [NetworkPolicy only-web]\n"
    )


def test_what_is_no_workload_is_told() -> None:
    text = """
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: web}}
        ---
        {apiVersion: v1, kind: Service, metadata: {name: lost}, spec: {selector: {app: gone}}}
        ---
        {apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: reader}}
        ---
        {apiVersion: acme.example/v1, kind: Gadget, metadata: {name: one}}
        ---
        just: a mapping
        """
    done = imported_text(text)
    assert left(done) == [
        "source.yaml: it is no object of Kubernetes",
        "Service lost: it selects no workload of this source",
        "Role reader: who may do what is no box",
        "Gadget one: nobody knows what Gadget is here",
    ]
    assert "addresses: [Deployment web]" in written(done, "components.yaml")
