"""How many of a population of random models give a picture fit for a slide, and how long placing and routing take.

python benchmarks/population.py [how many] [--from seed] [--workers 2] [--seeds 84,112] [--why]
python benchmarks/population.py --save before.json, and after a change --since before.json: what became of each model
"""

from __future__ import annotations

import argparse
import json
import re
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import population
from archdeck.geometry import Geometry, geometry_json
from archdeck.picture import Layout, geometry, layout, notes
from archdeck.view import View, boxes_inside
from drawn import view_of
from picture_metrics import Measure, read, shortfalls

STATES = {"passed": 0, "soft": 1, "hard": 2}  # from good to bad
LIMIT = 180  # seconds for a view, after which it is given up


@dataclass(frozen=True)
class Found:
    """What became of one model."""

    seed: int
    components: int
    boxes: int
    arrows: int
    seconds: float = 0.0
    px: float = 0.0  # the smallest text
    alone: float = 1.0  # the share of boxes that are drawn one by one; the others are crowds, drawn as one
    unsaid: int = 0  # labels that found no room
    soft: bool = False  # text smaller than a slide wants
    defects: dict[str, int] = field(default_factory=dict)  # everything else that keeps it off a slide
    why: list[str] = field(default_factory=list)

    @property
    def state(self) -> str:
        return "hard" if self.defects else "soft" if self.soft else "passed"


def judged(seed: int) -> Found:
    """Lays out the model of a seed and measures its picture."""
    with tempfile.TemporaryDirectory() as folder:
        view = view_of(population.text(seed), Path(folder))
    components = len({b.component for b in view.boxes} | {e.component for e in view.panel})
    found = Found(seed, components, len(view.boxes), len(view.arrows))
    signal.signal(signal.SIGALRM, _too_slow)
    signal.alarm(LIMIT)
    start = time.process_time()
    try:
        shared = layout(view)
        drawn = geometry(view, shared)
    except Exception as error:  # whatever goes wrong belongs in the table
        name = type(error).__name__
        return replace(found, seconds=time.process_time() - start, defects={name: 1}, why=[f"{name}: {error}"])
    finally:
        signal.alarm(0)
    return _measured(replace(found, seconds=time.process_time() - start), view, shared, drawn)


def _measured(found: Found, view: View, shared: Layout, drawn: Geometry) -> Found:
    """What the gate says, and what the picture lacks: that is a defect as well."""
    measure = Measure(read(geometry_json(drawn)))
    gate, why = shortfalls(measure.m), measure.why
    defects = {name: int(n) for line in gate if line.startswith("hard") for name, n in COUNTED.findall(line)}
    defects |= {line.split()[0]: 1 for line in gate if not line.startswith(("hard", "text_px"))}
    for name, lost in (("lost_box", lost_boxes(view, shared)), ("lost_arrow", lost_arrows(view, shared, drawn))):
        if lost:
            defects[name] = len(lost)
            why = [*why, f"{name}: {', '.join(lost)}"]
    return replace(
        found,
        px=measure.m["text_px_min"],
        alone=_alone(shared),
        unsaid=sum("no room for the words" in note for note in notes(view, shared, drawn)),
        soft=any(line.startswith("text_px") for line in gate),
        defects=defects,
        why=why,
    )


def lost_boxes(view: View, shared: Layout) -> list[str]:
    """Components that no box of the picture stands for."""
    shown = set().union(*_shown(view, shared))
    return sorted({b.component for b in view.boxes} - shown)


def lost_arrows(view: View, shared: Layout, drawn: Geometry) -> list[str]:
    """Relations that no line of the picture stands for, unless one box stands for both ends."""
    inside = {g: {*boxes} for g, boxes in boxes_inside(view.groups, view.boxes).items()}
    inside |= {g.id: {*g.boxes} for g in view.groups if g.overlay}
    component = {b.id: b.component for b in view.boxes}
    there = {relation for edge in drawn.edges for relation in edge.relations}
    crowds = _shown(view, shared)
    lost = []
    for arrow in view.arrows:
        ends = [{component[b] for b in inside.get(end, {end})} for end in (arrow.source, arrow.target)]
        if not any(all(crowd & end for end in ends) for crowd in crowds):
            lost += [relation for relation in arrow.relations if relation not in there]
    return sorted(set(lost))


def _shown(view: View, shared: Layout) -> list[set[str]]:
    """For each box of the picture the components that it stands for."""
    component = {b.id: b.component for b in view.boxes}
    return [{component[b] for b in box.stands_for} or {box.component} for box in shared.view.boxes]


def _alone(shared: Layout) -> float:
    alone = len(shared.view.boxes) - len(set(shared.merged.values()))
    return alone / (alone + len(shared.merged))


COUNTED = re.compile(r"(\w+) (\d+)(?=[,)])")


def _too_slow(*_: object) -> None:
    raise TimeoutError(f"no picture after {LIMIT} s")


