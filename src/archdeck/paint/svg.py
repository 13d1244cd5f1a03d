"""Geometry and Graphviz's drawing of it to one self-contained SVG: icons once, stable ids, texts to read.

What Graphviz drew (frames, lines, arrow heads) is taken as it is; icons, words, numbers and the legend are painted from
the geometry. Ids start with the view's id, so that several pictures may stand on one page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from xml.etree import ElementTree

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
    Mark,
    NodeShape,
    PanelShape,
    Rect,
    Sign,
    StateLook,
    Words,
    cards,
    dark_css,
    fonts,
    foremost,
)
from archdeck.paint.quoting import escape, quoteattr
from archdeck.paint.terse import terse

_NS = "{http://www.w3.org/2000/svg}"
Drawn = Mapping[str, tuple[str, ...]]
RIM_OF_HEAD = 2.4  # pixels of the line around the head of an arrow, at most
DASHES = {"dashed": "8,5", "dotted": "2,5"}


def svg(view: str, g: Geometry, graphviz: str, icons: Mapping[str, str]) -> str:
    """The SVG of a picture. `view` is its id, `icons` maps each icon that occurs to a data URI."""
    drawn = _drawn(graphviz, g.width)
    painter = _Painter(view, drawn, icons)
    used = dict.fromkeys(icons_of(g))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{g.width}" height="{g.height}" '
        f'viewBox="0 0 {g.width} {g.height}" class="archdeck" id={quoteattr(view)} role="img" '
        f'aria-labelledby="{view}--title {view}--desc" font-family="{fonts.FAMILY}">',
        f'<title id="{view}--title">{escape(g.title)}</title>',
        f'<desc id="{view}--desc">{escape(g.description)}</desc>',
        "<defs>" + "".join(painter.symbol(icon) for icon in used) + painter.hatches(g) + "</defs>",
        f'<rect class="paper" width="{g.width}" height="{g.height}" fill="{PAPER}"/>',
        *(painter.group(s) for s in g.groups if not s.overlay),
        *(painter.group(s) for s in g.groups if s.overlay),
        *(painter.edge(e) for e in g.edges),
        *(painter.node(n) for n in g.nodes),
        *(painter.lettering(e) for e in g.edges if e.labels or e.badge or e.sign),
        *(painter.panel(p) for p in g.panel),
        painter.frame(g),
        "</svg>",
    ]
    return "\n".join(part for part in parts if part) + "\n"


def turning_dark(svg: str) -> str:
    """A picture as a file that is dark where it is shown with its own id as fragment, as in `prod.svg#prod`."""
    start, _, end = terse(svg).rpartition("</svg>")
    return f"{start}<style>{dark_css('svg:target')}</style>\n</svg>{end}"


def icons_of(g: Geometry) -> Iterable[str]:
    """Every icon of a picture, as often as it occurs."""
    yield from (s.icon for s in g.groups if s.icon and s.icon_box)
    for n in g.nodes:
        yield n.icon
        yield from (m.icon for m in n.marks)
    yield from (p.icon for p in g.panel)


def _drawn(graphviz: str, width: int) -> Drawn:
    """The shapes that Graphviz drew for each id, moved to slide pixels."""
    root = ElementTree.fromstring(graphviz)
    top = next(root.iter(f"{_NS}g"))
    moved = re.search(r"translate\(([-\d.]+)[ ,]([-\d.]+)\)", top.get("transform", ""))
    pages = [float(v) for v in root.get("viewBox", "0 0 0 0").split()]
    dx, dy = (float(moved.group(1)), float(moved.group(2))) if moved else (0.0, 0.0)
    margin = (pages[2] - width) / 2 if pages[2] else 0.0
    found: dict[str, tuple[str, ...]] = {}
    for g in top.iter(f"{_NS}g"):
        shapes = [s for s in g.iter() if s.tag in (f"{_NS}polygon", f"{_NS}path", f"{_NS}polyline")]
        if g is not top and g.get("id"):
            found[g.get("id", "")] = tuple(_shape(s, dx - margin, dy - margin) for s in shapes)
    return found


def _shape(element: ElementTree.Element, dx: float, dy: float) -> str:
    def number(match: re.Match[str]) -> str:
        x, y = float(match.group(1)) + dx, float(match.group(2)) + dy
        return f"{_n(x)},{_n(y)}"

    attributes = dict(element.attrib)
    for key in ("points", "d"):
        if key in attributes:
            attributes[key] = re.sub(r"(-?[\d.]+)[, ](-?[\d.]+)", number, attributes[key])
    dash = attributes.pop("stroke-dasharray", "")
    if dash:
        attributes["stroke-dasharray"] = DASHES["dotted"] if dash.startswith("1") else DASHES["dashed"]
    if attributes.get("fill") == "transparent":
        attributes["fill"] = "none"
    if attributes.get("stroke") == "transparent":
        attributes["stroke"] = "none"
    tag = element.tag.removeprefix(_NS)
    return f"<{tag} " + " ".join(f"{k}={quoteattr(v)}" for k, v in attributes.items()) + "/>"


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _at(r: Rect) -> str:
    return f'x="{_n(r.x)}" y="{_n(r.y)}" width="{_n(r.w)}" height="{_n(r.h)}"'


class _Painter:
    def __init__(self, view: str, drawn: Drawn, icons: Mapping[str, str]):
        self.view, self.drawn, self.icons = view, drawn, icons
        self.names = {icon: f"{view}--icon-{k}" for k, icon in enumerate(icons, start=1)}

    def symbol(self, icon: str) -> str:
        return (
            f'<symbol id="{self.names[icon]}" viewBox="0 0 128 128"><image width="128" height="128" '
            f'href="{self.icons[icon]}"/></symbol>'
        )

    def _use(self, icon: str, box: Rect) -> str:
        return f'<use href="#{self.names[icon]}" {_at(box)}/>'

    def words(self, w: Words, kind: str = "", left: bool = False) -> str:
        weight = ' font-weight="bold"' if w.bold else ""
        role = f' class="{kind or w.role}"' if kind or w.role else ""
        rows = w.text.split("\n")
        high = w.box.h / len(rows)
        x, anchor = (_n(w.box.x), "start") if left and len(rows) > 1 else (_n(w.box.centre.x), "middle")
        spans = [
            f'<tspan x="{x}" y="{_n(w.box.y + (k + 0.5) * high + w.px * fonts.BASE)}">{escape(row)}</tspan>'
            for k, row in enumerate(rows)
        ]
        inner = "".join(spans) if len(rows) > 1 else escape(w.text)
        return (
            f'<text x="{x}" y="{_n(w.box.y + high / 2 + w.px * fonts.BASE)}" text-anchor="{anchor}" '
            f'font-size="{_n(w.px)}" fill="{w.colour}"{weight}{role}>{inner}</text>'
        )

    def badge(self, w: Words) -> str:
        pill = f'<rect {_at(w.box)} rx="{_n(w.box.h / 2)}" fill="{INK}" stroke="{PAPER}" stroke-width="1.5"/>'
        return f'<g class="badge" data-step={quoteattr(w.text)}>{pill}{self.words(w)}</g>'

    def connector(self, w: Words) -> str:
        pill = f'<rect {_at(w.box)} rx="{_n(w.box.h / 2)}" fill="{PAPER}" stroke="{INK}" stroke-width="2"/>'
        return f'<g class="connector">{pill}{self.words(replace(w, colour=INK))}</g>'

    def group(self, s: GroupShape) -> str:
        struck = bool(s.state) and STATES[s.state].hatched
        shapes = "".join(self.drawn.get(s.id, ())) + (self._hatch("back", s.box.grow(-1)) if struck else "")
        beside = s.label and not (s.icon_box and s.icon_box.bottom <= s.label.box.y)  # and not below its icon
        label = self.words(s.label, "group-label", left=bool(beside)) if s.label else ""
        label = (_halo(label) if struck else label) + (self.sign(s.state, s.sign) if s.sign else "")
        icon = self._use(s.icon, s.icon_box) if s.icon and s.icon_box else ""
        place = f" data-place={quoteattr(s.place)}{_several('places', s.places)}" if s.place else ""
        kind = f"group kind-{s.kind}{' overlay' if s.overlay else ''}{_stated(s.state)}"
        return f'<g class="{kind}" id="{self.view}--{s.id}"{place}>{shapes}{icon}{label}</g>'

    def edge(self, e: EdgeShape) -> str:
        title = f"<title>{escape(e.title)}</title>" if e.title else ""
        data = {"relations": " ".join(e.relations), "from": e.source, "to": e.target}
        said = " ".join(f"data-{name}={quoteattr(value)}" for name, value in data.items())
        kind = f'class="edge kind-{e.kind}{_dim(e.dimmed)}{_stated(e.state)}" id="{self.view}--{e.id}"'
        return f"<g {kind} {said}{_fade(e.dimmed, e.state)}>{title}{''.join(map(_thin, self.drawn.get(e.id, ())))}</g>"

    def lettering(self, e: EdgeShape) -> str:
        faded = bool(e.state) and STATES[e.state].opacity < 1
        labels = (replace(w, colour=SOFT_INK) if faded else w for w in e.labels)
        inner = "".join(_halo(self.words(w, "edge-label")) for w in labels) + (self.badge(e.badge) if e.badge else "")
        owner = f'data-edge="{self.view}--{e.id}"'
        inner += self.sign(e.state, e.sign) if e.sign else ""
        return f'<g class="edge-words{_dim(e.dimmed)}" {owner}{_fade(e.dimmed)}>{inner}</g>'

    def node(self, n: NodeShape) -> str:
        icon = foremost(n.box) if n.stacked else n.box
        inner = (_stack(n.box) if n.stacked else "") + _tile(icon) + self._use(n.icon, icon)
        inner = self._in_state(n, inner) if n.state else inner + "".join(self.words(w) for w in n.labels)
        inner += "".join(self._mark(m) for m in n.marks) + (self.badge(n.badge) if n.badge else "")
        inner += self.connector(n.connector) if n.connector else ""
        inner += self.sign(n.state, n.sign) if n.sign else ""
        data = f'id="{self.view}--{n.id}" data-component={quoteattr(n.component)}'
        data += _several("instances", n.stands_for)
        kind = f"node{_dim(n.dimmed)}{_stated(n.state)}"
        return f'<g class="{kind}" {data}{_fade(n.dimmed)}><title>{escape(n.title)}</title>{inner}</g>'

    def _in_state(self, n: NodeShape, icon: str) -> str:
        """The icon faded, hatched or with a ring, and its words: soft where it is faded, but never faint."""
        look = STATES[n.state]
        faded = f'<g opacity="{look.opacity:g}">{icon}</g>' if look.opacity < 1 else icon
        struck = self._hatch("over", n.box) + _ring(n.box, look, "solid", 1.5) if look.hatched else ""
        ring = _ring(n.box.grow(1.5), look, look.ring, 3) if look.ring else ""
        labels = (replace(w, colour=SOFT_INK) if look.opacity < 1 else w for w in n.labels)
        words = "".join(_halo(self.words(w)) if look.hatched else self.words(w) for w in labels)
        return faded + struck + ring + words

    def hatches(self, g: Geometry) -> str:
        """The patterns of what is struck out: one over icons, a pale one behind what is in a frame."""
        states = {n.state for n in g.nodes} | {s.state for s in g.groups}
        if not any(STATES[state].hatched for state in states if state):
            return ""
        struck = next(look for look in STATES.values() if look.hatched)
        return _pattern(f"over----{self.view}", struck.colour, 7, 1.6) + _pattern(f"back----{self.view}", HATCH, 14, 2)

    def _hatch(self, name: str, box: Rect) -> str:
        return f'<rect class="hatch" {_at(box)} fill="url(#{name}----{self.view})"/>'

    def sign(self, state: str, sign: Sign) -> str:
        """The round mark of a state, or a longer one with words in it."""
        look, size = STATES[state], sign.box.h
        ground = f'<rect {_at(sign.box)} rx="{_n(size / 2)}" fill="{look.colour}" stroke="{PAPER}" stroke-width="1.5"/>'
        strokes = f'fill="none" stroke="{PAPER}" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"'
        area = f'<path d="{look.solid}" fill="{PAPER}"/>' if look.solid else ""
        place = f'transform="translate({_n(sign.box.x)} {_n(sign.box.y)}) scale({size / 24:.4g})"'
        words = self.words(sign.words) if sign.words else ""
        return f'<g class="sign">{ground}<g {place}>{area}<path d="{look.sign}" {strokes}/></g>{words}</g>'

    def _mark(self, m: Mark) -> str:
        title = f"<title>{escape(m.title)}</title>"
        back = f'<rect {_at(m.box.grow(1.5))} rx="4" fill="{PAPER}"/>'
        icon = _tile(m.box) + self._use(m.icon, m.box)
        return f'<g class="mark" data-component={quoteattr(m.component)}>{title}{back}{icon}</g>'

    def panel(self, p: PanelShape) -> str:
        icon, faded = _tile(p.box) + self._use(p.icon, p.box), _fade(False, p.state)
        icon = f"<g{faded}>{icon}</g>" if faded else icon
        return (
            f'<g class="panel{_stated(p.state)}" data-component={quoteattr(p.component)}>{icon}'
            f"{''.join(self.words(w) for w in p.labels)}{self.sign(p.state, p.sign) if p.sign else ''}</g>"
        )

    def frame(self, g: Geometry) -> str:
        chip = f'<rect class="chip" {_at(g.chip)} rx="8" fill="{STAGES[g.stage]}"/>' if g.chip else ""
        bar = f'<rect class="accent" x="40" y="26" width="8" height="72" fill="{ACCENT}"/>'
        return (
            f'<g class="frame">{bar}{chip}{"".join(self._legend(k) for k in g.legend)}'
            f"{''.join(self.words(w) for w in g.frame)}</g>"
        )

    def _legend(self, key: LegendKey) -> str:
        r = key.box
        if key.kind == "badge":
            return self.badge(Words("n", Rect(r.x, r.y, r.h, r.h), 17, bold=True, colour=PAPER))
        if key.kind == "connector":
            return self.connector(Words("A→", Rect(r.x, r.y, r.w, r.h), 17, bold=True))
        if key.kind == "mark":
            return self._use(key.icon, r)
        if key.kind == "stack":
            return _stack(Rect(r.x, r.y, r.h, r.h))
        if key.kind == "state":
            return self._line_of_state(key) if STATES[key.state].line else self.sign(key.state, Sign(r))
        look = LINES[key.kind]
        return f'<g class="key kind-{key.kind}">{_sample(key.box, look.colour, look.width, look.style)}</g>'

    def _line_of_state(self, key: LegendKey) -> str:
        """A sample of a line in a state, with its sign in the middle where it has one."""
        look = STATES[key.state]
        width = LINES["request"].width * look.wide
        line = _sample(key.box, look.colour if look.tinted else INK, width, look.style or "solid")
        size = key.box.h * 0.7
        middle = Rect(key.box.centre.x - size / 2 - 4, key.box.centre.y - size / 2, size, size)
        sign = self.sign(key.state, Sign(middle)) if look.sign else ""
        return f'<g class="key state-{key.state}"><g{_fade(False, key.state)}>{line}</g>{sign}</g>'


def _sample(r: Rect, colour: str, width: float, style: str) -> str:
    """An arrow as long as a box is wide."""
    dash = f' stroke-dasharray="{DASHES[style]}"' if style in DASHES else ""
    x, y = r.right, r.centre.y
    head = " ".join(f"{_n(x - back)},{_n(y + side)}" for back, side in ((0, 0), (13, -5.9), (8, 0), (13, 5.9)))
    paint = f'stroke="{colour}" stroke-width="{width}"'
    line = f'<path d="M{_n(r.x)},{_n(y)}H{_n(x - 6)}" fill="none" {paint}{dash}/>'
    return f'{line}<polygon points="{head}" fill="{colour}"/>'


def _thin(shape: str) -> str:
    """The head of a wide arrow keeps its form: its rim is no wider than that of others."""
    if not shape.startswith("<polygon"):
        return shape
    return re.sub(
        r'stroke-width="([\d.]+)"', lambda m: f'stroke-width="{min(float(m.group(1)), RIM_OF_HEAD):g}"', shape
    )


def _pattern(id: str, colour: str, every: int, wide: float) -> str:
    """Slanted lines, at the same place wherever the pattern is used."""
    line = f'<path d="M0 0V{every}" stroke="{colour}" stroke-width="{wide:g}"/>'
    unit = f'width="{every}" height="{every}" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"'
    return f'<pattern id="{id}" {unit}>{line}</pattern>'


def _ring(box: Rect, look: StateLook, style: str, wide: float) -> str:
    dash = f' stroke-dasharray="{DASHES[style]}"' if style in DASHES else ""
    return f'<rect class="ring" {_at(box)} rx="5" fill="none" stroke="{look.colour}" stroke-width="{wide:g}"{dash}/>'


def _stack(box: Rect) -> str:
    """Three cards behind each other, for several components."""
    return "".join(
        f'<rect {_at(card)} rx="4" fill="{PAPER}" stroke="{SOFT_INK}" stroke-width="1.5"/>' for card in cards(box)
    )


def _tile(box: Rect) -> str:
    """Room for a light ground behind an icon, on dark pages."""
    return f'<rect class="tile" {_at(box)} rx="{_n(box.w / 10)}" fill="none"/>'


def dark(svg: str) -> str:
    """The same picture for a dark ground."""
    turned = re.sub(r'"(#[0-9A-Fa-f]{6})"', lambda m: f'"{DARK.get(m.group(1).upper(), m.group(1))}"', svg)
    return re.sub(r'(<rect class="tile"[^>]*) fill="none"', rf'\1 fill="{TILE}"', turned)


def _several(name: str, ids: Iterable[str]) -> str:
    """What something is drawn for, where that is more than what it is called after."""
    every = list(ids)
    return f" data-{name}={quoteattr(' '.join(every))}" if len(every) > 1 else ""


def _dim(dimmed: bool) -> str:
    return " dimmed" if dimmed else ""


def _stated(state: str) -> str:
    return f" state-{state}" if state else ""


def _fade(dimmed: bool, state: str = "") -> str:
    opacity = STATES[state].opacity if state else 1.0
    return f' opacity="{DIMMED:g}"' if dimmed else f' opacity="{opacity:g}"' if opacity < 1 else ""


def _halo(text: str) -> str:
    """Words on an arrow keep the lines behind them off their letters."""
    return text.replace(
        "<text ", f'<text paint-order="stroke" stroke="{PAPER}" stroke-width="4" stroke-linejoin="round" ', 1
    )
