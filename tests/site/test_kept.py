"""Pages that an earlier run of MkDocs made of Markdown: the same site with them as without, and none that is not right.

These tests fail where MkDocs or Material change what that stands on.
"""

from __future__ import annotations

import logging
import shutil
from pathlib import Path
from typing import Any

import pytest
from material.plugins.search.plugin import Parser  # type: ignore[import-untyped]
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.structure.pages import Page

from archdeck.site import hooks
from archdeck.site.again import again
from site_project import ROOT

OURS = {
    "systems/index.md": "---\ntitle: Systems\norder: 0\n---\n\n# Systems\n\n[Shop](shop/index.md)\n",
    "systems/shop/index.md": (
        "---\ntitle: Shop\norder: 1\n---\n\n# Shop\n\n"
        '<div class="ad-canvas">\n<svg class="archdeck">\n<text>A</text>\n</svg>\n</div>\n\n'
        'Sells [many](db.md#more "things").\n\n## A & B\n\n'
        "<div markdown data-search-exclude>\n\nNot *found*.\n\n</div>\n\n### C\n\n| D | E |\n| - | - |\n| 1 | 2 |\n"
    ),
    "systems/shop/db.md": (
        "---\ntitle: DB\norder: 2\nsearch: {boost: 2}\n---\n\n# DB\n\nKeeps [orders](index.md).\n\n## More\n\nText.\n"
    ),
    "systems/cards.txt": "The cards.\n",
    "systems/assets/archdeck.css": "",
    "systems/assets/archdeck.js": "",
    "systems/assets/iframe-worker.js": "",
}
WRITTEN = {"index.md": '# Home\n\n--8<-- "docs/systems/cards.txt"\n', "more.md": "# More\n\nWords.\n"}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Path:
    """A project whose pages are there, and no site yet."""
    (tmp_path / "mkdocs.yml").write_text((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "build.py").write_text("from archdeck.hooks import *\n", encoding="utf-8")
    for path, text in (OURS | WRITTEN).items():
        write(tmp_path, path, text)
    monkeypatch.chdir(tmp_path)
    for name in ("_project", "_built", "_nav", "_kept", "_unchanged"):
        monkeypatch.setattr(hooks, name, None)
    monkeypatch.setattr(hooks, "_whole", False)
    monkeypatch.setattr(hooks, "draw", lambda _: None)
    caplog.set_level(logging.INFO, "mkdocs")
    return tmp_path


def write(project: Path, path: str, text: str) -> Path:
    file = project / "docs" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def made(project: Path) -> tuple[int, dict[str, bytes]]:
    """How many pages an earlier run had made, and the site but for the days on which it was made."""
    build(load_config(str(project / "mkdocs.yml")))
    assert hooks._kept is not None
    files = (p for p in (project / "site").rglob("*") if p.is_file() and "sitemap" not in p.name)
    return hooks._kept.hits, {p.relative_to(project).as_posix(): p.read_bytes() for p in files}


def made_anew(project: Path) -> dict[str, bytes]:
    shutil.rmtree(project / ".archdeck")
    hits, site = made(project)
    assert hits == 0
    return site


def test_the_second_run_makes_the_same_site(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And neither Markdown nor the search reads a page that archdeck wrote."""
    first = made(project)
    rendered: list[str] = []
    searched: list[str] = []
    render, feed = Page.render, Parser.feed

    def counted(page: Page, *how: Any) -> None:
        rendered.append(page.file.src_uri)
        render(page, *how)

    def read(parser: Any, html: str) -> None:
        searched.append(html[:12])
        feed(parser, html)

    monkeypatch.setattr(Page, "render", counted)
    monkeypatch.setattr(Parser, "feed", read)
    second = made(project)
    assert (first[0], second[0]) == (0, 3)
    assert second[1] == first[1]
    assert rendered == ["index.md", "more.md"]
    assert searched == ['<h1 id="home', '<h1 id="more']


@pytest.mark.parametrize(
    ("path", "old", "new", "hits"),
    [
        ("systems/shop/db.md", "Text.", "Other words.", 2),
        ("systems/shop/db.md", "## More", "## Others", 2),
        ("systems/shop/db.md", "title: DB", "title: Store", 2),
        ("systems/shop/index.md", "<text>A</text>", "<text>B</text>", 3),
        ("systems/cards.txt", "The cards.", "Other cards.", 3),
        ("more.md", "Words.", "More words.", 3),
    ],
)
def test_what_was_edited_is_made_anew(path: str, old: str, new: str, hits: int, project: Path) -> None:
    made(project)
    write(project, path, (project / "docs" / path).read_text(encoding="utf-8").replace(old, new))
    found = made(project)
    assert found == (hits, made_anew(project))


def test_what_links_to_a_page_that_is_gone_is_made_anew(project: Path, caplog: pytest.LogCaptureFixture) -> None:
    """So MkDocs says that it is gone, and says it in every run."""
    made(project)
    (project / "docs/systems/shop/db.md").unlink()
    for _ in range(2):
        caplog.clear()
        assert made(project)[0] == 1
        warned = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
        assert warned == [
            "Doc file 'systems/shop/index.md' contains a link 'db.md#more', but the target 'systems/shop/db.md' is not "
            "found among documentation files."
        ]


def test_one_more_page_leaves_the_others_as_they_are(project: Path) -> None:
    made(project)
    write(project, "systems/payroll.md", "---\ntitle: Payroll\norder: 3\n---\n\n# Payroll\n")
    found = made(project)
    assert found == (3, made_anew(project))


def test_what_an_edit_made_again_is_searched_as_it_is_now(project: Path) -> None:
    made(project)
    page = write(project, "systems/shop/db.md", OURS["systems/shop/db.md"].replace("Text.", "Other words."))
    assert hooks._built is not None
    assert again(hooks._built, [page]) == 1
    found = made(project)
    assert found == (3, made_anew(project))


def test_links_to_systems_that_are_elsewhere(
    project: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are as they will be where those are, so that then the page is known already."""
    write(project, "systems/shop/db.md", OURS["systems/shop/db.md"].replace("Text.", "[Pay](../pay/index.md#in)."))
    monkeypatch.setenv("ARCHDECK_ELSEWHERE", "pay payroll")
    caplog.clear()
    _, site = made(project)
    assert [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING] == []
    assert b'<a href="../pay/index.html#in">Pay</a>' in site["site/systems/shop/db.html"]
    monkeypatch.delenv("ARCHDECK_ELSEWHERE")
    write(project, "systems/pay/index.md", '---\ntitle: Pay\norder: 1\n---\n\n# Pay\n\n<a id="in"></a>\n')
    assert made(project)[0] == 3


def test_what_is_elsewhere_is_only_what_was_said(project: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A link to a system that is neither here nor there is told as ever."""
    write(project, "systems/shop/db.md", OURS["systems/shop/db.md"].replace("Text.", "[Pay](../pay/index.md)."))
    with pytest.MonkeyPatch.context() as said:
        said.setenv("ARCHDECK_ELSEWHERE", "payroll")
        caplog.clear()
        made(project)
    assert [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING] == [
        "Doc file 'systems/shop/db.md' contains a link '../pay/index.md', but the target 'systems/pay/index.md' is not "
        "found among documentation files."
    ]


def test_builds_share_what_comes_of_pages(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHDECK_CACHE", str(project / "shared"))
    _, site = made(project)
    shutil.rmtree(project / ".archdeck")
    assert made(project) == (3, site)


def test_an_anchor_that_is_gone_is_told_for_a_page_that_is_as_it_was(
    project: Path, caplog: pytest.LogCaptureFixture
) -> None:
    made(project)
    write(project, "systems/shop/db.md", OURS["systems/shop/db.md"].replace("## More", "## Less"))
    caplog.clear()
    assert made(project)[0] == 2
    assert [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING] == [
        "Doc file 'systems/shop/index.md' contains a link 'db.md#more', but the doc 'systems/shop/db.md' does not "
        "contain an anchor '#more'."
    ]


@pytest.mark.parametrize("damage", ["", "{}", "[]", '{"content": 1}', "half"])
def test_a_damaged_file_is_none(damage: str, project: Path) -> None:
    _, site = made(project)
    for file in (project / ".archdeck/pages").iterdir():
        whole = file.read_text(encoding="utf-8")
        file.write_text(whole[: len(whole) // 2] if damage == "half" else damage, encoding="utf-8")
    assert made(project) == (0, site)
    assert made(project) == (3, site)


def test_what_no_page_needs_is_dropped(project: Path) -> None:
    made(project)
    before = set((project / ".archdeck/pages").iterdir())
    write(project, "systems/shop/db.md", OURS["systems/shop/db.md"].replace("Text.", "Other words."))
    made(project)
    after = set((project / ".archdeck/pages").iterdir())
    assert (len(before), len(after), len(before & after)) == (3, 3, 2)


def test_other_settings_make_all_anew(project: Path) -> None:
    made(project)
    settings = project / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace("permalink: true", "permalink: false"), encoding="utf-8")
    assert made(project)[0] == 0


def test_with_an_extension_of_which_nothing_is_known_nothing_is_kept(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "of_others").mkdir()
    (project / "of_others/words.py").write_text(
        "from markdown.extensions.meta import MetaExtension as makeExtension\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(str(project))
    settings = project / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("  - admonition\n", "  - of_others.words\n"), encoding="utf-8")
    assert [made(project)[0], made(project)[0]] == [0, 0]
    assert not (project / ".archdeck/pages").exists()


def test_all_that_rendering_leaves_on_a_page_is_kept(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """But for the title, which ours have in front."""
    left: set[str] = set()
    render = Page.render

    def watched(page: Page, *how: Any) -> None:
        before = dict(vars(page))
        render(page, *how)
        left.update(name for name, value in vars(page).items() if before.get(name) is not value)

    monkeypatch.setattr(Page, "render", watched)
    made(project)
    assert left == {"content", "toc", "present_anchor_ids", "links_to_anchors", "_title_from_render"}
