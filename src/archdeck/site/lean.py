"""A site as MkDocs makes it to the same site in fewer bytes: no blanks between lines, icons of pictures as files.

An inline picture holds each of its icons as data, so that it is whole wherever its Markdown is read. On a site most of
what pages weigh would be the same icons again, on every page: there they are files, which a browser fetches once.
Beside each lies a script that knows what is in it, for pages that make a whole file of a picture (`saved.js`).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from functools import cached_property
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.utils import get_relative_url, write_file

from archdeck.pages import GENERATED
from archdeck.site.searches import search_of

FOLDER = f"{GENERATED}/assets/icons"
ICON = re.compile(r'(?<= href=")data:image/png;base64,([A-Za-z0-9+/=]+)(?=")')
KEPT = re.compile(r"(<(?:pre|textarea|script|style)\b.*?</(?:pre|textarea|script|style)>)", re.DOTALL)


def tight(html: str) -> str:
    """HTML with one line end in the place of several and of blanks around them: it means the same, but in code."""
    parts = KEPT.split(html)
    parts[::2] = map(_tight, parts[::2])
    return "".join(parts)


def _tight(html: str) -> str:
    first, *rest = html.split("\n")
    if not rest:
        return html
    lines = filter(None, map(str.strip, rest[:-1]))
    return "\n".join([first.rstrip(), *lines, rest[-1].lstrip()])


def unused(files: Files, config: MkDocsConfig) -> list[File]:
    """Files of the theme that no page asks for: maps for those who change the theme, and where the search is in English
    alone, what splits and stems the words of other languages."""
    languages = getattr(getattr(search_of(config), "config", None), "lang", None)
    others = "assets/javascripts/lunr/" if languages == ["en"] else None
    theme = (file for file in files if file.src_uri.startswith("assets/") and file.src_dir != config.docs_dir)
    return [f for f in theme if f.src_uri.endswith(".map") or (others and f.src_uri.startswith(others))]


class IconFiles:
    """The icons of the pictures on a site, by what they hold; those that pages show by themselves lie `there`."""

    def __init__(self, site: Path, there: Path):
        self._site, self._folder = site, there
        self._names: dict[str, str] = {}

    @cached_property
    def _there(self) -> dict[bytes, str]:
        """The names of files by what they hold."""
        files = sorted(self._folder.rglob("*.png"), reverse=True)
        return {file.read_bytes(): file.relative_to(self._folder).as_posix() for file in files}

    def lean(self, picture: str, url: str) -> str:
        """A picture on the page of that address, with its icons as files, which are written where they are not yet."""
        base = get_relative_url(f"{FOLDER}/", url)
        return ICON.sub(lambda found: base + self._name(found[1]) if self._name(found[1]) else found[0], picture)

    def _name(self, data: str) -> str:
        """The file of an icon; '' for what is none."""
        if data not in self._names:
            self._names[data] = self._written(data)
        return self._names[data]

    def _written(self, data: str) -> str:
        try:
            icon = base64.b64decode(data, validate=True)
        except binascii.Error:
            return ""
        name = self._there.get(icon)
        if not name:
            name = f"{hashlib.sha256(icon).hexdigest()[:16]}.png"
            write_file(icon, str(self._site / FOLDER / name))
        script = f'archdeckIcon("data:image/png;base64,{data}");\n'
        write_file(script.encode("ascii"), str(self._site / FOLDER / f"{name.removesuffix('.png')}.js"))
        return name
