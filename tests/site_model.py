"""A small system made by hand, with pictures in the shape that the drawing stage gives: what the tests of the site read.

users ─visit-dns→ dns ─dns-web→ web ─web-db→ db (primary in zone a, standby in zone b in production)
prod: a region with a VPC with two zones; dev extends prod: one zone, no standby
flow `visit`: 1 users → dns, 2 dns → web, 3 web → db, in both environments
"""

from __future__ import annotations

from dataclasses import replace
from html import escape
from pathlib import Path

import diagrams
from archdeck.language import OverlayKind, Pillar, PlaceKind, RelationKind, Role, Stage
from archdeck.model import (
    Component, Drill, Environment, Flow, Instance, Kind, Link, Model, Overlay, Place, Recovery, Relation, Requirement, Scope,
    Step, StorySlide, Target, Tier,
)  # fmt: skip
from archdeck.pages import Picture, SystemPages
from archdeck.problems import Location
from archdeck.view import Arrow, Box, Group, View

HERE = Location("model/shop.yaml")
ICONS = Path(diagrams.__file__).parent.parent / "resources" / "aws"
USERS = Kind("users", "Users", "People", Scope.ACTOR, "People who use it.", ICONS / "general/users.png")
DNS = Kind(
    "aws.route53",
    "Amazon Route 53",
    "Networking",
    Scope.GLOBAL,
    "Finds a name's address.",
    ICONS / "network/route-53.png",
)
EC2 = Kind("aws.ec2", "Amazon EC2", "Compute", Scope.ZONAL, "A virtual machine.", ICONS / "compute/ec2.png")
RDS = Kind("aws.rds", "Amazon RDS", "Database", Scope.ZONAL, "A managed database.", ICONS / "database/rds.png", more="It *patches* itself.")  # fmt: skip
TIERS = tuple(Tier(n.lower(), n, f"The {n.lower()} layer.", i) for i, n in enumerate(["Users", "Edge", "Web", "Data"]))


def component(id: str, kind: Kind, tier: int, name: str, **other: str) -> Component:
    fields = dict.fromkeys(("label", "summary", "description", "why", "say", "owner", "note"), "") | other
    return Component(
        id=id, kind=kind, tier=TIERS[tier], name=name, icon=kind.icon, config={}, recovery=None, where=HERE, **fields
    )  # type: ignore[arg-type]


def relation(
    id: str, source: Component, target: Component, kind: RelationKind, label: str, encryption: str = ""
) -> Relation:
    return Relation(
        id,
        source,
        target,
        kind,
        label,
        "",
        None,
        encryption,
        "",
        "",
        "",
        frozenset(),
        "",
        HERE,
        derived=source is target,
    )


def small_model() -> Model:
    users = component("users", USERS, 0, "Shoppers", summary="People who buy.")
    dns = component("dns", DNS, 1, "Shop DNS", summary="Hosts shop.example.", why="One name for everything.")
    web = component("web", EC2, 2, "Web servers", description="They run the *shop*:\n\n- pages\n- carts")
    db = component(
        "db",
        RDS,
        3,
        "Orders database",
        summary="Keeps the orders.",
        say="It survives a zone.",
        note="Test the failover.",
    )
    db = replace(
        db,
        config={"Engine": "PostgreSQL 16"},
        recovery=Recovery(90, None, "It fails over **by itself**."),
        owner="Data team",
    )
    visit = relation("visit-dns", users, dns, RelationKind.REQUEST, "")
    route = relation("dns-web", dns, web, RelationKind.REQUEST, "dynamic", "TLS 1.2+")
    store = relation("web-db", web, db, RelationKind.DATA, "SQL")
    copy = relation("db--standby", db, db, RelationKind.REPLICATION, "sync")
    prod = _environment(
        "prod", "Production", Stage.PRODUCTION, (users, dns, web, db), ("a", "b"), (visit, route, store, copy)
    )
    dev = _environment("dev", "Development", Stage.DEVELOPMENT, (users, dns, web, db), ("a",), (visit, route, store))
    dev = replace(dev, base="prod", because="One zone is enough to develop against.")
    pairs = [(users, dns, visit), (dns, web, route), (web, db, store)]
    steps = tuple(Step(str(n), a, b, r, False, f"{a.name} ask {b.name}.", frozenset(), False, "", HERE) for n, (a, b, r) in enumerate(pairs, 1))  # fmt: skip
    flow = Flow("visit", "A visit", "A shopper opens a page.", "", steps, (prod, dev), HERE)
    target = Target("zone", None, 0, None, "", "", "")
    zone_loss = Requirement("zone-loss", "Zone loss", "No downtime if a zone fails.", Pillar.RELIABILITY, target, ((db, "a standby"), (web, "")), HERE)  # fmt: skip
    group = Overlay("web-asg", OverlayKind.AUTO_SCALING_GROUP, "Web Auto Scaling group", (web,), "2 to 12", "Adds servers.", "Peaks", "", {}, frozenset(), HERE)  # fmt: skip
    drill = Drill("zone-a", "Zone a fails", "The first zone is gone.", prod, ("a",), (), HERE)
    slide = StorySlide("need", "What was asked for", "requirements", "They sell all day.", HERE)
    return Model(
        "shop", "Shop", "A small shop", "Sells things.", "It **sells** things.", "Shop team", "A test",
        TIERS, (users, dns, web, db), (visit, route, store, copy), (prod, dev), (flow,), (zone_loss,), (group,), (drill,), (slide,), (), HERE,
    )  # fmt: skip


