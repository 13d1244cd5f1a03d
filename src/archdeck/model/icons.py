"""The text of an `icon:` to an image file: a class of diagrams, or a PNG or SVG beside the model that is only drawn."""

from __future__ import annotations

import io
import re
from pathlib import Path, PurePosixPath, PureWindowsPath
from xml.parsers import expat
from xml.parsers.expat import ExpatError

from archdeck.language import Unreadable, quoted, read_bytes
from archdeck.model.classes import CLASS, DATA, UnknownKind, icon_of_class, resources

WIDEST = 4096  # pixels of an icon in width or height
LARGEST = 1_000_000  # bytes of an SVG
DEEPEST, MOST_ELEMENTS = 64, 5_000
ACTIVE = frozenset({"script", "foreignobject", "iframe", "object", "embed", "handler", "set"})  # and all that animates
NOT_UTF8 = "is not written in UTF-8; save it so"
ELSEWHERE = "points at another file; an icon holds all that it shows"
_UPWARDS = "must lie beside the model; write its path from the model's folder downwards, without `..`"


def icon_of(text: str, folder: Path) -> Path:
    """The file that an `icon:` names: a class of diagrams, or a PNG or SVG inside the model's folder."""
    if _is_file(text):
        return _own_icon(text, folder)
    if CLASS.fullmatch(path := text.removeprefix("diagrams.")):
        return icon_of_class(path)
    raise UnknownKind(f"{quoted(text)} is no icon; name a .png or .svg file, or a class of diagrams (k8s.compute.Pod)")


def names_icon(text: str) -> bool:
    """Whether a text is written as a file or a class is, whether there is one or not."""
    return _is_file(text) or bool(CLASS.fullmatch(text.removeprefix("diagrams.")))


def _is_file(text: str) -> bool:
    return text.lower().endswith((".png", ".svg"))


def plain_icon() -> Path:
    """The glyph of what has no icon of its own."""
    return icon_of_class("generic.blank.Blank")


def shipped_icon(text: str) -> Path:
    """The file that the catalogue names: one of the diagrams library, or one drawn for the catalogue."""
    return DATA / "icons" / text.removeprefix("own:") if text.startswith("own:") else resources() / text


def _own_icon(text: str, folder: Path) -> Path:
    path = folder / text
    try:
        content = read_bytes(path, inside=folder)
    except Unreadable as error:
        raise UnknownKind(f"the icon {quoted(text)} {error}") from None
    if ".." in re.split(r"[/\\]", text) or PurePosixPath(text).is_absolute() or PureWindowsPath(text).drive:
        raise UnknownKind(f"the icon {quoted(text)} {_UPWARDS}")
    fault = _png_fault(content) if text.lower().endswith(".png") else svg_fault(content)
    if fault:
        raise UnknownKind(f"the icon {quoted(text)} {fault}")
    return path


def _png_fault(content: bytes) -> str:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
            width, height = image.size
            if max(width, height) > WIDEST:
                return f"is {width}×{height} pixels large; {WIDEST} are the most"
            image.load()
    except Exception:  # Pillow raises whatever its decoders meet
        return "is not a PNG image"
    return ""


def svg_fault(content: bytes) -> str:
    """Whether it is an SVG that shows something, does nothing and is soon drawn: no script, no animation, no entities,
    nothing fetched, no filters, and not too much of anything."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return "declares a document type; delete its <!DOCTYPE …>"
    if len(content) > LARGEST:
        return f"has {len(content):,} bytes; {LARGEST:,} are the most"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return NOT_UTF8
    reader = _Reader()
    try:
        reader.read(content)
    except _Fault as fault:
        return str(fault)
    except (ExpatError, ValueError, LookupError):
        return "is not an SVG image"
    return ""


class _Fault(Exception):
    """What is wrong with an SVG, in words that follow its name."""


class _Reader:
    """Goes through an SVG once, element by element, without holding it."""

    def __init__(self) -> None:
        self.depth = self.elements = 0
        self.used: list[str] = []  # what a `use` shows, by its id
        self.using: set[str] = set()  # ids in which there is a `use`
        self.open: list[str] = []

    def read(self, content: bytes) -> None:
        parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler, parser.ProcessingInstructionHandler = self._text, self._instruction
        parser.XmlDeclHandler = self._declaration
        parser.buffer_text = True
        parser.Parse(content, True)
        if any(id in self.using for id in self.used):
            raise _Fault("has a <use> of what has a <use> in it; draw it out")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        space, _, name = tag.rpartition(" ")
        self.depth, self.elements = self.depth + 1, self.elements + 1
        if self.elements == 1:
            self._check_root(space, name, attributes)
        if self.depth > DEEPEST:
            raise _Fault(f"has elements within elements, more than {DEEPEST} of them; flatten it")
        if self.elements > MOST_ELEMENTS:
            raise _Fault(f"has more than {MOST_ELEMENTS:,} elements; simplify it")
        if name.lower() in ACTIVE or name.lower().startswith("animate"):
            raise _Fault(f"has a <{name}> in it; an icon is only drawn")
        if name.lower() == "filter":
            raise _Fault("has a <filter> in it, which may take for ever; draw without")
        self.open.append(attributes.get("id", ""))
        for key, value in attributes.items():
            self._check_attribute(key.rpartition(" ")[2].lower(), value)
        if name == "use":
            self.used += [v.strip().removeprefix("#") for k, v in attributes.items() if k.rpartition(" ")[2] == "href"]
            self.using.update(id for id in self.open if id)

    def _end(self, _: str) -> None:
        self.depth -= 1
        self.open.pop()

    @staticmethod
    def _check_root(space: str, name: str, attributes: dict[str, str]) -> None:
        if (space, name) != ("http://www.w3.org/2000/svg", "svg"):
            raise _Fault("is not an SVG image")
        for side in ("width", "height"):
            number = re.match(r"\s*[-+]?(\d+\.?\d*|\.\d+)", attributes.get(side, "1"))
            if number and not 0 < float(number[0]) <= WIDEST:
                raise _Fault(f"is {attributes[side]} in {side}; it must be more than 0 and at most {WIDEST}")

    @staticmethod
    def _check_attribute(key: str, value: str) -> None:
        if key.startswith("on"):
            raise _Fault("has an event handler in it; an icon is only drawn")
        if key in ("href", "src") and not value.strip().startswith(("#", "data:image/")):
            raise _Fault(ELSEWHERE)
        _check_words(value)

    @staticmethod
    def _text(words: str) -> None:
        _check_words(words)

    @staticmethod
    def _declaration(_: str, encoding: str | None, __: int) -> None:
        if encoding and encoding.lower() not in ("utf-8", "us-ascii"):
            raise _Fault(NOT_UTF8)

    @staticmethod
    def _instruction(*_: str) -> None:
        raise _Fault("has a processing instruction, <?…?>, in it; an icon is only drawn")


def _check_words(words: str) -> None:
    """Words of a style may point elsewhere, also where letters are told by their numbers."""
    if re.search(r"@import|url\(\s*['\"]?(?!#|data:image/)", words) or re.search(r"\\[0-9A-Fa-f]", words):
        raise _Fault(ELSEWHERE)
