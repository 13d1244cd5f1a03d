"""The geometry of a picture to the shapes of a slide that can be moved and edited, as its SVG shows it."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from archdeck.canvas import (
    ACCENT,
    DIMMED,
    HATCH,
    INK,
    LINES,
    PAPER,
    SOFT_INK,
    STAGES,
    STATES,
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
    foremost,
    hits,
)
from archdeck.deck.connectors import middle_side
from archdeck.deck.drawing import Arrow, Box, Icon, Part, Pen, Port, Shape, Strokes, Text, Together

BAR = Rect(40, 26, 8, 72)  # of the accent beside the title
Icons = Mapping[str, str]  # an icon of geometry to the data URI of its picture


def picture(g: Geometry, icons: Icons) -> tuple[Shape, ...]:
    """Everything of a picture but its title, from back to front."""
    return tuple(_Picture(g, icons).shapes())


def bar() -> Box:
    """The bar beside the title of every slide."""
    return Box("Bar", BAR, fill=ACCENT)


@dataclass(frozen=True)
class _Picture:
    g: Geometry
    icons: Icons

    def shapes(self) -> Iterator[Shape]:
        ends: dict[str, dict[Point, None]] = defaultdict(dict)
        for e in self.g.edges:
            ends[e.source][e.points[0]] = ends[e.target][e.points[-1]] = None
        yield bar()
        yield from (self._frame(s, ends[s.id]) for s in sorted(self.g.groups, key=lambda s: s.overlay))
        yield from map(self._arrow, self.g.edges)
        yield from (self._node(n, ends[n.id]) for n in self.g.nodes)
        for e in self.g.edges:
            yield from self._lettering(e)
        yield from map(self._panel, self.g.panel)
        yield from self._surround()

    def _icon(self, name: str, icon: str, box: Rect, opacity: float = 1.0, id: str = "") -> Icon:
        return Icon(name, box, base64.b64decode(self.icons[icon].partition(",")[2]), name, opacity, id)

    def _frame(self, s: GroupShape, ends: Iterable[Point]) -> Together:
        look, wide = border_look(s)
        pen = Pen(look.border, wide, look.style)
        name = s.label.text.replace("\n", " ") if s.label else s.kind
        hatched = HATCH if s.state and STATES[s.state].hatched else ""
        parts: list[Part] = [Box(name, s.box, fill=look.fill, pen=pen, hatched=hatched, id=s.id)]
        parts += [self._icon(name, s.icon, s.icon_box)] if s.icon and s.icon_box else []
        parts += [_text(s.label, fill=PAPER if hatched else "")] if s.label else []
        parts += _sign(s.state, s.sign) if s.sign else []
        return Together(name, (*parts, *_ports(name, s.id, s.box, ends)))

    def _arrow(self, e: EdgeShape) -> Arrow:
        look = arrow_look(e)
        left = DIMMED if e.dimmed else STATES[e.state].opacity if e.state else 1.0
        pen = Pen(faded(look.colour, left), look.width, look.style)
        return Arrow(e.title or look.legend, e.points, pen, e.source, e.target, e.both)

    def _node(self, n: NodeShape, ends: Iterable[Point]) -> Together:
        state = STATES[n.state] if n.state else None
        left = (DIMMED if n.dimmed else 1.0) * (state.opacity if state else 1.0)
        name = n.labels[-1].text.replace("\n", " ") if n.labels else n.title.partition(" – ")[0] or n.component
        parts: list[Part] = []
        if state and state.hatched:
            pen = Pen(state.colour, 1.5)
            parts.append(Box("Struck out", n.box, fill=PAPER, pen=pen, corner=5, hatched=state.colour))
        parts += _stack(n.box) if n.stacked else []
        box = foremost(n.box) if n.stacked else n.box
        parts.append(self._icon(name, n.icon, box, left, n.id))
        if state and state.ring:
            parts.append(Box("Ring", n.box.grow(1.5), pen=Pen(state.colour, 3, state.ring), corner=5))
        pale = DIMMED if n.dimmed else 1.0
        soft = state is not None and state.opacity < 1
        parts += [_text(replace(w, colour=faded(SOFT_INK if soft else w.colour, pale))) for w in n.labels]
        for m in n.marks:
            parts.append(Box("Ground", m.box.grow(1.5), fill=PAPER, corner=4))
            parts.append(self._icon(m.title, m.icon, m.box, pale))
        parts += _badge(n.badge, pale) if n.badge else []
        parts += _connector(n.connector) if n.connector else []
        parts += _sign(n.state, n.sign) if n.sign else []
        alt = ", ".join(filter(None, (*(w.text.replace("\n", " ") for w in n.labels), state.legend if state else "")))
        return Together(name, (*parts, *_ports(name, n.id, box, ends)), alt)

    def _lettering(self, e: EdgeShape) -> Iterator[Shape]:
        pale = DIMMED if e.dimmed else 1.0
        soft = bool(e.state) and STATES[e.state].opacity < 1
        for w in e.labels:
            on_line = any(hits(w.box, piece) for piece in zip(e.points, e.points[1:], strict=False))
            colour = faded(SOFT_INK if soft else w.colour, pale)
            yield _text(replace(w, colour=colour), fill=PAPER if on_line else "")
        if e.badge:
            yield Together(f"Step {e.badge.text}", tuple(_badge(e.badge, pale)))
        if e.sign:
            yield Together(STATES[e.state].legend, tuple(_sign(e.state, e.sign)))

    def _panel(self, p: PanelShape) -> Together:
        left = STATES[p.state].opacity if p.state else 1.0
        name = p.labels[0].text if p.labels else p.component
        some: list[Part] = [self._icon(name, p.icon, p.box, left), *map(_text, p.labels)]
        some += _sign(p.state, p.sign) if p.sign else []
        return Together(name, tuple(some))

    def _surround(self) -> Iterator[Shape]:
        if self.g.chip:
            yield Box("Environment", self.g.chip, fill=STAGES[self.g.stage], corner=8)
        for key in self.g.legend:
            yield from self._key(key)
        yield from (_text(w) for w in self.g.frame if w.role != "title")

    def _key(self, key: LegendKey) -> Iterator[Shape]:
        r = key.box
        if key.kind == "badge":
            words = Words("n", Rect(r.x, r.y, r.h, r.h), 17, bold=True, colour=PAPER)
            yield Together("Step", tuple(_badge(words, 1.0)))
        elif key.kind == "connector":
            yield Together("Goes on", tuple(_connector(Words("A→", r, 17, bold=True))))
        elif key.kind == "mark":
            yield self._icon("Small icon", key.icon, r)
        elif key.kind == "stack":
            yield Together("Several components", tuple(_stack(Rect(r.x, r.y, r.h, r.h))))
        elif key.kind == "state":
            yield from _state_key(key)
        else:
            look = LINES[key.kind]
            yield _sample(look.legend, r, Pen(look.colour, look.width, look.style))


def _sample(name: str, r: Rect, pen: Pen) -> Arrow:
    """An arrow as long as a box is wide."""
    return Arrow(name, (Point(r.x, r.centre.y), Point(r.right, r.centre.y)), pen, "", "")


def _state_key(key: LegendKey) -> Iterator[Shape]:
    look = STATES[key.state]
    if not look.line:
        yield Together(look.legend, tuple(_sign(key.state, Sign(key.box))))
        return
    colour = faded(look.colour if look.tinted else INK, look.opacity)
    yield _sample(look.legend, key.box, Pen(colour, LINES["request"].width * look.wide, look.style or "solid"))
    if look.sign:
        size = key.box.h * 0.7
        middle = Rect(key.box.centre.x - size / 2 - 4, key.box.centre.y - size / 2, size, size)
        yield Together(look.legend, tuple(_sign(key.state, Sign(middle))))


def faded(colour: str, left: float) -> str:
    """A colour of which so much is left on paper."""
    if left >= 1:
        return colour
    parts = ((int(colour[k : k + 2], 16), int(PAPER[k : k + 2], 16)) for k in (1, 3, 5))
    return "#" + "".join(f"{round(a * left + b * (1 - left)):02X}" for a, b in parts)


def _text(w: Words, fill: str = "") -> Text:
    return Text(w.text, w.box, w.px, w.bold, w.colour, fill=fill, name=w.text.replace("\n", " "))


def _ports(name: str, id: str, box: Rect, ends: Iterable[Point]) -> Iterator[Port]:
    """Where arrows end that do not end at the middle of a side."""
    return (Port(name, id, at) for at in ends if middle_side(box, at) is None)


def _badge(w: Words, left: float) -> list[Part]:
    ground = Box("Number", w.box, fill=faded(INK, left), pen=Pen(PAPER, 1.5), corner=w.box.h / 2)
    return [ground, _text(w)]


def _connector(w: Words) -> list[Part]:
    return [Box("Letter", w.box, fill=PAPER, pen=Pen(INK, 2), corner=w.box.h / 2), _text(replace(w, colour=INK))]


def _stack(box: Rect) -> list[Part]:
    """Three cards behind each other."""
    return [Box("Card", card, PAPER, Pen(SOFT_INK), 4) for card in cards(box)]


def _sign(state: str, sign: Sign) -> list[Part]:
    """The round mark of a state, or a longer one with words in it."""
    look, size = STATES[state], sign.box.h
    square = Rect(sign.box.x, sign.box.y, size, size)
    found: list[Part] = [Box(look.legend, sign.box, fill=look.colour, pen=Pen(PAPER, 1.5), corner=size / 2)]
    found += [Strokes("Sign", square, look.solid, filled=True)] if look.solid else []
    found.append(Strokes("Sign", square, look.sign))
    found += [_text(sign.words)] if sign.words else []
    return found
