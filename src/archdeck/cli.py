"""The command line: arguments to calls of the library, results to the terminal, problems to exit codes."""

from __future__ import annotations

import os
import traceback
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archdeck import __version__
from archdeck.problems import ModelError, Problem, Severity
from archdeck.terminal import say, say_bytes, say_counts, say_faults, say_json, say_problems

if TYPE_CHECKING:
    from archdeck.model import Environment, Model
    from archdeck.render import Layouts
    from archdeck.view import View


class Commands(click.Group):
    """Ends every command without a traceback: 1 for a model with errors or a file that cannot be written, 2 for wrong
    usage, 70 for a fault of archdeck itself."""

    def invoke(self, ctx: click.Context) -> Any:
        from archdeck.engine import EngineError
        from archdeck.site import SiteError

        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except ModelError as error:
            say_problems(error.problems, err=True)
            ctx.exit(1)
        except BrokenPipeError:
            raise
        except (EngineError, SiteError) as error:
            say(f"archdeck: error: {error}", err=True)
            ctx.exit(1)
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
@click.option("--format", "form", type=click.Choice(["text", "json", "sarif"]), default="text", show_default=True)
@click.option("--notes", is_flag=True, help="Also print notes: what the model leaves open. SARIF has them anyway.")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day that waivers are judged by, instead of this one.",
)
@click.pass_context
def check(ctx: click.Context, path: Path, form: str, notes: bool, today: datetime | None) -> None:
    """Print every problem of the systems at PATH: a file, a system's folder, or a folder of systems (model)."""
    from archdeck import clock
    from archdeck.check import check as warnings
    from archdeck.lint import Finding, lint
    from archdeck.sarif import sarif, waived
    from archdeck.systems import find_systems, read_model

    day = today.date() if today else clock.today()
    problems: list[Problem] = []
    findings: list[Finding] = []
    systems: dict[str, Path] = {}
    try:
        systems = find_systems(path)
    except ModelError as error:
        problems += error.problems
    for id, system in systems.items():
        try:
            model = read_model(id, system)
            linted = lint(model, day)
            problems += sorted([*warnings(model), *linted.problems])
            findings += linted.findings
        except ModelError as error:
            problems += error.problems
    printed = [problem for problem in problems if notes or problem.severity is not Severity.NOTE]
    if form == "sarif":
        say_json(sarif(problems, waived(findings)))
    elif form == "json":
        say_json({"problems": [_problem_json(problem) for problem in printed]})
    else:
        say_problems(printed)
        say_counts(printed, len(systems), len(problems) - len(printed))
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


@cli.command()
@model_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default=True,
    help="The folder that gets diagrams/, docs/systems/ and site/.",
)
@click.option("--system", default="", help="Only this system; pages that systems share stay as they are.")
@click.option("--force", is_flag=True, help="Make everything anew, whatever is fresh.")
@click.option(
    "--scale", type=click.IntRange(1, 4), default=1, show_default=True, help="Slides of 1920x1080 pixels times this."
)
@click.option("--site/--no-site", default=True, show_default=True, help="Also build the static site.")
def build(root: Path, out: Path, system: str, force: bool, scale: int, site: bool) -> None:
    """Make everything: pictures, slides, pages and the site; only what changed is made anew."""
    from archdeck.build import Project, build
    from archdeck.memory import recall
    from archdeck.site import build_site
    from archdeck.terminal import progress

    place = Project(root, out)
    with progress() as report:
        done = build(place, system, force, scale, report)
    say_problems(done.warnings, err=True)
    for view, faults in done.faults.items():
        say_faults(view, faults)
    counts = f"{len(done.drawn)} views drawn, {done.fresh} fresh, {len(done.written)} files written"
    say(f"{', '.join(done.systems)}: {counts}")
    if site:
        fresh = not build_site(out, recall(place.memory))
        say(f"site: {out / 'site' / 'index.html'}{' (fresh)' if fresh else ''}")


