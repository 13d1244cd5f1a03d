"""Pages that people wrote, with blocks that ask for pictures, to the same pages with the pictures: live, with their
links, their words and the steps of a flow.

The extension `archdeck.markdown` of Python-Markdown, so that MkDocs, ProperDocs and Zensical do it alike. What is asked
for in vain is an error with page and line: it is told to whoever builds the site, and stands on the page.
"""

from __future__ import annotations

import logging
import xml.etree.ElementTree as etree
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.util import AtomicString

from archdeck.site.fences import Block, blocks
from archdeck.site.whole_pictures import EARLY, LATE, Aside, Early, Late

if TYPE_CHECKING:  # most pages ask for no picture, and need none of this
    from archdeck.model import Flow, Model
    from archdeck.pages import Picture
    from archdeck.site.asked import Asked, Unfit
    from archdeck.site.asked_for import Systems

EARLIER = 29.5  # after includes are there (32), before pictures stand aside (29) and fences are read as code (25)
FIRST = 175  # before any other block
MARK = "\u2042archdeck-{}\u2042"  # an asterism: what stands in the place of a block until blocks are read
log = logging.getLogger("mkdocs.archdeck")
in_vain: list[str] = []  # what was asked for and is not there, for whoever builds the site to refuse it


class Here:
    """The page that is made into HTML: where it stands, and its lines as they were written."""

    def __init__(self, md: Markdown):
        self._md = md

    @property
    def page(self) -> str:
        """Its path below the folder of all pages, as whatever builds the site has told; '' where none has."""
        of_mkdocs, of_zensical = self._told("file"), self._told("page")
        return str(getattr(of_mkdocs, "src_uri", "") or getattr(of_zensical, "path", ""))

    def _told(self, name: str) -> object:
        """What a processor of the generator knows: MkDocs has one for links to pages, Zensical one for the page."""
        processors = (*self._md.preprocessors, *self._md.treeprocessors)
        return next((getattr(p, name) for p in processors if hasattr(p, name)), None)

    def line(self, found: Sequence[Block], number: int) -> int:
        """The line of its file, from 1, in which the fence of a block stands: front matter is no part of what Markdown
        reads, and an include may be more than a line. 0 for a block that an include has."""
        try:
            lines = (
                Path(str(getattr(self._told("file"), "abs_src_path", ""))).read_text(encoding="utf-8-sig").split("\n")
            )
        except (OSError, ValueError):
            return 0
        body = found[number].body
        alike = sum(block.body == body for block in found[:number])
        there = [block.first + 1 for block in blocks(lines) if block.body == body]
        return there[alike] if alike < len(there) else 0


class Finding(Preprocessor):
    """Blocks of a page to marks in their place, where they stand in lists and tabs, too."""

    def __init__(self, md: Markdown):
        super().__init__(md)
        self.found: list[Block] = []

    def run(self, lines: list[str]) -> list[str]:
        self.found = list(blocks(lines))
        left, end = [], 0
        for number, block in enumerate(self.found):
            apart = block.indent.rstrip()  # a quote goes on
            left += [*lines[end : block.first], apart, block.indent + MARK.format(number), apart]
            end = block.last + 1
        return left + lines[end:]


