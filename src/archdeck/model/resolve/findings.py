"""What resolving finds wrong, each problem at the place in the files that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from archdeck.language import Loaded, Location, Problem, Severity, nearest

T = TypeVar("T")


class Findings:
    """Collects problems. Paths are keys into the loaded tree, as in `"components", "db", "tier"`."""

    def __init__(self, loaded: Loaded):
        self.loaded = loaded
        self.problems: list[Problem] = list(loaded.problems)
        self.said: set[tuple[Location, str]] = set()

    def error(self, rule: str, message: str, *path: str | int, key: bool = False) -> None:
        where = self.where(*path, key=key)
        # What an environment inherits is wrong in each that inherits it, and is said once.
        if (where, rule) not in self.said:
            self.problems.append(Problem(where, Severity.ERROR, message, rule))
        self.said.add((where, rule))

    def where(self, *path: str | int, key: bool = False) -> Location:
        return self.loaded.where(*path, key=key)

    def stated(self, keys: Iterable[str], *path: str | int) -> dict[str, Location]:
        """Where these keys of a mapping are written, those that are."""
        written = self.loaded.declared(*path)
        return {key: self.where(*path, key, key=True) for key in keys if key in written}

    def one(
        self, valid: Mapping[str, T], name: str, what: str, section: str, *path: str | int, key: bool = False
    ) -> T | None:
        """The thing of that name, or None and a problem; nothing is said about what is declared but not valid."""
        if name in valid:
            return valid[name]
        declared = self.loaded.declared(section)
        if name not in declared:
            names = {*valid, *declared}
            near = nearest(name, sorted(names))
            listed = f"; there {'are' if len(names) > 1 else 'is only'} {', '.join(sorted(names))}"
            hint = near or (listed if 0 < len(names) <= 8 else f"; declare it under {section}")
            article = "an" if what[0] in "aeiou" else "a"
            self.error(f"unknown-{what}", f"{name!r} is not {article} {what}{hint}", *path, key=key)
        return None

    def many(self, valid: Mapping[str, T], names: Iterable[str], what: str, section: str, *path: str | int) -> list[T]:
        """The things of those names; each that is missing is a problem at its place in the list or mapping."""
        found = (self.one(valid, name, what, section, *path, name, key=True) for name in names)
        return [item for item in found if item is not None]
