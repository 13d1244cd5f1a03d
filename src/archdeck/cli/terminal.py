"""Problems and results to the terminal: the one module that prints."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from archdeck.language import Problem

MOST_FAULTS = 4  # of one picture that are told one by one
_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}


def say(text: str, err: bool = False) -> None:
    """One line or more, as they are."""
    click.echo(text, err=err)


def say_bytes(data: bytes) -> None:
    """A file to the output, byte by byte as it is."""
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def say_json(value: Any) -> None:
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))


def say_problems(problems: Iterable[Problem], err: bool = False) -> None:
    """One problem a line; the severity is coloured where the terminal has colours."""
    for problem in problems:
        from archdeck.language import printable  # not before there is something to say

        severity = click.style(problem.severity.value, fg=_COLOURS[problem.severity.value], bold=True)
        click.echo(f"{printable(str(problem.where))}: {severity}: {problem.message} [{problem.rule}]", err=err)


def say_faults(view: str, faults: Iterable[str]) -> None:
    """What keeps a picture off a slide, one fault a line, the first few of them, on the error stream."""
    from archdeck.language import printable

    said = list(faults)
    more = [f"and {len(said) - MOST_FAULTS} more of the kind"] if len(said) > MOST_FAULTS + 1 else []
    for fault in [*said[:MOST_FAULTS], *more] if more else said:
        click.echo(f"{view}: {click.style('warning', fg='yellow', bold=True)}: {printable(fault)} [picture]", err=True)


def say_losses(view: str, losses: Iterable[str]) -> None:
    """Which frames and words a picture lacks, one a line, on the error stream."""
    from archdeck.language import printable

    for loss in losses:
        click.echo(f"{view}: {click.style('note', bold=True)}: {printable(loss)} [picture]", err=True)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A function that shows how far a build is: a bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    with click.progressbar(length=1000, file=sys.stderr, label="drawing", show_pos=False, show_eta=False) as bar:

        def report(what: str, done: int, of: int) -> None:
            bar.label = what
            bar.update(max(0, round(1000 * done / max(1, of)) - bar.pos))

        yield report
        bar.update(1000 - bar.pos)


def say_counts(problems: Iterable[Problem], systems: int, notes: int = 0) -> None:
    """How many problems there are, on the error stream, so that the output holds problems only; and how many notes were
    not printed."""
    from archdeck.language import Severity

    counts = {severity: sum(problem.severity is severity for problem in problems) for severity in Severity}
    found = ", ".join(_count(number, severity.value) for severity, number in counts.items() if number)
    more = f"; {_count(notes, 'note')}, printed by --notes" if notes else ""
    click.echo(f"{_count(systems, 'system')}: {found or 'no problems'}{more}", err=True)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
