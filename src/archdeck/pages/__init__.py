"""Models, their answers and their pictures come in, the Markdown that explains them goes out, with its theme."""

from __future__ import annotations

from archdeck.pages.book import Picture, SystemPages, icons, pages
from archdeck.pages.nav import Entry, navigation
from archdeck.pages.paths import GENERATED, put
from archdeck.pages.theme import assets

__all__ = ["GENERATED", "Entry", "Picture", "SystemPages", "assets", "icons", "navigation", "pages", "put"]
