"""What packages that extend archdeck import: the records that its tables hold. docs/extending.md tells of them."""

from __future__ import annotations

from archdeck.answers import Evidence, Explanation, Rule, found
from archdeck.language import Pillar, PlaceKind, RelationKind, Role, Severity, Stage
from archdeck.model import Component, Environment, Instance, Kind, Model, Place, Relation
from archdeck.paint import Export
from archdeck.views import View

__all__ = [
    "Component",
    "Environment",
    "Evidence",
    "Explanation",
    "Export",
    "Instance",
    "Kind",
    "Model",
    "Pillar",
    "Place",
    "PlaceKind",
    "Relation",
    "RelationKind",
    "Role",
    "Rule",
    "Severity",
    "Stage",
    "View",
    "found",
]
