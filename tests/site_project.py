"""A project on disk as the build leaves it, made from systems in memory and the shipped mkdocs.yml."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from archdeck.pages.book import SystemPages, pages
from archdeck.pages.paths import icon_files
from archdeck.pages.theme import assets

ROOT = Path(__file__).parent.parent
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
HOOKS = "from archdeck.hooks import *\n"


def write_project(root: Path, systems: Sequence[SystemPages], build: str = "") -> Path:
    """`build` is Python that says how the hook draws; by default the pages are there already."""
    (root / "docs").mkdir(parents=True)
    (root / "model").mkdir()
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "docs/index.md").write_text(
        '# Home\n\nWhat people wrote: [the systems](systems/index.md).\n\n--8<-- "docs/systems/cards.txt"\n'
    )
    (root / "build.py").write_text(
        HOOKS + (build or "import archdeck.site.hooks\narchdeck.site.hooks.draw = lambda root: None\n")
    )
    write_generated(root, systems)
    return root


def write_generated(root: Path, systems: Sequence[SystemPages]) -> None:
    """Writes what differs from what is there, as the build does."""
    files = {path: page.encode() for path, page in pages(systems).items()} | assets()
    files |= {target: icon.read_bytes() for icon, target in icon_files(s.model for s in systems).items()}
    for system in systems:
        for id, picture in system.pictures.items():
            files[f"{system.model.id}/pictures/{id}.svg"] = picture.svg.encode()
            files[f"{system.model.id}/pictures/{id}.png"] = PIXEL
    for path, content in files.items():
        target = root / "docs/systems" / path
        if not target.exists() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def searched(site: Path) -> dict[str, Any]:
    """All that the search of a site knows: it stands there once, as a script."""
    assert not (site / "search/search_index.json").exists()
    script = (site / "search/search_index.js").read_text(encoding="utf-8")
    known: dict[str, Any] = json.loads(script.removeprefix("var __index = "))
    return known


def run(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """A tool of this environment, in the project."""
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=root,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
