"""A model to all that a script or a notebook asks of it: pictures, what fails with what, what differs, what is wrong.

`import archdeck` exports what stands in `__all__` here; the command line stands on the same names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import index
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archdeck.answers import (
    Availability,
    Board,
    Changes,
    Difference,
    Drift,
    Finding,
    Landscape,
    Promise,
    Result,
    Rule,
    board,
    code_quality,
    compare,
    diff,
    drift,
    drill,
    ledger,
    lint,
    rules_of,
    sarif_log,
    today,
    told,
    waived,
)
from archdeck.answers import (
    check as warnings,
)
from archdeck.answers import (
    landscape as landscape_of,
)
from archdeck.imports import Compared, UnreadableSource, drifted
from archdeck.language import ModelError, ModelShape, Problem, Severity, UnknownName, nearest, quoted
from archdeck.layout import PAPERS, Sheet, with_parts, would_fit
from archdeck.model import (
    Environment,
    Fetched,
    Kind,
    Model,
    Systems,
    fetch_sources,
    find_kinds,
    find_system,
    find_systems,
    idle_links,
    lone_cells,
    meant_kind,
    model_at,
    model_json,
    read_model,
)
from archdeck.paint import EngineError, Kept, Layouts, faults, formats, inline_svg, lost_words, suffixes
from archdeck.views import View, compared_view, drift_views, idle_overrides, landscape_view, named, since_views, views

if TYPE_CHECKING:
    from archdeck.project import Arranged

__all__ = [
    "Availability",
    "Board",
    "Changes",
    "Checked",
    "Difference",
    "Drift",
    "EngineError",
    "Environment",
    "Fetched",
    "Kind",
    "Model",
    "ModelError",
    "Picture",
    "Problem",
    "Promise",
    "Result",
    "System",
    "UnknownName",
    "UnreadableSource",
    "arrange",
    "check",
    "fetch",
    "kinds",
    "landscape",
    "load",
    "systems",
]

SLIDE, SLIDES = "1920x1080", "a slide is 16:9, from 160x90 to 7680x4320"
LEAST_SIDE, WIDEST_SLIDE, LONGEST_SIDE, SLIMMEST = 160, 7680, 15000, 4  # pixels; and how many times as long as wide
LONG_SIDE = 3840  # pixels of a poster that is asked for by its ratio
PIXELS_OR_RATIO = re.compile(r"([0-9]+)([x:])([0-9]+)")
Size = tuple[int, int]


def systems(folder: str | Path = "model") -> dict[str, Path]:
    """The systems of a folder by id, each with the file or folder that it is written in, with those of the sources that
    it names, which are brought if they are not there yet. A path to one file, or to a folder that is one system, gives
    that one. ModelError where there is none."""
    return dict(find_systems(Path(folder)))


def own_systems(folder: str | Path = "model") -> dict[str, Path]:
    """Those that lie in the folder itself, and in no source."""
    return dict(find_systems(Path(folder)).own)


def kinds(*words: str) -> tuple[Kind, ...]:
    """What a component may be: the kinds of the catalogue in which all words stand (in ids, names, what it is known as,
    category, what it says), those first that are called so, and then such classes of the Diagrams library; without a
    word, the catalogue. UnknownName if nothing is found."""
    for word in words:
        _text(word, "a word to look for")
    found = find_kinds(words)
    if not found:
        raise UnknownName(f"no kind has {' and '.join(map(quoted, words))} in it{meant_kind('-'.join(words))}")
    return tuple(found)


def load(system: str | Path, folder: str | Path = "model") -> System:
    """A system by its id in a folder of systems, or by a path to its file or folder. ModelError if anything is wrong
    with it, with all problems in `problems`; UnknownName if there is no such system."""
    id, among = find_system(str(system), Path(folder))
    return System(read_model(id, among[id], among=among), among[id], Path(folder), among)


def landscape(folder: str | Path = "model", dark: bool = False, sheet: str = SLIDE) -> Picture:
    """The picture of all systems of a folder and of what leads from one to another, as components say that stand for
    another system; on a sheet as `System.draw` has it. ModelError with all problems of all of them if anything is wrong
    with one, UnknownName if there are not two."""
    size, slide = _size(sheet)
    found, problems = [], list[Problem]()
    every = find_systems(Path(folder))
    for id, path in every.items():
        try:
            found.append(read_model(id, path, among=every))
        except ModelError as error:
            problems += error.problems
    if problems:
        raise ModelError(problems)
    if len(found) < 2:
        raise UnknownName(f"{folder} has one system, {found[0].id!r}: a landscape is of two or more")
    from archdeck.project import kept_beside  # with all that a build needs, which nothing else here does

    layouts = Layouts(None if slide else Sheet(*size), kept_beside(Path(folder)))
    around = landscape_of(found)
    return Picture(layouts.shown(landscape_view(around)), layouts, dark, size, around)


def arrange(system: str | Path, folder: str | Path = "model", environment: str = "", fresh: bool = False) -> Arranged:
    """Writes the cells in which the boxes of a system stand, of all its environments or of one, to the file beside its
    model to which pictures keep. What the file has is kept, and what is missing added, unless all is to be found anew
    (`fresh`). ModelError if anything is wrong with the model or that file, UnknownName for a system that is read from
    git, as nothing is written there, OSError if it cannot be written."""
    from archdeck.project import arrange as write  # with all that a build needs, which nothing else here does

    _text(environment, "the id of an environment")
    id, among = find_system(str(system), Path(folder))
    return write(id, among, environment, fresh)


def fetch(*namespaces: str, folder: str | Path = "model") -> tuple[Fetched, ...]:
    """Brings the newest of the sources of a folder that lie in git, or of some. UnknownName for what is no such source;
    ModelError for those that git cannot bring, after all others."""
    for namespace in namespaces:
        _text(namespace, "the name of a source")
    return fetch_sources(find_systems(Path(folder)), namespaces)


def check(path: str | Path = "model", day: date | None = None) -> Checked:
    """Everything that is wrong with the systems at a path, or speaks against them: errors of the language, warnings,
    and what the rules find that no waiver covers on that day (today in UTC, if none is given). Nothing is raised."""
    when = day or today()
    try:
        found = find_systems(Path(path))
    except ModelError as error:
        return Checked((), error.problems, ())
    here = found.readable()
    problems = [*found.problems(), *lone_cells(Path(path), here), *idle_links(Path(path), here)]
    findings: list[Finding] = []
    rules: dict[str, Rule] = {}
    for id, place in here.items():
        try:
            model = read_model(id, place, among=found)
        except ModelError as error:
            problems += error.problems
            continue
        linted = lint(model, when)
        rules |= rules_of(model)
        problems += sorted([*warnings(model), *idle_overrides(model, would_fit), *linted.problems])
        findings += waived(linted.findings)
    return Checked(tuple(here), tuple(dict.fromkeys(problems)), tuple(findings), rules)


@dataclass(frozen=True)
class Checked:
    """What a check found: the ids of the systems that were looked at, every problem, system by system and in the order
    of its files, and the findings that are waived; `rules` are those that hold for some system."""

    systems: tuple[str, ...]
    problems: tuple[Problem, ...]
    waived: tuple[Finding, ...]
    rules: Mapping[str, Rule] = field(default_factory=dict, repr=False)

    def __repr__(self) -> str:
        numbers = [(sum(p.severity is s for p in self.problems), s.value) for s in Severity]
        found = ", ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in numbers if n)
        return f"<Checked {', '.join(self.systems) or 'no system'}: {found or 'no problems'}>"

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems for which a check fails: nothing can be built, or a rule of a team calls it an error."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    def sarif(self) -> dict[str, Any]:
        """All of it as a SARIF 2.1.0 log, for tools that show findings beside the code."""
        return sarif_log(self.problems, self.waived, self.rules)

    def code_quality(self) -> list[dict[str, Any]]:
        """The problems as a report of GitLab's Code Quality, which shows them beside the code of a merge request."""
        return code_quality(self.problems)


