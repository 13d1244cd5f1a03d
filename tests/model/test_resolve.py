"""Resolving: what a person leaves out is filled in, and relations become links between the right instances."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archdeck.model import Environment, Model, read_model
from archdeck.model.resolve.turns import step_order
from archdeck.model.resolve.words import name_of, stage_of
from written import links, resolved

PARTS = """
system: {name: Shop}
tiers: [users, edge, web, data]
components:
  customers: {kind: users, tier: users}
  dns: {kind: aws.route53, tier: edge}
  lb: {kind: aws.alb, tier: edge}
  web: {kind: aws.ec2, tier: web}
  app: {kind: aws.ec2, tier: web}
  db: {kind: aws.rds, tier: data}
  copies: {kind: aws.s3, tier: data}
"""


def environment(rest: str, folder: Path) -> Environment:
    """The first environment of the parts above and the rest of a model."""
    return resolved(PARTS + rest, folder).environments[0]


# A VPC with two zones, and a second region, each saying what runs there.
PLACES = """
environments:
  prod:
    places:
      us-east-1: {{kind: region}}
      vpc: {{kind: vpc, in: us-east-1, runs: {{{vpc}}}}}
      a: {{kind: zone, in: vpc, runs: {{{a}}}}}
      b: {{kind: zone, in: vpc, runs: {{{b}}}}}
      us-east-2: {{kind: region, runs: {{{east2}}}}}
"""
ELSEWHERE = "  rest: {places: {x: {kind: group, runs: {lb: {}, web: {}, app: {}, db: {}, copies: {}}}}}\n"


def drawn(relations: str, folder: Path, vpc: str = "", a: str = "", b: str = "", east2: str = "") -> list[str]:
    places = PLACES.format(vpc=vpc, a=a, b=b, east2=east2)
    return links(environment(f"relations:\n  {relations}\n{places}{ELSEWHERE}", folder))


@pytest.mark.parametrize(
    ("id", "name"),
    [("web-servers", "Web servers"), ("db", "DB"), ("order-api", "Order API"), ("us-east-1a", "US east 1a")],
)
def test_names_from_ids(id: str, name: str) -> None:
    assert name_of(id) == name


@pytest.mark.parametrize(
    ("id", "stage"),
    [
        ("dev", "development"), ("development", "development"), ("test", "development"), ("dev-2", "development"),
        ("stage", "staging"), ("staging", "staging"), ("uat", "staging"), ("prod", "production"),
        ("live", "production"),
        ("emea", "production"), ("dr", "disaster-recovery"), ("disaster", "disaster-recovery"),
        ("drupal", "production"),
    ],
)  # fmt: skip
def test_stages_from_ids(id: str, stage: str) -> None:
    assert stage_of(id) == stage


def test_the_smallest_model(tmp_path: Path) -> None:
    model = resolved("system: {name: Shop}\ncomponents:\n  web: {kind: aws.ec2}\n", tmp_path)
    [web] = model.components
    assert (model.id, model.name, model.environments, model.flows) == ("shop", "Shop", (), ())
    assert (web.name, web.kind.id, web.tier.name, web.icon.name) == ("Web", "aws.ec2", "System", "ec2.png")


def test_tiers_in_the_order_in_which_components_name_them(tmp_path: Path) -> None:
    text = "{a: {kind: aws.ec2, tier: web}, b: {kind: aws.rds, tier: data}, c: {kind: users, tier: web}}"
    model = resolved(f"system: {{name: Shop}}\ncomponents: {text}\n", tmp_path)
    assert [(tier.id, tier.name, tier.index) for tier in model.tiers] == [("web", "Web", 0), ("data", "Data", 1)]


def test_a_component_without_a_tier_gets_one_that_fits(tmp_path: Path) -> None:
    """By its category; else after what calls it; actors and the rest stand first."""
    model = resolved(
        """
        system: {name: Shop}
        tiers: [users, front, work, data]
        components:
          people: {kind: users}
          web: {kind: aws.ec2, tier: front}
          jobs: {kind: aws.ec2}
          db: {kind: aws.rds}
          lone: {kind: aws.ec2}
        relations:
          a: {from: web, to: jobs}
        """,
        tmp_path,
    )
    assert {c.id: c.tier.id for c in model.components} == {
        "people": "users", "web": "front", "jobs": "work", "db": "data", "lone": "users",
    }  # fmt: skip


def test_traffic_stays_in_its_zone_where_it_can(tmp_path: Path) -> None:
    assert drawn("r: {from: web, to: app}", tmp_path, a="web: {}, app: {}", b="web: {}, app: {}") == [
        "r: web--a -> app--a",
        "r: web--b -> app--b",
    ]


def test_traffic_leaves_its_zone_where_it_must(tmp_path: Path) -> None:
    assert drawn("r: {from: web, to: app}", tmp_path, a="web: {}, app: {}", b="web: {}", east2="app: {}") == [
        "r: web--a -> app--a",
        "r: web--b -> app--a",
    ]


def test_a_load_balancer_reaches_all_zones_of_its_vpc(tmp_path: Path) -> None:
    assert drawn("r: {from: lb, to: web}", tmp_path, vpc="lb: {}", a="web: {}", b="web: {}", east2="web: {}") == [
        "r: lb--vpc -> web--a",
        "r: lb--vpc -> web--b",
    ]


def test_a_load_balancer_reaches_the_other_zones_too(tmp_path: Path) -> None:
    """That of a zone leaves to those of others what is nearer to them; no other Region is concerned."""
    relation, everywhere = "r: {from: lb, to: web}", "lb: {}, web: {}"
    assert drawn(relation, tmp_path, a=everywhere, b="web: {}", east2="web: {}") == [
        "r: lb--a -> web--a",
        "r: lb--a -> web--b",
    ]
    assert drawn(relation, tmp_path, a=everywhere, b=everywhere) == ["r: lb--a -> web--a", "r: lb--b -> web--b"]
    assert drawn("r: {from: app, to: web}", tmp_path, a="app: {}, web: {}", b="web: {}") == ["r: app--a -> web--a"]


def test_a_load_balancer_stays_near_where_a_failover_leads_to_the_others(tmp_path: Path) -> None:
    relations = "r: {from: lb, to: web}\n  f: {from: lb, to: web, kind: failover}"
    found = drawn(relations, tmp_path, a="lb: {}, web: {}", b="web: {}")
    assert [k for k in found if k.startswith("r:")] == ["r: lb--a -> web--a"]


def test_a_load_balancer_in_a_data_center_reaches_the_other_data_center(tmp_path: Path) -> None:
    text = """
