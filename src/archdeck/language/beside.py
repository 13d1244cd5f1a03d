"""Files that lie beside models to what they name, each name once, and to what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol, TypeVar

from pydantic import ConfigDict, ValidationError

from archdeck.language.located import Branch, find, parse, plain
from archdeck.language.problems import Location, ModelError, Problem, Severity
from archdeck.language.reading import Unreadable, read_bytes, shown_path
from archdeck.language.shapes import Shape


class LaterShape(Shape):
    """A shape that is worked out when the first file of its is read: most projects have none."""

    model_config = ConfigDict(defer_build=True)


class Written(Protocol):
    """Something that stands somewhere in a file."""

    @property
    def where(self) -> Location: ...


W = TypeVar("W", bound=Written)
S = TypeVar("S", bound=Shape)


def each_once(
    files: Iterable[Path], read: Callable[[Path], Mapping[str, W]], what: str, hint: str
) -> tuple[tuple[W, ...], tuple[Problem, ...]]:
    """All that these files name, in their order, and what is wrong: of two of a name the first counts, and nothing of a
    file that `read` refuses with a ModelError."""
    found: dict[str, W] = {}
    problems: list[Problem] = []
    for file in files:
        try:
            for name, one in read(file).items():
                if before := found.get(name):
                    message = f"there is a {what} {name!r} at {before.where} already; {hint}"
                    problems.append(_error(one.where, message, "duplicate-key"))
                else:
                    found[name] = one
        except ModelError as error:
            problems += error.problems
    return tuple(found.values()), tuple(problems)


def mapping_in(file: Path, whole: str, first: str) -> Branch:
    """The tree of a file that is no model, `whole` what it is called and `first` a key of it; ModelError if it is no
    mapping. An empty one has no entries."""
    shown = shown_path(file)
    try:
        tree, problems = parse(read_bytes(file, inside=file.parent).decode("utf-8-sig"), shown)
    except (Unreadable, UnicodeDecodeError) as error:
        why = "is not UTF-8 text; save it in that encoding" if isinstance(error, UnicodeDecodeError) else str(error)
        raise ModelError([_error(Location(shown), f"{file.name!r} {why}", "unreadable")]) from None
    if tree is not None and not isinstance(tree, Branch):
        problems.append(_error(tree.where, f"{whole} must be a mapping; start with `{first}:`", "not-a-mapping"))
    if problems:
        raise ModelError(problems)
    return tree if isinstance(tree, Branch) else Branch({}, Location(shown))


def sound_in(tree: Branch, key: str, shape: type[S]) -> dict[str, S]:
    """The entries below a key that are of a shape, by name."""
    every, found = find(tree, key), dict[str, S]()
    for name, entry in every.value.entries.items() if every and isinstance(every.value, Branch) else ():
        with suppress(ValidationError):
            found[name] = shape.model_validate(plain(entry.value))
    return found


def _error(where: Location, message: str, rule: str) -> Problem:
    return Problem(where, Severity.ERROR, message, rule)
