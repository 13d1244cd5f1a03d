"""A site in few bytes: blanks, icons of pictures as files, and what of the theme is left out."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from archdeck.site.lean import IconFiles, tight
from site_project import PIXEL

DATA = base64.b64encode(PIXEL).decode("ascii")
PICTURE = (
    f'<svg id="prod"><image href="data:image/png;base64,{DATA}"/><image href="data:image/png;base64,{DATA}"/></svg>'
)
NAME = "c2153f77e11087fc.png"


def test_blanks_around_line_ends_go_but_in_code() -> None:
    page = "<ul>\n   \n  <li>a  b\n</ul>\n<pre>\n  x\n\n  y</pre>  \n <p>\n<textarea>\n  z</textarea>\n"
    assert tight(page) == "<ul>\n<li>a  b\n</ul>\n<pre>\n  x\n\n  y</pre>\n<p>\n<textarea>\n  z</textarea>\n"


@pytest.mark.parametrize(
    ("page", "way"),
    [("systems/shop/environments/prod.html", "../../assets/icons/"), ("systems/shop/prod/", "../../assets/icons/")],
)
def test_icons_of_a_picture_are_one_file_each(tmp_path: Path, page: str, way: str) -> None:
    shown = IconFiles(tmp_path, tmp_path / "none").lean(PICTURE, page)
    script, file = sorted((tmp_path / "systems/assets/icons").iterdir())
    assert (file.name, file.read_bytes()) == (NAME, PIXEL)
    assert (script.name, script.read_text()) == (
        NAME.replace(".png", ".js"),
        f'archdeckIcon("data:image/png;base64,{DATA}");\n',
    )
    assert shown == f'<svg id="prod"><image href="{way}{file.name}"/><image href="{way}{file.name}"/></svg>'


def test_an_icon_that_pages_show_by_itself_is_that_file(tmp_path: Path) -> None:
    there = tmp_path / "docs" / "aws"
    there.mkdir(parents=True)
    (there / "S3.png").write_bytes(PIXEL)
    shown = IconFiles(tmp_path / "site", tmp_path / "docs").lean(PICTURE, "systems/index.html")
    assert (
        shown == '<svg id="prod"><image href="assets/icons/aws/S3.png"/><image href="assets/icons/aws/S3.png"/></svg>'
    )
    assert [f.name for f in (tmp_path / "site/systems/assets/icons/aws").iterdir()] == ["S3.js"]


def test_what_is_no_icon_is_left_as_it_is(tmp_path: Path) -> None:
    for picture in (
        '<svg><image href="data:image/png;base64,a"/></svg>',
        "<svg><text>data:image/png;base64,AAAA</text></svg>",
    ):
        assert IconFiles(tmp_path, tmp_path / "none").lean(picture, "index.html") == picture
    assert list(tmp_path.iterdir()) == []


def test_what_no_page_asks_for_is_not_on_the_site(site: Path) -> None:
    """Maps of the theme, and the stemmers of thirty languages: the search of this site is in English."""
    assert sorted(site.rglob("*.map")) == []
    assert not (site / "assets/javascripts/lunr").exists()
    assert (site / "assets/stylesheets").exists()
