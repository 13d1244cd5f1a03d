"""A revision of git to the model of a system as it was then."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from archdeck.language import ModelError, UnknownName, shown_path
from archdeck.model.found import Systems, around
from archdeck.model.git import GitError, NoGit, commit_of, contents, files_at, git
from archdeck.model.systems import find_systems, read_model
from archdeck.model.whole import Model


class UnknownRevision(UnknownName):
    """There is no git, no repository or no such revision; the message says which and what to do."""


def model_at(revision: str, id: str, path: Path, root: Path, among: Systems | None = None) -> Model | None:
    """The model of a system at a revision, None if there was none. ModelError, with places in that revision, where it
    was broken then. What is read from another folder has the revisions of that."""
    now = among if among is not None and among.models not in (None, path) else around(path)
    source = now.source_of(id)
    if source and source.git:
        raise UnknownRevision(
            f"{id!r} is read from git, {source.shown}, and nothing of what was before is brought; compare it in that "
            "repository"
        )
    inner, root = now.inner(id), now.folder_of(source.namespace) if source else root
    try:
        return _model_at(revision, id, inner, path, root, now)
    except NoGit:
        said = "git is not installed, so there is nothing to compare with; --since needs it"
        raise UnknownRevision(said) from None
    except GitError as error:
        slow = str(error).startswith("git ")
        raise UnknownRevision(str(error) if slow else f"git cannot say what was before: {error}") from None


def _model_at(revision: str, id: str, inner: str, path: Path, root: Path, now: Systems) -> Model | None:
    beside = path if path.is_dir() else path.parent
    folder = root if root.is_dir() and path.resolve().parent == root.resolve() else beside
    top = Path(git(folder, "rev-parse", "--show-toplevel").strip().decode())
    commit = _commit(top, revision)
    inside = folder.resolve().relative_to(top.resolve()).as_posix()
    with tempfile.TemporaryDirectory(prefix="archdeck-") as name:
        export = Path(name).resolve()
        for file, data in contents(top, files_at(top, commit, inside)):
            target = export / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        return _read(id, inner, export / inside, export, revision, now)


def _read(id: str, inner: str, folder: Path, export: Path, revision: str, now: Systems) -> Model | None:
    try:
        systems = find_systems(folder) if folder.is_dir() and any(folder.iterdir()) else None
        if systems is None or inner not in systems.own:
            return None
        return read_model(id, systems.own[inner], strict=False, among=now.then(id, systems.own))
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
        return commit_of(top, revision)
    except GitError:
        raise UnknownRevision(unknown) from None
