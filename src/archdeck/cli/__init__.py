"""A command line comes in; what it asks for is called, and what comes of it is printed."""

from archdeck.cli.commands import main

__all__ = ["main"]
