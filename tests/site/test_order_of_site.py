"""The order of the modules in `site`: a line imports from the lines above it and from nothing else here."""

from __future__ import annotations

import pytest

from house import out_of_order

ORDER = {
    "site": [
        "asked attended banner fences guard navigation not_found policy searches settings whole_pictures",
        "asked_for kept lean make shared unchanged",
        "again embedding trimmed",
        "following",
        "hooks",
        "plugin",
    ],
}


@pytest.mark.parametrize("package", ORDER)
def test_imports_point_one_way(package: str) -> None:
    assert out_of_order(package, ORDER[package]) == []
