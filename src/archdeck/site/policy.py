"""A site that was built to the header with which a server lets browsers run and fetch what it is made of, and no more.

The pages of archdeck need nothing but files of the site. Themes have a few lines of script in their pages, and files
that are whole by themselves (talks, pictures) hold script, style and images: what is known of each is its digest.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path

ALWAYS = {
    "default-src": {"'self'"},
    "img-src": {"'self'", "data:"},  # icons of the theme's style sheets, and of pictures that are opened by themselves
    "object-src": {"'none'"},
    "base-uri": {"'self'"},
    "frame-ancestors": {"'self'"},
}
ATTRIBUTES = "style-src-attr"
RUN = {"", "module", "text/javascript", "application/javascript"}  # types of scripts that a browser runs


def policy(site: Path) -> str:
    """What the header Content-Security-Policy is to say."""
    found = {name: set(sources) for name, sources in ALWAYS.items()}
    for file in sorted(p for p in site.rglob("*") if p.suffix in (".html", ".svg")):
        reader = _Inline(file.read_text(encoding="utf-8", errors="replace"))
        for name, sources in reader.found.items():
            found.setdefault(name, {"'self'"} if name != ATTRIBUTES else set()).update(sources)
    return "; ".join(f"{name} {' '.join(_in_order(sources))}" for name, sources in found.items())


def _in_order(sources: Iterable[str]) -> list[str]:
    return sorted(sources, key=lambda source: ("sha256" in source, source))


class _Inline(HTMLParser):
    """The digests of scripts and styles that stand in a page, by what the policy calls them."""

    def __init__(self, text: str):
        super().__init__(convert_charrefs=False)
        self.found: dict[str, set[str]] = {}
        self._of, self._words = "", ""
        self.feed(text.replace("\r\n", "\n"))
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attributes}
        if tag == "style" or (tag == "script" and "src" not in told and told.get("type", "").lower() in RUN):
            self._of, self._words = f"{tag}-src", ""
        if "style" in told:  # which a page that somebody wrote may have, and no digest lets through alone
            self.found.setdefault(ATTRIBUTES, {"'unsafe-inline'"})

    def handle_data(self, data: str) -> None:
        self._words += data

    def handle_endtag(self, tag: str) -> None:
        if self._of and tag in ("script", "style"):
            known = base64.b64encode(hashlib.sha256(self._words.encode("utf-8")).digest()).decode("ascii")
            self.found.setdefault(self._of, set()).add(f"'sha256-{known}'")
            self._of = ""
