"""The commands that make everything of a project: `build` once, `serve` again after every edit; and `arrange`, for the
file that pictures keep to."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from archdeck.cli.options import command, model_option
from archdeck.cli.terminal import progress, say, say_faults, say_problems
from archdeck.project import CACHE, Project, recall
from archdeck.project import build as build_project

FEW = 20  # systems that are named one by one


def _options(function: Callable[..., None]) -> Callable[..., None]:
    """What can be said to everything that makes a project."""
    for option in reversed(OPTIONS):
        function = option(function)
    return function


OPTIONS = (
    model_option,
    click.option(
        "--out",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path(),
        show_default=True,
        help="The folder that gets diagrams/, docs/systems/ and site/.",
    ),
    click.option(
        "--scale",
        type=click.IntRange(1, 4),
        default=1,
        show_default=True,
        help="Slides of 1920x1080 pixels times this.",
    ),
    click.option(
        "--png",
        type=click.Choice(["slides", "all"]),
        default="slides",
        show_default=True,
        help="Which views are made as PNG besides: environments and what the story shows, or all. `archdeck render`"
        " makes one on request.",
    ),
    click.option(
        "--deck/--no-deck",
        "decks",
        default=True,
        show_default=True,
        help="Also make the talk of each system: for PowerPoint, as PDF and as handout.",
    ),
    click.option(
        "--cache",
        type=click.Path(path_type=Path, file_okay=False),
        envvar=CACHE,
        help="A folder that builds share, also those of other machines: what one of them made, no other makes again."
        f" It can be told as {CACHE} in the environment.",
    ),
    click.option("--site/--no-site", default=True, show_default=True, help="Also build the static site."),
)


@command
@click.option("--system", default="", help="Only this system; pages that systems share stay as they are.")
@click.option("--force", is_flag=True, help="Make everything anew, whatever is fresh.")
@_options
def build(system: str, force: bool, site: bool, **how: Any) -> None:
    """Make everything: pictures, slides, pages, talks and the site; only what changed is made anew."""
    _make(_place(how), system, force, site, how)


@command
@click.argument("parts", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@_options
def join(parts: tuple[Path, ...], site: bool, **how: Any) -> None:
    """Make everything of all systems, as `build` does, with what was built of single systems in the folders PARTS, here
    or on other machines. A part is what `archdeck build --system ID --out PART` makes; a folder of parts names all."""
    from archdeck.project import join as take_over  # with all that a build needs

    place = _place(how)
    joined = take_over(place, parts)
    say_problems(joined.warnings, err=True)
    say(f"taken over: {_named(joined.systems)}")
    _make(place, "", False, site, how)


def _place(how: Mapping[str, Any]) -> Project:
    return Project(how["root"], how["out"], cache=how["cache"])


def _named(systems: Sequence[str]) -> str:
    """Systems by their ids, or, where they are many, by how many they are."""
    return ", ".join(systems) if len(systems) <= FEW else f"{len(systems)} systems"


def _make(place: Project, system: str, force: bool, site: bool, how: Mapping[str, Any]) -> None:
    decks = how["decks"]
    with progress() as report:
        done = build_project(place, system, force, how["scale"], how["png"] == "all", decks, report)
    say_problems(done.warnings, err=True)
    for view, faults in done.faults.items():
        say_faults(view, faults)
    counts = f"{len(done.drawn)} views drawn, {done.fresh} fresh, {len(done.written)} files written"
    say(f"{_named(done.systems)}: {counts}")
    if done.refused:
        say(f"cache: {done.refused}", err=True)
    if decks:
        from archdeck.project import build_decks

        with progress() as report:
            made = build_decks(place, system, force, say=report)
        told = sum(file.is_relative_to(place.diagrams) for file in made)
        say(f"talks: {told} files written" if told else "talks: fresh")
    if site:
        from archdeck.project import unbuilt
        from archdeck.site import build_site

        others = unbuilt(place, system) if system else []
        fresh = not build_site(place.out, recall(place.memory), others, place.cache)
        say(f"site: {place.out / 'site' / 'index.html'}{' (fresh)' if fresh else ''}")
        if others:
            say(f"not on it: {_named(others)}; `archdeck join` makes one site of several parts")


@command
@click.argument("system", required=False)
@click.option("--environment", default="", help="Only this environment; what the file says of others stays.")
@click.option("--fresh", is_flag=True, help="Find all cells anew, those too that the file has.")
@model_option
def arrange(system: str | None, environment: str, fresh: bool, root: Path) -> None:
    """Write the cells in which the boxes of SYSTEM stand, or of every system, to a file beside its model. Pictures keep
    to that file, so that what is added moves nothing else, and a box is moved by moving its id there."""
    from archdeck.library import arrange as arranged  # with all that a build needs, where something changed
    from archdeck.library import own_systems

    if environment and not system:
        raise click.UsageError("name the SYSTEM whose environment it is")
    for name in [system] if system else own_systems(root):
        done = arranged(name, root, environment, fresh)
        for id, said in done.environments.items():
            say(f"{id}: {said}")
        say(f"{done.path.as_posix()}: {'written' if done.written else 'as before'}")


@command
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path("site"))
def policy(site: Path) -> None:
    """Print what the header Content-Security-Policy may say for SITE, the folder of a site that was built: browsers
    then run and fetch what it is made of, and nothing else."""
    from archdeck.site import policy as header

    say(header(site))


@command
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Where to serve, as host:port.")
def serve(address: str) -> None:
    """Show the site and follow the model: the same as `mkdocs serve` here."""
    if not Path("mkdocs.yml").is_file():
        raise click.UsageError(
            "there is no mkdocs.yml here; go to your project's folder, or make one with `archdeck new DIR`"
        )
    if not _free(address):
        raise click.UsageError(
            f"{address} cannot be served: it is in use, or no address of this machine; --address names another"
        )
    from archdeck.site import attended

    words = ["serve", "--dev-addr", address]
    try:
        done = attended(words, {**os.environ, "NO_MKDOCS_2_WARNING": "1"}, Path(), heard=False)
    except KeyboardInterrupt:  # the way to end it; MkDocs has said goodbye already
        return
    raise SystemExit(done.returncode)


def _free(address: str) -> bool:
    """Whether a server may listen at host:port."""
    host, _, port = address.rpartition(":")
    try:
        with socket.create_server(
            (host.strip("[]"), int(port)), family=socket.AF_INET6 if ":" in host else socket.AF_INET
        ):
            return True
    except (OSError, ValueError, OverflowError):
        return False
