"""The order of the modules in `pages`: a line imports from the lines above it and from nothing else here."""

from __future__ import annotations

import pytest

from house import out_of_order

ORDER = {
    "pages": [
        "places",
        "facts losses marks paths played sought text theme",
        "compiled findings mentioned nav notes outline",
        "tables",
        "kind_list many played_tables reference",
        "landscape_tables",
        "book",
        "standalone",
    ],
}


@pytest.mark.parametrize("package", ORDER)
def test_imports_point_one_way(package: str) -> None:
    assert out_of_order(package, ORDER[package]) == []
