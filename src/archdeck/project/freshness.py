"""A system to whether the last build made it from just this: then nothing of it is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from archdeck.answers import waivable_elements
from archdeck.canvas import fonts_for
from archdeck.language import cells_path
from archdeck.model import Model
from archdeck.project.memory import Memory, Whole, digest, digest_files, ended, program
from archdeck.project.records import Project
from archdeck.views import View


def sources(systems: Mapping[str, Path]) -> dict[str, str]:
    """A digest of the files of each system."""
    found: dict[str, str] = {}
    for system, path in systems.items():
        inside = path.rglob("*") if path.is_dir() else [path, cells_path(system, path)]
        files = {p.relative_to(path.parent).as_posix(): p for p in inside if p.is_file()}
        found[system] = digest_files(files)
    return found


def wholes(
    models: Sequence[Model], files: Mapping[str, str], icons: Mapping[Path, str], asked: object, today: date | None
) -> dict[str, str]:
    """A digest of all that the outputs of each system are made from, but for the fonts of the machine: what is `asked`
    for, its files, and what it has of what is shared: its place among the others and its icons with their names."""
    found: dict[str, str] = {}
    for order, model in enumerate(models):
        own = {icon for c in model.components for icon in (c.icon, c.kind.icon)}
        shown = sorted((icons[icon], digest(icon.read_bytes())) for icon in own)
        shown += sorted((icon.name, digest(icon.read_bytes())) for icon in model.place_icons)
        over = ended(untils([model]), today)
        found[model.id] = digest(program(), asked, files[model.id], order, shown, over)
    return found


def is_kept(place: Project, memory: Memory, system: str, key: str) -> bool:
    """Whether the last build made a system from just this, and all of it is as it was left."""
    whole = memory.systems.get(system)
    if whole is None or whole["key"] != digest(key, fonts_for(whole["letters"])):
        return False
    return memory.all_untouched(place.out, place.parts([system]))


def untils(models: Iterable[Model]) -> str:
    """The last days of all waivers."""
    days = {waiver.until.isoformat() for m in models for e in waivable_elements(m) for waiver in e.waivers}
    return " ".join(sorted(days))


def remember_inputs(memory: Memory, inputs: str, models: Sequence[Model], today: date | None) -> None:
    """What is asked the next time before anything else."""
    days = untils(models)
    names = " ".join(model.id for model in models)
    memory.keys |= {"inputs": inputs, "names": names, "untils": days, "ended": ended(days, today)}


def remember_systems(
    memory: Memory,
    keys: Mapping[str, str],
    pictures: Mapping[str, Sequence[View]],
    posters: Mapping[str, Sequence[str]],
    layouts: Mapping[str, list[str]],
) -> None:
    """What `is_kept` asks for the next time."""
    for id, group in pictures.items():
        names = [f"{id}/{name}.letters" for name in (*(view.id for view in group), *posters[id])]
        letters = "".join(sorted({letter for name in names for letter in memory.keys[name]}))
        key = digest(keys[id], fonts_for(letters))
        memory.systems[id] = Whole(key=key, letters=letters, views=len(group), layouts=layouts[id])
    memory.keys["fonts"] = digest(fonts_for(memory.letters))
