"""What a played failure leaves to titles and sentences: `all 5 flows are lost`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from archdeck.answers import Failure, FlowState, Result
from archdeck.canvas import fonts
from archdeck.language import Outcome, duration
from archdeck.model import Model

SHORT = 120  # seconds that are not told in minutes
ROOM = 1440.0  # pixels that a title or a subtitle may take in its smallest letters
_NAMED = 2  # flows that are called by name in the subtitle; more are counted


def short(seconds: float) -> str:
    """`90 s` rather than `1 min 30 s`: there is little room."""
    return f"{seconds:g} s" if 1 <= seconds <= SHORT else duration(seconds)


def outcome_in_words(model: Model, result: Result) -> str:
    """`3 of 4 flows survive, Checkout recovers in 90 s`; unknown times are called so."""
    names = {f.id: f.name for f in model.flows}
    flows = {names[id]: found for id, found in result.flows.items()}
    if not flows:
        return "No flow runs here"
    return ", ".join(
        told
        for state, told_of in _TOLD.items()
        if (some := {name: f for name, f in flows.items() if f.state is state})
        for told in [told_of(some, len(flows))]
    )


def meaning_of(model: Model, result: Result) -> tuple[str, str]:
    """The worst that comes of it, as the end of a title, and why: `all 5 flows are lost`."""
    names = {f.id: f.name for f in model.flows}
    for state in reversed(_MEANS):
        if some := {names[id]: f for id, f in result.flows.items() if f.state is state}:
            said = _all_of(some, len(result.flows), *(words.format(how=_how(some)) for words in _MEANS[state]))
            whole = len(some) == len(result.flows)
            return said[:1].lower() + said[1:] if whole else said, next(iter(some.values())).why
    return "", ""


def after_title(title: str, failure: Failure, meaning: str) -> str:
    """The title with what it means, where there is room and the model has no words of its own."""
    told = f"{title}: {meaning}"
    return told if meaning and not failure.drill and fonts.width(told, 28, bold=True) <= ROOM else title


def with_why(says: str, meaning: str, why: str) -> str:
    """A sentence that a title says already goes on with why, where there is room."""
    told = f"{says} – {why}"
    return told if why and says.lower() == meaning.lower() and fonts.width(told, 18) <= ROOM else says


def _all_of(some: Mapping[str, FlowState], total: int, one: str, many: str) -> str:
    """`Both flows survive`, `Checkout recovers`, `3 of 4 flows are lost`."""
    if len(some) == total:
        every = {1: "The flow", 2: "Both flows"}.get(total, f"All {total} flows")
        return f"{every} {one if total == 1 else many}"
    if len(some) <= _NAMED:
        return f"{' and '.join(some)} {one if len(some) == 1 else many}"
    return f"{len(some)} of {total} flows {many}"


def _longest(some: Mapping[str, FlowState]) -> float | None:
    times = [f.rto_s for f in some.values()]
    return None if None in times else max(t for t in times if t is not None)


def _survive(some: Mapping[str, FlowState], total: int) -> str:
    longest = _longest(some)
    if longest is None:
        return f"{_all_of(some, total, 'survives', 'survive')}, interrupted for a time that is not stated"
    interrupted = f", interrupted for {short(longest)} at most" if longest else " without interruption"
    return f"{_all_of(some, total, 'survives', 'survive')}{interrupted}"


def _go_on(some: Mapping[str, FlowState], total: int) -> str:
    longest = _longest(some)
    time = "a time that is not stated" if longest is None else f"{short(longest)} at most"
    interrupted = "" if longest == 0 else f", interrupted for {time}"
    return f"{_all_of(some, total, 'goes', 'go')} on {_how(some)}{interrupted}"


def _how(some: Mapping[str, FlowState]) -> str:
    return "in part" if any(flow.less for flow in some.values()) else "without an optional step"


def _recover(some: Mapping[str, FlowState], total: int) -> str:
    longest = _longest(some)
    within = "in a time that is not stated" if longest is None else f"in {short(longest)}"
    return f"{_all_of(some, total, 'recovers', 'recover')} {within}"


def _are_delayed(some: Mapping[str, FlowState], total: int) -> str:
    return _all_of(some, total, *_MEANS[Outcome.DELAYED])


def _are_lost(some: Mapping[str, FlowState], total: int) -> str:
    return _all_of(some, total, *_MEANS[Outcome.LOST])


_MEANS = {
    Outcome.SURVIVES: ("survives", "survive"),
    Outcome.DEGRADED: ("goes on {how}", "go on {how}"),
    Outcome.RECOVERS: ("recovers", "recover"),
    Outcome.DELAYED: ("is delayed", "are delayed"),
    Outcome.LOST: ("is lost", "are lost"),
}
_TOLD: Mapping[Outcome, Callable[[Mapping[str, FlowState], int], str]] = {
    Outcome.SURVIVES: _survive,
    Outcome.DEGRADED: _go_on,
    Outcome.RECOVERS: _recover,
    Outcome.DELAYED: _are_delayed,
    Outcome.LOST: _are_lost,
}
