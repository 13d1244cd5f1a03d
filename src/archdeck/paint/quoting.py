"""Text to XML that says it, between tags and as the value of an attribute.

The functions of `xml.sax.saxutils` do the same, and load all that Python has for the web.
"""

from __future__ import annotations

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_IN_A_VALUE = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def escape(text: str) -> str:
    """Between tags."""
    return text.translate(_ENTITIES)


def quoteattr(value: str) -> str:
    """The value with its quotes: single ones, where it has double ones and no others."""
    said = value.translate(_IN_A_VALUE)
    if '"' not in said:
        return f'"{said}"'
    return f"'{said}'" if "'" not in said else '"' + said.replace('"', "&quot;") + '"'
