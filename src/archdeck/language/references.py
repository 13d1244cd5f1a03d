"""The tree of a model to every id in it, with its place and what it may be the id of; and a path to what may be named.

`DECLARED` and `NAMED` are the map of the language: which keys are ids, and which keys and values name them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archdeck.language.located import Branch, Items, Node, Scalar
from archdeck.language.mentions import named_in_line, outside_code
from archdeck.language.problems import Location
from archdeck.language.scalars import ID_PATTERN

_ID = ID_PATTERN[1:-1].replace("(", "(?:")
Sections = tuple[str, ...]
Part = tuple[int, str, Sections]  # how many letters into a text an id stands, the id, and what it may be the id of


@dataclass(frozen=True, order=True)
class NamedId:
    """An id where it is written: `where` its key or text begins, how many letters `into` it. It is the first of
    `sections` that has such an id; `declares` it says whether it stands there itself."""

    where: Location
    into: int
    id: str
    sections: Sections
    declares: bool = False


@dataclass(frozen=True)
class Form:
    """How ids stand in a text: the sections that they may be of, and the parts of one text."""

    sections: Sections
    parts: Callable[[str, Sections], Iterator[Part]]


def _alone(text: str, sections: Sections) -> Iterator[Part]:
    """The text is the id."""
    yield 0, text, sections


def _end(text: str, sections: Sections) -> Iterator[Part]:
    """`web`, `vpc-a`, `web in us-east-1a`."""
    thing, word, place = text.partition(" in ")
    yield 0, thing, ("components",) if word else sections
    if word:
        yield len(thing) + len(word), place, ("places",)


def _relation(text: str, sections: Sections) -> Iterator[Part]:
    """A relation; or the one that follows from the roles of a component: `db-standby`."""
    yield 0, text, sections
    if found := re.fullmatch(rf"({_ID})-(standby|read-replica)", text):
        yield 0, found[1], ("components",)


_VIEWS: tuple[tuple[re.Pattern[str], tuple[Sections, ...]], ...] = tuple(
    (re.compile(pattern.replace("ID", rf"({_ID})")), sections)
    for pattern, sections in (
        ("component(?:--|[.])ID", (("components",),)),
        ("topic[.]ID", (("topics",),)),
        ("drill[.]ID(?: in ID)?", (("drills",), ("environments",))),
        ("(?:flow[.])?ID in ID", (("flows",), ("environments",))),
        ("flow[.]ID", (("flows",),)),
        ("ID--(?:executive|poster)", (("environments",),)),
        ("drill-ID--ID", (("drills",), ("environments",))),
        ("loss-ID--ID", (("places", "components"), ("environments",))),
        ("diff-ID--ID", (("environments",), ("environments",))),
        ("ID--ID", (("flows",), ("environments",))),
    )
)


def _view(text: str, sections: Sections) -> Iterator[Part]:
    """A view that the model makes, or one that follows from it: `prod`, `visit--prod`, `flow.visit in prod`."""
    yield 0, text, sections
    found = next(((m, of) for pattern, of in _VIEWS if (m := pattern.fullmatch(text))), None)
    for k, section in enumerate(found[1] if found else (), 1):
        if found and found[0][k]:
            yield found[0].start(k), found[0][k], section


def _of(*sections: str) -> Form:
    return Form(sections, _alone)


_COMPONENT, _ENVIRONMENT, _FLOW, _PLACE = _of("components"), _of("environments"), _of("flows"), _of("places")
_KIND, _TAG, _RULE, _STEP, _DRILL = _of("kinds"), _of("tags"), _of("rules"), _of("steps"), _of("drills")
_END = Form(("components", "places"), _end)
_SHOWS = Form(("environments", "flows", "views"), _view)

# Whose keys are ids. `*` stands for any key.
DECLARED = (
    "tiers", "kinds", "requirements", "components", "relations", "environments", "environments.*.places", "flows",
    "flows.*.steps", "drills", "overlays", "topics", "story",
)  # fmt: skip

# What names an id, by its path: a text, or with `#` at its end the keys of a mapping or the items of a list.
NAMED: Mapping[str, Form] = {
    "system.icon": _KIND,
    "requirements.*.met_by.#": _COMPONENT,
    "requirements.*.flows.#": _FLOW,
    "requirements.*.failures.#": Form(("drills", "components", "places"), _end),
    "requirements.*.only.#": _ENVIRONMENT,
    "components.*.kind": _KIND,
    "components.*.system": _of("systems"),
    "components.*.tier": _of("tiers"),
    "components.*.tags.#": _TAG,
    "relations.*.from": _END,
    "relations.*.to": _END,
    "relations.*.needs.#": _END,
    "relations.*.only.#": _ENVIRONMENT,
    "relations.*.tags.#": _TAG,
    "environments.*.extends": _ENVIRONMENT,
    "environments.*.runs.#": _COMPONENT,
    "environments.*.without.#": _COMPONENT,
    "environments.*.places.*.in": _PLACE,
    "environments.*.places.*.icon": _KIND,
    "environments.*.places.*.runs.#": _COMPONENT,
    "environments.*.places.*.tags.#": _TAG,
    "flows.*.only.#": _ENVIRONMENT,
    "flows.*.drill": _DRILL,
    "flows.*.steps.*.from": _END,
    "flows.*.steps.*.to": _END,
    "flows.*.steps.*.at": _END,
    "flows.*.steps.*.relation": Form(("relations",), _relation),
    "flows.*.steps.*.only.#": _ENVIRONMENT,
    "flows.*.steps.*.back_to": _STEP,
    "flows.*.steps.*.alongside": _STEP,
    "flows.*.steps.*.instead_of": _STEP,
    "drills.*.environment": _ENVIRONMENT,
    "drills.*.down.#": Form(("places", "components"), _end),
    "drills.*.expect.#": _FLOW,
    "overlays.*.members.#": _COMPONENT,
    "overlays.*.only.#": _ENVIRONMENT,
    "topics.*.shows": _SHOWS,
    "topics.*.about.#": _COMPONENT,
    "topics.*.rows.#": _COMPONENT,
    "topics.*.rows.*.about.#": _COMPONENT,
    "story.*.shows": _SHOWS,
    "views.#": _SHOWS,
    "views.*.shows": _SHOWS,
    "views.*.include.#": _of("components", "tiers", "places", "relations", "tags"),
    "views.*.exclude.#": _of("components", "tiers", "places", "relations", "tags"),
    "views.*.keep.#": _COMPONENT,
    "views.*.labels.#": _of("components", "relations", "places"),
    "views.*.lanes.#": _COMPONENT,
    "views.*.breaks.#": _COMPONENT,
    "views.*.alone.#": _of("components", "tiers", "places", "tags"),
    **{
        f"{thing}.waive.#": _RULE
        for thing in (
            "system", "requirements.*", "components.*", "relations.*", "environments.*", "environments.*.runs.*",
            "environments.*.places.*", "environments.*.places.*.runs.*", "flows.*",
        )
    },
}  # fmt: skip


def section_of(path: str) -> str:
    """What the keys under a path of `DECLARED` are ids of."""
    return path.rpartition(".")[2]


def references(tree: Branch) -> list[NamedId]:
    """Every id of a model as it is written, in the order of its files; what aliases repeat, once."""
    found = {
        NamedId(where, 0, id, (section_of(path),), True): None
        for path in DECLARED
        for id, where in _texts(tree, f"{path}.#".split("."))
    }
    derived = {id for section in ("environments", "flows") for id, _ in _texts(tree, (section, "#"))}
    for id, where in _texts(tree, ("views", "#")):
        if id not in derived and not any(pattern.fullmatch(id) for pattern, _ in _VIEWS):
            found[NamedId(where, 0, id, ("views",), True)] = None  # a new one
    for path, form in NAMED.items():
        for text, where in _texts(tree, path.split(".")):
            for into, id, sections in form.parts(text, form.sections):
                found[NamedId(where, into, id, sections)] = None
    return sorted(found)


def _texts(node: Node, path: Sequence[str]) -> Iterator[tuple[str, Location]]:
    """The texts at a path, each with where it begins."""
    if not path:
        if isinstance(node, Scalar) and node.text is not None:
            yield node.text, node.where
        return
    first, rest = path[0], path[1:]
    if first == "#":
        yield from _listed(node)
    elif isinstance(node, Branch):
        entries = node.entries.values() if first == "*" else filter(None, [node.entries.get(first)])
        for entry in entries:
            yield from _texts(entry.value, rest)


def _listed(node: Node) -> Iterator[tuple[str, Location]]:
    if isinstance(node, Branch):
        yield from ((entry.key, entry.where) for entry in node.entries.values())
    elif isinstance(node, Items):
        yield from ((item.text, item.where) for item in node.items if isinstance(item, Scalar) and item.text)


def form_at(path: Sequence[str], listed: bool = False) -> Form | None:
    """What a text at a path names; `listed` asks for the keys or items under it."""
    return next((form for pattern, form in NAMED.items() if _fits(pattern, [*path, "#"] if listed else path)), None)


def declares_at(path: Sequence[str]) -> str:
    """What the keys under a path are ids of, or ''."""
    return next((section_of(pattern) for pattern in DECLARED if _fits(pattern, path)), "")


def _fits(pattern: str, path: Sequence[str]) -> bool:
    parts = pattern.split(".")
    return len(parts) == len(path) and all(part in ("*", here) for part, here in zip(parts, path, strict=True))


def linked_ids(text: str, path: str) -> Iterator[NamedId]:
    """The ids in double brackets in the text of a file, outside of code: `[[db]]`, `[[db|the database]]`."""
    for number, line in outside_code(text.splitlines()):
        for column, id in named_in_line(line):
            yield NamedId(Location(path, number, 1), column, id, ("components",))
