"""A project to all that archdeck makes of it: `build` names every stage, in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from archdeck.answers import Linted, check, lint, waivable_elements
from archdeck.answers import today as this_day
from archdeck.canvas import fonts_for, lacking
from archdeck.language import Location, ModelError, Problem, Severity, cells_path, nearest, shown_path
from archdeck.layout import is_less, with_parts
from archdeck.model import Model, find_systems, read_model
from archdeck.pages import GENERATED, POSTER, Picture, SystemPages, assets, icons, pages, put
from archdeck.paint import Layouts, further_fonts, pngs, visible
from archdeck.project.layouts import KeptLayouts, Laid, Say
from archdeck.project.memory import Memory, digest, digest_files, program, recall
from archdeck.project.pictures import Pictures
from archdeck.project.writing import publish, remove
from archdeck.views import View, views

SLIDE_KINDS = ("environment", "executive", "layers", "flow", "drill", "diff")


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
    """The outputs of a build before they are written: file to content."""

    files: dict[Path, bytes] = field(default_factory=dict)
    svgs: dict[tuple[str, str], str] = field(default_factory=dict)
    posters: dict[tuple[str, str], str] = field(default_factory=dict)
    drawn: list[str] = field(default_factory=list)


def build(
    place: Project,
    only: str = "",
    force: bool = False,
    scale: int = 1,
    say: Say = lambda *_: None,
    today: date | None = None,
) -> Report:
    """Pictures, slides and pages of every system, or of `only` one. If a model is broken: ModelError with all problems,
    and nothing is written; if Graphviz fails: EngineError. Pages depend on the day by nothing but which waivers have
    ended."""
    today = today or this_day()
    systems = _systems(place, only)
    memory = recall(place.memory)
    if force:
        memory.keys.clear()
    inputs = _inputs(systems, only, scale)
    if _same(memory, inputs, today) and memory.all_untouched(place.out):
        return Report(tuple(systems), fresh=memory.counted, faults=memory.faults_of(systems))
    models = _models(systems)
    linted = {model.id: lint(model, today) for model in models}
    laid = Laid(KeptLayouts(place.layouts, force))
    plain = {model.id: views(model) for model in models}
    laid.ahead([view for group in plain.values() for view in group], _from(say, 0.0, 0.5))
    found = {id: _shown(group, laid.slides) for id, group in plain.items()}
    made, pictures = Made(), Pictures(place.out, memory)
    _draw(place, found, laid, pictures, made, _from(say, 0.5, 0.7))
    _posters(place, found, laid, pictures, made, _from(say, 0.7, 0.75))
    _paint(place, memory, made, _from(say, 0.75, 1.0))
    _slides(place, found, memory, made, scale)
    _pages(place, models, found, linted, made, whole=not only)
    written = publish(made.files, place.out)
    _tidy(place, systems, made, memory, whole=not only)
    if not only:
        laid.forget_others(view for group in found.values() for view in group)
    _remember(memory, inputs, models, made, today)
    memory.counted = sum(map(len, found.values()))
    memory.save()
    warnings = tuple(warning for model in models for warning in check(model))
    fresh = memory.counted - len(made.drawn)
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


def _inputs(systems: Mapping[str, Path], only: str, scale: int) -> str:
    """A digest of everything that a build is made from."""
    files: dict[str, Path] = {}
    for system, path in systems.items():
        inside = path.rglob("*") if path.is_dir() else [path, cells_path(system, path)]
        files |= {f"{system}/{p.relative_to(path.parent).as_posix()}": p for p in inside if p.is_file()}
    return digest(program(), only, scale, digest_files(files))


def _untils(models: Iterable[Model]) -> set[str]:
    """The last days of all waivers."""
    return {waiver.until.isoformat() for m in models for e in waivable_elements(m) for waiver in e.waivers}


def _ended(untils: str, today: date) -> str:
    """How many of those days are over: all by which a build depends on the day."""
    return str(sum(until < today.isoformat() for until in untils.split()))


def _same(memory: Memory, inputs: str, today: date) -> bool:
    """Whether a build would make what the last one made: its inputs, ended waivers and fonts are the same."""
    ended = _ended(memory.keys.get("untils", ""), today)
    fonts = digest(fonts_for(memory.keys.get("letters", "")))
    return all(memory.keys.get(key) == value for key, value in (("inputs", inputs), ("ended", ended), ("fonts", fonts)))


def _remember(memory: Memory, inputs: str, models: Iterable[Model], made: Made, today: date) -> None:
    """What `_same` asks for the next time."""
    untils = " ".join(sorted(_untils(models)))
    letters = "".join(
        sorted({letter for svg in (*made.svgs.values(), *made.posters.values()) for letter in lacking(svg)})
    )
    memory.keys |= {"inputs": inputs, "untils": untils, "ended": _ended(untils, today)}
    memory.keys |= {"letters": letters, "fonts": digest(fonts_for(letters))}


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


def _shown(plain: Sequence[View], layouts: Layouts) -> tuple[View, ...]:
    """The views of a system as they are drawn, with their parts."""
    return with_parts(map(layouts.shown, plain), layouts.of, layouts.fits)


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
        name = f"{system}/{view.id}"
        svg, fresh = pictures.svg(name, view, laid.slides, _files(place, system, view.id))
        put(made.svgs, {(system, view.id): svg})
        made.drawn += [] if fresh else [name]


def _posters(
    place: Project,
    found: Mapping[str, Sequence[View]],
    laid: Laid,
    pictures: Pictures,
    made: Made,
    say: Say,
) -> None:
    """The poster of every environment whose slide shows less than all of it; none of the others."""
    environments = [(s, v) for s, group in found.items() for v in group if v.id == v.environment]
    for number, (system, view) in enumerate(environments):
        say("posters", number, len(environments))
        poster = f"{view.id}{POSTER}"
        name, files = f"{system}/{poster}", [f for f in _files(place, system, poster) if f.suffix == ".svg"]
        if is_less(view, laid.slides.of(view)):
            made.posters[system, view.id], _ = pictures.svg(name, view, laid.sheets, files)
            put(made.files, {file: made.posters[system, view.id].encode("utf-8") for file in files})


def _paint(place: Project, memory: Memory, made: Made, say: Say) -> None:
    """The files of every view. Pixels are made anew where something visible changed, not for a tooltip."""
    stale: dict[tuple[str, str], str] = {}
    for (system, view), svg in made.svgs.items():
        name, files = f"{system}/{view}.png", _files(place, system, view)
        key = digest(program(), visible(svg), further_fonts(svg))
        put(made.files, {file: svg.encode("utf-8") for file in files if file.suffix == ".svg"})
        pixels = [file for file in files if file.suffix == ".png"]
        if memory.knows(name, key, place.out, pixels):
            put(made.files, {file: file.read_bytes() for file in pixels})
        else:
            stale[system, view] = svg
            memory.keys[name] = key
    named = {f"{system}/{view}": svg for (system, view), svg in stale.items()}
    for number, ((system, view), data) in enumerate(zip(stale, pngs(named, 1920, 1080), strict=True)):
        say("painting", number, len(stale))
        put(made.files, {file: data for file in _files(place, system, view) if file.suffix == ".png"})


def _files(place: Project, system: str, view: str) -> list[Path]:
    """The files of a view: in the gallery, and as downloads beside the pages."""
    folders = (place.diagrams / system, place.generated / system / "pictures")
    return [folder / f"{view}{suffix}" for folder in folders for suffix in (".svg", ".png")]


def _slides(place: Project, found: Mapping[str, Sequence[View]], memory: Memory, made: Made, scale: int) -> None:
    """The pictures to present, numbered in their order: 1920 x 1080 pixels, times `scale`."""
    larger: dict[str, str] = {}
    for system, group in found.items():
        for number, view in enumerate((v for v in group if v.kind in SLIDE_KINDS), start=1):
            slide = place.diagrams / system / "slides" / f"{number:02d}-{view.id}.png"
            name, key = f"{system}/slides/{slide.name}", digest(memory.keys[f"{system}/{view.id}.png"], scale)
            if scale == 1:
                put(made.files, {slide: made.files[place.diagrams / system / f"{view.id}.png"]})
            elif memory.knows(name, key, place.out, [slide]):
                put(made.files, {slide: slide.read_bytes()})
            else:
                larger[slide.relative_to(place.out).as_posix()] = made.svgs[system, view.id]
            memory.keys[name] = key
    for file, data in zip(larger, pngs(larger, 1920 * scale, 1080 * scale), strict=True):
        put(made.files, {place.out / file: data})


def _pages(
    place: Project,
    models: Sequence[Model],
    found: Mapping[str, Sequence[View]],
    linted: Mapping[str, Linted],
    made: Made,
    whole: bool,
) -> None:
    """Markdown of all pages with their assets. One system alone leaves the pages that all systems share as they are."""
    pictures = {m.id: {v.id: Picture(v, made.svgs[m.id, v.id]) for v in found[m.id]} for m in models}
    posters = {m.id: [view for system, view in made.posters if system == m.id] for m in models}
    systems = [SystemPages(m, pictures[m.id], linted[m.id].findings, posters[m.id]) for m in models]
    written = {path: text.encode("utf-8") for path, text in pages(systems).items()}
    put(written, assets())
    put(written, {path: icon.read_bytes() for path, icon in icons(systems).items()})
    for path, data in written.items():
        if whole or path.partition("/")[0] in found or not (place.generated / path).exists():
            put(made.files, {place.generated / path: data})


def _tidy(place: Project, systems: Iterable[str], made: Made, memory: Memory, whole: bool) -> None:
    """Removes what an earlier build wrote and this one does not, and remembers the rest."""
    ours = {file.relative_to(place.out).as_posix() for file in made.files}
    parts = tuple(
        f"{folder.relative_to(place.out).as_posix()}/{system}/"
        for system in systems
        for folder in (place.diagrams, place.generated)
    )
    gone = [name for name in memory.files if name not in ours and (whole or name.startswith(parts))]
    for folder in (place.diagrams, place.generated):  # never a file that someone else put there
        inside = f"{folder.relative_to(place.out).as_posix()}/"
        remove((place.out / name for name in gone if name.startswith(inside)), folder)
    memory.forget(gone)
    kept = {f"{system}/{view}" for system, view in made.svgs}
    kept |= {f"{system}/{view}{POSTER}" for system, view in made.posters}
    memory.forget_views(kept, () if whole else systems)
    memory.remember(place.out, made.files)
