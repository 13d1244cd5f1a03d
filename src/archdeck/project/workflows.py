"""A host of repositories to the files with which it checks, builds and publishes a project."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from archdeck import __version__
from archdeck.project.writing import publish

TEMPLATES = Path(__file__).parent / "ci"
# Of each action that is used: the commit, so that nobody can change what runs, and the version that it is.
ACTIONS = {
    "CHECKOUT": "3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
    "SETUP_PYTHON": "5fda3b95a4ea91299a34e894583c3862153e4b97 # v7.0.0",
    "CACHE": "27d5ce7f107fe9357f9df03efb73ab90386fccae # v5.0.5",
    "UPLOAD": "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0",
    "DOWNLOAD": "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1",
    "UPLOAD_PAGES": "fc324d3547104276b827a68afc52ff2a11cc49c9 # v5.0.0",
    "DEPLOY_PAGES": "cd2ce8fcbc39b97be8ca5fce6e763baed58fa128 # v5.0.0",
    "UPLOAD_SARIF": "8aad20d150bbac5944a9f9d289da16a4b0d87c1e # v4.36.2",
}
GITLAB = ".gitlab/architecture.yml"
STAYS = "there already, and otherwise; --force writes it anew"
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")


@dataclass(frozen=True)
class Host:
    """`files` are templates by the paths that they get in a project; what stands under `joins` is only written where
    there is none yet, and `told` says how to join one that is there."""

    files: Mapping[str, str]
    joins: Mapping[str, str]
    told: str = ""


HOSTS: Mapping[str, Host] = {
    "github": Host({".github/workflows/architecture.yml": "github.yml"}, {}),
    "gitlab": Host(
        {GITLAB: "gitlab.yml"},
        {".gitlab-ci.yml": f"include:\n  - local: {GITLAB}\n"},
        f"add `- local: {GITLAB}` under `include:` in it",
    ),
}


def write_workflows(into: Path, host: str, branch: str, model: str, force: bool) -> dict[str, str]:
    """Writes the files of a host into the top folder of a repository; for each path what became of it. ValueError for
    names that workflows cannot have."""
    listed = into / "requirements.txt"
    requirements = listed.read_text(encoding="utf-8", errors="replace") if listed.is_file() else ""
    done: dict[str, str] = {}
    for path, text in workflow_files(host, model, branch, requirements).items():
        done[path] = _written(into, path, text, force)
    for path, text in HOSTS[host].joins.items():
        there = (into / path).exists() and (into / path).read_bytes() != text.encode("utf-8")
        done[path] = f"there already; {HOSTS[host].told}" if there else _written(into, path, text, force)
    return done


def _written(into: Path, path: str, text: str, force: bool) -> str:
    file, data = into / path, text.encode("utf-8")
    if file.exists() and file.read_bytes() == data:
        return "as before"
    if file.exists() and not force:
        return STAYS
    publish({file: data}, into)
    return "written"


def workflow_files(host: str, model: str, branch: str, requirements: str) -> dict[str, str]:
    """The files of a host by their paths; `requirements` is the text of the file of that name in the project.
    ValueError for names that a shell or YAML would read as something else."""
    for name in (model, branch):
        if not _PLAIN.fullmatch(name) or ".." in name:
            raise ValueError(f"{name!r} is not letters, digits and . _ - / alone")
    listed = re.search(r"^archdeck\s*(?:[\[=<>~!@;#]|$)", requirements, re.MULTILINE | re.IGNORECASE)
    install = "pip install -r requirements.txt" if listed else f"pip install archdeck=={__version__}"
    said = {"MODEL": model, "BRANCH": branch, "INSTALL": install, **ACTIONS}
    return {path: _filled(template, said) for path, template in HOSTS[host].files.items()}


def _filled(template: str, said: Mapping[str, str]) -> str:
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    return re.sub(r"@([A-Z_]+)@", lambda found: said[found[1]], text)
