"""Words for git to what it answers: the one module that runs it.

Nothing of a repository is checked out: no hook, filter or submodule of it runs, and no link in it is followed.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from archdeck.language import LARGEST_FILE, MODEL_SUFFIXES, without_secrets

SECONDS, SECONDS_AWAY = 60, 600  # that git has to answer, on this disk and from elsewhere
REACHES = "https:http:ssh:file"  # protocols, of which none is a program that an address names
# What git sets for its hooks; it names the repository by a path that holds in the hook's folder only.
_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR")
_QUIET = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "gc.auto=0", "-c", "maintenance.auto=0")
_BROUGHT = "refs/archdeck/brought"
_ASIDE = ("warning:", "hint:")  # how lines begin that do not say why it failed


class GitError(Exception):
    """Git failed; the message is why, in its own words."""


class NoGit(GitError):
    """There is no git."""


def git(folder: Path, *arguments: str, given: bytes | None = None, away: bool = False) -> bytes:
    """What git prints, run in a folder. It asks nobody for a password where it reaches `away`."""
    inherited = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    environment = {**inherited, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_LITERAL_PATHSPECS": "1"}
    environment |= {"GIT_TERMINAL_PROMPT": "0", "GIT_ALLOW_PROTOCOL": REACHES} if away else {}
    seconds = SECONDS_AWAY if away else SECONDS
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *_QUIET, *arguments],
            input=b"" if given is None else given,
            capture_output=True,
            check=False,
            timeout=seconds,
            env=environment,
            start_new_session=away,  # without a terminal, on which ssh would ask
        )
    except FileNotFoundError:
        raise NoGit("git is not installed") from None
    except subprocess.TimeoutExpired:
        raise GitError(f"git did not answer within {seconds} seconds") from None
    if done.returncode:
        raise GitError(_reason(done.stderr))
    return done.stdout


def _reason(said: bytes) -> str:
    """The first line that says why; what the other side says stands on no line of its own."""
    lines = [" ".join(line.split()) for line in said.decode("utf-8", "replace").splitlines()]
    told = [line for line in lines if line and not line.startswith(_ASIDE)]
    return next((line for line in told if "remote error: " in line), told[0] if told else "it failed")


def version_of_git() -> str:
    """As `2.47.1`; '' where there is no git."""
    try:
        return git(Path(), "--version").decode("utf-8", "replace").strip().removeprefix("git version ")
    except GitError:
        return ""


def commit_of(repository: Path, revision: str) -> str:
    """The commit that a revision names."""
    return git(repository, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").strip().decode()


def newest(address: str, revision: str, work: Path) -> str:
    """The commit that a branch or a tag of a repository elsewhere names now; '' for what is neither."""
    listed = _away(address, work, "ls-remote", "--", address, revision or "HEAD", f"{revision}^{{}}")
    found = {name: commit for commit, _, name in (line.partition("\t") for line in listed.decode().splitlines())}
    names = [f"{kind}{revision}{end}" for kind in ("", "refs/tags/", "refs/heads/") for end in ("^{}", "")]
    return next((found[name] for name in ([*names] if revision else ["HEAD"]) if name in found), "")


def fetch(address: str, revision: str, work: Path) -> str:
    """Brings one commit of a repository elsewhere into the new repository `work`, without what was before it; its
    name."""
    git(work.parent, "init", "--quiet", "--bare", "--template=", str(work))
    how = ("--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head")
    _away(address, work, "fetch", *how, "--", address, f"+{revision or 'HEAD'}:{_BROUGHT}")
    return commit_of(work, _BROUGHT)


def _away(address: str, work: Path, *arguments: str) -> bytes:
    slow = ("-c", "http.lowSpeedLimit=1000", "-c", "http.lowSpeedTime=60")
    try:
        return git(work, *slow, *arguments, away=True)
    except NoGit:
        raise
    except GitError as error:
        raise GitError(without_secrets(str(error), address)) from None


def kind_at(repository: Path, commit: str, path: str) -> str:
    """What lies at a path in a commit: `tree`, `blob`, `link` or `module`; '' where nothing does."""
    if path == ".":
        return "tree"
    listed = git(repository, "ls-tree", "-z", "--full-tree", commit, "--", path).decode("utf-8", "surrogateescape")
    about = listed.partition("\t")[0].split()
    named = {"120000": "link", "160000": "module"}
    return named.get(about[0], about[1]) if about else ""


def files_at(
    repository: Path, commit: str, inside: str, deep: bool = True, fits: Callable[[str], bool] = lambda _: True
) -> list[tuple[str, str, int]]:
    """The files in a folder at a commit that a model may read, by their path from the top, each with the name and the
    size of what it holds; `deep` also those in folders there."""
    where = [] if inside == "." else ["--", f"{inside}/"]
    listing = git(repository, "ls-tree", *(["-r"] if deep else []), "-z", "--long", "--full-tree", commit, *where)
    found = []
    for line in filter(None, listing.decode("utf-8", "surrogateescape").split("\0")):
        about, _, file = line.partition("\t")
        mode, _, blob, size = about.split()
        regular = mode.startswith("100") and size.isdigit() and int(size) <= LARGEST_FILE
        if regular and _inward(file) and PurePosixPath(file).suffix.lower() in MODEL_SUFFIXES and fits(file):
            found.append((file, blob, int(size)))
    return found


def _inward(file: str) -> bool:
    """Git itself never writes a tree that leads elsewhere, but others may."""
    parts = PurePosixPath(file).parts
    return not any(part == ".." or part.lower() == ".git" or "\\" in part or ":" in part for part in parts)


def contents(repository: Path, files: list[tuple[str, str, int]]) -> Iterator[tuple[str, bytes]]:
    """The files with what they hold."""
    asked = "".join(f"{blob}\n" for _, blob, _ in files).encode("ascii")
    data, at = (git(repository, "cat-file", "--batch", given=asked) if files else b""), 0
    for file, _, size in files:
        start = data.index(b"\n", at) + 1
        at = start + size + 1
        yield file, data[start : start + size]
