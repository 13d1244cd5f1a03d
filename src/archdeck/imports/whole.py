"""A source and the files of a model to the files of the model with what the source says: the whole of an import."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, replace
from typing import Any

from ruamel.yaml.comments import CommentedMap

from archdeck.imports import written
from archdeck.imports.again import Merge, Told, matched, standing
from archdeck.imports.draft import Document, drafted
from archdeck.imports.found import Found, Left, UnreadableSource
from archdeck.imports.known import known_ids, renamed
from archdeck.imports.readers import found_by, reader_of
from archdeck.imports.source import Source
from archdeck.language import IMPORT_SUFFIX

HEAD = "# What `archdeck import` read, for the next import of the same source. It is no part of the model; keep it.\n"


@dataclass(frozen=True)
class Imported:
    """`files` are all texts to write, by name, of which `memory` remembers the draft; `reader` is who read it; `left`
    is what became nothing, `told` what a second import did."""

    files: Mapping[str, str]
    memory: str
    again: bool
    reader: str
    left: tuple[Left, ...]
    told: Told
    counts: Mapping[str, int]


def imported(source: Source, files: Mapping[str, str], name: str, environment: str, wished: str = "") -> Imported:
    """The model of a source, merged into what is there. `files` are the texts of all YAML files of the model's folder,
    by name; UnreadableSource where the source, or one of these, cannot be read."""
    reader = reader_of(source, wished)
    found = _found(source, reader)
    if not found.things:
        raise UnreadableSource(f"{source.name}: nothing in it is anything that a model shows{_first(found.left)}")
    memory = f"{reader}-{environment}{IMPORT_SUFFIX}"
    model = {one: written.read(text, one) for one, text in files.items() if not one.endswith(IMPORT_SUFFIX)}
    mine = _Joined(model)
    kept = written.read(files[memory], memory).get("draft") if memory in files else None
    before: Document = dict(kept) if isinstance(kept, Mapping) else {}
    theirs = drafted(found, environment, name, known_ids(mine.document, before))
    told = Told()
    was = renamed(before, mine.document) if before else before
    base = matched(was, mine.document, was)
    fresh = standing(matched(theirs, mine.document, was), base, mine.document)
    if mine.document.get("system"):
        fresh = {key: value for key, value in fresh.items() if key != "system"}
    texts_before = {one: written.text_of(document) for one, document in model.items()}
    mine.merge(base, fresh, told)
    made = {one: text for one, text in mine.texts().items() if texts_before.get(one) != text}
    made[memory] = HEAD + written.text_of(_memory(source, reader, theirs, found.left))
    counts = {key: len(theirs.get(key) or {}) for key in ("components", "relations")}
    return Imported(made, memory, bool(before), reader, found.left, told, counts)


def _found(source: Source, reader: str) -> Found:
    found = found_by(reader, source)
    return replace(found, left=(*found.left, *source.left)) if source.left else found


def _first(left: tuple[Left, ...]) -> str:
    return f": {left[0].address}: {left[0].why}" if left else ""


def _memory(source: Source, reader: str, draft: Document, left: tuple[Left, ...]) -> CommentedMap:
    body: dict[str, Any] = {"source": source.name, "reader": reader}
    if left:
        body["left"] = {one.address: one.why for one in left}
    return CommentedMap({**body, "draft": written.laid_out(draft)})


class _Joined:
    """The files of a model as one document, in which a change is a change of its file."""

    def __init__(self, files: Mapping[str, CommentedMap]):
        self.files = dict(files)
        self._there = frozenset(files)

    @property
    def document(self) -> dict[str, Any]:
        """All sections with all their elements."""
        joined: dict[str, Any] = {}
        for file in self.files.values():
            for section, body in file.items():
                if isinstance(body, Mapping) and isinstance(joined.get(section), Mapping):
                    joined[section] = {**joined[section], **body}
                else:
                    joined.setdefault(section, body)
        return joined

    def merge(self, before: Document, theirs: Document, told: Told) -> None:
        merge = Merge(_laid_out, told, frozenset(theirs.get("components") or {}))
        for section in dict.fromkeys([*theirs, *before]):
            holder = _Section(self, section)
            if section == "system":
                holder.start(theirs.get("system") or {})
            else:
                merge.merge(before.get(section) or {}, holder, theirs.get(section) or {}, section)

    def texts(self) -> dict[str, str]:
        return {
            name: ("" if name in self._there else f"{written.SCHEMA}\n") + written.text_of(document)
            for name, document in self.files.items()
        }


def _laid_out(value: Any, key: str) -> Any:
    """As it stands in an element."""
    return written.laid_out(value, 1, key)


class _Section(MutableMapping[str, Any]):
    """A section of a model, in however many files: what is new goes to the file that has the last of it, else to one of
    its own name."""

    def __init__(self, joined: _Joined, name: str):
        self._files, self._name = joined.files, name

    def _parts(self) -> list[CommentedMap]:
        return [f[self._name] for f in self._files.values() if isinstance(f.get(self._name), CommentedMap)]

    def start(self, body: Mapping[str, Any]) -> None:
        """The section with this body, where there is none."""
        if body and not self._parts():
            self._file()[self._name] = written.laid_out(dict(body))

    def _file(self) -> CommentedMap:
        return self._files.setdefault(f"{self._name}.yaml", CommentedMap())

    def __getitem__(self, key: str) -> Any:
        return next(part for part in self._parts() if key in part)[key]

    def __contains__(self, key: object) -> bool:
        return any(key in part for part in self._parts())

    def get(self, key: str, default: Any = None) -> Any:
        part: Mapping[str, Any] = next((part for part in self._parts() if key in part), {})
        return part.get(key, default)

    def __setitem__(self, key: str, value: Any) -> None:
        holder = next((part for part in self._parts() if key in part), None)
        if holder is None:
            parts = self._parts()
            if not parts:
                self._file()[self._name] = CommentedMap()
                parts = self._parts()
            holder = parts[-1]
        holder[key] = value

    def __delitem__(self, key: str) -> None:
        for part in self._parts():
            part.pop(key, None)

    def __iter__(self) -> Any:
        return (key for part in self._parts() for key in part)

    def __len__(self) -> int:
        return sum(map(len, self._parts()))
