"""What stands under an icon: the service, the name, the role, in as few lines as tell it."""

from __future__ import annotations

from pathlib import Path

import pytest

from drawn import view_of

TWO = """
system: {{name: S}}
components:
  a: {{kind: {one}, name: {name}}}
  b: {{kind: {other}, name: {second}}}
environments:
  prod:
    places:
      x: {{kind: zone, runs: {{a: {{role: primary}}, b: {{role: primary}}}}}}
      y: {{kind: zone, runs: {{a: {{role: standby}}, b: {{role: standby}}}}}}
"""


@pytest.mark.parametrize(
    ("one", "name", "other", "second", "wanted"),
    [
        # The own names stay, though each is told by its service.
        ("aws.aurora", "Orders", "aws.rds", "Carts", [("Amazon Aurora", "Orders primary"), ("Amazon RDS", "Carts primary")]),  # noqa: E501
        # Two of one service are told by their names, beside the role where there is room.
        ("aws.aurora", "Orders", "aws.aurora", "Carts", [("Amazon Aurora", "Orders primary"), ("Amazon Aurora", "Carts primary")]),  # noqa: E501
        ("aws.aurora", "Orders of customers", "aws.aurora", "Carts", [("Orders of customers", "primary"), ("Amazon Aurora", "Carts primary")]),  # noqa: E501
        # Where one has to go by its name, all do.
        ("aws.aurora", "Orders", "aws.elasticache-redis", "Carts", [("Amazon Aurora", "Orders primary"), ("ElastiCache for Redis", "Carts primary")]),  # noqa: E501
        # A long name is parted, and keeps its role.
        ("aws.aurora", "Vertragsbestandsverwaltung", "aws.aurora", "Carts", [("Vertragsbestands-", "verwaltung primary"), ("Amazon Aurora", "Carts primary")]),  # noqa: E501
    ],
)  # fmt: skip
def test_whose_copy_it_is(
    one: str, name: str, other: str, second: str, wanted: list[tuple[str, str]], tmp_path: Path
) -> None:
    view = view_of(TWO.format(one=one, name=name, other=other, second=second), tmp_path)
    assert [b.words for b in view.boxes if b.id.endswith("--x")] == wanted


ONE = """
system: {{name: S}}
components: {{a: {{kind: {kind}, name: {name}}}}}
environments: {{prod: {{runs: {{a: {{}}}}}}}}
"""


@pytest.mark.parametrize(
    ("kind", "name", "wanted"),
    [
        ("aws.elasticache-redis", "Sessions", ("ElastiCache", "for Redis", "Sessions")),
        ("aws.nlb", "Tax entry", ("Network Load", "Balancer", "Tax entry")),
        ("aws.nlb", "Web balancers", ("Web balancers",)),
        ("aws.nlb", "External NLB", ("External NLB",)),
        ("aws.nlb", "Balancer", ("Network Load", "Balancer")),
        ("azure.front-door", "Door", ("Azure Front Door",)),
        ("aws.redshift", "Warehouse", ("Amazon Redshift", "Warehouse")),
    ],
)
def test_a_service_takes_two_lines_where_its_own_name_does_not_tell_it(
    kind: str, name: str, wanted: tuple[str, ...], tmp_path: Path
) -> None:
    assert [b.words for b in view_of(ONE.format(kind=kind, name=name), tmp_path).boxes] == [wanted]


@pytest.mark.parametrize(
    ("kind", "name", "wanted"),
    [
        ("aws.api-gateway", "Schadenmeldungsannahmeschnittstelle", ("Schadenmeldungs-", "annahmeschnittstelle")),
        (
            "users",
            "Versicherungsnehmer und Versicherungsvertreter",
            ("Versicherungsnehmer", "und", "Versicherungsvertreter"),
        ),
        ("users", f"{'Many ' * 20}people", ("Many Many Many", "Many Many Many…")),
        (
            "users",
            "All the people of the town who want to buy something",
            ("All the people of the", "town who want to", "buy something"),
        ),
    ],
)
def test_a_name_takes_more_room_before_it_is_cut(kind: str, name: str, wanted: tuple[str, ...], tmp_path: Path) -> None:
    assert [b.words for b in view_of(ONE.format(kind=kind, name=name), tmp_path).boxes] == [wanted]


@pytest.mark.parametrize(
    ("id", "kind", "wanted"),
    [
        ("sql", "azure.sql-database", ("SQL Database", "SQL")),
        ("vm", "azure.vm", ("Virtual Machines", "VM")),
        ("orders", "gcp.gke", ("Kubernetes Engine", "Orders")),
        ("dns", "azure.dns-private-resolver", ("Azure DNS Private", "Resolver")),
        ("fw", "azure.firewall", ("Azure Firewall",)),
        ("vpngw", "azure.vpn-gateway", ("Azure VPN", "Gateway")),
        ("ic", "gcp.cloud-interconnect", ("Dedicated", "Interconnect")),
        ("bq", "gcp.bigquery", ("BigQuery",)),
        ("alb", "aws.alb", ("ALB",)),
        ("api", "aws.api-gateway", ("API Gateway", "API")),
        ("web", "aws.ec2", ("Amazon EC2", "Web")),
        ("b", "gcp.bigquery", ("BigQuery", "B")),
        ("router", "router", ("Router",)),
    ],
)
def test_what_an_id_only_shortens_is_not_repeated(id: str, kind: str, wanted: tuple[str, ...], tmp_path: Path) -> None:
    text = f"""
system: {{name: S}}
components: {{{id}: {{kind: {kind}}}}}
environments: {{prod: {{places: {{c: {{kind: cloud, name: Cloud, runs: {{{id}: {{}}}}}}}}}}}}
"""
    assert [b.words for b in view_of(text, tmp_path).boxes] == [wanted]


def test_only_the_code_of_a_region_stands_before_its_name(tmp_path: Path) -> None:
    text = """
system: {name: S}
components: {web: {kind: nginx}}
environments:
  prod:
    places:
      us-east-1: {kind: region, name: N. Virginia, runs: {web: {}}}
      ew1: {kind: region, name: europe-west1, runs: {web: {}}}
      region-2: {kind: region, name: Second, runs: {web: {}}}
"""
    named = {g.place: g.label for g in view_of(text, tmp_path).groups if g.kind == "region"}
    assert named == {
        "us-east-1": "Region us-east-1 (N. Virginia)",
        "ew1": "Region europe-west1",
        "region-2": "Region Second",
    }