def report(all_found: list[Found], why: bool) -> Iterable[str]:
    """Markdown: a table of the size classes, of the kinds of defect, the hard seeds and the slowest."""
    yield (
        "| components | models | passed | text too small | hard | smallest text, median px | with crowds "
        "| drawn one by one | words left out | CPU s a view: median | 95 % | largest (seed) |"
    )
    yield "| --- |" + " ---: |" * 11
    classes: dict[str, list[Found]] = defaultdict(list)
    for found in sorted(all_found, key=lambda f: population.size_class(f.seed)):
        low, high = population.CLASSES[population.size_class(found.seed)]
        classes[f"{low}–{high}"].append(found)
    for name, some in (*classes.items(), ("all", all_found)):
        yield f"| {name} | {' | '.join(_row(some))} |"
    yield from _kinds(all_found)
    hard = [f for f in all_found if f.state == "hard"]
    yield f"\nHard ({len(hard)}): seed (components, boxes, arrows): defects"
    for f in hard:
        defects = ", ".join(f"{name} {n}" for name, n in sorted(f.defects.items()))
        yield f"- {f.seed} ({f.components}, {f.boxes}, {f.arrows}): {defects}"
        yield from (f"    - {line}" for line in f.why if why and line.partition(":")[0] in f.defects)
    yield "\nSlowest: CPU s, seed (components, boxes, arrows)"
    for f in sorted(all_found, key=lambda f: -f.seconds)[:15]:
        yield f"- {f.seconds:.2f}, {f.seed} ({f.components}, {f.boxes}, {f.arrows}): {f.state}"


def _row(some: list[Found]) -> list[str]:
    states = Counter(f.state for f in some)
    times = sorted((f.seconds, f.seed) for f in some)
    middle, high, (most, seed) = times[len(times) // 2][0], times[int(len(times) * 0.95)][0], times[-1]
    return [
        str(len(some)),
        *(str(states[state]) for state in STATES),
        f"{sorted(f.px for f in some)[len(some) // 2]:.1f}",
        str(sum(f.alone < 1 for f in some)),
        f"{sum(f.alone * f.boxes for f in some) / sum(f.boxes for f in some):.0%}",
        str(sum(f.unsaid for f in some)),
        f"{middle:.2f}",
        f"{high:.2f}",
        f"{most:.2f} ({seed})",
    ]


def _kinds(all_found: list[Found]) -> Iterable[str]:
    """In how many pictures each kind of defect is, in how many it is the only one, and some seeds, small ones first."""
    kinds: dict[str, list[Found]] = defaultdict(list)
    for found in all_found:
        for name in found.defects:
            kinds[name].append(found)
    yield "\n| defect | pictures | nothing else | of them | seeds, the smallest models first |"
    yield "| --- | ---: | ---: | ---: | --- |"
    for name, some in sorted(kinds.items(), key=lambda k: -len(k[1])):
        alone = sum(1 for f in some if set(f.defects) == {name})
        seeds = ", ".join(str(f.seed) for f in sorted(some, key=lambda f: (len(f.defects), f.boxes))[:8])
        yield f"| {name} | {len(some)} | {alone} | {sum(f.defects[name] for f in some)} | {seeds} |"


def changes(before: list[Found], now: list[Found]) -> Iterable[str]:
    """Which models fare otherwise than in an earlier run."""
    old = {f.seed: f for f in before}
    both = [f for f in now if f.seed in old]
    for worse, word in ((False, "Better"), (True, "Worse")):
        some = [
            f for f in both if f.state != old[f.seed].state and (STATES[f.state] > STATES[old[f.seed].state]) is worse
        ]
        yield f"\n{word} than before: {len(some)}"
        yield from (f"- {f.seed}: {old[f.seed].state} to {f.state}: {', '.join(f.defects)}".rstrip(": ") for f in some)
    ours, theirs = sum(f.seconds for f in both), sum(old[f.seed].seconds for f in both)
    yield f"\nCPU s of the {len(both)} models in both: {theirs:.1f} before, {ours:.1f} now"


def main() -> None:
    """Judges the models of some seeds and prints what came of them."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("many", type=int, nargs="?", default=500, help="how many models")
    asked.add_argument("--from", type=int, default=0, dest="first", metavar="SEED", help="the first seed")
    asked.add_argument("--seeds", default="", help="these seeds instead, separated by commas")
    asked.add_argument("--workers", type=int, default=2, help="how many processes")
    asked.add_argument("--why", action="store_true", help="name each defect")
    asked.add_argument("--save", type=Path, metavar="FILE", help="keep what came of each model, as JSON")
    asked.add_argument("--since", type=Path, metavar="FILE", help="compare with what was kept")
    args = asked.parse_args()
    seeds = [int(s) for s in args.seeds.split(",") if s] or list(range(args.first, args.first + args.many))
    with ProcessPoolExecutor(args.workers) as pool:
        found = []
        for one in pool.map(judged, seeds, chunksize=1):
            found.append(one)
            if sys.stderr.isatty():
                print(f"\r{len(found)} of {len(seeds)}", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print("\r", end="", file=sys.stderr)
    print("\n".join(report(found, args.why)))
    if args.since:
        print("\n".join(changes([Found(**one) for one in json.loads(args.since.read_text())], found)))
    if args.save:
        args.save.write_text(json.dumps([asdict(one) for one in found]))


if __name__ == "__main__":
    main()