class System:
    """One system: its resolved model and what is made of it. Views are laid out once, when they are first drawn."""

    def __init__(self, model: Model, path: Path, folder: Path, among: Systems | None = None):
        self.model = model
        self.path = path
        self._folder = folder
        self._among = among

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
        _text(id, "the id of an environment")
        known = {e.id: e for e in self.model.environments}
        if id not in known:
            hint = nearest(id, known) or (f"; there are {', '.join(known)}" if known else "; it has none")
            raise UnknownName(f"{self.id} has no environment {id!r}{hint}")
        return known[id]

    def json(self) -> dict[str, Any]:
        """The resolved model as plain values, as `archdeck model` prints it."""
        return model_json(self.model)

    # -------------------------------------------------------------------------------------------- pictures

    def pictures(self) -> tuple[Picture, ...]:
        """Every picture of the system in the order of `archdeck views`, none of them drawn yet. Large ones are laid out
        to know them all, for what they show as a crowd has further pictures of its own."""
        return tuple(map(self._picture, self._views))

    def draw(self, name: str, dark: bool = False, sheet: str = SLIDE) -> Picture:
        """A picture by its id, or a flow's or a drill's by its own (`buy`, `flow.buy in prod`); `dark` for a dark page.
        UnknownName if there is none. `sheet` is width x height in pixels: what is 16:9 is a slide, all else a poster,
        which is as large as it takes for everything to stand by itself. So are `a3`, `a2` and a ratio, as `16:9`.
        ValueError for other sizes."""
        _text(name, "the name of a picture")
        size, slide = _size(sheet)
        found = named(self.model, self._plain, name) or named(self.model, self._views, name)
        if found is None:
            hint = nearest(name, [view.id for view in self._views])
            raise UnknownName(f"{self.id} has no view {name!r}{hint}; `archdeck views {self.id}` lists them")
        layouts = self._layouts if slide else self._posters(size)
        return Picture(layouts.shown(found), layouts, dark, size, self.model)

    def _picture(self, view: View, dark: bool = False) -> Picture:
        return Picture(view, self._layouts, dark, of=self.model)

    def _posters(self, size: Size) -> Layouts:
        if size not in self._sheets:
            self._sheets[size] = Layouts(Sheet(*size), self._kept)
        return self._sheets[size]

    @cached_property
    def _kept(self) -> Kept:
        from archdeck.project import kept_beside  # with all that a build needs, which nothing else here does

        return kept_beside(self._folder)

    @cached_property
    def _layouts(self) -> Layouts:
        return Layouts(kept=self._kept)

    @cached_property
    def _sheets(self) -> dict[Size, Layouts]:
        return {}

    @cached_property
    def _plain(self) -> tuple[View, ...]:
        return views(self.model)

    @cached_property
    def _views(self) -> tuple[View, ...]:
        shown = map(self._layouts.shown, self._plain)
        return with_parts(shown, self._layouts.of, self._layouts.fits)

    def deck(self, form: str = "pptx") -> bytes:
        """The slides of a talk about the system as a file, `pptx` for PowerPoint, `pdf`, or a `handout` (a PDF, too):
        those of its story, or of one that follows from the model. ValueError for other forms."""
        from archdeck.deck import FORMS, deck, plan  # with what writes files, which nothing else here does

        if form not in FORMS:
            hint = nearest(form, FORMS) or f"; there are {', '.join(FORMS)}"
            raise ValueError(f"there is no form {form!r} of a deck{hint}")
        return FORMS[form](deck(plan(self.model, self._views, lint(self.model, today()).findings), self._layouts))

    def export(self, to: str, *environments: str) -> bytes:
        """The whole system as a file of another tool: `structurizr` or `calm`, with all environments or these.
        ValueError for another tool, UnknownName for an environment that is not there."""
        from archdeck.exports import EXPORTS, exported  # which nothing else here needs

        if to not in EXPORTS:
            hint = nearest(to, EXPORTS) or f"; there are {', '.join(EXPORTS)}"
            raise ValueError(f"there is no export to {to!r}{hint}")
        return exported(to, self.model, [*map(self.environment, environments)] or self.model.environments)

    # -------------------------------------------------------------------------------------------- answers

    def drill(self, environment: str, down: Iterable[str]) -> Result:
        """What still works in an environment when these places and components fail: a state for each component, and for
        each flow its state with RTO and RPO in seconds, None where the model does not state them. UnknownName for an
        environment, place or component that is not there."""
        if isinstance(down, str | bytes) or not isinstance(down, Iterable):
            raise TypeError(f"what is down is a list of ids, as in drill('prod', ['web']), not {down!r}")
        ids = list(down)
        for id in ids:
            _text(id, "the id of what is down")
        return drill(self.model, self.environment(environment), ids)

    def board(self, environment: str) -> Board:
        """Every failure worth playing in an environment, each with its result, and the single points of failure."""
        return board(self.model, self.environment(environment))

    def availability(self, environment: str) -> tuple[Availability, ...]:
        """How much of the time the flows of an environment work: what is known, and all where a requirement asks;
        `print` shows one with its formula as `archdeck drill` does. `value` is a fraction, None where it is unknown."""
        return told(ledger(self.model, (self.board(environment),)))

    def promises(self) -> tuple[Promise, ...]:
        """Each number that a requirement asks for in production, with its verdict (met, unknown or missed) and the
        failure where it comes out worst; `print` shows one as `archdeck drill` does."""
        return ledger(self.model).promises

    def diff(self, one: str, other: str) -> tuple[Difference, ...]:
        """What the other environment has that the first has not, lacks, or has otherwise, each with the reason that the
        model states; `print` shows one as `archdeck diff` does. UnknownName for an environment that is not there."""
        return diff(self.environment(one), self.environment(other), self.model.overlays)

    def diff_picture(self, one: str, other: str, dark: bool = False) -> Picture:
        """The same as a picture."""
        return self._picture(compared_view(self.model, self.environment(one), self.environment(other)), dark)

    def since(self, revision: str) -> Changes:
        """What changed in the model since a revision of git, and what that does to drills and promises. UnknownName if
        git or the revision is not there; ModelError if the model was broken then."""
        return compare(self.model, self._before(revision), revision)

    def since_pictures(self, changes: Changes) -> tuple[Picture, ...]:
        """The same as pictures, one of each environment that changed."""
        found = since_views(self.model, self._before(changes.revision), changes)
        return tuple(map(self._picture, found))

    def drift(self, environment: str, *against: str | Path, reader: str = "", given: bytes = b"") -> Drift:
        """Where an environment parts from what is built, as a plan, a state or another source says, and what that does
        to drills and promises. UnreadableSource if a source cannot be read."""
        from archdeck.project import found_in  # with all readers

        here = self.environment(environment)
        name, found = found_in([Path(one) for one in against], reader, given)
        seen: list[Compared] = []

        def as_built(shape: ModelShape) -> ModelShape:
            seen.append(drifted(shape, here.id, found))
            return seen[-1].built

        built = read_model(self.id, self.path, strict=False, change=as_built, among=self._among)
        shown = read_model(self.id, self.path, strict=False, change=lambda _: seen[0].shown, among=self._among)
        return drift(self.model, built, shown, here, name, seen[0].drifted)

    def drift_pictures(self, found: Drift) -> tuple[Picture, ...]:
        """The same as pictures: the environment as it is built, with what the model has otherwise."""
        return tuple(map(self._picture, drift_views(found)))

    def _before(self, revision: str) -> Model | None:
        _text(revision, "a revision")
        return model_at(revision, self.id, self.path, self._folder, self._among)


