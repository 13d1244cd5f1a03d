"""The files that builds wrote to a list of their names among them, so that what no model has any more is known and
goes: also after a build that was killed, and where the memory of builds was deleted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from archdeck.project.regular import read_regular
from archdeck.project.writing import publish

LARGEST = 500_000_000  # bytes of a list that is read


@dataclass(frozen=True)
class Ledger:
    """A list in the folder of the pages, one name a line, as seen from `out`."""

    file: Path
    out: Path
    kept: Path

    def names(self) -> set[str]:
        """The names in it; none if there is no list, or none that can be read."""
        try:
            return set(filter(is_inward, read_regular(self.file, LARGEST).decode("utf-8").splitlines()))
        except (OSError, ValueError):
            return set()

    def expect(self, files: Iterable[Path]) -> None:
        """Adds files that are about to be put in place."""
        known = self.names()
        new = {file.relative_to(self.out).as_posix() for file in files} - known
        if new:
            self._write(known | new)

    def settle(self, names: Iterable[str], gone: Collection[str]) -> None:
        """Adds what is there and drops what is gone."""
        self._write((self.names() | set(names)) - set(gone))

    def _write(self, names: Iterable[str]) -> None:
        publish({self.file: "".join(f"{name}\n" for name in sorted(names)).encode("utf-8")}, self.out, self.kept)


def is_inward(name: str) -> bool:
    """Whether a name leads from the output folder downwards."""
    steps = PurePosixPath(name)
    return bool(steps.parts) and not steps.is_absolute() and ".." not in steps.parts
