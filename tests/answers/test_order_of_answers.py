"""The order of the modules in `answers`: a line imports from the lines above it and from nothing else here."""

from __future__ import annotations

import pytest

from house import out_of_order

ORDER = {
    "answers": [
        "clock drills landscape rules",
        "claims",
        "checks differences quality sarif",
        "drift",
    ],
    "answers/differences": [
        "contents reasons",
        "difference parity",
        "said",
        "since",
    ],
    "answers/drills": [
        "shares times zonal",
        "copies result waiting",
        "standing",
        "loss",
        "bound detours states units",
        "redundancy sites",
        "arrivals",
        "outcome",
        "availability play",
        "board",
        "ledger",
        "ledger_json",
    ],
    "answers/rules": [
        "explained services",
        "rule",
        "added stated team",
        "copies cost design entries operations performance promises recovery reliability security",
        "linting",
    ],
}


@pytest.mark.parametrize("package", ORDER)
def test_imports_point_one_way(package: str) -> None:
    assert out_of_order(package, ORDER[package]) == []
