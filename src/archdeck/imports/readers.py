"""A source to whoever reads it: the table of readers, and which of them a source is for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from archdeck.imports import cloudformation, compose, drawio, kubernetes, mermaid, structurizr, terraform
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


def _of_resources(says: str, reads: Callable[[Any], bool], stock: Callable[[Any, str], Stock]) -> Reader:
    """A reader of what is built, from how it tells and reads one document."""

    def found(source: Source) -> Found:
        stocks = [stock(document, name) for name, document in source.documents if reads(document)]
        return understood(_joined(stocks))

    return Reader(says, lambda source: any(reads(document) for _, document in source.quietly()), found)


def _joined(stocks: list[Stock]) -> Stock:
    """Several as one; the first Region and title that are said are those of all."""
    return Stock(
        tuple(one for some in stocks for one in some.resources),
        tuple(one for some in stocks for one in some.left),
        next((some.region for some in stocks if some.region), ""),
        next((some.title for some in stocks if some.title), ""),
    )


READERS: dict[str, Reader] = {
    "terraform": _of_resources("`terraform show -json` of a plan or a state", terraform.reads, terraform.stock),
    "cloudformation": _of_resources(
        "templates of CloudFormation, also as CDK and SAM make them", cloudformation.reads, cloudformation.stock
    ),
    "kubernetes": Reader("manifests of Kubernetes, also of `helm template`", kubernetes.reads, kubernetes.found),
    "compose": Reader("files of Docker Compose", compose.reads, compose.found),
    "structurizr": Reader("the JSON of a workspace of Structurizr", structurizr.reads, structurizr.found),
    "drawio": Reader("files of draw.io", drawio.reads, drawio.found),
    "mermaid": Reader("flowcharts of Mermaid", mermaid.reads, mermaid.found),
}


@cache
def all_readers() -> dict[str, Reader]:
    """All readers by name: our own, and those that other packages add."""
    return READERS | added_readers(READERS, Reader)


def found_by(reader: str, source: Source) -> Found:
    """What a reader finds; UnreadableSource where it cannot."""
    try:
        return all_readers()[reader].found(source)
    except RecursionError:
        raise UnreadableSource(f"{source.name}: it is nested too deeply") from None


def reader_of(source: Source, wished: str = "") -> str:
    """The name of the reader for a source; UnreadableSource where there is none."""
    if wished:
        return wished
    found = next((name for name, reader in all_readers().items() if reader.reads(source)), "")
    if not found:
        source.documents  # noqa: B018 - says where it is neither JSON nor YAML
        known = "; ".join(f"{name}: {reader.says}" for name, reader in all_readers().items())
        raise UnreadableSource(f"{source.name}: this is nothing that can be imported. What can is {known}")
    return found
