"""How work grows with the components of a system: what archdeck does, beside plain Diagrams scripts, in one run.

    .venv/bin/python benchmarks/growth.py                  # --estates 30 100 300

The systems are those of benchmarks/estate.py, in five environments. The measure is a script of the Diagrams library
that draws the five pictures of the environments, in one process, in seconds of the processor. A build makes every view
of the system (flows, drills, components, differences) and its pages, without the site. Prints Markdown. It takes the
program `dot` of a system's Graphviz, for the script only, and a quarter of an hour.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections.abc import Iterator
from compileall import compile_dir
from pathlib import Path

import yaml
from cold_build import ARCHDECK, machine, measure
from estate import model
from plain_diagrams import script

import archdeck
from archdeck.model.systems import read_model
from archdeck.views.makers import views

SENTENCE = "Orders store: keeps what its service is about"
RELATION = "orders-look:\n    from: orders-api\n    to: orders-cache"
OTHER = "orders-look:\n    from: orders-worker\n    to: orders-cache"


def measured(components: int, work: Path) -> Iterator[tuple[str, float]]:
    """What is done with a system of so many components, and the seconds of the processor that it took."""
    file = work / "model" / "estate.yaml"
    file.parent.mkdir(parents=True)
    text = yaml.safe_dump(model(components), sort_keys=False, allow_unicode=True, width=110)
    file.write_text(text, encoding="utf-8")
    assert SENTENCE in text
    assert RELATION in text
    environments = [v for v in views(read_model("estate", file)) if v.kind == "environment"]
    plain, drawn = work / "plain.py", work / "plain"
    plain.write_text(script(environments), encoding="utf-8")
    drawn.mkdir()
    run = [ARCHDECK[0], str(plain)]
    measure(run, drawn)
    yield "plain script, five environments", measure(run, drawn).cpu

    def ours(*arguments: str) -> float:
        return measure([*ARCHDECK, *arguments], work).cpu

    building = ("build", "--no-site")
    yield "cold build of everything", ours(*building)
    yield "nothing changed", ours(*building)
    for number, (what, old, new) in enumerate(
        (("an edited sentence", SENTENCE, "Edited"), ("an edited relation", RELATION, OTHER))
    ):
        file.write_text(text.replace(old, f"{new} {number}" if old == SENTENCE else new), encoding="utf-8")
        yield what, ours(*building)
        file.write_text(text, encoding="utf-8")
        ours(*building)
    yield "`archdeck views`", ours("views", "estate")
    yield "`archdeck check`", ours("check", "model")
    yield "`archdeck drill`", ours("drill", "estate", "--environment", "prod", "--down", "eu-west-1a")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--estates", type=int, nargs="+", default=[30, 100, 300])
    asked = parser.parse_args()
    if shutil.which("dot") is None:
        raise SystemExit("the program dot is not on the PATH: plain Diagrams scripts need it (apt install graphviz)")
    if not hasattr(os, "wait4"):
        raise SystemExit("CPU seconds of a process cannot be measured on this system")
    compile_dir(Path(archdeck.__file__).parent, quiet=1)  # as whoever installs it does
    print(f"{machine()}\n")
    print("| components | what | CPU seconds | times the plain script |")
    print("| ---: | --- | ---: | ---: |")
    for components in asked.estates:
        with tempfile.TemporaryDirectory(prefix="archdeck-growth-") as folder:
            base = 0.0
            for what, cpu in measured(components, Path(folder)):
                base = base or cpu
                print(f"| {components} | {what} | {cpu:.2f} | {cpu / base:.2f} |", flush=True)


if __name__ == "__main__":
    main()
