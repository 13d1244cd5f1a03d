"""A model and its answers come in; all its pictures go out, without positions: boxes, frames, arrows and words."""

from __future__ import annotations

from archdeck.model import ROOM
from archdeck.views.drill import left_by
from archdeck.views.flow import alone, beside, touched
from archdeck.views.idle import idle_overrides
from archdeck.views.landscape import counted, landscape_view
from archdeck.views.makers import compared_view, environment_views, named, views
from archdeck.views.meshes import is_complete
from archdeck.views.since import drift_views, since_views
from archdeck.views.states import restated
from archdeck.views.told import Told, story
from archdeck.views.view import (
    ASKED,
    Arrow,
    Box,
    Content,
    Group,
    PanelEntry,
    View,
    boxes_inside,
    homes,
    members,
    told_apart,
    without_rooms,
)
from archdeck.views.words import MADE_OF

__all__ = [
    "ASKED",
    "MADE_OF",
    "ROOM",
    "Arrow",
    "Box",
    "Content",
    "Group",
    "PanelEntry",
    "Told",
    "View",
    "alone",
    "beside",
    "boxes_inside",
    "compared_view",
    "counted",
    "drift_views",
    "environment_views",
    "homes",
    "idle_overrides",
    "is_complete",
    "landscape_view",
    "left_by",
    "members",
    "named",
    "restated",
    "since_views",
    "story",
    "told_apart",
    "touched",
    "views",
    "without_rooms",
]
