"""The one name that others need without anything else of pages: the folder below docs/ that the build owns."""

from __future__ import annotations

GENERATED = "systems"
