"""The steps of a flow and those that are broken, to what keeps its work or content until they work again."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set

from archdeck.answers.drills.times import is_cdn, is_queue, keeping
from archdeck.language import duration
from archdeck.model import Component, Step

STORAGE = "Storage"  # the category of what a CDN has all of: pages and files, not what a program makes of them


def kept_by(needed: Sequence[Step], broken: Set[Step], serves: Callable[[Component], bool]) -> Component | None:
    """A queue of which all that is broken is behind, the last on the way; else a CDN that says how long it keeps what
    it has, and from which all that is broken leads to storage. Both must work themselves."""
    for number in reversed(range(-1, len(needed))):
        queue = needed[number].target if number >= 0 else needed[0].source
        if is_queue(queue) and serves(queue) and broken <= _behind(queue, needed, number):
            return queue
    first = next(step for step in needed if step in broken)
    cdn = first.source
    static = all(step.source is cdn and step.target.kind.category == STORAGE for step in broken)
    known = is_cdn(cdn) and keeping(cdn).seconds is not None
    return cdn if static and known and serves(cdn) else None


def waits(by: Component) -> str:
    """In words, what becomes of the work or the content in the meantime."""
    holds = keeping(by).seconds
    time = f"for {duration(holds)}" if holds is not None else "for a time that is not stated"
    return f"what {by.name} has goes on {time}" if is_cdn(by) else f"the work waits in {by.name}, which keeps it {time}"


def _behind(queue: Component, needed: Sequence[Step], number: int) -> frozenset[Step]:
    """The steps after that of this number that work which waits in a queue goes on by: from it, or to it by who takes
    from it, and from there on. What the flow passed before it waits for nothing."""
    passed = {end for step in needed[: number + 1] for end in (step.source, step.target)} - {queue}
    behind: set[Component] = {queue}
    found: set[Step] = set()
    for step in needed[number + 1 :]:
        if step.source in behind:
            behind |= {step.target} - passed
        elif step.target in behind and step.source not in passed:
            behind.add(step.source)
        else:
            continue
        found.add(step)
    return frozenset(found)
