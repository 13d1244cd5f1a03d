"""A place in a file, and its system, to what may be written there: keys, ids, kinds, words of a choice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archdeck.answers import every_rule
from archdeck.editors.cursor import At, Cursor
from archdeck.editors.desk import System
from archdeck.editors.words import title_of
from archdeck.language import choices_at, declares_at, form_at, keys_at
from archdeck.model import kinds

SHOWN = {
    "environments": "{}",
    "flows": "flow.{}",
    "drills": "drill.{}",
    "components": "component.{}",
    "topics": "topic.{}",
}


@dataclass(frozen=True)
class Offer:
    """`text` takes the place of what is written from `column` on. `sort` is what it is: key, id, kind or word."""

    label: str
    sort: str
    text: str
    column: int
    says: str = ""
    more: str = ""
    found_by: str = ""


def offers(here: Cursor, system: System | None, present: Sequence[str] = ()) -> list[Offer]:
    """What may stand at a place; `present` keys are in its mapping already. The editor matches what is typed."""
    if here.at is At.LINK:
        return list(_ids(system, ("components",), here.column, "{}"))
    if here.at is At.KEY:
        return [offer for offer in _keys(here, system) if offer.label not in present]
    if here.at is At.VALUE:
        return list(_values(here, system))
    if here.at is At.ITEM:
        form = form_at(here.path, listed=True)
        return list(_ends(here, system, form.sections)) if form else []
    return []


def _keys(here: Cursor, system: System | None) -> Iterator[Offer]:
    for key, says in keys_at(here.path).items():
        yield Offer(key, "key", f"{key}: ", here.column, more=says)
    if declares_at(here.path) == "places":  # of what it extends
        yield from _ids(system, ("places",), here.column, "{}: ")
    form = form_at(here.path, listed=True)
    if form and not declares_at(here.path) and here.path != ("views",):
        runs = "{}: {{}}" if here.path[-1] == "runs" else "{}: "
        yield from _ids(system, form.sections, here.column, runs)


def _values(here: Cursor, system: System | None) -> Iterator[Offer]:
    for word in choices_at(here.path):
        yield Offer(word, "word", word, here.column)
    form = form_at(here.path)
    if form is None:
        return
    if here.path[-1] == "shows":
        yield from _shown(here, system)
    else:
        yield from _ends(here, system, form.sections)


def _ends(here: Cursor, system: System | None, sections: Sequence[str]) -> Iterator[Offer]:
    """Ids; after `web in` those of places."""
    before, word, _ = here.written.partition(" in ")
    if word:
        yield from _ids(system, ("places",), here.column + len(before) + len(word), "{}")
    else:
        yield from _ids(system, sections, here.column, "{}")


def _ids(system: System | None, sections: Sequence[str], column: int, text: str) -> Iterator[Offer]:
    for section in sections:
        if section == "kinds":
            yield from _kinds(column, text)
        elif section == "rules":
            yield from (Offer(id, "id", text.format(id), column, rule.title) for id, rule in every_rule().items())
        if system:
            for id in system.declared.get(section) or system.used.get(section, {}):
                yield Offer(id, "id", text.format(id), column, title_of(system.loaded, section, id))


def _kinds(column: int, text: str) -> Iterator[Offer]:
    for kind in kinds():
        found_by = " ".join((kind.id, kind.name, *kind.known_as))
        yield Offer(kind.id, "kind", text.format(kind.id), column, kind.name, kind.says, found_by)


def _shown(here: Cursor, system: System | None) -> Iterator[Offer]:
    for section, text in SHOWN.items():
        for id in system.declared.get(section, {}) if system else ():
            said = text.format(id)
            yield Offer(said, "id", said, here.column, title_of(system.loaded, section, id) if system else "")
