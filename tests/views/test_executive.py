"""Executive pictures: at most nine boxes, in the order of the full picture, with every way that it has.

Most of these models have ten boxes or more, and a test says what became one.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

import jumble
import population
from archdeck.model.systems import find_systems, read_model
from archdeck.views.executive import _boxes
from archdeck.views.makers import views
from archdeck.views.reduced import _frames_or_pairs, _true, whole
from archdeck.views.units import Crowd, Short, Unit, of_components
from archdeck.views.view import View
from drawn import geometry_of, measured, view_of
from written import resolved

ROOT = Path(__file__).parents[2]
SHIPPED = find_systems(ROOT / "model")

ZONES = """
system: {name: Zones}
tiers: [users, web, data]
components:
  people: {kind: users, tier: users}
  lb: {kind: aws.alb, tier: web}
  web: {kind: aws.ec2, tier: web}
  db: {kind: aws.rds, tier: data, name: Orders}
relations:
  a: {from: people, to: lb, label: HTTPS}
  b: {from: lb, to: web}
  c: {from: web, to: db, kind: data}
environments:
  prod:
    places:
      r: {kind: region}
      vpc: {kind: vpc, in: r, runs: {lb: {}}}
      a: {kind: zone, in: vpc, runs: {web: {count: 2}, db: {role: primary}}}
      b: {kind: zone, in: vpc, runs: {web: {}, db: {role: standby}}}
"""


def test_each_component_once_with_its_copies_and_no_frames_of_zones(tmp_path: Path) -> None:
    view = view_of(ZONES, tmp_path, "prod--executive")
    assert {b.component: b.lines for b in view.boxes} == {
        "people": ("Users", "People"),
        "lb": ("LB",),
        "web": ("Amazon EC2", "Web"),
        "db": ("Amazon RDS", "Orders + standby"),
    }
    assert [g.kind for g in view.groups] == ["cloud", "region", "vpc"]
    assert {b.component: b.stands_for for b in view.boxes}["db"] == ("db--a", "db--b")
    assert [(a.relations, a.label) for a in view.arrows] == [(("a",), "HTTPS"), (("b",), ""), (("c",), "")]


def said(view: View) -> list[str]:
    """What stands under each box, with the frame that it is in."""
    label = {g.id: g.label for g in view.groups}
    return [" | ".join((*b.lines, label.get(b.group or "", "-"))) for b in view.boxes]


def ways(view: View) -> list[str]:
    """The arrows by what stands in the first line of their boxes."""
    name = {b.id: b.lines[0] for b in view.boxes}
    return [f"{name[a.source]} {'<->' if a.both else '->'} {name[a.target]}: {a.kind}" for a in view.arrows]


def test_what_has_no_arrow_is_left_out(tmp_path: Path) -> None:
    """Also what only a copy of itself in the same Region leads to."""
    text = ZONES.replace("relations:", "  images: {kind: aws.ecr, tier: data}\nrelations:").replace(
        "kind: region}", "kind: region, runs: {images: {}}}"
    )
    view = view_of(text, tmp_path, "prod--executive")
    assert "images" not in {b.component for b in view.boxes}
    assert view.left_out == ("Images: left out, for nothing leads to it or from it",)


def test_where_nothing_has_an_arrow_all_of_it_stays(tmp_path: Path) -> None:
    text = ZONES[: ZONES.index("relations:")] + ZONES[ZONES.index("environments:") :]
    view = view_of(text, tmp_path, "prod--executive")
    assert [b.component for b in view.boxes] == ["lb", "web", "db", "people"]


NO_TIERS = """
system: {name: Photos}
components:
  users: {kind: users}
  cdn: {kind: aws.cloudfront}
  api: {kind: aws.api-gateway}
  upload: {kind: aws.lambda}
  originals: {kind: aws.s3}
  queue: {kind: aws.sqs}
  dlq: {kind: aws.sqs-dlq}
  resize: {kind: aws.lambda}
  thumbs: {kind: aws.s3}
  table: {kind: aws.dynamodb}
  search: {kind: aws.opensearch}
