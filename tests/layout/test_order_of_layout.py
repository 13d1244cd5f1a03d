"""The order of the modules in `layout`: a line imports from the lines above it and from nothing else here."""

from __future__ import annotations

import pytest

from house import out_of_order

ORDER = {
    "layout": [
        "cells",
        "overlays",
        "arrangements budget corridors leading left_out merging numerals sheet signs sizes stored written",
        "auto crowds fold foot gate grid slices",
        "condense frame nesting placed straight taken_out",
        "essence place titles tracks",
        "doors",
        "search",
        "buses ports",
        "route",
        "clear laid stretches",
        "rerouted wording",
        "label",
        "aside nested one_table picture",
        "parts seats subject",
        "given judged ordered undone",
        "failed fitted",
        "choice",
        "arrange poster",
    ],
    "layout/nested": [
        "distances links room",
        "crossings packing rules twins walls",
        "blocks spread",
        "improve known",
        "whole wider",
    ],
}


@pytest.mark.parametrize("package", ORDER)
def test_imports_point_one_way(package: str) -> None:
    assert out_of_order(package, ORDER[package]) == []
