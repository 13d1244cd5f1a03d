"""Pages come in; the site goes out: once, and again after every edit under `mkdocs serve`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from archdeck.site.attended import attended
from archdeck.site.make import SiteError, build_site
from archdeck.site.policy import policy

if TYPE_CHECKING:
    from archdeck.site.embedding import Embedded
    from archdeck.site.hooks import (
        on_config,
        on_env,
        on_files,
        on_nav,
        on_page_content,
        on_page_context,
        on_post_build,
        on_post_page,
        on_post_template,
        on_pre_page,
        on_serve,
        on_shutdown,
        on_startup,
    )

__all__ = [
    "Embedded",
    "SiteError",
    "attended",
    "build_site",
    "on_config",
    "on_env",
    "on_files",
    "on_nav",
    "on_page_content",
    "on_page_context",
    "on_post_build",
    "on_post_page",
    "on_post_template",
    "on_pre_page",
    "on_serve",
    "on_shutdown",
    "on_startup",
    "policy",
]


if not TYPE_CHECKING:  # without MkDocs, where nothing is asked of it

    def __getattr__(name: str) -> Any:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        module = "embedding" if name == "Embedded" else "hooks"
        return getattr(import_module(f"{__name__}.{module}"), name)
