"""Scenes of services that call each other: functions, events, containers, data pipelines."""

from __future__ import annotations

from itertools import pairwise

from sketch import Sketch

TABLES = ("aws.dynamodb", "aws.dynamodb", "aws.s3", "aws.dynamodb", "aws.opensearch", "aws.timestream")
HUBS = ("aws.eventbridge", "aws.sns", "aws.sqs", "aws.kinesis", "aws.msk", "aws.mq")

# ------------------------------------------------------------------------------------------------------- serverless


def serverless(s: Sketch) -> None:
    """An API with many functions, and the tables behind them."""
    home, last = s.region(), s.entrance()
    if s.room > 4 and s.chance(0.4):
        site = s.add("aws.s3", "web", "Website files", home)
        s.link(last, site, label=s.pick(("", "static files")))
    kind, name = s.pick((("aws.api-gateway", "API"), ("aws.api-gateway", "Public API"), ("aws.appsync", "GraphQL API")))
    api = s.add(kind, "web", name, home)
    s.link(last, api)
    s.walk(api)
    if s.room > 4 and s.chance(0.4):
        pool = s.add("aws.cognito", "web", "Sign-in", home)
        s.link(api, pool, label=s.pick(("", "checks tokens")))
    functions = [s.add("aws.lambda", "app", s.name(s.pick(("", "function"))), home) for _ in range(s.few(1, 9, 2) or 1)]
    stores = [s.add(s.pick(TABLES), "data", s.name(s.pick(("", "table"))), home) for _ in range(s.few(1, 5) or 1)]
    for k, function in enumerate(functions):
        s.link(api, function)
        for store in s.some(stores, 2) if k else stores[:1]:
            s.link(function, store, "data")
    for store in stores[1:]:
        s.link(s.pick(functions), store, "data")
    s.walk(functions[0], stores[0])
    _context(s, functions, s.pick(("Functions of the API", "Checkout", "Back office")))
    s.servers += functions
    s.stores += stores
    if s.room > 1 and s.chance(0.25):
        workflow = s.add("aws.step-functions", "app", s.name("workflow"), home)
        s.link(functions[0], workflow, label=s.pick(("", "starts")))
        for function in s.some(functions[1:], 4):
            s.link(workflow, function, "control")


# ----------------------------------------------------------------------------------------------------------- events


def bus(s: Sketch) -> None:
    """A bus, topic or queue with three to eight producers and as many consumers."""
    home = s.region()
    hub = s.add(s.pick(HUBS), "app", s.pick(("Event bus", "Events", s.name("events"))), home)
    producers = s.some(s.servers, 5)
    producers += [s.add("aws.lambda", "app", s.name(), home) for _ in range(s.few(3 - len(producers), 8, 3))]
    if not producers:
        producers = [s.add("external-system", "users", s.name("partner"))]
    for producer in producers:
        s.link(producer, hub, "event")
    consumers = [s.add(s.pick(CONSUMERS), "data", s.name(), home) for _ in range(s.few(3, 8) if s.room > 2 else s.room)]
    if s.servers and (not consumers or s.chance(0.4)):
        consumers += s.some([i for i in s.servers if i not in producers] or s.servers[-1:], 3)
    for consumer in dict.fromkeys(consumers):
        s.link(hub, consumer, "event")
    if not s.path:
        s.walk(producers[0], hub, consumers[0])
    s.servers += [c for c in consumers if s.components[c]["kind"] == "aws.lambda" and c not in s.servers]


