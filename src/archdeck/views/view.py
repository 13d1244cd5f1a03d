"""A view: one picture as pure data, before anything has a position."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from archdeck.canvas import LeftOut, around, frame_look
from archdeck.language import Arrangement, Lane, RelationKind

ASKED = "the model leaves it out of this picture"  # how reasons begin that stand under `views`


@dataclass(frozen=True)
class Box:
    """A node: an instance, or a component where the view has no environment. `group` is the innermost place group.
    `column` orders boxes from left to right. `lines` are what stands under the icon: service first, role
    second. `through` boxes are on a request's way, the others stand aside. `row` is given where the view knows it.
    `at_border` boxes are doors of a network, and stand at its border. `lane` is one that the model asks for.
    `stands_for` are the boxes of the whole view that this one stands for, where there is no room for each. `state` is
    one of those in `look.STATES`, and `note` the few words on its sign; `count` is how often it runs. `plain` are its
    lines where all of its instances are drawn as one. What `hangs` takes what another one could not handle: it stands
    below or beside that, outside of the way that goes on from there. A `hollow` one is not drawn: it keeps room in the
    frame of a place in which nothing runs. `among` is what its copies do to each other."""

    id: str
    component: str
    icon: str
    lines: tuple[str, ...]
    group: str | None
    tier: int
    column: int
    title: str
    marks: tuple[tuple[str, str, str], ...] = ()
    actor: bool = False
    through: bool = True
    step: str = ""
    dimmed: bool = False
    row: int | None = None
    stands_for: tuple[str, ...] = ()
    at_border: bool = False
    lane: Lane | None = None
    state: str = ""
    note: str = ""
    count: int = 1
    plain: tuple[str, ...] = ()
    hangs: bool = False
    hollow: bool = False
    among: str = ""

    def in_column(self, column: int) -> Box:
        """The same in another column; a tenth of what `replace` takes, for tables are tried by the hundred."""
        if column == self.column:
            return self
        box = object.__new__(Box)
        box.__dict__.update(self.__dict__, column=column)
        return box

    @property
    def name(self) -> str:
        """What its title begins with."""
        return self.title.split(" – ")[0]

    @property
    def words(self) -> tuple[str, ...]:
        """What stands under the icon: its lines, how often it runs, and what its copies do to each other."""
        many = self.lines and self.count != 1
        lines = (*self.lines[:-1], f"{self.lines[-1]} × {self.count}") if many else self.lines
        return (*lines, self.among) if self.among else lines


@dataclass(frozen=True)
class Group:
    """A frame around boxes. Overlays cut across the other groups: `boxes` are theirs; place groups nest by `parent`.
    `short` is a label for where there is little room; `places` are all that it is drawn for, where those are several;
    what runs in a `standby` one waits for a failure; `span` is first and last column, first and last row, where the
    view knows them."""

    id: str
    place: str | None
    kind: str
    label: str
    parent: str | None
    overlay: bool = False
    boxes: tuple[str, ...] = ()
    short: str = ""
    places: tuple[str, ...] = ()
    standby: bool = False
    icon: str = ""
    provider: str = ""
    span: tuple[int, int, int, int] | None = None
    state: str = ""

    @property
    def sign(self) -> str:
        """The icon beside its name: its own, else that of its kind in its provider's cloud."""
        return self.icon or frame_look(self.kind, self.provider).icon


@dataclass(frozen=True)
class Arrow:
    """An edge between boxes or groups, standing for one or more relations. Arrows with one `bundle` may share a line;
    `pairs` are the ends between boxes that a lifted arrow stands for; `numbered` keeps room for a step's number;
    `from_label` and `to_label` are words at its ends. `parts` are the arrows between boxes that one at a frame is made
    from, each with its own words and heads; a `counted` one says how many these are."""

    id: str
    relations: tuple[str, ...]
    kind: RelationKind
    source: str
    target: str
    label: str = ""
    step: str = ""
    bundle: str = ""
    both: bool = False
    title: str = ""
    dimmed: bool = False
    pairs: tuple[tuple[str, str], ...] = ()
    numbered: bool = False
    state: str = ""
    from_label: str = ""
    to_label: str = ""
    parts: tuple[Arrow, ...] = ()
    counted: bool = False


@dataclass(frozen=True)
class PanelEntry:
    """A service of the side panel, under its heading; `told` is all that is said of it, in one line."""

    component: str
    icon: str
    lines: tuple[str, ...]
    heading: str
    name: str = ""
    state: str = ""
    told: str = ""


