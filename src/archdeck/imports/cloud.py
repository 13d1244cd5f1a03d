"""Resources of a cloud to what a person would model of them: components with all that belongs to them, places, and what
leads where."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from archdeck.imports.found import Deployment, Found, Thing
from archdeck.imports.groups import Group, Groups, stem
from archdeck.imports.leading import INTERNET, Leading, outside
from archdeck.imports.outward import placing_leads
from archdeck.imports.placing import Placing
from archdeck.imports.resources import Resource, Stock

# Who may do what: its `version` is that of a language of policies.
_PERMISSIONS = re.compile(r"_iam_|::IAM::")
# Names that say nothing: what is called so is called as its kind is.
_NAMELESS = re.compile(r"(this|main|default|example|self|resource|primary|my|the|current|it)\d*", re.I)


def understood(stock: Stock) -> Found:
    """All of a stock."""
    groups = Groups(stock)
    components = groups.components
    leading = Leading(groups)
    placing = Placing(groups)
    placing_leads(placing, leading)
    leading.from_outside()
    modules = Counter(_module(key) for key in components)
    things = [*leading.internet(), *(_thing(group, leading, modules) for group in components.values())]
    runs = [run for group in components.values() for run in placing.runs(group)]
    runs += [outside() for thing in things if thing.address == INTERNET]
    ran = {run.place for run in runs}
    places = tuple(place for place in placing.places.values() if _holds(place.address, placing, ran))
    left = (*groups.left(), *leading.unused)
    leads = tuple(leading.leads.values())
    return Found(
        tuple(things), leads, (Deployment("", places, tuple(runs)),), tuple(dict.fromkeys(left)), "", stock.title
    )


def _holds(address: str, placing: Placing, ran: set[str]) -> bool:
    """Whether anything runs in a place: empty frames tell nobody anything."""
    return address in ran or any(
        place.within == address and _holds(place.address, placing, ran) for place in placing.places.values()
    )


def _module(key: str) -> str:
    """The innermost module of an address."""
    return next(iter(re.findall(r"module\.([^.]+)", key)[::-1]), "")


def _thing(group: Group, leading: Leading, modules: Counter[str]) -> Thing:
    several = len({one.base for one in group.own}) > 1
    name = stem(group.own[0].name) if several else group.own[0].name
    if _NAMELESS.fullmatch(name) or group.entry.together:
        name = _module(group.key) if modules[_module(group.key)] == 1 else ""
    addresses = dict.fromkeys(one.address for one in (*group.own, *group.parts))
    return Thing(
        group.key,
        name,
        group.kind,
        tuple(addresses),
        config=dict(_settings(group)) | leading.settings.get(group.key, {}),
    )


def _settings(group: Group) -> Iterator[tuple[str, str]]:
    """The settings worth knowing, of the resource itself or else of the first part that has them."""
    for name, paths in group.entry.config.items():
        for one in (*group.own[:1], *(part for part in group.parts if not _PERMISSIONS.search(part.type))):
            text = next((text for path in paths if (text := _setting(one, path))), "")
            if text:
                yield name, text
                break


def _setting(one: Resource, path: str) -> str:
    if ".." in path:
        low, _, high = path.partition("..")
        both = one.at(low), one.at(high)
        return "" if None in both else f"{both[0]} to {both[1]}"
    return _shown(one.at(path))


def _shown(value: Any) -> str:
    if isinstance(value, bool) or value in ("true", "false"):
        return "yes" if value in (True, "true") else "no"
    return " ".join(str(value).split())[:200] if isinstance(value, str | int | float) else ""
