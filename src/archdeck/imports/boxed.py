"""The lines in a box, a frame or on an arrow of a picture to what they say: kind, name, role, how often and when."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archdeck.imports.called import frame_called, kind_called, kind_meant
from archdeck.imports.services import catalogued
from archdeck.language import PlaceKind, RelationKind, Role

_ROLE = re.compile(r"(?:^|\s+\(?)(primary|standby|read replica)\)?$", re.IGNORECASE)
_COUNT = re.compile(r"\s*[×x] ?([1-9][0-9]{0,4})$")
_STATE = re.compile(r"^\[.*\]$")
# `Region us-east-1 (N. Virginia)`, `Availability Zone us-east-1a`
_NAMED = re.compile(r"(Region|Availability Zone) (\w+(?:-\w+)+)(?: \((.+)\))?", re.IGNORECASE)
_KIND = re.compile(r"(.+) \(([^()]+)\)")
_STEP = re.compile(r"^\(\d+\w?(?:[–-]\d+\w?)?\)\s*")
_BY_WORD = {
    kind.value: kind
    for kind in (
        RelationKind.REPLICATION,
        RelationKind.BACKUP,
        RelationKind.FAILOVER,
        RelationKind.CONTROL,
        RelationKind.USES,
    )
}
_SORT = re.compile(rf"(?:^|\s*\()({'|'.join(_BY_WORD)})\)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Boxed:
    """What a box says: `kind` is '' where it says none; `aside` is what stands there after a plus."""

    kind: str
    name: str
    role: Role | None
    count: int
    aside: tuple[str, ...]


def boxed(lines: tuple[str, ...]) -> Boxed:
    """What stands in a box, line by line. A first line that is the name of a kind, and no more, is no part of its own
    name if it has one."""
    said = [line for line in lines if not _STATE.fullmatch(line)]
    aside = tuple(part.strip() for line in said if line.startswith("+ ") for part in line[2:].split(","))
    said = [line for line in said if not line.startswith("+ ")]
    count, role = 1, None
    if said and (many := _COUNT.search(said[-1])) and many.start():
        count, said[-1] = int(many[1]), said[-1][: many.start()]
    if said and (found := _ROLE.search(said[-1])) and (found.start() or said[1:]):
        role, said[-1] = Role(found[1].lower().replace(" ", "-")), said[-1][: found.start()]
    said = [line for line in said if line]
    kind = kind_called(said[0]) if said[1:] else ""
    name = " ".join(said[1:] if kind else said)
    if not kind and " " in name and any(one.name == name for one in catalogued().values()):
        kind = kind_called(name)
    return Boxed(kind or kind_meant(name), name, role, count, aside)


@dataclass(frozen=True)
class Framed:
    """What a frame is called; `kind` is None where it says none, `id` how its provider calls it, or ''."""

    kind: PlaceKind | None
    name: str
    id: str = ""


def framed(label: str) -> Framed:
    """What the words on a frame say."""
    if found := _NAMED.fullmatch(label):
        return Framed(frame_called(found[1]), found[3] or found[2], found[2])
    if kind := frame_called(label):
        return Framed(kind, label)
    found = _KIND.fullmatch(label)
    kind = frame_called(found[2]) if found else None
    return Framed(kind, found[1]) if found and kind else Framed(None, label)


def led(words: str) -> tuple[RelationKind | None, str]:
    """The kind of relation that the words on an arrow name, and the other words, without the number of a step."""
    plain = _STEP.sub("", words)
    found = _SORT.search(plain)
    return (_BY_WORD[found[1].lower()], plain[: found.start()].strip()) if found else (None, plain)
