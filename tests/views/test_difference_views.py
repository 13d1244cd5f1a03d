"""Differences as pictures: what only one environment has, what is not alike, and on which layout that is drawn."""

from __future__ import annotations

import subprocess
from pathlib import Path

from click.testing import CliRunner

from archdeck.answers.differences.since import compare
from archdeck.cli.commands import cli
from archdeck.views.makers import compared_view, views
from archdeck.views.since import since_views
from archdeck.views.view import View
from drawn import geometry_of, measured
from written import resolved

SHOP = """
system: {name: Shop}
tiers: [users, web, data]
components:
  customers: {kind: users, tier: users}
  web: {kind: aws.ec2, tier: web}
  cache: {kind: aws.elasticache, tier: data}
  db: {kind: aws.rds, tier: data}
  mail: {kind: aws.ses, tier: data}
relations:
  visit: {from: customers, to: web}
  keep: {from: web, to: cache, kind: data}
  query: {from: web, to: db, kind: data}
  send: {from: web, to: mail}
environments:
  prod:
    name: Production
    places:
      r: {kind: region, runs: {mail: {}}}
      a: {kind: zone, in: r, runs: {web: {count: 2}, cache: {}, db: {role: primary}}}
      b: {kind: zone, in: r, runs: {web: {count: 2}, db: {role: standby}}}
  dev:
    name: Development
    extends: prod
    places: {b: null, a: {runs: {web: {count: 1}, cache: null, db: {role: null}}}}
"""
LOCAL = (
    SHOP.replace("  mail: {kind", "  stub: {kind: aws.ec2, tier: data}\n  mail: {kind")
    .replace("relations:\n", "relations:\n  fake: {from: web, to: stub}\n")
    .replace("cache: null,", "stub: {}, cache: null,")
)
AWAY = (
    SHOP
    + """
  dr:
    name: Recovery
    extends: prod
    stage: disaster-recovery
    places: {r: null, a: null, far: {kind: region}, b: {in: far, runs: {db: {role: null}}}}
"""
)


def of(text: str, folder: Path, id: str = "diff-dev--prod") -> View:
    return next(v for v in views(resolved(text, folder)) if v.id == id)


def states(view: View) -> list[str]:
    boxes = [f"{b.id}: {b.state} {b.note}".strip() for b in view.boxes]
    groups = [f"{g.place}: {g.state}" for g in view.groups if g.state]
    return [*boxes, *groups, *(f"{a.source} -> {a.target}: {a.state}" for a in view.arrows)]


def test_the_smaller_environment_on_the_picture_of_the_larger(tmp_path: Path) -> None:
    view = of(SHOP, tmp_path)
    assert states(view) == [
        "mail--r: same",
        "web--a: changed 1 → 2",
        "cache--a: added",
        "db--a: changed",
        "web--b: added",
        "db--b: added",
        "customers: same",
        "b: added",
        "customers -> web--a: same",
        "customers -> web--b: comes",
        "web--a -> cache--a: comes",
        "web--b -> cache--a: comes",
        "web--a -> db--a: same",
        "web--b -> db--a: comes",
        "web--a -> mail--r: same",
        "web--b -> mail--r: comes",
        "db--a -> db--b: comes",
    ]
    assert view.stands_as is not None
    assert (view.stands_as.id, view.environment, view.other) == ("prod", "prod", "dev")
    assert view.subtitle == "Of 7 boxes, 3 are only in Production, 2 are in both but not alike, 2 are the same"


def test_what_only_the_smaller_one_has_takes_a_layout_of_its_own(tmp_path: Path) -> None:
    view = of(LOCAL, tmp_path)
    assert "stub--a: removed" in states(view)
    assert "web--a -> stub--a: goes" in states(view)
    assert view.stands_as is None
    assert view.left_out[-1] == "on a layout of its own: Development has something that Production has not"
    assert measured(geometry_of(view))[0] == []


def test_an_arrow_alone_has_a_sign(tmp_path: Path) -> None:
    """The mail service is there in both, and only production uses it."""
    text = SHOP.replace("send: {from: web, to: mail}", "send: {from: web, to: mail, only: [prod]}")
    view = of(text, tmp_path)
    assert [(a.source, a.state) for a in view.arrows if a.relations == ("send",)] == [
        ("web--a", "added"),
        ("web--b", "comes"),
    ]
    drawn = geometry_of(view)
    assert [bool(e.sign) for e in drawn.edges if e.relations == ("send",)] == [True, False]


