"""The systems of a project to the files of talks about them: for PowerPoint, as PDF, as handout; only what changed.

Each lies in `diagrams/<system>/` and, to be downloaded, beside the pages. What they were made from is remembered apart
from pictures and pages, so that live preview need not make them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from archdeck.answers import today as this_day
from archdeck.deck import Plan, depends_on, plan
from archdeck.pages import TALKS, talk_files
from archdeck.paint import Layouts
from archdeck.project.cache import Cache
from archdeck.project.chosen import chosen
from archdeck.project.freshness import sources, untils
from archdeck.project.layouts import KeptLayouts, Laid, Say
from archdeck.project.memory import Memory, digest, ended, program, unsettle
from archdeck.project.models import Read, read_models
from archdeck.project.records import Project
from archdeck.project.writing import Staged, remove_named
from archdeck.views import views

SORT = "talks"  # in a cache
OF_ALL = (":inputs", ":untils", ":ended")  # keys that are of no system: none is called so
PARTS = ("", ".slides", ".untils")  # what the keys of a system end in


def make_decks(
    place: Project,
    memory: Memory,
    inputs: str,
    only: str,
    force: bool,
    missing: bool,
    say: Say,
    today: date | None,
) -> tuple[Path, ...]:
    """What `build_decks` promises, where `inputs` are not those of the last time."""
    among, every = chosen(place, only)
    systems = {id: path for id, path in every.items() if only in ("", id)}
    files = sources(systems)
    stale = [id for id in systems if force or not _is_kept(place, memory, id, files[id], missing)]
    written: list[Path] = []
    unsettle(place.decks, ":inputs")
    for number, id in enumerate(stale):
        say("decks", number, len(stale))
        (read,) = read_models({id: systems[id]}, files, among)
        told, layouts = _planned(place, read, today or this_day())
        slides, days = digest(program(), *depends_on(told, layouts)), untils([read.model])
        if force or not memory.knows(f"{id}.slides", slides, place.out, _files(place, id)):
            written += _put(place, id, _forms(Cache(place.cache, force), slides, told, layouts))
        whole = digest(program(), files[id], ended(days, today))
        memory.keys |= {id: whole, f"{id}.slides": slides, f"{id}.untils": days}
        memory.remember(place.out, _files(place, id))
    if not only:
        _forget_others(place, memory, systems)
    days = " ".join(memory.keys.get(f"{id}.untils", "") for id in systems)
    memory.keys |= {":inputs": "" if missing else inputs, ":untils": days, ":ended": ended(days, today)}
    memory.save()
    return tuple(written)


def _is_kept(place: Project, memory: Memory, system: str, source: str, missing: bool) -> bool:
    files = _files(place, system)
    if missing:
        return all(file.is_file() for file in files)
    over = ended(memory.keys.get(f"{system}.untils", ""))
    return memory.knows(system, digest(program(), source, over), place.out, files)


def _files(place: Project, system: str) -> list[Path]:
    """All files of the talk about a system."""
    return [file for name in TALKS for file in _of_form(place, system, name)]


def _of_form(place: Project, system: str, form: str) -> tuple[Path, Path]:
    """The file of a form in the gallery, and that for the pages."""
    return place.diagrams / system / f"{system}{TALKS[form]}", place.generated / talk_files(system)[form]


def _planned(place: Project, read: Read, today: date) -> tuple[Plan, Layouts]:
    """The plan of a talk; with the pictures of the build before it in this process, where it made them."""
    if read.laid is None:
        laid = Laid(KeptLayouts(place.layouts, cache=Cache(place.cache)))
        found, layouts = laid.shown(views(read.model))[0], laid.slides
    else:
        (found, layouts), read.laid = read.laid, None  # they take memory, and are not asked for again
    return plan(read.model, found, read.linted(today).findings), layouts


def _forms(cache: Cache, slides: str, told: Plan, layouts: Layouts) -> dict[str, bytes]:
    """A deck in all forms, of slides of this digest."""
    names = {form: digest(slides, form) for form in TALKS}
    known = cache.several(SORT, tuple(names.values()))
    if known:
        return dict(zip(names, known, strict=True))
    from archdeck.deck import FORMS, deck  # with all that draws slides

    whole = deck(told, layouts)
    made = {form: make(whole) for form, make in FORMS.items()}
    cache.put_several(SORT, {names[form]: data for form, data in made.items()})
    return made


def _put(place: Project, id: str, forms: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Writes the talk about a system in all forms; the files that changed."""
    with Staged(place.out, place.kept) as staged:
        for form, data in forms.items():
            for file in _of_form(place, id, form):
                staged.add(file, data)
        place.ledger("decks").expect(staged.new)
        return staged.put()


def _forget_others(place: Project, memory: Memory, systems: Mapping[str, Path]) -> None:
    """Removes the decks of systems that are no more."""
    files = {file.relative_to(place.out).as_posix() for id in systems for file in _files(place, id)}
    gone = sorted({*memory.files, *place.ledger("decks").names()} - files)
    remove_named(gone, place.out, (place.diagrams, place.generated))
    memory.forget(gone)
    place.ledger("decks").settle(memory.files, gone)
    ours = {*OF_ALL, *(f"{id}{part}" for id in systems for part in PARTS)}
    for name in [name for name in memory.keys if name not in ours]:
        del memory.keys[name]
