"""Pages come in; the site goes out: once, and again after every edit under `mkdocs serve`."""

from __future__ import annotations

from archdeck.site.hooks import on_config, on_files, on_post_page, on_serve, on_shutdown, on_startup
from archdeck.site.make import SiteError, build_site

__all__ = ["SiteError", "build_site", "on_config", "on_files", "on_post_page", "on_serve", "on_shutdown", "on_startup"]