@cli.command()
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Where to serve, as host:port.")
def serve(address: str) -> None:
    """Show the site and follow the model: the same as `mkdocs serve` here."""
    import subprocess
    import sys

    if not Path("mkdocs.yml").is_file():
        raise click.UsageError(
            "there is no mkdocs.yml here; go to your project's folder, or make one with `archdeck new DIR`"
        )
    if not _free(address):
        raise click.UsageError(
            f"{address} cannot be served: it is in use, or no address of this machine; --address names another"
        )
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address]
    try:
        raise SystemExit(
            subprocess.run(command, check=False, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}).returncode
        )
    except KeyboardInterrupt:  # the way to end it; MkDocs has said goodbye already
        return


def _free(address: str) -> bool:
    """Whether a server may listen at host:port."""
    import socket

    host, _, port = address.rpartition(":")
    try:
        with socket.create_server(
            (host.strip("[]"), int(port)), family=socket.AF_INET6 if ":" in host else socket.AF_INET
        ):
            return True
    except (OSError, ValueError, OverflowError):
        return False


@cli.command()
@click.argument("system")
@model_option
def views(system: str, root: Path) -> None:
    """List the views of SYSTEM: id, kind, environment and title, one a line, parted by tabs."""
    from archdeck.render import Layouts

    for view in _views(_model(system, root), Layouts()):
        say("\t".join((view.id, view.kind, view.environment or "-", " ".join(view.title.split()))))


@cli.command()
@click.argument("system")
@click.argument("view")
@click.option(
    "--format", "form", type=click.Choice(["svg", "png", "dot", "geometry"]), default="svg", show_default=True
)
@click.option(
    "--size", default="1920x1080", show_default=True, help="Pixels of a PNG, width x height in the ratio 16:9."
)
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="The file to write, instead of the terminal."
)
@click.option("--dark", is_flag=True, help="For a dark page: an SVG or PNG in colours of its own.")
@model_option
def render(system: str, view: str, form: str, size: str, out: Path | None, dark: bool, root: Path) -> None:
    """Draw one VIEW of SYSTEM: a name that `archdeck views` lists, or a flow's own id."""
    from archdeck.problems import nearest
    from archdeck.render import DARK_FORMATS, FORMATS, Layouts, faults
    from archdeck.views import named
    from archdeck.views import views as views_of
    from archdeck.writing import publish

    layouts = Layouts()
    model = _model(system, root)
    wanted = named(model, views_of(model), view)
    if wanted is None:  # then it may be a part, for which the pictures are laid out
        found = _views(model, layouts)
        wanted = named(model, found, view)
    if wanted is None:
        hint = nearest(view, [v.id for v in found])
        raise click.UsageError(f"{model.id} has no view {view!r}{hint}; `archdeck views {system}` lists them")
    data = (DARK_FORMATS if dark else FORMATS)[form](wanted, _size(size), layouts)
    if out:
        publish({out: data})
    else:
        say_bytes(data)
    say_faults(f"{model.id}/{wanted.id}", faults(wanted, layouts))


def _views(model: Model, layouts: Layouts) -> tuple[View, ...]:
    from archdeck.parts import with_parts
    from archdeck.views import views

    return with_parts(views(model), layouts.of)


def _size(text: str) -> tuple[int, int]:
    width, cross, height = text.partition("x")
    if not (cross and width.isdigit() and height.isdigit()):
        raise click.UsageError(f"--size {text!r} is not of the form 1920x1080")
    if abs(int(width) * 9 - int(height) * 16) > 16 or not 160 <= int(width) <= 7680:
        raise click.UsageError(f"--size {text}: pictures are 16:9, from 160x90 to 7680x4320")
    return int(width), int(height)


