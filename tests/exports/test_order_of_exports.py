"""The order of the modules in `exports`: a line imports from the lines above it and from nothing else here."""

from __future__ import annotations

from house import out_of_order

ORDER = ["calm structurizr", "writers"]


def test_imports_point_one_way() -> None:
    assert out_of_order("exports", ORDER) == []
