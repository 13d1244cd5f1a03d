"""The order of the modules in `views`: a line imports from the lines above it and from nothing else here."""

from __future__ import annotations

import pytest

from house import out_of_order

ORDER = {
    "views": [
        "columns view words",
        "meshes",
        "arrows overrides selection states thickets units",
        "component environment landscape layers reduced",
        "onward outcomes",
        "difference drill executive flow",
        "makers since",
        "idle told",
    ],
}


@pytest.mark.parametrize("package", ORDER)
def test_imports_point_one_way(package: str) -> None:
    assert out_of_order(package, ORDER[package]) == []
