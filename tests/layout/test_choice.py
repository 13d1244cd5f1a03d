"""The choice of a layout: one table, nested tables, or less in the picture; and what each of them says of itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from archdeck.layout.budget import Budget
from archdeck.layout.choice import layout
from archdeck.layout.fitted import variants
from archdeck.layout.judged import judged
from archdeck.layout.laid import Layout, area_of
from archdeck.layout.nested.whole import candidates, laid
from archdeck.layout.one_table import roomy
from archdeck.views.view import View
from drawn import view_of

SHOP = """
system: {name: Shop}
tiers: [users, web, data, security]
components:
  people: {kind: users, tier: users}
  lb: {kind: aws.alb, tier: web}
  web: {kind: aws.ec2, tier: web}
  db: {kind: aws.rds, tier: data}
  keys: {kind: aws.kms, tier: security, name: Key management service of the whole shop}
relations:
  visit: {from: people, to: lb}
  spread: {from: lb, to: web}
  query: {from: web, to: db, kind: data}
environments:
  prod:
    runs: {keys: {}}
    places:
      vpc: {kind: vpc, runs: {lb: {}}}
      a: {kind: zone, in: vpc, runs: {web: {}, db: {role: primary}}}
      b: {kind: zone, in: vpc, runs: {web: {}, db: {role: standby}}}