system: {name: Shop}
components: {lb: {kind: haproxy}, app: {kind: tomcat}, db: {kind: oracle}}
relations: {spread: {from: lb, to: app}, store: {from: app, to: db, kind: data}}
environments:
  today:
    places:
      one: {kind: data-center, runs: {lb: {}, app: {}, db: {}}}
      two: {kind: data-center, runs: {app: {}, db: {}}}
      r: {kind: region, runs: {app: {}}}
"""
    [today] = resolved(text, tmp_path).environments
    assert links(today) == [
        "spread: lb--one -> app--one",
        "spread: lb--one -> app--two",
        "store: app--one -> db--one",
        "store: app--two -> db--two",
        "store: app--r -> db--one",
        "store: app--r -> db--two",
    ]


def test_a_global_service_reaches_both_regions(tmp_path: Path) -> None:
    assert drawn("r: {from: dns, to: lb}", tmp_path, vpc="lb: {}", east2="lb: {}") == [
        "r: dns--aws-cloud -> lb--vpc",
        "r: dns--aws-cloud -> lb--us-east-2",
    ]


def test_requests_go_to_the_primary_unless_a_role_is_named(tmp_path: Path) -> None:
    places = {
        "a": "app: {}, db: {role: primary}",
        "b": "app: {}, db: {role: standby}",
        "east2": "db: {role: read-replica}",
    }
    derived = ["db-standby: db--a -> db--b", "db-read-replica: db--a -> db--us-east-2"]
    assert drawn("r: {from: app, to: db}", tmp_path, **places) == ["r: app--a -> db--a", "r: app--b -> db--a", *derived]
    assert drawn("r: {from: app, to: db, role: read-replica}", tmp_path, **places) == [
        "r: app--a -> db--us-east-2",
        "r: app--b -> db--us-east-2",
        *derived,
    ]


def test_backups_are_made_of_the_primary_and_a_standby_asks_for_nothing(tmp_path: Path) -> None:
    places = {
        "a": "db: {role: primary}",
        "b": "db: {role: standby}",
        "vpc": "db: {role: read-replica}",
        "east2": "copies: {}",
    }
    replication = ["db-read-replica: db--a -> db--vpc", "db-standby: db--a -> db--b"]
    assert drawn("r: {from: db, to: copies, kind: backup}", tmp_path, **places) == [
        "r: db--a -> copies--us-east-2",
        *replication,
    ]
    assert drawn("r: {from: db, to: copies, kind: data}", tmp_path, **places) == [
        "r: db--vpc -> copies--us-east-2",
        "r: db--a -> copies--us-east-2",
        *replication,
    ]


def test_what_runs_zero_times_has_no_links(tmp_path: Path) -> None:
    assert drawn("r: {from: web, to: app}", tmp_path, a="web: {}, app: {count: 0}", b="app: {}") == [
        "r: web--a -> app--b"
    ]
    assert drawn("r: {from: web, to: app}", tmp_path, a="web: {count: 0}, app: {}") == []


def test_only_keeps_a_relation_to_its_environments(tmp_path: Path) -> None:
    assert drawn("r: {from: web, to: app, only: [rest]}", tmp_path, a="web: {}, app: {}") == []


def test_a_component_that_talks_to_itself(tmp_path: Path) -> None:
    """Its instances talk to each other; a single one to nobody."""
    assert drawn("r: {from: web, to: web, kind: data}", tmp_path, a="web: {}", b="web: {}") == [
        "r: web--a -> web--b",
        "r: web--b -> web--a",
    ]
    assert drawn("r: {from: web, to: web, kind: data}", tmp_path, a="web: {}") == []


def test_replication_that_the_model_declares_is_not_derived(tmp_path: Path) -> None:
    places = {"a": "db: {role: primary}", "b": "db: {role: standby}", "vpc": "db: {role: read-replica}"}
    assert drawn("r: {from: db, to: db, kind: replication}", tmp_path, **places) == [
        "r: db--a -> db--vpc",
        "r: db--a -> db--b",
    ]
    assert drawn("r: {from: db, to: db, kind: replication, role: standby}", tmp_path, **places) == [
        "r: db--a -> db--b",
        "db-read-replica: db--a -> db--vpc",
    ]


def test_derived_replication_says_how_and_takes_a_free_id(tmp_path: Path) -> None:
    model = resolved(
        PARTS
        + "relations:\n  db-standby: {from: app, to: db}\n"
        + PLACES.format(
            vpc="db: {role: read-replica, lag: 5s}",
            a="db: {role: primary}",
            b="db: {role: standby, sync: false}",
            east2="lb: {}, web: {}, app: {}, copies: {}",
        ),
        tmp_path,
    )
    derived = [(r.id, r.source.id, r.role, r.label, r.lag, r.where.line) for r in model.relations if r.derived]
    assert derived == [
        ("db-read-replica", "db", "read-replica", "async", "5s", 19),
        ("db-standby-2", "db", "standby", "async", "", 21),
    ]


def places(environment: Environment) -> list[str]:
    """`id in parent`, and a `*` behind what was not written."""
    return [f"{p.id}{' in ' + p.parent.id if p.parent else ''}{'*' if p.implicit else ''}" for p in environment.places]


def cloud(written: str, folder: Path) -> list[str]:
    text = f"environments:\n  prod: {{places: {written}}}\n{ELSEWHERE}"
    prod = environment(text, folder)
    [dns] = [i for i in prod.instances if i.component.id == "dns"]
    return [*places(prod), dns.id]


def test_the_aws_cloud_stands_around_what_has_no_cloud(tmp_path: Path) -> None:
    assert cloud("{z: {kind: zone, in: v}, v: {kind: vpc, runs: {web: {}}}, hq: {kind: data-center}}", tmp_path) == [
        "aws-cloud*",
        "v in aws-cloud",
        "z in v",
        "hq",
        "dns--aws-cloud",
    ]


def test_a_declared_cloud_is_kept(tmp_path: Path) -> None:
    assert cloud(
        "{gcp: {kind: cloud}, aws: {kind: cloud}, r: {kind: region, in: aws}, s: {kind: region}}", tmp_path
    ) == [
        "gcp",
        "aws",
        "r in aws",
        "s",
        "dns--aws",
    ]
    assert cloud("{gcp: {kind: cloud, runs: {web: {}}}}", tmp_path) == ["gcp", "dns"]


PODS = """
system: {name: Shop}
components:
  a: {kind: k8s.compute.Pod}
  b: {kind: postgresql}
  c: {kind: aws.ec2}
  d: {kind: azure.compute.VM}
  e: {kind: azure.compute.VM}
  f: {kind: onprem.client.Client}
  g: {kind: saas.chat.Slack}
  h: {kind: generic.compute.Rack}
