"""What a build is told and what it tells: where a project lies, and what was done there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from archdeck.pages import GENERATED
from archdeck.project.ledger import Ledger
from archdeck.project.unfinished import KEPT

if TYPE_CHECKING:  # nothing of a model is loaded where nothing changed
    from archdeck.language import Problem


@dataclass(frozen=True)
class Project:
    """Where things are: `model` is the folder of systems, of which all are meant or those of `systems`; everything that
    is made lies below `out`: the gallery in the folder `gallery`, pages in a folder of their own in `docs`. What other
    builds can use is found and kept in `cache`, too, if there is one."""

    model: Path
    out: Path
    gallery: str = "diagrams"
    docs: str = "docs"
    systems: tuple[str, ...] = ()
    cache: Path | None = None

    @property
    def diagrams(self) -> Path:
        return self.out / self.gallery

    @property
    def generated(self) -> Path:
        return self.out / self.docs / GENERATED

    @property
    def asked(self) -> tuple[object, ...]:
        """All of it on which it depends what is made."""
        return self.gallery, self.docs, self.systems

    @property
    def kept(self) -> Path:
        """What costs time only."""
        return self.out / KEPT

    @property
    def memory(self) -> Path:
        return self.kept / "built.json"

    @property
    def decks(self) -> Path:
        return self.kept / "decks.json"

    @property
    def layouts(self) -> Path:
        return self.kept / "layouts"

    def ledger(self, of: str) -> Ledger:
        """The list of what was `built`, or of the files of `decks`. MkDocs leaves out what begins with a dot."""
        return Ledger(self.generated / f".{of}.txt", self.out, self.kept)

    def files(self, system: str, view: str, suffix: str) -> list[Path]:
        """The files of a view: in the gallery, and as a download beside the pages."""
        folders = (self.diagrams / system, self.generated / system / "pictures")
        return [folder / f"{view}{suffix}" for folder in folders]

    def parts(self, systems: Iterable[str]) -> tuple[str, ...]:
        """What the names of the files of these systems begin with, and what a page beside their folders is called."""
        folders = [folder.relative_to(self.out).as_posix() for folder in (self.diagrams, self.generated)]
        return tuple(f"{folder}/{system}{end}" for system in systems for folder in folders for end in ("/", ".md"))


@dataclass(frozen=True)
class Wish:
    """What is asked of a build: `only` one system or all, everything anew by `force`, slides of 1920 x 1080 pixels
    times `scale`, a PNG of `every` view instead of slides alone, and pages that lead to `decks`."""

    only: str = ""
    force: bool = False
    scale: int = 1
    every: bool = False
    decks: bool = True


@dataclass(frozen=True)
class Report:
    """What a build did: its systems, the views it drew, how many were fresh, the files that changed, the warnings,
    what each picture leaves out, what keeps it off a slide, and why the cache keeps nothing, where it does not."""

    systems: tuple[str, ...]
    drawn: tuple[str, ...] = ()
    fresh: int = 0
    written: tuple[Path, ...] = ()
    warned: Callable[[], tuple[Problem, ...]] = tuple  # they take long, and are not asked for in a preview
    notes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    faults: Mapping[str, Sequence[str]] = field(default_factory=dict)
    refused: str = ""

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return self.warned()
