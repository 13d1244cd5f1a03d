"""A project that changed to all that archdeck makes of it: `make` names every stage, in order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from archdeck.answers import LANDSCAPE, Landscape, landscape
from archdeck.answers import today as this_day
from archdeck.language import Problem, Stage
from archdeck.layout import is_less
from archdeck.model import Model, presented
from archdeck.pages import (
    FIXED,
    LANDSCAPE_PAGE,
    PICTURED,
    POSTER,
    Later,
    Picture,
    SamePath,
    SystemPages,
    assets,
    compile_once,
    fixed_pages,
    icon_files,
    rule_pages,
    shared_pages,
    shows,
    system_pages,
    with_pictures,
)
from archdeck.paint import Painting, cache_folder, further_fonts, icon_file, lighter, turning_dark, visible
from archdeck.project.cache import Cache
from archdeck.project.chosen import chosen, unknown
from archdeck.project.freshness import is_kept, remember_inputs, remember_systems, sources, wholes
from archdeck.project.layouts import KeptLayouts, Laid, Say
from archdeck.project.memory import Memory, digest, program, unsettle
from archdeck.project.models import Read, all_around, near, read_models
from archdeck.project.pictures import Pictures
from archdeck.project.records import Project, Report, Wish
from archdeck.project.writing import Staged, remove_named
from archdeck.views import View, landscape_view, story, views

ALWAYS = ("environment", "executive")  # kinds of views that are slides of every system
PRINTED = 100  # boxes of an environment that gets a poster unasked: the work for one grows faster than they do
PIXELS = "pixels"  # in a cache
Beside = Mapping[str, Mapping[str, Collection[str]]]  # suffix, system, ids of views
EVERY = ("environment", "executive", "layers", "flow", "drill", "diff")  # that can be slides at all


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


def make(place: Project, wish: Wish, memory: Memory, inputs: str, say: Say, today: date | None) -> Report:
    """What `build` promises, where `inputs` are not those of the last build."""
    among, every = chosen(place, wish.only)
    systems = _systems(place, every, wish.only)
    files = sources(every)
    read = read_models(systems, files, among)
    models = [one.model for one in read]
    unsettle(place.memory, "inputs")
    icons = icon_files(models)
    others = near(every, wish.only, read[0]) if wish.only else every
    around = landscape(all_around(others, files, read, among))
    keys = wholes(models, files, icons, (wish.scale, wish.every, wish.decks), today, around)
    seen = _with_pictures(systems, wish.only)
    edited = [id for id in seen if not is_kept(place, memory, id, keys[id])]
    cache = Cache(place.cache, wish.force)
    laid = Laid(KeptLayouts(place.layouts, wish.force, cache=cache))
    plain = _plain(models, around, edited)
    printed = {id: _printed(group, wish.every) for id, group in plain.items()}
    laid.ahead(_all(plain), _all(printed), _from(say, 0.0, 0.5))
    shown = {id: laid.shown(group) for id, group in plain.items()}
    found = {id: group for id, (group, _) in shown.items()}
    for one in read:
        one.laid = (found[one.model.id], laid.slides) if one.model.id in found else None
    slides = _slides_of(models, found)
    pixels = found if wish.every else slides
    beside = _beside(models, found, wish.every)
    lesser = {id: [v.id for v in _environments(group) if is_less(v, laid.slides.of(v))] for id, group in found.items()}
    with Staged(place.out, place.kept) as staged:
        made, pictures = Made(staged), Pictures(place.out, memory, cache)
        _draw(place, pixels, beside, laid, pictures, made, _from(say, 0.5, 0.6))
        with _painting(place, pixels, beside, memory, made, cache) as painting:  # in other processes, meanwhile
            _draw(place, _without(found, pixels), beside, laid, pictures, made, _from(say, 0.6, 0.7))
            _posters(place, printed, laid, pictures, made, _from(say, 0.7, 0.75))
            _pages(place, wish, read, today or this_day(), icons, around, found, beside, lesser, memory, made)
            _painted(place, painting, pixels, beside, memory, made, cache, _from(say, 0.75, 1.0))
        _slides(place, slides, memory, made, wish.scale)
        place.ledger("built").expect(staged.new)
        written = staged.put()
    _tidy(place, seen, found, made, memory, whole=not wish.only)
    remember_inputs(place, memory, inputs, models, seen, today)
    posters = {id: [f"{view}{POSTER}" for system, view in made.posters if system == id] for id in found}
    remember_systems(memory, keys, found, posters, {id: names for id, (_, names) in shown.items()})
    if not wish.only:
        laid.forget_others(name for whole in memory.systems.values() for name in whole["layouts"])
    memory.save()
    drawn = tuple(name for id, group in found.items() for v in group if (name := f"{id}/{v.id}") in made.drawn)
    fresh = sum(len(memory.systems[id]["views"]) for id in seen) - len(drawn)
    warned = partial(_warned, read)
    return Report(tuple(systems), drawn, fresh, written, warned, memory.notes, memory.faults_of(seen), cache.refused)


# ----------------------------------------------------------------------------------------------- stages


def _from(say: Say, start: float, end: float) -> Say:
    """The same for a stage that takes this part of a build."""
    return lambda what, done, of: say(what, round(1000 * (start + (end - start) * done / max(1, of))), 1000)


def _warned(read: Sequence[Read]) -> tuple[Problem, ...]:
    return tuple(warning for one in read for warning in one.warnings)


def _systems(place: Project, systems: Mapping[str, Path], only: str) -> dict[str, Path]:
    if only and only not in systems:
        raise unknown(place, only, systems)
    return {only: systems[only]} if only else {**systems}


def _with_pictures(systems: Iterable[str], only: str) -> list[str]:
    """What has pictures: the systems, and the landscape of several; one alone leaves that as it is."""
    ids = list(systems)
    return [*ids, LANDSCAPE] if 1 < len(ids) <= PICTURED and not only else ids


def _plain(models: Iterable[Model], around: Landscape, edited: Collection[str]) -> dict[str, tuple[View, ...]]:
    """The views of what was edited, before any is laid out."""
    plain = {model.id: views(model) for model in models if model.id in edited}
    return plain | ({LANDSCAPE: (landscape_view(around),)} if LANDSCAPE in edited else {})


def _all(groups: Mapping[str, Sequence[View]]) -> list[View]:
    return [view for group in groups.values() for view in group]


def _without(groups: Mapping[str, Sequence[View]], some: Mapping[str, Sequence[View]]) -> dict[str, list[View]]:
    return {id: [view for view in group if all(view is not one for one in some[id])] for id, group in groups.items()}


def _environments(group: Sequence[View]) -> list[View]:
    return [view for view in group if view.id == view.environment]


def _presented(group: Sequence[View]) -> list[View]:
    """The environments that a talk is about: those of production, else the first."""
    environments = _environments(group)
    return [view for view in environments if view.stage == Stage.PRODUCTION] or environments[:1]


def _printed(group: Sequence[View], every: bool) -> list[View]:
    """The environments that get a poster where a slide has no room for all of them: those presented, as far as they are
    not so large that it takes long; or `every`."""
    return _environments(group) if every else [view for view in _presented(group) if len(view.boxes) <= PRINTED]


def _told(model: Model, found: Sequence[View]) -> list[View]:
    """The views that are slides: what the story shows, in its order, and every environment. Parts are looked up on
    their page."""
    told = [t.view for t in story(model, tuple(found)) if t.view and t.view.kind in EVERY]
    always = [v for v in found if v.kind in ALWAYS and not v.part_of]
    return list({view.id: view for view in (*told, *always)}.values())


def _slides_of(models: Iterable[Model], found: Mapping[str, Sequence[View]]) -> dict[str, list[View]]:
    """The slides of each system, and of the landscape its picture."""
    slides = {model.id: _told(model, found[model.id]) for model in models if model.id in found}
    return slides | ({LANDSCAPE: list(found[LANDSCAPE])} if LANDSCAPE in found else {})


def _beside(models: Iterable[Model], found: Mapping[str, Sequence[View]], every: bool) -> Beside:
    """The pictures that lie beside the pages as files, by their suffix: drawings of environments and of the landscape,
    which many pages show, and pixels of the one that stands for a system; or `every` one. A page makes files of all
    others itself."""
    if every:
        all_ids = {id: {view.id for view in group} for id, group in found.items()}
        return {".svg": all_ids, ".png": all_ids}
    of_all = {id: {view.id for view in group} for id, group in found.items() if id == LANDSCAPE}
    drawn = {id: {view.id for view in _environments(group)} for id, group in found.items()}
    main = {m.id: {here.id} for m in models if m.id in found and (here := presented(m.environments))}
    return {".svg": drawn | of_all, ".png": main | of_all}


def _files(place: Project, beside: Beside, system: str, view: str, suffix: str) -> list[Path]:
    """The files of a view that are to be made."""
    gallery, page = place.files(system, view, suffix)
    return [gallery, page] if view in beside[suffix].get(system, ()) else [gallery]


def _draw(
    place: Project,
    found: Mapping[str, Sequence[View]],
    beside: Beside,
    laid: Laid,
    pictures: Pictures,
    made: Made,
    say: Say,
) -> None:
    """The SVG of every view; what is not fresh counts as drawn."""
    all_views = [(system, view) for system, group in found.items() for view in group]
    for number, (system, view) in enumerate(all_views):
        say("drawing", number, len(all_views))
        name, files = f"{system}/{view.id}", _files(place, beside, system, view.id, ".svg")
        svg = pictures.svg(name, view, laid.slides, files)
        made.pictures.add((system, view.id))
        made.drawn += [name] if svg else []
        _write(made, files, svg)


def _write(made: Made, files: Sequence[Path], svg: str | None) -> None:
    """A picture to its files, where it is not there already: beside pages it can be dark as they are."""
    if svg is None:
        made.same.update(files)
        return
    made.add(files[:1], svg.encode("utf-8"))
    made.add(files[1:], turning_dark(svg).encode("utf-8"))


def _svg(place: Project, made: Made, system: str, view: str) -> str:
    """A picture that was drawn, as it will lie beside the pages."""
    return made.staged.read(place.files(system, view, ".svg")[0]).decode("utf-8")


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
        files = place.files(system, poster, ".svg")
        if is_less(view, laid.slides.of(view)):
            made.posters.add((system, view.id))
            _write(made, files, pictures.svg(f"{system}/{poster}", view, laid.sheets, files))


def _painting(
    place: Project,
    pixels: Mapping[str, Sequence[View]],
    beside: Beside,
    memory: Memory,
    made: Made,
    cache: Cache,
) -> Painting:
    """The PNGs of these views that are to be made: pixels are made anew where something visible changed, not for a
    tooltip, and where no other build has made them."""
    stale: dict[str, Callable[[], str]] = {}
    for system, view in ((system, view.id) for system, group in pixels.items() for view in group):
        name, files = f"{system}/{view}.png", _files(place, beside, system, view, ".png")
        key = memory.keys.get(name)
        if key is None or f"{system}/{view}" in made.drawn:
            svg = _svg(place, made, system, view)
            key = digest(program(), visible(svg), further_fonts(svg))
        if memory.knows(name, key, place.out, files):
            made.same.update(files)
            continue
        memory.keys[name] = key
        if known := cache.several(PIXELS, _pixels(key)[: len(files)]):
            for file, data in zip(files, known, strict=True):
                made.add([file], data)
        else:
            stale[f"{system}/{view}"] = partial(_svg, place, made, system, view)
    return Painting(stale, 1920, 1080)


def _pixels(key: str) -> tuple[str, str]:
    """What the PNG for the gallery, and that for the pages, are called in a cache."""
    return key, digest(key, "lighter")


def _painted(
    place: Project,
    painting: Painting,
    pixels: Mapping[str, Sequence[View]],
    beside: Beside,
    memory: Memory,
    made: Made,
    cache: Cache,
    say: Say,
) -> None:
    """The PNGs beside their pictures; what is not made now is not known later."""
    for number, (name, data) in enumerate(painting):
        say("painting", number, len(painting))
        system, _, view = name.partition("/")
        files = _files(place, beside, system, view, ".png")
        some = dict(zip(files, (data, lighter(data) if files[1:] else b""), strict=False))
        for (file, one), kept in zip(some.items(), _pixels(memory.keys[f"{name}.png"]), strict=False):
            made.add([file], one)
            cache.put(PIXELS, kept, one)
    for system, view in made.pictures - {(id, view.id) for id, group in pixels.items() for view in group}:
        memory.keys.pop(f"{system}/{view}.png", None)


def _slides(place: Project, slides: Mapping[str, Sequence[View]], memory: Memory, made: Made, scale: int) -> None:
    """The pictures to present, numbered in their order: 1920 x 1080 pixels, times `scale`."""
    larger: dict[str, Callable[[], str]] = {}
    for system, group in slides.items():
        for number, view in enumerate(group, start=1):
            slide = place.diagrams / system / "slides" / f"{number:02d}-{view.id}.png"
            name, key = f"{system}/slides/{slide.name}", digest(memory.keys[f"{system}/{view.id}.png"], scale)
            if memory.knows(name, key, place.out, [slide]):
                made.same.add(slide)
            elif scale == 1:
                made.add([slide], made.staged.read(place.diagrams / system / f"{view.id}.png"))
            else:
                larger[slide.relative_to(place.out).as_posix()] = partial(_svg, place, made, system, view.id)
            memory.keys[name] = key
    with Painting(larger, 1920 * scale, 1080 * scale) as painting:
        for file, data in painting:
            made.add([place.out / file], data)


def _pages(
    place: Project,
    wish: Wish,
    read: Sequence[Read],
    day: date,
    icons: Mapping[Path, str],
    around: Landscape,
    found: Mapping[str, Sequence[View]],
    beside: Beside,
    lesser: Mapping[str, Sequence[str]],
    memory: Memory,
    made: Made,
) -> None:
    """Markdown of all pages with their assets. One system alone leaves the pages that all systems share as they are."""
    whole = not wish.only
    compile_once(cache_folder() / "templates")
    covers = {r.model.id: _environments(found.get(r.model.id) or r.environments) for r in read}
    findings = {r.model.id: r.linted(day).findings for r in read}
    models = [r.model for r in read]
    several = around if len(around.systems) > 1 or around.between else None
    shared = [
        SystemPages(m, {v.id: Picture(v, "") for v in covers[m.id]}, findings[m.id], around=several) for m in models
    ]
    drawn = several and whole and len(around.systems) <= PICTURED
    all_seen = found.get(LANDSCAPE) or ([landscape_view(around)] if drawn else [])
    seen = next((Picture(view, "") for view in all_seen), None)
    for path, text in shared_pages(shared, icons, seen).items():
        file = place.generated / path
        if not whole and file.exists():
            continue
        if path != LANDSCAPE_PAGE or not seen:
            made.add([file], text.encode("utf-8"))
        elif LANDSCAPE in found:
            _page(place, LANDSCAPE, file, text, memory, made)
        else:
            made.same.add(file)
    _rules(place, shared, whole, memory, made)
    _fixed(place, whole, memory, made)
    for model in (m for m in models if m.id in found):
        lie = [beside[suffix].get(model.id, set()) for suffix in (".png", ".svg")]
        pictures = {v.id: Picture(v, "", *(v.id in ids for ids in lie)) for v in found[model.id]}
        posters = {view: (model.id, view) in made.posters for view in lesser[model.id]}
        system = SystemPages(model, pictures, findings[model.id], posters, wish.decks, several)
        for path, text in system_pages(system, icons).items():
            _page(place, model.id, place.generated / path, text, memory, made)
    for path, data in assets().items():
        if whole or not (place.generated / path).exists():
            made.add([place.generated / path], data)
    _icons(place, {place.generated / path: icon for icon, path in icons.items()}, memory, made)


def _rules(place: Project, systems: Sequence[SystemPages], whole: bool, memory: Memory, made: Made) -> None:
    """The pages of the rules, where they are not there already: an edit seldom changes what rules find."""
    for path, page in rule_pages(systems).items():
        file = place.generated / path
        if whole or not file.exists():
            _remade(place, file, digest(program(), page.of), partial(_encoded, page), memory, made)


def _encoded(page: Later) -> bytes:
    return page.text().encode("utf-8")


def _icons(place: Project, icons: Mapping[Path, Path], memory: Memory, made: Made) -> None:
    """The icons that pages show, where they are not there already."""
    for file, icon in icons.items():
        _remade(place, file, digest(program(), icon.read_bytes()), partial(icon_file, icon), memory, made)


def _fixed(place: Project, whole: bool, memory: Memory, made: Made) -> None:
    """The pages that archdeck alone is told on, where they are not there already."""
    key, files = digest(program()), {path: place.generated / path for path in FIXED}
    stale = {path: file for path, file in files.items() if not memory.knows(_name(place, file), key, place.out, [file])}
    made.same.update(file for path, file in files.items() if path not in stale)
    stale = {path: file for path, file in stale.items() if whole or not file.exists()}
    for path, text in fixed_pages().items() if stale else ():
        if path in stale:
            made.add([stale[path]], text.encode("utf-8"))
            memory.keys[_name(place, stale[path])] = key


def _name(place: Project, file: Path) -> str:
    return file.relative_to(place.out).as_posix()


def _page(place: Project, system: str, file: Path, text: str, memory: Memory, made: Made) -> None:
    """A page with its pictures, where it is not there already."""
    key = digest(text, *(memory.keys[f"{system}/{view}"] for view in shows(text)))
    svg = partial(_svg, place, made, system)
    _remade(place, file, key, lambda: with_pictures(text, svg).encode("utf-8"), memory, made)


def _remade(place: Project, file: Path, key: str, data: Callable[[], bytes], memory: Memory, made: Made) -> None:
    """A file, made anew unless the last build made it from just this."""
    name = _name(place, file)
    if memory.knows(name, key, place.out, [file]):
        made.same.add(file)
    else:
        made.add([file], data())
        memory.keys[name] = key


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
    of_kept = place.parts(kept)
    ours |= {name for name in memory.files if name.startswith(of_kept)}
    parts = place.parts(systems)
    known = {*memory.files, *place.ledger("built").names()}
    gone = [name for name in sorted(known - ours) if whole or name.startswith(parts)]
    remove_named(gone, place.out, (place.diagrams, place.generated))  # never what someone else put there
    memory.forget(gone)
    views = {f"{system}/{view}" for system, view in made.pictures}
    views |= {f"{system}/{view}{POSTER}" for system, view in made.posters}
    memory.forget_views(views, kept, () if whole else systems)
    memory.remember(place.out, made.staged.files)
    place.ledger("built").settle(memory.files, gone)
    if whole:
        memory.systems = {id: kept for id, kept in memory.systems.items() if id in systems}
