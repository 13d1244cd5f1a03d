"""The commands that draw one system: `views` and `render`, and `deck` for a talk about it."""

from __future__ import annotations

from pathlib import Path

import click

from archdeck.cli.options import command, form_option, model_option
from archdeck.cli.terminal import say, say_bytes, say_faults, say_losses
from archdeck.library import FORMS, load
from archdeck.pages import TALKS
from archdeck.project import publish


@command
@click.argument("system")
@model_option
def views(system: str, root: Path) -> None:
    """List the views of SYSTEM: id, kind, environment and title, one a line, parted by tabs."""
    for picture in load(system, root).pictures():
        say("\t".join((picture.id, picture.kind, picture.environment or "-", " ".join(picture.title.split()))))


@command
@click.argument("system")
@click.argument("view")
@form_option(*FORMS.values())
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
def render(system: str, view: str, form: str, size: str, out: Path | None, dark: bool, root: Path) -> None:
    """Draw one VIEW of SYSTEM: a name that `archdeck views` lists, or a flow's own id."""
    here = load(system, root)
    try:
        picture = here.draw(view, dark, size)
    except ValueError as error:
        raise click.UsageError(f"--size {error}") from None
    data = picture.data(form)
    if out:
        publish({out: data}, out.parent)
    else:
        say_bytes(data)
    say_faults(f"{here.id}/{picture.id}", picture.faults)
    say_losses(f"{here.id}/{picture.id}", picture.losses)


@command
@click.argument("system")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(TALKS)),
    default="pptx",
    show_default=True,
    help="For PowerPoint, Keynote and LibreOffice; a PDF of the slides; or a handout: slides with what is said.",
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
