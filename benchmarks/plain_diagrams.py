"""Views to plain scripts for the Diagrams library: what one would write by hand for the same boxes, frames and arrows.

The comparison leans towards the scripts: frames that cut across others (Auto Scaling groups) are left out, because
Graphviz's clusters cannot overlap, and so are small marks, legend and footer.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import diagrams
from diagrams import Node

from archdeck.views.view import Arrow, Box, View


def script(views: Sequence[View]) -> str:
    """A Python script that draws `views` as PNG and SVG into the working directory, one after the other."""
    icons = {icon for view in views for icon in _icons(view)}
    classes = {icon: found for icon in sorted(icons) if (found := _classes().get(_tail(icon)))}
    lines = [f"from {module} import {name}" for module, name in sorted(set(classes.values()))]
    lines += ["from diagrams import Cluster, Diagram, Edge", "from diagrams.custom import Custom", ""]
    for view in views:
        lines += [f"with Diagram({view.title!r}, filename={view.id!r}, outformat=['png', 'svg'], show=False):"]
        lines += [f"    {line}" for line in _body(view, {icon: name for icon, (_, name) in classes.items()})]
    return "\n".join(lines) + "\n"


def _icons(view: View) -> Iterator[str]:
    yield from (box.icon for box in view.boxes)
    yield from (entry.icon for entry in view.panel)


def _body(view: View, classes: dict[str, str]) -> Iterator[str]:
    names = {box.id: f"node_{number}" for number, box in enumerate(view.boxes)}
    yield from _frame(view, None, names, classes)
    if view.panel:
        yield "with Cluster('Cross-cutting'):"
        for entry in view.panel:
            yield f"    {_node(entry.icon, entry.lines, classes)}"
    for arrow in view.arrows:
        source, target = (_end(view, end) for end in (arrow.source, arrow.target))
        if source and target:
            yield f"{names[source]} >> {_edge(arrow)} >> {names[target]}"


def _frame(view: View, parent: str | None, names: dict[str, str], classes: dict[str, str]) -> Iterator[str]:
    """The boxes of a frame and the frames in it."""
    for box in (b for b in view.boxes if b.group == parent):
        yield f"{names[box.id]} = {_node(box.icon, box.lines, classes)}"
    for group in (g for g in view.groups if not g.overlay and g.parent == parent):
        if inner := list(_frame(view, group.id, names, classes)):
            yield f"with Cluster({group.label!r}):"
            yield from (f"    {line}" for line in inner)


def _node(icon: str, words: Sequence[str], classes: dict[str, str]) -> str:
    label = "\n".join(words)
    return f"{classes[icon]}({label!r})" if icon in classes else f"Custom({label!r}, {icon!r})"


def _edge(arrow: Arrow) -> str:
    label = " ".join(filter(None, (arrow.step, arrow.label)))
    return f"Edge(label={label!r})" if label else "Edge()"


def _end(view: View, end: str) -> str | None:
    """A box; for a frame, one of the boxes in it, as edges of Diagrams cannot end at a cluster."""
    if any(box.id == end for box in view.boxes):
        return end
    for group in (g for g in view.groups if g.id == end):
        return next(iter(group.boxes), None) or next((b.id for b in _inside(view, end)), None)
    return None


def _inside(view: View, group: str) -> Iterator[Box]:
    yield from (box for box in view.boxes if box.group == group)
    for child in (g for g in view.groups if g.parent == group):
        yield from _inside(view, child.id)


def _tail(icon: str) -> str:
    """An icon's path below the library's folder of icons."""
    return icon.partition("/resources/")[2] if "/resources/" in icon else icon


_KNOWN: dict[str, tuple[str, str]] = {}


def _classes() -> dict[str, tuple[str, str]]:
    """Icon below the library's folder of icons -> module and class that draw it."""
    if not _KNOWN:
        for found in pkgutil.walk_packages(diagrams.__path__, "diagrams."):
            for name, value in vars(importlib.import_module(found.name)).items():
                if isinstance(value, type) and issubclass(value, Node) and value.__module__ == found.name:
                    folder, icon = getattr(value, "_icon_dir", None), getattr(value, "_icon", None)
                    if folder and icon:
                        _KNOWN.setdefault(
                            f"{Path(folder).as_posix().removeprefix('resources/')}/{icon}", (found.name, name)
                        )
    return _KNOWN
