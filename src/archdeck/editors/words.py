"""An id, a key or a kind to what is said of it: lines of plain text, for what a model says is text and never markup."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from archdeck.answers import every_rule
from archdeck.editors.desk import Meant, System
from archdeck.language import Loaded
from archdeck.model import kinds

LONGEST = 300  # letters of one line
WORDS = {
    "components": "component", "relations": "relation", "environments": "environment", "places": "place",
    "flows": "flow", "drills": "drill", "requirements": "requirement", "overlays": "overlay", "topics": "topic",
    "tiers": "tier", "kinds": "kind", "tags": "tag", "story": "slide", "steps": "step", "views": "view",
}  # fmt: skip


def said_of(system: System, meant: Meant) -> list[str]:
    """What an element is, in a few lines."""
    section, id = meant
    title = title_of(system.loaded, section, id)
    lines = [f"{WORDS.get(section, section)} {id}{f': {title}' if title and title != id else ''}"]
    lines += _OF[section](system, id) if section in _OF else []
    lines += [text for what in ("summary", "says", "why") if (text := _text(system.loaded, section, id, what))]
    return [_short(line) for line in lines]


def kind_says(id: str) -> list[str]:
    """What a kind of the catalogue is."""
    kind = next((kind for kind in kinds() if id == kind.id or id in kind.aliases or id in kind.classes), None)
    if kind is None:
        return []
    where = f"{kind.scope.value}{f', {kind.category}' if kind.category else ''}"
    return [f"{kind.id}: {kind.name} ({where})", *(text for text in (kind.says, kind.more) if text)]


def rule_says(id: str) -> list[str]:
    """What a rule is about."""
    rule = every_rule().get(id)
    return [f"rule {id}: {rule.title}", rule.explanation.why.strip()] if rule else []


def title_of(loaded: Loaded, section: str, id: str) -> str:
    """The name of an element, or what else says in a few words which it is."""
    written = _shape(loaded, section, id)
    for what in ("name", "title", "label", "says"):
        if text := getattr(written, what, ""):
            return " ".join(str(text).split())[:80]
    return f"{written.from_} to {written.to}" if section == "relations" and written else ""


def _shape(loaded: Loaded, section: str, id: str) -> Any:
    """The valid shape of an element; of a place that of the first environment that has it."""
    if section == "places":
        return next((e.places[id] for e in loaded.shape.environments.values() if id in e.places), None)
    some: Mapping[str, Any] = getattr(loaded.shape, section, {})
    return some.get(id)


def _text(loaded: Loaded, section: str, id: str, what: str) -> str:
    text = getattr(_shape(loaded, section, id), what, "")
    return " ".join(text.split()) if isinstance(text, str) and text != title_of(loaded, section, id) else ""


def _short(line: str) -> str:
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def _component(system: System, id: str) -> Iterator[str]:
    shape = system.loaded.shape
    if written := shape.components.get(id):
        yield from kind_says(written.kind)[:1] or [written.kind]
    for name, environment in shape.environments.items():
        places = [_run(place, at.runs[id]) for place, at in environment.places.items() if id in at.runs]
        if places or id in environment.runs:
            yield f"{name}: {', '.join(places) or 'in no place'}"
    for key, end, other in (("called by", "to", "from_"), ("calls", "from_", "to")):
        some = [getattr(r, other) for r in shape.relations.values() if getattr(r, end).partition(" in ")[0] == id]
        if some:
            yield f"{key}: {', '.join(dict.fromkeys(some))}"


def _run(place: str, run: Any) -> str:
    role = f" ({run.role.value})" if run and run.role else ""
    return f"{run.count} in {place}{role}" if run and run.count != 1 else f"{place}{role}"


def _place(system: System, id: str) -> Iterator[str]:
    for name, environment in system.loaded.shape.environments.items():
        if place := environment.places.get(id):
            around = f" in {place.in_}" if place.in_ else ""
            runs = f"; runs {', '.join(place.runs)}" if place.runs else ""
            yield f"{name}: {place.kind.value}{around}{runs}"


def _relation(system: System, id: str) -> Iterator[str]:
    if written := system.loaded.shape.relations.get(id):
        yield f"{written.kind.value} from {written.from_} to {written.to}"


def _flow(system: System, id: str) -> Iterator[str]:
    for number, step in system.loaded.shape.flows[id].steps.items() if id in system.loaded.shape.flows else ():
        yield f"{number}. {step.at or f'{step.from_} to {step.to}'}: {step.says}"


def _drill(system: System, id: str) -> Iterator[str]:
    if written := system.loaded.shape.drills.get(id):
        yield f"down: {', '.join(written.down)}"


_OF = {"components": _component, "places": _place, "relations": _relation, "flows": _flow, "drills": _drill}
