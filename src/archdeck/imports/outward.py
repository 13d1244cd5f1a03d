"""Routes of subnets to what leads out of a network: from what computes there to the gateway that its subnet's routes
name, and from there to the Internet's door."""

from __future__ import annotations

from archdeck.imports.leading import Leading
from archdeck.imports.placing import Placing
from archdeck.imports.services import catalogued

COMPUTES = ("Compute", "Containers and Kubernetes")
DOORS = ("aws.nat-gateway", "aws.internet-gateway", "aws.transit-gateway")
OUT = "to the Internet"


def placing_leads(placing: Placing, leading: Leading) -> None:
    """Adds them."""
    components = placing.groups.components
    for key, group in components.items():
        kind = catalogued()[group.kind]
        if kind.category not in COMPUTES and group.kind != "aws.nat-gateway":
            continue
        for run in placing.runs(group):
            subnet = placing.groups.by_address.get(run.place)
            for door in placing.routed(subnet) if subnet else ():
                target = components.get(placing.groups.key_of[door.base])
                inward = group.kind == "aws.nat-gateway" or (target and target.kind != "aws.internet-gateway")
                if target and target.kind in DOORS and inward:
                    leading.add(key, target.key, door, label=OUT if target.kind == "aws.nat-gateway" else "")
