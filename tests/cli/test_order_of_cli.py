"""The order of the modules in `cli`: a line imports from the lines above it and from nothing else here."""

from __future__ import annotations

import pytest

from house import out_of_order

ORDER = {
    "cli": [
        "terminal",
        "charts failures options",
        "answering commands drawing exporting fetching importing listing making serving starting",
    ],
}


@pytest.mark.parametrize("package", ORDER)
def test_imports_point_one_way(package: str) -> None:
    assert out_of_order(package, ORDER[package]) == []
