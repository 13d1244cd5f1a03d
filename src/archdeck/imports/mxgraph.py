"""A file of draw.io to its pages, and the boxes, arrows and frames on them as records.

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

from archdeck.imports.found import UnreadableSource

LARGEST_PAGE = 50_000_000  # letters of a page once it is unpacked


@dataclass(frozen=True)
class Cell:
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


def pages_of(text: str, file: str) -> Iterator[tuple[str, dict[str, Cell]]]:
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


def _cells(graph: Any, prefix: str) -> Iterator[Cell]:
    for cell in graph.iter("mxCell"):
        around = cell.getparent()
        holder = around if around is not None and around.tag in ("UserObject", "object") else cell
        id = holder.get("id")
        if not id or not (cell.get("vertex") or cell.get("edge")):
            continue
        box = cell.find("mxGeometry")
        x, y, w, h = (_number(box.get(key) if box is not None else None) for key in ("x", "y", "width", "height"))
        yield Cell(
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
