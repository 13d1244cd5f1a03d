"""A landscape to the tables of one page: the systems with what they use, what leads where, and who stands outside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from markupsafe import Markup

from archdeck.answers import Crossing, Landscape
from archdeck.model import Model
from archdeck.pages import facts, paths
from archdeck.pages.many import listed
from archdeck.pages.tables import table
from archdeck.pages.text import text


class LandscapeTables:
    """The tables about several systems, linked as seen from a page."""

    def __init__(self, landscape: Landscape, page: str, icon: Callable[[Path], Markup]):
        self._landscape = landscape
        self._page = page
        self._icon = icon
        self._models = {model.id: model for model in landscape.systems}

    def to_end(self, id: str, words: str) -> Markup:
        """A link to a system, or to what is said here of somebody outside; a script finds by it where a box leads."""
        target = paths.relative(self._page, paths.home(id)) if id in self._models else f"#{id}"
        return Markup(f'[{text(words)}]({target}){{ data-component="{id}" }}')

    def systems(self) -> Markup:
        """Every system with what it is, who answers for it, and which systems it uses and is used by."""
        rows = (
            (
                self._system(m.id),
                m.summary or m.title,
                m.owner,
                len([c for c in m.components if c.system is None]),
                self._systems(c.target for c in self._landscape.used_by(m.id)),
                self._systems(c.source for c in self._landscape.using(m.id)),
            )
            for m in self._landscape.systems
        )
        return table(["System", "What it is", "Owner", "Components", "Uses", "Used by"], rows)

    def between(self) -> Markup:
        """Everything that leads from one system to another, once where both say it."""
        rows = (
            (
                self._system(same[0].source),
                self._parts(same, same[0].source),
                facts.KINDS[same[0].kind],
                self._system(same[0].target),
                self._parts(same, same[0].target),
                same[0].label,
                _said(same),
            )
            for same in _alike(self._landscape.between)
        )
        return table(["From", "Component", "Relation", "To", "Component", "What for", "What happens"], rows)

    def used_by(self, system: Model) -> Markup:
        """What leads from a system to others."""
        return self._of(system, self._landscape.used_by(system.id), "From here")

    def using(self, system: Model) -> Markup:
        """What leads from others to a system."""
        return self._of(system, self._landscape.using(system.id), "Here")

    def _of(self, system: Model, crossings: Sequence[Crossing], here: str) -> Markup:
        rows = (
            (
                self._system(same[0].beyond(system.id)),
                self._parts(same, same[0].beyond(system.id)),
                self._parts(same, system.id),
                facts.KINDS[same[0].kind],
                same[0].label,
                _said(same),
            )
            for same in _alike(crossings)
        )
        return table(["System", "Component there", here, "Relation", "What for", "What happens"], rows)

    def outside(self) -> Markup:
        """Who stands outside of several systems, with the page of it in each."""
        rows = (
            (
                Markup(f'<a id="{one.id}"></a>{self._icon(one.component.icon)}'),
                one.component.name,
                one.component.summary or one.component.kind.says,
                listed(
                    self._link(self._landscape.names[s], paths.component_file(s, one.component.id)) for s in one.systems
                ),
            )
            for one in self._landscape.outside
        )
        return table(
            [Markup('<span class="ad-hidden">Icon</span>'), "Who", "What it is", "Where it is explained"], rows
        )

    def _link(self, words: object, target: str) -> Markup:
        return Markup(f"[{text(words)}]({paths.relative(self._page, target)})")

    def _system(self, id: str) -> Markup:
        return self._link(self._landscape.names[id], paths.home(id))

    def _systems(self, ids: Iterable[str]) -> Markup:
        return listed(map(self._system, dict.fromkeys(ids)))

    def _parts(self, same: Iterable[Crossing], system: str) -> Markup:
        """The components of a system at which these end, as far as it says so."""
        names = {c.id: c.name for m in self._landscape.systems if m.id == system for c in m.components}
        parts = dict.fromkeys(part for c in same if (part := c.part_in(system)))
        return Markup(", ").join(self._link(names[part], paths.component_file(system, part)) for part in parts)


def _alike(crossings: Iterable[Crossing]) -> list[list[Crossing]]:
    """Those that say the same of the same two systems, together."""
    found: dict[tuple[str, str, str, str], list[Crossing]] = {}
    for c in crossings:
        found.setdefault((c.source, c.target, c.kind.value, c.label.lower()), []).append(c)
    return list(found.values())


def _said(same: Iterable[Crossing]) -> str:
    return " ".join(dict.fromkeys(c.says for c in same if c.says))
