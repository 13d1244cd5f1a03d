"""The order of the modules in `editors`: a line imports from the lines above it and from nothing else here."""

from __future__ import annotations

from house import out_of_order

ORDER = [
    "cursor desk outline",
    "problems renamed words",
    "offered pointed",
    "server",
]


def test_imports_point_one_way() -> None:
    assert out_of_order("editors", ORDER) == []
