"""Files of draw.io to boxes, arrows and frames: shapes of its AWS, Azure and Google libraries by their names, any other
box by what stands in it.

How a file is made up is described at drawio.com/doc/faq/diagram-source-edit; a page may be compressed.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import unquote

from lxml import etree

from archdeck.imports.called import frame_called, kind_called, kind_meant, plain
from archdeck.imports.found import Deployment, Found, Lead, Left, Place, Run, Thing, UnreadableSource
from archdeck.imports.images import is_store
from archdeck.imports.source import Source
from archdeck.language import PlaceKind, RelationKind

LONGEST_LABEL = 40  # letters of the words on an arrow; what is longer is a sentence
LARGEST_PAGE = 50_000_000  # letters of a page once it is unpacked
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
_NO_ICON = ("", "resourceIcon", "productIcon", "group", "groupCenter")


@dataclass(frozen=True)
class _Cell:
    """A box, an arrow or a frame, with where it is on its page."""

    id: str
    text: str
    style: Mapping[str, str]
    parent: str
    source: str
    target: str
    is_arrow: bool
    x: float = 0.0
    y: float = 0.0
    w: float = 0.0
    h: float = 0.0


def reads(source: Source) -> bool:
    """Whether it is a file of draw.io."""
    return any(re.search(r"<(mxfile|mxGraphModel)\b", text[:5000]) for text in source.texts.values())


def found(source: Source) -> Found:
    """All pages as one system: what has the same words on two pages is one thing."""
    things: dict[str, Thing] = {}
    same: dict[tuple[str, str], str] = {}
    leads: list[Lead] = []
    places: list[Place] = []
    runs: list[Run] = []
    left: list[Left] = []
    for file, text in source.texts.items():
        for page, cells in _pages(text, file):
            known = _Page(page, cells)
            known.read(things, same, leads, places, runs, left)
    deployment = Deployment("", tuple(places), tuple(_once(runs)))
    return Found(tuple(things.values()), tuple(leads), (deployment,), tuple(left))


def _once(runs: list[Run]) -> Iterator[Run]:
    yield from {(run.thing, run.place): run for run in runs}.values()


# ---- the file


def _pages(text: str, file: str) -> Iterator[tuple[str, dict[str, _Cell]]]:
    """Each page by its name, unpacked; the address of a cell is its id."""
    root = _parsed(text, file)
    pages = root.findall("diagram") if root.tag == "mxfile" else [root]
    for number, page in enumerate(pages, 1):
        graph = page if page.tag == "mxGraphModel" else page.find("mxGraphModel")
        if graph is None:
            graph = _parsed(_unpacked(page.text or "", file), file)
        prefix = f"{number}/" if len(pages) > 1 else ""
        yield str(page.get("name") or number), {cell.id: cell for cell in _cells(graph, prefix)}


def _parsed(text: str, file: str) -> Any:
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
        return etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise UnreadableSource(
            f"{file}:{line}: this is no file of draw.io: {str(error.msg).partition(', line')[0]}"
        ) from None
    except ValueError as error:
        raise UnreadableSource(f"{file}: this is no file of draw.io: {error}") from None


def _unpacked(text: str, file: str) -> str:
    """A page that draw.io compressed: percent-encoded, deflated, in base 64."""
    try:
        unpacking = zlib.decompressobj(-15)
        data = unpacking.decompress(base64.b64decode(text.strip(), validate=True), LARGEST_PAGE)
        return unquote(data.decode("utf-8"))
    except (binascii.Error, zlib.error, ValueError):
        raise UnreadableSource(f"{file}: a page of it cannot be unpacked") from None


def _cells(graph: Any, prefix: str) -> Iterator[_Cell]:
    for cell in graph.iter("mxCell"):
        around = cell.getparent()
        holder = around if around is not None and around.tag in ("UserObject", "object") else cell
        id = holder.get("id")
        if not id or not (cell.get("vertex") or cell.get("edge")):
            continue
        box = cell.find("mxGeometry")
        x, y, w, h = (_number(box.get(key) if box is not None else None) for key in ("x", "y", "width", "height"))
        yield _Cell(
            prefix + id,
            _words(holder.get("label") or cell.get("value") or ""),
            _style(cell.get("style") or ""),
            prefix + (cell.get("parent") or ""),
            prefix + source if (source := cell.get("source")) else "",
            prefix + target if (target := cell.get("target")) else "",
            bool(cell.get("edge")),
            x,
            y,
            w,
            h,
        )


def _number(text: str | None) -> float:
    try:
        return min(max(float(text or 0), -1e7), 1e7)
    except ValueError:
        return 0.0


def _words(html: str) -> str:
    text = re.sub(r"<(br|/p|/div|/li)\b[^>]*>", " ", html, flags=re.IGNORECASE)
    return " ".join(unescape(re.sub(r"<[^>]*>", "", text)).replace("\xa0", " ").split())


def _style(text: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in text.split(";") if part]
    return {key: value for key, _, value in pairs}


# ---- what is on a page


class _Page:
    def __init__(self, name: str, cells: dict[str, _Cell]):
        self.name, self.cells = name, cells
        self.frames = {id: kind for id, cell in cells.items() if (kind := _frame(cell))}
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
                places.append(Place(id, kind, text or kind.value.replace("-", " ").capitalize(), self._inside(cell)))
                self.means[id] = id
                continue
            kind_id = kind_called(*_icon(cell)) or kind_meant(text)
            if not kind_id and not text:
                left.append(Left(f"{self.name}: cell {id}", "a shape without words that is no icon of a service"))
                continue
            if not kind_id and (_is_note(cell) or re.fullmatch(r"[0-9]+[a-z]?|.", text)):
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
        """The words that stand under an icon as a cell of their own, by the cell that they name: those inside of it."""
        return {
            cell.parent: id
            for id, cell in self.cells.items()
            if _is_note(cell)
            and cell.parent in self.cells
            and cell.parent not in self.frames
            and not self.cells[cell.parent].text
        }

    def _lead(self, cell: _Cell, things: dict[str, Thing], leads: list[Lead], left: list[Left]) -> None:
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

    def _inside(self, cell: _Cell) -> str:
        return next(iter(self._around(cell)), "")

    def _around(self, cell: _Cell) -> list[str]:
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

    def _holds(self, frame: _Cell, x: float, y: float) -> bool:
        left, top = self._at(frame)
        return left <= x <= left + frame.w and top <= y <= top + frame.h

    def _at(self, cell: _Cell) -> tuple[float, float]:
        x, y, parent, seen = cell.x, cell.y, cell.parent, 0
        while parent in self.cells and seen < 50:
            x, y, parent, seen = x + self.cells[parent].x, y + self.cells[parent].y, self.cells[parent].parent, seen + 1
        return x, y


def _icon(cell: _Cell) -> tuple[str, ...]:
    """The names of the icon: `mxgraph.aws4.resourceIcon` says which in `resIcon`."""
    names = [cell.style.get(key, "") for key in ("resIcon", "prIcon", "shape", "image")]
    words = [re.sub(r"\.\w{3,4}$", "", name.rpartition("/")[2]) for name in names if "mxgraph" in name or "/" in name]
    found = [word.rpartition(".")[2] for word in words]
    return tuple(word.replace("_", " ") for word in found if word not in _NO_ICON)


def _frame(cell: _Cell) -> PlaceKind | None:
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


def _is_note(cell: _Cell) -> bool:
    """Whether it is words and no box."""
    bare = (
        all(cell.style.get(key, "none") == "none" for key in ("strokeColor", "fillColor"))
        and "strokeColor" in cell.style
    )
    return "text" in cell.style or (bare and not _icon(cell))
