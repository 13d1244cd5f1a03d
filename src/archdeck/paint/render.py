"""A view to a file of any format: geometry, DOT, Graphviz, painting, pixels, in that order."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path

from archdeck.canvas import Geometry, geometry_json, unpainted
from archdeck.layout import Layout, losses, notes, outgrown, warnings
from archdeck.paint.added import Export, added_exports
from archdeck.paint.draw import dot
from archdeck.paint.engine import engine
from archdeck.paint.icons import data_uris
from archdeck.paint.layouts import Layouts
from archdeck.paint.png import png
from archdeck.paint.svg import dark, icons_of, svg
from archdeck.paint.tooltips import filled, marked, muted
from archdeck.views import View


def geometry_of(view: View, layouts: Layouts) -> Geometry:
    """Where everything of a view stands."""
    return layouts.geometry(view)


@dataclass(frozen=True)
class Drawn:
    """A picture as SVG, its tooltips as they were marked, sentences on what it leaves out, and on what keeps it off a
    slide."""

    svg: str
    tooltips: tuple[str, ...]
    notes: tuple[str, ...]
    warnings: tuple[str, ...]


def drawn(view: View, layouts: Layouts) -> Drawn:
    """The picture of a view. EngineError if Graphviz cannot draw it."""
    view, said = muted(view)
    found = geometry_of(view, layouts)
    painted = svg(view.id, found, engine().svg(dot(found)), icon_pictures(found))
    shared = layouts.of(view)
    said_of = _faults(view, shared, found)
    return Drawn(filled(painted, said), tuple(marked(painted)), notes(view, shared, found), said_of)


def icon_pictures(geometry: Geometry) -> dict[str, str]:
    """Each icon of a picture, as a data URI of a PNG."""
    return data_uris(dict.fromkeys(icons_of(geometry)), library_icons())


def faults(view: View, layouts: Layouts) -> tuple[str, ...]:
    """What keeps the picture of a view off a slide."""
    return _faults(view, layouts.of(view), geometry_of(view, layouts))


def lost_words(view: View, layouts: Layouts) -> tuple[str, ...]:
    """Which frames and words of a view its picture does not have, or not in full."""
    return losses(view, layouts.of(view), geometry_of(view, layouts))


def _faults(view: View, shared: Layout, found: Geometry) -> tuple[str, ...]:
    """Those of its cells, of its shapes, and of its letters."""
    strange = unpainted(json.dumps(geometry_json(found), ensure_ascii=False))
    return (*outgrown(view, shared), *warnings(shared, found, view.kind), *([strange] if strange else ()))


def svg_of(view: View, layouts: Layouts) -> str:
    """The picture of a view as SVG."""
    return drawn(view, layouts).svg


def inline_svg(view: View, layouts: Layouts, turned: bool = False) -> str:
    """The same for a page on which others stand, also of other systems and of other days: as wide as its room, and with
    ids that only this picture has, since a reference there leads to the first one of its name."""
    sheet = layouts.ratio or ""
    key = hashlib.sha256(f"{turned} {view}{sheet}".encode()).hexdigest()[:12]
    own = svg_of(replace(view, id=f"{view.id}-{key}", stands_as=view.stands_as or view), layouts)
    sized = re.sub(r'width="(\d+)" height="\d+"', r'width="100%" style="max-width:\1px"', own, count=1)
    return dark(sized) if turned else sized


Size = tuple[int, int]


def _as_svg(view: View, _: Size, layouts: Layouts) -> bytes:
    return svg_of(view, layouts).encode("utf-8")


def _as_png(view: View, size: Size, layouts: Layouts) -> bytes:
    return png(svg_of(view, layouts), *size, view.id)


def _as_dark_svg(view: View, _: Size, layouts: Layouts) -> bytes:
    return dark(svg_of(view, layouts)).encode("utf-8")


def _as_dark_png(view: View, size: Size, layouts: Layouts) -> bytes:
    return png(dark(svg_of(view, layouts)), *size, view.id)


def _as_dot(view: View, _: Size, layouts: Layouts) -> bytes:
    return dot(geometry_of(view, layouts)).encode("utf-8")


def _as_geometry(view: View, _: Size, layouts: Layouts) -> bytes:
    text = json.dumps(geometry_json(geometry_of(view, layouts)), indent=1, ensure_ascii=False)
    return f"{text}\n".encode()


def _as_drawio(view: View, _: Size, layouts: Layouts, dark: bool = False) -> bytes:
    from archdeck.paint.aws4 import aws_shapes  # this and the languages below: no build of pages needs them
    from archdeck.paint.drawio import drawio_file

    found = geometry_of(view, layouts)
    shapes = aws_shapes(icons_of(found), library_icons())
    return drawio_file(view.id, found, icon_pictures(found), shapes, dark)


def _as_dark_drawio(view: View, size: Size, layouts: Layouts) -> bytes:
    return _as_drawio(view, size, layouts, dark=True)


def _as_mermaid(view: View, _: Size, __: Layouts) -> bytes:
    from archdeck.paint.mermaid import mermaid

    return mermaid(view)


def _as_plantuml(view: View, _: Size, __: Layouts) -> bytes:
    from archdeck.paint.plantuml import plantuml

    return plantuml(view, library_icons())


def _as_d2(view: View, _: Size, __: Layouts) -> bytes:
    from archdeck.paint.d2 import d2

    return d2(view)


FORMATS: Mapping[str, Callable[[View, Size, Layouts], bytes]] = {
    "svg": _as_svg,
    "png": _as_png,
    "dot": _as_dot,
    "geometry": _as_geometry,
    "drawio": _as_drawio,
    "mermaid": _as_mermaid,
    "plantuml": _as_plantuml,
    "d2": _as_d2,
}
DARK_FORMATS: Mapping[str, Callable[[View, Size, Layouts], bytes]] = {
    **FORMATS,
    "svg": _as_dark_svg,
    "png": _as_dark_png,
    "drawio": _as_dark_drawio,
}


# How a file of each format ends, with that for a browser, which is made by pages.
SUFFIXES = {
    "svg": ".svg",
    "png": ".png",
    "dot": ".dot",
    "geometry": ".json",
    "drawio": ".drawio",
    "mermaid": ".mmd",
    "plantuml": ".puml",
    "d2": ".d2",
    "html": ".html",
}


@cache
def exports() -> dict[str, Export]:
    """The formats that other packages add, by name."""
    return added_exports(SUFFIXES)


def suffixes() -> dict[str, str]:
    """How a file ends, by its format."""
    return {**SUFFIXES, **{name: export.suffix for name, export in exports().items()}}


def formats(dark: bool = False) -> dict[str, Callable[[View, Size, Layouts], bytes]]:
    """Every format of one picture, with those that other packages add."""
    return {**(DARK_FORMATS if dark else FORMATS), **{name: partial(_as_export, name) for name in exports()}}


def _as_export(name: str, view: View, _: Size, layouts: Layouts) -> bytes:
    return exports()[name].draw(view, geometry_json(geometry_of(view, layouts)))


@cache
def library_icons() -> Path:
    """The folder in which the diagrams library keeps its icons, beside the package itself."""
    spec = find_spec("diagrams")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent.parent / "resources"


def icon_paths(views: Sequence[View]) -> tuple[Path, ...]:
    """The icon files that go into pictures, without those that kinds of frames have; what keeps room in an empty frame
    has none."""
    found = {icon for v in views for b in v.boxes for icon in (b.icon, *(m[1] for m in b.marks)) if icon}
    found |= {p.icon for v in views for p in v.panel}
    found |= {g.icon for v in views for g in v.groups if g.icon}
    return tuple(sorted(map(Path, found)))
