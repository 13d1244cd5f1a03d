"""The command that lists what there is to draw of a system, as the last build made it where nothing changed since."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from archdeck.cli.options import command, model_option
from archdeck.cli.terminal import say
from archdeck.project import listed


@command
@click.argument("system")
@model_option
def views(system: str, root: Path) -> None:
    """List the views of SYSTEM: id, kind, environment and title, one a line, parted by tabs. `landscape` is the picture
    of all systems."""
    known = listed(root, system)
    for id, kind, environment, title in _made(system, root) if known is None else known:
        say("\t".join((id, kind, environment or "-", title)))


def _made(system: str, root: Path) -> Sequence[Sequence[str]]:
    """The same from the model."""
    from archdeck.answers import LANDSCAPE  # with all that makes views, which a build that is kept spares
    from archdeck.library import landscape, load

    found = (landscape(root),) if system == LANDSCAPE else load(system, root).pictures()
    return [(p.id, p.kind, p.environment, " ".join(p.title.split())) for p in found]
