"""Crowds: what of a view may be drawn as one box, one box after the other; each step as what it changes."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import population
from archdeck.layout.crowds import category, merges
from archdeck.layout.merging import CROWD, Merged, merge
from archdeck.views.view import View
from drawn import view_of


def steps(view: View, keep: tuple[str, ...] = ()) -> list[str]:
    """For each step the crowds that it changes, without the part of the ids that says where a box stands."""
    found: list[str] = []
    before: dict[str, str] = {}
    for merged in merges(view, keep):
        now = crowds(merged)
        found.append(", ".join(f"{id.split('--')[0]}: {some}" for id, some in now.items() if before.get(id) != some))
        before = now
    return found


def crowds(merged: Merged) -> dict[str, str]:
    boxes: dict[str, list[str]] = {}
    for box, crowd in sorted(merged.items()):
        boxes.setdefault(crowd, []).append(box.split("--")[0])
    return {crowd: " ".join(some) for crowd, some in boxes.items()}


def in_a_region(runs: str, components: str, relations: str = "", flow: str = "") -> str:
    """A model of one Region in which all of it runs."""
    runs = ", ".join(f"{name}: {{}}" for name in runs.split())
    return f"""
system: {{name: One Region}}
tiers: [app, data]
components: {{{components}}}
relations: {{{relations}}}
environments: {{prod: {{places: {{eu: {{kind: region, runs: {{{runs}}}}}}}}}}}
{flow}
"""


WORKERS = "a: {kind: aws.lambda, tier: app}, b: {kind: aws.lambda, tier: app}, c: {kind: aws.lambda, tier: app}"
STORES = "d: {kind: aws.dynamodb, tier: data}, e: {kind: aws.rds, tier: data}"


def test_boxes_of_one_service_come_before_those_of_one_category(tmp_path: Path) -> None:
    """Three functions, one after the other; then the two databases; what is left is of other tiers and categories."""
    view = view_of(in_a_region("a b c d e", f"{WORKERS}, {STORES}"), tmp_path)
    assert steps(view)[:3] == ["crowd: a b", "crowd: a b c", "crowd: d e"]
    assert [category(b) for b in view.boxes] == ["compute"] * 3 + ["database"] * 2


def test_what_has_the_fewest_arrows_goes_first(tmp_path: Path) -> None:
    """`a` is connected with both stores, `c` with none."""
    some = "p: {from: a, to: d}, q: {from: a, to: e}, r: {from: b, to: d}"
    view = view_of(in_a_region("a b c d e", f"{WORKERS}, {STORES}", some), tmp_path)
    assert steps(view)[:2] == ["crowd: b c", "crowd: a b c"]


def test_boxes_to_keep_stay(tmp_path: Path) -> None:
    view = view_of(in_a_region("a b c d e", f"{WORKERS}, {STORES}"), tmp_path)
    assert steps(view, ("b--eu", "d--eu"))[0] == "crowd: a c"


def test_siblings_between_the_same_others_come_before_what_does_something_else(tmp_path: Path) -> None:
    """`b` and `c` both write to `d`; `a`, which writes nothing, has fewer arrows and yet comes after them."""
    some = "q: {from: b, to: d}, r: {from: c, to: d}"
    view = view_of(in_a_region("a b c d e", f"{WORKERS}, {STORES}", some), tmp_path)
    assert steps(view)[:2] == ["crowd: b c", "crowd: a b c"]


def test_dead_letter_queues_come_first(tmp_path: Path) -> None:
    """What hangs on one of its kind alone. The queues before them are on the way and come much later."""
    queues = ", ".join(f"{name}: {{kind: aws.sqs, tier: app}}" for name in ("q", "qdead", "p", "pdead"))
    some = "k: {from: a, to: q}, l: {from: q, to: b}, m: {from: b, to: p}, n: {from: p, to: c}"
    dead = "o: {from: q, to: qdead}, r: {from: p, to: pdead}"
    view = view_of(in_a_region("a b c q p qdead pdead", f"{WORKERS}, {queues}", f"{some}, {dead}"), tmp_path)
    assert steps(view)[0] == "crowd: pdead qdead"


def test_copies_in_a_region_that_stands_by_come_before_all_that_works(tmp_path: Path) -> None:
    """Though there are more of those that work."""
    text = """
system: {name: Two Regions}
tiers: [app, data]
components:
  a: {kind: aws.ec2, tier: app}
  b: {kind: aws.ec2, tier: app}
  c: {kind: aws.ec2, tier: app}
environments:
  prod:
    places:
      eu: {kind: region, runs: {a: {}, b: {}, c: {}}}
      us: {kind: region, standby: true, runs: {a: {}, b: {}}}