def test_a_zone_in_another_region_is_another_zone(tmp_path: Path) -> None:
    """`b` lies in `far` when it is restored: both are shown, each in its Region."""
    view = of(AWAY, tmp_path, "diff-prod--dr")
    parents = {g.place: g.parent for g in view.groups if g.kind == "zone"}
    assert parents == {"a": "place--r", "b": "place--r", "b--dr": "place--far"}
    assert "web--b: removed" in states(view)
    assert "web--b--dr: added" in states(view)
    assert measured(geometry_of(view))[0] == []


def test_the_legend_names_the_environments(tmp_path: Path) -> None:
    legend = [t.text for t in geometry_of(of(LOCAL, tmp_path)).frame if t.role == "legend"]
    said = ["Only in Production", "Only in Development", "Not alike (how many there are)", "The same in both"]
    assert [text for text in legend if text not in ("Request", "Data access", "Replication")] == said


def test_an_environment_compared_with_itself_is_the_same(tmp_path: Path) -> None:
    model = resolved(SHOP, tmp_path)
    view = compared_view(model, model.environments[0], model.environments[0])
    assert {b.state for b in view.boxes} | {a.state for a in view.arrows} == {"same"}
    assert view.subtitle == "Of 7 boxes, 7 are the same"


def test_what_became_of_each_environment_since(tmp_path: Path) -> None:
    """The cache is gone, a server is new, and the database is another one wherever it runs."""
    new = SHOP.replace("runs: {web: {count: 2}, db: {role: standby}}", "runs: {web: {count: 3}, db: {role: standby}}")
    new = "\n".join(line for line in new.splitlines() if " keep:" not in line and "  cache:" not in line)
    new = new.replace("cache: {}, ", "").replace("cache: null, ", "").replace("aws.rds,", "aws.rds, name: Orders,")
    before, now = resolved(SHOP, tmp_path, "before"), resolved(new, tmp_path, "now")
    some = since_views(now, before, compare(now, before, "v1"))
    assert [(v.id, v.title, v.subtitle) for v in some] == [
        (
            "diff-since--prod",
            "Shop – Production since v1",
            "Of 7 boxes, 1 is gone, 3 are changed, 3 are as before",
        ),
        ("diff-since--dev", "Shop – Development since v1", "Of 4 boxes, 1 is changed, 3 are as before"),
    ]
    assert "cache--a: removed" in states(some[0])
    assert "web--b: changed 2 → 3" in states(some[0])
    assert [view.stands_as is None for view in some] == [True, False]
    assert [measured(geometry_of(view))[0] for view in some] == [[], []]


def test_a_system_that_is_new_has_no_picture_of_what_changed(tmp_path: Path) -> None:
    model = resolved(SHOP, tmp_path)
    assert since_views(model, None, compare(model, None, "v1")) == ()


def run(*arguments: str) -> tuple[str, str]:
    done = CliRunner().invoke(cli, ["diff", *arguments])
    assert done.exit_code == 0, done.output
    return done.stdout, done.stderr


