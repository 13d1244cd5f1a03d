"""Pages come in; the site goes out: once, and again after every edit under `mkdocs serve`."""

from __future__ import annotations

from archdeck.site.hooks import (
    on_config,
    on_env,
    on_files,
    on_nav,
    on_page_content,
    on_post_page,
    on_serve,
    on_shutdown,
    on_startup,
)
from archdeck.site.make import SiteError, build_site
from archdeck.site.whole_pictures import WholePictures

__all__ = [
    "SiteError",
    "WholePictures",
    "build_site",
    "on_config",
    "on_env",
    "on_files",
    "on_nav",
    "on_page_content",
    "on_post_page",
    "on_serve",
    "on_shutdown",
    "on_startup",
]
