"""Ids to what stands in pictures and on pages, and other guesses at what was left out."""

from __future__ import annotations

import re

from archdeck.language import Stage, spelt

_STAGES = (
    (re.compile(r"dev|test|sandbox|local"), Stage.DEVELOPMENT),
    (re.compile(r"stag|uat|preprod|pre-prod|qa$"), Stage.STAGING),
    (re.compile(r"dr$|dr-|disaster"), Stage.DISASTER_RECOVERY),
)


def name_of(id: str) -> str:
    """`web-servers` -> `Web servers`, `order-api` -> `Order API`."""
    text = " ".join(map(spelt, id.split("-")))
    return text[:1].upper() + text[1:]


def stage_of(id: str) -> Stage:
    """What an environment is, by its id; production if it does not say."""
    return next((stage for pattern, stage in _STAGES if pattern.match(id)), Stage.PRODUCTION)


def unique(id: str, taken: set[str]) -> str:
    """The id, or the id with the first number that makes it new."""
    number, found = 2, id
    while found in taken:
        found, number = f"{id}-{number}", number + 1
    taken.add(found)
    return found
