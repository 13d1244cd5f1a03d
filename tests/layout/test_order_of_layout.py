"""The order of the modules in `layout`: a line imports from the lines above it and from nothing else here."""

from __future__ import annotations

import pytest

from imports import out_of_order

ORDER = {
    "layout": [
        "arrangements auto condense corridors left_out sheet signs sizes",
        "fold frame gate grid",
        "nesting placed straight",
        "doors place tracks",
        "search",
        "ports",
        "route",
        "label laid",
        "nested one_table picture",
        "choice parts subject",
        "poster",
    ],
    "layout/nested": [
        "distances links room",
        "packing rules twins",
        "blocks spread",
        "improve",
        "whole",
    ],
}


@pytest.mark.parametrize("package", ORDER)
def test_imports_point_one_way(package: str) -> None:
    assert out_of_order(package, ORDER[package]) == []