environments:
"""


@pytest.mark.parametrize(
    ("runs", "frame"),
    [
        ("a: {}, b: {}, c: {}", True),
        ("a: {}, b: {}, f: {}, g: {}, h: {}, c: {}", True),
        ("c: {}, d: {}", True),
        ("a: {}, c: {}, d: {}, e: {}", False),
        ("a: {}, b: {}, g: {}, h: {}, d: {}", False),
    ],
)
def test_only_kinds_of_a_provider_tell_whose_cloud_it_is(runs: str, frame: bool, tmp_path: Path) -> None:
    """Kubernetes, databases, services and plain things say nothing of the cloud."""
    assert around("r", runs, tmp_path) == (["aws-cloud*", "r in aws-cloud"] if frame else ["r"])


def around(region: str, runs: str, folder: Path, parts: str = PODS) -> list[str]:
    """The places of an environment with a Region that runs this; all of the components run in another one."""
    ids = re.findall(r"^  (\w): ", parts, re.MULTILINE)
    rest = f"  rest: {{places: {{x: {{kind: group, runs: {{{': {}, '.join(ids)}: {{}}}}}}}}}}"
    prod = f"  prod: {{places: {{{region}: {{kind: region, runs: {{{runs}}}}}}}}}"
    return places(resolved(f"{parts}{prod}\n{rest}\n", folder).environments[0])


def test_a_region_with_a_name_of_aws_is_in_its_cloud(tmp_path: Path) -> None:
    assert around("us-east-1", "d: {}, e: {}", tmp_path) == ["aws-cloud*", "us-east-1 in aws-cloud"]


def test_where_no_provider_is_told_the_components_of_the_system_tell_it(tmp_path: Path) -> None:
    """So that an environment of pods alone has the frame that production has; where two of three are of Azure, none."""
    assert around("r", "a: {}, b: {}", tmp_path) == ["r"]
    of_aws = "".join(line for line in PODS.splitlines(keepends=True) if "azure" not in line)
    assert around("r", "a: {}, b: {}", tmp_path, of_aws) == ["aws-cloud*", "r in aws-cloud"]


def test_the_cloud_takes_a_free_id(tmp_path: Path) -> None:
    assert cloud("{aws-cloud: {kind: group}, v: {kind: vpc, runs: {web: {}}}}", tmp_path) == [
        "aws-cloud-2*",
        "v in aws-cloud-2",
        "aws-cloud",
        "dns--aws-cloud-2",
    ]


def test_global_services_and_actors_are_there_unless_left_out(tmp_path: Path) -> None:
    prod = environment(
        f"""
