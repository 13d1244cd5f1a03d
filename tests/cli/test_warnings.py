"""What the commands say about pictures that are not fit for a slide: on the error stream, the first few of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archdeck.canvas.geometry import Rect
from archdeck.cli.commands import cli
from archdeck.cli.terminal import say_faults
from archdeck.layout.cells import Cell
from archdeck.layout.grid import Grid
from archdeck.layout.laid import Layout
from archdeck.layout.picture import geometry, warnings
from archdeck.layout.route import route
from laid import arrow, framed, placed, view
from written import wide

SHOP = """
system: {name: Shop}
tiers: [users, web]
components:
  customers: {kind: users, tier: users}
  web: {kind: aws.ec2, tier: web}
relations: {a: {from: customers, to: web}}
environments: {prod: {places: {z: {kind: zone, runs: {web: {}}}}}}
"""


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "shop.yaml").write_text(SHOP, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, prog_name="archdeck")


# ------------------------------------------------------------------------------------------------ of a picture


def test_arrows_without_a_way_come_first_and_then_the_defects() -> None:
    """A wall from the top of the slide to its foot: its words reach no further, but its frame's title does."""
    spots = {"a": (200.0, 300.0), "b": (1000.0, 300.0)}
    picture = placed(spots, frames=[framed("z", Rect(500, 0, 300, 1080), title=Rect(600, 0, 100, 1090))])
    drawn = view(spots, arrow("a", "b"))
    table = Grid({id: Cell(0, 0) for id in spots}, (), 1, 1, 0)
    shared = Layout(drawn, table, picture, route(drawn, picture))
    assert warnings(shared, geometry(drawn, shared)) == (
        "the arrow a-b is drawn as a letter at both ends, for no way was found for a line; leave one of them out "
        "(views: exclude)",
        "'a title' reaches beyond the slide; split it into two views (views: include or exclude)",
        "'a title' is cut by the border of z; shorten the words (views: labels) or split the view",
    )


# ------------------------------------------------------------------------------------------------ to the terminal

FAULTS = [f"fault {k}" for k in range(1, 8)]


@pytest.mark.parametrize(
    ("faults", "said"),
    [
        ([], []),
        (FAULTS[:1], ["fault 1"]),
        (FAULTS[:5], ["fault 1", "fault 2", "fault 3", "fault 4", "fault 5"]),
        (FAULTS[:6], ["fault 1", "fault 2", "fault 3", "fault 4", "and 2 more of the kind"]),
        (FAULTS[:7], ["fault 1", "fault 2", "fault 3", "fault 4", "and 3 more of the kind"]),
        (["a name\nof two lines\x1b[31m"], ["a name\\nof two lines\\x1b[31m"]),
    ],
)
def test_the_first_few_are_told_one_by_one(
    faults: Sequence[str], said: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """One a line; "and one more" would take the line that it stands for. Text of a model is text here too."""
    say_faults("shop/prod", faults)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines() == [f"shop/prod: warning: {fault} [picture]" for fault in said]


# ------------------------------------------------------------------------------------------------ by the commands


def test_a_picture_that_is_fit_gives_no_warning() -> None:
    result = run("render", "shop", "prod", "--format", "geometry")
    assert (result.exit_code, result.stderr) == (0, "")


def test_render_warns_of_what_it_draws_all_the_same() -> None:
    """Sixty services in one tier are more than a slide holds; a picture of layers is never drawn as crowds."""
    Path("model/shop.yaml").write_text(wide(60, 0), encoding="utf-8")
    result = run("render", "shop", "layers", "--format", "geometry")
    assert result.exit_code == 0
    assert result.stdout.startswith('{\n "width": 1920,')
    assert result.stderr == (
        "shop/layers: warning: text of 15 pixels is too small to read, 16 is the least; "
        "split it into two views (views: include or exclude) [picture]\n"
    )


def faults(result: Result) -> list[str]:
    return [line for line in result.stderr.splitlines() if line.endswith("[picture]")]


def test_render_tells_which_words_and_frames_a_picture_lacks() -> None:
    """A row of three, of which the first and the last are in an overlay."""
    row = """
system: {name: Row}
components: {a: {kind: service}, b: {kind: service}, c: {kind: service}}
relations: {a-b: {from: a, to: b}, b-c: {from: b, to: c}}
environments: {prod: {places: {z: {kind: data-center, runs: {a: {}, b: {}, c: {}}}}}}
overlays: {some: {kind: cluster, name: Some, members: [a, c]}}
"""
    Path("model/shop.yaml").write_text(row, encoding="utf-8")
    done = run("render", "shop", "prod", "--out", "p.svg")
    assert done.exit_code == 0
    assert done.stderr.splitlines() == [
        "shop/prod: note: Some: drawn in 2 pieces, for others stand between its members [picture]"
    ]


def test_build_warns_of_what_it_drew_and_of_what_is_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every view with faults, under its own name, after the warnings about the model, in the order of the names. What
    was drawn earlier is told again, from memory."""
    said: Mapping[str, tuple[str, ...]] = {"Shop": ("one", "two"), "Web": ("three",)}
    monkeypatch.setattr("archdeck.paint.render.warnings", lambda _, found, *__: said.get(found.title, ()))
    expected = [
        "shop/component--web: warning: three [picture]",
        "shop/prod: warning: one [picture]",
        "shop/prod: warning: two [picture]",
    ]
    first = run("build", "--no-site")
    assert (first.exit_code, faults(first)) == (0, expected)
    assert first.stderr.splitlines()[-3:] == expected
    monkeypatch.setattr("archdeck.paint.render.warnings", lambda *_: ("drawn anew",))
    Path("model/shop.yaml").write_text(f"{SHOP}# a comment\n", encoding="utf-8")
    second = run("build", "--no-site")
    assert second.stdout == "shop: 0 views drawn, 4 fresh, 0 files written\ntalks: fresh\n"
    assert faults(second) == expected
    assert run("build", "--no-site").stderr.splitlines() == expected
