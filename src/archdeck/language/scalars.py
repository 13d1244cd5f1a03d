"""One scalar of the language, as text, to a checked value: ids, texts, durations and days."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
SYSTEM_PATTERN = rf"{ID_PATTERN[:-1]}(\.{ID_PATTERN[1:-1]})*$"  # `ledger`, or `payments.ledger` of a source
END_PATTERN = rf"{ID_PATTERN[:-1]}( in {ID_PATTERN[1:-1]})?$"  # `web`, or `web in us-east-1a`
STEP_PATTERN = r"^[0-9]+[a-z]?$"
LONGEST_ID, LONGEST_VIEW_ID = 64, 160  # a view may have two ids in its own, and all of it is in the name of a file
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=LONGEST_ID)]
SystemId = Annotated[str, StringConstraints(pattern=SYSTEM_PATTERN, max_length=2 * LONGEST_ID + 1)]
EndId = Annotated[str, StringConstraints(pattern=END_PATTERN, max_length=2 * LONGEST_ID + 4)]
ViewId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$", max_length=LONGEST_VIEW_ID)]
KindId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$")]
StepId = Annotated[str, StringConstraints(pattern=STEP_PATTERN, max_length=8)]
LONGEST_LINE, LONGEST_TEXT = 400, 20_000  # what stands beside a box or in a heading, and what pages and notes tell
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_LINE)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_TEXT)]


def _share(text: str) -> str:
    if not re.fullmatch(r"([1-9][0-9]{0,5}|(100|[1-9]?[0-9])(\.[0-9]+)? ?%)?", text):
        raise ValueError(f"{text!r} is neither a number nor a share: write 2, or 50 %")
    return text


Share = Annotated[Text, AfterValidator(_share), Field(json_schema_extra={"examples": ["2", "50 %"]})]


def _percentage(text: str) -> str:
    if text and not (re.fullmatch(r"(100(\.0+)?|[0-9]{1,2}(\.[0-9]{1,12})?) ?%", text) and percent(text)):
        raise ValueError(f"{text!r} is no availability: write a percentage above 0, as in 99.95 %")
    return text


def percent(text: str) -> Fraction:
    """The share in `99.95 %`: exactly what is written, so that sums of shares are exact too."""
    return Fraction(text.removesuffix("%").strip()) / 100


Percentage = Annotated[Text, AfterValidator(_percentage), Field(json_schema_extra={"examples": ["99.95 %"]})]
LONGEST_S = 100 * 365.25 * 86400  # no system is promised for longer
_UNITS = {"ms": 0.001, "s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600, "d": 86400, "w": 604800}


def seconds(text: str) -> float:
    """The seconds in `90s`, `15m`, `1.5h`, `1h30m`; ValueError for anything else, and for more than a hundred years."""
    parts = re.findall(r"([0-9]+(?:\.[0-9]+)?)\s*([a-z]+)", text.strip())
    if (
        not parts
        or "".join(n + u for n, u in parts) != re.sub(r"\s+", "", text)
        or any(u not in _UNITS for _, u in parts)
    ):
        raise ValueError(f"{text!r} is not a duration: write a number and a unit, as in 500ms, 90s, 15m, 12h or 1d")
    found = sum(float(number) * _UNITS[unit] for number, unit in parts)
    if found > LONGEST_S:
        few = text if len(text) <= 20 else f"{text[:20]}…"
        raise ValueError(f"{few!r} is more than a hundred years")
    return found


def duration(seconds: float) -> str:
    """`1 min 30 s`, `12 h`, `0 s`; what is under a second in milliseconds."""
    if 0 < seconds < 1:
        return f"{seconds * 1000:g} ms"
    words = []
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        whole, seconds = divmod(seconds, size)
        words += [f"{whole:g} {unit}"] if whole else []
    return " ".join([*words, f"{seconds:g} s"] if seconds or not words else words)


def _duration(text: str) -> str:
    seconds(text)
    return text


Duration = Annotated[
    str, AfterValidator(_duration), Field(json_schema_extra={"examples": ["500ms", "90s", "15m", "1d"]})
]


def _day(text: str) -> str:
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is no day: write year, month and day, as in 2027-03-31") from None
    return text


Day = Annotated[str, AfterValidator(_day), Field(json_schema_extra={"examples": ["2027-03-31"]})]
