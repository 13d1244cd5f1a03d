"""Pages to the site: MkDocs, run strictly into a folder of its own that takes the old one's place when it is whole."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from archdeck.memory import Memory, digest, digest_files
from archdeck.starter import starter_files
from archdeck.writing import publish, replace_folder


class SiteError(Exception):
    """MkDocs refused the pages; the message holds what it said."""


def build_site(root: Path, memory: Memory) -> bool:
    """Builds `site/` from `docs/` and `mkdocs.yml`, unless it was built from just these; True if it did."""
    _with_settings(root)
    files = [root / "mkdocs.yml", *(p for p in (root / "docs").rglob("*") if p.is_file())]
    key = digest(digest_files({p.relative_to(root).as_posix(): p for p in files}))
    if memory.keys.get("site") == key and (root / "site" / "index.html").is_file():
        return False
    with tempfile.TemporaryDirectory(prefix=".site.", dir=root) as folder:
        made = Path(folder, "site")
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(made)]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)
        if done.returncode:
            said = [
                line
                for line in (done.stderr + done.stdout).splitlines()
                if re.match(r"(WARNING|ERROR|Aborted|Error)", line)
            ]
            raise SiteError(
                "MkDocs did not build the site:\n" + "\n".join(said or (done.stderr + done.stdout).splitlines()[-15:])
            )
        replace_folder(made, root / "site")
    memory.keys["site"] = key
    memory.save()
    return True


def _with_settings(root: Path) -> None:
    """A folder that has no settings for MkDocs yet gets those that a new project starts with."""
    missing = {
        name: text
        for name, text in starter_files().items()
        if name in ("mkdocs.yml", "build.py", "docs/index.md") and not (root / name).exists()
    }
    publish({root / name: text.encode("utf-8") for name, text in missing.items()})