def fan_out(s: Sketch) -> None:
    """A topic, queues behind it, and a function for each queue; dead letters aside."""
    home = s.region()
    source = s.pick(s.servers) if s.servers else s.add("aws.lambda", "app", s.name("intake"), home)
    topic = s.add("aws.sns", "app", s.name("topic"), home)
    s.link(source, topic, "event")
    chains = max(1, s.few(2, 5, 2))
    first: list[str] = []
    for _ in range(chains):
        if s.room > 1:
            about = s.topic()
            queue = s.add("aws.sqs", "app", f"{about} queue", home)
            worker = s.add("aws.lambda", "data", f"{about} worker", home)
            s.link(topic, queue, "event")
            s.link(queue, worker, "event")
            first = first or [source, topic, queue, worker]
            if s.maybe(0.15):
                s.link(queue, s.add("aws.sqs-dlq", "operations", f"{about} dead letters", home), "data", "failed")
            if s.maybe(0.3):
                store = s.add(s.pick(TABLES), "data", s.name("archive"), home)
                s.link(worker, store, "data")
    if not s.path:
        s.walk(*first)


CONSUMERS = ("aws.lambda", "aws.lambda", "aws.sqs", "aws.firehose", "aws.step-functions", "aws.opensearch", "aws.ses")

# ------------------------------------------------------------------------------------------------------- containers


def cluster(s: Sketch) -> None:
    """A Kubernetes or ECS cluster: namespaces, services, their pods, and calls between them."""
    net = s.network()
    last = s.entrance()
    k8s = s.chance(0.65)
    shape = s.pick(("whole", "whole", "whole", "zones", "overlay"))
    name = "EKS cluster" if k8s else "ECS cluster"
    homes = [net.vpc]
    if shape == "whole":
        homes = [s.place("cluster", name, net.vpc if s.chance(0.8) else s.region(), id="cluster")]
    elif shape == "zones":
        homes = [s.place("cluster", name, home, id=f"nodes-{home}") for home in net.back]
    else:
        homes = net.back
    if s.room > 3:
        door = s.add("k8s.ingress", "web", "Ingress", homes[0]) if k8s else s.add("aws.alb", "web", "Balancer", net.vpc)
        s.link(last, door)
        s.walk(door)
        last = door
    kinds = (
        ("k8s.pod", "k8s.deployment", "k8s.service", "k8s.stateful-set") if k8s else ("aws.ecs-service", "aws.ecs-task")
    )
    spaces = _namespaces(s, homes[0]) if shape == "whole" else []
    kind = s.pick(kinds)
    services: list[str] = []
    for _ in range(max(1, s.few(3, 8))):
        if s.room:
            where = [s.pick(spaces)] if spaces else homes
            services.append(s.add(kind, "app", s.name(s.pick(("", "service"))), *where))
    for service in services[: s.dice.randint(1, 3)]:
        s.link(last, service)
    _calls(s, services)
    if shape == "overlay":
        s.overlays["cluster"] = {"kind": "cluster", "name": name, "members": services}
    s.walk(services[0])
    s.servers += services
    for _ in range(s.few(1, 3)):
        if s.chance(0.6):
            s.database(net.data, s.pick(services))
        else:
            store = s.add(s.pick(TABLES), "data", s.name(), s.region())
            s.link(s.pick(services), store, "data")
            s.stores.append(store)
    if s.maybe(0.3):
        s.link(s.add("aws.ecr", "operations", "Images", s.region()), services[0], "control", label="")


def _namespaces(s: Sketch, cluster: str) -> list[str]:
    many = s.dice.choice((0, 0, 0, 2, 2, 3))
    names = ("shop", "payments", "platform", "jobs", "data")
    return [s.place("group", f"Namespace {name}", cluster, id=f"namespace-{name}") for name in names[:many]]


