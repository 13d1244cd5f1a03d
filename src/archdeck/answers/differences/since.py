"""A model and what it was before to what changed between them, and what that does to drills and promises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from archdeck.answers.differences.contents import Fields
from archdeck.answers.differences.difference import Change, Difference, diff
from archdeck.answers.differences.said import difference_table, plain, table
from archdeck.answers.drills.board import board
from archdeck.answers.drills.ledger import ledger, without
from archdeck.language import Outcome, duration
from archdeck.model import Environment, Model, model_json

_SECTIONS = ("tiers", "components", "relations", "flows", "requirements", "overlays", "drills", "topics", "story")
_SYSTEM = ("name", "title", "summary", "description", "owner", "source")
_ENVIRONMENT = ("name", "stage", "extends", "summary", "description", "because")


@dataclass(frozen=True)
class Consequence:
    """What comes out otherwise now: a flow in a drill, or a promise."""

    environment: str
    about: str
    before: str
    after: str
    worse: bool


@dataclass(frozen=True)
class Changes:
    """`design` is what changed in the model, `environments` what changed in each by its id. `new` is a system that was
    not there."""

    model: Model
    revision: str
    new: bool
    design: tuple[Difference, ...]
    environments: Mapping[str, tuple[Difference, ...]]
    consequences: tuple[Consequence, ...]

    def __repr__(self) -> str:
        """As `archdeck diff --since` prints it."""
        return "\n".join(_text(self))

    @property
    def number(self) -> int:
        """How many differences there are in all."""
        return len(self.design) + sum(map(len, self.environments.values()))

    def json(self) -> dict[str, Any]:
        """All of it as plain values."""
        return _json(self)

    def markdown(self) -> str:
        """Tables for a comment on a change. What a model says is text there, never markup."""
        return "\n".join(_markdown(self))


def compare(model: Model, before: Model | None, revision: str) -> Changes:
    if before is None:
        return Changes(model, revision, True, tuple(_design({}, model_json(model))), {}, ())
    old, new = model_json(before), model_json(model)
    design = tuple(_design(old, new))
    was = {e.id: e for e in before.environments}
    said = {(d.what, d.id) for d in design}
    environments = {e.id: _inside(was[e.id], e, before, model, said) for e in model.environments if e.id in was}
    consequences = (*_outcomes(before, model), *_verdicts(before, model))
    return Changes(model, revision, False, design, {id: d for id, d in environments.items() if d}, consequences)


def _design(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    """The differences of everything that is no place and runs in none."""
    yield from _sorted("system", *({"system": _flat({k: m[k] for k in _SYSTEM})} if m else {} for m in (old, new)))
    for section in _SECTIONS:
        what = {"story": "slide"}.get(section, section.removesuffix("s"))
        here, there = ({id: _flat(thing) for id, thing in m.get(section, {}).items()} for m in (old, new))
        yield from _sorted(what, here, there)
    here, there = (
        {id: _flat({k: e[k] for k in _ENVIRONMENT}) for id, e in m.get("environments", {}).items()} for m in (old, new)
    )
    yield from _sorted("environment", here, there)


def _sorted(what: str, here: Mapping[str, Fields], there: Mapping[str, Fields]) -> Iterator[Difference]:
    for id in sorted(here.keys() | there.keys()):
        was, now = here.get(id, {}), there.get(id, {})
        fields = {
            n: (was.get(n, ""), now.get(n, "")) for n in sorted(was.keys() | now.keys()) if was.get(n) != now.get(n)
        }
        if (id in here) and (id in there) and not fields:
            continue
        change = Change.CHANGED if id in here and id in there else Change.ADDED if id in there else Change.REMOVED
        yield Difference(change, what, id, now.get("name", was.get("name", id)), "", fields)


def _flat(value: Any, key: str = "") -> dict[str, str]:
    """`{"recovery": {"promote_s": 90.0}}` -> `{"recovery.promote": "1 min 30 s"}`; a list of steps goes by their
    numbers."""
    if isinstance(value, dict):
        return {n: v for k, inner in value.items() for n, v in _flat(inner, f"{key}.{k}" if key else str(k)).items()}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return _flat({str(item.get("number", n)): item for n, item in enumerate(value)}, key)
    if isinstance(value, float):
        return {key.removesuffix("_s"): duration(value)}
    return {key: text} if (text := _text_of(value)) else {}


def _text_of(value: Any) -> str:
    """`''` for what is not said, and for no. A text that is only broken into other lines has not changed."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, bool) or value is None:
        return "yes" if value else ""
    return " ".join(str(value).split())


