"""Models, their answers and their pictures come in; Markdown that explains them goes out, and the theme around it."""

from __future__ import annotations

from archdeck.pages.book import Picture, SystemPages, shared_pages, shows, system_pages, with_pictures
from archdeck.pages.nav import NavEntry, navigation
from archdeck.pages.paths import GENERATED, POSTER, SamePath, icon_files
from archdeck.pages.theme import assets

__all__ = [
    "GENERATED",
    "POSTER",
    "NavEntry",
    "Picture",
    "SamePath",
    "SystemPages",
    "assets",
    "icon_files",
    "navigation",
    "shared_pages",
    "shows",
    "system_pages",
    "with_pictures",
]
