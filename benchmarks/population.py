"""How many of a population of random models give a picture that passes the gate, and how long placing and routing take.

python benchmarks/population.py [how many]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import population
from archdeck.picture import geometry, layout
from drawn import measured, view_of


def main(many: int) -> None:
    """Prints a table: passed, soft, hard, and the time a view takes."""
    result: Counter[str] = Counter()
    times: list[tuple[float, int]] = []
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(many):
            view = view_of(yaml.safe_dump(population.model(seed), sort_keys=False), Path(folder))
            start = time.process_time()
            found = geometry(view, layout(view))
            times.append((time.process_time() - start, len(view.boxes)))
            gate, _ = measured(found)
            hard = any(not g.startswith("text_px") for g in gate)
            result["hard" if hard else "soft" if gate else "passed"] += 1
    times.sort()
    print("| models | passed | text too small | broken | CPU s a view: median | 95 % | largest (boxes) |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    middle, high, (most, boxes) = times[len(times) // 2][0], times[int(len(times) * 0.95)][0], times[-1]
    counts = f"{result['passed']} | {result['soft']} | {result['hard']}"
    print(f"| {many} | {counts} | {middle:.2f} | {high:.2f} | {most:.2f} ({boxes}) |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