environments:
  prod:
    places: {{z: {{kind: zone, runs: {{web: {{}}}}}}}}
    runs: {{customers: {{label: Testers, count: 3}}}}
    without: {{dns: a fixed address will do, db: files will do}}
{ELSEWHERE}""",
        tmp_path,
    )
    assert [(i.id, i.count, i.label) for i in prod.instances] == [("web--z", 1, ""), ("customers", 3, "Testers")]
    assert prod.missing == {
        "dns": "a fixed address will do", "lb": "", "app": "", "db": "files will do", "copies": "",
    }  # fmt: skip


FLOW = (
    PARTS
    + """
relations:
  ask: {from: customers, to: lb}
  pass: {from: lb, to: web}
  store: {from: web, to: db}
  read: {from: web, to: db, kind: data}
environments:
  prod: {places: {z: {kind: zone, runs: {lb: {}, web: {}, db: {}, app: {}, copies: {}}}}}
  dev: {places: {z: {kind: zone, runs: {lb: {}, web: {}}}}}
  cold: {places: {z: {kind: zone, runs: {lb: {}, web: {count: 0}, db: {}}}}}
flows:
"""
)


def flow(steps: str, folder: Path) -> Model:
    return resolved(f"{FLOW}  buy: {steps}\n", folder)


def test_steps_take_relations_forwards_or_backwards(tmp_path: Path) -> None:
    model = flow(
        """
    steps:
      10: {from: lb, to: customers, relation: ask}
      2: {from: lb, to: web}
      3a: {from: web, to: db, relation: read}
      3: {from: web, to: db}
      4: {at: db}
