"""The commands that answer something about a model: `check`, `drill`, `diff` and `model`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from archdeck.answers import (
    Changes,
    board_json,
    board_lines,
    compared_json,
    compared_lines,
    compared_markdown,
    played_json,
)
from archdeck.cli.charts import charts
from archdeck.cli.options import command, form_option, model_option, save, say_in
from archdeck.cli.terminal import say_counts, say_json, say_problems
from archdeck.language import Problem, Severity
from archdeck.library import Picture, load, own_systems
from archdeck.library import check as checked

PLAYED_FORMS = {"text": lambda _, result: [str(result)], "json": played_json}
BOARD_FORMS = {"text": board_lines, "json": board_json}
DIFF_FORMS = {"text": compared_lines, "json": compared_json, "markdown": compared_markdown}
SINCE_FORMS: dict[str, Callable[[Changes], Iterable[str] | dict[str, Any]]] = {
    "text": lambda found: [str(found)],
    "json": Changes.json,
    "markdown": lambda found: [found.markdown()],
}


@command
@click.argument("path", type=click.Path(path_type=Path), default=Path("model"))
@form_option("text", "json", "sarif", "codequality")
@click.option("--notes", is_flag=True, help="Also print notes: what the model leaves open. SARIF has them anyway.")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day that waivers are judged by, instead of this one.",
)
@click.pass_context
def check(ctx: click.Context, path: Path, form: str, notes: bool, today: datetime | None) -> None:
    """Print every problem of the systems at PATH: a file, a system's folder, or a folder of systems (model)."""
    found = checked(path, today.date() if today else None)
    printed = [problem for problem in found.problems if notes or problem.severity is not Severity.NOTE]
    if form == "sarif":
        say_json(found.sarif())
    elif form == "codequality":
        say_json(found.code_quality())
    elif form == "json":
        say_json({"problems": [_problem_json(problem) for problem in printed]})
    else:
        say_problems(printed)
        say_counts(printed, len(found.systems), len(found.problems) - len(printed))
    if found.errors:
        ctx.exit(1)


def _problem_json(problem: Problem) -> dict[str, Any]:
    where = problem.where
    return {
        "path": where.path,
        "line": where.line,
        "column": where.column,
        "severity": problem.severity.value,
        "message": problem.message,
        "rule": problem.rule,
    }


@command
@click.argument("system")
@model_option
def model(system: str, root: Path) -> None:
    """Print the resolved model of SYSTEM (a name under --model, or a path) as JSON."""
    say_json(load(system, root).json())


@command
@click.argument("system")
@click.option("--environment", required=True, help="Where it is played.")
@click.option(
    "--down",
    default="",
    help="Places and components that fail, parted by commas; each zone, Region and component by itself, if missing.",
)
@form_option("text", "json")
@model_option
def drill(system: str, environment: str, down: str, form: str, root: Path) -> None:
    """Play a failure on SYSTEM: what still works, per component and per flow. Without --down, the table of all failures
    worth playing, the single points of failure, and whether the times that were promised are kept."""
    here = load(system, root)
    ids = [id.strip() for id in down.split(",") if id.strip()]
    if ids:
        say_in(form, PLAYED_FORMS[form](here.model, here.drill(environment, ids)))
    else:
        say_in(form, BOARD_FORMS[form](here.model, here.board(environment)))


@command
@click.argument("system", required=False)
@click.argument("a", required=False)
@click.argument("b", required=False)
@click.option(
    "--since",
    metavar="REV",
    help="Compare the whole model with a revision of git, instead of A with B: of SYSTEM, or of every system.",
)
@form_option("text", "json", "markdown")
@click.option(
    "--pictures",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder that also gets a picture of the difference, of each environment that changed, as SVG and PNG.",
)
@click.option("--mermaid", is_flag=True, help="With markdown: the pictures too, as charts that GitHub and GitLab draw.")
@model_option
def diff(
    system: str | None,
    a: str | None,
    b: str | None,
    since: str | None,
    form: str,
    pictures: Path | None,
    mermaid: bool,
    root: Path,
) -> None:
    """Print what differs between the environments A and B of SYSTEM, and why; or what changed in SYSTEM since REV, or
    in every system, if none is named."""
    if since is not None and a:
        raise click.UsageError("name two environments, or a revision with --since, not both")
    if since is None and not (a and b):
        raise click.UsageError("name two environments to compare, or a revision with --since")
    if mermaid and form != "markdown":
        raise click.UsageError("--mermaid goes with --format markdown")
    if since is not None:
        _say_since(system, since, form, pictures, mermaid, root)
        return
    here = load(system or "", root)
    one, other = here.environment(a or ""), here.environment(b or "")
    drawn = (here.diff_picture(one.id, other.id),) if pictures or mermaid else ()
    said = DIFF_FORMS[form](here.model, one, other)
    say_in(form, [*said, *charts(drawn)] if mermaid else said)
    if pictures:
        save(drawn, pictures)


def _say_since(system: str | None, since: str, form: str, pictures: Path | None, mermaid: bool, root: Path) -> None:
    """Of one system as it is; of all, those that changed after each other, or by their ids. What is read from elsewhere
    has revisions of its own."""
    found: dict[str, Iterable[str] | dict[str, Any]] = {}
    drawn: dict[str, tuple[Picture, ...]] = {}
    for id in [system] if system else own_systems(root):
        here = load(id, root)
        changes = here.since(since)
        if system or changes.new or changes.number:
            drawn[here.id] = here.since_pictures(changes) if pictures or mermaid else ()
            said = SINCE_FORMS[form](changes)
            found[here.id] = [*said, *charts(drawn[here.id])] if mermaid else said
    if form == "json":
        say_in(form, next(iter(found.values())) if system else {"systems": found})
    else:
        parted = [line for lines in found.values() for line in (*lines, "")][:-1]
        say_in(form, parted or [f"nothing changed since {since}"])
    if pictures:
        for id, some in drawn.items():
            save(some, pictures if system else pictures / id)