def test_pictures_beside_the_list(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text(SHOP, encoding="utf-8")
    model, out = ("--model", str(tmp_path)), tmp_path / "out"
    told, files = run("shop", "dev", "prod", "--pictures", str(out), *model)
    assert told == run("shop", "dev", "prod", *model)[0]
    assert files == f"written: {out}/diff-dev--prod.svg\nwritten: {out}/diff-dev--prod.png\n"
    assert (out / "diff-dev--prod.png").read_bytes()[:4] == b"\x89PNG"


def test_pictures_of_what_changed_since_a_revision(tmp_path: Path) -> None:
    path, out = tmp_path / "shop.yaml", tmp_path / "out"
    path.write_text(SHOP, encoding="utf-8")
    for command in ("init -q", "add -A", "-c user.name=A -c user.email=a@example.com commit -qm first"):
        subprocess.run(["git", "-C", str(tmp_path), *command.split()], check=True)
    path.write_text(SHOP.replace("a: {runs: {web: {count: 1}", "a: {runs: {web: {count: 4}"), encoding="utf-8")
    run("shop", "--since", "HEAD", "--pictures", str(out), "--model", str(tmp_path))
    assert sorted(file.name for file in out.iterdir()) == ["diff-since--dev.png", "diff-since--dev.svg"]
    assert "1 → 4" in (out / "diff-since--dev.svg").read_text(encoding="utf-8")


FRAMED = SHOP + "overlays:\n  old: {kind: group, members: [mail]}\n  fleet: {kind: security-group, members: [web]}\n"


def test_a_frame_that_held_others_before_has_changed(tmp_path: Path) -> None:
    """`fleet` holds the database too now, `old` is gone: each side has the members of its time."""
    new = FRAMED.replace("  old: {kind: group, members: [mail]}\n", "").replace("[web]", "[web, db]")
    before, now = resolved(FRAMED, tmp_path, "before"), resolved(new, tmp_path, "now")
    prod, dev = since_views(now, before, compare(now, before, "v1"))
    for view in (prod, dev):
        assert {g.id: g.state for g in view.groups if g.overlay} == {
            "overlay--old": "removed",
            "overlay--fleet": "changed",
        }
        assert {b.state for b in view.boxes} == {"same"}
        assert measured(geometry_of(view))[0] == []
    assert prod.subtitle == "Of 7 boxes, 7 are as before"


def test_what_an_environment_lost_of_a_frame_is_told_where_it_happened(tmp_path: Path) -> None:
    """The design has the same overlays; only development has no mail any more."""
    less = FRAMED.replace("b: null, a:", "r: {runs: {mail: null}}, b: null, a:")
    before, now = resolved(FRAMED, tmp_path, "before"), resolved(less, tmp_path, "now")
    found = compare(now, before, "v1")
    assert found.design == ()
    assert {e: [f"{d.change.value} {d.what} {d.id}" for d in some] for e, some in found.environments.items()} == {
        "dev": ["removed component mail", "removed relation send", "removed overlay old"]
    }


def test_a_difference_has_the_frame_of_the_cloud_on_both_sides(tmp_path: Path) -> None:
    """In development all boxes are of Kubernetes, in production half of them."""
    text = """
system: {name: Pods}
components:
  api: {kind: k8s.deployment}
  jobs: {kind: k8s.deployment}
  queue: {kind: aws.sqs}
  db: {kind: aws.rds}
relations:
  a: {from: api, to: jobs}
  b: {from: jobs, to: db, kind: data}
environments:
  prod: {places: {r: {kind: region, runs: {api: {}, jobs: {}, queue: {}, db: {}}}}}
  dev: {extends: prod, places: {r: {runs: {queue: null, db: null}}}}
"""
    found = {v.id: v for v in views(resolved(text, tmp_path))}
    differs = next(v for v in found.values() if v.kind == "diff")
    assert {id: [g.label for g in found[id].groups] for id in ("prod", "dev", differs.id)} == {
        "prod": ["AWS Cloud", "Region r"],
        "dev": ["AWS Cloud", "Region r"],
        differs.id: ["AWS Cloud", "Region r"],
    }
    assert {g.label: g.state for g in differs.groups} == {"AWS Cloud": "", "Region r": ""}


PEERED = """
system: {name: Networks}
components: {web: {kind: aws.ec2}}
relations:
  peer: {from: one, to: two, label: peering}
  line: {from: site, to: one, label: line, only: [prod]}
  call: {from: web, to: three}
environments:
  prod:
    places:
      r: {kind: region}
      one: {kind: vpc, in: r, runs: {web: {}}}
      two: {kind: vpc, in: r, because: peered}
      site: {kind: data-center, because: theirs}
  test: {extends: prod, places: {two: null, three: {kind: vpc, in: r, because: new}}}
"""


def test_what_joins_places_comes_and_goes_with_them(tmp_path: Path) -> None:
    """The line has an end on both sides; the peering went with `two`, the call came with `three`."""
    view = of(PEERED, tmp_path, "diff-test--prod")
    assert sorted(f"{a.relations[0]} {a.state}" for a in view.arrows) == ["call goes", "line added", "peer comes"]
    assert view.subtitle == "Of 1 boxes, 1 is the same"
    assert measured(geometry_of(view))[0] == []
