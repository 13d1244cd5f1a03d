"""A view: one picture as pure data, before anything has a position."""

from __future__ import annotations

from dataclasses import dataclass

from archdeck.language import RelationKind


@dataclass(frozen=True)
class Box:
    """A node: an instance, or a component where the view has no environment. `group` is the innermost place group.
    `column` orders boxes from left to right. `lines` are what stands under the icon: service first, role second."""

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
    step: str = ""
    dimmed: bool = False


@dataclass(frozen=True)
class Group:
    """A frame around boxes. Overlays cut across the other groups: `boxes` are theirs; place groups nest by `parent`."""

    id: str
    place: str | None
    kind: str
    label: str
    parent: str | None
    overlay: bool = False
    boxes: tuple[str, ...] = ()
    icon: str = ""


@dataclass(frozen=True)
class Arrow:
    """An edge between boxes or groups, standing for one or more relations. Arrows with one `bundle` may share a line."""

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


@dataclass(frozen=True)
class PanelEntry:
    """A service of the side panel, under its heading."""

    component: str
    icon: str
    lines: tuple[str, ...]
    heading: str


@dataclass(frozen=True)
class View:
    """One picture. `kind` is environment, flow, component, layers …; `left_out` says what was lifted, merged or moved."""

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
    component: str = ""
