"""What packages that extend archdeck import: the records that its tables hold. docs/reference/extending.md has more."""

from __future__ import annotations

from archdeck.answers import Evidence, Explanation, Rule, found
from archdeck.imports import Deployment, Found, Lead, Left, Reader, Run, Source, Thing, UnreadableSource
from archdeck.imports import Place as FoundPlace
from archdeck.language import Pillar, PlaceKind, RelationKind, Role, Severity, Stage
from archdeck.model import Component, Environment, Instance, Kind, Model, Place, Relation
from archdeck.paint import Export
from archdeck.views import View

__all__ = [
    "Component",
    "Deployment",
    "Environment",
    "Evidence",
    "Explanation",
    "Export",
    "Found",
    "FoundPlace",
    "Instance",
    "Kind",
    "Lead",
    "Left",
    "Model",
    "Pillar",
    "Place",
    "PlaceKind",
    "Reader",
    "Relation",
    "RelationKind",
    "Role",
    "Rule",
    "Run",
    "Severity",
    "Source",
    "Stage",
    "Thing",
    "UnreadableSource",
    "View",
    "found",
]
