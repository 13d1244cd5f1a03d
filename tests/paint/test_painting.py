"""PNGs that are painted in other processes while whoever asked does something else: the same bytes, in their order."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from archdeck.paint import painting, pixels
from archdeck.paint.engine import EngineError
from archdeck.paint.painting import Painting
from archdeck.paint.png import png

GOOD = '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="9"><text y="9" font-size="9">{}</text></svg>'
NO_XML = GOOD.format("a\x01b")
NO_SIZE = GOOD.replace('"16"', '"0"')  # XML, at which the painter panics


def some(*svgs: str) -> dict[str, Callable[[], str]]:
    return {f"shop/{k}": lambda svg=svg: svg for k, svg in enumerate(svgs)}  # type: ignore[misc]


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(painting, "cores", lambda: 2)


@pytest.mark.usefixtures("two_cores")
def test_the_same_as_one_by_one() -> None:
    """Also where there are more than wait to be fetched, and with letters that the shipped font lacks."""
    svgs = [GOOD.format(text) for text in ("a", "b", "c", "漢")]
    painted = {text: png(svg, 160, 90) for text, svg in zip("abcd", svgs, strict=True)}
    assert len(set(painted.values())) == 4
    many = some(*svgs * 20)
    with Painting(many, 160, 90) as found:
        assert list(found) == list(zip(many, list(painted.values()) * 20, strict=True))


@pytest.mark.usefixtures("two_cores")
@pytest.mark.parametrize(("bad", "said"), [(NO_XML, "not well-formed (invalid token)"), (NO_SIZE, "")])
def test_one_that_cannot_be_painted(bad: str, said: str, capfd: pytest.CaptureFixture[str]) -> None:
    """It is named, where it is fetched; those before it are there."""
    with Painting(some(GOOD, GOOD, bad, GOOD), 160, 90) as found:
        rest = iter(found)
        assert [next(rest)[0], next(rest)[0]] == ["shop/0", "shop/1"]
        with pytest.raises(EngineError) as caught:
            next(rest)
    assert str(caught.value).startswith(f"the picture shop/2 cannot be painted: {said}")
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("two_cores")
def test_one_that_cannot_be_read() -> None:
    def unreadable() -> str:
        raise OSError(5, "broken disk")

    with (
        Painting(some(GOOD, GOOD) | {"shop/bad": unreadable}, 160, 90) as found,
        pytest.raises(OSError, match="broken disk"),
    ):
        list(found)


@pytest.mark.usefixtures("two_cores")
def test_a_process_that_breaks_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As by a signal, where the painter runs out of stack."""
    program = tmp_path / "ends.py"
    program.write_text("import os, sys; sys.stdin.buffer.read(9); os.abort()", encoding="utf-8")
    monkeypatch.setattr(pixels, "__file__", str(program))
    with (
        Painting(some(GOOD, GOOD, GOOD), 160, 90) as found,
        pytest.raises(EngineError, match=r"^the painter broke off \(exit code -6\) at shop/0$"),
    ):
        list(found)


@pytest.mark.parametrize(("cores", "count"), [(1, 9), (2, 2), (2, 0)])
def test_no_process_where_none_helps(cores: int, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(painting, "cores", lambda: cores)
    monkeypatch.setattr(subprocess, "Popen", None)
    with Painting(some(*[GOOD] * count), 160, 90) as found:
        assert [name for name, _ in found] == [f"shop/{k}" for k in range(count)]


@pytest.mark.usefixtures("two_cores")
def test_whoever_leaves_early_ends_every_process(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def counted(*command: object, **how: object) -> subprocess.Popen[bytes]:
        started.append(start(*command, **how))  # type: ignore[call-overload]
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", counted)
    with pytest.raises(KeyboardInterrupt), Painting(some(*[GOOD] * 200), 160, 90):
        raise KeyboardInterrupt
    assert [process.poll() is not None for process in started] == [True, True]


def test_the_painter_loads_nothing_else_of_archdeck() -> None:
    """So it starts at once: by its path, and with no module of ours."""
    lines = Path(str(pixels.__file__)).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.strip().startswith(("import archdeck", "from archdeck"))] == []
