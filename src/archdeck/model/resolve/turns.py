"""Steps of a flow to steps that know which others happen beside them, instead of them, and again after them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from archdeck.language import StepShape, nearest
from archdeck.model.resolve.findings import Findings
from archdeck.model.whole import Step

BESIDE = ("alongside", "instead_of")


def step_order(number: str) -> tuple[int, str]:
    """`3a` after `3` and before `3b` and `10`."""
    digits = re.match(r"[0-9]+", number)
    return (int(digits.group()) if digits else 0, number.lstrip("0123456789"))


def in_turn(
    steps: Iterable[Step], written: Mapping[str, StepShape], findings: Findings, *path: str | int
) -> tuple[Step, ...]:
    """The steps, in their order, with when they happen and how often."""
    known = {step_order(number): number for number in written}
    named: dict[str, dict[str, str]] = {key: {} for key in (*BESIDE, "back_to")}
    for number, one in written.items():
        for key, found in named.items():
            other = getattr(one, key)
            if other is not None and (name := _other(number, key, other, known, findings, *path, number, key)):
                found[number] = name
    for number in named["alongside"].keys() & named["instead_of"].keys():
        if named["alongside"][number] == named["instead_of"][number]:
            message = (
                f"step {number} cannot be both at the same time as step {named['alongside'][number]} and instead of it"
            )
            findings.error("step-turn", message, *path, number, "instead_of", key=True)
    beside = {key: _together(named[key]) for key in BESIDE}
    return tuple(
        replace(
            step,
            condition=written[step.number].if_,
            repeats=written[step.number].repeats,
            back_to=named["back_to"].get(step.number, ""),
            alongside=beside["alongside"].get(step.number, ()),
            instead_of=beside["instead_of"].get(step.number, ()),
            first=all(step_order(step.number) < step_order(n) for n in beside["instead_of"].get(step.number, ())),
        )
        for step in steps
    )


def _other(
    number: str,
    key: str,
    name: str,
    known: Mapping[tuple[int, str], str],
    findings: Findings,
    *path: str | int,
) -> str:
    """The step that a step names, as it is written there; '' and a problem where that cannot be."""
    here, there = step_order(number), step_order(name)
    if there not in known:
        hint = nearest(name, [*known.values()]) or f"; there are {', '.join(known.values())}"
        findings.error("unknown-step", f"{name!r} is no step of this flow{hint}", *path)
        return ""
    if key == "back_to" and there >= here:
        advice = "say how often it `repeats` instead" if here == there else "name one that comes before it"
        findings.error("step-turn", f"step {number} cannot go back to step {name}; {advice}", *path)
        return ""
    if here == there:
        findings.error("step-turn", f"step {number} names itself; name another step", *path)
        return ""
    return known[there]


def _together(named: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """For each step all others that are joined with it, through whatever others name it."""
    joined: list[set[str]] = []
    for one, other in named.items():
        meets = [some for some in joined if some & {one, other}]
        joined = [some for some in joined if some not in meets] + [{one, other}.union(*meets)]
    return {one: tuple(sorted(some - {one}, key=step_order)) for some in joined for one in some}
