"""The commands to start with: `new`, `init`, `schema`, `kinds` and `doctor`."""

from __future__ import annotations

from pathlib import Path

import click

from archdeck.cli.failures import WRONG_MODEL
from archdeck.cli.options import command, form_option, say_in
from archdeck.cli.terminal import say
from archdeck.language import UnknownName, rules_schema_text, schema_text, sources_schema_text
from archdeck.library import Kind
from archdeck.library import kinds as found_kinds
from archdeck.model import kind_ids, kind_json
from archdeck.project import HOSTS, STAYS, installed, publish, starter_files, write_workflows


@command
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
def new(folder: Path) -> None:
    """Make DIR with a small model to start from."""
    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(f"{folder} is not empty; name a folder that is not there yet")
    folder.mkdir(parents=True, exist_ok=True)
    files = starter_files()
    publish({folder / name: text.encode("utf-8") for name, text in files.items()}, folder)
    say(f"{folder}: {', '.join(files)}")


@command
@click.argument("what", metavar="ci", type=click.Choice(["ci"]), expose_value=False)
@click.option("--host", required=True, type=click.Choice(list(HOSTS)), help="Whose workflows they are.")
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=Path(),
    show_default=True,
    help="The top folder of the repository.",
)
@click.option("--branch", default="main", show_default=True, help="The branch from which the site is published.")
@click.option("--model", default="model", show_default=True, help="The folder of systems, below that folder.")
@click.option("--force", is_flag=True, help="Write anew what is there and is otherwise.")
@click.pass_context
def init(ctx: click.Context, host: str, into: Path, branch: str, model: str, force: bool) -> None:
    """Write workflows that check the models, build and publish the site, and tell on a pull or merge request what it
    changes. Nothing that is there is touched without --force; docs/share/ci.md tells of them."""
    try:
        done = write_workflows(into, host, branch, model, force)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    for path, said in done.items():
        say(f"{path}: {said}")
    if STAYS in done.values():
        ctx.exit(1)


@command
@click.option("--rules", "of", flag_value="rules", help="That of a file of rules instead.")
@click.option("--sources", "of", flag_value="sources", help="That of a file of sources instead.")
def schema(of: str | None) -> None:
    """Print the JSON Schema of the language, for editors."""
    others = {"rules": rules_schema_text, "sources": sources_schema_text}
    click.echo(others[of]() if of else schema_text(kind_ids()), nl=False)


@command
@click.argument("words", metavar="[WORD]...", nargs=-1)
@form_option("text", "json")
@click.pass_context
def kinds(ctx: click.Context, words: tuple[str, ...], form: str) -> None:
    """List what a component may be: the catalogue, or what has every WORD in id, name, category or in what it says, and
    after it classes of the Diagrams library. A line has id, name, scope, category, border, aside and other ids, parted
    by tabs: `border` is a door of a network, `aside` stands in the side panel, `everywhere` there without marks."""
    try:
        found = found_kinds(*words)
    except UnknownName as error:
        say(f"archdeck: error: {error}", err=True)
        ctx.exit(WRONG_MODEL)
    say_in(form, {"kinds": [kind_json(kind) for kind in found]} if form == "json" else map(_line, found))


def _line(kind: Kind) -> str:
    aside = "everywhere" if kind.everywhere else "aside" if kind.cross_cutting else "-"
    others = ", ".join((*kind.aliases, *kind.classes))
    border = "border" if kind.at_border else "-"
    return "\t".join((kind.id, kind.name, kind.scope.value, kind.category or "-", border, aside, others or "-"))


@command
def doctor() -> None:
    """Print what is installed, and which engine draws and why."""
    for line in installed():
        name, what = line.split("\t", 1)
        say(f"{name:<16} {what}")
