"""SVG to PNG with the shipped font, never one of the system's."""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import resvg
from resvg import usvg

from archdeck import fonts

IN_A_PROCESS = 6  # pictures that are worth starting another process for


def visible(svg: str) -> str:
    """The part of an SVG that leaves ink: two pictures with equal ones have equal pixels."""
    return re.sub(r"<(title|desc)\b[^>]*>.*?</\1>", "", svg, flags=re.DOTALL)


def pngs(svgs: Sequence[str], width: int, height: int) -> Iterator[bytes]:
    """PNGs of pictures, in their order; of many, several at a time in processes of their own, since the painter never
    lets go of the interpreter."""
    if len(svgs) <= IN_A_PROCESS or (os.cpu_count() or 1) < 2:
        yield from (png(svg, width, height) for svg in svgs)
        return
    batches = [(svgs[k : k + IN_A_PROCESS], width, height) for k in range(0, len(svgs), IN_A_PROCESS)]
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for batch in threads.map(_elsewhere, batches):
            yield from batch


def _elsewhere(job: tuple[Sequence[str], int, int]) -> list[bytes]:
    """A batch painted by another process of this program, which reads it and answers in one piece each."""
    done = subprocess.run(
        [sys.executable, "-m", "archdeck.png"], input=pickle.dumps(job), capture_output=True, check=True
    )
    found: list[bytes] = pickle.loads(done.stdout)  # from our own child
    return found


def png(svg: str, width: int = 1920, height: int = 1080) -> bytes:
    """The picture in exactly so many pixels."""
    tree = usvg.Tree.from_str(svg, _options())
    wide, high = tree.int_size()
    drawn: bytes = resvg.render(tree, (width / wide, 0, 0, 0, height / high, 0), bg_size=(width, height))
    return drawn


@cache
def _options() -> usvg.Options:
    """The shipped font and no other; read once."""
    options = usvg.Options.default()
    for file in (fonts.REGULAR, fonts.BOLD):
        options.load_font_file(str(file))
    options.font_family = "Liberation Sans"
    return options


if __name__ == "__main__":
    batch, *size = pickle.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(pickle.dumps([png(text, *size) for text in batch]))
