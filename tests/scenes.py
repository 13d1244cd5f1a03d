"""What people draw, scene by scene: each puts one part of a system on a sketch and joins it to what is there.

A scene is a function and one line in SCENES. It adds at most as many components as there is room for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from scenes_of_networks import backups, data_centre, other_cloud, peering, second_region, spokes, web
from scenes_of_services import bus, cluster, fan_out, microservices, pipeline, serverless
from sketch import Sketch


def accounts(s: Sketch) -> None:
    """A landing zone: accounts, each with something of its own, within an organisation or without."""
    unit = s.place("account", "Organisation", id="organisation") if s.chance(0.3) else ""
    others = s.some(s.servers, 3) or [s.entrance()]
    for name, kind, thing, tier, relation, inwards in s.some(ACCOUNTS, 5):
        if not s.room:
            break
        account = s.place("account", f"{name} account", unit)
        inner = s.place("vpc", f"{name} VPC", account) if kind in INSIDE and s.chance(0.7) else account
        id = s.add(kind, tier, thing, inner)
        for other in s.some(others, 2):
            s.link(*((other, id) if inwards else (id, other)), relation)
        if s.maybe(0.4):
            s.link(id, s.add(s.pick(("aws.s3", "aws.dynamodb")), "data", s.name(), inner), "data")


INSIDE = ("aws.ec2", "aws.network-firewall", "aws.fargate", "aws.directory-service")
ACCOUNTS = (
    ("Network", "aws.network-firewall", "Inspection", "edge", "request", True),
    ("Log archive", "aws.s3", "Log archive", "operations", "data", True),
    ("Security", "aws.lambda", "Security checks", "operations", "control", False),
    ("Shared services", "aws.directory-service", "Directory", "app", "request", True),
    ("Sandbox", "aws.ec2", "Experiments", "app", "data", False),
    ("Analytics", "aws.athena", "Analytics", "data", "data", False),
    ("Partner", "aws.fargate", "Partner portal", "web", "request", False),
)


def delivery(s: Sketch) -> None:
    """From a commit to what runs."""
    team = s.add("developers", "users", "Developers")
    last = team
    made = [team]
    steps = [
        (s.pick(("github", "gitlab", "aws.codecommit")), "Repository"),
        ("aws.codepipeline", "Pipeline"),
        ("aws.codebuild", "Build"),
        ("aws.ecr", "Images"),
        ("aws.codedeploy", "Deployment"),
    ]
    for kind, name in steps[: s.few(3, 5)]:
        home = (s.region(),) if kind.startswith("aws.") else ()
        id = s.add(kind, "operations", name, *home)
        s.link(last, id, "control" if last != team else "request", label=s.pick(("", "pushes", "starts")))
        made.append(id)
        last = id
    for server in s.some(s.servers, 3):
        s.link(last, server, "control")
    if not s.path:
        s.walk(*made)


def administration(s: Sketch) -> None:
    """How operators get in."""
    admin = s.add("admin", "users", s.pick(("Operators", "Administrators")))
    way = s.pick(
        (("aws.ec2", "Bastion host"), ("aws.systems-manager", "Session Manager"), ("aws.client-vpn", "Client VPN"))
    )
    inside = s.networks and way[0] == "aws.ec2"
    id = s.add(
        way[0], "operations" if s.chance(0.5) else "edge", way[1], s.networks[0].front[0] if inside else s.region()
    )
    s.link(admin, id, label=s.pick(("", "SSH", "sign-in")))
    for server in s.some(s.servers, 3) or s.some(s.stores, 2):
        s.link(id, server, "control")


def cross_cutting(s: Sketch) -> None:
    """Keys, secrets, roles and monitoring that several use."""
    users = [*s.servers, *s.stores] or list(s.components)
    for kind, name in s.dice.sample(ASIDE, min(s.few(1, 4), len(ASIDE))):
        homes = () if kind in GLOBAL else (s.region(),)
        id = s.add(kind, "operations", name, *homes)
        for user in s.some([u for u in users if u != id], 4):
            s.link(user, id, "uses", label="")
    if s.maybe(0.2) and not any(c["kind"] == "aws.waf" for c in s.components.values()):
        wall = s.add("aws.waf", "edge", "Web firewall")
        for user in s.some(s.balancers or users, 3):
            s.link(user, wall, "uses", label="")


ASIDE = (
    ("aws.kms", "Keys"),
    ("aws.cloudwatch", "CloudWatch"),
    ("aws.secrets-manager", "Secrets"),
    ("aws.iam", "IAM"),
    ("aws.acm", "Certificates"),
    ("aws.xray", "Tracing"),
    ("aws.cloudtrail", "Audit trail"),
    ("aws.parameter-store", "Parameters"),
)
GLOBAL = ("aws.iam",)


def extra(s: Sketch) -> None:
    """One more thing beside something that is there."""
    kind, tier, name, relation = s.pick(EXTRAS)
    actor = "." not in kind
    home = () if actor else (s.region(),)
    id = s.add(kind, tier, name if s.chance(0.4) else s.name(name.lower()), *home)
    near = s.pick(s.servers) if s.servers else s.pick([c for c in s.components if c != id] or [s.entrance()])
    s.link(near, id, relation)
    if relation == "data" and s.chance(0.12):
        s.link(id, near, "event")


EXTRAS = (
    ("aws.s3", "data", "Files", "data"),
    ("aws.dynamodb", "data", "Table", "data"),
    ("aws.sqs", "app", "Queue", "event"),
    ("aws.ses", "data", "Mail", "request"),
    ("aws.opensearch", "data", "Search index", "data"),
    ("aws.lambda", "app", "Helper", "request"),
    ("external-system", "operations", "Partner system", "request"),
    ("aws.bedrock", "data", "Assistant", "request"),
    ("aws.rekognition", "data", "Image check", "request"),
)


class Scene(NamedTuple):
    draw: Callable[[Sketch], None]
    least: int  # components that it needs room for
    alone: bool = True  # whether a system may start with it


SCENES = (
    Scene(web, 4),
    Scene(web, 4),
    Scene(serverless, 4),
    Scene(cluster, 4),
    Scene(microservices, 4),
    Scene(pipeline, 4),
    Scene(spokes, 5),
    Scene(bus, 4),
    Scene(fan_out, 4),
    Scene(peering, 4, False),
    Scene(data_centre, 3, False),
    Scene(other_cloud, 3, False),
    Scene(second_region, 0, False),
    Scene(backups, 1, False),
    Scene(accounts, 3, False),
    Scene(delivery, 4, False),
    Scene(administration, 2, False),
    Scene(cross_cutting, 1, False),
)