def _inside(
    was: Environment, now: Environment, before: Model, model: Model, said: set[tuple[str, str]]
) -> tuple[Difference, ...]:
    """What changed in an environment, but for relations and overlays that changed everywhere."""
    found = diff(was, now, model.overlays, before.overlays)
    return tuple(d for d in found if (d.what, d.id) not in said or d.what in ("component", "place", "instance"))


def _outcomes(before: Model, model: Model) -> Iterator[Consequence]:
    """The flows that a drill leaves otherwise than it did."""
    order = list(Outcome)
    was = {e.id: e for e in before.environments}
    for environment in model.environments:
        if environment.id not in was:
            continue
        old = {row.failure.down: row.result for row in board(before, was[environment.id]).rows}
        for row in board(model, environment).rows:
            flows = old[row.failure.down].flows if row.failure.down in old else {}
            for id, flow in row.result.flows.items():
                if id in flows and flows[id].state is not flow.state:
                    about = f"flow {id} without {without(environment, row.failure)}"
                    worse = order.index(flow.state) > order.index(flows[id].state)
                    yield Consequence(environment.id, about, flows[id].state.value, flow.state.value, worse)


def _verdicts(before: Model, model: Model) -> Iterator[Consequence]:
    """The promises that are kept now and were not, or the other way round."""
    order = ["met", "unknown", "missed"]
    was = {(p.environment.id, p.requirement.id, p.measure): p.verdict.value for p in ledger(before).promises}
    for promise in ledger(model).promises:
        key = (promise.environment.id, promise.requirement.id, promise.measure)
        now = promise.verdict.value
        if key in was and was[key] != now:
            about = f"requirement {promise.requirement.id}, {promise.measure} {promise.asked}"
            yield Consequence(promise.environment.id, about, was[key], now, order.index(now) > order.index(was[key]))


def _text(changes: Changes) -> list[str]:
    """What changed, a line each, and then what comes out otherwise."""
    if changes.new:
        return [f"{changes.model.id} is new since {changes.revision}"]
    if not changes.number:
        return [f"{changes.model.id} has not changed since {changes.revision}"]
    told = [str(d) for d in changes.design]
    told += [f"{id}: {d}" for id, found in changes.environments.items() for d in found]
    return [*told, *(f"{c.environment}: {_arrow(c)}: {c.about} {c.before} -> {c.after}" for c in changes.consequences)]


def _arrow(consequence: Consequence) -> str:
    return "worse" if consequence.worse else "better"


def _json(changes: Changes) -> dict[str, Any]:
    """The same as plain values."""
    return {
        "system": changes.model.id,
        "since": changes.revision,
        "new": changes.new,
        "differences": [d.json() for d in changes.design],
        "environments": {id: [d.json() for d in found] for id, found in changes.environments.items()},
        "consequences": [vars(consequence) for consequence in changes.consequences],
    }


def _markdown(changes: Changes) -> list[str]:
    """The same for a comment on a change of the model."""
    title = f"### {plain(changes.model.name)}: "
    if changes.new:
        return [f"{title}new since {plain(changes.revision)}"]
    if not changes.number:
        return [f"{title}no change since {plain(changes.revision)}"]
    count = f"{changes.number} change{'s' if changes.number > 1 else ''}"
    told = [f"{title}{count} since {plain(changes.revision)}"]
    if changes.consequences:
        rows = [
            (f"{'▼' if c.worse else '▲'} {_arrow(c)}", c.environment, c.about, f"{c.before} → {c.after}")
            for c in changes.consequences
        ]
        told += ["", "What comes out otherwise now:", "", *table(("", "Environment", "What", "Was → is"), rows)]
    if changes.design:
        told += ["", *difference_table(changes.design)]
    for id, found in changes.environments.items():
        told += ["", f"In {plain(id)}:", "", *difference_table(found)]
    return told
