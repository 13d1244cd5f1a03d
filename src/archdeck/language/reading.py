"""Paths to text and bytes: the one module that reads files, and knows what lies beside a model."""

from __future__ import annotations

import errno
import os
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from stat import S_ISREG

LARGEST_FILE = 5_000_000
YAML_SUFFIXES = (".yaml", ".yml")
CELLS_SUFFIX = ".cells.yaml"  # of the file beside a model that says where boxes stand
RULES_SUFFIXES = (".rules.yaml", ".rules.yml")  # of a team's rules, which hold for all systems of their folder
SOURCES_SUFFIXES = (".sources.yaml", ".sources.yml")  # of what names systems that lie elsewhere
IMPORT_SUFFIX = ".import.yaml"  # of what an import drafted, for the next import of the same source
NO_MODELS = (CELLS_SUFFIX, IMPORT_SUFFIX, *RULES_SUFFIXES, *SOURCES_SUFFIXES)  # that are YAML files beside models
MODEL_SUFFIXES = (*YAML_SUFFIXES, ".png", ".svg")  # of all that a model may read, in letters of any case


_UNSAVED: ContextVar[Mapping[Path, bytes]] = ContextVar("unsaved")  # for each thread and task its own
_CALLED: dict[
    Path, str | None
] = {}  # how folders that lie elsewhere are shown; None as seen from the working directory


class Unreadable(Exception):
    """A file that cannot be read; the message says why, without the path."""


class Unlisted(Unreadable):
    """A folder of which nobody tells what is in it."""

    def __init__(self, folder: Path, why: str):
        super().__init__(why)
        self.folder = folder


@contextmanager
def unsaved(contents: Mapping[Path, bytes]) -> Iterator[None]:
    """Within it, these files hold what somebody has of them in an editor, or is about to write, whatever lies on the
    disk; paths are absolute."""
    token = _UNSAVED.set(contents)
    try:
        yield
    finally:
        _UNSAVED.reset(token)


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links


def call_folder(folder: Path, name: str | None = None) -> None:
    """From now on `shown_path` begins with this name for what lies in a folder, or shows it as seen from the working
    directory: a source lies where its reader keeps it, and that is not what somebody would look for."""
    _CALLED[_absolute(folder)] = name


def shown_path(path: Path) -> str:
    """The path as one would type it here: relative to the working directory where it lies below it, with `/`. Bytes
    that are no UTF-8 are told by their numbers, so that every output can hold it."""
    absolute = _absolute(path)
    here = Path.cwd()
    around = next((folder for folder in (absolute, *absolute.parents) if folder in _CALLED), None) if _CALLED else None
    if around and (name := _CALLED[around]):
        shown = name + absolute.relative_to(around).as_posix()
    elif absolute.is_relative_to(here):
        shown = absolute.relative_to(here).as_posix()
    else:
        shown = (_from(here, absolute) if around else absolute).as_posix()
    return os.fsencode(shown).decode("utf-8", "backslashreplace")


def _from(here: Path, path: Path) -> Path:
    try:
        return Path(os.path.relpath(path, here))
    except ValueError:  # on another drive
        return path


def read_bytes(path: Path, inside: Path | None = None, largest: int = LARGEST_FILE) -> bytes:
    """The content of a regular file of at most 5 MB that, links followed, lies in the folder `inside`; of one that is
    unsaved, what is to be in it."""
    try:
        if (here := _UNSAVED.get({}).get(_absolute(path))) is not None:
            if len(here) > largest:
                raise Unreadable(f"is larger than {largest // 1_000_000} MB")
            return here
        real = path.resolve(strict=True)
        if inside is not None and not real.is_relative_to(inside.resolve()):
            raise Unreadable("leads outside the model's folder; a model can only read files beside itself")
        status = real.stat()
        if not S_ISREG(status.st_mode):
            raise Unreadable("is not a file")
        if status.st_size > largest:
            raise Unreadable(f"is larger than {largest // 1_000_000} MB")
        return real.read_bytes()
    except FileNotFoundError:
        raise Unreadable("does not exist") from None
    except PermissionError:
        raise Unreadable("may not be read by you; check its permissions") from None
    except RuntimeError:
        raise Unreadable("is a link that leads back to itself") from None
    except (OSError, ValueError) as error:
        if getattr(error, "errno", None) == errno.ELOOP:
            raise Unreadable("is a link that leads back to itself") from None
        raise Unreadable(f"cannot be read: {getattr(error, 'strerror', None) or error}") from None


