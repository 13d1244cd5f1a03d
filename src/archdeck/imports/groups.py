"""Resources to what a person calls one component: the resource itself with its copies, policies, groups of rules and
logs.

A component is known by the base address of its first resource.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from archdeck.imports.found import Left
from archdeck.imports.resources import Resource, Stock
from archdeck.imports.services import Service, catalogued, kind_of, service
from archdeck.model import Scope

# `web-1`, `nat_b`, `NatGatewayA`, `Server2`: a name, and which of several it is.
_NTH = re.compile(
    r"(?:[-_ ]?[0-9]+|[-_ ](?:[aA][zZ])?-?[a-fA-F0-9]|(?<=[a-z])[A-F]|[-_ ](?:one|two|three|first|second|third)"
    r"|(?<=[a-z])(?:One|Two|Three|First|Second|Third))$"
)
# `PublicSubnet1NATGateway`: of which subnet or zone it is, in the middle.
_OF_NTH = re.compile(r"(?<=[Ss]ubnet)[0-9]+(?=[A-Z])")
_NOT_AT_ALL = Service(left="")


def stem(name: str) -> str:
    """The name without which of several it is."""
    return _NTH.sub("", _OF_NTH.sub("", name))


@dataclass(frozen=True)
class Group:
    """A component with its resources: those that are it, and the parts that belong to it alone or with others."""

    key: str
    kind: str
    entry: Service
    own: tuple[Resource, ...]
    parts: tuple[Resource, ...] = ()


class Groups:
    """All of a stock: what is a component, and which components a resource belongs to."""

    def __init__(self, stock: Stock):
        self.stock = stock
        self.by_address = {one.address: one for one in stock.resources}
        self.by_base: dict[str, list[Resource]] = {}
        for one in stock.resources:
            self.by_base.setdefault(one.base, []).append(one)
        self._incoming: dict[str, list[tuple[str, Resource]]] = {}
        for one in stock.resources:
            for ref in one.refs:
                self._incoming.setdefault(self._base(ref.to), []).append((ref.path, one))
        self._owners: dict[str, frozenset[str]] = {}
        self.key_of = self._keys()

    def _base(self, address: str) -> str:
        found = self.by_address.get(address)
        return found.base if found else address

    def entry(self, resource: Resource) -> Service:
        """What it is; for what nobody knows, nothing at all."""
        return service(resource.type) or _NOT_AT_ALL

    def is_component(self, resource: Resource) -> bool:
        entry = self.entry(resource)
        return bool(entry.kind) and not (entry.unless and self._named(resource, entry.unless))

    def _named(self, resource: Resource, paths: tuple[str, ...]) -> list[Resource]:
        return [one for to in resource.named(*paths) for one in self.at(to)]

    def at(self, address: str) -> list[Resource]:
        """The resources at an address: one, or all copies."""
        one = self.by_address.get(address)
        return [one] if one else self.by_base.get(address, [])

    def meant(self, resource: Resource, address: str) -> list[Resource]:
        """The resources that one means by an address: of as many copies as there are of itself, the one like it."""
        some = self.at(address)
        alike = [one for one in some if resource.copy and one.copy == resource.copy]
        return alike if alike and len(some) == len(self.by_base.get(resource.base, [])) else some

    # ---- components

    def _keys(self) -> dict[str, str]:
        """The component of each resource that is one, by base."""
        keys: dict[str, str] = {}
        alike: dict[tuple[str, str, str], str] = {}
        for base, some in self.by_base.items():
            first = some[0]
            entry = self.entry(first)
            if not self.is_component(first):
                continue
            kind = kind_of(first, entry)
            if entry.together:
                keys[base] = alike.setdefault((kind, "", ""), base)
            elif catalogued()[kind].scope is Scope.ZONAL and (common := stem(first.name)):
                keys[base] = alike.setdefault((kind, base.rpartition(".")[0].rpartition(".")[0], common.lower()), base)
            else:
                keys[base] = base
        for base, some in self.by_base.items():
            if base in keys:
                for first in self._named(some[0], self.entry(some[0]).copy_of):
                    keys[base] = keys.get(first.base, keys[base])
        return keys

    @cached_property
    def components(self) -> dict[str, Group]:
        """All components by their key, in the order of the source."""
        own: dict[str, list[Resource]] = {}
        parts: dict[str, list[Resource]] = {}
        for one in self.stock.resources:
            owners = self.owners(one)
            if owners == {self.key_of.get(one.base)}:
                own.setdefault(self.key_of[one.base], []).append(one)
            else:
                for key in owners:
                    parts.setdefault(key, []).append(one)
        return {key: self._group(key, some, parts.get(key, [])) for key, some in own.items()}

    def _group(self, key: str, own: list[Resource], parts: list[Resource]) -> Group:
        entry = self.entry(own[0])
        kind = next(
            (kind for path, kind in entry.named_by.items() if self._is_named(own[0], path)), kind_of(own[0], entry)
        )
        return Group(key, kind, entry, tuple(own), tuple(parts))

    def _is_named(self, resource: Resource, path: str) -> bool:
        """Whether something names it at a path."""
        return any(where.split(".")[0] == path for where, _ in self._incoming.get(resource.base, ()))

    # ---- parts

    def owners(self, resource: Resource) -> frozenset[str]:
        """The components that a resource is, or belongs to."""
        if resource.base not in self._owners:
            self._owners[resource.base] = frozenset(self._found(resource, set())) or self._reached(resource)
            if not self._owners[resource.base] and self.entry(resource).alone and not self._of_a_setting(resource):
                self.key_of[resource.base] = resource.base
                self._owners[resource.base] = frozenset({resource.base})
        return self._owners[resource.base]

    def _of_a_setting(self, resource: Resource) -> bool:
        """Whether something that is no box has it: the logs of what a network lets through."""
        return any(self.entry(one).left for _, one in self._incoming.get(resource.base, ()))

    def _found(self, resource: Resource, seen: set[str]) -> Iterator[str]:
        if resource.base in seen:
            return
        seen.add(resource.base)
        if resource.base in self.key_of:
            yield self.key_of[resource.base]
            return
        entry = self.entry(resource)
        paths = entry.unless or entry.part
        if paths is None:
            if service(resource.type) is None:
                yield from self._only(resource)
            return
        said = [key for one in self._named(resource, paths) for key in self._found(one, seen)] if paths else []
        yield from said or self._from_incoming(resource, seen)

    def _reached(self, resource: Resource) -> frozenset[str]:
        """Of a part that is nobody's, as a role that an interface takes on: the one component that it or its policies
        name."""
        if self.entry(resource).part is None or resource.base in self.key_of:
            return frozenset()
        others = [one for _, one in self._incoming.get(resource.base, ()) if self.entry(one).part is not None]
        return next((found for one in (resource, *others) if (found := frozenset(self._only(one)))), frozenset())

    def _from_incoming(self, resource: Resource, seen: set[str]) -> Iterator[str]:
        """What names a part has it; not another part of its sort, nor what only leads somewhere."""
        for path, one in self._incoming.get(resource.base, ()):
            entry, first = self.entry(one), path.split(".")[0]
            if one.type != resource.type and (entry.kind or entry.part is not None) and first not in entry.behind:
                yield from self._found(one, seen)
            elif entry.wire and first not in (*entry.wire["from"], *entry.wire["to"]):
                for start in self._named(one, tuple(entry.wire["from"])):
                    yield from self._found(start, seen)

    def _only(self, resource: Resource) -> Iterator[str]:
        """Of a type that nobody knows: the one component that it names."""
        named = {self.key_of[base] for ref in resource.refs if (base := self._base(ref.to)) in self.key_of}
        if len(named) == 1:
            yield from named

    def left(self) -> Iterator[Left]:
        """What is no component, no part and nothing that leads anywhere."""
        yield from self.stock.left
        for one in self.stock.resources:
            known = service(one.type)
            if known is None:
                if not self.owners(one):
                    yield Left(one.address, f"nobody knows what {one.type} is here")
            elif known.left:
                yield Left(one.address, known.left)
            elif known.part is not None and not self.owners(one):
                yield Left(one.address, "it belongs to no component of this source")
