"""A model and its pictures to the parts of a talk, in order: those of its story, or of one that follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archdeck.answers import Board, Verdict, board, ledger
from archdeck.model import Environment, Flow, Model, Requirement, presented
from archdeck.views.makers import default_environment, named
from archdeck.views.view import View

WALKS = 3  # flows that a talk walks through unasked: those that are written first
FAILURES = 2  # drills of the model that it plays unasked


@dataclass(frozen=True)
class Told:
    """A part of a talk: what it shows, with the picture if it is one, and what to say."""

    id: str
    title: str
    shows: str
    say: str
    view: View | None = None


def story(model: Model, found: tuple[View, ...]) -> tuple[Told, ...]:
    """The parts of a talk about a system. One without a story tells what was asked for, the picture, a request, what
    fails, what is promised, what differs and what is at risk, as far as the model says anything of these."""
    some = (Told(s.id, s.title, s.shows, s.say) for s in model.story) if model.story else _derived(model, found)
    return tuple(Told(t.id, t.title, t.shows, t.say, named(model, found, t.shows) if t.shows else None) for t in some)


def _derived(model: Model, found: tuple[View, ...]) -> Iterator[Told]:
    home = presented(model.environments)
    if model.requirements:
        yield Told("need", "What was asked for", "requirements", "")
    if home:
        yield Told("picture", "The whole picture", home.id, model.summary or home.summary)
    elif model.components:
        yield Told("picture", "What it is made of", "components", model.summary)
    yield from map(_walk, (flow for flow in model.flows[:WALKS] if default_environment(flow)))
    if home:
        yield from _failures(model, home, found)
    if any(_is_measured(r) for r in model.requirements):
        yield Told("promises", "What is promised, and what comes out", "promises", "")
    if len(model.environments) > 1:
        yield Told("environments", "Where it runs, and what differs", "environments", "")
    if home and _at_risk(model, home):
        yield Told("risks", "What may still go wrong", "risks", "")


def _at_risk(model: Model, home: Environment) -> bool:
    """Whether there is anything to tell of what may go wrong: a place that loses something, a promise not kept."""
    return bool(board(model, home).places_that_lose) or any(
        promise.verdict is not Verdict.MET for promise in ledger(model).promises
    )


def _is_measured(requirement: Requirement) -> bool:
    """Whether it asks for something that comes out of drills."""
    target = requirement.target
    numbers = (target.survives, target.rto_s, target.rpo_s)
    return any(number is not None for number in numbers) or bool(target.availability)


def _walk(flow: Flow) -> Told:
    return Told(flow.id, flow.name, f"flow.{flow.id}", flow.summary)


def _failures(model: Model, home: Environment, found: tuple[View, ...]) -> Iterator[Told]:
    """The drills that the model plays there; without one the first zone, or the first Region, that may be lost
    and something with it."""
    drills = [d for d in model.drills if d.environment in (home, None)][:FAILURES]
    yield from (Told(d.id, d.name, f"drill.{d.id}", d.says) for d in drills)
    if not drills and (key := _first_failure(board(model, home))) and board(model, home).flows:
        view = named(model, found, f"{key}--{home.id}")
        if view:
            yield Told("failure", "What happens when a part of it is lost", view.id, view.subtitle)


def _first_failure(found: Board) -> str:
    """The key of the failure of a zone, else of a Region."""
    rows = sorted((row for row in found.areas), key=lambda row: row.failure.kind != "zone")
    return next((row.failure.key for row in rows), "")
