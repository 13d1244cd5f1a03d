"""Structurizr and CALM: what becomes of a model, that it is as their schemas ask, and that what is named is there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from archdeck.exports import exported
from archdeck.model import Model
from archdeck.model.systems import find_systems, read_model
from house import ROOT
from written import resolved

FACTS = ROOT / "tests" / "facts"
CALM = Draft202012Validator(yaml.safe_load((FACTS / "calm-1.2.yaml").read_text(encoding="utf-8")))
KEYS = {
    line.partition(":")[0]: set(line.partition(":")[2].split())
    for line in (FACTS / "structurizr-workspace.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
}
# Where which part of a workspace stands.
PARTS = {
    **{"model": "Model", "people": "Person", "softwareSystems": "SoftwareSystem", "containers": "Container"},
    **{"relationships": "Relationship", "deploymentNodes": "DeploymentNode", "children": "DeploymentNode"},
    **{"containerInstances": "ContainerInstance", "softwareSystemInstances": "SoftwareSystemInstance"},
    **{"views": "Views", "containerViews": "ContainerView", "deploymentViews": "DeploymentView"},
    **{"automaticLayout": "AutomaticLayout", "elements": "ElementView", "configuration": "Configuration"},
}

SHOP = """
system: {name: Shop, title: A web shop, summary: Sells things, owner: Team A}
tiers: [users, web, data]
components:
  customers: {kind: users, tier: users}
  bank: {kind: external-system, tier: users, name: Bank}
  web: {kind: aws.ec2, tier: web, name: Shop, summary: Shows the shop.}
  db: {kind: aws.rds, tier: data, name: Orders, config: {Engine: PostgreSQL}}
relations:
  ask: {from: customers, to: web, protocol: HTTPS, says: Buys}
  pay: {from: web, to: bank, label: charges}
  read: {from: web, to: db, kind: data, label: orders}
  write: {from: web, to: db, kind: data, label: orders}
environments:
  prod:
    name: Production
    places:
      eu: {kind: region, name: Ireland}
      a: {kind: zone, in: eu, runs: {web: {count: 2}, db: {role: primary}}}
      b: {kind: zone, in: eu, runs: {db: {role: standby, sync: true, because: One in another house}}}
