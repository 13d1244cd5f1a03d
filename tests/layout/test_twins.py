"""Twins: frames and boxes that are alike, and so are drawn alike."""

from __future__ import annotations

from pathlib import Path

from archdeck.layout.choice import layout
from archdeck.layout.nested.links import links
from archdeck.layout.nested.twins import alike, lanes
from archdeck.views import boxes_inside
from drawn import view_of

HEAD = """
system: {name: Twins}
tiers: [web, data]
components: {web: {kind: aws.ec2, tier: web}, log: {kind: aws.ec2, tier: web}, db: {kind: aws.rds, tier: data}}
relations: {query: {from: web, to: db, kind: data}}
environments:
  prod:
    runs: {web: {}, log: {}, db: {}}
    places:
      vpc: {kind: vpc}
"""


def twins(places: str, folder: Path, parent: str = "place--vpc", head: str = HEAD) -> list[list[str]]:
    """The frames in a frame, those that are alike in one list."""
    lines = (f"      {line.strip()}\n" for line in places.strip().splitlines())
    view = view_of(head + "".join(lines), folder)
    frames = [g for g in view.groups if g.parent == parent]
    inside = boxes_inside(view.groups, view.boxes)
    found = alike(frames, inside, {b.id: b for b in view.boxes})
    return [[f.removeprefix("place--") for f in some] for some in found]


def test_zones_of_which_some_lack_boxes_are_twins(tmp_path: Path) -> None:
    """The fullest comes first, for the others stand as it does."""
    places = """
      a: {kind: zone, in: vpc, runs: {web: {}}}
      b: {kind: zone, in: vpc, runs: {web: {}, db: {}}}
      c: {kind: zone, in: vpc, runs: {db: {}}}
    """
    assert twins(places, tmp_path) == [["b", "a", "c"]]


def test_zones_of_which_each_has_what_another_lacks_are_none(tmp_path: Path) -> None:
    places = """
      a: {kind: zone, in: vpc, runs: {web: {}, db: {}}}
      b: {kind: zone, in: vpc, runs: {log: {}}}
    """
    assert twins(places, tmp_path) == [["a"], ["b"]]


def test_subnets_are_twins_only_if_they_hold_the_same(tmp_path: Path) -> None:
    """And are of one kind."""
    places = """
      a: {kind: private-subnet, in: vpc, runs: {web: {}, db: {}}}
      b: {kind: private-subnet, in: vpc, runs: {web: {}}}
      c: {kind: private-subnet, in: vpc, runs: {db: {}, web: {}}}
      d: {kind: public-subnet, in: vpc, runs: {web: {}}}
    """
    assert twins(places, tmp_path) == [["a", "c"], ["b"], ["d"]]


def test_regions_are_twins_only_if_they_hold_the_same(tmp_path: Path) -> None:
    head = HEAD.replace("      vpc: {kind: vpc}\n", "")
    places = """
      us: {kind: region, runs: {web: {}, db: {}}}
      eu: {kind: region, runs: {web: {}, db: {}}}
      ap: {kind: region, runs: {web: {}}}
    """
    assert twins(places, tmp_path, "place--aws-cloud", head) == [["us", "eu"], ["ap"]]


def test_other_frames_are_no_twins(tmp_path: Path) -> None:
    places = """
      a: {kind: cluster, in: vpc, runs: {web: {}}}
      b: {kind: cluster, in: vpc, runs: {web: {}}}
    """
    assert twins(places, tmp_path) == [["a"], ["b"]]


BUS = """
system: {name: Bus}
tiers: [edge, queues, functions, tables]
components:
  bus: {kind: aws.eventbridge, tier: edge}
  q1: {kind: aws.sqs, tier: queues}
  q2: {kind: aws.sqs, tier: queues}
  q3: {kind: aws.sqs, tier: queues}
  f1: {kind: aws.lambda, tier: functions}
  f2: {kind: aws.lambda, tier: functions}
  f3: {kind: aws.lambda, tier: functions}
  t1: {kind: aws.dynamodb, tier: tables}
  t2: {kind: aws.dynamodb, tier: tables}
relations:
  a1: {from: bus, to: q1}
  a2: {from: bus, to: q2}
  a3: {from: bus, to: q3}
  b1: {from: q1, to: f1}
  b2: {from: q2, to: f2}
  b3: {from: q3, to: f3}
  c1: {from: f1, to: t1, kind: data}
  c2: {from: f2, to: t2, kind: data}
environments: {prod: {runs: {bus: {}, q1: {}, q2: {}, q3: {}, f1: {}, f2: {}, f3: {}, t1: {}, t2: {}}}}
"""


def lanes_of(text: str, folder: Path) -> list[list[str]]:
    """The chains of each set of lanes, as words."""
    view = view_of(text, folder)
    found = lanes([b.id for b in view.boxes], links(view), {b.id: b for b in view.boxes})
    return [[" ".join(chain) for chain in some] for some in found]


