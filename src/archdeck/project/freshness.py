"""A system to whether the last build made it from just this: then nothing of it is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from archdeck.answers import LANDSCAPE, Crossing, Landscape, waivable_elements
from archdeck.canvas import fonts_for
from archdeck.language import cells_path, is_file, is_folder, rules_files
from archdeck.model import Model
from archdeck.paint import portable
from archdeck.project.elsewhere import icons_elsewhere
from archdeck.project.inputs import model_files
from archdeck.project.memory import Memory, Whole, contents_of, digest, ended, program
from archdeck.project.records import Project
from archdeck.views import View


def sources(systems: Mapping[str, Path]) -> dict[str, str]:
    """A digest of the files of each system, and of the rules that hold for it."""
    found: dict[str, str] = {}
    for system, path in systems.items():
        inside = model_files(path) if is_folder(path) else [path, cells_path(system, path)]
        files = {p.relative_to(path.parent).as_posix(): p for p in inside if is_file(p)}
        files |= {f"{p.parent.name}/{p.name} of rules": p for p in rules_files(path)}
        found[system] = digest(*(part for name, file in sorted(files.items()) for part in (name, _content(file))))
    return found


def _content(file: Path) -> bytes | None:
    """None of what cannot be read: whoever needs it says so."""
    try:
        return file.read_bytes()
    except OSError:
        return None


def wholes(
    models: Sequence[Model],
    files: Mapping[str, str],
    icons: Mapping[Path, str],
    asked: object,
    today: date | None,
    around: Landscape,
) -> dict[str, str]:
    """A digest of all that the outputs of each system are made from, but for the fonts of the machine: what is `asked`
    for, its files, and what it has of what is shared: its icons with their names, and what it says of others and they
    of it. So of the landscape."""
    found: dict[str, str] = {LANDSCAPE: digest(program(), asked, _seen(around, icons))}
    for model in models:
        own = {icon for c in model.components for icon in (c.icon, c.kind.icon)}
        shown = sorted((icons[icon], digest(icon.read_bytes())) for icon in own)
        shown += sorted((icon.name, digest(icon.read_bytes())) for icon in model.place_icons)
        over = ended(untils([model]), today)
        others = (
            portable(repr(sorted(model.neighbours.items()))),
            _told(around, (*around.used_by(model.id), *around.using(model.id))),
        )
        found[model.id] = digest(program(), asked, files[model.id], shown, over, others)
    return found


def _seen(around: Landscape, icons: Mapping[Path, str]) -> list[object]:
    """All that the picture and the page of a landscape say."""
    systems = [
        (m.id, m.name, m.title, m.summary, m.owner, len([c for c in m.components if not c.system]), _digest(m.icon))
        for m in around.systems
    ]
    outside = [
        (one.id, c.name, c.summary, c.kind.says, one.systems, icons.get(c.icon), _digest(c.icon))
        for one in around.outside
        for c in [one.component]
    ]
    return [systems, outside, _told(around, around.crossings)]


def _told(around: Landscape, crossings: Sequence[Crossing]) -> list[object]:
    """What leads from one system to another, with the names of all that it names."""
    names = {(m.id, c.id): c.name for m in around.systems for c in m.components}
    return [
        (c, names.get((c.said_by, c.source_part)), names.get((c.said_by, c.target_part)), ends)
        for c in crossings
        for ends in [(around.names[c.source], around.names[c.target])]
    ]


def _digest(icon: Path | None) -> str:
    return digest(icon.read_bytes()) if icon else ""


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


def remember_inputs(
    place: Project, memory: Memory, inputs: str, models: Sequence[Model], seen: Sequence[str], today: date | None
) -> None:
    """What is asked the next time before anything else; `seen` is what has pictures."""
    icons = icons_elsewhere(place.model, models)
    memory.keys |= {"icons": icons, "icons are": contents_of(icons)}
    days = untils(models)
    names = " ".join(model.id for model in models)
    memory.keys |= {"inputs": inputs, "names": names, "seen": " ".join(seen)}
    memory.keys |= {"untils": days, "ended": ended(days, today)}


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
        memory.systems[id] = Whole(key=key, letters=letters, views=list(map(_listed, group)), layouts=layouts[id])
    memory.keys["fonts"] = digest(fonts_for(memory.letters))


def _listed(view: View) -> list[str]:
    return [view.id, view.kind, view.environment, " ".join(view.title.split())]
