"""An SVG and the fonts for it to a PNG: the painter itself, which also runs as a program of its own.

As a program it is started by its path, so that it loads nothing else of archdeck, which takes as long as painting six
pictures.
"""

from __future__ import annotations

import pickle
import signal
import sys
from collections.abc import Callable, Sequence
from xml.parsers import expat

Sheet = tuple[str, str, Sequence[str], int, int]  # an SVG, its family of fonts, font files, width and height


def painted(svg: str, family: str, fonts: Sequence[str], width: int, height: int) -> bytes:
    """The picture in exactly so many pixels. The painter raises what it likes."""
    expat.ParserCreate().Parse(svg, True)  # what is no XML the painter would also complain of on its own
    return _by_the_first(PAINTERS, svg, family, fonts, width, height)


def squared(svg: str, side: int) -> bytes:
    """A drawing on nothing, in so many pixels from side to side."""
    return _by_the_first(OF_ICONS, svg, side)


def _by_the_first(painters: Sequence[Callable[..., bytes]], *job: object) -> bytes:
    """What the first painter makes of it whose wheel is there."""
    *others, last = painters
    for painter in others:
        try:
            return painter(*job)
        except ImportError:
            continue
    return last(*job)


def by_resvg(svg: str, family: str, fonts: Sequence[str], width: int, height: int) -> bytes:
    import resvg  # not before there is something to paint
    from resvg import usvg

    options = usvg.Options.default()  # anew for each, within a millisecond: it refuses options of another thread
    for file in fonts:
        options.load_font_file(file)
    options.font_family = family
    tree = usvg.Tree.from_str(svg, options)
    wide, high = tree.int_size()
    drawn: bytes = resvg.render(tree, (width / wide, 0, 0, 0, height / high, 0), bg_size=(width, height))
    return drawn


def by_resvg_py(svg: str, family: str, fonts: Sequence[str], width: int, height: int) -> bytes:
    import resvg_py

    drawn = resvg_py.svg_to_bytes(
        svg_string=svg,
        width=width,
        height=height,
        font_files=list(fonts),
        font_family=family,
        skip_system_fonts=True,
    )
    return bytes(drawn)


def icon_by_resvg_py(svg: str, side: int) -> bytes:
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=side))


def icon_by_resvg(svg: str, side: int) -> bytes:
    import resvg
    from resvg import usvg

    tree = usvg.Tree.from_str(svg, usvg.Options.default())
    wide, high = tree.int_size()
    size = (side, max(1, round(side * high / wide)))
    drawn: bytes = resvg.render(tree, (side / wide, 0, 0, 0, side / wide, 0), bg_size=size)
    return drawn


PAINTERS = (by_resvg, by_resvg_py)  # two wheels that do the same: either may vanish
OF_ICONS = (icon_by_resvg_py, icon_by_resvg)


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
