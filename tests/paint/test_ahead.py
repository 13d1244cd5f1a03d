"""Layouts made in other processes before they are asked for: the same ones, and nothing that depends on them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from archdeck.layout.sheet import PAPERS
from archdeck.paint import ahead
from archdeck.paint.ahead import Job, lay_out, made
from archdeck.paint.layouts import Layouts
from archdeck.views.makers import views
from archdeck.views.view import View
from written import resolved

SHOP = """
system: {name: Shop}
tiers: [users, web, data]
components:
  people: {kind: users, tier: users, summary: Buy}
  web: {kind: aws.ec2, tier: web, name: Web}
  db: {kind: aws.rds, tier: data, name: Orders}
relations: {ask: {from: people, to: web, label: asks}, keep: {from: web, to: db, kind: data}}
environments: {prod: {places: {z: {kind: zone, runs: {web: {}, db: {}}}}}}
"""


@pytest.fixture
def some(tmp_path: Path) -> list[View]:
    return list(views(resolved(SHOP, tmp_path)))


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """And any job is worth a process."""
    monkeypatch.setattr(ahead, "WORTH", 0)
    monkeypatch.setattr(ahead, "cores", lambda: 2)


def alone(some: list[View]) -> dict[str, str]:
    kept: dict[str, str] = {}
    slides, posters = Layouts(kept=kept), Layouts(PAPERS["a3"], kept)
    for view in some:
        slides.of(view)
    posters.of(some[0])
    return kept


@pytest.mark.usefixtures("two_cores")
def test_the_same_as_in_one_process(some: list[View]) -> None:
    kept: dict[str, str] = {}
    said: list[int] = []
    jobs = [*map(Job, some), Job(some[0], PAPERS["a3"]), Job(some[0], parts=True)]
    lay_out(jobs, kept, said.append)
    assert kept == alone(some)
    assert said == list(range(len(jobs)))


@pytest.mark.usefixtures("two_cores")
def test_what_breaks_off_is_left_to_whoever_asks(some: list[View], monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, str] = {}
    monkeypatch.setattr(ahead, "START", "import sys; sys.stdin.buffer.read(9); sys.exit(3)")
    lay_out([*map(Job, some)], kept)
    assert kept == {}


def test_how_a_view_is_shown_is_found_out_ahead(tmp_path: Path) -> None:
    """What a job makes is all that is asked for then: with it, nothing is laid out."""
    flow = "flows: {buy: {steps: {1: {from: people, to: web}, 2: {from: web, to: db}}}}\n"
    plain = views(resolved(SHOP + flow, tmp_path))
    view = next(v for v in plain if v.kind == "flow")
    kept = dict(made(Job(view, shown=True)))
    before = {*kept}
    assert Layouts(kept=kept).search(view) in before
    Layouts(kept=kept).shown(view)
    assert {*kept} == before


def test_what_goes_wrong_is_told_by_whoever_asks(some: list[View], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archdeck.layout.choice.layout", None)
    assert made(Job(some[0])) == {}
    with pytest.raises(TypeError):
        Layouts().of(some[0])


@pytest.mark.parametrize(("cores", "worth", "jobs"), [(1, 0, 5), (2, 10_000, 5), (2, 0, 1), (2, 0, 0)])
def test_no_process_where_none_helps(
    cores: int, worth: int, jobs: int, some: list[View], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "WORTH", worth)
    monkeypatch.setattr(ahead, "cores", lambda: cores)
    monkeypatch.setattr(subprocess, "Popen", None)
    kept: dict[str, str] = {}
    lay_out([*map(Job, some)][:jobs], kept)
    assert kept == {}


@pytest.mark.usefixtures("two_cores")
def test_a_break_ends_every_process(some: list[View], monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def counted(*command: object, **how: object) -> subprocess.Popen[bytes]:
        started.append(start(*command, **how))  # type: ignore[call-overload]
        return started[-1]

    def broken(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "Popen", counted)
    with pytest.raises(KeyboardInterrupt):
        lay_out([*map(Job, some)], {}, broken)
    assert [process.poll() is not None for process in started] == [True, True]
