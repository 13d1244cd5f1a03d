"""Links: which boxes belong beside each other, how much that counts, and what an arrow from cell to cell costs."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.layout.nested.links import Link, by_box, links, stretch, total
from drawn import view_of
from tables import cells

SHOP = """
system: {name: Shop}
tiers: [users, web, data]
components:
  people: {kind: users, tier: users}
  lb: {kind: aws.alb, tier: web}
  web: {kind: aws.ec2, tier: web}
  db: {kind: aws.rds, tier: data}
  copies: {kind: aws.s3, tier: data}
relations:
  visit: {from: people, to: lb}
  spread: {from: lb, to: web}
  query: {from: web, to: db, kind: data}
  keep: {from: db, to: copies, kind: backup}
environments:
  prod:
    places:
      eu: {kind: region, runs: {lb: {}, copies: {}}}
      a: {kind: zone, in: eu, runs: {web: {}, db: {role: primary}}}
      b: {kind: zone, in: eu, runs: {web: {}, db: {role: standby}}}
"""


def said(text: str, folder: Path) -> list[str]:
    """A line for each link: its ends, what it counts, and whether it flows."""
    return [
        f"{k.source} -> {k.target} {round(k.weight, 2)}{' flows' if k.flows else ''}"
        for k in links(view_of(text, folder))
    ]


def test_what_a_link_counts(tmp_path: Path) -> None:
    """By its kind; requests and data lead from left to right."""
    assert said(SHOP, tmp_path) == [
        "people -> lb--eu 1.0 flows",
        "lb--eu -> web--a 1.0 flows",
        "lb--eu -> web--b 1.0 flows",
        "web--a -> db--a 1.0 flows",
        "web--b -> db--a 1.0 flows",
        "db--a -> copies--eu 0.5",
        "db--a -> db--b 0.7",
    ]


def test_the_first_flow_counts_more(tmp_path: Path) -> None:
    """An arrow that carries a step of it 1.8 times, one that the flow takes as well 1.3 times."""
    flows = "flows: {buy: {steps: {1: {from: people, to: lb}, 2: {from: lb, to: web}}}}\n"
    assert said(SHOP + flows, tmp_path)[:4] == [
        "people -> lb--eu 1.8 flows",
        "lb--eu -> web--a 1.8 flows",
        "lb--eu -> web--b 1.3 flows",
        "web--a -> db--a 1.0 flows",
    ]


def test_an_arrow_at_a_frame_counts_for_the_box_in_its_middle(tmp_path: Path) -> None:
    text = """
system: {name: Group}
tiers: [web, app]
components:
  lb: {kind: aws.alb, tier: web}
  one: {kind: aws.ec2, tier: app}
  two: {kind: aws.ec2, tier: app}
  three: {kind: aws.ec2, tier: app}
relations: {a: {from: lb, to: one}, b: {from: lb, to: two}, c: {from: lb, to: three}}
overlays: {group: {name: All, kind: auto-scaling-group, members: [one, two, three]}}
environments: {prod: {places: {vpc: {kind: vpc, runs: {lb: {}, one: {}, two: {}, three: {}}}}}}
"""
    assert said(text, tmp_path) == ["lb--vpc -> two--vpc 1.0 flows"]


def test_the_links_of_each_box() -> None:
    ab, bc = Link("a", "b", 1.0, True), Link("b", "c", 1.0, True)
    assert by_box([ab, bc]) == {"a": [ab], "b": [ab, bc], "c": [bc]}
    assert [ab.other("a"), ab.other("b")] == ["b", "a"]


@pytest.mark.parametrize(
    ("table", "flows", "cost"),
    [
        (["a b"], True, 0.0),  # beside each other: nothing is better
        (["a . b"], True, 0.6),  # a column too far
        (["a x b"], True, 0.6 + 1.2),  # around a box
        (["a .", ". b"], True, 0.8 + 1.0),  # a row apart, with a bend
        (["a .", ". .", ". b"], True, 1.6 + 1.0),
        (["a", "b"], True, 0.8),  # above each other
        (["a", "x", "b"], True, 0.8 + 0.8 + 1.2),
        (["b a"], True, 2.2 + 0.8),  # backward
        (["b . a"], True, 2.2 + 1.6),
        ([". a", "b ."], True, 2.2 + 0.8 + 0.8),
        (["b a"], False, 0.0),  # what does not flow may go any way
        (["a", "b"], False, 0.0),
        (["a", ".", "b"], False, 0.5),
        (["a x b"], False, 0.5 + 1.2),
        (["a .", ". b"], False, 0.5 + 0.8),
    ],
)
def test_what_an_arrow_from_cell_to_cell_costs(table: list[str], flows: bool, cost: float) -> None:
    at = cells(*table)
    assert stretch(at["a"], at["b"], flows, set(at.values())) == pytest.approx(cost)


def test_the_cost_of_a_table_is_that_of_its_links_by_weight() -> None:
    """A link that leads to a box without a cell does not count."""
    some = [Link("a", "b", 2.0, True), Link("b", "c", 0.5, False), Link("c", "gone", 9.0, True)]
    assert total(some, cells("a . b", ". . c")) == pytest.approx(2.0 * 0.6)
    assert total(some, cells("a . b", ". c")) == pytest.approx(2.0 * 0.6 + 0.5 * (0.5 + 0.8))
