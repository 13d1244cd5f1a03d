"""The command line: arguments to calls of the library, results to the terminal, problems to exit codes."""

from __future__ import annotations

import os
import traceback
from pathlib import Path
from typing import Any

import click

from archdeck import __version__
from archdeck.problems import ModelError, Problem, Severity
from archdeck.terminal import say, say_counts, say_json, say_problems


class Commands(click.Group):
    """Ends every command without a traceback: 1 for a model with errors or a file that cannot be written, 2 for wrong
    usage, 70 for a fault of archdeck itself."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except ModelError as error:
            say_problems(error.problems, err=True)
            ctx.exit(1)
        except BrokenPipeError:
            raise
        except OSError as error:
            if _debugging(ctx):
                traceback.print_exc()
            about = f"{error.filename}: {error.strerror}" if error.filename else str(error)
            say(f"archdeck: error: {about}", err=True)
            ctx.exit(1)
        except Exception as error:
            if _debugging(ctx):
                traceback.print_exc()
            said = " ".join(f"{type(error).__name__}: {error}".split())
            say(f"archdeck: internal error: {said} (please report; --debug shows more)", err=True)
            ctx.exit(70)


def _debugging(ctx: click.Context) -> bool:
    return bool(ctx.params.get("debug")) or os.environ.get("ARCHDECK_DEBUG", "") not in ("", "0")


model_option = click.option(
    "--model",
    "root",
    type=click.Path(path_type=Path),
    default=Path("model"),
    show_default=True,
    help="The folder of systems.",
)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="archdeck")
@click.option("--debug", is_flag=True, help="Show the traceback of an internal error.")
def cli(debug: bool) -> None:
    """One YAML model of an architecture becomes pictures, a site that explains them, and slides."""


@cli.command()
@click.argument("path", type=click.Path(path_type=Path), default=Path("model"))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def check(ctx: click.Context, path: Path, form: str) -> None:
    """Print every problem of the systems at PATH: a file, a system's folder, or a folder of systems (model)."""
    from archdeck.check import check as warnings
    from archdeck.systems import find_systems, read_model

    problems: list[Problem] = []
    systems: dict[str, Path] = {}
    try:
        systems = find_systems(path)
    except ModelError as error:
        problems += error.problems
    for id, system in systems.items():
        try:
            problems += warnings(read_model(id, system))
        except ModelError as error:
            problems += error.problems
    if form == "json":
        say_json({"problems": [_problem_json(problem) for problem in problems]})
    else:
        say_problems(problems)
        say_counts(problems, len(systems))
    if any(problem.severity is Severity.ERROR for problem in problems):
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


@cli.command()
@click.argument("system")
@model_option
def model(system: str, root: Path) -> None:
    """Print the resolved model of SYSTEM (a name under --model, or a path) as JSON."""
    from archdeck.model_json import model_json
    from archdeck.systems import UnknownSystem, find_system, read_model

    try:
        found = find_system(system, root)
    except UnknownSystem as error:
        raise click.UsageError(str(error)) from None
    say_json(model_json(read_model(*found)))


@cli.command()
def schema() -> None:
    """Print the JSON Schema of the language, for editors."""
    from archdeck.schema import schema_text

    click.echo(schema_text(), nl=False)


@cli.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
def new(folder: Path) -> None:
    """Make DIR with a small model to start from."""
    from archdeck.starter import starter_files

    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(f"{folder} is not empty; name a folder that is not there yet")
    files = starter_files()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    say(f"{folder}: {', '.join(files)}")


@cli.command()
def doctor() -> None:
    """Print what is installed, and which engine draws and why."""
    from archdeck.doctor import doctor as findings

    for line in findings():
        name, what = line.split("\t", 1)
        say(f"{name:<16} {what}")


def main() -> None:
    """The console script."""
    cli(prog_name="archdeck")
