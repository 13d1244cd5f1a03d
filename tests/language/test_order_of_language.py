"""The order of the modules in `language`: a line imports from the lines above it and from nothing else here."""

from __future__ import annotations

import pytest

from house import out_of_order

ORDER = {
    "language": [
        "mentions problems reading scalars spelling values",
        "located shapes",
        "beside cells nulls patch references validate",
        "offers rules sources",
        "json_schema kinds loading",
    ],
}


@pytest.mark.parametrize("package", ORDER)
def test_imports_point_one_way(package: str) -> None:
    assert out_of_order(package, ORDER[package]) == []