relations:
  a: {from: users, to: cdn}
  b: {from: cdn, to: api}
  c: {from: api, to: upload}
  d: {from: upload, to: originals, kind: data}
  e: {from: originals, to: queue}
  f: {from: queue, to: resize}
  g: {from: queue, to: dlq, kind: failover}
  h: {from: resize, to: thumbs, kind: data}
  i: {from: resize, to: table, kind: data}
  j: {from: api, to: search}
environments:
  prod:
    places:
      r:
        kind: region
        name: Ireland
        runs: {api: {}, upload: {}, originals: {}, queue: {}, dlq: {}, resize: {}, thumbs: {}, table: {}, search: {}}
"""


def test_without_tiers_services_of_a_category_become_one(tmp_path: Path) -> None:
    """Eleven boxes, and nine are left, not one for all of a Region. What a box holds is said below its name, as much of
    it as there is room for."""
    view = view_of(NO_TIERS, tmp_path, "prod--executive")
    assert said(view) == [
        "API Gateway | API | Region Ireland",
        "AWS Lambda | Upload | Region Ireland",
        "Storage | Originals, Thumbs | Region Ireland",
        "Integration | Queue, DLQ | Region Ireland",
        "AWS Lambda | Resize | Region Ireland",
        "Amazon DynamoDB | Table | Region Ireland",
        "OpenSearch | Service | Search | Region Ireland",
        "Users | -",
        "Amazon CloudFront | CDN | AWS Cloud",
    ]
    more = NO_TIERS.replace("  thumbs: {kind: aws.s3}", "  thumbs: {kind: aws.s3, name: Thumbnails of all photos}")
    assert "Storage | Originals + 1 | Region Ireland" in said(view_of(more, tmp_path, "prod--executive"))


def test_what_a_step_of_the_flow_visits_stays_by_itself_if_it_can(tmp_path: Path) -> None:
    """Not the bucket and not the queue, then, but the functions."""
    flow = "flows: {photo: {steps: {1: {from: originals, to: queue}}}}\n"
    view = view_of(NO_TIERS + flow, tmp_path, "prod--executive")
    assert "Compute | Upload, Resize | Region Ireland" in said(view)


HUB = """
system: {name: Network}
components:
  desks: {kind: office}
  router: {kind: aws.customer-gateway}
  line: {kind: aws.direct-connect}
  hub: {kind: aws.transit-gateway}
  att-a: {kind: aws.transit-gateway-attachment}
  att-b: {kind: aws.transit-gateway-attachment}
  att-c: {kind: aws.transit-gateway-attachment}
  erp: {kind: aws.ec2, name: ERP}
  erp-db: {kind: aws.rds, name: ERP database}
  tests: {kind: aws.ec2}
  names: {kind: aws.directory-service, name: Directory}
relations:
  a: {from: desks, to: router}
  b: {from: router, to: line}
  c: {from: line, to: hub}
  d: {from: hub, to: att-a}
  e: {from: hub, to: att-b}
  f: {from: hub, to: att-c}
  g: {from: att-a, to: erp}
  h: {from: erp, to: erp-db, kind: data}
  i: {from: att-b, to: tests}
  j: {from: att-c, to: names}
environments:
  prod:
    places:
      site: {kind: data-center, name: Headquarters, runs: {desks: {}, router: {}}}
      r: {kind: region, runs: {line: {}, hub: {}}}
      a: {kind: vpc, in: r, name: "Production VPC 10.1.0.0/16", runs: {att-a: {}, erp: {}, erp-db: {}}}
      b: {kind: vpc, in: r, name: Test VPC, runs: {att-b: {}, tests: {}}}
      c: {kind: vpc, in: r, name: Shared VPC, runs: {att-c: {}, names: {}}}