@cli.command()
@click.argument("system")
@click.option("--environment", required=True, help="Where it is played.")
@click.option(
    "--down",
    default="",
    help="Places and components that fail, parted by commas; each zone, Region and component by itself, if missing.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@model_option
def drill(system: str, environment: str, down: str, form: str, root: Path) -> None:
    """Play a failure on SYSTEM: what still works, per component and per flow. Without --down, the table of all failures
    worth playing, the single points of failure, and whether the times that were promised are kept."""
    from archdeck.drill import UnknownDown, board, ledger, lines
    from archdeck.drill import drill as play

    model = _model(system, root)
    here = _environment(model, environment)
    ids = [id.strip() for id in down.split(",") if id.strip()]
    try:
        result = play(model, here, ids)
    except UnknownDown as error:
        raise click.UsageError(str(error)) from None
    table = None if ids else board.board(model, here)
    if form == "json":
        say_json(ledger.board_json(model, table) if table else ledger.played_json(model, result))
    else:
        say("\n".join(ledger.board_lines(model, table) if table else lines(result)))


@cli.command()
@click.argument("system")
@click.argument("a", required=False)
@click.argument("b", required=False)
@click.option("--since", metavar="REV", help="Compare the whole model with a revision of git, instead of A with B.")
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@click.option(
    "--pictures",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder that also gets a picture of the difference, of each environment that changed, as SVG and PNG.",
)
@model_option
def diff(
    system: str, a: str | None, b: str | None, since: str | None, form: str, pictures: Path | None, root: Path
) -> None:
    """Print what differs between the environments A and B of SYSTEM, and why; or what changed in SYSTEM since REV."""
    if since is not None and a:
        raise click.UsageError("name two environments, or a revision with --since, not both")
    if since is None and not (a and b):
        raise click.UsageError("name two environments to compare, or a revision with --since")
    model = _model(system, root)
    if since is not None:
        _since(model, system, root, since, form, pictures)
    else:
        from archdeck.diff import said
        from archdeck.views import difference

        one, other = _environment(model, a or ""), _environment(model, b or "")
        forms = {"text": said.compared_lines, "json": said.compared_json, "markdown": said.compared_markdown}
        _say(forms[form](model, one, other), form)
        _publish_pictures((difference(model, one, other),), pictures)


def _since(model: Model, system: str, root: Path, since: str, form: str, pictures: Path | None) -> None:
    from archdeck.diff.since import FORMS, compare
    from archdeck.history import UnknownRevision, model_at
    from archdeck.systems import find_system
    from archdeck.views.since import since_views

    try:
        before = model_at(since, *find_system(system, root), root)
    except UnknownRevision as error:
        raise click.UsageError(str(error)) from None
    changes = compare(model, before, since)
    _say(FORMS[form](changes), form)
    _publish_pictures(since_views(model, before, changes), pictures)


def _publish_pictures(views: tuple[View, ...], folder: Path | None) -> None:
    """Each as SVG and PNG, named by the id of its view; which files those are is no part of what is printed."""
    if folder is None:
        return
    from archdeck.render import FORMATS, Layouts
    from archdeck.writing import publish

    size, layouts = (1920, 1080), Layouts()
    files = {folder / f"{v.id}.{form}": FORMATS[form](v, size, layouts) for v in views for form in ("svg", "png")}
    publish(files)
    for file in files:
        say(f"written: {file}", err=True)


def _say(found: Any, form: str) -> None:
    if form == "json":
        say_json(found)
    else:
        say("\n".join(found))


def _environment(model: Model, id: str) -> Environment:
    from archdeck.problems import nearest

    known = {e.id: e for e in model.environments}
    if id not in known:
        hint = nearest(id, known) or (f"; there are {', '.join(known)}" if known else "; it has none")
        raise click.UsageError(f"{model.id} has no environment {id!r}{hint}")
    return known[id]


def _model(system: str, root: Path) -> Model:
    from archdeck.systems import UnknownSystem, find_system, read_model

    try:
        found = find_system(system, root)
    except UnknownSystem as error:
        raise click.UsageError(str(error)) from None
    return read_model(*found)


def main(arguments: list[str] | None = None) -> None:
    """The console script."""
    cli(arguments, prog_name="archdeck")
