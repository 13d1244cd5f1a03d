"""Frames of places: their words, icons and colours by provider, those in which nothing runs, and what lies in what."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.canvas.look import FRAMES, FRAMES_OF, frame_look
from archdeck.layout import losses
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
    assert [(e.source, e.target, e.relations) for e in drawn.edges] == [
        ("people", "web--s1", ("visit",)),
        ("place--s1", "place--s2", ()),  # it joins nothing yet
    ]
    assert drawn.left_out == ()
    assert list(defects(drawn)) == []


MADE_OF = """
components: {{web: {{kind: aws.ec2}}, db: {{kind: aws.rds}}}}
relations: {{write: {{from: web, to: db, kind: data}}}}
environments:
  prod:
    places:
      vpc: {{kind: vpc}}
      a: {{kind: public-subnet, in: vpc, runs: {{web: {{}}}}}}
      later: {{kind: private-subnet, in: vpc, technology: {technology}, because: Kept free.}}
      b: {{kind: private-subnet, in: vpc, technology: {technology}, runs: {{db: {{}}}}}}
"""


@pytest.mark.parametrize(
    ("technology", "title"),
    [
        ("Kubernetes 1.34 on m7g.large", "later\nKubernetes\n1.34 on\nm7g.large"),
        ("IPv6", "later · IPv6"),
    ],
)
def test_what_an_empty_place_is_made_of_stands_below_its_name(technology: str, title: str, tmp_path: Path) -> None:
    """The frame beside it holds a store, and has no room for more than its name: a note says so."""
    layouts = Layouts()
    view = environment(MADE_OF.format(technology=technology), tmp_path)
    drawn = layouts.geometry(view)
    titles = {s.place: s.label.text for s in drawn.groups if s.label}
    assert titles["later"] == title
    assert list(defects(drawn)) == []
    narrow = f"place--b: no room for all of its title: 'b · {technology}'"
    assert losses(view, layouts.of(view), drawn) == ((narrow,) if titles["b"] == "b" else ())
    assert titles["b"] == ("b · IPv6" if technology == "IPv6" else "b")


def test_graphviz_places_empty_frames_and_puts_two_in_a_row(tmp_path: Path) -> None:
    """Dot puts none of the boxes of two networks at one height; in a row each, they would leave no room for `c`."""
    view = environment(
        """
components:
  a1: {kind: aws.ec2}
  a2: {kind: aws.ec2}
  a3: {kind: aws.ec2}
  b1: {kind: aws.rds}
  b2: {kind: aws.rds}
  b3: {kind: aws.rds}
  q: {kind: aws.sqs}
  r: {kind: aws.sqs}
relations:
  r1: {from: a1, to: b1, kind: data}
  r2: {from: b1, to: a2}
  r3: {from: a2, to: b2, kind: data}
  r4: {from: b2, to: a3}
  r5: {from: a3, to: q}
  r6: {from: q, to: b3}
  r7: {from: r, to: a1}
  peer: {from: a, to: c, label: later}
environments:
  prod:
    places:
      a: {kind: vpc, runs: {a1: {}, a2: {}, a3: {}}}
      b: {kind: vpc, runs: {b1: {}, b2: {}, b3: {}}}
      c: {kind: vpc, because: Later.}
      other: {kind: region, runs: {q: {}, r: {}}}
views: {prod: {layout: auto}}
""",
        tmp_path,
    )
    drawn = Layouts().geometry(view)
    assert [s.place for s in drawn.groups if not s.members] == ["c"]
    assert [e.labels[0].text for e in drawn.edges if e.target == "place--c"] == ["later"]
    assert len(drawn.nodes) == 8
    assert list(defects(drawn)) == []


def test_an_arrow_to_an_empty_frame_without_room_is_said_to_be_left_out(tmp_path: Path) -> None:
    """Sixty services leave no room for the frame of `later`."""
    many = [f"s{k}" for k in range(60)]
    layouts = Layouts()
    view = environment(
        "\n".join(
            [
                "components:",
                *(f"  {s}: {{kind: aws.lambda}}" for s in many),
                "relations: {soon: {from: now, to: later}}",
                "environments: {prod: {places: {",
                f"  now: {{kind: region, runs: {{{', '.join(f'{s}: {{}}' for s in many)}}}}},",
                "  later: {kind: region, because: Soon.}}}}",
            ]
        ),
        tmp_path,
    )
    drawn = layouts.geometry(view)
    assert [(left.kind, left.id, left.why) for left in drawn.left_out] == [
        ("relation", "soon", "one of its ends is not drawn")
    ]
    assert losses(view, layouts.of(view), drawn) == (
        "later: nothing runs there, and there is no room for an empty frame",
        "soon: one of its ends is not drawn",
    )


def test_what_does_not_run_yet_says_so_and_is_faded(tmp_path: Path) -> None:
    """A pilot light: the servers of Ohio are set up when they are needed."""
    view = environment(
        """
components: {web: {kind: aws.ec2}}
environments:
  prod:
    places:
      us-east-1: {kind: region, runs: {web: {count: 2}}}
      us-east-2: {kind: region, standby: true, runs: {web: {count: 0}}}
""",
        tmp_path,
    )
    assert [(b.words, b.dimmed) for b in view.boxes] == [
        (("Amazon EC2", "Web × 2"), False),
        (("Amazon EC2", "Web × 0"), True),
    ]


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
