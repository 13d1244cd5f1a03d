"""A folder of models comes in; pictures, slides and pages go out to the disk, and only those that changed."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from archdeck.project.cache import VARIABLE as CACHE
from archdeck.project.cache import Cache
from archdeck.project.exchange import bring_back
from archdeck.project.inputs import RULES, SUFFIXES, model_files, names_sources
from archdeck.project.memory import Memory, digest, digest_files, program, recall
from archdeck.project.records import Project
from archdeck.project.regular import read_regular
from archdeck.project.starting import build, build_decks, listed
from archdeck.project.unfinished import unfinished
from archdeck.project.writing import publish, remove, replace_folder

if TYPE_CHECKING:
    from archdeck.project.arranging import Arranged, arrange
    from archdeck.project.chosen import unbuilt
    from archdeck.project.doctor import installed
    from archdeck.project.elsewhere import watched_elsewhere
    from archdeck.project.importing import found_in, import_model
    from archdeck.project.joining import join
    from archdeck.project.layouts import kept_beside
    from archdeck.project.starter import starter_files
    from archdeck.project.workflows import HOSTS, STAYS, write_workflows

__all__ = [
    "CACHE",
    "HOSTS",
    "RULES",
    "STAYS",
    "SUFFIXES",
    "Arranged",
    "Cache",
    "Memory",
    "Project",
    "arrange",
    "bring_back",
    "build",
    "build_decks",
    "digest",
    "digest_files",
    "found_in",
    "import_model",
    "installed",
    "join",
    "kept_beside",
    "listed",
    "model_files",
    "names_sources",
    "program",
    "publish",
    "read_regular",
    "recall",
    "remove",
    "replace_folder",
    "starter_files",
    "unbuilt",
    "unfinished",
    "watched_elsewhere",
    "write_workflows",
]

LATER = {
    "HOSTS": "workflows",
    "STAYS": "workflows",
    "Arranged": "arranging",
    "arrange": "arranging",
    "unbuilt": "chosen",
    "found_in": "importing",
    "import_model": "importing",
    "installed": "doctor",
    "join": "joining",
    "kept_beside": "layouts",
    "starter_files": "starter",
    "watched_elsewhere": "elsewhere",
    "write_workflows": "workflows",
}


if not TYPE_CHECKING:  # what takes long to load is loaded when it is asked for

    def __getattr__(name: str) -> Any:
        if name not in LATER:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{LATER[name]}"), name)
