"""A picture to one HTML file that needs nothing beside it: to zoom, to step through a flow, to hear in words."""

from __future__ import annotations

import re
from importlib.resources import files

from markdown import markdown
from markupsafe import escape

from archdeck.answers import Landscape
from archdeck.model import Flow, Model
from archdeck.pages.book import SUMMARIES, Picture, embedded, told_parts

ELSEWHERE = re.compile(r"<a [^>]*>(.*?)</a>", re.DOTALL)  # pages that a single file does not have beside it
FONTS = re.compile(r"@font-face \{[^}]*\}\n")  # its SVG names fonts that the machine has
PAGE = """<!DOCTYPE html>
<html lang="en"{scheme}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ margin: 0; padding: 8px; font: 16px/1.5 Arial, sans-serif; color: #232f3e; background: {paper}; }}
.ad-embedded {{ margin: 0 auto; max-width: 1920px; }}
.ad-told {{ color: {ink}; }}
{css}</style>
</head>
<body class="md-typeset">
<div class="ad-embedded">
<div class="ad-picture" data-view="{id}" data-ends="{ends}"{walk}>
<div class="ad-canvas">
{svg}
</div>
</div>
{told}
</div>
<script>
{script}</script>
</body>
</html>
"""


def alone(model: Model | Landscape, picture: Picture, flow: Flow | None = None, dark: bool = False) -> str:
    """The file: the picture as pages of a site have it, with the steps of its flow and all that it shows in words, and
    no link to anything. The same bytes for the same picture."""
    parts = told_parts(picture, flow)
    told = [
        f'<div class="ad-told"><details><summary>{SUMMARIES[part]}</summary><div class="ad-{part}">'
        f"{_html(embedded(part, model, picture, '/', flow))}</div></details></div>"
        for part in parts
    ]
    return PAGE.format(
        title=escape(" ".join(picture.view.title.split())),
        id=escape(picture.view.id),
        ends=escape(embedded("ends", model, picture, "/").strip()),
        svg=picture.svg,
        walk=" data-walk" if "steps" in parts else "",
        told="\n".join(told),
        css=FONTS.sub("", _ours("pictures.css")),
        script=_ours("archdeck.js"),
        scheme=' data-md-color-scheme="slate"' if dark else "",
        paper="#0b1520" if dark else "#fff",
        ink="#e8eef4" if dark else "inherit",
    )


def _html(words: str) -> str:
    return ELSEWHERE.sub(r"\1", markdown(words, extensions=["attr_list", "tables"]))


def _ours(name: str) -> str:
    return files("archdeck.pages.theme").joinpath(name).read_text(encoding="utf-8")