"""


def zones(count: int, services: int, last: int | None = None) -> str:
    """People, a load balancer, zones in which all services run, and a database; in the last zone maybe fewer of them.

    people -> lb -> s0, s1, ... of every zone -> db
    """
    names = [f"s{k}" for k in range(services)]
    runs = [names] * (count - 1) + [names[: last or services]]
    return "\n".join(
        [
            "system: {name: Zones}",
            "tiers: [users, web, app, data]",
            "components:",
            "  people: {kind: users, tier: users}",
            "  lb: {kind: aws.alb, tier: web}",
            *(f"  {s}: {{kind: aws.ec2, tier: app}}" for s in names),
            "  db: {kind: aws.rds, tier: data}",
            "relations:",
            "  visit: {from: people, to: lb}",
            *(f"  to-{s}: {{from: lb, to: {s}}}" for s in names),
            *(f"  of-{s}: {{from: {s}, to: db, kind: data}}" for s in names),
            "environments:",
            "  prod:",
            "    places:",
            "      vpc: {kind: vpc, runs: {lb: {}, db: {}}}",
            *(
                f"      z{k}: {{kind: zone, in: vpc, runs: {{{', '.join(f'{s}: {{}}' for s in some)}}}}}"
                for k, some in enumerate(runs)
            ),
        ]
    )


def how(found: Layout) -> dict[str, object]:
    """What a layout says of itself: the strips of columns are those of one table."""
    return {
        "one table": bool(found.placed.columns),
        "boxes": len(found.view.boxes),
        "merged": len(found.merged),
        "folded": found.folded,
    }


def shown(view: View) -> set[str]:
    """The ids of the boxes that are drawn by themselves."""
    return {b.id for b in view.boxes if len(b.stands_for) < 2}


def test_a_small_view_keeps_one_table(tmp_path: Path) -> None:
    found = layout(view_of(SHOP, tmp_path))
    assert how(found) == {"one table": True, "boxes": 6, "merged": 0, "folded": False}


def test_what_one_table_would_merge_is_nested_with_every_box_by_itself(tmp_path: Path) -> None:
    """Four services in each of six zones are too high for one table, which folds the zones."""
    view = view_of(zones(6, 4), tmp_path)
    assert how(roomy(view)) == {"one table": True, "boxes": 7, "merged": 0, "folded": True}
    found = layout(view)
    assert how(found) == {"one table": False, "boxes": 27, "merged": 0, "folded": False}
    assert shown(found.view) == {b.id for b in view.boxes}
    assert found.placed.sizes.px >= 17


def test_only_zones_that_hold_the_same_fold(tmp_path: Path) -> None:
    """There is no room for eighteen of them. One that lacks a service stands by itself beside twenty-nine."""
    same = layout(view_of(zones(18, 4), tmp_path))
    assert how(same) == {"one table": True, "boxes": 7, "merged": 0, "folded": True}
    assert {b.component: b.count for b in same.view.boxes if b.component.startswith("s")} == dict.fromkeys(
        ("s0", "s1", "s2", "s3"), 18
    )
    other = layout(view_of(zones(30, 4, last=3), tmp_path))
    assert how(other) == {"one table": False, "boxes": 10, "merged": 0, "folded": True}
    counts = {b.id: b.count for b in other.view.boxes if b.component.startswith("s")}
    assert counts == {f"s{k}--z0": 29 for k in range(4)} | {f"s{k}--z29": 1 for k in range(3)}


def test_zones_that_do_not_hold_the_same_stay_where_boxes_of_each_can_be_merged(tmp_path: Path) -> None:
    """Nine services in each of eight zones, the first of them once in the first zone, twice in the second and so on: in
    crowds of each zone."""
    text = zones(8, 9)
    for k in range(8):
        text = text.replace(
            f"z{k}: {{kind: zone, in: vpc, runs: {{s0: {{}}",
            f"z{k}: {{kind: zone, in: vpc, runs: {{s0: {{count: {k + 1}}}",
        )
    found = layout(view_of(text, tmp_path))
    assert not found.folded
    assert found.merged
    drawn = {b.id for b in found.view.boxes}
    assert set(found.merged.values()) <= drawn
    assert found.view.left_out[-1].endswith(": drawn as one box, for there is no room for each")


def test_a_view_that_may_not_nest_has_less_in_it(tmp_path: Path) -> None:
    """Rows that the model asks for are those of one table."""
    view = view_of(zones(6, 4) + "\nviews: {prod: {lanes: {people: path}}}\n", tmp_path)
    assert how(layout(view)) == {"one table": True, "boxes": 7, "merged": 0, "folded": True}


def test_what_is_given_up_first(tmp_path: Path) -> None:
    """The side panel goes to the foot before names are broken into lines, and that before zones are one; zones that
    hold other things never are."""

    def said(text: str) -> list[str]:
        return [
            f"{'panel' if one.panel else 'no panel'}, {len(one.boxes)} boxes, "
            f"{max(len(b.lines) for b in one.boxes)} lines{', folded' if is_folded else ''}"
            for one, is_folded in variants(view_of(text, tmp_path), Budget())
        ]

    text = SHOP.replace("web: {kind: aws.ec2,", "web: {kind: aws.ec2, name: Servers of the shop and its accounts,")
    assert said(text) == [
        "panel, 6 boxes, 2 lines",
        "no panel, 6 boxes, 2 lines",
        "no panel, 6 boxes, 3 lines",
    ]
    twins = text.replace(", db: {role: standby}", "").replace(", db: {role: primary}", "")
    twins = twins.replace("runs: {lb: {}}", "runs: {lb: {}, db: {}}")
    assert said(twins)[-2:] == ["no panel, 5 boxes, 3 lines", "no panel, 4 boxes, 3 lines, folded"]


def test_the_best_is_what_breaks_nothing_and_merges_the_least(tmp_path: Path) -> None:
    view = view_of(zones(6, 4), tmp_path)
    found = judged(view, [roomy(view), *map(laid, candidates(view, area_of(view))[:1])])
    assert [(j.broken, j.merged, bool(j.layout.placed.columns)) for j in found] == [(0, 0, False), (0, 24, True)]
    assert [j.clean for j in found] == [True, False]
    assert all(j.layout.routes for j in found)


PROGRAM = """
import sys
from pathlib import Path
from archdeck.layout.choice import layout
from drawn import view_of
found = layout(view_of(Path(sys.argv[1]).read_text(), Path(sys.argv[2])))
print("one table" if found.placed.columns else "nested")
for box, placed in sorted(found.placed.boxes.items()):
    print(box, *found.table.cells[box], placed.rect)
for arrow, way in sorted(found.routes.items()):
    print(arrow, way.points)
"""


def test_the_same_view_is_the_same_picture_whatever_the_hashes(tmp_path: Path) -> None:
    """In two processes whose sets are in other orders."""
    model = tmp_path / "model.yaml"
    model.write_text(zones(6, 3, last=2), encoding="utf-8")
    paths = [str(Path(__file__).parent.parent), *sys.path]
    running = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        running.append(
            subprocess.Popen(
                [sys.executable, "-c", PROGRAM, str(model), str(folder)],
                env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(paths), "PATH": "/usr/bin:/bin"},
                stdout=subprocess.PIPE,
                text=True,
            )
        )
    one, other = (process.communicate()[0] for process in running)
    assert one.startswith("nested")
    assert len(one.splitlines()) > 40
    assert one == other
