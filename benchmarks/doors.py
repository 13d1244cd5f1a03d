"""Every door of a network in the pictures of environments, and how far it is off the border that it belongs to.

python benchmarks/doors.py [folders or files of models …] [--random 40]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import population
from archdeck.layout.choice import layout
from archdeck.layout.doors import THERE, home_of, off_border
from archdeck.model import Model, read_model
from archdeck.views.makers import views
from written import resolved

ROOT = Path(__file__).parent.parent
SHIPPED = (ROOT / "model", ROOT / "tests" / "models")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("models", nargs="*", type=Path, default=SHIPPED)
    parser.add_argument("--random", type=int, default=40, help="models of the random population that are looked at too")
    given = parser.parse_args()
    files = [str(file) for some in given.models for file in sorted(_models(some))]
    doors = off = 0
    with ProcessPoolExecutor(2) as pool:
        for lines in pool.map(_lines, [*files, *map(str, range(1, given.random + 1))]):
            doors, off = doors + len(lines), off + sum(pixels > THERE for pixels, _ in lines)
            sys.stdout.writelines(f"{pixels:6.1f}  {line}\n" for pixels, line in lines)
    sys.stdout.write(f"{doors} doors, {off} of them off the border that they belong to\n")


def _models(some: Path) -> Iterator[Path]:
    """The files and folders of models in a folder."""
    yield from [some] if some.is_file() else (p for p in some.iterdir() if p.is_dir() or p.suffix == ".yaml")


def _lines(named: str) -> list[tuple[float, str]]:
    """How far each door of a model is off its border: a file or folder, or the seed of a random one."""
    name = Path(named).stem
    return [
        (off_border(placed.boxes[box.id].icon, home.rect), f"{name} {view.id}: {box.id} in {home.frame.group.label!r}")
        for view in views(_model(named))
        if view.kind == "environment" and view.id == view.environment and view.boxes
        for placed in [layout(view).placed]
        for box in (b.box for b in placed.boxes.values())
        if (home := home_of(box, placed))
    ]


def _model(named: str) -> Model:
    if not named.isdigit():
        return read_model(Path(named).stem, Path(named))
    with tempfile.TemporaryDirectory() as folder:
        return resolved(population.text(int(named)), Path(folder))


if __name__ == "__main__":
    main()
