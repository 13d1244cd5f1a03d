"""The sources of a project that lie in git to what of them is newest now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archdeck.language import ModelError, Problem, UnknownName, WrittenSource, nearest
from archdeck.model.brought import SHORT, bring, brought, drop_others
from archdeck.model.found import Systems, cannot_bring
from archdeck.model.git import GitError


@dataclass(frozen=True)
class Fetched:
    """A source that was asked for: the branch or tag that is read, '' for a commit and for what the repository chooses;
    the commit that this is now, and what it was `before`, '' if nothing was there."""

    namespace: str
    revision: str
    commit: str
    before: str

    def __repr__(self) -> str:
        """As `archdeck fetch` prints it."""
        of, now, was = (f" {self.revision}" if self.revision else "", self.commit[:SHORT], self.before[:SHORT])
        told = f"{was} -> {now}" if was and was != now else f"{now}, as before" if was else now
        return f"{self.namespace}{of}: {told}"


def fetch_sources(systems: Systems, namespaces: Sequence[str] = ()) -> tuple[Fetched, ...]:
    """Brings the newest of all of them, or of some. Unfetched, after all others were brought, for those that git cannot
    bring; what was there of them stays."""
    asked = [_named(systems, namespace) for namespace in namespaces]
    found: list[Fetched] = []
    problems: list[Problem] = []
    for source in dict.fromkeys(asked or (s for s in systems.sources.values() if s.git)):
        before = brought(source)
        try:
            now = bring(source)
        except GitError as error:
            problems += cannot_bring(source, error, f"; {before.commit[:SHORT]} stays" if before else "").problems
        else:
            was = before.commit if before else ""
            found.append(Fetched(source.namespace, "" if source.pinned else source.revision, now.commit, was))
    if not namespaces:
        drop_others(systems.sources.values())
    if problems:
        raise Unfetched(found, problems)
    return tuple(found)


class Unfetched(ModelError):
    """What git could not bring, and all that it could."""

    def __init__(self, fetched: Sequence[Fetched], problems: Sequence[Problem]):
        super().__init__(problems)
        self.fetched = tuple(fetched)


def _named(systems: Systems, namespace: str) -> WrittenSource:
    source = systems.sources.get(namespace)
    if source is None:
        known = [s.namespace for s in systems.sources.values() if s.git]
        hint = nearest(namespace, known) or (f"; there are {', '.join(known)}" if known else "; there is none")
        raise UnknownName(f"there is no source {namespace!r} in git{hint}")
    if not source.git:
        raise UnknownName(f"source {namespace!r} lies on this disk, in {source.path}; there is nothing to bring")
    return source