"""


def test_sites_and_networks_become_one_each(tmp_path: Path) -> None:
    """A site stands where its frame was; networks that are many all do, in the Region, and say what is behind the door.
    The icon is not that of the door."""
    view = view_of(HUB, tmp_path, "prod--executive")
    assert said(view) == [
        "Headquarters | Desks, Router | -",
        "Direct Connect | Line | Region r",
        "Transit Gateway | Hub | Region r",
        "Production VPC | ERP, ERP database | Region r",
        "Test VPC | Tests | Region r",
        "Shared VPC | Directory | Region r",
    ]
    icons = {b.lines[0]: Path(b.icon).stem for b in view.boxes}
    assert icons["Test VPC"] == "ec2"
    assert "transit-gateway-attachment" not in icons.values()
    assert ways(view)[1:] == [
        "Direct Connect -> Transit Gateway: request",
        "Transit Gateway -> Production VPC: request",
        "Transit Gateway -> Test VPC: request",
        "Transit Gateway -> Shared VPC: request",
    ]


FULL_TIER = """
system: {name: Tier}
tiers: [users, web, app, data]
components:
  people: {kind: users, tier: users}
  staff: {kind: users, tier: users}
  lb: {kind: aws.alb, tier: web}
  one: {kind: aws.lambda, tier: app}
  two: {kind: aws.ecs, tier: app}
  three: {kind: aws.ecs, tier: app}
  four: {kind: aws.lambda, tier: app}
  db: {kind: aws.rds, tier: data}
  files: {kind: aws.s3, tier: data}
  bus: {kind: aws.eventbridge, tier: data}
relations:
  a: {from: people, to: lb}
  b: {from: staff, to: lb}
  c: {from: lb, to: one}
  d: {from: lb, to: two}
  e: {from: two, to: db, kind: data}
  f: {from: three, to: files, kind: data}
  g: {from: four, to: files, kind: data}
  h: {from: two, to: bus, label: ordered}
  i: {from: bus, to: three, label: picked}
environments:
  prod:
    places:
      r: {kind: region, runs: {lb: {}, one: {}, two: {}, three: {}, four: {}, db: {}, files: {}, bus: {}}}
"""


def test_of_tiers_the_smallest_that_is_enough_becomes_one_and_people_last(tmp_path: Path) -> None:
    """Ten boxes: not the fullest tier, and not the two kinds of people."""
    view = view_of(FULL_TIER, tmp_path, "prod--executive")
    assert [b.id for b in view.boxes] == [
        "lb--place--r",
        "one--place--r",
        "two--place--r",
        "three--place--r",
        "four--place--r",
        "tier-3--place--r",
        "people--outside",
        "staff--outside",
    ]
    assert view.boxes[5].lines == ("Data", "DB, Files, Bus")
    assert view.left_out == ("DB, Files, Bus: drawn as one box, Data",)


SITE = """
system: {name: Site}
tiers: [users, edge]
components:
  people: {kind: users, tier: users}
  router: {kind: aws.customer-gateway, tier: edge}
  host: {kind: server, tier: edge}
  files: {kind: aws.s3, tier: edge}
  archive: {kind: aws.s3, tier: edge}
relations:
  a: {from: people, to: router}
  b: {from: people, to: host}
  c: {from: host, to: files, kind: data}
environments:
  prod: {places: {office: {kind: data-center, name: Office, runs: {router: {}, host: {}, files: {}, archive: {}}}}}
