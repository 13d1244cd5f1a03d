"""One run on one machine: `archdeck build` beside plain Diagrams scripts, a build with nothing to do, and single edits.

    .venv/bin/python benchmarks/cold_build.py [--rounds 5] [--system shopmaster]

Prints Markdown. Trust the ratios; seconds belong to the machine.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from plain_diagrams import script

from archdeck.model.systems import read_model
from archdeck.project import Project, build
from archdeck.views.makers import views
from archdeck.views.view import View

MODELS = Path(__file__).parent.parent / "model"
ARCHDECK = [sys.executable, "-c", "from archdeck.cli import main; main()"]


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, and of all processors, of a process and all it started."""

    wall: float
    cpu: float


def measure(command: Sequence[str], folder: Path, **variables: str) -> Cost:
    """Runs a command to its end; CalledProcessError with its output if it fails."""
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said, env=os.environ | variables)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise subprocess.CalledProcessError(process.returncode, command, said.read().decode())
    return Cost(wall, usage.ru_utime + usage.ru_stime)


def together(costs: Sequence[Cost]) -> Cost:
    return Cost(sum(c.wall for c in costs), sum(c.cpu for c in costs))


def median(costs: Sequence[Cost]) -> Cost:
    return Cost(statistics.median(c.wall for c in costs), statistics.median(c.cpu for c in costs))


# -------------------------------------------------------------------------------------------- cold builds


def contenders(found: Sequence[View], model: Path, work: Path) -> dict[str, Callable[[], Cost]]:
    """Name -> a run from nothing. Each draws every view as SVG and PNG into an empty folder."""
    scripts = work / "scripts"
    scripts.mkdir()
    (scripts / "all.py").write_text(script(found), encoding="utf-8")
    for view in found:
        (scripts / f"{view.id}.py").write_text(script([view]), encoding="utf-8")

    def plain_one_process() -> Cost:
        with _empty(work) as folder:
            cost = measure([sys.executable, str(scripts / "all.py")], folder)
            _expect(folder, len(found))
        return cost

    def plain_process_each() -> Cost:
        with _empty(work) as folder:
            cost = together([measure([sys.executable, str(scripts / f"{v.id}.py")], folder) for v in found])
            _expect(folder, len(found))
        return cost

    def ours(**variables: str) -> Cost:
        with _empty(work) as folder:
            cost = measure([*ARCHDECK, *_build(model, folder), "--force", "--png", "all"], folder, **variables)
            _expect(folder / "diagrams" / model.name, len(found))
        return cost

    def ours_first_time() -> Cost:
        with _empty(work) as cache:
            return ours(XDG_CACHE_HOME=str(cache))

    return {
        "plain scripts, one process for all": plain_one_process,
        "`archdeck build`": ours,
        "plain scripts, one process each": plain_process_each,
        "`archdeck build`, first run on the machine": ours_first_time,
    }


def _build(model: Path, out: Path) -> list[str]:
    return ["build", "--model", str(model), "--out", str(out), "--no-site"]


class _empty(tempfile.TemporaryDirectory[str]):
    """A folder for one run."""

    def __init__(self, work: Path):
        super().__init__(dir=work)

    def __enter__(self) -> Path:  # type: ignore[override]
        return Path(super().__enter__())


def _expect(folder: Path, number: int) -> None:
    """A run that drew less than it should is no run."""
    for suffix in (".svg", ".png"):
        drawn = [p for p in folder.glob(f"*{suffix}") if p.stat().st_size > 500]
        if len(drawn) != number:
            raise SystemExit(f"{len(drawn)} of {number} {suffix} files were drawn: the comparison would not be fair")


