"""A project to all that archdeck makes of it: `build` names every stage, in order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from archdeck.answers import Linted, check, lint, waivable_elements
from archdeck.answers import today as this_day
from archdeck.canvas import fonts_for
from archdeck.language import Location, ModelError, Problem, Severity, Stage, cells_path, nearest, shown_path
from archdeck.layout import is_less
from archdeck.model import Model, find_systems, read_model
from archdeck.pages import (
    GENERATED,
    POSTER,
    Picture,
    SamePath,
    SystemPages,
    assets,
    icon_files,
    shared_pages,
    system_pages,
)
from archdeck.paint import further_fonts, pngs, visible
from archdeck.project.layouts import KeptLayouts, Laid, Say
from archdeck.project.memory import Memory, Whole, digest, digest_files, program, recall
from archdeck.project.pictures import Pictures
from archdeck.project.writing import Staged, remove
from archdeck.views import View, environment_views, named, views

ALWAYS = ("environment", "executive")  # kinds of views that are slides of every system
UNTOLD = ("layers", "flow")  # and of one without a story
AT_ONCE = 64  # pictures that are painted before the next are read
EVERY = ("environment", "executive", "layers", "flow", "drill", "diff")  # that can be slides at all


@dataclass(frozen=True)
class Project:
    """Where things are: `model` is the folder of systems; everything that is made lies below `out`."""

    model: Path
    out: Path

    @property
    def diagrams(self) -> Path:
        return self.out / "diagrams"

    @property
    def generated(self) -> Path:
        return self.out / "docs" / GENERATED

    @property
    def memory(self) -> Path:
        return self.out / ".archdeck" / "built.json"

    @property
    def layouts(self) -> Path:
        return self.out / ".archdeck" / "layouts"


@dataclass(frozen=True)
class Report:
    """What a build did: its systems, the views it drew, how many were fresh, the files that changed, the warnings,
    and what each picture leaves out, and what keeps it off a slide."""

    systems: tuple[str, ...]
    drawn: tuple[str, ...] = ()
    fresh: int = 0
    written: tuple[Path, ...] = ()
    warnings: tuple[Problem, ...] = ()
    notes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    faults: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass
class Made:
    """The outputs of a build before they are put in place. `same` are those that are there already, `pictures` the
    system and id of every view that has one, `posters` of every environment that has one."""

    staged: Staged
    same: set[Path] = field(default_factory=set)
    pictures: set[tuple[str, str]] = field(default_factory=set)
    posters: set[tuple[str, str]] = field(default_factory=set)
    drawn: list[str] = field(default_factory=list)

    def add(self, files: Iterable[Path], data: bytes) -> None:
        for file in files:
            if file in self.staged.files:
                raise SamePath(f"two files would be {file}")
            self.staged.add(file, data)


def build(
    place: Project,
    only: str = "",
    force: bool = False,
    scale: int = 1,
    every: bool = False,
    say: Say = lambda *_: None,
    today: date | None = None,
) -> Report:
    """Pictures, slides and pages of every system, or of `only` one: each view as SVG, the slides as PNG, or `every`
    view. If a model is broken: ModelError with all problems, and nothing is written; if Graphviz fails: EngineError.
    Pages depend on the day by nothing but which waivers have ended."""
    today = today or this_day()
    systems = _systems(place, only)
    memory = recall(place.memory)
    if force:
        memory.forget_keys()
    sources = _sources(systems)
    inputs = digest(program(), only, scale, every, sources)
    if _same(memory, inputs, today) and memory.all_untouched(place.out):
        return Report(tuple(systems), fresh=memory.counted, faults=memory.faults_of(systems))
    models = _models(systems)
    linted = {model.id: lint(model, today) for model in models}
    icons = icon_files(models)
    wholes = _wholes(models, sources, icons, (scale, every), today)
    edited = [model for model in models if not _is_kept(place, memory, model.id, wholes[model.id])]
    laid = Laid(KeptLayouts(place.layouts, force))
    plain = {model.id: views(model) for model in edited}
    printed = {id: _printed(group, every) for id, group in plain.items()}
    laid.ahead(_all(plain), _all(printed), _from(say, 0.0, 0.5))
    shown = {id: laid.shown(group) for id, group in plain.items()}
    found = {id: group for id, (group, _) in shown.items()}
    slides = {model.id: _told(model, found[model.id]) for model in edited}
    pixels = found if every else slides
    lesser = {id: [v.id for v in _environments(group) if is_less(v, laid.slides.of(v))] for id, group in found.items()}
    with Staged(place.out) as staged:
        made, pictures = Made(staged), Pictures(place.out, memory)
        _draw(place, found, laid, pictures, made, _from(say, 0.5, 0.7))
        _posters(place, printed, laid, pictures, made, _from(say, 0.7, 0.75))
        _paint(place, pixels, memory, made, _from(say, 0.75, 1.0))
        _slides(place, slides, memory, made, scale)
        _pages(place, models, icons, found, pixels, linted, lesser, made, whole=not only)
        written = staged.put()
    _tidy(place, systems, found, made, memory, whole=not only)
    _remember(memory, inputs, models, today)
    _remember_systems(memory, {id: names for id, (_, names) in shown.items()}, found, wholes, made)
    if not only:
        laid.forget_others(name for whole in memory.systems.values() for name in whole["layouts"])
    memory.save()
    warnings = tuple(warning for model in models for warning in check(model))
    fresh = sum(memory.systems[id]["views"] for id in systems) - len(made.drawn)
    return Report(tuple(systems), tuple(made.drawn), fresh, written, warnings, memory.notes, memory.faults_of(systems))


def build_pages(root: Path) -> Report:
    """What `mkdocs serve` and `mkdocs build` need: everything but the site."""
    return build(Project(root / "model", root))


# ----------------------------------------------------------------------------------------------- stages


def _from(say: Say, start: float, end: float) -> Say:
    """The same for a stage that takes this part of a build."""
    return lambda what, done, of: say(what, round(1000 * (start + (end - start) * done / max(1, of))), 1000)


def _systems(place: Project, only: str) -> dict[str, Path]:
    systems = find_systems(place.model)
    if only and only not in systems:
        hint = nearest(only, systems) or f"; there are {', '.join(systems)}"
        where = Location(shown_path(place.model))
        raise ModelError([Problem(where, Severity.ERROR, f"there is no system {only!r}{hint}", "unknown-system")])
    return {only: systems[only]} if only else systems


def _sources(systems: Mapping[str, Path]) -> dict[str, str]:
    """A digest of the files of each system."""
    found: dict[str, str] = {}
    for system, path in systems.items():
        inside = path.rglob("*") if path.is_dir() else [path, cells_path(system, path)]
        files = {p.relative_to(path.parent).as_posix(): p for p in inside if p.is_file()}
        found[system] = digest_files(files)
    return found


def _wholes(
    models: Sequence[Model], sources: Mapping[str, str], icons: Mapping[Path, str], asked: object, today: date
) -> dict[str, str]:
    """A digest of all that the outputs of each system are made from, but for the fonts of the machine: what is `asked`
    for, its files, and what it has of what is shared: its place among the others and the names of icons."""
    found: dict[str, str] = {}
    for order, model in enumerate(models):
        shown = {icons[icon] for c in model.components for icon in (c.icon, c.kind.icon)}
        ended = _ended(" ".join(_untils([model])), today)
        found[model.id] = digest(program(), asked, sources[model.id], order, sorted(shown), ended)
    return found


def _is_kept(place: Project, memory: Memory, system: str, key: str) -> bool:
    """Whether the last build made a system from just this, and all of it is as it was left."""
    whole = memory.systems.get(system)
    if whole is None or whole["key"] != digest(key, fonts_for(whole["letters"])):
        return False
    return memory.all_untouched(place.out, _parts(place, [system]))


def _parts(place: Project, systems: Iterable[str]) -> tuple[str, ...]:
    """What the names of the files of these systems begin with."""
    folders = [folder.relative_to(place.out).as_posix() for folder in (place.diagrams, place.generated)]
    return tuple(f"{folder}/{system}/" for system in systems for folder in folders)


def _untils(models: Iterable[Model]) -> set[str]:
    """The last days of all waivers."""
    return {waiver.until.isoformat() for m in models for e in waivable_elements(m) for waiver in e.waivers}


def _ended(untils: str, today: date) -> str:
    """How many of those days are over: all by which a build depends on the day."""
    return str(sum(until < today.isoformat() for until in untils.split()))


def _same(memory: Memory, inputs: str, today: date) -> bool:
    """Whether a build would make what the last one made: its inputs, ended waivers and fonts are the same."""
    ended = _ended(memory.keys.get("untils", ""), today)
    fonts = digest(fonts_for(_letters(memory)))
    return all(memory.keys.get(key) == value for key, value in (("inputs", inputs), ("ended", ended), ("fonts", fonts)))


def _letters(memory: Memory) -> str:
    return "".join(sorted({letter for whole in memory.systems.values() for letter in whole["letters"]}))


def _remember(memory: Memory, inputs: str, models: Iterable[Model], today: date) -> None:
    """What `_same` asks for the next time."""
    untils = " ".join(sorted(_untils(models)))
    memory.keys |= {"inputs": inputs, "untils": untils, "ended": _ended(untils, today)}


def _remember_systems(
    memory: Memory,
    layouts: Mapping[str, list[str]],
    found: Mapping[str, Sequence[View]],
    wholes: Mapping[str, str],
    made: Made,
) -> None:
    """What `_is_kept` asks for the next time."""
    for id, group in found.items():
        names = [f"{id}/{view.id}" for view in group]
        names += [f"{id}/{view}{POSTER}" for system, view in made.posters if system == id]
        letters = "".join(sorted({letter for name in names for letter in memory.keys[f"{name}.letters"]}))
        key = digest(wholes[id], fonts_for(letters))
        memory.systems[id] = Whole(key=key, letters=letters, views=len(group), layouts=layouts[id])
    memory.keys["fonts"] = digest(fonts_for(_letters(memory)))


def _models(systems: Mapping[str, Path]) -> list[Model]:
    """All models, or all problems of all of them."""
    models: list[Model] = []
    problems: list[Problem] = []
    for id, path in systems.items():
        try:
            models.append(read_model(id, path))
        except ModelError as error:
            problems += error.problems
    if problems:
        raise ModelError(problems)
    return models


def _all(groups: Mapping[str, Sequence[View]]) -> list[View]:
    return [view for group in groups.values() for view in group]


def _environments(group: Sequence[View]) -> list[View]:
    return [view for view in group if view.id == view.environment]


def _printed(group: Sequence[View], every: bool) -> list[View]:
    """The environments that get a poster where a slide has no room for all of them: those of production, else the
    first, or `every`."""
    environments = _environments(group)
    production = [view for view in environments if view.stage == Stage.PRODUCTION]
    return environments if every else production or environments[:1]


def _told(model: Model, found: Sequence[View]) -> list[View]:
    """The views that are slides: every environment, and what the story shows; without a story every flow."""
    ids = {view.id for slide in model.story if (view := named(model, tuple(found), slide.shows))}
    return [v for v in found if v.kind in (ALWAYS if ids else (*ALWAYS, *UNTOLD)) or (v.id in ids and v.kind in EVERY)]


def _draw(
    place: Project,
    found: Mapping[str, Sequence[View]],
    laid: Laid,
    pictures: Pictures,
    made: Made,
    say: Say,
) -> None:
    """The SVG of every view; what is not fresh counts as drawn."""
    all_views = [(system, view) for system, group in found.items() for view in group]
    for number, (system, view) in enumerate(all_views):
        say("drawing", number, len(all_views))
        name, files = f"{system}/{view.id}", _files(place, system, view.id, ".svg")
        svg, fresh = pictures.svg(name, view, laid.slides, files)
        made.pictures.add((system, view.id))
        made.drawn += [] if fresh else [name]
        _write(made, files, svg, fresh)


def _write(made: Made, files: Iterable[Path], svg: str, fresh: bool) -> None:
    """A picture to its files, where it is not there already."""
    if fresh:
        made.same.update(files)
    else:
        made.add(files, svg.encode("utf-8"))


def _svg(place: Project, made: Made, system: str, view: str) -> str:
    """A picture that was drawn, as it will lie beside the pages."""
    return made.staged.read(_files(place, system, view, ".svg")[0]).decode("utf-8")


def _posters(
    place: Project,
    printed: Mapping[str, Sequence[View]],
    laid: Laid,
    pictures: Pictures,
    made: Made,
    say: Say,
) -> None:
    """The posters of these environments, as far as their slides show less than all of them."""
    environments = [(system, view) for system, group in printed.items() for view in group]
    for number, (system, view) in enumerate(environments):
        say("posters", number, len(environments))
        poster = f"{view.id}{POSTER}"
        files = _files(place, system, poster, ".svg")
        if is_less(view, laid.slides.of(view)):
            svg, fresh = pictures.svg(f"{system}/{poster}", view, laid.sheets, files)
            made.posters.add((system, view.id))
            _write(made, files, svg, fresh)


def _paint(place: Project, pixels: Mapping[str, Sequence[View]], memory: Memory, made: Made, say: Say) -> None:
    """The PNG of these views. Pixels are made anew where something visible changed, not for a tooltip."""
    stale: list[tuple[str, str]] = []
    for system, view in ((system, view.id) for system, group in pixels.items() for view in group):
        name, files = f"{system}/{view}.png", _files(place, system, view, ".png")
        key = memory.keys.get(name)
        if key is None or f"{system}/{view}" in made.drawn:
            svg = _svg(place, made, system, view)
            key = digest(program(), visible(svg), further_fonts(svg))
        if memory.knows(name, key, place.out, files):
            made.same.update(files)
        else:
            stale.append((system, view))
            memory.keys[name] = key
    for system, view in made.pictures - {(id, view.id) for id, group in pixels.items() for view in group}:
        memory.keys.pop(f"{system}/{view}.png", None)  # what is not made now is not known later
    for start in range(0, len(stale), AT_ONCE):
        some = stale[start : start + AT_ONCE]
        drawings = {f"{system}/{view}": _svg(place, made, system, view) for system, view in some}
        for at, ((system, view), data) in enumerate(zip(some, pngs(drawings, 1920, 1080), strict=True)):
            say("painting", start + at, len(stale))
            made.add(_files(place, system, view, ".png"), data)


def _files(place: Project, system: str, view: str, suffix: str) -> list[Path]:
    """The files of a view: in the gallery, and as a download beside the pages."""
    folders = (place.diagrams / system, place.generated / system / "pictures")
    return [folder / f"{view}{suffix}" for folder in folders]


def _slides(place: Project, slides: Mapping[str, Sequence[View]], memory: Memory, made: Made, scale: int) -> None:
    """The pictures to present, numbered in their order: 1920 x 1080 pixels, times `scale`."""
    larger: dict[str, str] = {}
    for system, group in slides.items():
        for number, view in enumerate(group, start=1):
            slide = place.diagrams / system / "slides" / f"{number:02d}-{view.id}.png"
            name, key = f"{system}/slides/{slide.name}", digest(memory.keys[f"{system}/{view.id}.png"], scale)
            if memory.knows(name, key, place.out, [slide]):
                made.same.add(slide)
            elif scale == 1:
                made.add([slide], made.staged.read(place.diagrams / system / f"{view.id}.png"))
            else:
                larger[slide.relative_to(place.out).as_posix()] = _svg(place, made, system, view.id)
            memory.keys[name] = key
    for file, data in zip(larger, pngs(larger, 1920 * scale, 1080 * scale), strict=True):
        made.add([place.out / file], data)


def _pages(
    place: Project,
    models: Sequence[Model],
    icons: Mapping[Path, str],
    found: Mapping[str, Sequence[View]],
    pixels: Mapping[str, Sequence[View]],
    linted: Mapping[str, Linted],
    lesser: Mapping[str, Sequence[str]],
    made: Made,
    whole: bool,
) -> None:
    """Markdown of all pages with their assets. One system alone leaves the pages that all systems share as they are."""
    covers = {m.id: _environments(found[m.id]) if m.id in found else environment_views(m) for m in models}
    shared = [SystemPages(m, {v.id: Picture(v, "") for v in covers[m.id]}, linted[m.id].findings) for m in models]
    for path, text in shared_pages(shared, icons).items():
        if whole or not (place.generated / path).exists():
            made.add([place.generated / path], text.encode("utf-8"))
    for order, model in ((k, m) for k, m in enumerate(models, 1) if m.id in found):
        painted = {view.id for view in pixels[model.id]}
        pictures = {v.id: Picture(v, _svg(place, made, model.id, v.id), v.id in painted) for v in found[model.id]}
        posters = {view: (model.id, view) in made.posters for view in lesser[model.id]}
        system = SystemPages(model, pictures, linted[model.id].findings, posters)
        for path, text in system_pages(system, order, icons).items():
            made.add([place.generated / path], text.encode("utf-8"))
    for path, data in {**assets(), **{path: icon.read_bytes() for icon, path in icons.items()}}.items():
        if whole or not (place.generated / path).exists():
            made.add([place.generated / path], data)


def _tidy(
    place: Project,
    systems: Iterable[str],
    edited: Collection[str],
    made: Made,
    memory: Memory,
    whole: bool,
) -> None:
    """Removes what an earlier build wrote and this one would not, and remembers the rest."""
    ours = {file.relative_to(place.out).as_posix() for file in (*made.staged.files, *made.same)}
    kept = [id for id in systems if id not in edited]
    of_kept = _parts(place, kept)
    ours |= {name for name in memory.files if name.startswith(of_kept)}
    parts = _parts(place, systems)
    gone = [name for name in memory.files if name not in ours and (whole or name.startswith(parts))]
    for folder in (place.diagrams, place.generated):  # never a file that someone else put there
        inside = f"{folder.relative_to(place.out).as_posix()}/"
        remove((place.out / name for name in gone if name.startswith(inside)), folder)
    memory.forget(gone)
    views = {f"{system}/{view}" for system, view in made.pictures}
    views |= {f"{system}/{view}{POSTER}" for system, view in made.posters}
    memory.forget_views(views, kept, () if whole else systems)
    memory.remember(place.out, made.staged.files)
    if whole:
        memory.systems = {id: kept for id, kept in memory.systems.items() if id in systems}
