"""The events of MkDocs to `archdeck.site`: what `build.py` of a project imports, under names that stay."""

from archdeck.site import (
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
]
