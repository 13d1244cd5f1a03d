"""What `build.py` of a project hands to MkDocs, under the name that it will keep."""

from archdeck.site import on_config, on_files, on_post_page, on_serve, on_shutdown, on_startup

__all__ = ["on_config", "on_files", "on_post_page", "on_serve", "on_shutdown", "on_startup"]