"""


@pytest.mark.parametrize(
    ("more", "icon"),
    [
        ("", "simple-storage-service-s3"),
        ("  d: {from: host, to: archive, kind: data}\n  e: {from: host, to: router}\n", "traditional-server"),
        ("flows: {f: {steps: {1: {from: people, to: router}}}}", "vpc-customer-gateway"),
    ],
    ids=["another one is like it", "most relations", "on the flow"],
)
def test_the_icon_is_of_what_most_happens_at(more: str, icon: str, tmp_path: Path) -> None:
    text = SITE + more if more.startswith("flows") else SITE.replace("environments:", f"{more}environments:")
    short = of_components(model := resolved(text, tmp_path), views(model)[0], {})
    box = _boxes(short.merged([whole(short, "place--office")]))[0]
    assert (box.lines, Path(box.icon).stem) == (("Office", "Router, Host,", "Files, Archive"), icon)


def test_many_people_of_a_tier_are_one_first(tmp_path: Path) -> None:
    """Of eleven boxes; then that is enough."""
    more = FULL_TIER.replace(
        "relations:\n", "  guests: {kind: users, tier: users}\nrelations:\n  u: {from: guests, to: lb}\n"
    )
    view = view_of(more, tmp_path, "prod--executive")
    assert [b.lines for b in view.boxes if "tier" in b.id] == [("Users", "People, Staff, Guests")]


def twelve(places: str) -> str:
    """Twelve servers without a tier in places of an environment, `{0}` to `{11}` their ids."""
    ids = [f"t{k}" for k in range(12)]
    text = "system: {name: Offices}\ncomponents:\n" + "".join(f"  {i}: {{kind: server}}\n" for i in ids)
    text += "relations:\n" + "".join(f"  r{a}: {{from: {a}, to: {b}}}\n" for a, b in pairwise(ids))
    return f"{text}environments:\n  prod:\n    places:\n{places}"


def test_there_is_always_something_to_merge_in_a_site(tmp_path: Path) -> None:
    """Twelve servers without a tier in one office, where all of it is too much for one box."""
    runs = ", ".join(f"t{k}: {{}}" for k in range(12))
    view = view_of(twelve(f"      p: {{kind: data-center, runs: {{{runs}}}}}\n"), tmp_path, "prod--executive")
    assert len(view.boxes) == 9
    assert [b.lines[0] for b in view.boxes][-4:] == ["Server", "T6, T7", "T8, T9", "T10, T11"]


def test_nothing_becomes_one_over_the_borders_of_sites(tmp_path: Path) -> None:
    """Twelve offices with one server each: more than nine boxes, for one in two offices would be in neither."""
    places = "".join(f"      p{k}: {{kind: data-center, name: O{k}, runs: {{t{k}: {{}}}}}}\n" for k in range(12))
    view = view_of(twelve(places), tmp_path, "prod--executive")
    label = {g.id: g.label for g in view.groups}
    assert [label.get(b.group or "", b.lines[0]) for b in view.boxes] == [f"O{k}" for k in range(12)]


def test_a_way_there_and_back_is_one_arrow_with_two_tips(tmp_path: Path) -> None:
    """Requests and data between two boxes are one way; only one that leads back gives it a second tip. A label stays
    where it is all that is said."""
    view = view_of(FULL_TIER, tmp_path, "prod--executive")
    data = [a for a in view.arrows if a.target.startswith("tier-3")]
    assert [(a.source.split("--")[0], a.relations, a.both, a.label) for a in data] == [
        ("two", ("e", "h"), False, ""),
        ("three", ("f", "i"), True, ""),
        ("four", ("g",), False, ""),
    ]


ACCOUNTS = """
system: {name: Accounts}
tiers: [users, names, edge, door, web]
components:
  people: {kind: users, tier: users}
  dns: {kind: aws.route53, tier: names}
  cdn: {kind: aws.cloudfront, tier: edge}
  waf: {kind: aws.global-accelerator, tier: door}
  a1: {kind: aws.ecs, tier: web}
  a2: {kind: aws.ecs, tier: web}
  a3: {kind: aws.lambda, tier: web}
  b1: {kind: aws.ecs, tier: web}
  b2: {kind: aws.ecs, tier: web}
  b3: {kind: aws.lambda, tier: web}
relations:
  a: {from: people, to: dns}
  b: {from: people, to: cdn}
  c: {from: cdn, to: waf}
  d: {from: waf, to: a1}
  e: {from: waf, to: b1}
  f: {from: a1, to: a2}
  g: {from: a2, to: a3}
  h: {from: b1, to: b2}
  i: {from: b2, to: b3}
