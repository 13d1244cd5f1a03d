"""The order of the modules in `deck`: a line imports from the lines above it and from nothing else here."""

from __future__ import annotations

import pytest

from house import out_of_order

ORDER = {
    "deck": [
        "connectors drawing",
        "picture plain tables walk ways",
        "html pdf plan pptx",
        "forms slides",
    ],
}


@pytest.mark.parametrize("package", ORDER)
def test_imports_point_one_way(package: str) -> None:
    assert out_of_order(package, ORDER[package]) == []
