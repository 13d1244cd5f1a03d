"""The command that starts from what is there: `import`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from archdeck.cli.options import command
from archdeck.cli.terminal import say
from archdeck.imports import Imported, Left, all_readers
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
    else docs/importing.md lists; a file, a folder of files, or `-`. What somebody edited in the model stays as it is.
    All that became nothing is listed, with why."""
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
