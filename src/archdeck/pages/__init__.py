"""Models, their answers and their pictures come in; Markdown that explains them goes out, and the theme around it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from archdeck.pages.places import GENERATED

if TYPE_CHECKING:
    from archdeck.pages.book import Picture, SystemPages, compile_once, shared_pages, shows, system_pages, with_pictures
    from archdeck.pages.nav import NavEntry, navigation
    from archdeck.pages.paths import LANDSCAPE_PAGE, POSTER, SamePath, icon_files
    from archdeck.pages.theme import assets

__all__ = [
    "GENERATED",
    "LANDSCAPE_PAGE",
    "POSTER",
    "NavEntry",
    "Picture",
    "SamePath",
    "SystemPages",
    "assets",
    "compile_once",
    "icon_files",
    "navigation",
    "shared_pages",
    "shows",
    "system_pages",
    "with_pictures",
]

LATER = {
    "book": ("Picture", "SystemPages", "compile_once", "shared_pages", "shows", "system_pages", "with_pictures"),
    "nav": ("NavEntry", "navigation"),
    "paths": ("LANDSCAPE_PAGE", "POSTER", "SamePath", "icon_files"),
    "theme": ("assets",),
}


if not TYPE_CHECKING:  # what takes long to load is loaded when it is asked for

    def __getattr__(name: str) -> Any:
        module = next((module for module, names in LATER.items() if name in names), None)
        if module is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{module}"), name)
