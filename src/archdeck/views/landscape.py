"""A landscape to its view: a box for each system, those that ask left of those that are asked, one arrow a way.

Who stands outside of several systems has a box too. Systems that nothing leads to or from stand below the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from math import ceil, sqrt

from archdeck.answers import LANDSCAPE, Crossing, Landscape
from archdeck.canvas import fonts
from archdeck.language import Lane, RelationKind
from archdeck.model import Component, Model, shipped_icon
from archdeck.views import words
from archdeck.views.columns import longest_paths
from archdeck.views.view import Arrow, Box, View

MOST_COLUMNS = 10  # a chain that is longer goes on below
IN_A_ROW = 6  # boxes that stand beside each other
WIDER = 2.0  # boxes beside each other for each above each other, where no arrow says how they stand
WORDS = 34  # letters of the words of an arrow that stands for several relations
MANY = 12  # systems from which on their owners are not in the picture, so that the words can be read
CROWDED = 74  # boxes and ways between them from which on a picture has names alone, and no words on arrows
LEFT_OUT = "the words of the arrows, and how many components a system has: they stand in the tables of the page"
Cell = tuple[int, int | None]
Ends = tuple[str, str, RelationKind]


def landscape_view(landscape: Landscape) -> View:
    """The picture of all systems of a project; of what leads to one that it does not show, it has nothing."""
    shown = {model.id for model in landscape.systems} | {one.id for one in landscape.outside}
    inside = tuple(c for c in landscape.crossings if {c.source, c.target} <= shown)
    landscape = replace(landscape, crossings=inside)
    cells = _cells(landscape)
    systems = tuple(_system(landscape, model, cells[model.id]) for model in landscape.systems)
    outside = tuple(_outside(one.id, one.component, cells[one.id]) for one in landscape.outside)
    ends = {end for c in landscape.crossings for end in (c.source, c.target)}
    boxes = tuple(
        box if box.id in ends or not ends else replace(box, through=False, lane=Lane.BELOW)
        for box in (*outside, *systems)
    )
    return View(
        id=LANDSCAPE,
        kind=LANDSCAPE,
        environment="",
        title="Landscape",
        subtitle=counted(landscape),
        chip="",
        stage="",
        source="",
        boxes=boxes,
        groups=(),
        arrows=_arrows(landscape),
        panel=(),
        left_out=(LEFT_OUT,) if _is_crowded(landscape) else (),
        alone=tuple(box.id for box in boxes),
    )


def counted(landscape: Landscape) -> str:
    """What it is in one line: how many systems, and what is between them."""
    ways = len({(c.source, c.target) for c in landscape.between})
    if ways:
        return f"{len(landscape.systems)} systems, {ways} {'dependencies' if ways > 1 else 'dependency'} between them"
    return f"{len(landscape.systems)} systems; no model says that one of them uses another"


def _system(landscape: Landscape, model: Model, cell: Cell) -> Box:
    own = [model.owner] if model.owner and len(landscape.systems) <= MANY else []
    count = len([c for c in model.components if c.system is None])
    large = [] if _is_crowded(landscape) else [f"{count} component{'s' if count != 1 else ''}"]
    said = " – ".join(filter(None, [landscape.names[model.id], model.summary or model.title]))
    return Box(
        id=model.id,
        component=model.id,
        icon=str(model.icon or shipped_icon("own:system.svg")),
        lines=(*_name(landscape.names[model.id]), *own, *large),
        group=None,
        tier=cell[0],
        column=cell[0],
        row=cell[1],
        title=f"{said} ({model.owner})" if model.owner else said,
    )


def _outside(id: str, component: Component, cell: Cell) -> Box:
    return Box(
        id=id,
        component=id,
        icon=str(component.icon),
        lines=_name(component.name),
        group=None,
        tier=cell[0],
        column=cell[0],
        row=cell[1],
        title=" – ".join(filter(None, [component.name, component.summary])),
        actor=True,
    )


def _name(name: str) -> tuple[str, ...]:
    """In one line or two."""
    return fonts.wrap(name, 18, words.A_LITTLE_MORE, 2)


def _cells(landscape: Landscape) -> dict[str, Cell]:
    """Column and, where no arrow leads anywhere, row of each box. A way back of a ring does not count; long chains are
    folded. What stands alone takes the columns that have least in them."""
    ways = list(dict.fromkeys((c.source, c.target) for c in landscape.crossings))
    ids = [*(one.id for one in landscape.outside), *(model.id for model in landscape.systems)]
    if not ways:
        across = max(min(len(ids), IN_A_ROW), ceil(sqrt(len(ids) * WIDER)))
        return {id: (k % across, k // across) for k, id in enumerate(ids)}
    joined = {end for way in ways for end in way}
    found = longest_paths([id for id in ids if id in joined], [(a, b, 1) for a, b in ways])
    last = max(found.values())
    if last >= MOST_COLUMNS:
        found = {id: column * MOST_COLUMNS // (last + 1) for id, column in found.items()}
    filled = Counter(dict.fromkeys(range(min(last, MOST_COLUMNS - 1) + 1), 0))
    filled.update(found.values())
    for id in (id for id in ids if id not in joined):
        found[id] = min(filled, key=lambda column: (filled[column], column))
        filled[found[id]] += 1
    return {id: (found[id], None) for id in ids}


def _arrows(landscape: Landscape) -> tuple[Arrow, ...]:
    """One arrow for all relations of a kind that lead the same way, whichever system says it."""
    ways: dict[Ends, list[Crossing]] = {}
    for crossing in landscape.crossings:
        ways.setdefault((crossing.source, crossing.target, crossing.kind), []).append(crossing)
    worded = not _is_crowded(landscape)
    return tuple(_arrow(*ends, some, worded) for ends, some in ways.items())


def _is_crowded(landscape: Landscape) -> bool:
    ways = {(c.source, c.target, c.kind) for c in landscape.crossings}
    return len(landscape.systems) + len(landscape.outside) + len(ways) > CROWDED


def _arrow(source: str, target: str, kind: RelationKind, some: Sequence[Crossing], worded: bool) -> Arrow:
    return Arrow(
        id=f"{source}--{target}--{kind}",
        relations=tuple(c.id for c in some),
        kind=kind,
        source=source,
        target=target,
        label=_words([c.label for c in some]) if worded else "",
        title="; ".join(dict.fromkeys(filter(None, (c.says or c.label for c in some)))),
    )


def _words(labels: Sequence[str]) -> str:
    """Each of them once; of many the first, and how many more there are."""
    said = list({label.lower(): label for label in reversed(labels) if label}.values())[::-1]
    for count in range(len(said), 0, -1):
        rest = f" + {len(said) - count}" if count < len(said) else ""
        if len(text := ", ".join(said[:count]) + rest) <= WORDS or count == 1:
            return text
    return ""
