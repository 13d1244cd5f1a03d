"""A picture to a table of its boxes."""

from __future__ import annotations

from typing import Any

from archdeck.extending import Export, View


def _boxes(view: View, geometry: dict[str, Any]) -> bytes:
    """A line a box: its id, and where it stands."""
    lines = [f"{node['id']};{node['x']:g};{node['y']:g}" for node in geometry["nodes"]]
    return "\n".join([f"{view.title};x;y", *lines, ""]).encode()


boxes = Export(".csv", _boxes)
