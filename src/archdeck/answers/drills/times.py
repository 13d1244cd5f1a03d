"""The numbers of a model to how long something takes and how old a copy is, each with the line that states it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archdeck.language import Location, RelationKind, Role, seconds
from archdeck.model import Component, Instance, Link, Relation

_TIME_TO_LIVE = ("TTL", "Time to live")
_RETENTION = ("Retention", "Retention period", "Message retention", "Message retention period", "Data retention")
CDNS = frozenset({"aws.cloudfront", "azure.cdn", "azure.front-door", "gcp.cloud-cdn", "gcp.media-cdn"})
QUEUES = frozenset(
    {
        *("queue", "kafka", "rabbitmq", "aws.sqs", "aws.mq", "aws.kinesis", "aws.msk"),
        *("aws.msk-serverless", "azure.service-bus", "azure.event-hubs", "azure.queue-storage", "gcp.pubsub"),
        *("gcp.cloud-tasks", "gcp.managed-kafka"),
    }
)
# What makes a read replica the primary by itself, by its kind or as its settings say.
_PROMOTES = frozenset({"aws.documentdb", "aws.neptune"})
_BY_ITSELF = re.compile(r"auto(matic)?[ -]?fail-?over", re.IGNORECASE)
NO = "none|no|not?( yet)?|off|false|never|disabled|-|–"  # what says of a setting that there is none
_NO = re.compile(f"({NO}|manual)", re.IGNORECASE)
_NAMES = re.compile(r"dns|route[ -]?53|traffic ?manager", re.IGNORECASE)


@dataclass(frozen=True)
class Time:
    """`seconds` is None where the model does not state them. A stated time has the line `where` it stands, one that is
    missing the line of what should state it. One that is made of others has those as `parts`, which happen `after` one
    another, or side by side. What `told` says is no missing number: there is none to state. Else `key` is what would
    state one that is missing, as the model has it."""

    seconds: float | None
    says: str = ""
    where: Location | None = None
    parts: tuple[Time, ...] = ()
    after: bool = False
    told: bool = False
    key: str = ""

    @property
    def order(self) -> tuple[bool, float]:
        """The shortest first, unknown last."""
        return self.seconds is None, self.seconds or 0.0

    def stated(self) -> Iterator[Time]:
        """The times of single lines that it is made of, each once."""
        yield from dict.fromkeys(leaf for part in self.parts for leaf in part.stated()) if self.parts else ()
        if not self.parts and self.says:
            yield self

    def lacking(self) -> tuple[Time, ...]:
        """What would have to be stated, and is not; nothing where it is known."""
        missing = () if self.seconds is not None else tuple(self.stated())
        return tuple(leaf for leaf in missing if leaf.seconds is None and not leaf.told)


NOTHING = Time(0.0)
FAILOVER = "a relation of kind failover, with after"


def not_stated(*times: Time) -> str:
    """`not stated: promotion of Orders (model.yaml:7: recovery.promote)`, or nothing: what is missing of these times,
    and the line that ought to state it."""
    missing = dict.fromkeys(_missing(leaf) for time in times for leaf in time.lacking())
    return f"not stated: {', '.join(missing)}" if missing else ""


def _missing(leaf: Time) -> str:
    line = f"{leaf.where.path}:{leaf.where.line}" if leaf.where else ""
    where = ": ".join(filter(None, [line, leaf.key]))
    return f"{leaf.says} ({where})" if where else leaf.says


def in_turn(*times: Time) -> Time:
    """What must happen one after the other; unknown where one is unknown."""
    some = [time for time in times if time.says or time.parts]
    if len(some) < 2:
        return some[0] if some else NOTHING
    known = [time.seconds for time in some if time.seconds is not None]
    return Time(sum(known) if len(known) == len(some) else None, parts=tuple(some), after=True)


def side_by_side(times: Iterable[Time]) -> Time:
    """What must all happen, and does so at once: the longest of all; unknown where one is unknown."""
    flat = (part for time in times for part in (time.parts if time.parts and not time.after else (time,)))
    some = list(dict.fromkeys(time for time in flat if time.says or time.parts))
    if len(some) < 2:
        return some[0] if some else NOTHING
    known = [time.seconds for time in some if time.seconds is not None]
    return Time(max(known) if len(known) == len(some) else None, parts=tuple(some))


def promotion(copy: Instance) -> Time:
    """Until a copy has taken over: as it says itself, else as its component says."""
    component = copy.component
    says = f"promotion of {component.name}{where_it_runs(copy)}"
    if copy.promote:
        return Time(seconds(copy.promote), says, copy.stated_at.get("promote", copy.where))
    stated = component.recovery.promote_s if component.recovery else None
    return Time(stated, says, component.stated_at.get("promote", component.where), key="recovery.promote")


def promotes_itself(replica: Instance) -> bool:
    """Whether its service, or what watches over it, makes it the primary when that falls."""
    settings = {**replica.component.config, **replica.config}
    stated = [value for key, value in settings.items() if _BY_ITSELF.search(key) or _BY_ITSELF.search(value)]
    return not any(_NO.fullmatch(v.strip()) for v in stated) and bool(stated or replica.component.kind.id in _PROMOTES)


def restoring(component: Component, doing: str) -> Time:
    stated = component.recovery.restore_s if component.recovery else None
    return Time(
        stated, f"{doing} {component.name}", component.stated_at.get("restore", component.where), key="recovery.restore"
    )


def losing(component: Component) -> Time:
    """What is lost of a store that is set up empty."""
    stated = component.recovery.loses_s if component.recovery else None
    where = component.stated_at.get("loses", component.where)
    return Time(stated, f"data of {component.name}, set up empty", where, key="recovery.loses")


def age(copy: Instance, primary: Instance | None) -> Time:
    """How far a copy may be behind the primary that it is a copy of, or behind its siblings where none is."""
    says = f"{_copy(copy)} of {copy.component.name}{where_it_runs(copy)}"
    if copy.in_step(primary):
        line = copy.stated_at.get("sync", copy.stated_at.get("role", copy.where))
        guaranteed = "" if copy.sync else f", as {copy.component.kind.name} guarantees"
        return Time(0.0, f"{says}, synchronous{guaranteed}", line)
    if not copy.lag and (empty := losing(copy.component)).seconds is not None:
        return empty  # no copy loses more than none would
    where = copy.stated_at.get("lag", copy.where)
    return Time(seconds(copy.lag) if copy.lag else None, f"{says}, its lag", where, key="lag, or sync")


def age_over(link: Link) -> Time:
    """How much older than its source the copy at the end of a link may be. What a copy says of itself is said of that
    one, and comes before what the relation says of all to which it leads."""
    relation, copy = link.relation, link.target
    says_itself = bool(copy.sync or copy.lag or not relation.lag) and not relation.every
    if relation.derived or (says_itself and relation.kind is RelationKind.REPLICATION):
        return age(copy, link.source)
    key = "every" if relation.every else "lag"
    written = relation.every or relation.lag or copy.lag
    what = "interval of the backup of" if relation.every else "lag behind"
    line = relation.stated_at.get(key, copy.stated_at.get("lag", relation.where))
    key = "every" if relation.kind is RelationKind.BACKUP else "lag"
    says = f"{what} {relation.source.name}{where_it_runs(copy)}"
    return Time(seconds(written) if written else None, says, line, key=key)


def switching(relation: Relation, source: Component) -> Time:
    """Until a failover leads the other way: it is noticed, and who got the old answer of a name asks again. Nobody
    keeps an answer of a load balancer or a router; there it is known only where `after` says so."""
    if answers_names(source):
        return in_turn(noticing(relation), time_to_live(source))
    if relation.after:
        return noticing(relation)
    return Time(None, f"until {source.name} leads the other way", relation.where, key="after")


def answers_names(component: Component) -> bool:
    """Whether somebody keeps its answers; what a CDN keeps, it keeps itself."""
    stated = any(key in component.config for key in _TIME_TO_LIVE) and not is_cdn(component)
    return stated or bool(_NAMES.search(f"{component.kind.id} {component.kind.name}"))


def time_to_live(component: Component) -> Time:
    """How long clients keep an old answer, where the component's settings state it."""
    key = next((key for key in _TIME_TO_LIVE if key in component.config), "")
    says = f"time to live of {component.name}"
    try:
        return Time(seconds(component.config.get(key, "")), says, component.stated_at.get(key, component.where))
    except ValueError:
        return Time(None, says, component.stated_at.get(key, component.where), key=f"config, {_TIME_TO_LIVE[0]}")


