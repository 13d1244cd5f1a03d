"""A view to what a language of diagrams can say of it: boxes in frames and arrows with words, and where nothing stands.

What stands in such a language is laid out by the tool that reads it. Mermaid, PlantUML and D2 are written from this.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache

from archdeck.canvas import STATES, around
from archdeck.model import kinds
from archdeck.views import Arrow, Box, Group, PanelEntry, View, members, told_apart, without_rooms

ASIDE = "aside"  # the frame of the services of the side panel
# Words of a kind of arrow that a picture tells by its look alone. A request needs none, and what keeps data says so.
ARROWS = {
    "replication": "replication",
    "backup": "backup",
    "failover": "failover",
    "control": "control",
    "uses": "uses",
}
# What a frame is, where its name does not say so; by its look and icon a picture does.
FRAMES = {
    "cloud": "cloud",
    "account": "account",
    "region": "Region",
    "vpc": "VPC",
    "zone": "Availability Zone",
    "public-subnet": "public subnet",
    "private-subnet": "private subnet",
    "subnet": "subnet",
    "cluster": "cluster",
    "data-center": "data center",
    "auto-scaling-group": "Auto Scaling group",
    "security-group": "security group",
}


@dataclass(frozen=True)
class Node:
    """A box. `lines` are its words, `aside` what applies to it and is drawn as small marks; `state` is one of those in
    `STATES`, or ''."""

    id: str
    icon: str
    lines: tuple[str, ...]
    aside: tuple[str, ...] = ()
    state: str = ""
    actor: bool = False


@dataclass(frozen=True)
class Frame:
    """A frame with what stands in it."""

    id: str
    kind: str
    provider: str
    label: str
    state: str
    nodes: tuple[Node, ...]
    frames: tuple[Frame, ...]

    def within(self) -> Iterator[str]:
        """The ids of all that is inside."""
        yield from (node.id for node in self.nodes)
        for frame in self.frames:
            yield frame.id
            yield from frame.within()


@dataclass(frozen=True)
class Line:
    """An arrow between two ids."""

    source: str
    target: str
    kind: str
    words: str
    both: bool
    state: str


@dataclass(frozen=True)
class Outline:
    """All of a picture: `left` are sentences on what such languages have no place for."""

    title: str
    down: bool
    nodes: tuple[Node, ...]
    frames: tuple[Frame, ...]
    lines: tuple[Line, ...]
    left: tuple[str, ...]

    def every_frame(self) -> Iterator[Frame]:
        """All frames, outer ones before those in them."""

        def inside(frames: tuple[Frame, ...]) -> Iterator[Frame]:
            for frame in frames:
                yield frame
                yield from inside(frame.frames)

        yield from inside(self.frames)

    def every_node(self) -> Iterator[Node]:
        """All boxes."""
        yield from self.nodes
        for frame in self.every_frame():
            yield from frame.nodes


def outlined(view: View, reserved: Collection[str]) -> Outline:
    """The outline of a view; no id in it is one of the `reserved` words of a language."""
    return _Outlining(without_rooms(view), reserved).outline()


class _Outlining:
    def __init__(self, view: View, reserved: Collection[str]):
        self.view = view
        self.reserved = {word.lower() for word in reserved}
        self.ids: dict[str, str] = {}
        self.taken: set[str] = set()
        self.groups = {g.id: g for g in view.groups}
        self.parents = {g.id: self._parent(g) for g in view.groups}

    def outline(self) -> Outline:
        view = self.view
        boxes = {b.id: self._node(b) for b in view.boxes}
        homes = {b.id: self._home(b) for b in view.boxes}
        left = [f"the frame {g.label} around {self._named(g)}" for g in view.groups if self.parents[g.id] is _ACROSS]

        def frames(parent: str | None) -> tuple[Frame, ...]:
            return tuple(
                self._frame(g, tuple(boxes[b] for b, home in homes.items() if home == g.id), frames(g.id))
                for g in view.groups
                if self.parents[g.id] == parent
            )

        entries = tuple(map(self._entry, enumerate((*view.panel, *view.foot), 1)))
        aside = (Frame(self._id(ASIDE), "group", "", "Applies to all of it", "", entries, ()),) if entries else ()
        loose = tuple(boxes[b] for b, home in homes.items() if home is None)
        whole = (*frames(None), *aside)
        return Outline(
            _title(view),
            view.down,
            loose,
            whole,
            tuple(self._lines(whole)),
            tuple(left),
        )

    # ---- frames

    def _parent(self, group: Group) -> str | None:
        """The frame around a frame; `_ACROSS` for one that cuts through others."""
        if not group.overlay:
            return group.parent
        homes = {self._place(b) for b in self.view.boxes if b.id in group.boxes}
        alone = len(homes) == 1 and not any(
            other is not group and other.overlay and set(other.boxes) & set(group.boxes) for other in self.view.groups
        )
        return next(iter(homes)) if alone else _ACROSS

    def _place(self, box: Box) -> str | None:
        return next((id for id in around(self.groups, box.group) if id in self.groups), None)

    def _home(self, box: Box) -> str | None:
        """The innermost frame that is drawn around a box."""
        overlay = next(
            (g.id for g in self.view.groups if g.overlay and box.id in g.boxes and self.parents[g.id] is not _ACROSS),
            None,
        )
        return overlay or self._place(box)

    def _named(self, group: Group) -> str:
        names = {b.id: b.name for b in self.view.boxes}
        return ", ".join(dict.fromkeys(names[id] for id in group.boxes if id in names))

    def _frame(self, group: Group, nodes: tuple[Node, ...], frames: tuple[Frame, ...]) -> Frame:
        said = group.label or ", ".join(dict.fromkeys(node.lines[0] for node in nodes if node.lines))
        word = FRAMES.get(group.kind, "")
        label = f"{said} ({word})" if word and word.lower() not in said.lower() else said
        state = _told(group.state)
        words = f"{label} [{state}]" if state else label
        return Frame(self._id(group.id), group.kind, group.provider, words, group.state, nodes, frames)

    # ---- boxes

    def _id(self, id: str) -> str:
        """Letters, digits and underscores: one that no language reads as a word of its own."""
        if id not in self.ids:
            plain = re.sub(r"\W", "_", id, flags=re.ASCII)
            while plain in self.taken or plain.lower() in self.reserved:
                plain += "_"
            self.taken.add(plain)
            self.ids[id] = plain
        return self.ids[id]

    def _node(self, box: Box) -> Node:
        """What a box is stands first, also where a picture leaves that to its icon."""
        said = tuple(filter(None, (_told(box.state), box.note)))
        kind = next((part for part in box.title.split(" – ")[1:2] if part in kind_names()), "")
        wrapped = next((k for k in range(len(box.words) + 1) if " ".join(box.words[:k]) == kind), 0)
        words = (kind, *box.words[wrapped:]) if kind else box.words
        lines = (*words, *((f"[{': '.join(said)}]",) if said else ()))
        aside = tuple(dict.fromkeys(title.partition(" – ")[0] for _, _, title in box.marks))
        return Node(self._id(box.id), box.icon, lines or (box.name,), aside, _shown(box.state), box.actor)

    def _entry(self, numbered: tuple[int, PanelEntry]) -> Node:
        number, entry = numbered
        said = _told(entry.state)
        lines = (*(entry.told.split(" · ") if entry.told else entry.lines), *((f"[{said}]",) if said else ()))
        return Node(self._id(f"{ASIDE}--{number}--{entry.component}"), entry.icon, lines, (), _shown(entry.state))

    # ---- arrows

    def _lines(self, frames: tuple[Frame, ...]) -> Iterator[Line]:
        """Each arrow; one that starts or ends at a frame that is not drawn, or that is around its other end, as arrows
        of all else in there."""
        inside = {f.id: frozenset(f.within()) for f in Outline("", False, (), frames, (), ()).every_frame()}
        in_frames = members(self.view)
        for one in (part for arrow in self.view.arrows for part in self._parts(arrow)):
            line = self._line(one, one.source, one.target)
            ends = [[one.source], [one.target]]
            for k, (end, other) in enumerate(((line.source, line.target), (line.target, line.source))):
                if other in inside.get(end, ()) or self.parents.get(ends[k][0]) is _ACROSS:
                    theirs = in_frames.get(ends[1 - k][0], ends[1 - k])
                    ends[k] = [box for box in in_frames.get(ends[k][0], []) if box not in theirs]
            yield from (self._line(one, a, b) for a in ends[0] for b in ends[1])

    def _parts(self, arrow: Arrow) -> tuple[Arrow, ...]:
        """The arrows that one at a frame stands for. What ends at a box that is down is broken, whatever becomes of the
        whole; the number of a step is at one that is not."""
        parts = told_apart(arrow)
        if len(parts) < 2:
            return parts
        down = {b.id for b in self.view.boxes if b.state == "down"}
        told = [replace(p, state="dead") if {p.source, p.target} & down else p for p in parts]
        first = next((p.id for p in told if p.state != "dead"), told[0].id)
        return tuple(replace(p, step=arrow.step if p.id == first else "") for p in told)

    def _line(self, arrow: Arrow, source: str, target: str) -> Line:
        kind = ARROWS.get(arrow.kind.value, "")
        ends = " → ".join(filter(None, (arrow.from_label, arrow.to_label)))
        label = " ".join(filter(None, (arrow.label, ends)))
        said = f"{label} ({kind})" if label and kind and kind not in label.lower() else label or kind
        state = f"[{_told(arrow.state)}]" if _told(arrow.state) else ""
        words = " ".join(filter(None, (f"({arrow.step})" if arrow.step else "", said, state)))
        return Line(
            self._id(source),
            self._id(target),
            arrow.kind.value,
            words,
            arrow.both,
            arrow.state,
        )


def _shown(state: str) -> str:
    return "" if state in _PLAIN else state


def _told(state: str) -> str:
    """The words for a state; none where it is that of all that nothing is said of."""
    return STATES[state].legend if state in STATES and state not in _PLAIN else ""


def _title(view: View) -> str:
    """Its title and its environment, if that is not in it."""
    title, chip = " ".join(view.title.split()), " ".join(view.chip.split())
    return title if chip.lower() in title.lower() else f"{title} – {chip.capitalize()}"


@cache
def kind_names() -> frozenset[str]:
    """What the kinds of the catalogue are called."""
    return frozenset(kind.name for kind in kinds())


_PLAIN = ("carries", "same")  # states that need no words where others have them
_ACROSS = "across"  # stands for the parent of a frame that has none
