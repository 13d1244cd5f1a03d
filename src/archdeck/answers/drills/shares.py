"""Shares of the time in which single things work to the share in which a whole works, with the formula of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from math import exp, lgamma, log

from archdeck.language import Location

MANY = 60  # units of one thing that are counted exactly; of more the sum of so small numbers is rounded
DIGITS, MOST_DIGITS = 3, 15  # of what is missing to 100 %, in words; and behind the point
ALL, ANY, WORST, SOME, CASES = "all", "any", "worst", "some", "cases"


@dataclass(frozen=True)
class Share:
    """`value` is None where nothing states it. A stated one has the line `where` it stands, or the `source` that
    publishes it; one that is missing the line of what should state it. One that is made of others has those as `parts`:
    all of them must work, any of them, as many as are `needed`, or the cases of which one is so at any time; or it is
    that of the worst."""

    value: Fraction | None
    says: str = ""
    where: Location | None = None
    source: str = ""
    parts: tuple[Share, ...] = ()
    form: str = ""
    needed: int = 0

    def lacking(self) -> tuple[Share, ...]:
        """What nothing states, and without which the whole is unknown."""
        if self.value is not None:
            return ()
        return _once(s for p in self.parts if p.value is None for s in p.lacking()) if self.parts else (self,)

    def left_out(self) -> tuple[Share, ...]:
        """What nothing states and something else stands in for, so that it counts as if it never worked."""
        if self.value is None:
            return ()
        return _once(s for p in self.parts for s in (p.left_out() if p.value is not None else p.lacking()))

    def stated(self) -> tuple[Share, ...]:
        """The shares of single things that it is made of, each once."""
        if not self.parts:
            return (self,) if self.value is not None and self.says else ()
        return _once(leaf for part in self.parts for leaf in part.stated())

    @property
    def formula(self) -> str:
        """`99.99 % × (1 − (1 − 99.5 %)²)`; nothing for what is unknown."""
        if self.value is None:
            return ""
        if not self.parts:
            return percent_of(self.value)
        known = [part for part in self.parts if part.value is not None]
        if len(known) == 1 and self.form != SOME:
            return known[0].formula
        return _FORMULAS[self.form](known, self.needed)


def _once(shares: Iterable[Share]) -> tuple[Share, ...]:
    """Each line once, whatever it is stated of."""
    return tuple({(share.says, share.where, share.source): share for share in shares}.values())


NEVER = Share(Fraction(0))
ALWAYS = Share(Fraction(1))


def all_of(shares: Iterable[Share]) -> Share:
    """What must work together; unknown where one is unknown."""
    some = tuple(shares)
    if len(some) == 1:
        return some[0]
    value: Fraction | None = Fraction(1)
    for share in some:
        value = None if value is None or share.value is None else value * share.value
    return Share(value, parts=some, form=ALL)


def any_of(shares: Iterable[Share]) -> Share:
    """What stands in for each other. What is unknown counts as if it never worked, so that it makes nothing worse."""
    some = tuple(shares)
    if len(some) == 1:
        return some[0]
    known = [share.value for share in some if share.value is not None]
    fail = Fraction(1)
    for value in known:
        fail *= 1 - value
    return Share(1 - fail if known else None, parts=some, form=ANY)


def worst_of(shares: Iterable[Share]) -> Share:
    """What somebody is led to and nobody leads him away from: that of the worst; unknown where one is unknown."""
    some = tuple(shares)
    known = [share.value for share in some if share.value is not None]
    return some[0] if len(some) == 1 else Share(min(known) if len(known) == len(some) else None, parts=some, form=WORST)


def some_of(shares: Iterable[Share], needed: int) -> Share:
    """So many of these at least; unknown where less than that are known."""
    some = tuple(sorted(shares, key=lambda share: -(share.value if share.value is not None else -1)))
    known = tuple(share.value for share in some if share.value is not None)
    return Share(_at_least(known, needed) if len(known) >= needed else None, parts=some, form=SOME, needed=needed)


@lru_cache(1000)
def _at_least(values: tuple[Fraction, ...], needed: int) -> Fraction:
    if needed == len(values) and len(values) > MANY:
        return min(values) ** len(values) if len(values) < 1000 else Fraction(float(min(values)) ** len(values))
    if len(values) > MANY:
        return _of_many(len(values), needed, float(min(values)))
    working = [Fraction(1), *[Fraction(0)] * needed]  # by how many work, the last for all that is more
    for value in values:
        top = working[-1] + working[-2] * value if needed else Fraction(1)
        working = [
            *(working[k] * (1 - value) + (working[k - 1] * value if k else 0) for k in range(needed)),
            top,
        ]
    return working[-1]


def _of_many(every: int, needed: int, worst: float) -> Fraction:
    """As if all of them were as the worst one."""
    if worst >= 1:
        return Fraction(1)

    def so_many(fail: int) -> float:
        ways = lgamma(every + 1) - lgamma(fail + 1) - lgamma(every - fail + 1)
        return exp(ways + (every - fail) * log(worst) + fail * log(1 - worst))

    less = sum(so_many(fail) for fail in range(every - needed + 1, every + 1))
    return max(Fraction(0), 1 - Fraction(less))  # exactly: what is rounded to 100 % would be claimed


def by_cases(cases: Sequence[tuple[Share, Share]]) -> Share:
    """Of cases of which one is so at any time, how often each is, and how much works then."""
    some = tuple(all_of([weight, then]) if weight is not ALWAYS else then for weight, then in cases)
    if len(some) == 1:
        return some[0]
    return Share(sum((share.value or Fraction(0) for share in some), Fraction(0)), parts=some, form=CASES)


def percent_of(value: Fraction) -> str:
    """`99.9781 %`: as many digits as say how much is missing."""
    missing = (1 - value) * 100
    if missing == 0:
        return "100 %"
    places = DIGITS
    while places < MOST_DIGITS and missing * 10**places < 10 ** (DIGITS - 1):
        places += 1
    text = str(round((100 - missing) * 10**places)).rjust(places + 1, "0")
    return f"{text[:-places]}.{text[-places:]}".rstrip("0").rstrip(".") + " %"


def _times(parts: Sequence[Share], _: int) -> str:
    return " × ".join(f"({part.formula})" if part.form == CASES else part.formula for part in parts)


def _redundant(parts: Sequence[Share], _: int) -> str:
    failing = [(text, len(list(alike))) for text, alike in groupby(part.formula for part in parts)]
    return f"(1 − {' × '.join(f'(1 − {text}){_power(number)}' for text, number in failing)})"


def _power(number: int) -> str:
    return "" if number == 1 else str(number).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _least(parts: Sequence[Share], _: int) -> str:
    return f"min({', '.join(dict.fromkeys(part.formula for part in parts))})"


def _enough(parts: Sequence[Share], needed: int) -> str:
    at = " or ".join(dict.fromkeys(part.formula for part in parts))
    return f"(at least {needed} of {len(parts)} at {at})"


def _cases(parts: Sequence[Share], _: int) -> str:
    return " + ".join(part.formula for part in parts)


_FORMULAS = {ALL: _times, ANY: _redundant, WORST: _least, SOME: _enough, CASES: _cases}
