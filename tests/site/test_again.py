"""Pages that are made again after an edit: the same bytes as the whole site made anew, and nothing else is touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from archdeck.site import hooks
from archdeck.site.again import Built, Further, again
from site_project import ROOT, searched

GENERATED = {
    "systems/index.md": "---\ntitle: Systems\norder: 0\n---\n\n# Systems\n\n[Shop](shop/index.md)\n",
    "systems/shop/index.md": (
        '---\ntitle: Shop\ndescription: "Sells"\norder: 1\n---\n\n# Shop\n\n<div class="ad-picture">\n'
        '<div class="ad-canvas">\n<svg class="archdeck">\n<text>A</text>\n</svg>\n</div>\n</div>\n\nSells much.\n'
    ),
    "systems/shop/db.md": ("---\ntitle: DB\norder: 2\n---\n\n# DB\n\nKeeps [orders](index.md).\n\n## More\n\nText.\n"),
    "systems/cards.txt": "The cards.\n",
    "systems/shop/pictures/prod.svg": "<svg></svg>",
    "systems/assets/archdeck.css": "",
    "systems/assets/archdeck.js": "",
    "systems/assets/iframe-worker.js": "",
}
WRITTEN = {"index.md": '# Home\n\n--8<-- "docs/systems/cards.txt"\n', "more.md": "# More\n\nWords.\n"}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a site that was built in this process."""
    (tmp_path / "mkdocs.yml").write_text((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "build.py").write_text("from archdeck.hooks import *\n", encoding="utf-8")
    for path, text in (GENERATED | WRITTEN).items():
        write(tmp_path, path, text)
    monkeypatch.chdir(tmp_path)
    for name in ("_project", "_built", "_nav", "_kept", "_unchanged"):
        monkeypatch.setattr(hooks, name, None)
    monkeypatch.setattr(hooks, "draw", lambda _: None)
    whole(tmp_path)
    return tmp_path


def write(project: Path, path: str, text: str) -> Path:
    file = project / "docs" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def whole(project: Path) -> dict[str, bytes]:
    """All of the site, made anew."""
    build(load_config(str(project / "mkdocs.yml")))
    return site(project)


def site(project: Path) -> dict[str, bytes]:
    """The site but for the days on which it was made, which only search engines read."""
    folder = project / "site"
    files = (p for p in folder.rglob("*") if p.is_file() and "sitemap" not in p.name)
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def built() -> Built:
    assert hooks._built is not None
    return hooks._built


@pytest.mark.parametrize(
    ("path", "old", "new", "pages"),
    [
        ("systems/shop/db.md", "Text.", "Other words.", 1),
        ("systems/shop/index.md", "Sells much.", "Sells little.", 1),
        ("systems/shop/index.md", "<text>A</text>", "<text>B</text>", 1),
        ("systems/shop/index.md", '"Sells"', '"Sells more"', 1),
        ("systems/shop/pictures/prod.svg", "<svg>", "<svg >", 0),
        ("systems/cards.txt", "The cards.", "Other cards.", 1),
        ("more.md", "Words.", "More words.", 1),
    ],
)
def test_what_was_edited_is_made_again_as_the_whole_site_makes_it(
    path: str, old: str, new: str, pages: int, project: Path
) -> None:
    file = project / "docs" / path
    write(project, path, file.read_text(encoding="utf-8").replace(old, new))
    assert again(built(), [file]) == pages
    found = site(project)
    assert found == whole(project)


def test_the_search_keeps_what_it_knows_of_other_pages(project: Path) -> None:
    file = write(project, "systems/shop/db.md", GENERATED["systems/shop/db.md"].replace("Text.", "Other words."))
    again(built(), [file])
    docs = searched(project / "site")["docs"]
    texts = {doc["location"]: doc["text"] for doc in docs}
    assert texts["systems/shop/db.html#more"] == "<p>Other words.</p>"
    assert texts["systems/shop/index.html"] == "<p>Sells much.</p>"
    assert len(texts) == len(docs)


@pytest.mark.parametrize(
    ("path", "text", "why"),
    [
        ("systems/shop/db.md", "---\ntitle: Store\norder: 2\n---\n\n# Store\n", "has another title or place"),
        ("systems/shop/db.md", "---\ntitle: DB\norder: 0\n---\n\n# DB\n", "has another title or place"),
        ("more.md", "# Less\n", "has another title or place"),
        ("new.md", "# New\n", "a file is new or gone"),
    ],
)
def test_what_other_pages_show_makes_the_whole_site(path: str, text: str, why: str, project: Path) -> None:
    before = site(project)
    with pytest.raises(Further, match=why):
        again(built(), [write(project, path, text)])
    assert site(project) == before


def test_a_page_that_is_gone_makes_the_whole_site(project: Path) -> None:
    file = project / "docs/more.md"
    file.unlink()
    with pytest.raises(OSError, match="more"):
        again(built(), [file])
