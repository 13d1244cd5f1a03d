"""Files that name systems elsewhere to those names, each with its place, and to what is wrong in there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

from pydantic import BeforeValidator, Field

from archdeck.language.beside import LaterShape, each_once, mapping_in, sound_in
from archdeck.language.located import Branch, find
from archdeck.language.problems import Location, ModelError, Problem, Severity
from archdeck.language.scalars import Id, Line
from archdeck.language.validate import problems_of

WHOLE = "a file of sources"
WITHIN = "model"  # the folder of a repository that is read where none is named
SECRET = 6  # letters from which what stands before a host is taken out of all that is said, and not only there
PROTOCOLS = ("https", "http", "ssh", "file")
# `git@example.com:crm.git`; a single letter before the colon is a drive of Windows
_SHORT = re.compile(r"(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9][A-Za-z0-9.-]+:(?!:)\S+")
_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_REVISION = re.compile(r"[A-Za-z0-9._/+@-]+")


def _none(value: Any) -> Any:
    """A key without a value names nothing."""
    return {} if value is None else value


class SourceShape(LaterShape):
    """Where systems lie: in a folder, or in a repository of git."""

    path: Line = Field(
        "",
        description="A folder of systems, or one system, as seen from this file; with `git`, from the top of the "
        f"repository, and {WITHIN} if missing.",
    )
    git: Line = Field(
        "", description="The address of a repository: https://…, ssh://…, git@host:path, or a path to one on this disk."
    )
    revision: Line = Field(
        "", description="The branch, the tag or the whole commit that is read; the repository's own choice if missing."
    )


class SourcesShape(LaterShape):
    """A file that names systems elsewhere, which are systems of this project then: its name ends with .sources.yaml."""

    sources: Annotated[dict[Id, SourceShape], BeforeValidator(_none)] = Field(
        default_factory=dict, description="The sources, by what the ids of their systems begin with."
    )


@dataclass(frozen=True)
class WrittenSource:
    """A source as it is written, and where: `where` its namespace, `at` what says where it lies. `folder` is that of
    the file."""

    namespace: str
    path: str
    git: str
    revision: str
    folder: Path
    where: Location
    at: Location

    @property
    def address(self) -> str:
        """What git is to bring it from: as it is written, or the whole path of what lies on this disk."""
        return self.git if _protocol(self.git) else str((self.folder / self.git).resolve())

    @property
    def shown(self) -> str:
        """The same without what nobody shall read."""
        return without_secrets(self.git)

    @property
    def pinned(self) -> bool:
        """Whether it is a commit, which is what it is."""
        return bool(_COMMIT.fullmatch(self.revision))


@dataclass(frozen=True)
class Sources:
    """The sources of some files, and what is wrong with those."""

    sources: tuple[WrittenSource, ...] = ()
    problems: tuple[Problem, ...] = ()


def load_sources(files: Iterable[Path]) -> Sources:
    """The sources of all these files in their order. One of a file that is wrong counts for nothing."""
    return Sources(*each_once(files, _read, "source", "name one otherwise"))


def _read(file: Path) -> dict[str, WrittenSource]:
    tree = mapping_in(file, WHOLE, "sources")
    sound = sound_in(tree, "sources", SourceShape)
    problems = [
        *problems_of(tree, SourcesShape, WHOLE),
        *(p for namespace, shape in sound.items() for p in _faults(tree, namespace, shape)),
    ]
    if problems:
        raise ModelError(problems)
    return {
        namespace: WrittenSource(
            namespace=namespace,
            path=shape.path or (WITHIN if shape.git else ""),
            git=shape.git,
            revision=shape.revision,
            folder=file.parent,
            where=_where(tree, namespace),
            at=_where(tree, namespace, "git" if shape.git else "path"),
        )
        for namespace, shape in sound.items()
    }


def _where(tree: Branch, namespace: str, key: str = "") -> Location:
    """Of a namespace, or of the value of one of its keys."""
    entry = find(tree, "sources", namespace)
    inside = find(tree, "sources", namespace, key) if key else None
    assert entry is not None
    return inside.value.where if inside else entry.where


def _faults(tree: Branch, namespace: str, shape: SourceShape) -> Iterator[Problem]:
    """What is a text, and names nothing that could be read."""
    name = f"source {namespace!r}"
    if not shape.git and not shape.path:
        said = f"{name} says not where it lies; write `path:`, or `git:` with the address of a repository"
        yield _bad(_where(tree, namespace), said)
    if shape.revision and not shape.git:
        said = f"{name} has a revision, and no repository; add `git:` with the address of one, or delete the line"
        yield _bad(_where(tree, namespace, "revision"), said)
    if shape.git and (fault := _fault(shape.git)):
        yield _bad(_where(tree, namespace, "git"), f"{name} {fault}")
    if shape.revision and (not _REVISION.fullmatch(shape.revision) or shape.revision.startswith(("-", "+", "/"))):
        said = f"{name}: {shape.revision!r} is no revision; write a branch, a tag, or all letters of a commit"
        yield _bad(_where(tree, namespace, "revision"), said)
    inside = PurePosixPath(shape.path)
    if shape.git and (inside.is_absolute() or ".." in inside.parts or "\\" in shape.path):
        said = f"{name} leads out of its repository; write a path as seen from the top of that, as in docs/model"
        yield _bad(_where(tree, namespace, "path"), said)


def _bad(where: Location, message: str) -> Problem:
    return Problem(where, Severity.ERROR, message, "bad-source")


def _fault(address: str) -> str:
    """What speaks against an address. One that names a program to run, or looks like an option, reaches no git."""
    shown = repr(without_secrets(address))
    if address.startswith("-") or re.match(r"[A-Za-z0-9+.-]+::", address) or not address.isprintable():
        return f"is at {shown}, which is no address of a repository; write https://…, ssh://…, git@host:path or a path"
    if (found := _ADDRESS.match(address)) and found[1].lower() not in PROTOCOLS:
        return f"is at {shown}: {found[1]!r} is none of {', '.join(PROTOCOLS)}"
    if found:
        try:
            parts = urlsplit(address)
        except ValueError:
            return f"is at {shown}, which is no address; a `[` or `]` is wrong there"
        host = parts.netloc.rpartition("@")[2]
        if parts.netloc.startswith("-") or host.startswith("-") or (not host and found[1].lower() != "file"):
            return f"is at {shown}, which names no host"
    return ""


def _protocol(address: str) -> str:
    """How git reaches an address; '' for a path on this disk."""
    if found := _ADDRESS.match(address):
        return found[1].lower()
    return "ssh" if _SHORT.fullmatch(address) else ""


def without_secrets(text: str, address: str = "") -> str:
    """An address, or what git says of one, without what is nobody's business: before a host of https all that stands
    there, as a name may be a token; elsewhere the password."""
    found = _ADDRESS.match(address or text)
    user = (address or text)[found.end() :].partition("/")[0].rpartition("@")[0] if found else ""
    if not found or not user:
        return text
    name, _, password = user.partition(":")
    keeps = name if found[1].lower() == "ssh" else ""
    for form in (str, unquote):  # git may say it as it is meant
        text = text.replace(f"{form(user)}@", f"{form(keeps)}@" if keeps else "")
        for secret in (form(password), "" if keeps else form(name)):
            text = text.replace(secret, "…") if len(secret) >= SECRET else text
    return text
