"""SVG to PNG with the shipped font, and one of the system's for nothing but letters that it lacks."""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from xml.parsers import expat
from xml.sax.saxutils import escape

import resvg
from resvg import usvg

from archdeck.canvas import fonts, fonts_for
from archdeck.paint.engine import EngineError
from archdeck.paint.panics import painting

_TEXT = re.compile(r"<text( [^>]*)>(.*?)</text>", re.DOTALL)
_ROW = re.compile(r'<tspan x="([^"]*)" y="([^"]*)">([^<]*)</tspan>')
_PLACE = re.compile(r' x="([^"]*)" y="([^"]*)"')
IN_A_PROCESS = 6  # pictures that are worth starting another process for


def visible(svg: str) -> str:
    """The part of an SVG that leaves ink: two pictures with equal ones have equal pixels."""
    return re.sub(r"<(title|desc)\b[^>]*>.*?</\1>", "", svg, flags=re.DOTALL)


def pngs(svgs: Mapping[str, str], width: int, height: int) -> Iterator[bytes]:
    """PNGs of pictures by their names, in their order; of many, several at a time in processes of their own, since the
    painter never lets go of the interpreter. EngineError, with the name, where one cannot be painted."""
    if len(svgs) <= IN_A_PROCESS or (os.cpu_count() or 1) < 2:
        yield from (png(svg, width, height, name) for name, svg in svgs.items())
        return
    some = list(svgs.items())
    batches = [(dict(some[k : k + IN_A_PROCESS]), width, height) for k in range(0, len(some), IN_A_PROCESS)]
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for batch in threads.map(_elsewhere, batches):
            yield from batch


Job = tuple[Mapping[str, str], int, int]


def _elsewhere(job: Job) -> list[bytes]:
    """A batch painted by another process of this program, which reads it and answers in one piece each."""
    done = subprocess.run(
        [sys.executable, "-m", "archdeck.paint.png"], input=pickle.dumps(job), capture_output=True, check=False
    )
    if done.returncode not in (0, 1):  # 1 is a fault of our own, and raised as such
        raise EngineError(f"the painter broke off (exit code {done.returncode}) at one of {', '.join(job[0])}")
    done.check_returncode()
    found: list[bytes] | str = pickle.loads(done.stdout)  # from our own child
    if isinstance(found, str):
        raise EngineError(found)
    return found


def _batch(job: Job) -> list[bytes] | str:
    """What the other process answers: the PNGs, or what keeps one of them from being painted."""
    svgs, width, height = job
    try:
        return [png(svg, width, height, name) for name, svg in svgs.items()]
    except EngineError as error:
        return str(error)


def png(svg: str, width: int = 1920, height: int = 1080, name: str = "") -> bytes:
    """The picture in exactly so many pixels. EngineError, with its name, where it cannot be painted."""
    further = further_fonts(svg)
    apart = _apart(svg) if further else svg
    with painting(f"the picture {name}" if name else "the picture"):
        return _painted(apart, further, width, height)


def _painted(svg: str, further: tuple[Path, ...], width: int, height: int) -> bytes:
    expat.ParserCreate().Parse(svg, True)  # what is no XML the painter would also complain of on its own
    tree = usvg.Tree.from_str(svg, _options(further))
    wide, high = tree.int_size()
    drawn: bytes = resvg.render(tree, (width / wide, 0, 0, 0, height / high, 0), bg_size=(width, height))
    return drawn


def further_fonts(svg: str) -> tuple[Path, ...]:
    """The fonts of this machine for letters that the shipped one lacks."""
    return fonts_for(visible(svg)) if fonts.lacking(svg) else ()


def _apart(svg: str) -> str:
    """The SVG with letters that the shipped font lacks in pieces of text of their own. The painter takes one font for
    a piece, and would else write the other letters of it in the font of the strange ones too."""
    return _TEXT.sub(_text_apart, svg)


def _text_apart(found: re.Match[str]) -> str:
    attributes, inner = found.groups()
    px = float(attributes.partition('font-size="')[2].partition('"')[0])
    rows = _ROW.findall(inner) or [(*_PLACE.findall(attributes)[0], inner)]
    pieces = [piece for x, y, row in rows for piece in _pieces(float(x), y, unescape(row), px, "bold" in attributes)]
    return f"<text{attributes}>{''.join(pieces)}</text>"


def _pieces(middle: float, y: str, row: str, px: float, bold: bool) -> Iterator[str]:
    """A row around its middle, in pieces that are each of one font."""
    strange = fonts.lacking(row)
    x = middle - fonts.width(row, px, bold) / 2
    for text in _runs(row, strange):
        wide = fonts.width(text, px, bold)
        yield f'<tspan x="{x + wide / 2:.2f}" y="{y}">{escape(text)}</tspan>'
        x += wide


def _runs(row: str, strange: Collection[str]) -> Iterator[str]:
    """The letters of a row that one font writes, as long as they follow each other. What joins the letter before it
    stays with it, and a row that is read from the right stays whole: the painter knows its order."""
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in row):
        yield row
        return
    run, ours = "", True
    for letter in row:
        mine = ours if run and fonts.joins(letter) else letter not in strange
        if run and mine != ours:
            yield run
            run = ""
        run, ours = run + letter, mine
    yield run


def _options(further: tuple[Path, ...]) -> usvg.Options:
    """The shipped font, and those that a picture needs besides. Made anew for each picture, which takes less than a
    millisecond: the painter refuses options of another thread."""
    options = usvg.Options.default()
    for file in (fonts.REGULAR, fonts.BOLD, *further):
        options.load_font_file(str(file))
    options.font_family = "Liberation Sans"
    return options


if __name__ == "__main__":
    sys.stdout.buffer.write(pickle.dumps(_batch(pickle.loads(sys.stdin.buffer.read()))))