def is_cdn(component: Component) -> bool:
    return component.kind.id in CDNS or component.kind.category == "Cdn"


def is_queue(component: Component) -> bool:
    """Whether work waits in it for who takes it: by its kind, or as it says for how long."""
    return component.kind.id in QUEUES or any(key in component.config for key in _RETENTION)


def keeping(component: Component) -> Time:
    """How long a queue keeps what nobody takes, or a CDN what it has, where the component's settings state it."""
    if is_cdn(component):
        return time_to_live(component)
    key = next((key for key in _RETENTION if key in component.config), "")
    says, where = f"retention of {component.name}", component.stated_at.get(key, component.where)
    try:
        return Time(seconds(component.config.get(key, "")), says, where)
    except ValueError:
        return Time(None, says, where, key=f"config, {_RETENTION[0]}")


def noticing(relation: Relation) -> Time:
    """Until a failure is noticed and the other way is taken, where the relation says so."""
    if not relation.after:
        return NOTHING
    return Time(seconds(relation.after), "noticing the failure", relation.stated_at.get("after", relation.where))


def where_it_runs(instance: Instance) -> str:
    """` in us-east-1a`: a subnet says little, its zone or region says more."""
    return f" in {place.name}" if (place := instance.standpoint()) else ""


def _copy(copy: Instance) -> str:
    return "standby" if copy.role is Role.STANDBY else "copy"
