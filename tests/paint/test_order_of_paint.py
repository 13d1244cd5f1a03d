"""The order of the modules in `paint`: a line imports from the lines above it and from nothing else here."""

from __future__ import annotations

import pytest

from house import out_of_order

ORDER = {
    "paint": [
        "aws4 cells draw engine nested pixels portable processes quoting terse",
        "added outlined svg tooltips",
        "panics styles",
        "d2 drawio icons layouts mermaid plantuml png",
        "ahead painting render",
    ],
}


@pytest.mark.parametrize("package", ORDER)
def test_imports_point_one_way(package: str) -> None:
    assert out_of_order(package, ORDER[package]) == []
