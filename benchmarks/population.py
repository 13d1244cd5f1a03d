"""How many of a population of random models give a picture fit for a slide, and how long placing and routing take.

python benchmarks/population.py [how many] [--from seed] [--workers 2] [--seeds 84,112] [--parts] [--jumble] [--why]
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
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import jumble
import population
from archdeck.canvas.geometry import Geometry, geometry_json
from archdeck.layout.choice import layout
from archdeck.layout.laid import Layout
from archdeck.layout.parts import with_parts
from archdeck.layout.picture import geometry, notes
from archdeck.views.view import ROOM, Box, View, boxes_inside
from drawn import view_of
from picture_looks import LIMITS as LOOKS
from picture_looks import dislikes, looks
from picture_metrics import Measure, read, shortfalls

STATES = {"passed": 0, "soft": 1, "hard": 2}  # from good to bad
LIMIT = 180  # seconds for a view, after which it is given up


@dataclass(frozen=True)
class Found:
    """What became of one picture: that of a model as a whole, or with `part` one of those that show it in parts."""

    seed: int
    part: int
    boxes: int
    arrows: int
    seconds: float = 0.0
    px: float = 0.0  # the smallest text
    alone: float = 1.0  # the share of boxes that are drawn one by one; the others are crowds, drawn as one
    unsaid: int = 0  # labels that found no room
    soft: bool = False  # text smaller than a slide wants
    defects: dict[str, int] = field(default_factory=dict)  # everything else that keeps it off a slide
    why: list[str] = field(default_factory=list)
    looks: dict[str, float] = field(default_factory=dict)  # what people dislike, in figures
    disliked: list[str] = field(default_factory=list)  # those of them that are beyond their limits

    @property
    def state(self) -> str:
        return "hard" if self.defects else "soft" if self.soft else "passed"

    @property
    def name(self) -> str:
        return f"{self.seed} part {self.part}" if self.part else str(self.seed)


def judged(seed: int, with_its_parts: bool, jumbled: bool) -> list[Found]:
    """Lays out the model of a seed and measures its picture; with `with_its_parts` those of its parts too."""
    with tempfile.TemporaryDirectory() as folder:
        whole = view_of((jumble if jumbled else population).text(seed), Path(folder))
    component = {b.id: b.component for b in whole.boxes}
    found = [_judged(seed, 0, whole, component)]
    if not with_its_parts or "crash" in found[0].defects:
        return found
    pictures = with_parts([whole], layout)[1:]
    found += [_judged(seed, k, part, component) for k, part in enumerate(pictures, start=1)]
    if closed := _never_opened(whole, pictures):
        defects = found[0].defects | {"closed": len(closed)}
        found[0] = replace(found[0], defects=defects, why=[*found[0].why, f"closed: {', '.join(closed)}"])
    return found


def _judged(seed: int, part: int, view: View, component: dict[str, str]) -> Found:
    found = Found(seed, part, len(view.boxes), len(view.arrows))
    signal.signal(signal.SIGALRM, _too_slow)
    signal.alarm(LIMIT)
    start = time.process_time()
    try:
        shared = layout(view)
        drawn = geometry(view, shared)
    except Exception as error:  # whatever goes wrong belongs in the table
        crash = f"crash: {type(error).__name__}: {error}"
        return replace(found, seconds=time.process_time() - start, defects={"crash": 1}, why=[crash])
    finally:
        signal.alarm(0)
    return _measured(replace(found, seconds=time.process_time() - start), view, shared, drawn, component)


def _measured(found: Found, view: View, shared: Layout, drawn: Geometry, component: dict[str, str]) -> Found:
    """What the gate says, and what the picture lacks: that is a defect as well."""
    measure = Measure(read(geometry_json(drawn)))
    gate, why = shortfalls(measure.m), measure.why
    defects = {name: int(n) for line in gate if line.startswith("hard") for name, n in COUNTED.findall(line)}
    defects |= {line.split()[0]: 1 for line in gate if not line.startswith(("hard", "text_px"))}
    crowds = [_stands_for(box, component) for box in shared.view.boxes]
    boxes = {b.id: _stands_for(b, component) for b in view.boxes}
    lost = {
        "lost_box": sorted({b for b in set().union(*boxes.values()) - set().union(*crowds) if not b.startswith(ROOM)}),
        "lost_arrow": lost_arrows(view, drawn, boxes, crowds),
    }
    return replace(
        found,
        px=measure.m["text_px_min"],
        alone=_alone(shared.view.boxes, component),
        unsaid=sum("no room for the words" in note for note in notes(view, shared, drawn)),
        soft=any(line.startswith("text_px") for line in gate),
        defects=defects | {name: len(those) for name, those in lost.items() if those},
        why=[*why, *(f"{name}: {', '.join(those)}" for name, those in lost.items())],
        looks=looks(drawn),
        disliked=dislikes(drawn),
    )


def lost_arrows(view: View, drawn: Geometry, boxes: dict[str, set[str]], crowds: list[set[str]]) -> list[str]:
    """Relations that no line of the picture stands for, unless one box stands for both ends."""
    inside = {**boxes_inside(view.groups, view.boxes), **{g.id: list(g.boxes) for g in view.groups if g.overlay}}
    there = {relation for edge in drawn.edges for relation in edge.relations}
    lost = set()
    for arrow in view.arrows:
        ends = [set().union(*(boxes[b] for b in inside.get(end, [end]))) for end in (arrow.source, arrow.target)]
        if not any(all(crowd & end for end in ends) for crowd in crowds):
            lost |= {*arrow.relations} - there
    return sorted(lost)


def _never_opened(whole: View, parts: Sequence[View]) -> list[str]:
    """Components that stand in a crowd of the whole picture, and in one of every part that has them."""
    component = {b.id: b.component for b in whole.boxes}
    shared = [layout(view).view for view in (whole, *parts)]
    shown = [_stands_for(box, component) for view in shared for box in view.boxes]
    return sorted(set(component.values()) - {one for stood in shown if len(stood) == 1 for one in stood})


def _stands_for(box: Box, component: dict[str, str]) -> set[str]:
    return {component[b] for b in box.stands_for} or {box.component}


def _alone(shown: Sequence[Box], component: dict[str, str]) -> float:
    """Copies of one component that are drawn as one are no crowd."""
    size = {box.id: max(1, len(box.stands_for)) for box in shown}
    return sum(size[box.id] for box in shown if len(_stands_for(box, component)) == 1) / sum(size.values())


COUNTED = re.compile(r"(\w+) (\d+)(?=[,)])")


def _too_slow(*_: object) -> None:
    raise TimeoutError(f"no picture after {LIMIT} s")


def report(all_found: list[Found], why: bool) -> Iterable[str]:
    """Markdown: a table of the size classes, of the kinds of defect, the hard seeds and the slowest."""
    for title, some in (("", [f for f in all_found if not f.part]), ("\nParts:\n", [f for f in all_found if f.part])):
        yield from (title, *_table(some)) if some else ()
    yield from _kinds(all_found)
    yield from _looks(all_found)
    hard = [f for f in all_found if f.state == "hard"]
    yield f"\nHard ({len(hard)}): seed (boxes, arrows): defects"
    for f in hard:
        defects = ", ".join(f"{name} {n}" for name, n in sorted(f.defects.items()))
        yield f"- {f.name} ({f.boxes}, {f.arrows}): {defects}"
        yield from (f"    - {line}" for line in f.why if why and line.partition(":")[0] in f.defects)
    yield "\nSlowest: CPU s, seed (boxes, arrows)"
    for f in sorted(all_found, key=lambda f: -f.seconds)[:15]:
        yield f"- {f.seconds:.2f}, {f.name} ({f.boxes}, {f.arrows}): {f.state}"


def _table(all_found: list[Found]) -> Iterable[str]:
    yield (
        "| components | pictures | passed | text too small | hard | smallest text, median px | with crowds "
        "| drawn one by one | words left out | crossings per arrow, median | bends per arrow, median | disliked "
        "| CPU s a view: median | 95 % | largest (seed) |"
    )
    yield "| --- |" + " ---: |" * 14
    classes: dict[str, list[Found]] = defaultdict(list)
    for found in sorted(all_found, key=lambda f: population.size_class(f.seed)):
        low, high = population.CLASSES[population.size_class(found.seed)]
        classes[f"{low}–{high}"].append(found)
    for name, some in (*classes.items(), ("all", all_found)):
        yield f"| {name} | {' | '.join(_row(some))} |"


def _row(some: list[Found]) -> list[str]:
    states = Counter(f.state for f in some)
    times = sorted((f.seconds, f.name) for f in some)
    middle, high, (most, seed) = times[len(times) // 2][0], times[int(len(times) * 0.95)][0], times[-1]
    return [
        str(len(some)),
        *(str(states[state]) for state in STATES),
        f"{sorted(f.px for f in some)[len(some) // 2]:.1f}",
        str(sum(f.alone < 1 for f in some)),
        f"{sum(f.alone * f.boxes for f in some) / sum(f.boxes for f in some):.0%}",
        str(sum(f.unsaid for f in some)),
        *(f"{_share(some, name, 0.5):.2f}" for name in ("crossings per arrow", "bends per arrow")),
        str(sum(bool(f.disliked) for f in some)),
        f"{middle:.2f}",
        f"{high:.2f}",
        f"{most:.2f} ({seed})",
    ]


def _share(some: list[Found], name: str, share: float) -> float:
    """The figure of a picture than which this share of all has none larger; a crash has none."""
    figures = sorted(f.looks.get(name, 0.0) for f in some)
    return figures[min(len(figures) - 1, int(len(figures) * share))]


def _looks(all_found: list[Found]) -> Iterable[str]:
    """Of each figure of what people dislike the middle, the upper end, the limit, and the pictures beyond it."""
    yield "\n| disliked | median | 95 % | most | limit | beyond it |"
    yield "| --- | ---: | ---: | ---: | ---: | --- |"
    for name in dict.fromkeys(name for f in all_found for name in f.looks):
        figures = (f"{_share(all_found, name, share):.2f}" for share in (0.5, 0.95, 1.0))
        beyond = ", ".join(f.name for f in all_found if any(said.startswith(f"{name} ") for said in f.disliked))
        yield f"| {name} | {' | '.join(figures)} | {LOOKS.get(name, '–')} | {beyond} |"


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
        seeds = ", ".join(f.name for f in sorted(some, key=lambda f: (len(f.defects), f.boxes))[:8])
        yield f"| {name} | {len(some)} | {alone} | {sum(f.defects[name] for f in some)} | {seeds} |"


def changes(before: list[Found], now: list[Found]) -> Iterable[str]:
    """Which models fare otherwise than in an earlier run."""
    old = {f.name: f for f in before if not f.part}
    both = [f for f in now if f.name in old]
    for worse, word in ((False, "Better"), (True, "Worse")):
        some = [
            f for f in both if f.state != old[f.name].state and (STATES[f.state] > STATES[old[f.name].state]) is worse
        ]
        yield f"\n{word} than before: {len(some)}"
        yield from (f"- {f.name}: {old[f.name].state} to {f.state}: {', '.join(f.defects)}".rstrip(": ") for f in some)
    ours, theirs = sum(f.seconds for f in both), sum(old[f.name].seconds for f in both)
    yield f"\nCPU s of the {len(both)} pictures in both: {theirs:.1f} before, {ours:.1f} now"


def main() -> None:
    """Judges the models of some seeds and prints what came of them."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("many", type=int, nargs="?", default=500, help="how many models")
    asked.add_argument("--from", type=int, default=0, dest="first", metavar="SEED", help="the first seed")
    asked.add_argument("--seeds", default="", help="these seeds instead, separated by commas")
    asked.add_argument("--workers", type=int, default=2, help="how many processes")
    asked.add_argument("--parts", action="store_true", help="judge the pictures too that show a crowded one in parts")
    asked.add_argument("--jumble", action="store_true", help="models of no shape at all (tests/jumble.py)")
    asked.add_argument("--why", action="store_true", help="name each defect")
    asked.add_argument("--save", type=Path, metavar="FILE", help="keep what came of each model, as JSON")
    asked.add_argument("--since", type=Path, metavar="FILE", help="compare with what was kept")
    args = asked.parse_args()
    seeds = [int(s) for s in args.seeds.split(",") if s] or list(range(args.first, args.first + args.many))
    with ProcessPoolExecutor(args.workers) as pool:
        found: list[Found] = []
        for k, some in enumerate(
            pool.map(partial(judged, with_its_parts=args.parts, jumbled=args.jumble), seeds), start=1
        ):
            found += some
            if sys.stderr.isatty():
                print(f"\r{k} of {len(seeds)}", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print("\r", end="", file=sys.stderr)
    print("\n".join(report(found, args.why)))
    if args.since:
        print("\n".join(changes([Found(**one) for one in json.loads(args.since.read_text())], found)))
    if args.save:
        args.save.write_text(json.dumps([asdict(one) for one in found]))


if __name__ == "__main__":
    main()
