"""The list of problems on the last good pages."""

from __future__ import annotations

from pathlib import Path

from archdeck.site.banner import put_up, with_banner

PAGE = "<html><body><p>Good.</p></body></html>"
TOLD = (
    '<html><body><p>Good.</p><div class="ad-problems" role="alert" data-search-exclude><strong>The model has problems; '
    "these pages show its last good state.</strong><pre>shop.yaml:1:1: error: &lt;db&gt;</pre></div></body></html>"
)


def test_a_banner_is_put_up_replaced_and_taken_down() -> None:
    assert with_banner(PAGE, "shop.yaml:1:1: error: <db>") == TOLD
    assert with_banner(with_banner(PAGE, "another"), "shop.yaml:1:1: error: <db>") == TOLD
    assert with_banner(TOLD, "") == PAGE
    assert with_banner(PAGE, "") == PAGE


def test_pages_that_are_written_get_it_too(tmp_path: Path) -> None:
    page, none = tmp_path / "page.html", tmp_path / "none.html"
    page.write_text(PAGE, encoding="utf-8")
    put_up([page, none], "shop.yaml:1:1: error: <db>")
    assert page.read_text(encoding="utf-8") == TOLD
    assert not none.exists()