def _environment(
    id: str,
    name: str,
    stage: Stage,
    parts: tuple[Component, ...],
    zones: tuple[str, ...],
    relations: tuple[Relation, ...],
) -> Environment:
    users, dns, web, db = parts
    cloud = Place("cloud", PlaceKind.CLOUD, "AWS Cloud", None, "", HERE, implicit=True)
    region = Place("us-east-1", PlaceKind.REGION, "N. Virginia", cloud, "", HERE)
    vpc = Place("vpc", PlaceKind.VPC, "VPC", region, "", HERE)
    places = [Place(z, PlaceKind.ZONE, f"us-east-1{z}", vpc, "", HERE) for z in zones]

    def run(component: Component, place: Place | None, role: Role | None = None) -> Instance:
        at = f"{component.id}--{place.id}" if place else component.id
        return Instance(at, component, place, 2 if component is web else 1, role, None, "", "", {}, "", HERE)

    here = [run(users, None), run(dns, None)]
    roles = [Role.PRIMARY, Role.STANDBY] if len(zones) > 1 else [None]
    for zone, role in zip(places, roles, strict=True):
        here += [run(web, zone), run(db, zone, role)]
    links = tuple(
        Link(r, a, b) for r in relations for a in here for b in here
        if a.component == r.source and b.component == r.target and (a != b)
    )  # fmt: skip
    return Environment(
        id, name, stage, f"{name} of the shop.", "", "", "", (cloud, region, vpc, *places), tuple(here), links, {}, HERE
    )


def view_of(model: Model, here: Environment, id: str, kind: str, only: set[str], **which: str) -> View:
    """The components in `only` of an environment as a view."""
    parts = [i for i in here.instances if i.component.id in only]
    boxes = tuple(
        Box(
            i.id, i.component.id, "", (i.component.kind.name, i.component.name), i.place.id if i.place else None,
            i.component.tier.index, i.component.tier.index, i.component.name,
        ) for i in parts
    )  # fmt: skip
    groups = tuple(Group(p.id, p.id, p.kind.value, p.name, p.parent.id if p.parent else None) for p in here.places)
    steps = {s.relation.id: s.number for f in model.flows for s in f.steps if s.relation} if kind == "flow" else {}
    arrows = tuple(
        Arrow(f"{n.source.id}--{n.target.id}", (n.relation.id,), n.relation.kind, n.source.id, n.target.id, n.relation.label, steps.get(n.relation.id, ""))
        for n in here.links
        if {n.source.component.id, n.target.component.id} <= only
    )  # fmt: skip
    return View(
        id,
        kind,
        here.id,
        f"{model.name} {id}",
        here.name,
        here.name,
        here.stage.value,
        "",
        boxes,
        groups,
        arrows,
        (),
        **which,
    )


def drawing(view: View) -> str:
    """An SVG with the classes and attributes of the real one: a row of boxes for every group, straight arrows."""
    rows = list(dict.fromkeys(b.group for b in view.boxes))
    at = {b.id: (200 + 420 * b.column, 250 + 260 * rows.index(b.group)) for b in view.boxes}
    whose = {b.id: b.component for b in view.boxes}
    parts = []
    for a in view.arrows:
        (x1, y1), (x2, y2) = at[a.source], at[a.target]
        badge = (
            f'<g class="badge" data-step="{a.step}"><circle cx="{(x1 + x2) / 2}" cy="{(y1 + y2) / 2}" r="18"/></g>'
            if a.step
            else ""
        )
        parts.append(
            f'<g class="edge kind-{a.kind}" data-relations="{" ".join(a.relations)}" data-from="{whose[a.source]}" '
            f'data-to="{whose[a.target]}"><path d="M{x1} {y1}L{x2} {y2}" stroke="#232F3E" stroke-width="3" fill="none"/>{badge}</g>'
        )
    for b in view.boxes:
        x, y = at[b.id]
        parts.append(
            f'<g class="node" id="{view.id}--{b.id}" data-component="{b.component}"><title>{escape(b.title)}</title>'
            f'<rect x="{x - 40}" y="{y - 40}" width="80" height="80" rx="6" fill="#ED7100"/>'
            f'<text x="{x}" y="{y + 70}" text-anchor="middle" font-size="22" font-family="Liberation Sans">{escape(b.title)}</text></g>'
        )
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1920 1080" role="img" aria-labelledby="{view.id}--title">'
        f'<title id="{view.id}--title">{escape(view.title)}</title><rect width="1920" height="1080" fill="#fff"/>\n{body}\n</svg>'
    )


def small_system(model: Model | None = None) -> SystemPages:
    model = model or small_model()
    everything = {c.id for c in model.components}
    views = [view_of(model, e, e.id, "environment", everything) for e in model.environments]
    views += [
        view_of(model, e, f"{f.id}--{e.id}", "flow", everything, flow=f.id) for f in model.flows for e in f.environments
    ]
    for c in model.components:
        near = {end.id for r in model.relations for end in (r.source, r.target) if c in (r.source, r.target)}
        views.append(
            view_of(model, model.environments[0], f"component--{c.id}", "component", near | {c.id}, component=c.id)
        )
    return SystemPages(model, {v.id: Picture(v, drawing(v)) for v in views})
