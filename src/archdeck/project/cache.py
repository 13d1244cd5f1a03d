"""A folder that builds share, on this machine and on others: digests of all that something was made from, to its bytes.

Each file is named by such a digest, and holds a digest of its own content before that: what was cut short on its way,
in a mounted bucket, is as if it were not there. Nothing in it is ever removed by a build, for others may need it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from archdeck.project.regular import read_regular
from archdeck.project.writing import publish

VARIABLE = "ARCHDECK_CACHE"  # in the environment: the folder, for commands, for MkDocs and for its plugin
LARGEST = 50_000_000  # bytes of a file that is read
ENDS = b"\n"


@dataclass
class Cache:
    """Without a folder nothing is found, and nothing kept. What cannot be read or written costs time only; `refused`
    says why something could not be written. With `anew` nothing is found, and all is kept."""

    folder: Path | None = None
    anew: bool = False
    refused: str = field(default="", init=False)

    def get(self, sort: str, name: str) -> bytes | None:
        """What is kept by this name among those of its sort."""
        if self.folder is None or self.anew:
            return None
        file = self._file(self.folder, sort, name)
        with suppress(OSError):
            said, _, data = read_regular(file, LARGEST).partition(ENDS)
            return data if said == _digest(data) else None
        return None

    def put(self, sort: str, name: str, data: bytes) -> None:
        if self.folder is None or self.refused:
            return
        file = self._file(self.folder, sort, name)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            publish({file: _digest(data) + ENDS + data}, self.folder)
        except OSError as error:
            self.refused = f"nothing is kept in {self.folder.as_posix()}: {error.strerror}"

    def several(self, sort: str, names: Sequence[str]) -> list[bytes] | None:
        """All of them; None where one is missing."""
        found = [data for name in names if (data := self.get(sort, name)) is not None]
        return found if len(found) == len(names) else None

    def put_several(self, sort: str, some: Mapping[str, bytes]) -> None:
        for name, data in some.items():
            self.put(sort, name, data)

    @staticmethod
    def _file(folder: Path, sort: str, name: str) -> Path:
        """In folders by the first letters, as no folder does well with a million files."""
        return folder / sort / name[:2] / name


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode("ascii")