def yaml_files(folder: Path) -> list[Path]:
    """The YAML files of models directly in a folder, by name; hidden ones, and what else lies beside models, are left
    out."""
    found = [p for p in _listed(folder, YAML_SUFFIXES) if not p.name.endswith(NO_MODELS)]
    return sorted((p for p in found if not is_folder(p)), key=lambda p: p.name)


def _listed(folder: Path, ends: str | tuple[str, ...] = "") -> list[Path]:
    """What lies directly in a folder, or is unsaved there, is not hidden, and has a name that ends so; Unlisted. Paths
    are made of nothing else: for each of hundreds of systems hundreds of files lie beside it."""
    new = [path.name for path in _UNSAVED.get({}) if path.parent == _absolute(folder)]
    try:
        found = os.listdir(folder) if not new or os.path.isdir(folder) else []  # noqa: PTH112, PTH208
    except OSError as error:
        raise Unlisted(folder, f"cannot be listed: {error.strerror}") from None
    names = dict.fromkeys([*found, *new])
    return [folder / name for name in names if name.endswith(ends) and not name.startswith(".")]


def is_file(path: Path) -> bool:
    """No also for what may not be looked at, and for what cannot be a path, as a name that is too long."""
    if _UNSAVED.get({}) and _absolute(path) in _UNSAVED.get():
        return True
    return os.path.isfile(path)  # noqa: PTH113 - is_file() raises for some


def is_folder(path: Path) -> bool:
    if any(_absolute(path) == file.parent for file in _UNSAVED.get({})):
        return True
    return os.path.isdir(path)  # noqa: PTH112 - the same


def rules_files(path: Path) -> list[Path]:
    """The files of rules that hold for the system at a path: beside its file or folder, and in that folder."""
    here = _absolute(path)
    folders = [here.parent, here] if is_folder(here) else [here.parent]
    try:
        found = [p for folder in folders for p in sorted(_listed(folder, RULES_SUFFIXES))]
    except Unlisted:
        return []
    return [p for p in found if not is_folder(p)]


def sources_files(folder: Path) -> list[Path]:
    """The files in a folder that name systems elsewhere, by name."""
    try:
        return [p for p in sorted(_listed(folder, SOURCES_SUFFIXES)) if not is_folder(p)]
    except Unlisted:
        return []


def system_paths(root: Path) -> dict[str, list[Path]]:
    """The systems under a folder by id: every YAML file in it and every folder in it that has some. An id with
    two paths (a file and a folder of one name) is for the caller to refuse."""
    found: dict[str, list[Path]] = {}
    for path in yaml_files(root):
        found.setdefault(path.stem, []).append(path)
    for path in _with_models(root):
        found.setdefault(path.name, []).append(path)
    return dict(sorted(found.items()))


def _with_models(folder: Path) -> list[Path]:
    """The folders in a folder that have YAML files, but for links that lead back: what they have is there already."""
    back = links_back(folder)
    return [path for path in sorted(_listed(folder)) if path not in back and is_folder(path) and yaml_files(path)]


def links_back(folder: Path) -> list[Path]:
    """What in a folder leads to that folder itself, or to one in which it lies."""
    here = folder.resolve()
    links = [path for path in sorted(_listed(folder)) if path.is_symlink() and is_folder(path)]
    return [path for path in links if here.is_relative_to(path.resolve())]


def is_one_system(folder: Path) -> bool:
    """Whether a folder is one system rather than a folder of systems: it has several YAML files, of which one declares
    `system:`, and no folder in it has any. (A folder with a single file is either, and nothing depends on which.)"""
    files = yaml_files(folder)
    if len(files) < 2 or _with_models(folder):
        return False
    return sum(_declares_system(path) for path in files) == 1


def _declares_system(path: Path) -> bool:
    try:
        lines = read_bytes(path, inside=path.parent).removeprefix(BOM_UTF8).splitlines()
        return any(line.startswith(b"system:") for line in lines)
    except Unreadable:
        return False