""",
        tmp_path,
    )
    steps = [(s.number, s.relation and s.relation.id, s.backwards, s.place) for s in model.flows[0].steps]
    assert steps == [
        ("2", "pass", False, False),
        ("3", "store", False, False),
        ("3a", "read", False, False),
        ("4", None, False, True),
        ("10", "ask", True, False),
    ]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{steps: {1: {from: customers, to: lb}}}", ["prod", "dev", "cold"]),
        ("{steps: {1: {from: lb, to: web}}}", ["prod", "dev"]),
        ("{steps: {1: {from: lb, to: web}, 2: {from: web, to: db}}}", ["prod"]),
        ("{steps: {1: {from: lb, to: web}, 2: {from: web, to: db, only: [prod]}}}", ["prod", "dev"]),
        ("{only: [dev], steps: {1: {from: lb, to: web}}}", ["dev"]),
        ("{steps: {1: {from: web, to: db, only: [dev]}}}", []),
    ],
)
def test_a_flow_runs_where_all_its_steps_can(written: str, expected: list[str], tmp_path: Path) -> None:
    [buy] = flow(written, tmp_path).flows
    assert [environment.id for environment in buy.environments] == expected


def test_step_numbers_in_order() -> None:
    assert sorted(["10", "3b", "2", "3", "1", "3a"], key=step_order) == ["1", "2", "3", "3a", "3b", "10"]


def test_targets_in_seconds_and_as_written(tmp_path: Path) -> None:
    model = resolved(
        "system: {name: Shop}\nrequirements:\n  r: {says: S, target: {rto: 1h30m, rpo: 500ms, survives: zone}}\n",
        tmp_path,
    )
    target = model.requirements[0].target
    assert (target.rto_s, target.rpo_s, target.latency_s, target.survives) == (5400, 0.5, None, "zone")
    assert target.written == {"survives": "zone", "rto": "1h30m", "rpo": "500ms"}


def test_places_come_parents_first(tmp_path: Path) -> None:
    zones = "z: {kind: zone, in: v}, y: {kind: zone, in: w}"
    around = "v: {kind: vpc, in: r}, w: {kind: vpc, in: r}, r: {kind: region, runs: {web: {}}}"
    assert cloud(f"{{{zones}, {around}}}", tmp_path) == [
        "aws-cloud*",
        "r in aws-cloud",
        "v in r",
        "z in v",
        "w in r",
        "y in w",
        "dns--aws-cloud",
    ]


def test_a_step_takes_the_relation_that_its_environments_have(tmp_path: Path) -> None:
    """`old` exists in dev only: a step that is not for dev alone takes `new`, and one that names `old` runs in dev."""
    text = """
system: {name: Shop}
components:
  web: {kind: users}
  db: {kind: users}
relations:
  old: {from: web, to: db, only: [dev]}
  new: {from: web, to: db}
environments: {prod: {}, dev: {}}
flows:
  a: {steps: {1: {from: web, to: db}}}
  b: {steps: {1: {from: web, to: db, only: [dev]}}}
  c: {steps: {1: {from: web, to: db, relation: old}}}
"""
    found = {}
    for buy in resolved(text, tmp_path).flows:
        relation = buy.steps[0].relation
        found[buy.id] = relation and relation.id, [environment.id for environment in buy.environments]
    assert found == {"a": ("new", ["prod", "dev"]), "b": ("old", ["dev"]), "c": ("old", ["dev"])}


# A Region that serves and one that stands by, each with servers and a database.
STANDBY = """
relations:
  names: {from: dns, to: web}
  failover: {from: dns, to: web, kind: failover}
  writes: {from: web, to: db, kind: data}
  reads: {from: web, to: db, kind: data, role: read-replica}
  copying: {from: copies, to: copies, kind: replication}
