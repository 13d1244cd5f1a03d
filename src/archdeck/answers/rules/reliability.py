"""A model to what speaks against its reliability: what stands alone, what has no copy, what was never tried."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archdeck.answers.rules import services, stated
from archdeck.answers.rules.rule import Evidence, Rule, found, listed
from archdeck.language import OverlayKind, Pillar, PlaceKind, RelationKind, Severity
from archdeck.model import Component, Environment, Instance, Model, Scope

_DLQ = re.compile(r"dead.?letter|\bdlq\b|redrive", re.IGNORECASE)
_SECOND_LINE = re.compile(
    r"\b(?:two|three|four|second|both|several|[2-9]) (?:\w+ )?(?:lines?|connections?|locations?|circuits?)\b"
    r"|redundan|backup|resilien|\bVPN\b",
    re.IGNORECASE,
)
_PLACEMENT = re.compile(r"placement groups?", re.IGNORECASE)
_APART = re.compile(r"spread|partition|(?:per|each|in every) zone", re.IGNORECASE)
_REGION_ID = re.compile(
    r"\b(?:us|eu|ap|sa|ca|me|af|il|mx)-(?:gov-)?(?:north|south|east|west|central)(?:east|west)?-[1-9]\b"
)
_NAMES = services.DNS | {"aws.internet-gateway"}
_ROUTERS = services.PASSES_ON | services.CDNS


def _one_zone(environment: Environment, component: Component) -> tuple[Instance, str] | None:
    """The first instance of what runs in one zone only, and the zone."""
    zones = stated.spread(environment, component, PlaceKind.ZONE)
    if zones is None or len(zones) != 1:
        return None
    first = stated.serving(environment, component)[0]
    return first, stated.called(next(iter(zones.values())))


def _stores_in_one_zone(model: Model) -> Iterator[Evidence]:
    for environment in stated.production(model):
        for component in environment.components:
            zonal = component.kind.scope is Scope.ZONAL and component.kind.id in services.DATABASES
            settings = [*component.config.items(), *(p for i in environment.of(component) for p in i.config.items())]
            alone = _one_zone(environment, component) if zonal else None
            if alone and not stated.says(settings, stated.MULTI_AZ):
                words = f"store {component.id!r} runs only in {alone[1]} in production ({environment.id})"
                yield found(words, alone[0], environment)


def _services_in_one_zone(model: Model) -> Iterator[Evidence]:
    for environment in stated.production(model):
        callers = (k for k in environment.links if k.relation.kind in stated.TRAFFIC)
        called = {k.target.component.id for k in callers if k.source.component.kind.id not in services.STAFF}
        for component in environment.components:
            alone = _one_zone(environment, component) if component.kind.id in services.SERVERS else None
            if alone and component.kind.scope is Scope.ZONAL and component.id in called:
                words = f"{component.id!r} takes requests and runs only in {alone[1]} in production ({environment.id})"
                yield found(words, alone[0], environment)


def _no_dlq(model: Model) -> Iterator[Evidence]:
    for component in stated.live(model):
        if component.kind.id not in services.QUEUES:
            continue
        joined = stated.neighbours(model, component, *RelationKind)
        has = any(c.kind.id == "aws.sqs-dlq" or (c.kind.id in services.QUEUES and _DLQ.search(c.name)) for c in joined)
        is_one = _DLQ.search(f"{component.id} {component.name}")
        if not (has or is_one or stated.says(stated.settings(model, component), _DLQ)):
            yield found(f"queue {component.id!r} says nothing of a dead-letter queue", component)


def _regions(model: Model) -> set[str] | None:
    """The ids of AWS's Regions that the model has; None where it has one that is not known by id or name."""
    names = {name.lower(): id for id, name in services.REGIONS.items()}
    found: set[str] = set()
    for place in (p for e in model.environments for p in e.places if p.kind is PlaceKind.REGION):
        known = [id for name, id in names.items() if name in place.name.lower()]
        if not _REGION_ID.fullmatch(place.id) and not known:
            return None
        found |= {place.id, *known}
    return found or None


def _routes(component: Component, model: Model) -> Iterator[str]:
    """The Regions that a component is said to lead to: any that a setting names; in prose by id, or after `to` or an
    arrow, because a sentence may name a city for another reason."""
    prose = [component.summary, component.description]
    prose += [w for r in model.relations if r.source.id == component.id for w in (r.label, r.says)]
    prose += [row.says for topic in model.topics for row in topic.rows if component in row.about]
    values = list(component.config.values())
    for text in values + (prose if component.kind.id in _ROUTERS else []):
        yield from _REGION_ID.findall(text)
    for id, name in services.REGIONS.items():
        if any(name in value for value in values):
            yield id
        led = re.compile(rf"(?:→|->|\bto)\s+(?:{re.escape(name)})\b")
        if component.kind.id in _ROUTERS and any(led.search(text) for text in prose):
            yield id