environments:
  prod:
    places:
      cloud: {kind: cloud, name: Cloud}
      a: {kind: account, in: cloud, name: Account A, runs: {a1: {}, a2: {}, a3: {}}}
      b: {kind: account, in: cloud, name: Account B, runs: {b1: {}, b2: {}, b3: {}}}
"""


def test_accounts_with_boxes_of_one_name_lend_them_theirs(tmp_path: Path) -> None:
    """Both would be called `Web`. The box stands in the place of the account."""
    view = view_of(ACCOUNTS, tmp_path, "prod--executive")
    assert [line for line in said(view) if "Account" in line] == [
        "Account A | A1, A2, A3 | Cloud",
        "Account B | B1, B2, B3 | Cloud",
    ]
    assert [g.kind for g in view.groups] == ["cloud"]


STANDBY = """
system: {name: Standby}
tiers: [users, web, data]
components:
  people: {kind: users, tier: users}
  web: {kind: aws.ec2, tier: web}
  files: {kind: aws.s3, tier: data}
relations:
  a: {from: people, to: web}
  b: {from: web, to: files, kind: data}
  c: {from: files, to: files, kind: replication}
environments:
  prod:
    places:
      one: {kind: region, name: Ireland, runs: {web: {}, files: {}}}
      two: {kind: region, name: Paris, standby: true, runs: {web: {}, files: {}}}
"""


@pytest.mark.parametrize("id", ["prod", "prod--executive"])
def test_a_place_that_stands_by_says_so_and_only_receives(id: str, tmp_path: Path) -> None:
    view = view_of(STANDBY, tmp_path, id)
    assert [g.label for g in view.groups if g.kind == "region"] == ["Region Ireland", "Region Paris – standby"]
    copies = [a for a in view.arrows if a.relations == ("c",)]
    home = {b.id: b.group for b in view.boxes}
    assert [(home[a.source], home[a.target], a.both) for a in copies] == [("place--one", "place--two", False)]


def test_a_name_that_has_the_word_is_not_told_twice(tmp_path: Path) -> None:
    view = view_of(STANDBY.replace("name: Paris", "name: Warm standby"), tmp_path)
    assert [g.label for g in view.groups][-1] == "Region Warm standby"


@pytest.mark.parametrize("system", SHIPPED)
def test_the_shipped_ones_are_short_and_keep_the_order(system: str) -> None:
    found = {v.id: v for v in views(read_model(system, SHIPPED[system]))}
    short = [v for v in found.values() if v.kind == "executive"]
    assert len(short) == len([v for v in found.values() if v.kind == "environment"])
    for view in short:
        assert len(view.boxes) <= 9
        assert {b.column for b in view.boxes} <= {b.column for b in found[view.environment].boxes}


@pytest.mark.parametrize("start", range(0, 24, 6))
def test_those_of_random_models_are_short_and_fit_for_a_slide(start: int, tmp_path: Path) -> None:
    """Where anything stands anywhere, at least short."""
    long = {}
    for seed in range(start, start + 6):
        view = view_of(population.text(seed), tmp_path, "prod--executive")
        gate, why = measured(geometry_of(view))
        more = [too_many(text, tmp_path) for text in (population.text(seed), jumble.text(seed))]
        if gate or any(more):
            long[seed] = (more, gate, why)
    assert long == {}


def too_many(text: str, folder: Path) -> int:
    """How many boxes a short picture has beyond nine, and beyond one for each site, network and sort of things."""
    grounds = set(short_of(text, folder).ground.values())
    return max(0, len(view_of(text, folder, "prod--executive").boxes) - max(9, len(grounds)))


TWO_REGIONS = """
system: {name: Two}
tiers: [users, web, app, data]
components:
  people: {kind: users, tier: users}
  dns: {kind: aws.route53, tier: users}
  lb: {kind: aws.alb, tier: web}
  web: {kind: aws.ec2, tier: web}
  jobs: {kind: aws.ecs, tier: app}
  db: {kind: aws.rds, tier: data, name: Orders}