class Embedding(BlockProcessor):
    """Marks to pictures."""

    def __init__(self, md: Markdown, finding: Finding, aside: Aside, models: Path, some: tuple[str, ...]):
        super().__init__(md.parser)
        self._finding, self._aside, self._md = finding, aside, md
        self._of, self._here = (models, some), Here(md)

    def test(self, parent: etree.Element, block: str) -> bool:  # noqa: ARG002 - as Python-Markdown calls it
        return block.startswith(MARK.partition("{")[0])

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        from archdeck.site.asked import Unfit, asked

        mark = blocks.pop(0).strip()
        number = int(mark.removeprefix(MARK.partition("{")[0]).removesuffix(MARK[-1]))
        try:
            block = self._finding.found[number]
            wanted = asked(block.body, block.besides)
            model, picture, flow = _systems(*self._of).picture(wanted, number + 1)
        except Unfit as error:
            self._say(parent, number, error)
        else:
            self._put(parent, wanted, model, picture, flow)

    def _say(self, parent: etree.Element, number: int, error: Unfit) -> None:
        fence = self._here.line(self._finding.found, number)
        where = ":".join(filter(None, [self._here.page, str(fence + error.line) if fence else ""]))
        message = f"{where}: {error}" if where else str(error)
        log.error("%s", message)
        in_vain.append(message)
        note = etree.SubElement(parent, "div", {"class": "admonition danger"})
        etree.SubElement(note, "p", {"class": "admonition-title"}).text = AtomicString("There is no such picture")
        etree.SubElement(note, "p").text = AtomicString(message)

    def _put(self, parent: etree.Element, wanted: Asked, model: Model, picture: Picture, flow: Flow | None) -> None:
        from archdeck.pages import SUMMARIES, embedded, told_parts

        page = f"/{self._here.page}"
        whole = etree.SubElement(parent, "div", {"class": f"ad-embedded ad-wide-{5 * round(wanted.width / 5)}"})
        self._draw(whole, model, picture)
        if wanted.caption:
            etree.SubElement(whole, "p", {"class": "ad-said"}).text = AtomicString(wanted.caption)
        if "downloads" not in wanted.without:
            self._tell(whole, "ad-downloads", embedded("downloads", model, picture, page))
        for part in told_parts(picture, flow):
            # for whoever hears the page, and for links of boxes
            hidden = " ad-hidden" if part in wanted.without else ""
            box = etree.SubElement(whole, "div", {"class": f"ad-told{hidden}", "data-search-exclude": ""})
            details = etree.SubElement(box, "details")
            etree.SubElement(details, "summary").text = SUMMARIES[part]
            self._tell(details, f"ad-{part}", embedded(part, model, picture, page, flow))

    def _draw(self, parent: etree.Element, model: Model, picture: Picture) -> None:
        """As in `parts.drawing` of the pages."""
        from archdeck.pages import embedded, inline

        told = {"data-view": picture.view.id, "data-ends": embedded("ends", model, picture, "/").strip()}
        told |= {"data-walk": ""} if picture.view.kind == "flow" else {}
        host = etree.SubElement(parent, "div", {"class": "ad-picture", "data-search-exclude": "", **told})
        canvas = etree.SubElement(host, "div", {"class": "ad-canvas"})
        kept = self._md.htmlStash.store(self._aside.keep(inline(picture.svg)))
        canvas.text = AtomicString(f"\n{kept}\n")

    def _tell(self, parent: etree.Element, name: str, markdown: str) -> None:
        part = etree.SubElement(parent, "div", {"class": name})
        self.parser.parseBlocks(part, [block for block in markdown.split("\n\n") if block.strip()])


@cache
def _systems(models: Path, some: tuple[str, ...]) -> Systems:
    """What has been read and drawn of a folder of models stays for the next page, and the next build of a preview."""
    from archdeck.site.asked_for import Systems

    return Systems(models, some)


class Embedded(Extension):
    """`archdeck.markdown` in the `markdown_extensions` of mkdocs.yml: pictures are put on their pages whole, and pages
    may ask for some. `model` is the folder of the models, as seen from where the site is built; `systems` those in it
    that are shown, or all."""

    def __init__(self, **settings: Any):
        self.config = {
            "model": ["model", "the folder of the models"],
            "systems": [[], "the systems that are shown, or all"],
        }
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:
        aside, finding = Aside(), Finding(md)
        md.registerExtensions(
            ["attr_list", "tables"], {"tables": {"use_align_attribute": True}}
        )  # `style` no policy lets
        md.preprocessors.register(Early(aside), "archdeck_aside", EARLY)
        md.postprocessors.register(Late(aside), "archdeck_back", LATE)
        md.preprocessors.register(finding, "archdeck_blocks", EARLIER)
        models, some = Path(self.getConfig("model")), tuple(self.getConfig("systems"))
        md.parser.blockprocessors.register(Embedding(md, finding, aside, models, some), "archdeck_embedded", FIRST)
