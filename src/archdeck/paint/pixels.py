"""An SVG and the fonts for it to a PNG: the painter itself, which also runs as a program of its own.

As a program it is started by its path, so that it loads nothing else of archdeck, which takes as long as painting six
pictures.
"""

from __future__ import annotations

import pickle
import signal
import sys
from collections.abc import Sequence
from xml.parsers import expat

Sheet = tuple[str, str, Sequence[str], int, int]  # an SVG, its family of fonts, font files, width and height


def painted(svg: str, family: str, fonts: Sequence[str], width: int, height: int) -> bytes:
    """The picture in exactly so many pixels. The painter raises what it likes."""
    import resvg  # not before there is something to paint
    from resvg import usvg

    expat.ParserCreate().Parse(svg, True)  # what is no XML the painter would also complain of on its own
    options = usvg.Options.default()  # anew for each, within a millisecond: it refuses options of another thread
    for file in fonts:
        options.load_font_file(file)
    options.font_family = family
    tree = usvg.Tree.from_str(svg, options)
    wide, high = tree.int_size()
    drawn: bytes = resvg.render(tree, (width / wide, 0, 0, 0, height / high, 0), bg_size=(width, height))
    return drawn


def complaint(error: BaseException) -> str:
    """What it raised, in one line."""
    return " ".join(str(error).split()) or type(error).__name__


def answered(job: Sheet) -> bytes | str:
    """What the program answers: a PNG, or what the painter says instead."""
    try:
        return painted(*job)
    except BaseException as error:  # painters written in Rust panic, and a panic is no Exception
        return complaint(error)


def _answer_all() -> None:
    """One picture after the other, until there is no one who asks; a break from the terminal ends it without a word."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    jobs, answers = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            job = pickle.load(jobs)  # from our own parent
        except EOFError:
            return
        pickle.dump(answered(job), answers)
        answers.flush()


if __name__ == "__main__":
    _answer_all()
