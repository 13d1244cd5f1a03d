"""A model to what Acme has against it."""

from __future__ import annotations

from collections.abc import Iterator

from archdeck.extending import Evidence, Explanation, Model, Pillar, Rule, Severity, found


def _two_ledgers(model: Model) -> Iterator[Evidence]:
    ledgers = [component for component in model.components if component.kind.id == "acme.ledger"]
    for ledger in ledgers[1:]:
        yield found(f"{ledger.id!r} is a second ledger beside {ledgers[0].id!r}", ledger)


RULES = (
    Rule(
        "acme-one-ledger",
        Pillar.OPERATIONAL_EXCELLENCE,
        Severity.WARNING,
        "Two ledgers",
        "keep one set of books",
        _two_ledgers,
        Explanation(
            why="Books that are kept twice do not agree.",
            looks_at="Components of kind `acme.ledger`: whether there are several in a system.",
            fix="Leave one.",
        ),
    ),
)
