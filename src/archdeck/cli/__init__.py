"""A command line comes in; lines of text and an exit code go out, by calls of all the others."""

from archdeck.cli.commands import main

__all__ = ["main"]
