"""The order of the modules in `imports`: a line imports from the lines above it and from nothing else here."""

from __future__ import annotations

from house import out_of_order

ORDER = [
    "found names",
    "documents mxgraph resources",
    "source terraform",
    "added cloudformation",
    "services",
    "called groups images known spots",
    "draft",
    "again compose drawio drift kubernetes leading mermaid placing structurizr written",
    "outward",
    "cloud",
    "readers",
    "whole",
]


def test_imports_point_one_way() -> None:
    assert out_of_order("imports", ORDER) == []