environments:
  prod:
    places:
      east: {kind: region, runs: {web: {}, db: {role: primary}, copies: {role: primary}}}
      west: {kind: region, standby: true, runs: {web: {}, db: {role: read-replica}, copies: {role: standby}}}
"""


def test_only_failover_and_copies_lead_into_what_stands_by(tmp_path: Path) -> None:
    used = "system: {name: Shop}\ncomponents:\n"
    used += "".join(
        f"  {id}: {{kind: aws.{kind}}}\n" for id, kind in [("dns", "route53"), ("web", "ec2"), ("db", "rds")]
    )
    model = resolved(f"{used}  copies: {{kind: aws.s3}}\n{STANDBY}", tmp_path)
    assert links(model.environments[0]) == [
        "names: dns--aws-cloud -> web--east",
        "failover: dns--aws-cloud -> web--west",
        "writes: web--east -> db--east",
        "reads: web--west -> db--west",
        "copying: copies--east -> copies--west",
        "db-read-replica: db--east -> db--west",
    ]


@pytest.mark.parametrize(("aside", "expected"), [("", True), ("aside: false", False), ("aside: true", True)])
def test_a_component_says_whether_it_stands_aside(aside: str, expected: bool, tmp_path: Path) -> None:
    model = resolved(f"system: {{name: Shop}}\ncomponents:\n  keys: {{kind: aws.kms, {aside}}}\n", tmp_path)
    assert model.components[0].kind.cross_cutting is expected


def test_a_component_of_any_kind_may_stand_aside(tmp_path: Path) -> None:
    model = resolved("system: {name: Shop}\ncomponents:\n  mesh: {kind: istio, aside: true}\n", tmp_path)
    assert model.components[0].kind.cross_cutting


def test_a_row_is_about_the_component_of_its_name_unless_it_says_of_which(tmp_path: Path) -> None:
    """A row that is a text says just that, in the letters that were written."""
    topics = """
topics:
  networking:
    columns: [Component, Configuration]
    about: [web]
    rows:
      DNS: Latency-based
      AWS LB: {says: 1.10}
      Copies: {says: Each day, about: [db, copies]}
      VPC: no
"""
    [topic] = resolved(PARTS + topics, tmp_path).topics
    assert (topic.name, topic.columns) == ("Networking", ("Component", "Configuration"))
    assert [c.id for c in topic.about] == ["web"]
    assert [(row.name, row.says, [c.id for c in row.about]) for row in topic.rows] == [
        ("DNS", "Latency-based", ["dns"]),
        ("AWS LB", "1.10", ["lb"]),
        ("Copies", "Each day", ["db", "copies"]),
        ("VPC", "no", []),
    ]


REPLICATED = """
system: {{name: Shop}}
components:
  web: {{kind: aws.ec2}}
  db: {{kind: {kind}}}
relations:
  read: {{from: web, to: db, kind: data, role: read-replica}}
  copy: {{from: db, to: db, kind: replication, label: by hand, only: [test]}}
environments:
  prod: &two
    places:
      vpc: {{kind: vpc, runs: {{web: {{}}}}}}
      a: {{kind: zone, in: vpc, runs: {{db: {{role: primary}}}}}}
      b: {{kind: zone, in: vpc, runs: {{db: {{role: standby{more}}}}}}}
  test: *two
"""


@pytest.mark.parametrize(
    ("kind", "more", "word"),
    [
        pytest.param("aws.rds", "", "sync", id="the service guarantees it"),
        pytest.param("postgresql", "", "", id="nothing says so"),
        pytest.param("postgresql", ", sync: true", "sync", id="the model says so"),
        pytest.param("aws.rds", ", sync: false", "async", id="the model says otherwise"),
        pytest.param("postgresql", ", lag: 5s", "async", id="a lag is stated"),
    ],
)
def test_a_declared_replication_of_one_environment_leaves_the_others_theirs(
    kind: str, more: str, word: str, tmp_path: Path
) -> None:
    (tmp_path / "shop.yaml").write_text(REPLICATED.format(kind=kind, more=more))
    model = read_model("shop", tmp_path / "shop.yaml")
    assert [[(k.relation.id, k.relation.label) for k in e.links] for e in model.environments] == [
        [("db-standby", word)],
        [("copy", "by hand")],
    ]
