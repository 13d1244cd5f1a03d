"""Files of draw.io to boxes, arrows and frames: shapes of its AWS, Azure and Google libraries by their names, any other
box by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archdeck.imports.called import frame_called, kind_called, kind_meant, plain
from archdeck.imports.found import Deployment, Found, Lead, Left, Place, Run, Thing
from archdeck.imports.images import is_store
from archdeck.imports.mxgraph import Cell, pages_of
from archdeck.imports.names import UNSAID
from archdeck.imports.source import Source
from archdeck.language import PlaceKind, RelationKind

LONGEST_LABEL = 40  # letters of the words on an arrow; what is longer is a sentence
NEAR = 40  # pixels under an icon in which words are its name; above it half of them
# Frames of the libraries that are called otherwise than people call them.
_GROUPS = {
    "vpc2": PlaceKind.VPC,
    "vpc": PlaceKind.VPC,
    "region": PlaceKind.REGION,
    "availability zone": PlaceKind.ZONE,
    "security group": PlaceKind.GROUP,
    "auto scaling group": PlaceKind.GROUP,
    "subnet": PlaceKind.SUBNET,
    "aws cloud": PlaceKind.CLOUD,
    "aws cloud alt": PlaceKind.CLOUD,
    "account": PlaceKind.ACCOUNT,
    "on premise": PlaceKind.DATA_CENTER,
    "corporate data center": PlaceKind.DATA_CENTER,
}
# The libraries of draw.io by the cloud that they are of: an endpoint of AWS is none of Google's.
_LIBRARIES = {"aws": r"mxgraph\.aws|img/lib/aws", "azure": r"azure|mscae", "gcp": r"mxgraph\.gcp", "k8s": r"kubernetes"}
# Icons of AWS that are called otherwise than what they stand for.
_ICONS = {
    "bucket": "s3",
    "bucket with objects": "s3",
    "endpoints": "vpc endpoint",
    "endpoint": "vpc endpoint",
    "instance": "ec2",
    "instance2": "ec2",
    "instances": "ec2",
}
_PARTS = ("db", "instance", "instances", "cluster", "table", "function", "queue", "topic", "item", "items", "resource")
_NO_ICON = ("", "resourceIcon", "productIcon", "group", "groupCenter")


def reads(source: Source) -> bool:
    """Whether it is a file of draw.io."""
    return any(map(_is_graph, source.texts.values()))


def _is_graph(text: str) -> bool:
    return bool(re.search(r"<(mxfile|mxGraphModel)\b", text[:5000]))


def found(source: Source) -> Found:
    """All pages as one system: what has the same words on two pages is one thing."""
    things: dict[str, Thing] = {}
    same: dict[tuple[str, str], str] = {}
    leads: list[Lead] = []
    places: list[Place] = []
    runs: list[Run] = []
    left: list[Left] = []
    for file, text in source.texts.items():
        if file in source.beside and not _is_graph(text):
            continue
        for page, cells in pages_of(text, file):
            known = _Page(page, cells)
            known.read(things, same, leads, places, runs, left)
    places = list(
        _holding(
            places, {run.place for run in runs} | {end for lead in leads for end in (lead.source, lead.target)}, left
        )
    )
    deployment = Deployment("", tuple(places), tuple(_once(runs)))
    return Found(tuple(things.values()), tuple(leads), (deployment,), tuple(left))


def _holding(places: list[Place], used: set[str], left: list[Left]) -> Iterator[Place]:
    """Without frames in which nothing is."""
    around = {place.address: place.within for place in places}
    held = set(used)
    for address in used:
        for _ in places:
            if (address := around.get(address, "")) in held:
                break
            held.add(address)
    for place in places:
        if place.address in held:
            yield place
        else:
            left.append(Left(place.name, "a frame with nothing in it"))


def _once(runs: list[Run]) -> Iterator[Run]:
    yield from {(run.thing, run.place): run for run in runs}.values()


# ---- what is on a page


class _Page:
    def __init__(self, name: str, cells: dict[str, Cell]):
        self.name, self.cells = name, cells
        self.frames = {id: kind for id, cell in cells.items() if (kind := _frame(cell))}
        self.frames |= {id: kind for id, cell in cells.items() if (kind := self._drawn_around(cell))}
        self.ends = {end for cell in cells.values() if cell.is_arrow for end in (cell.source, cell.target)}
        self.means: dict[str, str] = {}

    def read(
        self,
        things: dict[str, Thing],
        same: dict[tuple[str, str], str],
        leads: list[Lead],
        places: list[Place],
        runs: list[Run],
        left: list[Left],
    ) -> None:
        named = self._texts()
        held = {parent for cell in self.cells.values() for parent in self._around(cell)}
        for id, cell in self.cells.items():
            if cell.is_arrow or id in named.values():
                continue
            text = cell.text or next((self.cells[t].text for of, t in named.items() if of == id), "")
            if id in self.frames and (id in held or not _icon(cell)):
                kind = self.frames[id]
                places.append(_place(cell, kind, text, self._inside(cell)))
                self.means[id] = id
                continue
            bare = _is_note(cell) and id not in self.ends
            kind_id = "" if bare else _kind_of_icon(cell) or kind_meant(text)
            if not kind_id and not text:
                left.append(Left(f"{self.name}: cell {id}", "a shape without words that is no icon of a service"))
                continue
            if not kind_id and (bare or _is_note(cell) or re.fullmatch(r"[0-9]+[a-z]?|.", text)):
                left.append(Left(f"{self.name}: {text[:60]}", "words that stand by themselves"))
                continue
            address = same.setdefault((plain(text) or kind_id, kind_id), id)
            self.means[id] = address
            if address == id:
                things[id] = Thing(id, text, kind_id or "service", (id,))
            runs.append(Run(address, self._inside(cell)))
        for cell in self.cells.values():
            if cell.is_arrow:
                self._lead(cell, things, leads, left)

    def _texts(self) -> dict[str, str]:
        """The words of an icon that are a cell of their own, by the cell that they name: inside of it, just below or
        above."""
        inside = {
            cell.parent: id
            for id, cell in self.cells.items()
            if _is_note(cell)
            and cell.parent in self.cells
            and cell.parent not in self.frames
            and not self.cells[cell.parent].text
        }
        return self._beside() | inside

    def _beside(self) -> dict[str, str]:
        icons = [cell for cell in self.cells.values() if not cell.text and _icon(cell) and cell.id not in self.frames]
        notes = [cell for cell in self.cells.values() if _is_note(cell) and cell.text and cell.id not in self.ends]
        found: dict[str, str] = {}
        for note in notes:
            x, y = self._at(note)
            middle = x + note.w / 2
            for icon in icons:
                left, top = self._at(icon)
                below, above = y - (top + icon.h), top - (y + note.h)
                near = -icon.h / 4 <= below <= NEAR or -note.h / 4 <= above <= NEAR / 2
                if icon.id not in found and near and left <= middle <= left + icon.w:
                    found[icon.id] = note.id
                    break
        return found

    def _drawn_around(self, cell: Cell) -> PlaceKind | None:
        """A plain box with words that is drawn around others is a frame, whatever its maker took for it."""
        if cell.is_arrow or cell.id in self.frames or not cell.text or _icon(cell) or _is_note(cell):
            return None
        area = cell.w * cell.h
        within = [
            other
            for other in self.cells.values()
            if not other.is_arrow and other is not cell and not _is_note(other) and other.w * other.h < area / 2
        ]
        held = [
            o
            for o in within
            if self._holds(cell, *(at + size / 2 for at, size in zip(self._at(o), (o.w, o.h), strict=True)))
        ]
        return (frame_called(cell.text) or PlaceKind.GROUP) if len(held) > 1 else None

    def _lead(self, cell: Cell, things: dict[str, Thing], leads: list[Lead], left: list[Left]) -> None:
        source, target = (self._end(end) for end in (cell.source, cell.target))
        words = cell.text or " ".join(
            c.text for c in self.cells.values() if c.parent == cell.id and "edgeLabel" in c.style
        )
        if not source or not target:
            left.append(Left(f"{self.name}: arrow {words or cell.id}", "an end of it holds on to nothing"))
            return
        if source == target:
            return
        if cell.style.get("endArrow") == "none" and cell.style.get("startArrow", "none") != "none":
            source, target = target, source
        thing = things.get(target)
        kind = RelationKind.DATA if thing and is_store(thing.kind) else RelationKind.REQUEST
        label, says = (words, "") if len(words) <= LONGEST_LABEL else ("", words)
        lead = Lead(source, target, kind, label, says=says, addresses=(cell.id,))
        if not any((lead.source, lead.target, lead.label) == (k.source, k.target, k.label) for k in leads):
            leads.append(lead)

    def _end(self, id: str) -> str:
        """What an arrow ends at: a thing or frame, or what the cell is inside of."""
        seen = 0
        while id and id not in self.means and seen < 50:
            id, seen = self.cells[id].parent if id in self.cells else "", seen + 1
        return self.means.get(id, "")

    def _inside(self, cell: Cell) -> str:
        return next(iter(self._around(cell)), "")

    def _around(self, cell: Cell) -> list[str]:
        """The frames around a cell, the innermost first: those that hold it, else those that are drawn around it."""
        found: list[str] = []
        parent = cell.parent
        while parent in self.cells and len(found) < 50:
            if parent in self.frames:
                found.append(parent)
            parent = self.cells[parent].parent
        if found:
            return found
        x, y = self._at(cell)
        area, centre = cell.w * cell.h, (x + cell.w / 2, y + cell.h / 2)
        wider = [other for id, other in self.cells.items() if id in self.frames and other.w * other.h > area]
        drawn = [(other.w * other.h, other.id) for other in wider if self._holds(other, *centre)]
        return [id for _, id in sorted(drawn)]

    def _holds(self, frame: Cell, x: float, y: float) -> bool:
        left, top = self._at(frame)
        return left <= x <= left + frame.w and top <= y <= top + frame.h

    def _at(self, cell: Cell) -> tuple[float, float]:
        x, y, parent, seen = cell.x, cell.y, cell.parent, 0
        while parent in self.cells and seen < 50:
            x, y, parent, seen = x + self.cells[parent].x, y + self.cells[parent].y, self.cells[parent].parent, seen + 1
        return x, y


def _icon(cell: Cell) -> tuple[str, ...]:
    """The names of the icon: `mxgraph.aws4.resourceIcon` says which in `resIcon`."""
    names = [cell.style.get(key, "") for key in ("resIcon", "prIcon", "shape", "image")]
    words = [re.sub(r"\.\w{3,4}$", "", name.rpartition("/")[2]) for name in names if "mxgraph" in name or "/" in name]
    found = [word.rpartition(".")[2] for word in words]
    return tuple(word.replace("_", " ") for word in found if word not in _NO_ICON)


def _kind_of_icon(cell: Cell) -> str:
    """The kind of the icon of a cell; of one that says more, as `rds_db_instance`, that of its first words."""
    style = " ".join(cell.style.get(key, "") for key in ("resIcon", "prIcon", "shape", "image"))
    cloud = next((name for name, library in _LIBRARIES.items() if re.search(library, style)), "")
    names = [_ICONS.get(name, name) if cloud == "aws" else name for name in _icon(cell)]
    if kind := kind_called(*names, cloud=cloud):
        return kind
    for name in names if cloud else ():
        words = name.split()
        while len(words) > 1 and words.pop() in _PARTS:
            if (kind := kind_called(" ".join(words), cloud=cloud)).startswith(f"{cloud}."):
                return kind
    return ""


def _place(cell: Cell, kind: PlaceKind, text: str, around: str) -> Place:
    """A frame; of a Region that is called nothing but Region nobody knows which it is."""
    if kind is PlaceKind.REGION and plain(text) in ("", "region"):
        because = "The picture does not say which Region."
        return Place(cell.id, kind, UNSAID, around, because=because, id="region")
    return Place(cell.id, kind, text or kind.value.replace("-", " ").capitalize(), around)


def _frame(cell: Cell) -> PlaceKind | None:
    """What sort of frame a cell is; None where it is a box."""
    if cell.is_arrow:
        return None
    icon = cell.style.get("grIcon", "").rpartition(".")[2].removeprefix("group_").replace("_", " ")
    if icon == "security group" and "subnet" in cell.text.lower():
        return frame_called(cell.text) or PlaceKind.SUBNET
    if icon in _GROUPS:
        called = frame_called(cell.text) if _GROUPS[icon] is PlaceKind.SUBNET else None
        return called or _GROUPS[icon]
    if icon or "group" in cell.style or cell.style.get("container") == "1" or "swimlane" in cell.style:
        return frame_called(cell.text) or PlaceKind.GROUP
    called = frame_called(cell.text)
    return called if called and cell.w >= 150 and cell.h >= 100 else None


def _is_note(cell: Cell) -> bool:
    """Whether it is words and no box."""
    bare = (
        all(cell.style.get(key, "none") == "none" for key in ("strokeColor", "fillColor"))
        and "strokeColor" in cell.style
    )
    return "text" in cell.style or (bare and not _icon(cell))
