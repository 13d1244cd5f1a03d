"""Models, their answers and their pictures come in; Markdown that explains them goes out, and the theme around it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from archdeck.pages.places import GENERATED

if TYPE_CHECKING:
    from archdeck.pages.book import (
        FIXED,
        SUMMARIES,
        Later,
        Picture,
        SystemPages,
        compile_once,
        embedded,
        fixed_pages,
        rule_pages,
        shared_pages,
        system_pages,
        told_parts,
    )
    from archdeck.pages.facts import fallen_in, happens, production, targets, zone
    from archdeck.pages.many import PICTURED
    from archdeck.pages.marks import inline, shows, with_pictures
    from archdeck.pages.nav import NavEntry, in_order, navigation, paths_in, with_systems
    from archdeck.pages.outline import sections
    from archdeck.pages.paths import LANDSCAPE_PAGE, POSTER, TALKS, SamePath, icon_files, talk_files
    from archdeck.pages.standalone import alone
    from archdeck.pages.theme import assets

__all__ = [
    "FIXED",
    "GENERATED",
    "LANDSCAPE_PAGE",
    "PICTURED",
    "POSTER",
    "SUMMARIES",
    "TALKS",
    "Later",
    "NavEntry",
    "Picture",
    "SamePath",
    "SystemPages",
    "alone",
    "assets",
    "compile_once",
    "embedded",
    "fallen_in",
    "fixed_pages",
    "happens",
    "icon_files",
    "in_order",
    "inline",
    "navigation",
    "paths_in",
    "production",
    "rule_pages",
    "sections",
    "shared_pages",
    "shows",
    "system_pages",
    "talk_files",
    "targets",
    "told_parts",
    "with_pictures",
    "with_systems",
    "zone",
]

LATER = {
    "book": (
        *("FIXED", "SUMMARIES", "Later", "Picture", "SystemPages", "compile_once", "embedded", "fixed_pages"),
        *("rule_pages", "shared_pages", "system_pages", "told_parts"),
    ),
    "facts": ("fallen_in", "happens", "production", "targets", "zone"),
    "many": ("PICTURED",),
    "marks": ("inline", "shows", "with_pictures"),
    "nav": ("NavEntry", "in_order", "navigation", "paths_in", "with_systems"),
    "outline": ("sections",),
    "paths": ("LANDSCAPE_PAGE", "POSTER", "TALKS", "SamePath", "icon_files", "talk_files"),
    "standalone": ("alone",),
    "theme": ("assets",),
}


if not TYPE_CHECKING:  # what takes long to load is loaded when it is asked for

    def __getattr__(name: str) -> Any:
        module = next((module for module, names in LATER.items() if name in names), None)
        if module is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{module}"), name)
