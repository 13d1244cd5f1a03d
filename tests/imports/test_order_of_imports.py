"""The order of the modules in `imports`: a line imports from the lines above it and from nothing else here."""

from __future__ import annotations

from house import out_of_order

ORDER = [
    "found names parting",
    "documents mxgraph resources",
    "source terraform",
    "added cloudformation",
    "services",
    "called groups images known spots",
    "draft",
    "again boxed compose drawio drift kubernetes leading placing structurizr written",
    "mermaid outward",
    "cloud",
    "readers",
    "whole",
]


def test_imports_point_one_way() -> None:
    assert out_of_order("imports", ORDER) == []