class Picture:
    """One picture of a system, drawn when it is first asked for a format. In a notebook it shows itself."""

    def __init__(
        self,
        view: View,
        layouts: Layouts,
        dark: bool = False,
        size: Size = (1920, 1080),
        of: Model | Landscape | None = None,
    ):
        self._view = view
        self._layouts = layouts
        self._dark = dark
        self._size = size
        self._of = of

    def __repr__(self) -> str:
        return f"<Picture {self.id}: {' '.join(self.title.split())}>"

    @property
    def id(self) -> str:
        """What `System.draw` finds it by, and its files are named by: `prod`, `buy--prod`, `loss-db--prod`."""
        return self._view.id

    @property
    def kind(self) -> str:
        """What it shows: environment, executive, layers, flow, drill, diff, component or landscape."""
        return self._view.kind

    @property
    def environment(self) -> str:
        """The id of the environment that it shows; '' for one of the whole design."""
        return self._view.environment

    @property
    def title(self) -> str:
        """As it stands above the picture."""
        return self._view.title

    @property
    def faults(self) -> tuple[str, ...]:
        """What keeps it off a slide, a sentence each; most pictures have none."""
        return faults(self._view, self._layouts)

    @property
    def losses(self) -> tuple[str, ...]:
        """Which frames and words it does not have, or not in full, a sentence each; most pictures lack none."""
        return lost_words(self._view, self._layouts)

    @cached_property
    def svg(self) -> str:
        """One self-contained SVG, as the build writes it: of 1920 x 1080 pixels, or as large as a poster has to be.
        EngineError if Graphviz cannot draw."""
        return self.data("svg").decode("utf-8")

    @property
    def geometry(self) -> dict[str, Any]:
        """Where everything stands, in pixels of the SVG: docs/reference/geometry.md has the shape."""
        found: dict[str, Any] = json.loads(self.data("geometry"))
        return found

    def png(self, width: int | None = None) -> bytes:
        """A PNG as wide as that, or of the size that was asked for with `draw`: 1920 x 1080 for a slide. ValueError for
        a size that pictures do not have."""
        return self.data("png", width)

    def data(self, form: str, width: int | None = None, height: int | None = None) -> bytes:
        """The bytes of a format: `svg`, `png`, `dot`, `geometry`, `drawio`, `mermaid`, `plantuml`, `d2`, or `html`,
        one file for a browser. The size is that of a PNG, in the ratio of its slide or poster. ValueError for another
        format or size, EngineError if Graphviz cannot draw it."""
        wide, high = self._size
        width = None if width is None else index(width)
        size = self._size if width is None else (width, width * high // wide if height is None else height)
        slide = self._layouts.ratio is None
        if abs(size[0] * high - size[1] * wide) > max(wide, high):
            raise ValueError(f"{size[0]}x{size[1]}: {SLIDES if slide else f'this poster is {wide}:{high}'}")
        _checked(size, slide)
        if form == "html":
            return self._alone().encode("utf-8")
        known = formats(self._dark)
        if form not in known:
            raise ValueError(f"{form!r}: a picture is {_either(suffixes())}")
        return known[form](self._view, size, self._layouts)

    def _alone(self) -> str:
        from archdeck.pages import Picture as Shown  # with all that pages need, which nothing else here does
        from archdeck.pages import alone

        assert self._of is not None
        flows = self._of.flows if isinstance(self._of, Model) else ()
        flow = next((flow for flow in flows if flow.id == self._view.flow), None)
        return alone(self._of, Shown(self._view, self.svg), flow, self._dark)

    def save(self, path: str | Path, width: int | None = None) -> Path:
        """Writes it as what the name ends with: `.svg`, `.png`, `.dot`, `.json` (its geometry), `.drawio`, `.mmd`,
        `.puml`, `.d2` or `.html`, whole or not at all; folders are made. ValueError for another ending or size, OSError
        if it cannot be."""
        from archdeck.project import publish  # with all that a build needs, which nothing else here does

        file = Path(path)
        forms = {suffix: form for form, suffix in suffixes().items()}
        if file.suffix not in forms:
            raise ValueError(f"{file.name!r}: a picture is saved as {_either(forms)}")
        publish({file: self.data(forms[file.suffix], width)}, file.parent)
        return file

    def _repr_svg_(self) -> str:
        """What Jupyter asks for: as wide as the page, and apart from the other pictures on it."""
        return inline_svg(self._view, self._layouts, self._dark)


def _text(value: object, what: str) -> None:
    """TypeError for what is no text where a name is asked for, as an environment instead of its id."""
    if not isinstance(value, str):
        raise TypeError(f"{what} is text, not {value!r}")


def _size(sheet: str) -> tuple[Size, bool]:
    """The pixels of what is drawn on, by its name, its ratio or as it is written; and whether it is a slide."""
    _text(sheet, "a sheet")
    if paper := PAPERS.get(sheet.lower()):
        return (paper.width, paper.height), False
    found = PIXELS_OR_RATIO.fullmatch(sheet.lower())
    if not found:
        raise ValueError(f"{sheet!r} is not {', '.join(PAPERS)}, a ratio as 16:9 or of the form {SLIDE}")
    width, height = int(found[1]), int(found[3])
    if by_ratio := found[2] == ":":
        pixels = LONG_SIDE / max(1, width, height)
        width, height = round(width * pixels), round(height * pixels)
    slide = not by_ratio and abs(width * 9 - height * 16) <= 16  # give or take a pixel
    return _checked((width, height), slide), slide


def _checked(size: Size, slide: bool) -> Size:
    """The size, if pictures have it."""
    short, long = sorted(size)
    said = f"{size[0]}x{size[1]}"
    if slide and not LEAST_SIDE <= size[0] <= WIDEST_SLIDE:
        raise ValueError(f"{said}: {SLIDES}")
    if not slide and not (short >= LEAST_SIDE and long <= min(LONGEST_SIDE, SLIMMEST * short)):
        sides = f"{LEAST_SIDE} to {LONGEST_SIDE} pixels"
        raise ValueError(f"{said}: a poster has sides of {sides}, the longer at most {SLIMMEST} times the shorter")
    return size


def _either(names: Iterable[str]) -> str:
    """`a, b or c`."""
    *first, last = names
    return f"{', '.join(first)} or {last}"