@dataclass(frozen=True)
class FlowStep:
    """A step of the flow that a picture is about: its number, its relation if it has one, the components it starts and
    ends at. Where it names instances, `sources` and `targets` are their ids. `terms` say when it happens and how
    often, if not always once after the one before it. It takes the relations `beside` too, in other places."""

    number: str
    relation: str
    target: str
    source: str = ""
    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    terms: str = ""
    beside: tuple[str, ...] = ()

    def takes(self, relation: str, one: str, other: str) -> bool:
        """Whether it takes a link of this relation between two instances, in whichever direction."""
        ends = (self.sources, self.targets)
        return relation in (self.relation, *self.beside) and any(
            all(not some or end in some for some, end in zip(ends, pair, strict=True))
            for pair in ((one, other), (other, one))
        )

    def ends_at(self, component: str, instance: str) -> bool:
        return component == self.target and (not self.targets or instance in self.targets)

    def is_at(self, component: str, instance: str) -> bool:
        """Whether it starts or ends at an instance of a component."""
        starts = component == self.source and (not self.sources or instance in self.sources)
        return starts or self.ends_at(component, instance)


@dataclass(frozen=True)
class Content:
    """All that a picture is of: instances with their components, and links as relation, source and target."""

    instances: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class View:
    """One picture. `kind` is environment, flow, component, layers …; `left_out` says what was lifted, merged or moved;
    `stands_as` is the view on whose layout it is drawn, so that both can be laid over each other; a view that is read
    `down` runs from the top to the bottom; the services of `foot` stand there in rows, for a
    side panel has no room, and for `foot_rows` of them the drawing makes room;
    `part_of` is the view that shows the whole of what this one shows a part of; `legend` has words for states that say
    more here than those in `look.STATES`; `drill` is what is played, `other` the environment that this one is compared
    with; `content` is what it was made from, and `reasons` say of some of that why it is not drawn; `given` are the
    cells in which a file beside the model wants its boxes; `steps` are those of the flow; `apart` are frames that are
    not drawn as one with others, and `failed` boxes that are not: what a drill takes down; `full` is the view of which
    this one is a short one: what stands left of something or above it there does so here; `alone` are the boxes and
    frames that the model wants never drawn as one with others, `rows` the components in the order in which boxes above
    each other in a frame are to stand, if it asks for one, and `columns` that of boxes beside each other; `in_place`
    are the arrows of a failure where they stood before, for where there is no way for those that lead elsewhere now."""

    id: str
    kind: str
    environment: str
    title: str
    subtitle: str
    chip: str
    stage: str
    source: str
    boxes: tuple[Box, ...]
    groups: tuple[Group, ...]
    arrows: tuple[Arrow, ...]
    panel: tuple[PanelEntry, ...]
    numbered: bool = False
    layout: str = "grid"
    left_out: tuple[str, ...] = ()
    flow: str = ""
    stands_as: View | None = None
    down: bool = False
    foot: tuple[PanelEntry, ...] = ()
    foot_rows: int = 0
    component: str = ""
    part_of: str = ""
    legend: tuple[tuple[str, str], ...] = ()
    drill: str = ""
    other: str = ""
    content: Content = Content()
    reasons: tuple[LeftOut, ...] = ()
    given: Arrangement | None = None
    steps: tuple[FlowStep, ...] = ()
    apart: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    full: View | None = None
    alone: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    in_place: tuple[Arrow, ...] = ()


def told_apart(arrow: Arrow) -> tuple[Arrow, ...]:
    """The arrows between boxes that one at a frame stands for, as what has become of it: itself, if it is at none."""
    if not arrow.pairs:
        return (arrow,)
    bare = replace(arrow, pairs=(), parts=(), counted=False)
    parts = arrow.parts or tuple(replace(bare, source=a, target=b) for a, b in arrow.pairs)
    return tuple(
        replace(
            part,
            id=f"{arrow.id}--{k}",
            step=arrow.step if k == 1 else "",
            numbered=arrow.numbered,
            dimmed=arrow.dimmed,
            state=arrow.state,
        )
        for k, part in enumerate(parts, start=1)
    )


def without_rooms(view: View) -> View:
    """The view without the boxes that keep room in empty frames; the same one where there are none."""
    if not any(b.hollow for b in view.boxes):
        return view
    base = without_rooms(view.stands_as) if view.stands_as else None
    return replace(view, boxes=tuple(b for b in view.boxes if not b.hollow), stands_as=base)


def homes(view: View, kinds: Collection[str]) -> dict[str, str | None]:
    """For each box the innermost frame of these kinds."""
    groups = {g.id: g for g in view.groups}
    return {b.id: next((g for g in around(groups, b.group) if groups[g].kind in kinds), None) for b in view.boxes}


def members(view: View) -> dict[str, list[str]]:
    """The boxes of each frame by its id, of those that cut across the others too."""
    overlays = {g.id: list(g.boxes) for g in view.groups if g.overlay}
    return boxes_inside([g for g in view.groups if not g.overlay], view.boxes) | overlays


def boxes_inside(groups: Iterable[Group], boxes: Iterable[Box]) -> dict[str, list[str]]:
    """The boxes of each frame of places by its id, those of inner frames too."""
    frames = {g.id: g for g in groups}
    inside: dict[str, list[str]] = {id: [] for id in frames}
    ways: dict[str | None, list[list[str]]] = {}  # of each frame what is in it and in those around it
    for box in boxes:
        if (way := ways.get(box.group)) is None:
            way = ways[box.group] = [inside[frame] for frame in around(frames, box.group)]
        for found in way:
            found.append(box.id)
    return inside
