"""The arrows of large buses to the few of them that show where the others run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from archdeck.views import Arrow

MANY = 12  # arrows of a bus from which on those of one source and to one target show where the others run


def without_followers(arrows: Iterable[Arrow]) -> tuple[Arrow, ...]:
    """The arrows but those of large buses that run where others do."""
    some = tuple(arrows)
    led = leaders(some)
    leading = {a.id for found in led.values() for a in found}
    return tuple(a for a in some if a.bundle not in led or a.id in leading) if led else some


def leaders(arrows: Iterable[Arrow]) -> dict[str, list[Arrow]]:
    """The arrows of each large bus that are laid, by its name: all of its first source, and all to its first target."""
    buses: dict[str, list[Arrow]] = defaultdict(list)
    for a in arrows:
        if a.bundle:
            buses[a.bundle].append(a)
    found = {}
    for bus, some in buses.items():
        first = some[0]
        hubs = {first.source} if first.both else {first.source, first.target}
        if len(some) > MANY:
            found[bus] = [a for a in some if a.source in hubs or a.target in hubs]
    return found
