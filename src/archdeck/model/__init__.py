"""The shapes of a system come in, its `Model` goes out: frozen records that hold each other, no id left to look up."""

from __future__ import annotations

from archdeck.model.as_json import kind_json, model_json
from archdeck.model.catalogue import find_kinds, kind_ids, kinds, meant_kind
from archdeck.model.classes import DATA, resources
from archdeck.model.deployment import ROOM, Environment, Instance, Link, Place, PlaceLink, presented
from archdeck.model.design import Component, Kind, Overlay, PlaceRelation, Relation, Scope, Tier, Waiver
from archdeck.model.fetching import Fetched, Unfetched, fetch_sources
from archdeck.model.found import Systems, only_what_is_here
from archdeck.model.git import version_of_git
from archdeck.model.history import model_at
from archdeck.model.icons import plain_icon, shipped_icon
from archdeck.model.resolve.places import may_stand_in
from archdeck.model.resolve.turns import step_order
from archdeck.model.systems import find_system, find_systems, idle_links, lone_cells, read_model
from archdeck.model.whole import AskedFor, Drill, Flow, Model, Requirement, Step, Topic, TopicRow, ViewChange

__all__ = [
    "DATA",
    "ROOM",
    "AskedFor",
    "Component",
    "Drill",
    "Environment",
    "Fetched",
    "Flow",
    "Instance",
    "Kind",
    "Link",
    "Model",
    "Overlay",
    "Place",
    "PlaceLink",
    "PlaceRelation",
    "Relation",
    "Requirement",
    "Scope",
    "Step",
    "Systems",
    "Tier",
    "Topic",
    "TopicRow",
    "Unfetched",
    "ViewChange",
    "Waiver",
    "fetch_sources",
    "find_kinds",
    "find_system",
    "find_systems",
    "idle_links",
    "kind_ids",
    "kind_json",
    "kinds",
    "lone_cells",
    "may_stand_in",
    "meant_kind",
    "model_at",
    "model_json",
    "only_what_is_here",
    "plain_icon",
    "presented",
    "read_model",
    "resources",
    "shipped_icon",
    "step_order",
    "version_of_git",
]
