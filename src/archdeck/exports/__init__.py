"""A model comes in; files of tools that hold a whole model go out, with what they can hold of it."""

from __future__ import annotations

from archdeck.exports.writers import EXPORTS, exported

__all__ = ["EXPORTS", "exported"]
