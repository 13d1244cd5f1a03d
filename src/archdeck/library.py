"""A model to all that a script or a notebook asks of it: pictures, what fails with what, what differs, what is wrong.

`import archdeck` exports what stands in `__all__` here; the command line stands on the same names.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from archdeck.answers import (
    Board,
    Change,
    Changes,
    Difference,
    Finding,
    Result,
    board,
    compare,
    diff,
    drill,
    lint,
    sarif_log,
    today,
    waived,
)
from archdeck.answers import (
    check as warnings,
)
from archdeck.language import Location, ModelError, Problem, Severity, UnknownName, nearest
from archdeck.layout import with_parts
from archdeck.model import Environment, Model, find_system, find_systems, model_at, model_json, read_model
from archdeck.paint import DARK_FORMATS, FORMATS, EngineError, Layouts, faults
from archdeck.views import View, compared_view, named, since_views, views

__all__ = [
    "Board",
    "Change",
    "Changes",
    "Checked",
    "Difference",
    "EngineError",
    "Environment",
    "Location",
    "Model",
    "ModelError",
    "Picture",
    "Problem",
    "Result",
    "Severity",
    "System",
    "UnknownName",
    "View",
    "check",
    "load",
    "systems",
]


def systems(folder: str | Path = "model") -> dict[str, Path]:
    """The systems of a folder by id, each with the file or folder that it is written in. A path to one file, or to a
    folder that is one system, gives that one. ModelError where there is none."""
    return find_systems(Path(folder))


def load(system: str | Path, folder: str | Path = "model") -> System:
    """A system by its id in a folder of systems, or by a path to its file or folder. ModelError if anything is wrong
    with it, with all problems in `problems`; UnknownName if there is no such system."""
    id, path = find_system(str(system), Path(folder))
    return System(read_model(id, path), path, Path(folder))


def check(path: str | Path = "model", day: date | None = None) -> Checked:
    """Everything that is wrong with the systems at a path, or speaks against them: errors of the language, warnings,
    and what the rules find that no waiver covers on that day (today in UTC, if none is given). Nothing is raised."""
    when = day or today()
    try:
        found = find_systems(Path(path))
    except ModelError as error:
        return Checked((), error.problems, ())
    problems: list[Problem] = []
    findings: list[Finding] = []
    for id, place in found.items():
        try:
            model = read_model(id, place)
        except ModelError as error:
            problems += error.problems
            continue
        linted = lint(model, when)
        problems += sorted([*warnings(model), *linted.problems])
        findings += waived(linted.findings)
    return Checked(tuple(found), tuple(problems), tuple(findings))


@dataclass(frozen=True)
class Checked:
    """The ids of the systems that were looked at, every problem, system by system and in the order of its files, and
    the findings that are waived."""

    systems: tuple[str, ...]
    problems: tuple[Problem, ...]
    waived: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems for which nothing can be built."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    def sarif(self) -> dict[str, Any]:
        """All of it as a SARIF 2.1.0 log, for tools that show findings beside the code."""
        return sarif_log(self.problems, self.waived)


class System:
    """One system: its resolved model and what is made of it. Views are laid out once, when they are first drawn."""

    def __init__(self, model: Model, path: Path, folder: Path):
        self.model = model
        self.path = path
        self._folder = folder

    def __repr__(self) -> str:
        here = ", ".join(self.environments) or "none"
        return f"<System {self.id}: {len(self.model.components)} components; environments: {here}>"

    @property
    def id(self) -> str:
        """As in the names of its files."""
        return self.model.id

    @property
    def environments(self) -> tuple[str, ...]:
        """The ids of its environments, in the order of the model."""
        return tuple(environment.id for environment in self.model.environments)

    def environment(self, id: str) -> Environment:
        """An environment with its places and instances. UnknownName if there is none of that id."""
        known = {e.id: e for e in self.model.environments}
        if id not in known:
            hint = nearest(id, known) or (f"; there are {', '.join(known)}" if known else "; it has none")
            raise UnknownName(f"{self.id} has no environment {id!r}{hint}")
        return known[id]

    def json(self) -> dict[str, Any]:
        """The resolved model as plain values, as `archdeck model` prints it."""
        return model_json(self.model)

    # -------------------------------------------------------------------------------------------- pictures

    def views(self) -> tuple[View, ...]:
        """All its pictures in their order, not drawn yet: each has `id`, `kind`, `environment` and `title`. Large ones
        are laid out to know, for what they draw as a crowd has further views of its own."""
        return self._views

    def view(self, name: str) -> View:
        """A view by its id, or a flow's or a drill's by its own (`buy`, `flow.buy in prod`). UnknownName if there is
        none."""
        found = named(self.model, self._plain, name) or named(self.model, self._views, name)
        if found is None:
            hint = nearest(name, [view.id for view in self._views])
            raise UnknownName(f"{self.id} has no view {name!r}{hint}; `archdeck views {self.id}` lists them")
        return found

    def draw(self, view: str | View, dark: bool = False) -> Picture:
        """The picture of a view; `dark` for a dark page. UnknownName if there is no such view."""
        return Picture(self.view(view) if isinstance(view, str) else view, self._layouts, dark)

    @cached_property
    def _layouts(self) -> Layouts:
        return Layouts()

    @cached_property
    def _plain(self) -> tuple[View, ...]:
        return views(self.model)

    @cached_property
    def _views(self) -> tuple[View, ...]:
        return with_parts(self._plain, self._layouts.of)

    # -------------------------------------------------------------------------------------------- answers

    def drill(self, environment: str, down: Iterable[str]) -> Result:
        """What still works in an environment when these places and components fail: a state for each component, and for
        each flow its state with RTO and RPO in seconds, None where the model does not state them. UnknownName for an
        environment, place or component that is not there."""
        return drill(self.model, self.environment(environment), down)

    def board(self, environment: str) -> Board:
        """Every failure worth playing in an environment, each with its result, and the single points of failure."""
        return board(self.model, self.environment(environment))

    def diff(self, one: str, other: str) -> tuple[Difference, ...]:
        """What the other environment has that the first has not, lacks, or has otherwise; each with the reason that the
        model states."""
        return diff(self.environment(one), self.environment(other), self.model.overlays)

    def diff_view(self, one: str, other: str) -> View:
        """The same as a view, to be drawn."""
        return compared_view(self.model, self.environment(one), self.environment(other))

    def since(self, revision: str) -> Changes:
        """What changed in the model since a revision of git, and what that does to drills and promises. UnknownName if
        git or the revision is not there; ModelError if the model was broken then."""
        return compare(self.model, self._before(revision), revision)

    def since_views(self, changes: Changes) -> tuple[View, ...]:
        """The same as views, one of each environment that changed."""
        return since_views(self.model, self._before(changes.revision), changes)

    def _before(self, revision: str) -> Model | None:
        return model_at(revision, self.id, self.path, self._folder)


class Picture:
    """A view, drawn when it is first asked for one of its formats. In a notebook it shows itself."""

    def __init__(self, view: View, layouts: Layouts, dark: bool = False):
        self.view = view
        self.dark = dark
        self._layouts = layouts

    def __repr__(self) -> str:
        return f"<Picture {self.view.id}: {self.view.title}>"

    def _repr_svg_(self) -> str:
        """What Jupyter asks for."""
        return self.svg

    @cached_property
    def svg(self) -> str:
        """One self-contained SVG of 1920 x 1080 pixels. EngineError if Graphviz cannot draw it."""
        return self.data("svg").decode("utf-8")

    def png(self, width: int = 1920, height: int = 1080) -> bytes:
        """A PNG of that many pixels, 16:9, from 160 x 90 to 7680 x 4320; ValueError for another size."""
        return self.data("png", width, height)

    @property
    def geometry(self) -> dict[str, Any]:
        """Where everything stands, in pixels of a slide: docs/geometry.md has the shape."""
        found: dict[str, Any] = json.loads(self.data("geometry"))
        return found

    @property
    def faults(self) -> tuple[str, ...]:
        """What keeps it off a slide, a sentence each; most pictures have none."""
        return faults(self.view, self._layouts)

    def data(self, form: str, width: int = 1920, height: int = 1080) -> bytes:
        """The file of a format: `svg`, `png`, `dot` or `geometry`. KeyError for another; the size is that of a PNG."""
        if abs(width * 9 - height * 16) > 16 or not 160 <= width <= 7680:
            raise ValueError(f"{width}x{height}: pictures are 16:9, from 160x90 to 7680x4320")
        return (DARK_FORMATS if self.dark else FORMATS)[form](self.view, (width, height), self._layouts)

    def save(self, path: str | Path, width: int = 1920, height: int = 1080) -> Path:
        """Writes it as what the name ends with: `.svg`, `.png`, `.dot` or `.json` (its geometry). ValueError for
        another ending, OSError if it cannot be written."""
        from archdeck.project import publish  # with all that a build needs, which nothing else here does

        file = Path(path)
        form = {".svg": "svg", ".png": "png", ".dot": "dot", ".json": "geometry"}.get(file.suffix)
        if form is None:
            raise ValueError(f"{file.name}: a picture is saved as .svg, .png, .dot or .json")
        publish({file: self.data(form, width, height)}, file.parent)
        return file
