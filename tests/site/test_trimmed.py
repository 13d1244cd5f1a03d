"""The navigation of a page is written as far as it stays there; what a script puts back makes it whole."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from archdeck.site import hooks
from archdeck.site.shared import whole
from archdeck.site.trimmed import LONG, Trimmed
from site_project import ROOT

OTHERS = ["S2", "S3", "Kinds", "Guide"]  # what stands behind the system of a page


def page(title: str, order: int) -> str:
    return f"---\ntitle: {title}\norder: {order}\n---\n\n# {title}\n\n## More\n"


def project(folder: Path, systems: int, components: int = 5) -> Path:
    """So many systems with components, and pages that people wrote, two of them in a folder."""
    (folder / "build.py").write_text("from archdeck.hooks import *\n", encoding="utf-8")
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "mkdocs.yml").write_text(re.sub(r"\nplugins:.*?\n\n", "\n\n", text, flags=re.DOTALL), encoding="utf-8")
    pages = {"index.md": "# Home\n", "guide/a.md": "# A\n", "guide/b.md": "# B\n"}
    pages |= {"systems/index.md": page("Systems", 0), "systems/kinds.md": page("Kinds", 5)}
    for k in range(systems):
        pages[f"systems/s{k}/index.md"] = page(f"S{k}", 1)
        pages[f"systems/s{k}/ledger.md"] = page("Ledger", 1)
        pages[f"systems/s{k}/components/index.md"] = page("Components", 2)
        pages |= {f"systems/s{k}/components/c{n}.md": page(f"C{n}", n + 1) for n in range(components)}
    for asset in ("archdeck.css", "archdeck.js", "iframe-worker.js"):
        pages[f"systems/assets/{asset}"] = ""
    for name, content in pages.items():
        (folder / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "docs" / name).write_text(content, encoding="utf-8")
    return folder


def made(folder: Path, monkeypatch: pytest.MonkeyPatch, trimmed: bool) -> dict[str, str]:
    """The pages of the site, each with its lists put back, and without numbers of entries."""
    with monkeypatch.context() as here:
        here.chdir(folder)
        here.setattr(hooks, "_project", None)
        here.setattr(hooks, "_whole", False)
        here.setattr(hooks, "draw", lambda _: None)
        if not trimmed:
            here.setattr(Trimmed, "of", lambda *_: None)
        build(load_config(str(folder / "mkdocs.yml")))
    site = folder / "site"
    return {p.relative_to(site).as_posix(): put_back(p, site) for p in sorted(site.rglob("*.html"))}


def put_back(file: Path, site: Path) -> str:
    """What the script of a page makes of its navigation."""
    html = file.read_text(encoding="utf-8")
    for script in re.findall(r'<script src="([^"]*/shared/[0-9a-f]{16}\.js)"></script>', html):
        code = (file.parent / script).resolve().read_text(encoding="utf-8")
        if found := re.search(r"^\}\)\((.*)\);$", code, re.MULTILINE):
            for told in json.loads(found[1]):
                html = re.sub(
                    r'<ul([^>]*) data-ad-stays="(\d+) (\d+)">(.*)',
                    lambda at, told=told: _filled(at, told),  # type: ignore[misc]
                    html,
                    count=1,
                    flags=re.DOTALL,
                )
    assert "data-ad-stays" not in html
    return re.sub(r"__nav_[0-9_]+", "__nav", re.sub(r"\n+", "\n", html))


def _filled(at: re.Match[str], told: list[str]) -> str:
    start, end, rest = int(at[2]), int(at[3]), at[4]
    opened, closed = "<ul >", "</ul>"
    _, end_of_list = whole(opened + rest, "<ul ") or (0, 0)
    cut = end_of_list - len(opened) - len(closed)
    inside, after = rest[:cut], rest[cut:]
    return "\n".join([f"<ul{at[1]}>", *told[:start], inside.strip("\n"), *told[end:], after])


def test_the_navigation_is_whole_when_its_lists_are_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On every page it is what the theme writes."""
    folder = project(tmp_path, systems=4)
    one = made(folder, monkeypatch, trimmed=True)
    other = made(folder, monkeypatch, trimmed=False)
    assert one.keys() == other.keys()
    assert {name for name in one if _links(one[name]) != _links(other[name])} == set()
    found = _links(one["systems/s1/components/c2.html"])
    assert found == [
        "Home",
        "Systems",
        "S0",
        "S1",
        "Ledger",
        "Components",
        "C0",
        "C1",
        "C2",
        "More",
        "C3",
        "C4",
        *OTHERS,
    ]


def _links(html: str) -> list[str]:
    """The names of what the navigation leads to."""
    span = whole(html, '<nav class="md-nav md-nav--primary') or (0, 0)
    links = re.findall(r"<a [^>]*?class=\"md-nav__link[^>]*>(.*?)</a>", html[slice(*span)], re.DOTALL)
    return [" ".join(re.sub("<[^>]*>", " ", link).split()) for link in links]


def test_what_is_written_does_not_grow_with_the_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list in the navigation of more than thirty systems stands on the page of all alone; on those of one system its
    neighbours do."""
    folder = project(tmp_path, systems=LONG + 2, components=2)
    pages = made(folder, monkeypatch, trimmed=True)
    systems = [f"S{k}" for k in range(LONG + 2)]
    assert [name for name in _links(pages["systems/kinds.html"]) if name in systems] == sorted(systems)
    assert [name for name in _links(pages["systems/s20/components/c0.html"]) if name in systems] == ["S2", "S20", "S21"]
    shared = [file.read_text(encoding="utf-8") for file in (folder / "site/systems/assets/shared").iterdir()]
    assert len([text for text in shared if '"../s30/index.html' in text or "S30" in text]) <= 4