relations:
  a: {from: people, to: dns}
  b: {from: dns, to: lb}
  c: {from: lb, to: web}
  d: {from: web, to: db, kind: data}
  e: {from: web, to: jobs}
environments:
  prod:
    places:
      one: {kind: region, name: Ireland}
      vpc: {kind: vpc, in: one, runs: {lb: {}, jobs: {}}}
      a: {kind: zone, in: vpc, runs: {web: {}, db: {role: primary}}}
      b: {kind: zone, in: vpc, runs: {web: {}, db: {role: standby}}}
      two: {kind: region, name: Paris, standby: true}
      far: {kind: vpc, in: two, runs: {lb: {label: Spare balancer}, web: {}, jobs: {}, db: {role: read-replica}}}
"""


def test_what_is_doubled_stays_doubled_and_is_merged_alike(tmp_path: Path) -> None:
    """Ten boxes: the same two become one in each Region, and no component is one for both. Frames of Regions and
    networks stay, zones are named where something runs in two of them, and copies are told."""
    view = view_of(TWO_REGIONS, tmp_path, "prod--executive")
    assert said(view) == [
        "Web | LB, Web | VPC – Availability Zones a and b",
        "Amazon ECS | Jobs | VPC – Availability Zones a and b",
        "Amazon RDS | Orders + standby | VPC – Availability Zones a and b",
        "Web | LB, Web | far",
        "Amazon ECS | Jobs | far",
        "Amazon RDS | Orders read replica | far",
        "Users | People | -",
        "Amazon Route 53 | DNS | AWS Cloud",
    ]
    assert [g.label for g in view.groups if g.kind == "region"] == ["Region Ireland", "Region Paris – standby"]


def test_a_copy_in_another_region_stays_though_nothing_leads_to_it(tmp_path: Path) -> None:
    """Requests do not cross into what stands by; its balancer is called what the environment calls it."""
    text = TWO_REGIONS.replace(", web: {}, jobs: {}, db: {role: read-replica}}}", "}}")
    view = view_of(text, tmp_path, "prod--executive")
    assert "LB Spare balancer | far" in said(view)


def short_of(text: str, folder: Path) -> Short:
    return of_components(model := resolved(text, folder), views(model)[0], {})


def test_no_crowd_reaches_over_a_site_or_takes_a_part_of_a_box(tmp_path: Path) -> None:
    """A whole network may be one box; a Region with one may not, nor a cloud with two Regions, nor one of two servers
    that are a box already."""
    short = short_of(TWO_REGIONS, tmp_path)
    network, region, cloud = (whole(short, f"place--{id}") for id in ("far", "two", "aws-cloud"))
    part = Crowd(Unit("x", "X", None), ("web--a", "db--a", "db--b"))
    assert list(_true(short, [(network,), (region,), (cloud,), (part,)])) == [(network,)]


def merged_names(text: str, folder: Path) -> list[list[str]]:
    """The pairs that may become one box, the best last, each wherever it is offered."""
    short = short_of(text, folder)
    return [
        [c.unit.name for c in twins] for twins in _frames_or_pairs(short) if not twins[0].unit.id.startswith("all--")
    ]


def test_two_boxes_are_merged_wherever_both_are_and_a_store_not_with_what_reads_it(tmp_path: Path) -> None:
    """Without jobs in Paris, what they follow in Ireland stays; web servers stay apart from a database."""
    without = TWO_REGIONS.replace("  jobs: {kind: aws.ecs, tier: app}\n", "").replace(", jobs: {}", "")
    without = without.replace("  e: {from: web, to: jobs}\n", "")
    assert merged_names(without, tmp_path) == [["Web, Orders", "Web, Orders"], ["LB, Web", "LB, Web"]]
    assert merged_names(TWO_REGIONS.replace("web: {}, jobs: {}, db", "web: {}, db"), tmp_path) == [
        ["LB, Web", "LB, Web"]
    ]


def merged_frames(text: str, folder: Path) -> list[str]:
    """The frames of which all may become one box."""
    crowds = [c for twins in _frames_or_pairs(short_of(text, folder)) for c in twins]
    return [c.unit.id for c in crowds if c.unit.id.startswith("all--")]


def test_what_holds_half_of_the_system_does_not_become_one_box(tmp_path: Path) -> None:
    """Not the Region of everything, nor a standby that runs most of it; one that keeps a copy of the data may."""
    assert merged_frames(TWO_REGIONS, tmp_path) == []
    copies = TWO_REGIONS.replace("lb: {label: Spare balancer}, web: {}, jobs: {}, db: {role", "db: {role")
    assert merged_frames(copies, tmp_path) == ["all--place--two", "all--place--far"]


def test_names_of_what_a_box_holds_are_not_cut(tmp_path: Path) -> None:
    """A first name that is too long for a line takes two; no line ends before what is added or counted."""
    text = NO_TIERS.replace(
        "originals: {kind: aws.s3}", "originals: {kind: aws.s3, name: Originals of all photographs}"
    )
    text = text.replace("queue: {kind: aws.sqs}", "queue: {kind: aws.sqs, name: Uploads of all customers in a queue}")
    found = said(view_of(text, tmp_path, "prod--executive"))
    assert "Storage | Originals of all | photographs + 1 | Region Ireland" in found
    assert "Integration | Uploads of all | customers in a | queue + 1 | Region Ireland" in found


def test_a_zone_that_stands_by_keeps_its_frame(tmp_path: Path) -> None:
    view = view_of(
        ZONES.replace("b: {kind: zone, in: vpc,", "b: {kind: zone, standby: true, in: vpc,"),
        tmp_path,
        "prod--executive",
    )
    assert [g.label for g in view.groups][-1] == "Availability Zone b – standby"
    assert [b.stands_for for b in view.boxes if b.component == "db"] == [("db--a",), ("db--b",)]


def test_a_frame_that_stays_leaves_the_group_around_it(tmp_path: Path) -> None:
    """A hub and two spokes, one of them in a resource group: that group is not in the short picture, and the network
    that is in there stands in the account."""
    text = """
