"""Random models of the shapes that people draw, to measure how often the compiler makes a picture fit for a slide.

`model(seed)` is a mapping of the language; the same seed gives the same model. To look at one:

python tests/population.py 84 > model.yaml
"""

from __future__ import annotations

import random
import sys
from itertools import pairwise

import yaml

from scenes import SCENES, extra
from sketch import OF_AWS, TIERS, Sketch, Thing

CLASSES = ((4, 15), (16, 30), (31, 45), (46, 60))  # numbers of components


def size_class(seed: int) -> int:
    """Which of the classes a seed is of: they take turns."""
    return seed % len(CLASSES)


def model(seed: int) -> Thing:
    """A model with one environment `prod` and most times a flow."""
    dice = random.Random(seed)
    s = Sketch(dice, dice.randint(*CLASSES[size_class(seed)]))
    drawn = [_first(s)]
    rest = [scene for scene in SCENES if scene.draw.__name__ != drawn[0]]
    for scene in dice.sample(rest, len(rest)):
        if scene.draw.__name__ not in drawn and s.room >= max(scene.least, 1):
            scene.draw(s)
            drawn.append(scene.draw.__name__)
    while s.room:
        extra(s)
    scenes = [name.replace("_", " ") for name in drawn]
    summary = f"{len(s.components)} components and {len(s.relations)} relations, as the dice fell"
    said = {"name": f"Model {seed}", "title": scenes[0], "summary": summary, "description": ", ".join(scenes)}
    return {"system": said} | _written(s)


def text(seed: int) -> str:
    """The same as YAML."""
    return yaml.safe_dump(model(seed), sort_keys=False, allow_unicode=True, width=110)


def _first(s: Sketch) -> str:
    scene = s.pick([scene for scene in SCENES if scene.alone and scene.least <= s.size])
    scene.draw(s)
    return scene.draw.__name__


def _written(s: Sketch) -> Thing:
    """What the sketch holds, without places and tiers in which nothing is."""
    _wrap(s)
    made: Thing = {}
    if s.chance(0.85):
        used = {c["tier"] for c in s.components.values()}
        made["tiers"] = [tier for tier in TIERS if tier in used]
    else:
        for component in s.components.values():
            del component["tier"]
    made |= {"components": s.components, "relations": s.relations}
    made["environments"] = {"prod": {"name": "Production", "places": s.places}}
    if s.overlays:
        made["overlays"] = s.overlays
    if s.chance(0.8) and (steps := _steps(s)):
        made["flows"] = {"request": {"name": "A request", "steps": steps}}
    aside = [c for c in s.components if any(r["to"] == c and r["kind"] == "uses" for r in s.relations.values())]
    if aside and s.chance(0.1):
        made["views"] = {"prod": {"keep": [s.pick(aside)]}}
    return made


def _wrap(s: Sketch) -> None:
    """Empty places go; the cloud of AWS is written where another cloud is, or by chance, with an account in it."""
    while empty := [p for p in s.places if not s.places[p].get("runs") and not _inside(s, p)]:
        for place in empty:
            del s.places[place]
    tops = [p for p in s.places.values() if "in" not in p and p["kind"] in OF_AWS]
    clouds = any(p["kind"] == "cloud" for p in s.places.values())
    if tops and (clouds or s.chance(0.15)):
        around = s.place("cloud", "AWS Cloud", id="aws")
        regions = [p for p in tops if p["kind"] == "region"]
        if regions and len(regions) == len(tops) and s.chance(0.3):
            around = s.place("account", "Production account", around)
        for place in tops:
            place["in"] = around


def _inside(s: Sketch, place: str) -> bool:
    return any(p.get("in") == place for p in s.places.values())


def _steps(s: Sketch) -> Thing:
    """The walk as far as relations lead; now and then the answer too."""
    joined = {(r["from"], r["to"]) for r in s.relations.values()}
    steps: list[Thing] = []
    for a, b in pairwise(s.path):
        if (a, b) not in joined:
            break
        steps.append({"from": a, "to": b})
    if steps and s.chance(0.15):
        steps.append({"from": steps[-1]["to"], "to": steps[-1]["from"]})
    return {str(k): step for k, step in enumerate(steps, start=1)}


if __name__ == "__main__":
    sys.stdout.write(text(int(sys.argv[1])))
