"""The whole build of this repository, and the hook through which MkDocs draws before it reads pages."""

from archdeck.hooks import on_config, on_files, on_post_page, on_serve, on_shutdown, on_startup

__all__ = ["on_config", "on_files", "on_post_page", "on_serve", "on_shutdown", "on_startup"]

if __name__ == "__main__":
    from archdeck.cli import main

    main(["build"])
