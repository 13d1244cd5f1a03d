"""The folder of systems that an agent may ask about, to each of them: it names them by their ids, never by a path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archdeck.language import UnknownName, is_folder, nearest, quoted, yaml_files
from archdeck.library import System, load, systems


@dataclass(frozen=True)
class Around:
    """The folder of systems, and whether files of models may be written there."""

    folder: Path
    writes: bool = False

    def path(self, id: str) -> Path:
        """Where a system is written. UnknownName for what is no id of one here, as a path to somewhere else."""
        known = systems(self.folder)
        if id not in known:
            hint = nearest(id, known) or f"; there are {', '.join(known)}"
            raise UnknownName(f"{quoted(id)} is no system here{hint}")
        return known[id]

    def system(self, id: str) -> System:
        """A system as it is written at this moment."""
        self.path(id)
        return load(id, self.folder)

    def files(self, id: str) -> Iterator[Path]:
        """The YAML files of a system."""
        path = self.path(id)
        yield from yaml_files(path) if is_folder(path) else [path]

    def inside(self, name: str) -> Path:
        """A file in the folder in which archdeck runs, links followed: an agent reads nothing outside of it."""
        here = Path.cwd().resolve()
        path = here / name
        if not path.resolve().is_relative_to(here):
            raise UnknownName(f"{quoted(name)} leads outside of the folder that archdeck runs in; name a file in it")
        return path
