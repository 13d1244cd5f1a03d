"""Text that names icons by where they lie on this machine to text that is the same on every machine, and back.

What is kept for other builds is kept for those of other machines, too: their packages are installed elsewhere.
"""

from __future__ import annotations

import json
from functools import cache

from archdeck.model import DATA, resources

DIAGRAMS, OURS = "\x01", "\x02"  # in the place of a folder: neither JSON nor `repr` has them as they are


def portable(text: str) -> str:
    """JSON, or a `repr`, without where packages lie."""
    for folder, sign in _folders().items():
        text = text.replace(folder, sign)
    return text


def local(text: str) -> str:
    """What `portable` made, here."""
    for folder, sign in _folders().items():
        text = text.replace(sign, folder)
    return text


@cache
def _folders() -> dict[str, str]:
    """The folders as they stand within a string, the inner one first."""
    folders = {str(resources()): DIAGRAMS, str(DATA): OURS}
    return {json.dumps(f)[1:-1]: folders[f] for f in sorted(folders, key=len, reverse=True)}
