"""An id and another one to the edits that call it so everywhere; refused where something else would be meant then."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from archdeck.editors.desk import Meant, Span, System, Texts, cells_of, system_at
from archdeck.language import ID_PATTERN, LONGEST_ID, ModelError, quoted, read_bytes, unsaved
from archdeck.model import Model, read_model

RENAMED = (
    "components", "relations", "environments", "places", "flows", "drills", "requirements", "overlays", "topics",
    "tiers", "tags", "kinds", "story", "views",
)  # fmt: skip
_CELL = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*")


class NotRenamed(ValueError):
    """What cannot be called so, and why."""


def renamed(system: System, meant: Meant, new: str, texts: Texts) -> list[Span]:
    """The letters of which each stands for the id and becomes the new one. NotRenamed with why not."""
    section, old = meant
    if section not in RENAMED:
        raise NotRenamed(f"{old!r} is not an id of this model that can be called otherwise")
    pattern = r"[a-z0-9]+([.-][a-z0-9]+)*" if section == "kinds" else ID_PATTERN
    if not re.fullmatch(pattern, new) or len(new) > LONGEST_ID:
        raise NotRenamed(f"{quoted(new)} cannot be an id: ids are lower-case letters and digits, joined by hyphens")
    if any(new in system.declared.get(other, {}) for other in _same(section)):
        raise NotRenamed(f"{new!r} is there already; take another id")
    spans = []
    for one in system.all_of(meant):
        span = system.span(one)
        if span is None:
            raise NotRenamed(f"{one.where}: {old!r} is written in a way that cannot be edited; write it on one line")
        spans.append(span)
    spans += _in_cells(system, meant, texts)
    found = sorted(set(spans))
    _judge(system, meant, new, found, texts)
    return found


def _same(section: str) -> tuple[str, ...]:
    """The sections in which a name must not be taken: an end is a component or a place."""
    return ("components", "places") if section in ("components", "places") else (section,)


def edited(spans: list[Span], new: str, texts: Texts) -> dict[Path, bytes]:
    """The files with these letters replaced."""
    found: dict[Path, bytes] = {}
    for path in dict.fromkeys(span.path for span in spans):
        with unsaved(texts):
            lines = read_bytes(path).decode("utf-8-sig", "replace").splitlines(keepends=True)
        for span in sorted((s for s in spans if s.path == path), reverse=True):
            line = lines[span.line]
            lines[span.line] = line[: span.start] + new + line[span.end :]
        found[path] = "".join(lines).encode("utf-8")
    return found


def _judge(system: System, meant: Meant, new: str, spans: list[Span], texts: Texts) -> None:
    """Every id means what it meant before, and nothing is wrong that was not."""
    after = {**texts, **edited(spans, new, texts)}
    try:
        then = system_at(system.path, after)
    except ModelError as error:
        raise NotRenamed(str(error.problems[0])) from None
    for before, now in zip(system.ids, then.ids, strict=True):
        was, means = system.meant(before), then.meant(now)
        if means != ((meant[0], new) if was == meant else was):
            raise NotRenamed(f"{before.where}: {now.id!r} would mean something else here; take another id")
    was_model, was_wrong = _resolved(system, texts)
    model, wrong = _resolved(then, after)
    if new_errors := [problem for problem in wrong if problem not in was_wrong]:
        raise NotRenamed(f"called {new!r}, the model would have an error: {new_errors[0]}")
    if was_model and model:
        for one, other in zip(was_model.environments, model.environments, strict=True):
            if one.stage != other.stage:
                said = f"the stage of {one.id!r} is guessed from its id; write `stage: {one.stage.value}` there first"
                raise NotRenamed(said)


def _resolved(system: System, texts: Texts) -> tuple[Model | None, list[str]]:
    """The model, or what is wrong with it, without columns, which a longer id moves."""
    with unsaved(texts):
        try:
            return read_model(system.id, system.path), []
        except ModelError as error:
            return None, [f"{p.where.path}:{p.where.line}: {p.message}" for p in error.problems]


def _in_cells(system: System, meant: Meant, texts: Texts) -> Iterator[Span]:
    """Where a file of cells beside the model names it: `web--us-east-1a`, `empty--us-east-1a`, and environments."""
    section, old = meant
    found = cells_of(system, texts) if section in ("components", "places", "environments") else None
    if found is None:
        return
    path, lines = found
    for number, line in enumerate(lines):
        if section == "environments":
            if re.match(rf"{re.escape(old)}:", line):
                yield Span(path, number, 0, len(old))
            continue
        for word in _CELL.finditer(line.partition("#")[0]):
            if line[word.end() : word.end() + 1] == ":" and "--" not in word[0]:
                continue
            for start, part, k in _parts(word[0]):
                if part == old and (section == "components") == (k == 0):
                    yield Span(path, number, word.start() + start, word.start() + start + len(old))


def _parts(word: str) -> Iterator[tuple[int, str, int]]:
    """The ids of a word of a table, each with where it begins and which it is."""
    start = 0
    for k, part in enumerate(word.split("--")):
        yield start, part, k
        start += len(part) + 2