flows: {buy: {name: Buy, steps: {1: {from: customers, to: web}, 2: {from: web, to: db, relation: read}}}}
"""


@pytest.fixture
def shop(tmp_path: Path) -> Model:
    return resolved(SHOP, tmp_path)


def made(to: str, model: Model) -> Any:
    return json.loads(exported(to, model, model.environments))


def shipped() -> list[str]:
    return sorted(find_systems(ROOT / "model"))


# ---- Structurizr


def unknown_keys(body: Any, part: str) -> Iterator[str]:
    """What stands in a part of a workspace that its schema does not know."""
    if isinstance(body, list):
        for one in body:
            yield from unknown_keys(one, part)
    elif isinstance(body, dict):
        yield from (f"{key} of {part}" for key in body if key not in KEYS[part])
        for key, value in body.items():
            own = "RelationshipView" if key == "relationships" and "View" in part else PARTS.get(key, "")
            if own and not (key == "configuration" and part == "Workspace"):
                yield from unknown_keys(value, own)


def every(body: Any, key: str) -> Iterator[str]:
    """All values of a key in a workspace, but for those in its views."""
    if isinstance(body, list):
        for one in body:
            yield from every(one, key)
    elif isinstance(body, dict):
        if key in body:
            yield body[key]
        for inner in body.values():
            yield from every(inner, key)


@pytest.mark.parametrize("name", shipped())
def test_a_workspace_is_what_its_schema_knows(name: str) -> None:
    """Every number is that of one part, and whatever names one names one that is there."""
    found = made("structurizr", read_model(name, ROOT / "model" / name))
    assert list(unknown_keys(found, "Workspace")) == []
    ids = list(every(found["model"], "id"))
    assert len(set(ids)) == len(ids)
    for key in ("sourceId", "destinationId", "containerId", "softwareSystemId", "linkedRelationshipId"):
        assert set(every(found, key)) <= set(ids)
    assert set(every(found["views"], "id")) <= set(ids)


def test_a_workspace_of_a_model(shop: Model) -> None:
    found = made("structurizr", shop)
    system, bank = found["model"]["softwareSystems"]
    assert [(one["name"], one["tags"]) for one in (system, bank)] == [
        ("Shop", "Element,Software System"),
        ("Bank", "Element,Software System,External,External system,external-system"),
    ]
    web, db = system["containers"]
    assert (web["name"], web["technology"], web["group"], db["properties"]) == (
        "Shop",
        "Amazon EC2",
        "Web",
        {"archdeck.id": "db", "archdeck.kind": "aws.rds", "archdeck.tier": "data"},
    )
    assert [r["description"] for r in web["relationships"]] == ["charges", "orders", "orders (write)"]
    cloud, outside = found["model"]["deploymentNodes"]
    assert (outside["name"], [i["softwareSystemId"] for i in outside["softwareSystemInstances"]]) == (
        "Outside of all places",
        [bank["id"]],
    )
    a, b = cloud["children"][0]["children"]
    assert [(i["containerId"], i["properties"]["archdeck.count"]) for i in a["containerInstances"]] == [
        (web["id"], "2"),
        (db["id"], "1"),
    ]
    assert b["containerInstances"][0]["properties"] == {
        "archdeck.count": "1",
        "archdeck.role": "standby",
        "archdeck.because": "One in another house",
        "archdeck.sync": "yes",
    }
    assert [view["key"] for views in ("containerViews", "deploymentViews") for view in found["views"][views]] == [
        "containers",
        "deployment-prod",
    ]


# ---- CALM


def test_the_schema_of_calm_can_fail() -> None:
    assert [error.message for error in CALM.iter_errors({"$schema": "x", "nodes": [{}]})] != []


@pytest.mark.parametrize("name", shipped())
def test_an_architecture_is_what_calm_asks_for(name: str) -> None:
    """What names a node names one that is there, and so do steps of flows."""
    found = made("calm", read_model(name, ROOT / "model" / name))
    assert [error.message for error in CALM.iter_errors(found)] == []
    nodes = [one["unique-id"] for one in found["nodes"]]
    relationships = [one["unique-id"] for one in found["relationships"]]
    assert len(set(nodes)) == len(nodes)
    assert len(set(relationships)) == len(relationships)
    for key in ("node", "actor", "container"):
        assert set(every(found["relationships"], key)) <= set(nodes)
    assert {id for some in every(found["relationships"], "nodes") for id in some} <= set(nodes)
    assert set(every(found.get("flows"), "relationship-unique-id")) <= set(relationships)


def test_an_architecture_of_a_model(shop: Model) -> None:
    found = made("calm", shop)
    assert [(one["unique-id"], one["node-type"]) for one in found["nodes"]] == [
        ("system/shop", "system"),
        ("customers", "actor"),
        ("bank", "system"),
        ("web", "service"),
        ("db", "database"),
        ("prod/aws-cloud", "ecosystem"),
        ("prod/eu", "ecosystem"),
        ("prod/a", "ecosystem"),
        ("prod/b", "ecosystem"),
    ]
    by_id = {one["unique-id"]: one for one in found["relationships"]}
    places = ["in/prod/aws-cloud", "in/prod/eu", "in/prod/a", "in/prod/b"]
    assert list(by_id) == ["composed-of/shop", "ask", "pay", "read", "write", *places]
    assert by_id["ask"] == {
        "unique-id": "ask",
        "description": "Buys",
        "relationship-type": {"interacts": {"actor": "customers", "nodes": ["web"]}},
        "metadata": {"kind": "request", "protocol": "HTTPS"},
        "protocol": "HTTPS",
    }
    assert by_id["in/prod/a"]["metadata"]["runs"] == {"web": {"count": 2}, "db": {"role": "primary"}}
    (flow,) = found["flows"]
    assert [(step["relationship-unique-id"], step["direction"]) for step in flow["transitions"]] == [
        ("ask", "source-to-destination"),
        ("read", "source-to-destination"),
    ]
