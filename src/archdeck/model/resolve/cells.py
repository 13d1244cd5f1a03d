"""A file of cells to the arrangement of each environment, and to what it says that the model does not bear out.

What runs in a place stands in its frame, a rectangle of cells in which nothing else stands and which meets no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from archdeck.language import Arrangement, CellsFile, Location, PlaceKind, Problem, Severity, nearest
from archdeck.model.deployment import ROOM, Environment, Place
from archdeck.model.resolve.findings import Findings

Cell = tuple[int, int]
Span = tuple[int, int, int, int]  # first and last column, first and last row
AGAIN = "or run `archdeck arrange`, which finds it another cell"


def with_cells(
    environments: Mapping[str, Environment], cells: CellsFile, findings: Findings, strict: bool
) -> dict[str, Environment]:
    """The environments with the cells that the file gives them, without what it names and they do not have; what is
    wrong with the file is a problem, or else left out."""
    problems: list[Problem] = [*cells.problems]
    found = dict(environments)
    for id, written in cells.arrangements.items():
        if id in environments:
            sound, wrong = parted(environments[id], written)
            for box, message in wrong.items():
                where = cells.where.get((id, box)) or cells.where[id, ""]
                problems.append(Problem(where, Severity.ERROR, message, "cell-out-of-frame"))
            found[id] = replace(environments[id], given=sound)
    findings.problems += problems if strict else []
    return found


def unused_cells(environments: Mapping[str, Environment], cells: CellsFile) -> Iterator[tuple[Location, str]]:
    """What the file names and the model does not have."""
    for id, written in cells.arrangements.items():
        if id not in environments:
            hint = nearest(id, environments) or "; delete its table"
            yield cells.where[id, ""], f"there is no environment {id!r}{hint}"
            continue
        there = {i.id for i in environments[id].instances}
        rooms = {f"{ROOM}{p.id}" for p in environments[id].empty_places}
        named = [b for b in written.cells if b not in written.merged]
        for box in (*named, *(b for some in written.merged.values() for b in some)):
            if box not in there | rooms:
                hint = nearest(box, there) or "; `archdeck arrange` takes it out"
                yield cells.where[id, box], f"{box!r} does not run in environment {id!r}, so its cell is unused{hint}"


def parted(environment: Environment, written: Arrangement) -> tuple[Arrangement, dict[str, str]]:
    """An arrangement without what is not there and what stands in a wrong frame; and of the latter, what is wrong."""
    homes = _homes(environment, written)
    cells = {b: cell for b, cell in written.cells.items() if b in homes}
    wrong: dict[str, str] = {}
    while faults := _faults(cells, homes):
        worst = max(cells, key=lambda b: (sum(b in f.to_blame for f in faults), b in faults[0].strangers))
        fault = next(f for f in faults if worst in f.to_blame)
        wrong[worst] = fault.said(worst)
        del cells[worst]
    there = {i.id for i in environment.instances} | {f"{ROOM}{p.id}" for p in environment.empty_places}
    merged = {c: tuple(b for b in some if b in there) for c, some in written.merged.items()}
    return replace(written, cells=cells, merged={c: some for c, some in merged.items() if some}), wrong


def _homes(environment: Environment, written: Arrangement) -> dict[str, dict[str, Place]]:
    """The places around each box that is there: those around all of it, for a crowd."""
    around = {i.id: {p.id: p for p in i.places()} for i in environment.instances}
    around |= {f"{ROOM}{empty.id}": {p.id: p for p in empty.chain()} for empty in environment.empty_places}
    named = {*written.cells, *(b for some in written.merged.values() for b in some)} & around.keys()
    crowds = {}
    for crowd, boxes in written.merged.items():
        some = [around[b] for b in boxes if b in around]
        if some:
            crowds[crowd] = {
                id: place
                for id, place in some[0].items()
                if all(id in others for others in some) and not _is_all_of(place, boxes, named, around)
            }
    return around | crowds


def _is_all_of(
    place: Place, boxes: Iterable[str], named: Iterable[str], around: Mapping[str, Mapping[str, Place]]
) -> bool:
    """Whether a crowd is all that is drawn of a place: it then stands in the place of the frame."""
    return place.kind is not PlaceKind.CLOUD and {b for b in named if place.id in around[b]} <= {*boxes}


@dataclass(frozen=True)
class _Fault:
    """What stands in a frame and does not run there, and the boxes but for which the frame would not reach it; or two
    frames that meet, and what is in them."""

    place: Place
    strangers: tuple[str, ...]
    reaching: tuple[str, ...]
    other: Place | None = None

    @property
    def to_blame(self) -> tuple[str, ...]:
        return (*self.strangers, *self.reaching)

    def said(self, box: str) -> str:
        if self.other:
            return f"{box!r} makes the frames of {self.place.id!r} and {self.other.id!r} overlap; move it, {AGAIN}"
        if box in self.strangers:
            far = f" or {self.reaching[0]!r}, for which the frame reaches so far" if self.reaching else ""
            return f"{box!r} stands in the frame of {self.place.id!r}, but does not run there; move it{far}, {AGAIN}"
        said = f"{box!r} stands apart from what else runs in {self.place.id!r}, with {self.strangers[0]!r} between them"
        return f"{said}; move it, {AGAIN}"


def _faults(cells: Mapping[str, Cell], homes: Mapping[str, Mapping[str, Place]]) -> list[_Fault]:
    places = {id: p for b in cells for id, p in homes[b].items()}
    mine = {id: [b for b in cells if id in homes[b]] for id in places}
    span = {id: _span([cells[b] for b in some]) for id, some in mine.items()}
    found: list[_Fault] = []
    for id, place in places.items():
        inside = tuple(b for b, cell in cells.items() if _holds(span[id], cell) and b not in mine[id])
        if inside:
            found.append(_Fault(place, inside, _reaching(mine[id], cells, inside)))
    for one, other in combinations(places.values(), 2):
        if one.parent == other.parent and _meet(span[one.id], span[other.id]):
            found.append(_Fault(one, (), (*mine[one.id], *mine[other.id]), other))
    return found


def _reaching(mine: list[str], cells: Mapping[str, Cell], inside: tuple[str, ...]) -> tuple[str, ...]:
    """The boxes of a frame without which nothing strange would stand in it."""
    found = []
    for box in mine:
        rest = [cells[b] for b in mine if b != box]
        if rest and not any(_holds(_span(rest), cells[b]) for b in inside):
            found.append(box)
    return tuple(found)


def _span(cells: list[Cell]) -> Span:
    columns, rows = [c for c, _ in cells], [r for _, r in cells]
    return min(columns), max(columns), min(rows), max(rows)


def _holds(span: Span, cell: Cell) -> bool:
    return span[0] <= cell[0] <= span[1] and span[2] <= cell[1] <= span[3]


def _meet(a: Span, b: Span) -> bool:
    return a[0] <= b[1] and b[0] <= a[1] and a[2] <= b[3] and b[2] <= a[3]
