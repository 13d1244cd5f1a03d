"""Numbers of steps to what is written of several, and back, and the letters of arrows that find no way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from string import ascii_uppercase


def in_order(steps: str) -> str:
    """Step numbers in their order, three and more in a row as the first and the last of them; then the letters of
    arrows that find no way."""
    numbers = sorted(set(steps.split(", ")), key=_place)
    found: list[list[str]] = []
    for n in numbers:
        if found and n.isdigit() and found[-1][-1].isdigit() and int(n) == int(found[-1][-1]) + 1:
            found[-1].append(n)
        else:
            found.append([n])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(run) for run in found)


def told_one_by_one(written: str) -> frozenset[str]:
    """The numbers that `in_order` wrote, those between the first and the last of a row, too."""
    found: set[str] = set()
    for run in written.split(", "):
        first, _, last = run.partition("–")
        found |= {str(n) for n in range(int(first), int(last) + 1)} if last else {first}
    return frozenset(found)


def _place(step: str) -> tuple[bool, int, str]:
    number = re.match("[0-9]+", step)
    return number is None, int(number[0]) if number else 0, step


def letters() -> Iterator[str]:
    """A, B … Z, AA, BB …"""
    return (letter * times for times in count(1) for letter in ascii_uppercase)
