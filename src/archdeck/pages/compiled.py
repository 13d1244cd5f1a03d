"""Templates to the code that Jinja makes of them, kept between runs, for that takes as long as writing all pages.

Deleting them costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from archdeck.pages import text


class Compiled(BytecodeCache):
    """The files of a folder. What cannot be read or written only costs time."""

    def __init__(self, folder: Path):
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            with self._file(bucket).open("rb") as file:
                bucket.load_bytecode(file)
        except Exception:  # not there, or damaged: compiled anew
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        file = self._file(bucket)
        part = file.with_suffix(f".{os.getpid()}.part")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(bucket.bytecode_to_string())
            part.replace(file)
        except OSError:
            return

    def _file(self, bucket: Bucket) -> Path:
        """Named by all that the code depends on: words of a template become Markdown when it is compiled."""
        words = Path(text.__file__).read_bytes()
        made_from = f"{bucket.key} {bucket.checksum} {jinja2.__version__} {sys.version}".encode() + words
        return self._folder / f"{hashlib.sha256(made_from).hexdigest()[:24]}.code"
