"""The command that brings the newest of what a project reads from git: `fetch`."""

from __future__ import annotations

from pathlib import Path

import click

from archdeck.cli.options import command, model_option
from archdeck.cli.terminal import say
from archdeck.library import fetch as fetched
from archdeck.model import Unfetched


@command
@click.argument("namespaces", metavar="[NAMESPACE]...", nargs=-1)
@model_option
def fetch(namespaces: tuple[str, ...], root: Path) -> None:
    """Bring the newest of the sources that a file NAME.sources.yaml names in git, or of each NAMESPACE. A build brings
    only what was not brought yet."""
    try:
        done = fetched(*namespaces, folder=root)
    except Unfetched as error:
        for one in error.fetched:
            say(str(one))
        raise
    for one in done:
        say(str(one))
    if not done:
        say("there is no source in git")
