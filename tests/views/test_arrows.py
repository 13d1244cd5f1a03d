"""Arrows: parallel ones end at the frame around their ends, and only where that says the same (R1, R10)."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.views import told_apart
from drawn import view_of

SYSTEM = """
system: {{name: Shop}}
tiers: [web, app, data]
components:
  lb: {{kind: aws.alb, tier: web}}
  web: {{kind: aws.ec2, tier: web}}
  app: {{kind: aws.ec2, tier: app}}
  db: {{kind: aws.rds, tier: data}}
relations:
{relations}
environments:
  prod:
    places:
      vpc: {{kind: vpc, runs: {{lb: {{}}}}}}
      a: {{kind: zone, in: vpc, runs: {{web: {{}}, app: {{}}, db: {{role: primary}}}}}}
      b: {{kind: zone, in: vpc, runs: {{web: {{}}, app: {{}}, db: {{role: standby}}}}}}
{overlays}
"""
GROUP = "overlays: {servers: {kind: auto-scaling-group, members: [web]}}"
BOTH = "overlays: {all: {kind: auto-scaling-group, members: [web, app]}}"


@pytest.mark.parametrize(
    ("relations", "overlays", "expected"),
    [
        pytest.param(
            "  r: {from: lb, to: web}",
            GROUP,
            ["r: lb--vpc -> overlay--servers"],
            id="all servers of a group: the group",
        ),
        pytest.param(
            "  r: {from: lb, to: web}", "", ["r--1: lb--vpc -> web--a", "r--2: lb--vpc -> web--b"], id="no group: each"
        ),
        pytest.param(
            "  r: {from: web, to: db, kind: data}",
            GROUP,
            ["r: overlay--servers -> db--a"],
            id="from a group to the primary",
        ),
        pytest.param(
            "  r: {from: web, to: app}",
            GROUP,
            ["r--1: web--a -> app--a", "r--2: web--b -> app--b"],
            id="zone by zone: never merged, that would say more",
        ),
        pytest.param(
            "  r: {from: web, to: app}",
            BOTH,
            ["r--1: web--a -> app--a", "r--2: web--b -> app--b"],
            id="inside one group: as it is",
        ),
        pytest.param(
            "  r: {from: lb, to: db, kind: data, label: reads}\n  s: {from: lb, to: db, kind: data, label: writes}",
            "",
            ["r: lb--vpc -> db--a (reads, writes)"],
            id="two relations of a kind: one arrow with both labels",
        ),
        pytest.param(
            "  r: {from: lb, to: db, kind: data, label: reads}\n  s: {from: lb, to: db, kind: data}",
            "",
            ["r: lb--vpc -> db--a (reads)", "s: lb--vpc -> db--a"],
            id="a label must not speak for a relation that has none",
        ),
        pytest.param(
            "  r: {from: lb, to: db, kind: data}\n  s: {from: db, to: lb, kind: data}",
            "",
            ["r: lb--vpc -> db--a both"],
            id="there and back: two heads",
        ),
    ],
)
def test_arrows(relations: str, overlays: str, expected: list[str], tmp_path: Path) -> None:
    view = view_of(SYSTEM.format(relations=relations, overlays=overlays), tmp_path)
    assert [
        f"{a.id}: {a.source} -> {a.target}" + (f" ({a.label})" if a.label else "") + (" both" if a.both else "")
        for a in view.arrows
        if a.id != "db-standby"
    ] == expected


def test_of_two_opposite_arrows_at_a_frame_both_are_known_by_their_ends(tmp_path: Path) -> None:
    """From the balancer to one kind of server in the group, and from the other kind back: one arrow with two tips."""
    text = SYSTEM.format(relations="  r: {from: lb, to: web}\n  s: {from: app, to: lb}", overlays=BOTH)
    (arrow,) = (a for a in view_of(text, tmp_path).arrows if a.both)
    assert (arrow.source, arrow.target, arrow.relations) == ("lb--vpc", "overlay--all", ("r", "s"))
    assert arrow.pairs == (
        ("lb--vpc", "web--a"),
        ("lb--vpc", "web--b"),
        ("lb--vpc", "app--a"),
        ("lb--vpc", "app--b"),
    )


def test_words_at_the_ends_of_one_arrow_for_two_relations_are_joined(tmp_path: Path) -> None:
    """There and back: what is where the second starts is where the first ends."""
    relations = """  r: {from: lb, to: db, kind: data, from_label: out, to_label: in}
  s: {from: db, to: lb, kind: data, from_label: "5432", to_label: out}"""
    view = view_of(SYSTEM.format(relations=relations, overlays=""), tmp_path)
    assert [(a.id, a.from_label, a.to_label, a.both) for a in view.arrows if a.relations[0] == "r"] == [
        ("r", "out", "in, 5432", True)
    ]


MESH = """
system: {{name: Mesh}}
components:
{components}
relations:
{relations}
environments: {{prod: {{places: {{h: {{kind: data-center, runs: {{{runs}}}}}}}}}}}
"""


def buses(pairs: list[tuple[str, str]], tmp_path: Path, **labels: str) -> dict[str, list[str]]:
    """The arrows of each bus of a model with these relations; some have words."""
    boxes = sorted({end for pair in pairs for end in pair})
    text = MESH.format(
        components="\n".join(f"  {id}: {{kind: service}}" for id in boxes),
        relations="\n".join(f"  {a}{b}: {{from: {a}, to: {b}, label: {labels.get(a + b, 'x')}}}" for a, b in pairs),
        runs=", ".join(f"{id}: {{}}" for id in boxes),
    )
    found: dict[str, list[str]] = {}
    for arrow in view_of(text, tmp_path).arrows:
        if arrow.bundle:
            found.setdefault(arrow.bundle, []).append(arrow.id)
    return found


def test_arrows_from_each_of_some_to_each_of_others_are_one_bus(tmp_path: Path) -> None:
    """Four to three, and a further arrow elsewhere that is not in it; of fewer each is told apart."""
    pairs = [(a, b) for a in "abcd" for b in "xyz"]
    assert buses([*pairs, ("a", "w")], tmp_path) == {"ax": [a + b for a, b in pairs]}
    assert buses(pairs[:-1], tmp_path) == {}
    assert buses(pairs, tmp_path, dz="another") == {}
    assert buses([(a, b) for a in "abc" for b in "xy"], tmp_path) == {}


def test_arrows_of_all_with_all_are_one_bus(tmp_path: Path) -> None:
    """Six boxes, each with each other one there and back; without one of the ways back they are no bus."""
    pairs = [(a, b) for a in "abcdef" for b in "abcdef" if a != b]
    assert buses(pairs, tmp_path) == {"ab": [a + b for a, b in pairs if a < b]}
    assert buses(pairs[:-1], tmp_path) == {}


TORN = """
system: {name: Torn}
tiers: [entry, app]
components:
  lb: {kind: aws.alb, tier: entry}
  site: {kind: aws.ecs-task, tier: app}
  api: {kind: aws.ecs-task, tier: app}