def _calls(s: Sketch, services: list[str]) -> None:
    """Who calls whom: everyone is called, some call back, some go in rings."""
    for k, service in enumerate(services[1:], start=1):
        caller = services[s.dice.randrange(k)]
        s.link(caller, service, s.pick(("request", "request", "event")))
        if s.chance(0.1):
            s.link(service, caller)
    for _ in range(s.dice.randint(0, len(services) // 2)):
        one, other = s.pick(services), s.pick(services)
        if one != other:
            s.link(one, other)


def _context(s: Sketch, services: list[str], name: str) -> None:
    """A frame of one's own around some of them, whatever they stand in."""
    if len(services) > 2 and s.chance(0.25):
        members = services[: s.dice.randint(2, len(services) - 1)]
        s.overlays[f"context-{len(s.overlays)}"] = {"kind": "group", "name": name, "members": members}


def microservices(s: Sketch) -> None:
    """Services behind a gateway that call each other, most with a store of their own."""
    home, last = s.region(), s.entrance()
    if s.chance(0.35):
        home = s.place("cluster", s.pick(("ECS cluster", "Fargate cluster")), s.network().vpc, id="services")
    if s.room > 4:
        gateway = s.add(s.pick(("aws.api-gateway", "aws.alb", "kong")), "web", s.pick(("API gateway", "Gateway")), home)
        s.link(last, gateway)
        s.walk(gateway)
        last = gateway
    kind = s.pick(("aws.fargate", "aws.lambda", "aws.ecs-service", "aws.app-runner"))
    services: list[str] = []
    for _ in range(max(1, s.few(3, 9))):
        if s.room:
            services.append(s.add(kind, "app", s.name(s.pick(("", "", "service"))), home))
    for service in services[: s.dice.randint(1, 4)]:
        s.link(last, service)
    _calls(s, services)
    _context(s, services, s.pick(("Core services", "Team Blue", "Bounded context")))
    s.walk(services[0])
    for service in services:
        if s.maybe(0.6):
            about = s.components[service]["name"].removesuffix(" service")
            store = s.add(s.pick(TABLES), "data", f"{about} {s.pick(('table', 'data'))}", s.region())
            s.link(service, store, "data")
            s.stores.append(store)
            if service == services[0]:
                s.walk(store)
    s.servers += services


# -------------------------------------------------------------------------------------------------------- pipelines


def pipeline(s: Sketch) -> None:
    """A long chain from where data arises to who looks at it."""
    home = s.region()
    many = s.few(8, 14)
    steps = sorted(s.dice.sample(range(len(CHAIN)), min(many, len(CHAIN))))
    made: list[str] = []
    for kind, name, tier in (CHAIN[k] for k in steps):
        actor = "." not in kind
        made.append(
            s.add(
                kind,
                tier,
                f"{s.topic()} {name}" if s.chance(0.4) else name[0].upper() + name[1:],
                *() if actor else (home,),
            )
        )
    for one, other in pairwise(made):
        s.link(one, other, s.pick(("data", "data", "event")))
    if len(made) > 5 and s.chance(0.4):
        s.link(made[-2], made[2], "control", label=s.pick(("", "retrains", "reruns")))
    if made and s.servers and s.chance(0.6):
        s.link(s.pick(s.servers), made[0] if s.components[made[0]]["kind"][:3] == "aws" else made[1], "event")
    if not s.path:
        s.walk(*made)
    if s.maybe(0.4) and len(made) > 3:
        boss = s.add("aws.step-functions", "operations", "Orchestration", home)
        for step in s.some(made[2:-1], 4):
            s.link(boss, step, "control")
    s.stores += [c for c in made if s.components[c]["kind"] in ("aws.s3", "aws.redshift", "aws.dynamodb")]


CHAIN = (
    ("external-system", "sources", "users"),
    ("aws.iot-core", "device gateway", "edge"),
    ("aws.transfer-family", "file intake", "edge"),
    ("aws.kinesis", "raw stream", "web"),
    ("aws.firehose", "delivery stream", "web"),
    ("aws.s3", "raw files", "web"),
    ("aws.lambda", "validation", "app"),
    ("aws.sqs", "work queue", "app"),
    ("aws.glue", "cleaning job", "app"),
    ("aws.s3", "clean files", "app"),
    ("aws.emr", "enrichment", "app"),
    ("aws.managed-flink", "aggregation", "app"),
    ("aws.sagemaker", "scoring", "app"),
    ("aws.s3", "curated files", "data"),
    ("aws.redshift", "warehouse", "data"),
    ("aws.athena", "ad hoc queries", "data"),
    ("aws.quicksight", "dashboards", "data"),
    ("users", "analysts", "operations"),
)
