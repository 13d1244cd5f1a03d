"""A tree, with its environments in full, to the empty values in it that mean nothing."""

from __future__ import annotations

from collections.abc import Iterator

from archdeck.language.located import Branch, Node, Scalar
from archdeck.language.problems import Location, quoted

MEANT = ("runs", "without", "met_by", "tiers", "places")  # below these an empty value says what a name alone says


def idle_nulls(tree: Branch) -> Iterator[tuple[Location, str]]:
    """Where a key is set to nothing that would be the same without it, once for all environments that inherit it. A
    section that is still empty is none."""
    found: dict[Location, str] = {}
    for section in tree.entries.values():
        for where, key in _inside(section.value, section.key):
            found.setdefault(where, f"{quoted(key)} is set to nothing, which changes nothing; delete the line")
    yield from found.items()


def _inside(node: Node, above: str) -> Iterator[tuple[Location, str]]:
    for entry in node.entries.values() if isinstance(node, Branch) else ():
        if isinstance(entry.value, Scalar) and entry.value.text is None and above not in MEANT:
            yield entry.where, entry.key
        yield from _inside(entry.value, entry.key)
