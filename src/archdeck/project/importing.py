"""Files of other tools and the folder of a system to the files of its model on the disk."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from archdeck.imports import Found, Imported, Left, Source, UnreadableSource, found_by, imported, reader_of
from archdeck.language import (
    ID_PATTERN,
    IMPORT_SUFFIX,
    LONGEST_ID,
    Unreadable,
    is_folder,
    read_bytes,
    shown_path,
    yaml_files,
)
from archdeck.project.writing import publish

LARGEST_SOURCE = 200_000_000  # bytes of a file: plans of large systems have some tens of millions
SUFFIXES = (".json", ".yaml", ".yml", ".template", ".drawio", ".xml", ".mmd", ".mermaid", ".md")
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def import_model(
    sources: Sequence[Path], into: Path, environment: str, reader: str = "", name: str = "", given: bytes = b""
) -> Imported:
    """Reads sources, folders with all that is in them, and writes the model of them to the folder `into`, where what
    somebody edited stays; `given` is a source that came by other ways than a file. UnreadableSource where one cannot be
    read, and nothing is written."""
    if not re.fullmatch(ID_PATTERN, into.resolve().name) or len(into.resolve().name) > LONGEST_ID:
        raise UnreadableSource(
            f"{shown_path(into)}: {into.resolve().name!r} cannot name a system: "
            "use lower-case letters and digits, in words joined by hyphens"
        )
    source = read_source(sources, given)
    files = {path.name: _text(path) for path in _of_model(into)}
    title = name or into.resolve().name.replace("-", " ").capitalize()
    done = imported(source, files, title, environment, reader)
    publish({into / file: text.encode("utf-8") for file, text in done.files.items()}, into)
    return done


def read_source(sources: Sequence[Path], given: bytes = b"") -> Source:
    """The texts of all files, and of folders all that a reader may know; UnreadableSource where one cannot be read."""
    texts = {"standard input": _read_as(given, "standard input")} if given else {}
    beside: set[str] = set()
    unread: list[Left] = []
    for path in sources:
        for file in _files(path):
            beside |= {shown_path(file)} - {shown_path(path)}
            try:
                texts[shown_path(file)] = _text(file)
            except UnreadableSource as error:
                if file == path:
                    raise
                unread.append(Left(shown_path(file), str(error).removeprefix(f"{shown_path(file)}: ")))
    return Source(" ".join(map(shown_path, sources)) or "standard input", texts, frozenset(beside), tuple(unread))


def found_in(sources: Sequence[Path], reader: str, given: bytes = b"") -> tuple[str, Found]:
    """What sources are called, and what is found in them by a reader, or by whichever reads them."""
    source = read_source(sources, given)
    return source.name, found_by(reader_of(source, reader), source)


def _of_model(folder: Path) -> list[Path]:
    """The YAML files of a system, and what imports remember there."""
    if not folder.exists():
        return []
    if not is_folder(folder):
        raise UnreadableSource(f"{shown_path(folder)}: this is a file; an import goes into the folder of a system")
    return [*yaml_files(folder), *sorted(path for path in folder.glob(f"*{IMPORT_SUFFIX}") if path.is_file())]


def _files(path: Path) -> Iterator[Path]:
    """The file, or all files in a folder that a reader may know, hidden ones left out."""
    if not is_folder(path):
        yield path
        return
    found = [
        file
        for file in sorted(path.rglob("*"))
        if file.suffix in SUFFIXES and not _hidden(file.relative_to(path).parts) and file.is_file()
    ]
    if not found:
        raise UnreadableSource(f"{shown_path(path)}: there is no file in it that could be imported")
    yield from found


def _hidden(parts: Iterable[str]) -> bool:
    return any(part.startswith(".") for part in parts)


def _text(path: Path) -> str:
    """The text of a file."""
    try:
        return _read_as(read_bytes(path, largest=LARGEST_SOURCE), shown_path(path))
    except Unreadable as error:
        raise UnreadableSource(f"{shown_path(path)}: {error}") from None


def _read_as(data: bytes, name: str) -> str:
    """Bytes as UTF-8, or as the mark at their start says: PowerShell writes UTF-16."""
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableSource(f"{name}: this is no text: byte {error.start} is not UTF-8") from None
