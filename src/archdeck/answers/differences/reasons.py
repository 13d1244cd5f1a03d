"""Two environments to why a thing differs between them, as the model states it: the same in both directions.

What one of them inherits from the other explains nothing; what the one that extends the other says of itself does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from archdeck.model import Component, Environment, Instance, Overlay, Place, Relation


@dataclass(frozen=True)
class Reasons:
    one: Environment
    other: Environment
    overlays: tuple[Overlay, ...]

    def of(self, what: str, id: str) -> tuple[str, bool]:
        """The reason, and whether it is that of the whole environment."""
        own = self._own(what, id)
        return (own, False) if own else (self.general, bool(self.general))

    @cached_property
    def general(self) -> str:
        """Why the environments differ at all."""
        return _together(e.because for e in self._speaking)

    def name(self, what: str, id: str) -> str:
        """As people say it; the same whichever environment comes first."""
        names = [name for e in (self.one, self.other) if (name := _name(e, what, id, self.overlays))]
        return min(names, default=id)

    @cached_property
    def _speaking(self) -> tuple[Environment, ...]:
        """Whose reasons count: the environment that extends the other, the later of one and the same, else both."""
        if self.one.id in (self.other.id, *self.other.bases):
            return (self.other,)
        return (self.one,) if self.other.id in self.one.bases else (self.one, self.other)

    def _own(self, what: str, id: str) -> str:
        if what == "relation":
            return self._of_ends(id)
        said = {e.id + str(n): _said(e, what, id) for n, e in enumerate((self.one, self.other))}
        mine, yours = said.values()
        for here, there in zip(mine, yours, strict=True):
            if here != there:
                counted = [words for e, words in ((self.one, here), (self.other, there)) if e in self._speaking]
                if found := _together(counted):
                    return found
        return ""

    def _of_ends(self, id: str) -> str:
        """A relation is gone because one of its ends is."""
        relation = _relation(self.one, id) or _relation(self.other, id)
        if not relation:
            places = _between_places(self.one, id) or _between_places(self.other, id)
            return _together(self._own("place", end.id) for end in places if isinstance(end, Place))
        running = [{i.component.id for i in e.instances if i.count > 0} for e in (self.one, self.other)]
        ends = [c.id for c in (relation.source, relation.target) if (c.id in running[0]) != (c.id in running[1])]
        return _together(self._own("component", end) for end in ends)


def _said(environment: Environment, what: str, id: str) -> tuple[str, ...]:
    """What an environment says of a thing, the nearest first; '' where it says nothing."""
    if what == "place":
        return (next((p.because for p in environment.places if p.id == id), ""),)
    if what == "component":
        some = [i for i in environment.instances if i.component.id == id]
        return environment.missing.get(id, ""), _together(i.because for i in some)
    if what == "instance":
        component, _, place = id.rpartition("--")
        here = _instance(environment, id)
        around = next((p.because for p in environment.places if component and p.id == place), "")
        return here.because if here else "", around
    return ("",)


def _instance(environment: Environment, id: str) -> Instance | None:
    return next((i for i in environment.instances if i.id == id), None)


def _relation(environment: Environment, id: str) -> Relation | None:
    return next((r for r in environment.relations if r.id == id), None)


def _between_places(environment: Environment, id: str) -> tuple[Place | Component, ...]:
    """What a relation joins of which an end is a place; nothing where it joins components."""
    link = next((k for k in environment.place_links if k.relation.id == id), None)
    return tuple(e.component if isinstance(e, Instance) else e for e in (link.source, link.target)) if link else ()


def _name(environment: Environment, what: str, id: str, overlays: tuple[Overlay, ...]) -> str:
    if what == "instance":
        found = _instance(environment, id)
        return (
            (f"{found.component.name} in {found.place.name}" if found.place else found.component.name) if found else ""
        )
    if what == "relation":
        relation = _relation(environment, id)
        ends = (relation.source, relation.target) if relation else _between_places(environment, id)
        return " to ".join(end.name for end in ends)
    places, components = {p.id: p.name for p in environment.places}, {c.id: c.name for c in environment.components}
    names = {"place": places, "component": components, "overlay": {o.id: o.name for o in overlays}}
    return names[what].get(id, "")


def _together(reasons: Iterable[str]) -> str:
    """Every reason once, in an order that does not depend on which environment comes first."""
    return " / ".join(sorted({reason.strip() for reason in reasons if reason.strip()}))
