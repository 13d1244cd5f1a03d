"""The navigation of a page is written as far as it stays there; what a script puts back makes it whole."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from archdeck.site import hooks
from archdeck.site.trimmed import LONG, Trimmed
from site_project import ROOT


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


def made(folder: Path, monkeypatch: pytest.MonkeyPatch, trimmed: bool = True) -> dict[str, bytes]:
    """The files of the site."""
    with monkeypatch.context() as here:
        here.chdir(folder)
        here.setattr(hooks, "_project", None)
        here.setattr(hooks, "_whole", False)
        here.setattr(hooks, "draw", lambda _: None)
        if not trimmed:
            here.setattr(Trimmed, "of", lambda *_: None)
        build(load_config(str(folder / "mkdocs.yml")))
    files = (p for p in (folder / "site").rglob("*") if p.is_file() and "sitemap" not in p.name)
    return {p.relative_to(folder / "site").as_posix(): p.read_bytes() for p in files}


def links(files: dict[str, bytes], name: str) -> list[str]:
    """The names of what the navigation of a page leads to, when it is put back."""
    scripts = re.findall(r'<script src="[^"]*shared/([0-9a-f]+\.js)"></script>', files[name].decode())
    codes = [files[f"systems/assets/shared/{script}"].decode() for script in scripts]
    [told] = [code for code in codes if "adHere" in code]
    inside, _ = json.loads(told[told.rindex("})(") + 3 : told.rindex(");")])
    found = re.findall(r'<a [^>]*?class="md-nav__link[^>]*>(.*?)</a>', inside, re.DOTALL)
    return [" ".join(re.sub("<[^>]*>", " ", link).split()) for link in found]


def test_the_site_is_as_if_the_theme_wrote_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Byte for byte; and the theme does write less."""
    folder = project(tmp_path, systems=4)
    whole = made(folder, monkeypatch, trimmed=False)
    written: list[int] = []
    of = Trimmed.of

    def watched(*how: Any) -> Any:
        cut = of(*how)
        written.append(sum(len(item.children or ()) for item in cut[0].items) if cut else -1)
        return cut

    monkeypatch.setattr(Trimmed, "of", watched)
    assert made(folder, monkeypatch) == whole
    assert links(whole, "systems/s1/components/c2.html") == [
        *("Home", "Systems", "S0", "S1", "Ledger", "Components", "C0", "C1", "C2", "C3", "C4"),
        *("S2", "S3", "Kinds", "Guide"),
    ]
    assert written.count(-1) == 1  # of the home page, which is in no section


def test_a_list_of_hundreds_stands_on_its_own_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the pages of one system it is the neighbours of that, so that no page or file grows with the square."""
    folder = project(tmp_path, systems=LONG + 2, components=2)
    files = made(folder, monkeypatch)
    systems = sorted(f"S{k}" for k in range(LONG + 2))
    assert [name for name in links(files, "systems/kinds.html") if name in systems] == systems
    found = links(files, "systems/s20/components/c0.html")
    assert [name for name in found if name in systems] == ["S2", "S20", "S21"]
