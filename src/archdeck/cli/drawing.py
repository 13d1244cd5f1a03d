"""The commands that draw one system: `render` for a view, and `deck` for a talk about it."""

from __future__ import annotations

from pathlib import Path

import click

from archdeck.answers import LANDSCAPE
from archdeck.cli.options import command, form_option, model_option
from archdeck.cli.terminal import say_bytes, say_faults, say_losses
from archdeck.library import Picture, landscape, load
from archdeck.pages import TALKS
from archdeck.paint import suffixes
from archdeck.project import publish


@command
@click.argument("system")
@click.argument("view", required=False)
@form_option(*suffixes())
@click.option(
    "--size",
    default="1920x1080",
    show_default=True,
    help="A slide of so many pixels, width x height in the ratio 16:9; or a poster, on which everything stands by"
    " itself: a3, a2, any other width x height, or a ratio, as 16:9.",
)
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="The file to write, instead of the terminal."
)
@click.option("--dark", is_flag=True, help="For a dark page: an SVG or PNG in colours of its own.")
@model_option
def render(system: str, view: str | None, form: str, size: str, out: Path | None, dark: bool, root: Path) -> None:
    """Draw one VIEW of SYSTEM: a name that `archdeck views` lists, or a flow's own id. `archdeck render landscape` is
    the picture of all systems."""
    try:
        of, picture = _picture(system, view, dark, size, root)
    except ValueError as error:
        raise click.UsageError(f"--size {error}") from None
    data = picture.data(form)
    if out:
        publish({out: data}, out.parent)
    else:
        say_bytes(data)
    say_faults(f"{of}/{picture.id}", picture.faults)
    say_losses(f"{of}/{picture.id}", picture.losses)


def _picture(system: str, view: str | None, dark: bool, size: str, root: Path) -> tuple[str, Picture]:
    """A picture, and the id of what it is of."""
    if system == LANDSCAPE and view in (None, LANDSCAPE):
        return LANDSCAPE, landscape(root, dark, size)
    here = load(system, root)
    if view is None:
        raise click.UsageError(f"Missing argument 'VIEW': `archdeck views {system}` lists them.")
    return here.id, here.draw(view, dark, size)


@command
@click.argument("system")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(TALKS)),
    default="pptx",
    show_default=True,
    help="For PowerPoint, Keynote and LibreOffice; a PDF of the slides; a handout, slides with what is said; or "
    "one HTML file that presents itself.",
)
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="The file to write, instead of the terminal."
)
@model_option
def deck(system: str, form: str, out: Path | None, root: Path) -> None:
    """Make the slides of a talk about SYSTEM: those of its story, or of one that follows from the model."""
    data = load(system, root).deck(form)
    if out:
        publish({out: data}, out.parent)
    else:
        say_bytes(data)
