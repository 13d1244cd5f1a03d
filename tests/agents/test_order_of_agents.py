"""The order of the modules in `agents`: a line imports from the lines above it and from nothing else here."""

from __future__ import annotations

from house import out_of_order

ORDER = [
    "around bounded elements shapes taught",
    "writing",
    "faults tools",
    "resources",
    "server",
]


def test_imports_point_one_way() -> None:
    assert out_of_order("agents", ORDER) == []
