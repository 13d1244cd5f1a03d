"""The YAML files of a system come in; valid shapes that know their lines go out, and every problem at once."""

from __future__ import annotations

from archdeck.language.cells import Arrangement, CellsFile, cells_path, cells_text, load_cells
from archdeck.language.json_schema import rules_schema_text, schema, schema_text
from archdeck.language.kinds import load_kinds
from archdeck.language.loading import Loaded, load
from archdeck.language.located import Loader
from archdeck.language.mentions import CODE, FENCE, MENTION, mentions
from archdeck.language.nulls import idle_nulls
from archdeck.language.problems import Location, ModelError, Problem, Severity, UnknownName, nearest, printable, quoted
from archdeck.language.reading import (
    CELLS_SUFFIX,
    LARGEST_FILE,
    MODEL_SUFFIXES,
    RULES_SUFFIXES,
    YAML_SUFFIXES,
    Unreadable,
    is_one_system,
    read_bytes,
    rules_files,
    shown_path,
    system_paths,
    yaml_files,
)
from archdeck.language.rules import Rules, WrittenRule, fits, load_rules
from archdeck.language.scalars import ID_PATTERN, duration, percent, seconds
from archdeck.language.shapes import (
    ALL,
    ComponentShape,
    EnvironmentShape,
    FlowShape,
    KindShape,
    ModelShape,
    PlaceShape,
    RelationShape,
    RunShape,
    StepShape,
    TargetShape,
    ViewShape,
    WaiverShape,
)
from archdeck.language.spelling import spelt
from archdeck.language.values import FLOWING, Lane, Outcome, OverlayKind, Pillar, PlaceKind, RelationKind, Role, Stage

__all__ = [
    "ALL",
    "CELLS_SUFFIX",
    "CODE",
    "FENCE",
    "FLOWING",
    "ID_PATTERN",
    "LARGEST_FILE",
    "MENTION",
    "MODEL_SUFFIXES",
    "RULES_SUFFIXES",
    "YAML_SUFFIXES",
    "Arrangement",
    "CellsFile",
    "ComponentShape",
    "EnvironmentShape",
    "FlowShape",
    "KindShape",
    "Lane",
    "Loaded",
    "Loader",
    "Location",
    "ModelError",
    "ModelShape",
    "Outcome",
    "OverlayKind",
    "Pillar",
    "PlaceKind",
    "PlaceShape",
    "Problem",
    "RelationKind",
    "RelationShape",
    "Role",
    "Rules",
    "RunShape",
    "Severity",
    "Stage",
    "StepShape",
    "TargetShape",
    "UnknownName",
    "Unreadable",
    "ViewShape",
    "WaiverShape",
    "WrittenRule",
    "cells_path",
    "cells_text",
    "duration",
    "fits",
    "idle_nulls",
    "is_one_system",
    "load",
    "load_cells",
    "load_kinds",
    "load_rules",
    "mentions",
    "nearest",
    "percent",
    "printable",
    "quoted",
    "read_bytes",
    "rules_files",
    "rules_schema_text",
    "schema",
    "schema_text",
    "seconds",
    "shown_path",
    "spelt",
    "system_paths",
    "yaml_files",
]
