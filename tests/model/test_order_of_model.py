"""The order of the modules in `model`: a line imports from the lines above it and from nothing else here."""

from __future__ import annotations

import pytest

from house import out_of_order

ORDER = {
    "model": [
        "git named",
        "brought classes design",
        "found",
        "added",
        "deployment icons meant",
        "catalogue",
        "whole",
        "as_json fetching resolve",
        "systems",
        "history",
    ],
    "model/resolve": [
        "findings words",
        "cells changes ends links names neighbours shows topics turns waivers",
        "named_systems parts places",
        "flows instances requirements",
        "whole",
    ],
}


@pytest.mark.parametrize("package", ORDER)
def test_imports_point_one_way(package: str) -> None:
    assert out_of_order(package, ORDER[package]) == []
