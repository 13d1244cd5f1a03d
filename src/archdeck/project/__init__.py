"""A folder of models comes in; pictures, slides and pages go out to the disk, and only those that changed."""

from __future__ import annotations

from archdeck.project.arranging import Arranged, arrange
from archdeck.project.building import Project, build, build_pages
from archdeck.project.doctor import installed
from archdeck.project.layouts import kept_beside
from archdeck.project.memory import Memory, digest, digest_files, program, recall
from archdeck.project.starter import starter_files
from archdeck.project.writing import publish, replace_folder

__all__ = [
    "Arranged",
    "Memory",
    "Project",
    "arrange",
    "build",
    "build_pages",
    "digest",
    "digest_files",
    "installed",
    "kept_beside",
    "program",
    "publish",
    "recall",
    "replace_folder",
    "starter_files",
]