"""
    view = view_of(text, tmp_path)
    assert [b.id for b in view.boxes if b.id.endswith("us")] == ["a--us", "b--us"]
    first = next(iter(merges(view)))
    assert first == {"a--us": "crowd--a--us", "b--us": "crowd--a--us"}


def test_copies_of_a_component_in_one_frame_come_first_of_all(tmp_path: Path) -> None:
    view = view_of(in_a_region("a b c d e", f"{WORKERS}, {STORES}"), tmp_path)
    copy = next(b for b in view.boxes if b.id == "e--eu")
    view = replace(view, boxes=(*view.boxes, replace(copy, id="e--eu-2")))
    assert next(iter(merges(view))) == {"e--eu": "crowd--e--eu", "e--eu-2": "crowd--e--eu"}


def test_what_failed_stays_as_long_as_anything_else_can_go(tmp_path: Path) -> None:
    view = view_of(in_a_region("a b c d e", f"{WORKERS}, {STORES}"), tmp_path)
    view = replace(view, boxes=tuple(replace(b, state="lost") if b.id == "b--eu" else b for b in view.boxes))
    assert steps(view)[:2] == ["crowd: a c", "crowd: d e"]


def test_nothing_is_merged_across_frames_tiers_and_categories_before_all_within_is(tmp_path: Path) -> None:
    """Whatever the model: as long as a crowd within one can grow."""
    for seed in (2, 6, 11, 14, 22):
        view = view_of(population.text(seed), tmp_path)
        box = {b.id: b for b in view.boxes}
        across = False
        for merged in merges(view):
            some: dict[str, set[object]] = {}
            for id, crowd in merged.items():
                some.setdefault(crowd, set()).add((box[id].group, box[id].tier, category(box[id])))
            mixed = any(len(kinds) > 1 for kinds in some.values())
            assert mixed or not across, "once across, always across"
            across = mixed


def test_each_step_merges_a_box_more(tmp_path: Path) -> None:
    """Or several where they have twins; no step draws more boxes than the one before it, at first."""
    for seed in (2, 6, 11, 14, 22):
        view = view_of(population.text(seed), tmp_path)
        sizes = [len(view.boxes)]
        for merged in merges(view):
            if any(not crowd.startswith(CROWD) for crowd in merged.values()):
                break
            sizes.append(len(merge(view, merged).boxes))
        assert all(a >= b for a, b in pairwise(sizes)), seed


# ------------------------------------------------------------------------------------------------ what is spared

FLEET = """
system: {name: Fleet}
tiers: [users, app, data]
components:
  people: {kind: users, tier: users}
  gate: {kind: aws.internet-gateway, tier: app}
  a: {kind: aws.ec2, tier: app}
  b: {kind: aws.ec2, tier: app}
  c: {kind: aws.ec2, tier: app}
  d: {kind: aws.ec2, tier: app}
  e: {kind: aws.ec2, tier: app}
  one: {kind: aws.rds, tier: data}
  two: {kind: aws.rds, tier: data}
  three: {kind: aws.rds, tier: data}
relations:
  p: {from: people, to: gate}
  q: {from: gate, to: a}
  r: {from: a, to: one, kind: data}
  s: {from: b, to: two, kind: data}
environments:
  prod:
    places:
      vpc: {kind: vpc, runs: {gate: {}}}
      s: {kind: private-subnet, in: vpc, runs: {a: {}, b: {}, c: {}, d: {}, e: {}, one: {}, two: {}, three: {}}}
flows: {ask: {steps: {1: {from: people, to: gate}, 2: {from: gate, to: a}, 3: {from: a, to: one}}}}
"""


def test_what_a_flow_visits_and_doors_are_merged_last(tmp_path: Path) -> None:
    """The flow visits `a` and `one`, and enters through the gate."""
    view = view_of(FLEET, tmp_path, "ask--prod")
    assert steps(view) == [
        "crowd: c d",
        "crowd: c d e",
        "crowd: b c d e",
        "crowd: three two",
        "crowd: a b c d e",
        "crowd: one three two",
        "crowd: a b c d e gate",
        "whole: a b c d e gate one three two",
    ]


def test_a_hub_is_merged_last(tmp_path: Path) -> None:
    """With six others around it; the boxes beside it go without it."""
    spokes = [f"s{k}" for k in range(6)]
    runs = ", ".join(f"{c}: {{}}" for c in ["hub", "x", "y", *spokes])
    text = f"""
system: {{name: Hub}}
tiers: [app, data]
components:
  hub: {{kind: aws.sqs, tier: app}}
  x: {{kind: aws.sqs, tier: app}}
  y: {{kind: aws.sqs, tier: app}}
{chr(10).join(f"  {s}: {{kind: aws.lambda, tier: data}}" for s in spokes)}
relations:
{chr(10).join(f"  {s}: {{from: hub, to: {s}}}" for s in spokes)}
environments: {{prod: {{places: {{eu: {{kind: region, runs: {{{runs}}}}}}}}}}}
"""
    view = view_of(text, tmp_path)
    assert steps(view)[4:7] == [f"crowd: {' '.join(spokes)}", "crowd: x y", "crowd: hub x y"]


def test_twins_are_merged_alike(tmp_path: Path) -> None:
    """Three servers in each of two zones: crowds in both grow together."""
    text = """
system: {name: Twins}
tiers: [app]
components: {a: {kind: aws.ec2}, b: {kind: aws.ec2}, c: {kind: aws.ec2}}
environments:
  prod:
    places:
      vpc: {kind: vpc}
      s: {kind: zone, in: vpc, runs: {a: {}, b: {}, c: {}}}
      t: {kind: zone, in: vpc, runs: {a: {}, b: {}, c: {}}}
"""
    view = view_of(text, tmp_path)
    assert steps(view)[:2] == ["crowd: a b, crowd: a b", "crowd: a b c, crowd: a b c"]
