"""Geometry to a file of draw.io: frames hold what is in them, icons are of its AWS library, and arrows stay glued."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise

from archdeck.canvas import (
    ACCENT,
    DARK,
    DIMMED,
    HATCH,
    INK,
    LINES,
    PAPER,
    SOFT_INK,
    STAGES,
    STATES,
    TILE,
    EdgeShape,
    Geometry,
    GroupShape,
    LegendKey,
    NodeShape,
    PanelShape,
    Point,
    Rect,
    Sign,
    Words,
    arrow_look,
    border_look,
    cards,
    corners,
    foremost,
    frame_look,
    hits,
)
from archdeck.paint.aws4 import AwsShape
from archdeck.paint.cells import AROUND, PICTURE, Cell, Style, Value, drawio, html_of
from archdeck.paint.nested import nested
from archdeck.paint.styles import HEAD, beside, dashed, end, faded, inside, line, strokes

BAR = Rect(40, 26, 8, 72)  # of the accent beside the title
GROUP_ICON = 25.0  # pixels that draw.io makes the icon of a group, in its corner
NEAR = 12.0  # pixels from the corner of a frame within which its icon stands there
GROUPS = {  # the kinds of frames that are groups of AWS's in draw.io
    "cloud": "group_aws_cloud_alt",
    "account": "group_account",
    "region": "group_region",
    "vpc": "group_vpc",
    "public-subnet": "group_security_group",
    "private-subnet": "group_security_group",
    "auto-scaling-group": "group_auto_scaling_group",
    "data-center": "group_corporate_data_center",
}
Icons = Mapping[str, str]  # an icon of geometry to the data URI of its picture
Shapes = Mapping[str, AwsShape]


def drawio_file(id: str, g: Geometry, icons: Icons, shapes: Shapes, dark: bool = False) -> bytes:
    """The file of a picture: one page of its size, in two layers."""
    painter = _Painter(g, icons, shapes, dark)
    name = " ".join(g.title.split())
    return drawio(id, name, (g.width, g.height), painter.tone(PAPER), list(painter.cells()))


@dataclass(frozen=True)
class _Painter:
    g: Geometry
    icons: Icons
    shapes: Shapes
    dark: bool

    def tone(self, colour: str) -> str:
        return DARK.get(colour.upper(), colour) if self.dark else colour

    def cells(self) -> Iterator[Cell]:
        """Everything of a picture; in what holds them, what comes later is in front."""
        found = nested(self.g)
        for s in found.frames:
            yield from self.frame(s, _frame_id(found.of_frame[s.id]))
        ends = {s.id: (_frame_id(s.id), s.box) for s in self.g.groups}
        ends |= {n.id: (_node_id(n.id), self.drawn(n)) for n in self.g.nodes}
        for e in self.g.edges:
            yield from self.edge(e, _frame_id(found.of_edge[e.id]), ends)
        for n in self.g.nodes:
            yield from self.node(n, _frame_id(found.of_node[n.id]))
        for s in found.frames:  # in front of the frames within
            if s.sign:
                yield from self.sign(f"{_frame_id(s.id)}.sign", _frame_id(s.id), s.state, s.sign)
        for k, p in enumerate(self.g.panel, start=1):
            yield from self.panel(f"panel.{k}", p)
        yield from self.around()

    # ------------------------------------------------------------------------------------------------ pieces

    def words(self, style: Style, rows: Sequence[Words], left: float = 1.0) -> tuple[Style, str]:
        """A style with that of words, and the words as a label."""
        toned = [replace(w, colour=self.tone(w.colour)) for w in rows]
        first = toned[0]
        told: Style = {
            "html": True,
            "fontSize": first.px,
            "fontColor": first.colour,
            "fontStyle": first.bold,
            "spacing": 0.0,
        }
        pale: Style = {"textOpacity": left * 100} if left < 1 else {}
        return {**style, **told, **pale}, html_of(toned)

    def text(
        self, id: str, parent: str, w: Words, align: str = "center", ground: bool = False, left: float = 1.0
    ) -> Cell:
        """Words by themselves."""
        place: Style = {
            "text": "",
            "strokeColor": "none",
            "fillColor": "none",
            "align": align,
            "verticalAlign": "middle",
        }
        style, label = self.words(place, [w], left)
        return Cell(id, parent, {**style, **self.ground(ground)}, w.box, label, apart=True)

    def ground(self, wanted: bool) -> Style:
        return {"labelBackgroundColor": self.tone(PAPER)} if wanted else {}

    def pill(self, id: str, parent: str, w: Words, fill: str, line: str, wide: float, left: float = 1.0) -> Cell:
        look: Style = {"rounded": True, "arcSize": 50.0, "align": "center", "verticalAlign": "middle"}
        look = {**look, "fillColor": self.tone(fill), "strokeColor": self.tone(line), "strokeWidth": wide}
        style, label = self.words(look, [w], left)
        return Cell(id, parent, {**style, **faded(left)}, w.box, label, apart=True)

    def badge(self, id: str, parent: str, w: Words, left: float = 1.0) -> Cell:
        return self.pill(id, parent, w, INK, PAPER, 1.5, left)

    def connector(self, id: str, parent: str, w: Words) -> Cell:
        return self.pill(id, parent, replace(w, colour=INK), PAPER, INK, 2.0)

    def plain(
        self, id: str, parent: str, box: Rect, fill: str = "", line: str = "", wide: float = 1.0, **more: object
    ) -> Cell:
        """A rectangle without words; lines of a `style`, corners of so many pixels."""
        style: dict[str, Value] = {"fillColor": self.tone(fill) if fill else "none"}
        style |= {"strokeColor": self.tone(line) if line else "none", "strokeWidth": wide, "html": True}
        style |= dashed(str(more.get("style", "solid")))
        if corner := float(str(more.get("corner", 0))):
            style |= {"rounded": True, "absoluteArcSize": True, "arcSize": 2 * corner}
        style |= {"fillStyle": "hatch"} if more.get("hatched") else {}
        style |= {"pointerEvents": False} if not fill or more.get("hatched") else {}
        return Cell(id, parent, style, box, apart=True)

    def icon(self, icon: str, left: float = 1.0) -> Style:
        """A shape of draw.io's where it has one, else the picture."""
        if shape := self.shapes.get(icon):
            name = f"mxgraph.aws4.{shape.name}"
            look = {"shape": "mxgraph.aws4.resourceIcon", "resIcon": name} if shape.tile else {"shape": name}
            line = "#FFFFFF" if shape.tile else "none"
            colour = shape.colour if shape.tile else self.tone(shape.colour)
            return {**look, "fillColor": colour, "strokeColor": line, "aspect": "fixed", "html": True, **faded(left)}
        picture = self.icons[icon].replace(";base64,", ",")  # for a semicolon ends an entry of a style
        back: Style = {"imageBackground": TILE} if self.dark else {}
        return {"shape": "image", "image": picture, "aspect": "fixed", "html": True, **back, **faded(left)}

    def sign(self, id: str, parent: str, state: str, sign: Sign) -> Iterator[Cell]:
        """The round mark of a state, or a longer one with words in it."""
        look, box = STATES[state], sign.box
        style: Style = {"rounded": True, "arcSize": 50.0, "html": True, "strokeWidth": 1.5}
        style = {**style, "fillColor": self.tone(look.colour), "strokeColor": self.tone(PAPER)}
        label = ""
        if sign.words:
            style, label = self.words({**style, **inside(box, sign.words.box)}, [sign.words])
        yield Cell(id, parent, style, box, label, {"tooltip": escape(look.legend)}, apart=True)
        drawing = strokes(look.solid, look.sign, self.tone(PAPER))
        square = Rect(box.x, box.y, box.h, box.h)
        yield Cell(f"{id}.strokes", id, {"shape": "image", "image": drawing, "part": True}, square, apart=True)

    def stack(self, id: str, box: Rect) -> Iterator[Cell]:
        """Three cards behind each other, for several components."""
        for k, card in enumerate(cards(box), start=1):
            yield self.plain(f"{id}.card-{k}", id, card, PAPER, SOFT_INK, 1.5, corner=4)

    def drawn(self, n: NodeShape) -> Rect:
        """What of a box draw.io takes for the ends of lines: that which the drawing fills."""
        shape = None if n.stacked else self.shapes.get(n.icon)
        return n.box if shape is None or shape.tile else shape.drawn_in(n.box)

    # ------------------------------------------------------------------------------------------------ frames

    def frame(self, s: GroupShape, parent: str) -> Iterator[Cell]:
        (look, wide), id = border_look(s), _frame_id(s.id)
        struck = bool(s.state) and STATES[s.state].hatched
        style: dict[str, Value] = {}
        native = _of_aws(s) and _in_corner(s)
        if native:
            style |= {"shape": "mxgraph.aws4.group", "grIcon": f"mxgraph.aws4.{GROUPS[s.kind]}", "grStroke": True}
        style |= {"strokeColor": self.tone(look.border)}
        style |= {"strokeWidth": wide, "fillColor": self.tone(look.fill) if look.fill else "none"}
        style |= dashed(look.style)
        style |= {"container": True, "collapsible": False, "recursiveResize": False, "pointerEvents": bool(look.fill)}
        label = ""
        if s.label:
            place = dict(inside(s.box, s.label.box))
            if native:
                place["spacingLeft"] = max(float(place.get("spacingLeft", 0)), GROUP_ICON + 5)
            told, label = self.words({**style, **place, **self.ground(struck)}, [s.label])
            style = dict(told)
        data = {"places": " ".join(s.places or ((s.place,) if s.place else ())), "kind": s.kind}
        yield Cell(id, parent, {**style, "html": True}, s.box, label, data)
        if struck:
            yield self.plain(f"{id}.struck", id, s.box.grow(-1), HATCH, hatched=True)
        if s.icon and s.icon_box and not native:
            yield Cell(f"{id}.icon", id, self._frame_icon(s), s.icon_box, apart=True)

    def _frame_icon(self, s: GroupShape) -> Style:
        if _of_aws(s):
            colour = self.tone(frame_look(s.kind).border)
            return {"shape": f"mxgraph.aws4.{GROUPS[s.kind]}", "fillColor": colour, "strokeColor": "none"}
        return self.icon(s.icon)

    # ------------------------------------------------------------------------------------------------ arrows

    def edge(self, e: EdgeShape, parent: str, ends: Mapping[str, tuple[str, Rect]]) -> Iterator[Cell]:
        look, id = arrow_look(e), f"arrow.{e.id}"
        left = DIMMED if e.dimmed else STATES[e.state].opacity if e.state else 1.0
        way = tuple(corners(e.points))
        (source, box), (target, other) = ends[e.source], ends[e.target]
        style = {**line(self.tone(look.colour), look.width, look.style)}
        style |= {"edgeStyle": "orthogonalEdgeStyle", "rounded": True, "arcSize": 16.0, "html": True}
        style |= {"startArrow": "classic", "startFill": True, "startSize": HEAD} if e.both else {"startArrow": "none"}
        style |= {**end("exit", box, way[0]), **end("entry", other, way[-1]), **faded(left)}
        data = {"tooltip": escape(e.title), "relations": " ".join(e.relations), "kind": e.kind}
        yield Cell(id, parent, style, data=data, points=way, source=source, target=target)
        pale = DIMMED if e.dimmed else 1.0
        soft = bool(e.state) and STATES[e.state].opacity < 1
        for k, w in enumerate(e.labels, start=1):
            on_line = any(hits(w.box, (a, b)) for a, b in pairwise(way))
            own = replace(w, colour=SOFT_INK) if soft else w
            yield self.text(f"{id}.words-{k}", id, own, ground=on_line, left=pale)
        if e.badge:
            yield self.badge(f"{id}.step", id, e.badge, pale)
        if e.sign:
            yield from self.sign(f"{id}.sign", id, e.state, e.sign)

    # ------------------------------------------------------------------------------------------------ icons

    def node(self, n: NodeShape, parent: str) -> Iterator[Cell]:
        state, id = STATES[n.state] if n.state else None, _node_id(n.id)
        pale = DIMMED if n.dimmed else 1.0
        left = pale * (state.opacity if state else 1.0)
        empty: Style = {"fillColor": "none", "strokeColor": "none", "html": True}
        style = empty if n.stacked else self.icon(n.icon, left)
        labels = [replace(w, colour=SOFT_INK) if left < pale else w for w in n.labels]
        struck = state is not None and state.hatched
        place = beside(n.box, labels)
        label = ""
        if place is not None:
            style, label = self.words({**style, **place, **self.ground(struck)}, labels, pale)
        data = {"tooltip": escape(n.title), "component": n.component, "instances": " ".join(n.stands_for)}
        yield Cell(id, parent, style, n.box, label, data)
        if n.stacked:
            yield from self.stack(id, n.box)
            inner = foremost(n.box)
            yield Cell(f"{id}.icon", id, {**self.icon(n.icon, left), "part": True}, inner, apart=True)
        if state and state.hatched:
            yield self.plain(f"{id}.struck", id, n.box, state.colour, state.colour, 1.5, corner=5, hatched=True)
        if state and state.ring:
            yield self.plain(f"{id}.ring", id, n.box.grow(1.5), "", state.colour, 3, corner=5, style=state.ring)
        if place is None:
            yield from (self.text(f"{id}.words-{k}", id, w, ground=struck, left=pale) for k, w in enumerate(labels, 1))
        yield from self._attached(n, id, pale)

    def _attached(self, n: NodeShape, id: str, pale: float) -> Iterator[Cell]:
        for k, m in enumerate(n.marks, start=1):
            yield self.plain(f"{id}.mark-{k}.ground", id, m.box.grow(1.5), PAPER, corner=4)
            data = {"tooltip": escape(m.title), "component": m.component}
            yield Cell(f"{id}.mark-{k}", id, self.icon(m.icon, pale), m.box, data=data, apart=True)
        if n.badge:
            yield self.badge(f"{id}.step", id, n.badge, pale)
        if n.connector:
            yield self.connector(f"{id}.goes-on", id, n.connector)
        if n.sign:
            yield from self.sign(f"{id}.sign", id, n.state, n.sign)

    # ------------------------------------------------------------------------------------------------ around

    def panel(self, id: str, p: PanelShape) -> Iterator[Cell]:
        style, label = self.icon(p.icon, STATES[p.state].opacity if p.state else 1.0), ""
        place = beside(p.box, p.labels)
        if place is not None:
            style, label = self.words({**style, **place}, p.labels)
        yield Cell(id, PICTURE, style, p.box, label, {"component": " ".join((p.component, *p.others))})
        if place is None:
            yield from (self.text(f"{id}.words-{k}", id, w) for k, w in enumerate(p.labels, start=1))
        if p.sign:
            yield from self.sign(f"{id}.sign", id, p.state, p.sign)

    def around(self) -> Iterator[Cell]:
        """The title, the chip, the legend and the source, in a layer of their own."""
        yield self.plain("bar", AROUND, BAR, ACCENT)
        if self.g.chip:
            yield self.plain("chip", AROUND, self.g.chip, STAGES[self.g.stage], corner=8)
        for k, key in enumerate(self.g.legend, start=1):
            yield from self.key(f"key-{k}", key)
        for k, w in enumerate(self.g.frame, start=1):
            on_chip = w.role == "chip"
            align = "center" if on_chip else "right" if w.role == "footer" else "left"
            yield self.text(f"words-{k}", "chip" if on_chip else AROUND, w, align)

    def key(self, id: str, key: LegendKey) -> Iterator[Cell]:
        r = key.box
        square = Rect(r.x, r.y, r.h, r.h)
        if key.kind == "badge":
            yield self.badge(id, AROUND, Words("n", square, 17, bold=True, colour=PAPER))
        elif key.kind == "connector":
            yield self.connector(id, AROUND, Words("A→", r, 17, bold=True))
        elif key.kind == "mark":
            yield Cell(id, AROUND, self.icon(key.icon), r)
        elif key.kind == "stack":
            yield self.plain(id, AROUND, square)
            yield from self.stack(id, square)
        elif key.kind == "state":
            yield from self._key_of_state(id, key)
        else:
            look = LINES[key.kind]
            yield self.sample(id, r, look.colour, look.width, look.style)

    def _key_of_state(self, id: str, key: LegendKey) -> Iterator[Cell]:
        look = STATES[key.state]
        if not look.line:
            yield from self.sign(id, AROUND, key.state, Sign(key.box))
            return
        colour = look.colour if look.tinted else INK
        width = LINES["request"].width * look.wide
        yield self.sample(id, key.box, colour, width, look.style or "solid", look.opacity)
        if look.sign:
            size = key.box.h * 0.7
            middle = Rect(key.box.centre.x - size / 2 - 4, key.box.centre.y - size / 2, size, size)
            yield from self.sign(f"{id}.sign", AROUND, key.state, Sign(middle))

    def sample(self, id: str, r: Rect, colour: str, wide: float, style: str, left: float = 1.0) -> Cell:
        """An arrow as long as a box is wide."""
        way = (Point(r.x, r.centre.y), Point(r.right, r.centre.y))
        return Cell(id, AROUND, {**line(self.tone(colour), wide, style), **faded(left)}, points=way)


def _of_aws(s: GroupShape) -> bool:
    """Whether a frame has the icon of a group of AWS's that draw.io has, too."""
    return s.kind in GROUPS and s.icon == frame_look(s.kind).icon


def _in_corner(s: GroupShape) -> bool:
    """Whether the icon of a frame is where draw.io draws that of a group."""
    at = s.icon_box
    return at is not None and not s.overlay and max(at.x - s.box.x, at.y - s.box.y) <= NEAR


def _frame_id(id: str) -> str:
    return f"frame.{id}" if id else PICTURE


def _node_id(id: str) -> str:
    return f"box.{id}"
