"""The text of a model as somebody types it comes in; problems, what may follow, what a word is and edits go out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archdeck.editors.server import serve

__all__ = ["serve"]


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """`serve` needs pygls, which an extra installs."""
        if name != "serve":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from archdeck.editors import server

        return server.serve