relations:
  home: {from: lb, to: site, label: /}
  calls: {from: lb, to: api, label: /api}
  asks: {from: site, to: lb, label: needs}
overlays: {all: {kind: cluster, members: [site, api]}}
environments:
  prod:
    places:
      vpc: {kind: vpc, runs: {lb: {}}}
      a: {kind: zone, in: vpc, runs: {site: {}, api: {}}}
      b: {kind: zone, in: vpc, runs: {site: {}, api: {}}}
"""


def test_an_arrow_at_a_frame_is_made_from_arrows_with_their_own_words_and_heads(tmp_path: Path) -> None:
    """The site calls back, and the API does not: where the cluster comes in pieces, each gets its own arrow again."""
    one = next(a for a in view_of(TORN, tmp_path).arrows)
    assert (one.source, one.target, one.label, one.both) == ("lb--vpc", "overlay--all", "/, /api, needs", True)
    assert [(a.id, a.target, a.label, a.both, a.relations) for a in told_apart(one)] == [
        ("home--1", "site--a", "/, needs", True, ("home", "asks")),
        ("home--2", "site--b", "/, needs", True, ("home", "asks")),
        ("home--3", "api--a", "/api", False, ("calls",)),
        ("home--4", "api--b", "/api", False, ("calls",)),
    ]


def test_each_of_two_arrows_at_a_frame_is_made_from_its_own(tmp_path: Path) -> None:
    """Two servers of a zone each talk to a group, and what one of them leads to is not said of the other."""
    text = """
system: {name: Two}
tiers: [app, data]
components: {app: {kind: aws.ec2, tier: app}, node: {kind: aws.ec2, tier: data}}
relations: {r: {from: app, to: node, kind: data}}
overlays: {nodes: {kind: cluster, members: [node]}}
environments:
  prod:
    places:
      one: {kind: data-center, runs: {app: {}}}
      two: {kind: data-center, runs: {app: {}}}
      left: {kind: group, runs: {node: {}}}
      right: {kind: group, runs: {node: {}}}
"""
    found = {a.id: [(p.source, p.target) for p in told_apart(a)] for a in view_of(text, tmp_path).arrows}
    assert found == {
        "r--1": [("app--one", "node--left"), ("app--one", "node--right")],
        "r--2": [("app--two", "node--left"), ("app--two", "node--right")],
    }
