"""A source in a repository of git to a folder with its models, brought once and kept beside the folder of all models.

`.archdeck/sources/NAMESPACE/` has a folder for each commit, and `brought.json`, which says what the newest was brought
for. Nobody is asked again for what lies there: `archdeck fetch` asks.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from archdeck.language import RULES_SUFFIXES, Unreadable, WrittenSource, call_folder, read_bytes
from archdeck.model.git import GitError, contents, fetch, files_at, kind_at, newest

KEPT = Path(".archdeck", "sources")  # beside the folder of models
RECORD = "brought.json"
UNFINISHED = "unfinished-"
COMMIT = re.compile("[0-9a-f]{12}-[0-9a-f]{6}")  # what a folder is called that has what was brought of one
MOST_FILES, MOST_BYTES = 10_000, 200_000_000  # of one source
ABANDONED_S = 3600.0  # after which what was not finished belongs to nobody
SHORT = 7  # letters of a commit that people are shown


class Unfit(GitError):
    """What was brought is not what a source may be; the message says why."""


@dataclass(frozen=True)
class Brought:
    """A source that was brought: the `top` of its repository, as far as a model may read it, at a commit."""

    top: Path
    commit: str
    source: WrittenSource

    @property
    def path(self) -> Path:
        """Where its systems are."""
        return self.top / self.source.path


def kept_beside(models: Path) -> Path:
    """Where it is kept what the files in a folder of models name."""
    return Path(os.path.abspath(models)).parent / KEPT  # noqa: PTH100 - resolve() would follow a link


def record_of(source: WrittenSource) -> Path:
    """The file that changes when something else is brought."""
    return _home(source) / RECORD


def _home(source: WrittenSource) -> Path:
    return kept_beside(source.folder) / source.namespace


def brought(source: WrittenSource) -> Brought | None:
    """What lies there of a source as it is written now, or None."""
    try:
        known = json.loads(read_bytes(record_of(source)))
        asked, commit = known["asked"], str(known["commit"])
    except (Unreadable, ValueError, KeyError, TypeError, RecursionError):
        return None
    if asked != _asked(source) or not re.fullmatch("[0-9a-f]{40,64}", commit):
        return None
    return _called(source, _top(source, commit), commit) if _top(source, commit).is_dir() else None


def bring(source: WrittenSource) -> Brought:
    """Brings the newest of a source, unless that lies there. GitError, with what there was before as it was, if git
    cannot."""
    before = brought(source)
    home = _home(source)
    try:
        _refuse_links(home)
        home.mkdir(parents=True, exist_ok=True)
        with _unfinished(home) as work:
            if before and (source.pinned or before.commit == newest(source.address, source.revision, work)):
                return before
            commit = fetch(source.address, source.revision, work / "repository")
            top = _top(source, commit)
            if not top.is_dir():
                _write(work / "repository", commit, source.path, work / "new" / top.name)
                _put(work / "new", top.parent)
            _record(source, commit, work / RECORD, home / RECORD)
            _drop_older(home, {top.parent.name, *([before.top.parent.name] if before else [])})
    except OSError as error:
        raise Unfit(f"it cannot be kept in {KEPT.as_posix()}: {error.strerror or error}") from None
    except GitError as error:
        raise type(error)(str(error).replace(source.address, source.shown)) from None
    return _called(source, top, commit)


def _refuse_links(home: Path) -> None:
    """Where a source is kept folders are removed, too: never those that a link in the project leads to."""
    for folder in (home.parent, home):
        if folder.is_symlink():
            where = (KEPT / folder.relative_to(home.parent)).as_posix()
            raise Unfit(f"{where} is a link, and nothing is written where it leads; delete it")


def _asked(source: WrittenSource) -> str:
    """A digest of all on which it depends what is brought; an address may hold what nobody shall read."""
    return hashlib.sha256(repr((source.address, source.revision, source.path)).encode("utf-8")).hexdigest()[:32]


def _top(source: WrittenSource, commit: str) -> Path:
    """A folder that is called as git would call that of the repository: a system may be the whole of it."""
    name = re.sub("[^A-Za-z0-9._-]", "-", re.split("[/:\\\\]", source.address.rstrip("/\\"))[-1].removesuffix(".git"))
    part = hashlib.sha256(source.path.encode("utf-8")).hexdigest()[:6]
    return _home(source) / f"{commit[:12]}-{part}" / (name.strip(".") or "repository")


def _called(source: WrittenSource, top: Path, commit: str) -> Brought:
    """From now on places in it are told as `crm@v2.3:architecture/model/contacts.yaml`."""
    revision = commit[:SHORT] if source.pinned or not source.revision else source.revision
    call_folder(top, f"{source.namespace}@{revision}:")
    return Brought(top, commit, source)


@contextmanager
def _unfinished(home: Path) -> Iterator[Path]:
    """A folder for what is being made, and removed in the end; so is what was left by those that were killed."""
    work = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=home))
    try:
        for left in home.glob(f"{UNFINISHED}*"):
            with suppress(OSError):
                if work.stat().st_mtime - left.stat().st_mtime > ABANDONED_S:
                    shutil.rmtree(left, ignore_errors=True)
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _write(repository: Path, commit: str, path: str, folder: Path) -> None:
    """The files of a source below a folder, each where it lies in the repository: those in its folder, or beside its
    file, and the rules beside that folder."""
    inside = PurePosixPath(path).as_posix()
    kind = kind_at(repository, commit, inside)
    if kind in ("", "link", "module"):
        said = {"": "there is no such path in it", "link": "that is a link", "module": "that is another repository"}
        raise Unfit(f"{path!r} at {commit[:SHORT]}: {said[kind]}; `path:` names a folder of systems, or one system")
    around = PurePosixPath(inside).parent.as_posix()
    files = files_at(repository, commit, inside if kind == "tree" else around)
    if kind == "tree" and inside != ".":
        files += files_at(repository, commit, around, deep=False, fits=lambda file: file.endswith(RULES_SUFFIXES))
    if len(files) > MOST_FILES or sum(size for *_, size in files) > MOST_BYTES:
        most = f"{MOST_FILES:,} files or {MOST_BYTES // 1_000_000} MB"
        raise Unfit(f"{path!r} has more than {most} that a model may read; name a smaller folder with `path:`")
    folder.mkdir(parents=True)
    for file, data in contents(repository, files):
        target = folder / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def _put(new: Path, place: Path) -> None:
    """A whole folder in its place, unless another process has put it there meanwhile."""
    try:
        new.replace(place)
    except OSError:
        if not place.is_dir():
            raise


def _record(source: WrittenSource, commit: str, new: Path, file: Path) -> None:
    new.write_text(json.dumps({"asked": _asked(source), "commit": commit}), encoding="utf-8")
    new.replace(file)


def _drop_older(home: Path, names: set[str]) -> None:
    """Removes what was brought earlier, but for the last: another process may still be at it."""
    for path in home.iterdir():
        if COMMIT.fullmatch(path.name) and path.name not in names:
            shutil.rmtree(path, ignore_errors=True)


def drop_others(sources: Iterable[WrittenSource]) -> None:
    """Removes what was brought for sources that no file of theirs names any more."""
    homes = {_home(source) for source in sources if source.git}
    for kept in {home.parent for home in homes if not home.parent.is_symlink()}:
        for path in kept.iterdir() if kept.is_dir() else ():
            if path not in homes and (path / RECORD).is_file():
                shutil.rmtree(path, ignore_errors=True)
