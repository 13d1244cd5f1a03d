"""A project to all that archdeck makes of it: nothing is done where nothing changed, and then little is even loaded."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from archdeck.canvas import fonts_for
from archdeck.project.inputs import files_elsewhere, model_files, names_sources, rules_beside
from archdeck.project.memory import Memory, contents_of, digest, digest_files, ended, program, recall
from archdeck.project.records import Project, Report, Wish
from archdeck.project.unfinished import sweep

if TYPE_CHECKING:
    from archdeck.project.layouts import Say


def build(
    place: Project,
    only: str = "",
    force: bool = False,
    scale: int = 1,
    every: bool = False,
    decks: bool = True,
    say: Say = lambda *_: None,
    today: date | None = None,
) -> Report:
    """Pictures, slides and pages of every system, or of `only` one: each view as SVG, the slides as PNG, or `every`
    view; all anew by `force`. Pages lead to `decks`, which are made apart. If a model is broken: ModelError with all
    problems, and nothing is written; if Graphviz fails: EngineError. Pages depend on the day by nothing but which
    waivers have ended."""
    sweep(place.kept)
    memory = recall(place.memory)
    if force:
        memory.forget_keys()
    asked = (place.asked, only, scale, every, decks)
    inputs = _inputs(place.model, memory.keys.get("elsewhere"), *asked)
    if _same(memory, inputs, today) and memory.all_untouched(place.out):
        faults = memory.faults_of(memory.keys["seen"].split())
        return Report(tuple(memory.keys["names"].split()), fresh=memory.counted, faults=faults)
    from archdeck.project.building import make  # with all that a build needs

    if names_sources(place.model):
        from archdeck.project.elsewhere import elsewhere

        memory.keys["elsewhere"] = elsewhere(place, only)
        inputs = _inputs(place.model, memory.keys["elsewhere"], *asked)
    memory.keys["models"] = "" if only else _inputs(place.model, memory.keys.get("elsewhere"))
    return make(place, Wish(only, force, scale, every, decks), memory, inputs, say, today)


def listed(models: Path, system: str) -> list[list[str]] | None:
    """The views of a system, or of the landscape: id, kind, environment and title of each, as the build beside the
    models made them; None where there was none, or something changed since."""
    memory = recall(Project(models, models.parent).memory)
    whole = memory.systems.get(system)
    inputs = _inputs(models, memory.keys.get("elsewhere")) if whole and _icons_are_same(memory) else ""
    return whole["views"] if whole and inputs and memory.keys.get("models") == inputs else None


def build_decks(
    place: Project,
    only: str = "",
    force: bool = False,
    missing: bool = False,
    say: Say = lambda *_: None,
    today: date | None = None,
) -> tuple[Path, ...]:
    """The talk about every system, or about `only` one, in all its forms, where it changed, or by `force` all; with
    `missing` those alone that are not there. The files that were written; ModelError if a model is broken."""
    memory = recall(place.decks)
    inputs = _inputs_of_decks(place, only)
    as_before = inputs and memory.keys.get(":inputs") == inputs
    over = ended(memory.keys.get(":untils", ""), today)
    if as_before and not force and memory.keys.get(":ended") == over and memory.all_untouched(place.out):
        return ()
    from archdeck.project.decks import make_decks  # with all that a deck needs

    return make_decks(place, memory, inputs, only, force, missing, say, today)


def _inputs_of_decks(place: Project, only: str) -> str:
    """The same for talks: the build before them knows what lies elsewhere."""
    if not names_sources(place.model):
        return _inputs(place.model, "", place.asked, only)
    known = recall(place.memory).keys
    return _inputs(place.model, known.get("elsewhere"), place.asked, only, contents_of(known.get("icons", "")))


def _inputs(model: Path, elsewhere: str | None, *asked: object) -> str:
    """A digest of what is asked for and of all files of the models, of those beside them and of those `elsewhere`; ''
    where some cannot be read, and whoever reads models says so, or nobody knows yet what lies elsewhere."""
    try:
        inside = {path.relative_to(model).as_posix(): path for path in model_files(model)}
        inside |= {f"../{path.name}": path for path in rules_beside(model)}
        if names_sources(model):
            if elsewhere is None:
                return ""
            inside |= files_elsewhere(model, elsewhere)
        return digest(program(), asked, digest_files(inside))
    except OSError:
        return ""


def _same(memory: Memory, inputs: str, today: date | None) -> bool:
    """Whether a build would make what the last one made: its inputs, ended waivers and fonts are the same."""
    keys = memory.keys
    if not inputs or keys.get("inputs") != inputs or keys.get("fonts") != digest(fonts_for(memory.letters)):
        return False
    if not _icons_are_same(memory):
        return False
    return keys.get("ended") == ended(keys.get("untils", ""), today)


def _icons_are_same(memory: Memory) -> bool:
    """Whether the icons beside models that lie elsewhere are what they were: which these are, only models say."""
    return memory.keys.get("icons are", "") == contents_of(memory.keys.get("icons", ""))
