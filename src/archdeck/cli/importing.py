"""The commands about what is built: `import` makes a model of it, `drift` compares a model with it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from archdeck.answers import Drift
from archdeck.cli.options import command, form_option, model_option, save, say_in
from archdeck.cli.terminal import say
from archdeck.imports import Imported, Left, all_readers
from archdeck.library import load
from archdeck.project import import_model

SHOWN = 6  # addresses that one line names


@command
@click.argument(
    "sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True)
)
@click.option("--into", required=True, type=click.Path(path_type=Path), help="The folder of the system: model/NAME.")
@click.option(
    "--environment",
    default="prod",
    show_default=True,
    metavar="ID",
    help="The environment that the source describes, where it names none itself.",
)
@click.option("--from", "reader", default="", metavar="READER", help="Who reads it, where that is not plain.")
@click.option("--name", default="", help="The name of the system; that of its folder if missing.")
def import_(sources: tuple[Path, ...], into: Path, environment: str, reader: str, name: str) -> None:
    """Make a model of SOURCE, or bring one up to date: `terraform show -json`, templates of CloudFormation, and what
    else docs/start/importing.md lists; a file, a folder of files, or `-`. What somebody edited in the model stays as
    it is. All that became nothing is listed, with why."""
    _check_names(environment, reader)
    dash = Path("-") in sources
    given = sys.stdin.buffer.read() if dash else b""
    files = [path for path in sources if path != Path("-")]
    done = import_model(files, into, environment, reader, name, given)
    counts = " and ".join(f"{n} {word if n != 1 else word[:-1]}" for word, n in done.counts.items())
    say(f"{into}: {counts} read as {done.reader}")
    for line in (*(_again(done) if done.again else ()), *_left(done.left)):
        say(line)
    say(f"what became nothing is kept in {into / done.memory}; next: archdeck check {into}")


DRIFT_FORMS = {"text": lambda found: [str(found)], "json": Drift.json, "sarif": Drift.sarif}


@command
@click.argument("system")
@click.option("--environment", required=True, help="The environment that the source has built.")
@click.option(
    "--against",
    "sources",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path, allow_dash=True),
    help="What is built: a plan, a state, a template, a folder, or `-`. More than once, for several.",
)
@click.option("--from", "reader", default="", metavar="READER", help="Who reads it, where that is not plain.")
@form_option(*DRIFT_FORMS)
@click.option(
    "--pictures",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder that also gets a picture of the drift, as SVG and PNG.",
)
@model_option
@click.pass_context
def drift(
    ctx: click.Context,
    system: str,
    environment: str,
    sources: tuple[Path, ...],
    reader: str,
    form: str,
    pictures: Path | None,
    root: Path,
) -> None:
    """Print where SYSTEM and what is built part: what is built and not modelled, modelled and not built, or different,
    and what that does to drills and promises. Ends with 1 where they part."""
    _check_names("prod", reader)
    here = load(system, root)
    given = sys.stdin.buffer.read() if Path("-") in sources else b""
    found = here.drift(environment, *(one for one in sources if one != Path("-")), reader=reader, given=given)
    say_in("text" if form == "text" else "json", DRIFT_FORMS[form](found))
    if pictures:
        save(here.drift_pictures(found), pictures)
    if found:
        ctx.exit(1)


def _check_names(environment: str, reader: str) -> None:
    import re

    from archdeck.language import ID_PATTERN, nearest

    if not re.fullmatch(ID_PATTERN, environment):
        raise click.UsageError(f"{environment!r} is no id: lower-case letters and digits, in words joined by hyphens")
    if reader and reader not in all_readers():
        known = ", ".join(all_readers())
        raise click.UsageError(f"there is no reader {reader!r}{nearest(reader, all_readers())}; there are {known}")


def _again(done: Imported) -> Iterator[str]:
    """What a second import did, an element a line."""
    for sign, lines in (("+", done.told.added), ("~", done.told.changed)):
        yield from (f"  {sign} {line}" for line in lines)
    yield from (f"  = {line}: kept as you wrote it" for line in done.told.kept)
    yield from (f"  - {line}: the source has it no more; remove it if that is meant" for line in done.told.gone)
    if not any(vars(done.told).values()):
        yield "  nothing changed"


def _left(left: tuple[Left, ...]) -> Iterator[str]:
    """What became nothing, by why."""
    by_why: dict[str, list[str]] = {}
    for one in left:
        by_why.setdefault(one.why, []).append(one.address)
    for why, addresses in by_why.items():
        more = f" and {len(addresses) - SHOWN} more" if len(addresses) > SHOWN else ""
        yield f"  left: {', '.join(addresses[:SHOWN])}{more}: {why}"