def test_queue_function_and_table_of_each_service_are_lanes(tmp_path: Path) -> None:
    """A lane may end sooner; the fullest come first."""
    assert lanes_of(BUS, tmp_path) == [["q1 f1 t1", "q2 f2 t2", "q3 f3"]]
    shorter = BUS.replace("  c1: {from: f1, to: t1, kind: data}\n", "").replace(", t1: {}", "")
    shorter = shorter.replace("  t1: {kind: aws.dynamodb, tier: tables}\n", "")
    assert lanes_of(shorter, tmp_path) == [["q2 f2 t2", "q1 f1", "q3 f3"]]


def test_two_are_no_lanes(tmp_path: Path) -> None:
    text = "\n".join(line for line in BUS.splitlines() if not line.strip().startswith(("q3", "f3", "a3", "b3")))
    assert lanes_of(text.replace("q3: {}, ", "").replace("f3: {}, ", ""), tmp_path) == []


def test_boxes_that_lead_nowhere_are_no_lanes(tmp_path: Path) -> None:
    """They may stand in any order."""
    text = "\n".join(line for line in BUS.splitlines() if not line.strip().startswith(("b1", "b2", "b3")))
    assert lanes_of(text, tmp_path) == []


def test_without_a_common_caller_there_are_no_lanes(tmp_path: Path) -> None:
    text = "\n".join(line for line in BUS.splitlines() if not line.strip().startswith("a3"))
    assert lanes_of(text, tmp_path) == []


def test_a_chain_that_goes_on_otherwise_is_no_lane(tmp_path: Path) -> None:
    """The third queue leads to servers: the other two alone are too few."""
    assert lanes_of(BUS.replace("f3: {kind: aws.lambda", "f3: {kind: aws.ec2"), tmp_path) == []


def test_what_two_lanes_lead_to_is_in_none(tmp_path: Path) -> None:
    """It stands by itself behind them."""
    text = BUS.replace("c2: {from: f2, to: t2", "c3: {from: f2, to: t1, kind: data}\n  c2: {from: f3, to: t2")
    assert lanes_of(text, tmp_path) == [["q3 f3 t2", "q1 f1", "q2 f2"]]


DEAD = """  d1: {kind: aws.sqs-dlq, tier: queues}
  d2: {kind: aws.sqs, tier: queues, name: Stock dead letters}
  d3: {kind: aws.sqs-dlq, tier: queues}
relations:
  e1: {from: q1, to: d1, kind: data}
  e2: {from: q2, to: d2, kind: data}
  e3: {from: q3, to: d3, kind: failover}
"""


def test_dead_letters_are_in_the_lane_of_their_queue_but_not_on_its_way(tmp_path: Path) -> None:
    """Whatever the kind of the relation; a queue of another kind is one by its name."""
    text = BUS.replace("relations:\n", DEAD).replace("t2: {}}", "t2: {}, d1: {}, d2: {}, d3: {}}")
    view = view_of(text, tmp_path)
    leads = {(k.source, k.target): (k.flows, k.hangs) for k in links(view)}
    assert {end: leads[end] for end in (("q1", "d1"), ("q2", "d2"), ("q3", "d3"), ("q1", "f1"))} == {
        ("q1", "d1"): (False, True),
        ("q2", "d2"): (False, True),
        ("q3", "d3"): (False, True),
        ("q1", "f1"): (True, False),
    }
    by_name = "d2: {kind: aws.sqs, tier: queues, name: Stock dead letters}"
    same = text.replace(by_name, "d2: {kind: aws.sqs-dlq, tier: queues}")
    assert lanes_of(same, tmp_path) == [["q1 f1 d1 t1", "q2 f2 d2 t2", "q3 f3 d3"]]


def services(count: int) -> str:
    """A bus with as many services, each a queue with dead letters, a function and a table."""
    kinds = {"q": "aws.sqs", "d": "aws.sqs-dlq", "f": "aws.lambda", "t": "aws.dynamodb"}
    ids = [f"{part}{k}" for k in range(count) for part in kinds]
    ways = [f"bus, to: q{k}|q{k}, to: d{k}|q{k}, to: f{k}|f{k}, to: t{k}".split("|") for k in range(count)]
    lines = [
        "system: {name: Services}",
        "components:",
        "  bus: {kind: aws.eventbridge}",
        *(f"  {id}: {{kind: {kinds[id[0]]}}}" for id in ids),
        "relations:",
        *(f"  r{n}: {{from: {way}, kind: data}}" for n, way in enumerate(way for some in ways for way in some)),
        f"environments: {{prod: {{places: {{r: {{kind: region, runs: {{bus: {{}}, {': {}, '.join(ids)}: {{}}}}}}}}}}}}",
    ]
    return "\n".join(lines)


def test_dead_letters_do_not_stand_between_a_queue_and_its_function(tmp_path: Path) -> None:
    """In one row with both they would seem to be on the way."""
    cells = layout(view_of(services(6), tmp_path)).table.cells
    at = {b.split("--")[0]: cell for b, cell in cells.items()}
    rows = [" ".join(sorted((f"q{k}", f"d{k}", f"f{k}", f"t{k}"), key=at.__getitem__)) for k in range(6)]
    assert [row for row in rows if row.index("q") < row.index("d") < row.index("f")] == []
