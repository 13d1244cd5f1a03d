"""Slices: where a crowd is too large for a part, what hangs together is shown together."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.layout import slices
from archdeck.layout.slices import Slices, near
from archdeck.views.view import View
from drawn import view_of

SERVICES = 4


def shop(services: int = SERVICES, hub: bool = False) -> str:
    """Services, each with a queue, a worker that takes from it, and a bucket; a `hub` is told of by every service."""
    names = [f"s{k}" for k in range(services)]
    kinds = {"": "aws.fargate", "-jobs": "aws.sqs", "-work": "aws.lambda", "-files": "aws.s3"}
    components = [f"  {n}{part}: {{kind: {kind}}}" for n in names for part, kind in kinds.items()]
    relations = [
        f"  {n}{a}-{k}: {{from: {n}{a}, to: {n}{b}, kind: data}}"
        for n in names
        for k, (a, b) in enumerate([("", "-jobs"), ("-jobs", "-work"), ("-work", "-files")])
    ]
    if hub:
        components.append("  bus: {kind: aws.eventbridge}")
        relations += [f"  {n}-tell: {{from: {n}, to: bus, kind: data}}" for n in names]
    runs = ", ".join(f"{line.split(':')[0].strip()}: {{}}" for line in components)
    return "\n".join(
        [
            "system: {name: Shop}",
            "components:",
            *components,
            "relations:",
            *relations,
            f"environments: {{prod: {{places: {{r: {{kind: region, runs: {{{runs}}}}}}}}}}}",
        ]
    )


def hidden(view: View) -> frozenset[str]:
    """All but the services themselves."""
    return frozenset(b.id for b in view.boxes if "-" in b.component or b.component == "bus")


def cut(view: View) -> list[list[str]]:
    mine = hidden(view)
    found = Slices(view, {"crowd--all": mine}, near(view)).of(mine)
    return [[b.component for b in view.boxes if b.id in some] for some in found]


@pytest.fixture(autouse=True)
def eight(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part has room for so many boxes: two services with what is theirs."""
    monkeypatch.setattr(slices, "MOST", 8)


def test_what_hangs_together_is_in_one_slice(tmp_path: Path) -> None:
    """With the service in front of it, each chain has four boxes."""
    found = cut(view_of(shop(), tmp_path))
    assert [sorted(some) for some in found] == [
        ["s0-files", "s0-jobs", "s0-work", "s1-files", "s1-jobs", "s1-work"],
        ["s2-files", "s2-jobs", "s2-work", "s3-files", "s3-jobs", "s3-work"],
    ]


def test_what_is_too_much_for_a_slice_is_parted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A queue, its service and the crowd behind it are three boxes, and so are the rest and the crowd before it."""
    monkeypatch.setattr(slices, "MOST", 3)
    assert cut(view_of(shop(1), tmp_path)) == [["s0-jobs"], ["s0-work", "s0-files"]]


def test_the_neighbours_of_a_hub_do_not_hang_together(tmp_path: Path) -> None:
    """Every hidden box is in exactly one slice, and the bus is with one of the services."""
    view = view_of(shop(9, hub=True), tmp_path)
    found = cut(view)
    everything = [c for some in found for c in some]
    assert sorted(everything) == sorted(b.component for b in view.boxes if b.id in hidden(view))
    chains = [{c.split("-")[0] for c in some if c != "bus"} for some in found]
    assert sum(map(len, chains)) == 9


def test_a_part_counts_crowds_as_one(tmp_path: Path) -> None:
    """A queue, its service, and the crowd of all others that is behind it."""
    view = view_of(shop(), tmp_path)
    jobs = frozenset(b.id for b in view.boxes if b.component == "s0-jobs")
    assert Slices(view, {"crowd--all": hidden(view)}, near(view)).size(jobs) == 3


def test_what_only_a_hub_brings_is_one_box(tmp_path: Path) -> None:
    """Nine services tell the bus of something: one box beside it, but for the service whose queue is shown as well."""
    view = view_of(shop(9, hub=True), tmp_path)
    bus, jobs = ({b.id for b in view.boxes if b.component == c} for c in ("bus", "s0-jobs"))
    found = Slices(view, {"crowd--all": hidden(view)}, near(view))
    assert [len(some) for some in found.beside_hubs(bus).values()] == [9]
    assert found.size(bus) == 2
    assert [len(some) for some in found.beside_hubs(bus | jobs).values()] == [8]
    few = view_of(shop(8, hub=True), tmp_path)
    assert Slices(few, {}, near(few)).beside_hubs(bus) == {}
