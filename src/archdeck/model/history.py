"""A revision of git to the model of a system as it was then: the one module that runs git."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from archdeck.language import LARGEST_FILE, MODEL_SUFFIXES, ModelError, UnknownName, shown_path
from archdeck.model.systems import find_systems, read_model
from archdeck.model.whole import Model

_SECONDS = 60
# What git sets for its hooks; it names the repository by a path that holds in the hook's folder only.
_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR")


class UnknownRevision(UnknownName):
    """There is no git, no repository or no such revision; the message says which and what to do."""


def model_at(revision: str, id: str, path: Path, root: Path) -> Model | None:
    """The model of a system at a revision, None if there was none. ModelError, with places in that revision, where it
    was broken then."""
    beside = path if path.is_dir() else path.parent
    folder = root if root.is_dir() and path.resolve().parent == root.resolve() else beside
    top = Path(_git(folder, "rev-parse", "--show-toplevel").strip().decode())
    commit = _commit(top, revision)
    inside = folder.resolve().relative_to(top.resolve()).as_posix()
    with tempfile.TemporaryDirectory(prefix="archdeck-") as name:
        export = Path(name).resolve()
        for file, data in _files(top, commit, inside):
            target = export / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        return _read(id, export / inside, export, revision)


def _read(id: str, folder: Path, export: Path, revision: str) -> Model | None:
    try:
        systems = find_systems(folder) if folder.is_dir() and any(folder.iterdir()) else {}
        return read_model(id, systems[id], strict=False) if id in systems else None
    except ModelError as error:
        before = f"{shown_path(export)}/"
        raise ModelError(
            replace(
                problem,
                where=replace(problem.where, path=problem.where.path.replace(before, f"{revision}:")),
                message=problem.message.replace(before, f"{revision}:"),
            )
            for problem in error.problems
        ) from None


def _commit(top: Path, revision: str) -> str:
    """The commit that a revision names; a revision is never an option of git."""
    unknown = f"git knows no revision {revision!r} here; a shallow clone has the newest only, `git fetch` brings more"
    if not revision or revision.startswith("-") or not revision.isprintable():
        raise UnknownRevision(unknown)
    try:
        return _git(top, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").strip().decode()
    except UnknownRevision:
        raise UnknownRevision(unknown) from None


def _files(top: Path, commit: str, inside: str) -> Iterator[tuple[str, bytes]]:
    """The files of a folder at a commit that a model may read, by their path from the top."""
    where = [] if inside == "." else ["--", f"{inside}/"]
    listed = _git(top, "ls-tree", "-r", "-z", "--long", "--full-tree", commit, *where).decode(
        "utf-8", "surrogateescape"
    )
    for line in filter(None, listed.split("\0")):
        about, _, file = line.partition("\t")
        mode, _, blob, size = about.split()
        regular = mode.startswith("100") and size.isdigit() and int(size) <= LARGEST_FILE
        inward = ".." not in PurePosixPath(file).parts  # git itself never writes such a tree, but others may
        if regular and inward and PurePosixPath(file).suffix.lower() in MODEL_SUFFIXES:
            yield file, _git(top, "cat-file", "blob", blob)


def _git(folder: Path, *arguments: str) -> bytes:
    inherited = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    environment = {**inherited, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    command = ["git", "-C", str(folder), "-c", "core.fsmonitor=false", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=_SECONDS, env=environment)
    except FileNotFoundError:
        raise UnknownRevision("git is not installed, so there is nothing to compare with; --since needs it") from None
    except subprocess.TimeoutExpired:
        raise UnknownRevision(f"git did not answer within {_SECONDS} seconds") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UnknownRevision(f"git cannot say what was before: {said[0] if said else 'it failed'}")
    return done.stdout
