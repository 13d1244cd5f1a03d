"""Frames of places: their words, icons and colours by provider, those in which nothing runs, and what lies in what."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.canvas.look import FRAMES, FRAMES_OF, frame_look
from archdeck.layout.gate import defects
from archdeck.model import read_model
from archdeck.paint import Layouts
from archdeck.views import View, views


def environment(text: str, folder: Path) -> View:
    (folder / "shop.yaml").write_text("system: {name: Shop}\n" + text)
    return next(v for v in views(read_model("shop", folder / "shop.yaml")) if v.kind == "environment")


def labels(view: View) -> dict[str, str]:
    return {str(g.place): g.label for g in view.groups}


CLOUDS = """
components: {{web: {{kind: {kind}}}}}
environments:
  prod:
    places:
      company: {{kind: account}}
      there: {{kind: region, in: company}}
      net: {{kind: vpc, in: there}}
      zone-1: {{kind: zone, in: net, name: "1"}}
      inner: {{kind: subnet, in: zone-1, runs: {{web: {{}}}}}}
"""


@pytest.mark.parametrize(
    ("kind", "provider", "zone"),
    [
        ("aws.ec2", "aws", "Availability Zone 1"),
        ("azure.compute.VM", "azure", "Zone 1"),
        ("gcp.compute.ComputeEngine", "gcp", "Zone 1"),
        ("oci.compute.VM", "another", "Zone 1"),
        ("nginx", "", "Availability Zone 1"),
    ],
)
def test_a_cloud_looks_like_that_of_its_provider(kind: str, provider: str, zone: str, tmp_path: Path) -> None:
    view = environment(CLOUDS.format(kind=kind), tmp_path)
    here = {str(g.place): g for g in view.groups}
    assert {g.provider for g in view.groups} == {provider}
    assert here["zone-1"].label == zone
    own = FRAMES_OF.get(provider, FRAMES)
    assert [here[p].sign for p in ("company", "net")] == [own["account"].icon, own["vpc"].icon]


def test_every_frame_has_a_look_and_every_icon_is_a_file() -> None:
    looks = [frame_look(kind, provider) for kind in FRAMES for provider in ("", *FRAMES_OF)]
    own = [Path(look.icon) for look in looks if look.icon and Path(look.icon).is_absolute()]
    assert own
    assert all(file.is_file() for file in own)
    assert {kind for looks in FRAMES_OF.values() for kind in looks} <= FRAMES.keys()


NAMES = """
components: {web: {kind: nginx}}
environments:
  prod:
    places:
      vpc: {kind: vpc, runs: {web: {}}}
      vpc-b: {kind: vpc, runs: {web: {}}}
      c1: {kind: cluster, technology: Kubernetes 1.34, icon: aws.eks, runs: {web: {}}}
      dc-north: {kind: data-center, count: 2, runs: {web: {}}}
      box: {kind: node, name: Server, technology: Debian 13, count: 3, standby: true, runs: {web: {}}}
"""


def test_a_frame_without_a_name_shows_its_id_and_what_it_is_made_of(tmp_path: Path) -> None:
    view = environment(NAMES, tmp_path)
    assert labels(view) == {
        "vpc": "VPC",
        "vpc-b": "vpc-b",
        "c1": "c1 · Kubernetes 1.34",
        "dc-north": "dc-north × 2",
        "box": "Server · Debian 13 × 3 – standby",
    }
    assert [Path(g.sign).name for g in view.groups if g.place == "c1"] == ["elastic-kubernetes-service.png"]


EMPTY = """
components: {web: {kind: aws.ec2}, people: {kind: users}}
relations: {visit: {from: people, to: web}, later: {from: s1, to: s2}}
environments:
  prod:
    places:
      vpc: {kind: vpc}
      s1: {kind: private-subnet, in: vpc, runs: {web: {}}}
      s2: {kind: private-subnet, in: vpc, because: Kept free.}
      far: {kind: region}
"""


def test_an_empty_place_is_drawn_and_holds_nothing(tmp_path: Path) -> None:
    view = environment(EMPTY, tmp_path)
    drawn = Layouts().geometry(view)
    members = {s.place: s.members for s in drawn.groups}
    assert (members["s2"], members["far"]) == ((), ())
    assert [n.id for n in drawn.nodes] == ["web--s1", "people"]
    assert [(e.source, e.target) for e in drawn.edges] == [("people", "web--s1"), ("place--s1", "place--s2")]
    assert drawn.left_out == ()
    assert list(defects(drawn)) == []


@pytest.mark.parametrize("inner", ["cloud", "account", "region", "vpc", "data-center"])
def test_a_group_lies_around_all_that_it_holds(inner: str, tmp_path: Path) -> None:
    view = environment(
        f"""
components: {{people: {{kind: users}}, app: {{kind: aws.ecs}}, db: {{kind: aws.aurora}}, logs: {{kind: aws.s3}}}}
relations:
  a: {{from: people, to: app}}
  b: {{from: app, to: db, kind: data}}
  c: {{from: app, to: logs, kind: data}}
environments:
  prod:
    places:
      org: {{kind: group, name: Organization}}
      work: {{kind: {inner}, in: org, runs: {{app: {{}}, db: {{}}}}}}
      log: {{kind: {inner}, in: org, runs: {{logs: {{}}}}}}
""",
        tmp_path,
    )
    drawn = Layouts().geometry(view)
    box = {s.place: s.box for s in drawn.groups}
    assert all(box["org"].x < box[p].x and box[p].right < box["org"].right for p in ("work", "log"))
    assert list(defects(drawn)) == []
