"""Columns: tiers and relations decide the order from left to right."""

from __future__ import annotations

from pathlib import Path

from archdeck.views.columns import columns
from written import resolved

THREE_TIERS = """
system: {name: Shop}
tiers: [users, edge, web, data]
components:
  customers: {kind: users, tier: users}
  dns: {kind: aws.route53, tier: edge}
  cdn: {kind: aws.cloudfront, tier: edge}
  images: {kind: aws.s3, tier: edge}
  lb: {kind: aws.alb, tier: web}
  web: {kind: aws.ec2, tier: web}
  db: {kind: aws.rds, tier: data}
  backups: {kind: aws.s3, tier: data}
relations:
  a: {from: customers, to: dns}
  b: {from: dns, to: cdn}
  c: {from: cdn, to: images}
  d: {from: dns, to: lb}
  e: {from: lb, to: web}
  f: {from: web, to: db, kind: data}
  g: {from: db, to: backups, kind: backup}
  h: {from: db, to: web, kind: data, label: pushes}
environments:
  prod:
    places:
      eu-west-1: {kind: region, runs: {images: {}, backups: {}}}
      vpc: {kind: vpc, in: eu-west-1, runs: {lb: {}, web: {}, db: {role: primary}}}
      other: {kind: vpc, in: eu-west-1, runs: {db: {role: read-replica}}}
"""


def test_tiers_then_relations(tmp_path: Path) -> None:
    """A CDN that leads nowhere near the network stands above the DNS, in its column; a read replica follows its
    primary; the relation back from the database changes nothing."""
    found = columns(resolved(THREE_TIERS, tmp_path))
    assert found.of == {
        "customers": 0,
        "dns": 1,
        "cdn": 1,
        "images": 2,
        "lb": 2,
        "web": 3,
        "db": 4,
        "backups": 5,
        "db/read-replica": 5,
    }
    assert found.through == {"customers", "dns", "lb", "web", "db"}


def test_a_ring_of_relations_has_columns_too(tmp_path: Path) -> None:
    found = columns(
        resolved(
            """
            system: {name: Ring}
            tiers: [app]
            components: {a: {kind: aws.ec2}, b: {kind: aws.ec2}, c: {kind: aws.ec2}}
            relations: {ab: {from: a, to: b}, bc: {from: b, to: c}, ca: {from: c, to: a}}
            environments: {prod: {places: {z: {kind: zone, runs: {a: {}, b: {}, c: {}}}}}}
            """,
            tmp_path,
        )
    )
    assert found.of == {"a": 0, "b": 1, "c": 2}


def test_more_than_fit_above_each_other_take_more_columns(tmp_path: Path) -> None:
    names = [f"s{k}" for k in range(8)]
    text = f"""
system: {{name: Many}}
tiers: [app, data]
components:
{chr(10).join(f"  {n}: {{kind: aws.ec2, tier: app}}" for n in names)}
  db: {{kind: aws.rds, tier: data}}
relations:
{chr(10).join(f"  {n}-db: {{from: {n}, to: db, kind: data}}" for n in names)}
environments: {{prod: {{places: {{z: {{kind: zone, runs: {{{", ".join(f"{n}: {{}}" for n in [*names, "db"])}}}}}}}}}}}
"""
    found = columns(resolved(text, tmp_path)).of
    assert [found[n] for n in [*names, "db"]] == [0, 0, 0, 0, 1, 1, 1, 1, 2]


LAKE = """
system: {name: Lake}
tiers: [sources, ingest, stores]
components:
  ledger: {kind: server, tier: sources}
  stream: {kind: aws.kinesis, tier: ingest}
  raw: {kind: aws.s3, tier: stores}
  notes: {kind: aws.s3, tier: stores}
relations: {a: {from: ledger, to: stream, kind: data}, b: {from: stream, to: raw, kind: data}}
environments:
  prod:
    places:
      office: {kind: data-center, runs: {ledger: {}}}
      eu: {kind: region, runs: {stream: {}, raw: {}, notes: {}}}
"""


def test_what_is_on_the_way_is_judged_in_each_region(tmp_path: Path) -> None:
    """A data center is no network that the services of a Region would stand beside: data runs through them, in the
    order of the tiers."""
    found = columns(resolved(LAKE, tmp_path))
    assert found.through == {"ledger", "stream", "raw"}
    assert [found.of[c] for c in ("ledger", "stream", "raw")] == [0, 1, 2]


def test_beside_a_network_they_stand_aside(tmp_path: Path) -> None:
    text = LAKE.replace("components:\n", "components:\n  app: {kind: aws.ec2, tier: ingest}\n")
    text += "      vpc: {kind: vpc, in: eu, runs: {app: {}}}\n"
    assert columns(resolved(text, tmp_path)).through == {"ledger", "app"}


def test_what_has_no_relation_does_not_decide_where_its_cloud_begins(tmp_path: Path) -> None:
    """A zone of names that nothing leads to would stand in the first column; now in that of the hub."""
    text = """
system: {name: Hub}
components:
  desk: {kind: server}
  router: {kind: aws.customer-gateway}
  hub: {kind: aws.transit-gateway}
  app: {kind: aws.ec2}
  names: {kind: aws.route53-hosted-zone}
relations: {a: {from: desk, to: router}, b: {from: router, to: hub}, c: {from: hub, to: app}}
environments:
  prod:
    places:
      office: {kind: data-center, runs: {desk: {}, router: {}}}
      eu: {kind: region, runs: {hub: {}}}
      vpc: {kind: vpc, in: eu, runs: {app: {}}}
"""
    found = columns(resolved(text, tmp_path)).of
    assert found["names"] == found["hub"] > found["router"]