system: {name: Hub and spoke}
components:
  onprem: {kind: server}
  router: {kind: router}
  vpngw: {kind: azure.vpn-gateway}
  fw: {kind: azure.firewall}
  bastion: {kind: azure.bastion}
  vm: {kind: azure.vm}
  test: {kind: azure.vm}
  admin: {kind: person}
relations:
  a: {from: onprem, to: router}
  b: {from: router, to: vpngw}
  p1: {from: hub, to: spoke1, kind: control}
  p2: {from: hub, to: spoke2, kind: control}
  c: {from: admin, to: bastion}
  d: {from: bastion, to: vm, kind: control}
  e: {from: vm, to: fw}
  f: {from: test, to: fw}
environments:
  prod:
    places:
      office: {kind: data-center, runs: {onprem: {}, router: {}}}
      azure: {kind: cloud, name: Azure}
      region: {kind: region, in: azure}
      conn: {kind: account, in: region}
      hub: {kind: vpc, in: conn}
      s1: {kind: subnet, in: hub, runs: {vpngw: {}}}
      s2: {kind: subnet, in: hub, runs: {fw: {}}}
      s3: {kind: subnet, in: hub, runs: {bastion: {}}}
      app: {kind: account, in: region}
      rg: {kind: group, in: app}
      spoke1: {kind: vpc, in: rg, runs: {vm: {}}}
      spoke2: {kind: vpc, in: app, runs: {test: {}}}
"""
    view = view_of(text, tmp_path, "prod--executive")
    parents = {g.id: g.parent for g in view.groups}
    assert parents["place--spoke1"] == "place--app"
    assert [g for g, parent in parents.items() if parent and parent not in parents] == []