def _unmodelled_region(model: Model) -> Iterator[Evidence]:
    regions = _regions(model)
    for component in model.components if regions is not None else ():
        gone = [id for id in dict.fromkeys(_routes(component, model)) if id not in (regions or ())]
        if gone:
            names = listed(f"{services.REGIONS[id]} ({id})" if id in services.REGIONS else id for id in gone)
            leads = "leads to" if component.kind.id in _ROUTERS else "names"
            there = "that Region" if len(gone) == 1 else "those Regions"
            yield found(f"{component.id!r} {leads} {names}, and no environment has {there}", component)


def _no_balancer(model: Model) -> Iterator[Evidence]:
    relations = stated.live_relations(model, RelationKind.REQUEST)
    for component in stated.live(model):
        server = component.kind.id in services.SERVERS
        caller = stated.outside(component, relations, _NAMES) if server else None
        if caller and caller.kind.id not in services.STAFF:
            words = f"requests of {caller.id!r} reach {component.id!r}"
            yield found(f"{words} with no load balancer between them", component)


def _placement_group(model: Model) -> Iterator[Evidence]:
    for component in stated.live(model):
        told = [(k, v) for k, v in stated.settings(model, component) if _PLACEMENT.search(f"{k} {v}")]
        for environment in stated.production(model) if told and not any(_APART.search(v) for _, v in told) else ():
            zones = {z.id for i in environment.of(component) if i.count > 0 and (z := stated.around(i, PlaceKind.ZONE))}
            if len(zones) > 1:
                words = (
                    f"{component.id!r} is in a placement group ({told[0][0]}: {told[0][1]}) and runs in {len(zones)}"
                )
                yield found(f"{words} zones, and one that keeps servers close together lies in one zone", component)
                break


def _scaled_disk(model: Model) -> Iterator[Evidence]:
    scaled = {m.id for o in model.overlays if o.kind is OverlayKind.AUTO_SCALING_GROUP for m in o.members}
    for relation in stated.live_relations(model, RelationKind.DATA):
        server, disk = relation.source, relation.target
        if server.id in scaled and disk.kind.id in services.DISKS:
            words = f"what {server.id!r} writes to disk {disk.id!r} is there for one server only, and Auto Scaling may"
            yield found(f"{words} take that away at any time", disk, relation, server)


def _lone_line(model: Model) -> Iterator[Evidence]:
    for environment in stated.production(model):
        vpn = any(c.kind.id in services.VPNS for c in environment.components)
        lines = [i for i in environment.instances if i.component.kind.id == "aws.direct-connect"]
        if len(lines) == 1 and lines[0].count == 1 and not vpn:
            line = lines[0].component
            if not stated.claim(stated.told(model, line), _SECOND_LINE):
                words = f"nothing says what takes the place of {line.id!r}, a single line, when it is cut"
                yield found(words, line)


P, WARNING, NOTE = Pillar.RELIABILITY, Severity.WARNING, Severity.NOTE
RULES = (
    Rule("one-zone-store", P, WARNING, "A production store in one zone", "run a standby in a second zone",
         _stores_in_one_zone),
    Rule("one-zone-service", P, WARNING, "A production service in one zone", "run it in a second zone too",
         _services_in_one_zone),
    Rule("no-dlq", P, WARNING, "A queue without dead-letter queue",
         "join one to it, or name it in `config`", _no_dlq),
    Rule("unmodelled-region", P, WARNING, "A route to a Region that is not modelled",
         "model what runs there, or correct the route", _unmodelled_region),
    Rule("lone-line", P, NOTE, "A single private line", "add a second one elsewhere or a VPN, and say so in `config`",
         _lone_line),
    Rule("no-balancer", P, WARNING, "Servers that users reach without a load balancer",
         "put one in front of them", _no_balancer),
    Rule("placement-group", P, NOTE, "A placement group over several zones",
         "say that each zone has its own, or that it is one of the strategy spread or partition", _placement_group),
    Rule("scaled-disk", P, NOTE, "Data on the disk of a server that comes and goes",
         "keep it in a database, a bucket or a shared file system, and say what the disk is for", _scaled_disk),
)  # fmt: skip
