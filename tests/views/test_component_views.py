"""The picture of a component: a frame around what it is about, and how often that runs."""

from __future__ import annotations

from pathlib import Path

import pytest

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


def test_the_frame_is_around_the_component_alone(tmp_path: Path) -> None:
    drawn = geometry_of(view_of(SHOP, tmp_path, "component--web"))
    assert [(g.kind, g.members, g.label.text if g.label else "") for g in drawn.groups] == [
        ("subject", ("web",), "3 copies")
    ]
    assert measured(drawn)[1] == []
