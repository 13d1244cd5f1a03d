"""The picture of a component: a frame around what it is about, each of its copies in it, and how often that runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.layout.picture import describe
from archdeck.views import View
from drawn import geometry_of, measured, view_of

SHOP = """
system: {name: Shop}
tiers: [users, web, data]
components:
  people: {kind: users, tier: users}
  web: {kind: aws.ec2, tier: web, summary: Builds the pages}
  db: {kind: aws.rds, tier: data}
  mail: {kind: aws.ses, tier: data}
relations:
  visit: {from: people, to: web}
  query: {from: web, to: db, kind: data}
  send: {from: web, to: mail}
environments:
  dev: {stage: development, places: {here: {kind: region, runs: {web: {}, db: {}}}}}
  prod:
    name: Production
    stage: production
    places:
      east: {kind: region, runs: {mail: {}}}
      a: {kind: zone, in: east, runs: {web: {count: 2}, db: {role: standby}}}
      b: {kind: zone, in: east, runs: {web: {}, db: {role: primary}}}
      west: {kind: region, standby: true, runs: {db: {role: read-replica, count: 2}}}
"""


@pytest.mark.parametrize(
    ("component", "title", "subtitle"),
    [
        ("web", "3 copies", "Builds the pages – Production: 3 copies in a and b"),
        (
            "db",
            "Primary, standby and 2 read replicas",
            "Production: primary, standby and 2 read replicas in east and west",
        ),
        ("mail", "", ""),
        ("people", "", ""),
    ],
)
def test_it_says_how_often_the_component_runs(component: str, title: str, subtitle: str, tmp_path: Path) -> None:
    view = view_of(SHOP, tmp_path, f"component--{component}")
    assert [(g.kind, g.label) for g in view.groups] == [("subject", title)]
    assert view.subtitle == subtitle


def test_a_subtitle_without_room_for_it_stays_as_it_is(tmp_path: Path) -> None:
    long = "Builds the pages " * 12
    view = view_of(SHOP.replace("Builds the pages", long.strip()), tmp_path, "component--web")
    assert view.subtitle == long.strip()


def boxes_of(view: View) -> dict[str, tuple[str, ...]]:
    """The words under the boxes in the frame of the component."""
    return {box.id: box.words for box in view.boxes if box.group == "subject"}


def arrows_of(view: View) -> list[tuple[str, str, str]]:
    return [(arrow.id, arrow.source, arrow.target) for arrow in view.arrows]


def test_each_copy_is_a_box_with_its_role_and_its_place(tmp_path: Path) -> None:
    """In a zone by that, else by its Region; one that runs once is what it is called."""
    assert boxes_of(view_of(SHOP, tmp_path, "component--db")) == {
        "db--a": ("DB", "standby", "zone a"),
        "db--b": ("DB", "primary", "zone b"),
        "db--west": ("DB", "read replica", "west × 2"),
    }
    named = view_of(SHOP.replace("a: {kind", "eu-west-1a: {kind"), tmp_path, "component--web")
    assert boxes_of(named) == {"web--eu-west-1a": ("Web", "eu-west-1a × 2"), "web--b": ("Web", "zone b")}
    assert boxes_of(view_of(SHOP, tmp_path, "component--mail")) == {"mail": ("Amazon SES", "Mail")}


def test_what_leads_to_several_copies_stands_among_them(tmp_path: Path) -> None:
    """The primary is the first in the model; its arrows to the standby and to the replica do not run past either."""
    first = SHOP.replace("role: standby", "role: SECOND").replace("role: primary", "role: standby")
    view = view_of(first.replace("role: SECOND", "role: primary"), tmp_path, "component--db")
    assert list(boxes_of(view)) == ["db--b", "db--a", "db--west"]
    assert measured(geometry_of(view))[1] == []


def test_arrows_end_at_the_copy_that_they_are_about_or_at_the_frame(tmp_path: Path) -> None:
    """A query at the primary, reads at both replicas, a restore of what runs elsewhere and visits at the frame."""
    more = (
        "  read: {from: web, to: db, kind: data, role: read-replica}\n  restore: {from: store, to: db, kind: backup}\n"
    )
    model = SHOP.replace("environments:", f"{more}environments:", 1).replace(
        "  mail: {kind", "  store: {kind: aws.s3, tier: data}\n  mail: {kind"
    )
    model = model.replace("runs: {web: {}, db: {}}}", "runs: {web: {}, db: {}, store: {}}}")
    model = model.replace("standby: true, ", "") + "      south: {kind: region, runs: {db: {role: read-replica}}}\n"
    view = view_of(model, tmp_path, "component--db")
    assert arrows_of(view) == [
        ("query", "web", "db--b"),
        ("read", "web", "db--west"),
        ("read--2", "web", "db--south"),
        ("restore", "store", "subject"),
        ("db-standby", "db--b", "db--a"),
        ("db-read-replica", "db--b", "db--west"),
        ("db-read-replica--2", "db--b", "db--south"),
    ]
    assert describe(view).endswith(
        " 6 boxes, connected: Web to DB, primary, zone b; Web to DB, read replica, west; "
        "Web to DB, read replica, south; "
        "Store to Primary, standby and 3 read replicas; DB, primary, zone b to DB, standby, zone a; "
        "DB, primary, zone b to DB, read replica, west; DB, primary, zone b to DB, read replica, south."
    )
    assert arrows_of(view_of(model, tmp_path, "component--web"))[0] == ("visit", "people", "subject")


def test_more_copies_than_a_column_has_room_for_are_one_box(tmp_path: Path) -> None:
    zones = "".join(f"      z{n}: {{kind: zone, in: east, runs: {{web: {{}}}}}}\n" for n in range(3))
    view = view_of(SHOP.replace("      west:", f"{zones}      west:"), tmp_path, "component--web")
    assert (boxes_of(view), view.groups[0].label) == ({"web": ("Amazon EC2", "Web")}, "6 copies")


def test_the_frame_is_around_the_component_alone(tmp_path: Path) -> None:
    drawn = geometry_of(view_of(SHOP, tmp_path, "component--web"))
    assert [(g.kind, g.members, g.label.text if g.label else "") for g in drawn.groups] == [
        ("subject", ("web--a", "web--b"), "3 copies")
    ]
    assert measured(drawn)[1] == []
