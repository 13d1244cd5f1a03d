"""The order of the modules in `project`: a line imports from the lines above it and from nothing else here."""

from __future__ import annotations

import pytest

from house import out_of_order

ORDER = {
    "project": [
        "doctor exchange inputs regular starter unfinished",
        "writing",
        "cache importing ledger",
        "memory records",
        "chosen",
        "elsewhere",
        "arranging freshness layouts models pictures workflows",
        "building decks joining",
        "starting",
    ],
}


@pytest.mark.parametrize("package", ORDER)
def test_imports_point_one_way(package: str) -> None:
    assert out_of_order(package, ORDER[package]) == []
