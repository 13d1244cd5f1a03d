"""The examples of docs/reference/library.md and of the README: each is run, and does just what stands below it."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mypy import api

import archdeck
from house import ROOT

PAGE = (ROOT / "docs" / "reference" / "library.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
_EXAMPLE = re.compile(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.DOTALL | re.MULTILINE)


def examples(page: str) -> list[tuple[str, str]]:
    """Each example, and what stands below it: '' for one that prints nothing."""
    return [(found[1], found[2] or "") for found in _EXAMPLE.finditer(page)]


def played(page: str, names: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each example and what it prints, one after the other with the same names."""
    for source, _ in examples(page):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(source, "example", "exec"), names)
        yield source, out.getvalue()


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repository whose last commit has the systems of both pages."""
    monkeypatch.chdir(tmp_path)
    prints = re.findall(r'^```yaml title="(.*?)"\n(.*?)^```', PAGE, re.DOTALL | re.MULTILINE)
    blog = re.findall(r"^```yaml\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    Path("model").mkdir()
    for file, text in [*prints, ("model/blog.yaml", blog[0])]:
        Path(file).write_text(text, encoding="utf-8")
    author = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org")
    for arguments in (["init", "-q"], ["add", "."], [*author, "commit", "-q", "-m", "The systems"]):
        subprocess.run(["git", *arguments], check=True)


def test_the_page_does_what_it_says() -> None:
    Path("model/blog.yaml").unlink()
    names: dict[str, Any] = {}
    assert list(played(PAGE, names)) == examples(PAGE)
    assert len(examples(PAGE)) == 16
    tests = [name for name in names if name.startswith("test_")]
    assert tests == ["test_orders_go_on_without_a_zone", "test_every_promise_is_kept"]
    for name in tests:
        names[name]()


def test_the_readme_does_what_it_says() -> None:
    assert list(played(README, {})) == examples(README)
    assert len(examples(README)) == 1


def test_the_table_of_names_is_whole() -> None:
    """A name a row, and every exported name has one."""
    table = PAGE.partition("## All names")[2].partition("## ")[0]
    assert sorted(re.findall(r"^\| `(\w+)", table, re.MULTILINE)) == sorted(archdeck.__all__)


TYPES = """
reveal_type(prints.drill("prod", ["orders"]).flows["buy"].rto_s)
reveal_type(prints.pictures())
reveal_type(archdeck.check().errors)
reveal_type(prints.draw("prod").geometry)
archdeck.Sytem
"""


def test_what_uses_the_library_is_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All examples of the page pass as one strict script; a slip in a name does not."""
    monkeypatch.setenv("MYPYPATH", str(ROOT / "src"))
    source = "".join(source for source, _ in examples(PAGE))
    Path("uses.py").write_text(source + TYPES, encoding="utf-8")
    options = ("--strict", "--follow-imports=silent", f"--cache-dir={tmp_path / 'cache'}", "--no-pretty")
    said, failed, _ = api.run([*options, "uses.py"])
    assert failed == "", failed
    start = source.count("\n") + 2
    assert said.splitlines() == [
        f'uses.py:{start}: note: Revealed type is "float | None"',
        f'uses.py:{start + 1}: note: Revealed type is "tuple[archdeck.library.Picture, ...]"',
        f'uses.py:{start + 2}: note: Revealed type is "tuple[archdeck.language.problems.Problem, ...]"',
        f'uses.py:{start + 3}: note: Revealed type is "dict[str, Any]"',
        f'uses.py:{start + 4}: error: Module has no attribute "Sytem"; maybe "System"?  [attr-defined]',
        "Found 1 error in 1 file (checked 1 source file)",
    ]
