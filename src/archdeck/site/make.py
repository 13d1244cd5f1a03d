"""Pages to the site: MkDocs, run strictly into a folder of its own that takes the old one's place when it is whole."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from archdeck.language import shown_path
from archdeck.project import (
    CACHE,
    Memory,
    bring_back,
    digest,
    digest_files,
    program,
    publish,
    replace_folder,
    starter_files,
    unfinished,
)
from archdeck.site.attended import attended

SETTINGS = ("mkdocs.yml", "build.py", "docs/index.md")
ELSEWHERE = "ARCHDECK_ELSEWHERE"  # tells it of which systems there are no pages here
PAGES_MADE = "ARCHDECK_PAGES_MADE"  # tells the project's hook not to make the pages once more


class SiteError(Exception):
    """MkDocs refused the pages; the message holds what it said."""


def build_site(root: Path, memory: Memory, elsewhere: Collection[str] = (), cache: Path | None = None) -> bool:
    """Builds `site/` from `docs/` and `mkdocs.yml`, unless it was built from just these; True if it did. SiteError if
    MkDocs warns of anything, and then the old site stays. Links to systems whose pages are `elsewhere` are left as
    they will be on the site of all."""
    bring_back(root / "site")
    _with_settings(root)
    files = [root / "mkdocs.yml", root / "build.py", *(p for p in (root / "docs").rglob("*") if p.is_file())]
    if fault := unnamed(files):
        raise SiteError(fault)
    key = digest(
        program(), sorted(elsewhere), digest_files({p.relative_to(root).as_posix(): p for p in files if p.is_file()})
    )
    if memory.keys.get("site") == key and (root / "site" / "index.html").is_file():
        return False
    with unfinished(memory.path.parent) as folder:
        made = folder / "site"
        _mkdocs(root, made, {ELSEWHERE: " ".join(sorted(elsewhere)), CACHE: str(cache.absolute()) if cache else ""})
        if memory.keys.pop("site", None):  # so that nobody takes this site for the one before, if this is the end
            memory.save()
        replace_folder(made, root / "site", root)
    memory.keys["site"] = key
    memory.save()
    return True


def unnamed(files: Iterable[Path]) -> str:
    """What is said of files of which no page can have the name: MkDocs breaks off, and does not say at which."""
    wrong = [shown_path(file) for file in files if any("\ud800" <= letter <= "\udfff" for letter in file.name)]
    return f"{wrong[0]}: the name of this file is no UTF-8; rename it" if wrong else ""


def _mkdocs(root: Path, site: Path, said: Mapping[str, str]) -> None:
    """Runs MkDocs in a process of its own: its logging and its plugins are made for one run in one process."""
    words = ["build", "--strict", "--site-dir", str(site.absolute())]
    done = attended(words, os.environ | {PAGES_MADE: "1", "NO_COLOR": "1", **said}, root, heard=True)
    if done.returncode:
        raise SiteError("MkDocs did not build the site:\n" + _said(done.stderr + done.stdout))


def _said(output: str) -> str:
    """The warnings and errors of MkDocs with the lines that belong to them; of a traceback, its end and its place."""
    told, telling = [], False
    lines = [line for line in output.splitlines() if line.strip()]
    for line in lines:
        level = re.match(r"([A-Z]+) +-  ", line)
        telling = level[1] != "INFO" if level else telling or line.startswith(("Error", "Aborted"))
        if telling:
            told.append(line)
    if any(line.startswith("Traceback ") for line in lines):
        *_, (file, number) = re.findall(r'^  File "(.*?)", line (\d+)', output, re.MULTILINE)
        told = [f"{lines[-1]} ({file}, line {number})"]
    return "\n".join(told or lines[-5:])


def _with_settings(root: Path) -> None:
    """A folder that has no settings for MkDocs yet gets those that a new project starts with."""
    if (root / "mkdocs.yml").exists():
        return
    missing = {
        root / name: text.encode("utf-8")
        for name, text in starter_files().items()
        if name in SETTINGS and not (root / name).exists()
    }
    publish(missing, root)
