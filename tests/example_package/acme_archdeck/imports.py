"""Acme's inventory, a table of machines, to a model."""

from __future__ import annotations

import csv

from archdeck.extending import Deployment, Found, Lead, Left, Reader, Run, Source, Thing


def rows(source: Source) -> list[dict[str, str]]:
    return [row for text in source.texts.values() for row in csv.DictReader(text.splitlines())]


def reads(source: Source) -> bool:
    return all(text.startswith("machine,does,calls") for text in source.texts.values())


def found(source: Source) -> Found:
    """A machine that does something is a component; what it calls is a relation."""
    known = [row for row in rows(source) if row["does"]]
    return Found(
        things=tuple(Thing(row["machine"], row["machine"], "server", (row["machine"],), row["does"]) for row in known),
        leads=tuple(Lead(row["machine"], row["calls"], addresses=(row["machine"],)) for row in known if row["calls"]),
        deployments=(Deployment("", (), tuple(Run(row["machine"], "") for row in known)),),
        left=tuple(Left(row["machine"], "it does nothing") for row in rows(source) if not row["does"]),
    )


inventory = Reader("the inventory of Acme's machines, as CSV", reads, found)