def cold(found: Sequence[View], model: Path, work: Path, rounds: int) -> Iterator[str]:
    runs = contenders(found, model, work)
    for run in runs.values():  # once unmeasured: byte code, disk cache, compiled engine
        run()
    costs: dict[str, list[Cost]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            costs[name].append(run())
    middle = {name: median(all_) for name, all_ in costs.items()}
    base = next(iter(middle.values()))
    yield f"Every view of `{model.name}` ({len(found)}) as SVG and PNG; medians of {rounds} interleaved rounds:\n"
    yield "| what draws | seconds | spread | CPU seconds | time against one process of plain scripts |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for name, cost in middle.items():
        walls = [c.wall for c in costs[name]]
        spread = f"{min(walls):.2f}–{max(walls):.2f}"
        yield f"| {name} | {cost.wall:.2f} | {spread} | {cost.cpu:.2f} | {cost.wall / base.wall:.2f} |"


# ------------------------------------------------------------------------------- nothing to do, and one edit


def unchanged(model: Path, work: Path, rounds: int) -> Iterator[str]:
    with _empty(work) as out:
        measure([*ARCHDECK, *_build(model, out)], out)
        costs = [measure([*ARCHDECK, *_build(model, out)], out) for _ in range(rounds)]
    cost = median(costs)
    verdict = "below" if cost.cpu < 0.5 else "**above**"
    yield f"\nA build with nothing changed, site aside: {cost.cpu:.2f} CPU seconds ({cost.wall:.2f} s), {verdict} 0.5."


def edits(model: Path, work: Path) -> Iterator[str]:
    """The summary of each component is edited in turn: which views are drawn again, and which show it."""
    copy = work / "edited" / model.name
    shutil.copytree(model, copy)
    place = Project(copy.parent, work / "edited-out")
    build(place)
    total = len(views(read_model(model.name, copy)))
    yield f"\nThe summary of one component is edited ({total} views):\n"
    yield "| component | views that show it | drawn again | drawn without showing it |"
    yield "| --- | ---: | ---: | --- |"
    for file, id in _components(copy):
        text = file.read_text(encoding="utf-8")
        _edit(file, id, "Edited to see what is drawn again")
        showing = {f"{model.name}/{v.id}" for v in views(read_model(model.name, copy)) if _shows(v, id)}
        drawn = set(build(place).drawn)
        yield f"| {id} | {len(showing)} | {len(drawn)} | {', '.join(sorted(drawn - showing)) or '–'} |"
        file.write_text(text, encoding="utf-8")
        build(place)


def kept(model: Path, work: Path, rounds: int) -> Iterator[str]:
    """What the layouts of an earlier build save: beside a build from nothing one after an edited summary, and beside a
    list of views without any the same with them."""
    place = Project(work / "kept" / "model", work / "kept")
    shutil.copytree(model, place.model / model.name)
    listing = [*ARCHDECK, "views", model.name, "--model", str(place.model)]
    building = [*ARCHDECK, "build", "--model", str(place.model), "--out", str(place.out), "--no-site"]
    list_before, cold_build = measure(listing, work), measure(building, work)
    list_after = median([measure(listing, work) for _ in range(rounds)])
    file, id = next(_components(place.model / model.name))
    costs = []
    for number in range(rounds):
        _edit(file, id, f"Edited {number}")
        costs.append(measure(building, work))
    edited = median(costs)
    yield "\n| what a build has kept | CPU seconds without | CPU seconds with | ratio |"
    yield "| --- | ---: | ---: | ---: |"
    for what, one, other in (
        ("a build after one edited summary", cold_build, edited),
        ("`archdeck views`", list_before, list_after),
    ):
        yield f"| {what} | {one.cpu:.2f} | {other.cpu:.2f} | {other.cpu / one.cpu:.2f} |"


def _edit(file: Path, component: str, summary: str) -> None:
    content: Any = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)  # every value stays as it is written
    content["components"][component]["summary"] = summary
    file.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")


def _components(folder: Path) -> Iterator[tuple[Path, str]]:
    for file in sorted(folder.glob("*.yaml")):
        content = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
        yield from ((file, id) for id in content.get("components", {}))


def _shows(view: View, component: str) -> bool:
    """Whether a component is in a view, as a box, as a mark, in the panel, or because the view is about it."""
    boxes = any(b.component == component or component in {m[0] for m in b.marks} for b in view.boxes)
    return boxes or any(p.component == component for p in view.panel) or view.component == component


def machine() -> str:
    dot = subprocess.run(["dot", "-V"], capture_output=True, text=True, check=True).stderr.strip()
    system = f"{platform.system()} {platform.machine()}"
    return f"{os.cpu_count()} processors, {system}, Python {platform.python_version()}, {dot}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--system", default="shopmaster", help="a folder of the repository's model/")
    wanted = parser.parse_args()
    if shutil.which("dot") is None:
        raise SystemExit("the program dot is not on the PATH: plain Diagrams scripts need it (apt install graphviz)")
    if not hasattr(os, "wait4"):
        raise SystemExit("CPU seconds of a process cannot be measured on this system")
    model = MODELS / wanted.system
    found = views(read_model(model.name, model))
    print(f"{machine()}\n")
    with tempfile.TemporaryDirectory(prefix="archdeck-benchmark-") as folder:
        work = Path(folder)
        for part in (
            cold(found, model, work, wanted.rounds),
            unchanged(model, work, wanted.rounds),
            kept(model, work, wanted.rounds),
            edits(model, work),
        ):
            for line in part:
                print(line, flush=True)


if __name__ == "__main__":
    main()
