"""What an agent asks of models comes in over a pipe; answers of bounded size go out, as text, pictures and files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdeck.agents.taught import skill_text

if TYPE_CHECKING:
    from archdeck.agents.server import serve

__all__ = ["serve", "skill_text"]


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """`serve` needs the SDK, which an extra installs; what teaches the language does not."""
        if name != "serve":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from archdeck.agents import server

        return server.serve
