"""How many components keep their cell when a model is edited: with a file of cells beside it, and without.

python benchmarks/stability.py [how many edits] [--workers 2]
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import population
from archdeck.language import ModelError
from archdeck.layout.choice import layout
from archdeck.layout.given import arranged
from archdeck.layout.laid import Layout
from archdeck.model import find_systems
from archdeck.views.makers import views
from archdeck.views.view import View
from written import resolved

Thing = dict[str, Any]
ROOT = Path(__file__).parent.parent
SECTIONS = ("system", "tiers", "kinds", "components", "relations", "environments", "flows", "overlays")
SEEDS = 50  # random models
RELATIONS = ("request", "data", "uses")


@dataclass(frozen=True)
class Edited:
    """What an edit of a model did: the boxes that were there before and after it, and how many of them kept their cell
    without a file and with it; whether the cells of the file still fitted, and how long that took."""

    model: str
    edit: str
    boxes: int
    without: int
    kept: int
    outgrown: bool
    seconds: float
    seconds_without: float


# ------------------------------------------------------------------------------------------------ models


@cache
def models() -> dict[str, Thing]:
    """The shipped models, those of the tests, and random ones, each as its mapping."""
    found: dict[str, Thing] = {}
    for folder in (ROOT / "model", ROOT / "tests" / "models"):
        for id, path in find_systems(folder).items():
            files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
            found[id] = _plain(files)
    found |= {f"random-{seed}": population.model(seed) for seed in range(SEEDS)}
    return found


def _plain(files: Iterable[Path]) -> Thing:
    """The sections of a model that its pictures are made of; icons beside it are left out."""
    made: Thing = {}
    for file in files:
        for key, value in (yaml.safe_load(file.read_text(encoding="utf-8")) or {}).items():
            if key in SECTIONS:
                made[key] = {**made[key], **value} if isinstance(value, dict) and key in made else value
    for kind in (made.get("kinds") or {}).values():
        kind.pop("icon", None)
    for component in made["components"].values():
        component.pop("icon", None)
    return made


def first_view(written: Thing) -> View:
    """The picture of the first environment. ModelError for a model that is none."""
    with tempfile.TemporaryDirectory() as folder:
        text = yaml.safe_dump(written, sort_keys=False, allow_unicode=True)
        return next(v for v in views(resolved(text, Path(folder))) if v.kind == "environment")


@cache
def before(name: str) -> tuple[View, Layout]:
    view = first_view(models()[name])
    return view, layout(view)


# ------------------------------------------------------------------------------------------------ edits


def _copy(written: Any) -> Any:
    if isinstance(written, dict):
        return {key: _copy(value) for key, value in written.items()}
    return [_copy(value) for value in written] if isinstance(written, list) else written


def _holders(model: Thing, component: str) -> list[Thing]:
    """The mappings of what runs in which a component stands, in all environments and places."""
    some: list[Thing] = []
    for environment in model["environments"].values():
        for holder in (environment, *(p for p in (environment.get("places") or {}).values() if p)):
            if component in (holder.get("runs") or {}):
                some.append(holder["runs"])
    return some


def added_component(model: Thing, dice: random.Random) -> str:
    """A component beside another one, wherever that runs, with one or two relations."""
    running = [c for c in model["components"] if _holders(model, c)]
    beside, like = dice.choice(running), dice.choice(running)
    made = {key: model["components"][like][key] for key in ("kind", "tier") if key in model["components"][like]}
    model["components"]["added"] = made
    for runs in _holders(model, beside):
        runs["added"] = {}
    for k in range(dice.choice((1, 2))):
        ends = ["added", dice.choice(running)]
        dice.shuffle(ends)
        model["relations"][f"added-{k}"] = {"from": ends[0], "to": ends[1], "kind": dice.choice(RELATIONS)}
    return "a component more"


def removed_component(model: Thing, dice: random.Random) -> str:
    """A component less, with all that names it."""
    gone = dice.choice([c for c in model["components"] if _holders(model, c)])
    del model["components"][gone]
    for runs in _holders(model, gone):
        del runs[gone]
    for environment in model["environments"].values():
        (environment.get("without") or {}).pop(gone, None)
    lost = [id for id, r in model["relations"].items() if gone in (r["from"], r["to"])]
    for id in lost:
        del model["relations"][id]
    for flow in (model.get("flows") or {}).values():
        flow["steps"] = {
            n: s for n, s in flow["steps"].items() if gone not in s.values() and s.get("relation") not in lost
        }
    model["flows"] = {id: flow for id, flow in (model.get("flows") or {}).items() if flow["steps"]}
    for overlay in (model.get("overlays") or {}).values():
        overlay["members"] = [m for m in overlay["members"] if m != gone]
    model["overlays"] = {id: o for id, o in (model.get("overlays") or {}).items() if o["members"]}
    return "a component less"


def added_relation(model: Thing, dice: random.Random) -> str:
    running = [c for c in model["components"] if _holders(model, c)]
    one, other = dice.sample(running, 2)
    model["relations"]["added"] = {"from": one, "to": other, "kind": dice.choice(RELATIONS)}
    return "a relation more"


EDITS: tuple[Callable[[Thing, random.Random], str], ...] = (
    added_component,
    added_component,
    removed_component,
    added_relation,
)


def edited(number: int) -> Edited | None:
    """One edit of one of the models; None for one that makes it none."""
    dice = random.Random(number)
    names = list(models())
    name = names[number % len(names)]
    view, was = before(name)
    model = _copy(models()[name])
    try:
        edit = dice.choice(EDITS)(model, dice)
        now = first_view(model)
    except (ModelError, StopIteration, IndexError, ValueError):
        return None
    if now.boxes == view.boxes and now.arrows == view.arrows:
        return None
    start = time.process_time()
    anew = layout(now)
    middle = time.process_time()
    kept = layout(replace(now, given=arranged(view, was)))
    end = time.process_time()
    common = [b for b in was.table.cells if any(b == other.id for other in now.boxes)]
    return Edited(
        name, edit, len(common), _keep(common, was, anew), _keep(common, was, kept), kept.outgrown,
        end - middle, middle - start,
    )  # fmt: skip


def _keep(boxes: list[str], was: Layout, now: Layout) -> int:
    """How many boxes keep their cell: the others are left out, the worst first, until all that remain stand to each
    other as before, in columns and in rows."""
    old, new = was.table.cells, now.table.cells
    left = [b for b in boxes if b in new]
    against: dict[str, set[str]] = defaultdict(set)
    for k, a in enumerate(left):
        for b in left[:k]:
            if any(_side(old[a][x] - old[b][x]) != _side(new[a][x] - new[b][x]) for x in (0, 1)):
                against[a].add(b)
                against[b].add(a)
    while worst := max(left, key=lambda b: len(against[b]), default=""):
        if not against[worst]:
            break
        for other in against.pop(worst):
            against[other].discard(worst)
        left.remove(worst)
    return len(left)


def _side(by: int) -> int:
    return (by > 0) - (by < 0)


# ------------------------------------------------------------------------------------------------ report


def report(found: list[Edited]) -> Iterable[str]:
    """Markdown: a row for each kind of edit."""
    yield (
        "| edit | edits | other components | keep their cell without the file | with it | all keep it "
        "| outgrown | CPU s without, median | with, median | with, most |"
    )
    yield "| --- |" + " ---: |" * 9
    kinds: Mapping[str, list[Edited]] = {
        **{name: [f for f in found if f.edit == name] for name in sorted({f.edit for f in found})},
        "all": found,
    }
    for name, some in kinds.items():
        total = sum(f.boxes for f in some)
        times = [sorted(f.seconds for f in some), sorted(f.seconds_without for f in some)]
        cells = [
            str(len(some)),
            str(total),
            f"{sum(f.without for f in some) / total:.1%}",
            f"{sum(f.kept for f in some) / total:.1%}",
            f"{sum(f.kept == f.boxes for f in some) / len(some):.0%}",
            str(sum(f.outgrown for f in some)),
            f"{times[1][len(some) // 2]:.2f}",
            f"{times[0][len(some) // 2]:.2f}",
            f"{times[0][-1]:.2f}",
        ]
        yield f"| {name} | {' | '.join(cells)} |"
    if outgrown := [f for f in found if f.outgrown]:
        yield "\nOutgrown: " + ", ".join(f"{f.model} ({f.edit})" for f in outgrown)


def main() -> None:
    """Edits the models and prints what moved."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("many", type=int, nargs="?", default=200, help="how many edits")
    asked.add_argument("--workers", type=int, default=2, help="how many processes")
    args = asked.parse_args()
    found: list[Edited] = []
    with ProcessPoolExecutor(args.workers) as pool:
        for one in pool.map(edited, range(2 * args.many)):
            if one:
                found.append(one)
                if sys.stderr.isatty():
                    print(f"\r{len(found)} of {args.many}", end="", file=sys.stderr, flush=True)
            if len(found) == args.many:
                break
        pool.shutdown(cancel_futures=True)
    print("\n".join(report(found)))


if __name__ == "__main__":
    main()
