"""Many of something to as much of it as a reader looks through."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any

from markupsafe import Markup

from archdeck.model import Model
from archdeck.pages import paths
from archdeck.pages.tables import table

CARDS = 24  # systems that are shown with their pictures; more are a table
NAMED = 40  # things in a line that are named; of more it is said how many they are
PICTURED = 100  # systems in a picture of all: with more there is nothing that can be read
Link = Callable[..., Markup]


def listed(links: Iterable[Markup]) -> Markup:
    """Links in a line, and how many there are besides."""
    some = list(links)
    more = [Markup(f"and {len(some) - NAMED} more")] if len(some) > NAMED else []
    return Markup(", ").join([*some[:NAMED], *more])


def by_source(models: Iterable[Model], link: Link) -> list[tuple[str, Markup]]:
    """Systems as tables, one for those of each source, and before that of the project's own, whose name is ''."""
    parted = sorted(models, key=lambda m: m.id.partition(".")[0] if "." in m.id else "")
    groups = groupby(parted, key=lambda m: m.id.partition(".")[0] if "." in m.id else "")
    return [(source, _table(list(some), link)) for source, some in groups]


def _table(models: Sequence[Model], link: Link) -> Markup:
    rows: Iterable[Sequence[Any]] = (
        (
            link(model.name, paths.system_page(model)),
            model.summary or model.title,
            model.owner,
            Markup(" · ").join(link(here.name, paths.environment_page(model, here)) for here in model.environments),
            len(model.components),
        )
        for model in models
    )
    return table(["System", "What it is", "Owner", "Environments", "Components"], rows)
