"""The text of an `icon:` to an image file: a class of diagrams, or a PNG or SVG beside the model that is only drawn."""

from __future__ import annotations

import io
import re
from pathlib import Path, PurePosixPath, PureWindowsPath
from xml.etree import ElementTree

from archdeck.language import Unreadable, quoted, read_bytes
from archdeck.model.classes import CLASS, DATA, UnknownKind, icon_of_class, resources

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
            if max(width, height) > 4096:
                return f"is {width}×{height} pixels large; 4096 are the most"
            image.verify()
    except Exception:  # Pillow raises whatever its decoders meet
        return "is not a PNG image"
    return ""


def svg_fault(content: bytes) -> str:
    """Whether it is an SVG that shows something and does nothing: no script, no entities, nothing fetched."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return "declares a document type; delete its <!DOCTYPE …>"
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError):
        return "is not an SVG image"
    if root.tag != "{http://www.w3.org/2000/svg}svg":
        return "is not an SVG image"
    for element in root.iter():
        if str(element.tag).rpartition("}")[2].lower() in (
            "script",
            "foreignobject",
            "iframe",
            "object",
            "embed",
            "handler",
        ):
            return f"has a <{str(element.tag).rpartition('}')[2]}> in it; an icon is only drawn"
        words = " ".join([element.text or "", *element.attrib.values()])
        if any(key.rpartition("}")[2].lower().startswith("on") for key in element.attrib):
            return "has an event handler in it; an icon is only drawn"
        links = [value for key, value in element.attrib.items() if key.rpartition("}")[2] in ("href", "src")]
        if any(not link.strip().startswith(("#", "data:image/")) for link in links) or re.search(
            r"@import|url\(\s*['\"]?(?!#|data:image/)", words
        ):
            return "points at another file; an icon holds all that it shows"
    return ""
