"""A source to whoever reads it: the table of readers, and which of them a source is for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from archdeck.imports import cloudformation, terraform
from archdeck.imports.added import added_readers
from archdeck.imports.cloud import understood
from archdeck.imports.found import Found, UnreadableSource
from archdeck.imports.resources import Stock
from archdeck.imports.source import Source


@dataclass(frozen=True)
class Reader:
    """`reads` tells whether a source is of this sort, and never fails; `found` gives what is in it, or fails with
    UnreadableSource."""

    says: str
    reads: Callable[[Source], bool]
    found: Callable[[Source], Found]


def _of_documents(reads: Callable[[object], bool], stock: Callable[[object, str], Stock]) -> dict[str, Callable[[Source], object]]:
    """A reader of resources from how it reads one document."""

    def found(source: Source) -> Found:
        stocks = [stock(document, name) for name, document in source.documents if reads(document)]
        return understood(
            Stock(
                tuple(one for some in stocks for one in some.resources),
                tuple(one for some in stocks for one in some.left),
                next((some.region for some in stocks if some.region), ""),
                next((some.title for some in stocks if some.title), ""),
            )
        )

    return {"reads": lambda source: any(reads(document) for _, document in source.quietly()), "found": found}


READERS: dict[str, Reader] = {
    "terraform": Reader("`terraform show -json` of a plan or a state", **_of_documents(terraform.reads, terraform.stock)),
    "cloudformation": Reader(
        "templates of CloudFormation, also as CDK and SAM make them", **_of_documents(cloudformation.reads, cloudformation.stock)
    ),
}


@cache
def readers() -> dict[str, Reader]:
    """All readers by name: our own, and those that other packages add."""
    return READERS | added_readers(READERS, Reader)


def reader_of(source: Source, wished: str = "") -> str:
    """The name of the reader for a source; UnreadableSource where there is none."""
    if wished:
        return wished
    found = next((name for name, reader in readers().items() if reader.reads(source)), "")
    if not found:
        source.documents  # noqa: B018 - says where it is neither JSON nor YAML
        known = "; ".join(f"{name}: {reader.says}" for name, reader in readers().items())
        raise UnreadableSource(f"{source.name}: this is nothing that can be imported. What can is {known}")
    return found
