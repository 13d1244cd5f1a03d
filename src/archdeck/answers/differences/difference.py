"""Two environments of a model to what differs between them, each difference with the reason that the model states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from archdeck.answers.differences.contents import KINDS, Contents, Fields, environment_contents
from archdeck.answers.differences.reasons import Reasons
from archdeck.model import Environment, Overlay

_LONGEST = 60  # letters of a value that are shown


class Change(StrEnum):
    """What the second environment did to what the first has."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Difference:
    """`what` is component, instance, place, relation or overlay; `fields` are all that it has or had, or those that
    changed, each with its value here and there. `because` is '' where the model states no reason, and `general` where
    it is that of the whole environment. A component that comes or goes takes its `instances` with it."""

    change: Change
    what: str
    id: str
    name: str
    because: str
    fields: Mapping[str, tuple[str, str]]
    general: bool = False
    instances: tuple[Difference, ...] = ()

    def __str__(self) -> str:
        """One line: what came, went or changed, and why. Why a whole environment differs is not said again."""
        why = f" - because: {one_line(self.because)}" if self.because and not self.general else ""
        return f"{self.change.value} {self.what} {self.id}{f': {fields(self)}' if fields(self) else ''}{why}"

    def __repr__(self) -> str:
        return f"<Difference {self.change.value} {self.what} {self.id}>"

    def json(self) -> dict[str, Any]:
        """As plain values; `because_of` is what the reason is stated for, None where there is none."""
        found: dict[str, Any] = {
            "change": self.change.value,
            "what": self.what,
            "id": self.id,
            "name": self.name,
            "because": self.because,
            "because_of": ("environment" if self.general else self.what) if self.because else None,
            "fields": {name: list(values) for name, values in self.fields.items()},
        }
        return found | ({"instances": [i.json() for i in self.instances]} if self.instances else {})


def diff(
    one: Environment, other: Environment, overlays: Iterable[Overlay] = (), before: Iterable[Overlay] | None = None
) -> tuple[Difference, ...]:
    """What there is in one environment, in the other, or in both but not alike, each kind of thing by id. What belongs
    to a component that comes or goes is said with it and not again. `before` are the overlays of the first environment
    where the design has others now."""
    some = tuple(overlays)
    was = some if before is None else tuple(before)
    mine, yours = environment_contents(one, was), environment_contents(other, some)
    reasons = Reasons(one, other, tuple({o.id: o for o in (*was, *some)}.values()))
    found = [d for what in KINDS for d in _compare(what, mine[what], yours[what], reasons)]
    inner: dict[str, list[Difference]] = {d.id: [] for d in found if d.what == "component"}
    told = []
    for d in found:
        if d.what == "instance" and _owner(d) in inner:
            inner[_owner(d)].append(d)
        else:
            told.append(d)
    return tuple(replace(d, instances=tuple(inner[d.id])) if d.what == "component" else d for d in told)


def apply(differences: Iterable[Difference], before: Contents) -> Contents:
    """The contents of the second environment, from those of the first and what differs."""
    after = {what: dict(things) for what, things in before.items()}
    for d in (part for whole in differences for part in (whole, *whole.instances)):
        if d.change is Change.REMOVED:
            del after[d.what][d.id]
            continue
        fields = dict(after[d.what].get(d.id, {})) | {name: new for name, (_, new) in d.fields.items()}
        after[d.what][d.id] = {name: value for name, value in fields.items() if value}
    return after


def _owner(instance: Difference) -> str:
    """The component of an instance that came or went; '' for one that is on both sides."""
    return "".join(instance.fields.get("component", ()))


def _compare(what: str, mine: Mapping[str, Fields], yours: Mapping[str, Fields], reasons: Reasons) -> list[Difference]:
    found = []
    for id in sorted(mine.keys() | yours.keys()):
        here, there = mine.get(id), yours.get(id)
        fields = _changed(here or {}, there or {})
        if here is not None and there is not None and not fields:
            continue
        change = Change.REMOVED if there is None else Change.ADDED if here is None else Change.CHANGED
        because, general = reasons.of(what, id)
        found.append(Difference(change, what, id, reasons.name(what, id), because, fields, general))
    return found


def _changed(here: Fields, there: Fields) -> dict[str, tuple[str, str]]:
    names = sorted(here.keys() | there.keys())
    return {n: (here.get(n, ""), there.get(n, "")) for n in names if here.get(n, "") != there.get(n, "")}


def fields(difference: Difference) -> str:
    """What changed of a thing; nothing of what came or went, which is said by that. Long texts are cut."""
    if difference.change is not Change.CHANGED:
        return ""
    return ", ".join(f"{name} {_arrow(one_line(a), one_line(b))}" for name, (a, b) in difference.fields.items())


def _arrow(here: str, there: str) -> str:
    """From and to; of long texts the part where they begin to differ."""
    shorter = min(len(here), len(there))
    same = next((n for n in range(shorter) if here[n] != there[n]), shorter)
    start = here.rfind(" ", 0, same) + 1 if max(len(here), len(there)) > _LONGEST else 0
    return " -> ".join(_cut(words[start:], start) for words in (here, there))


def _cut(words: str, start: int) -> str:
    shown = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
    return f"{'…' if start else ''}{shown}" if shown else "nothing"


def one_line(words: str) -> str:
    return " ".join(words.split())
