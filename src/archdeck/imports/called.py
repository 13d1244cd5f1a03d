"""What people call a thing in a picture, a tag or a technology to a kind of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from archdeck.imports.services import catalogued
from archdeck.language import PlaceKind
from archdeck.model import kinds

_MAKERS = re.compile(
    r"^(amazon web services|microsoft azure|google cloud platform|google cloud|amazon|aws|azure|gcp|google)\b[ -]*"
)
_FRAMES = {
    PlaceKind.REGION: ("region",),
    PlaceKind.VPC: ("vpc", "virtual private cloud", "virtual private cloud vpc", "virtual network", "vnet"),
    PlaceKind.ZONE: ("availability zone", "zone", "az"),
    PlaceKind.PUBLIC_SUBNET: ("public subnet",),
    PlaceKind.PRIVATE_SUBNET: ("private subnet",),
    PlaceKind.SUBNET: ("subnet", "security group subnet"),
    PlaceKind.ACCOUNT: ("account", "aws account", "subscription", "project"),
    PlaceKind.CLOUD: ("cloud", "aws cloud", "aws cloud alt", "amazon web services", "microsoft azure", "google cloud"),
    PlaceKind.DATA_CENTER: ("corporate data center", "data center", "on premise", "on premises", "datacenter"),
    PlaceKind.CLUSTER: ("cluster", "kubernetes cluster", "ecs cluster", "eks cluster"),
}
_PLAIN = ("Generic", "People and clients", "Infrastructure")
# A word that nobody has for anything else: of several capitals or with a number, and some services with names.
_OWN_WORD = re.compile(
    r"[A-Z][a-z]*[A-Z0-9]|^(Lambda|Fargate|Kinesis|Athena|Redshift|Cognito|Aurora|Firehose|SageMaker|Bedrock|Route)$"
)
_REGIONS = re.compile(r"[a-z]{2}(-gov)?-[a-z]+-[0-9]")
_ZONES = re.compile(r"[a-z]{2}(-gov)?-[a-z]+-[0-9][a-f]")


def plain(text: str) -> str:
    """Small letters and digits in words, the maker first left out: `Amazon Web Services - RDS` to `rds`."""
    words = " ".join(re.findall(r"[a-z0-9]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).lower()))
    return _MAKERS.sub("", words).strip() or words


def kind_called(*names: str, cloud: str = "") -> str:
    """The kind that one of these names is that of: of an icon, a tag, a technology; of one cloud where that is known.
    What is plain, as *Database*, counts where no other does; '' where none is a name."""
    found = [kind for name in names if (kind := _whole(name, _names(cloud)))]
    return next((kind for kind in found if catalogued()[kind].category not in _PLAIN), found[0] if found else "")


def kind_meant(words: str) -> str:
    """The kind that free words mean, as they stand in a box: `orders DynamoDB`, `Users`, `Redis`. A service of a cloud
    only where its maker is named or the word is its own: *Billing* is none, nor is *Job board*; '' for those."""
    if kind := _whole(words, _names("") if _MAKERS.match(words.lower()) else _plain_names()):
        return kind
    written = re.findall(r"[A-Za-z0-9]+", words)
    for size in range(min(4, len(written)), 0, -1):
        for part in (written[:size], written[-size:]):
            word = plain(" ".join(part))
            if (kind := _plain_names().get(word, "")) and catalogued()[kind].category not in _PLAIN:
                return kind
            if (kind := _names("").get(word, "")) and any(map(_OWN_WORD.search, part)):
                return kind
    return ""


def _whole(text: str, names: Mapping[str, str]) -> str:
    words = plain(text)
    bare = re.sub(r"\s+", " ", re.sub(r"\b[0-9]+\w*\b", "", words)).strip()
    tried = (words, words.removesuffix("s"), bare, bare.removesuffix("s"))
    return next((names[word] for word in tried if word and word in names), "")


@cache
def _plain_names() -> Mapping[str, str]:
    """The names of what belongs to no cloud and to no cluster."""
    return _named([kind.id for kind in kinds() if "." not in kind.id])


@cache
def _names(cloud: str) -> Mapping[str, str]:
    """Every name of every kind; of those of other clouds none, where one is meant."""
    return _named([kind.id for kind in kinds() if not cloud or kind.id.partition(".")[0] in (cloud, kind.id)])


def _named(ids: list[str]) -> Mapping[str, str]:
    """The kinds by their names in plain words; what one is only known as comes after what another is called."""
    found: dict[str, str] = {}
    for names in (_called, _known):
        for id in ids:
            for name in names(id):
                found.setdefault(plain(name), id)
    return found


def _called(id: str) -> Iterator[str]:
    kind = catalogued()[id]
    yield from (kind.name, kind.id.partition(".")[2] or kind.id, *(a.rpartition(".")[2] for a in kind.aliases))
    yield from (name.rpartition(".")[2] for name in kind.classes)


def _known(id: str) -> Iterator[str]:
    """Of services of clouds too little: `db` is no RDS."""
    yield from catalogued()[id].known_as if "." not in id else ()


def frame_called(*texts: str) -> PlaceKind | None:
    """The sort of place that one of these texts means; None where none does."""
    for text in texts:
        words = plain(text)
        if _REGIONS.fullmatch(text.strip().lower()):
            return PlaceKind.REGION
        if _ZONES.fullmatch(text.strip().lower()):
            return PlaceKind.ZONE
        lower = " ".join(re.findall(r"[a-z0-9]+", text.lower()))
        for kind, names in _FRAMES.items():
            if (
                words in names
                or lower in names
                or any(re.fullmatch(rf"{name}( [a-z0-9]{{1,3}})?", words) for name in names)
            ):
                return kind
    return None
