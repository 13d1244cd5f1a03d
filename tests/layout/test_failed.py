"""Drills of what the picture of their environment draws as one with others: it stands by itself, and all else where it
stood."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archdeck.language import Arrangement
from archdeck.layout.choice import layout
from archdeck.layout.crowds import merges
from archdeck.layout.failed import failed_apart
from archdeck.layout.laid import Layout
from archdeck.layout.merging import merge
from archdeck.layout.picture import geometry
from archdeck.layout.taken_out import taken_out
from archdeck.views.makers import views
from archdeck.views.view import View
from written import resolved

SHOP = """
system: {name: Shop}
tiers: [web, app, data]
components:
  lb: {kind: aws.alb, tier: web}
  cart: {kind: aws.ec2, tier: app}
  fees: {kind: aws.ec2, tier: app}
  mail: {kind: aws.ec2, tier: app}
  tax: {kind: aws.ec2, tier: app}
  db: {kind: aws.rds, tier: data}
relations:
  a: {from: lb, to: cart}
  b: {from: lb, to: fees}
  c: {from: lb, to: mail}
  d: {from: lb, to: tax}
  e: {from: cart, to: db, kind: data}
  f: {from: tax, to: db, kind: data}
flows: {buy: {name: Buy, steps: {1: {from: lb, to: cart}, 2: {from: cart, to: db}}}}
environments:
  prod:
    places:
      vpc: {kind: vpc, runs: {lb: {}, cart: {}, fees: {}, mail: {}, tax: {}, db: {}}}
drills:
  one: {name: Fees fail, down: [fees]}
  two: {name: Fees and mail fail, down: [fees, mail]}
  other: {name: Carts fail, down: [cart]}
  net: {name: The network fails, down: [vpc]}
"""
CELLS = {"lb--vpc": (0, 0), "cart--vpc": (1, 0), "crowd--fees": (1, 1), "db--vpc": (2, 0)}
CROWD = {"crowd--fees": ("fees--vpc", "mail--vpc", "tax--vpc")}


def drill(id: str, tmp_path: Path, given: Arrangement) -> tuple[View, Layout]:
    """A drill, and the layout of its environment in these cells."""
    view = next(v for v in views(resolved(SHOP, tmp_path)) if v.id == f"drill-{id}--prod")
    assert view.stands_as
    base = replace(view.stands_as, given=given)
    return replace(view, stands_as=base), layout(base)


def stand(view: View) -> dict[tuple[str, ...], str]:
    """What each box of a picture stands for, with its state."""
    assert view.stands_as
    return {node.stands_for: node.state for node in geometry(view, layout(view.stands_as)).nodes}


@pytest.mark.parametrize(
    ("id", "crowd", "down"),
    [("one", ["mail", "tax"], ["fees"]), ("two", [], ["fees", "mail"])],
)
@pytest.mark.parametrize("nested", [False, True])
def test_what_fails_stands_by_itself(id: str, crowd: list[str], down: list[str], nested: bool, tmp_path: Path) -> None:
    """And all else where it stood, what is left of the crowd in its cell."""
    view, shared = drill(id, tmp_path, Arrangement(nested, CELLS, CROWD))
    assert [len(n.stands_for) for n in geometry(view, shared).nodes] == [1, 1, 3, 1]
    (one,) = failed_apart(view, shared)
    found = stand(one)
    assert {ids for ids, state in found.items() if state == "down"} == {(f"{box}--vpc",) for box in down}
    assert [ids for ids in found if len(ids) > 1] == ([tuple(f"{box}--vpc" for box in crowd)] if crowd else [])
    assert one.stands_as
    cells = layout(one.stands_as).table.cells
    left = "crowd--fees" if crowd else "tax--vpc"
    assert {b: cells.get(b) for b in ("lb--vpc", "cart--vpc", "db--vpc", left)} == {
        "lb--vpc": (0, 0),
        "cart--vpc": (1, 0),
        "db--vpc": (2, 0),
        left: (1, 1),
    }


@pytest.mark.parametrize("id", ["other", "net"])
def test_what_a_picture_tells_stays_as_it_is(id: str, tmp_path: Path) -> None:
    """What failed is in no crowd, or all of that failed with its place."""
    view, shared = drill(id, tmp_path, Arrangement(True, CELLS, CROWD))
    assert list(failed_apart(view, shared)) == []


def test_without_a_free_cell_a_neighbour_joins_the_crowd(tmp_path: Path) -> None:
    """The failed box has its cell; or it has that of the crowd, which moves there. A neighbour is of the same frame and
    tier; what a flow visits comes last."""
    given = Arrangement(
        True,
        {"lb--vpc": (0, 0), "cart--vpc": (1, 0), "crowd--fees": (1, 1), "tax--vpc": (1, 2), "db--vpc": (2, 0)},
        {"crowd--fees": ("fees--vpc", "mail--vpc")},
    )
    view, shared = drill("one", tmp_path, given)
    (one,) = failed_apart(view, shared)
    assert one.stands_as
    free, joined, moved, *_ = taken_out(one.stands_as, given)
    assert (dict(free.cells), free.merged) == (given.cells, {"crowd--fees": ("mail--vpc",)})
    three = {"crowd--fees": ("mail--vpc", "tax--vpc")}
    rest = {"lb--vpc": (0, 0), "cart--vpc": (1, 0), "db--vpc": (2, 0)}
    assert (joined.cells, joined.merged) == ({**rest, "crowd--fees": (1, 1), "fees--vpc": (1, 2)}, three)
    assert (moved.cells, moved.merged) == ({**rest, "crowd--fees": (1, 2), "fees--vpc": (1, 1)}, three)


def test_on_a_layout_of_its_own_what_fails_is_never_merged(tmp_path: Path) -> None:
    """However much else is."""
    base = next(v for v in views(resolved(SHOP, tmp_path)) if v.id == "prod")
    *_, most = merges(base)
    *_, kept = merges(replace(base, failed=("fees--vpc",)))
    assert [b.stands_for for b in merge(base, most).boxes if "fees--vpc" in (b.id, *b.stands_for)] != [()]
    assert [b.stands_for for b in merge(base, kept).boxes if "fees--vpc" in (b.id, *b.stands_for)] == [()]
