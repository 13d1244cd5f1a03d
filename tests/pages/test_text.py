"""Text of a model in pages, front matter and attributes: that it is shown, and is never more than text."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from textwrap import dedent
from typing import Any

import markdown
import pytest
import yaml
from pymdownx import superfences  # type: ignore[import-untyped]

from archdeck.pages.book import pages
from archdeck.pages.text import attribute, paragraphs, prose, quoted, text
from site_model import SHOP, model_of, pages_of

# Text of a model is text. The strings below try to be more; each goes through Markdown with every extension that a
# project might switch on, and what comes out is read as a browser would read it.

EXTENSIONS = [
    "abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc", "pymdownx.arithmatex",
    "pymdownx.betterem", "pymdownx.blocks.admonition", "pymdownx.blocks.caption", "pymdownx.blocks.definition",
    "pymdownx.blocks.details", "pymdownx.blocks.html", "pymdownx.blocks.tab", "pymdownx.caret", "pymdownx.critic",
    "pymdownx.details", "pymdownx.emoji", "pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.keys",
    "pymdownx.magiclink", "pymdownx.mark", "pymdownx.progressbar", "pymdownx.smartsymbols", "pymdownx.snippets",
    "pymdownx.superfences", "pymdownx.tabbed", "pymdownx.tasklist", "pymdownx.tilde",
]  # fmt: skip
SETTINGS: dict[str, dict[str, Any]] = {
    "pymdownx.blocks.tab": {"alternate_style": True},
    "pymdownx.superfences": {
        "custom_fences": [{"name": "mermaid", "class": "mermaid", "format": superfences.fence_code_format}]
    },
}
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "a <b onclick=alert(1)>b</b>",
    "`code`\n<script>alert(1)</script>\n`code`",
    "`\n\n<script>alert(1)</script>\n\n`",
    "```\ncode\n```\n<script>alert(1)</script>\n```",
    "~~~\n</code></pre><script>alert(1)</script>\n~~~",
    "    </code></pre><script>alert(1)</script>",
    "- x\n\n        <script>alert(1)</script>",
    "<!-- --><script>alert(1)</script>",
    "<?php ?><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "&lt;script&gt; &#60;script&#62;",
    "[a](javascript:alert(1))",
    "[a]( javascript:alert(1) )",
    "[a](<javascript:alert(1)>)",
    "[a](java&#115;cript:alert(1))",
    "[a](JaVaScRiPt:alert(1) 'x')",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a\n](javascript:alert(1))",
    "[[a](https://x.example)](javascript:alert(1))",
    "[a](https://x.example\"onmouseover=alert(1)//)",
    "[a][b]\n\n[b]: javascript:alert(1)",
    "[b]\n\n  [b]:\n  javascript:alert(1)",
    "<javascript:alert(1)>",
    "![a](https://evil.example/x.png)",
    "![a][b]\n\n[b]: https://evil.example/x.png",
    "[![a](https://evil.example/x.png)](https://evil.example)",
    "text {: onclick=alert(1) }",
    "# head {: onclick=alert(1) style=x }",
    "| a | b |\n| - | - |\n| x {: onclick=alert(1) } | y |",
    "*[HTML]: <script>",
    "/// html | div[onclick=alert(1)]\nx\n///",
    '--8<-- "/etc/passwd"',
    "```\n--8<-- \"/etc/passwd\"\n```",
    "--8<--\n/etc/passwd\n--8<--",
    "{{ 7 * 7 }} {% include 'x' %}",
    "---\ntitle: x\n---\n\n# y",
    "\x02klzzwxh:0001\x03 \x02wzxhzdk:0\x03",
    "a \\<script>alert(1)</script> \\`<b>` \\[x](javascript:alert(1))",
    "<div markdown=1>\n\n[a](javascript:alert(1))\n\n</div>",
    "</div></section><script>alert(1)</script>",
    "a \\![x](https://evil.example/y.png) b",
    "a \\\\![x](https://evil.example/y.png) b",
    ":smile: :material-account:",
    "++ctrl+alt+del++",
    "/// html | iframe\n    attrs: {src: https://evil.example}\nx\n///",
    '=== "x"\n\n    y',
    "!!! note\n\n    x",
    "???+ note\n\n    x",
    "```mermaid\ngraph TD\nA-->B\n```",
    "~~~mermaid\ngraph TD\nA-->B\n~~~",
    "`#!python print(1)`",
    "from $5 to $10, $$20$$",
    "\\(a\\) \\[a\\]",
    '[=50% "x"]',
    "{==x==}{>>y<<} {++x++} {--x--}",
    "[TOC]",
    "[^1]\n\n[^1]: x",
    "[x](https://a.example){target=_blank}",
]  # fmt: skip
INSIDE = ["{}", "- {}", "1. {}", "> {}", "* - {}", "> - {}", "x\n:   {}", "- x\n\n    {}"]
HARMLESS = frozenset(
    "p h1 h2 h3 h4 em strong code pre a ul ol li blockquote table thead tbody tr th td hr br div span del dl dt dd ins "  # noqa: SIM905
    "sub sup mark".split(" ")
)
LINKS = re.compile(r"(https?:|mailto:|#)")


class Reader(HTMLParser):
    """The words of a page, and everything in it that could act."""

    def __init__(self, source: str):
        super().__init__()
        self.words = ""
        self.dangers: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.dangers += [] if tag in HARMLESS else [tag]
        for name, value in attributes:
            link = name == "href" and LINKS.match(value or "")
            harmless = link or name in ("id", "title") or (name == "class" and tag in ("div", "span"))
            self.dangers += [] if harmless else [f"{tag} {name}={value}"]

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        self.dangers.append(f"comment {data}")

    handle_pi = unknown_decl = handle_comment

    def handle_decl(self, decl: str) -> None:
        self.dangers.append(f"declaration {decl}")


@cache
def _extended() -> markdown.Markdown:
    return markdown.Markdown(extensions=EXTENSIONS, extension_configs=SETTINGS)


def read(source: str) -> Reader:
    return Reader(_extended().reset().convert(source))


def letters(value: str) -> str:
    return "".join(re.sub(r"[\x00-\x1f]", " ", value).split())


@pytest.mark.parametrize("inside", INSIDE)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_markdown_field_cannot_do_harm(hostile: str, inside: str) -> None:
    before = inside.removesuffix("{}").split("\n")[-1]
    indent = "".join(letter if letter == ">" else " " for letter in before)
    found = read(f"before\n\n{prose(inside.replace('{}', hostile.replace(chr(10), chr(10) + indent)))}\n\nafter")
    assert found.dangers == []
    assert found.words.startswith("before")
    assert found.words.endswith("after")
    assert "root:" not in found.words  # /etc/passwd was not included


@pytest.mark.parametrize("hostile", [*HOSTILE, "# x", "1. x", "- x", "> x", "!!! x", "::: x", "=== x", "a | b", "~~a~~ ==b==", "*a* _b_ `c`", ":smile", "a (c) (TM) 1/2 --> +/- c/o 1st 22nd", "www.a.example me@a.example", "see https://a.example/?b=1&c=2|d"])  # fmt: skip  # noqa: E501
@pytest.mark.parametrize(
    "around", ["{}", "- {}", "**{}**", "| {} | y |\n| --- | --- |\n| {} | z |", "## {}", "[{}](#x)"]
)
def test_a_plain_field_is_shown_letter_by_letter(hostile: str, around: str) -> None:
    found = read(around.replace("{}", text(hostile)))
    assert found.dangers == []
    assert letters(hostile) in letters(found.words)


@pytest.mark.parametrize("hostile", [*HOSTILE, '" onclick="alert(1)', "' x='", "a: b\\", "\\u0022"])
def test_front_matter_and_attributes_hold_text(hostile: str) -> None:
    front = yaml.safe_load(f"title: {quoted(hostile)}\nnext: 1")
    assert list(front) == ["title", "next"]
    for value in (front["title"], str(attribute(hostile))):
        assert not set(value) & set("<>\"'{}")
        assert letters(Reader(f"<p>{value}</p>").words) == letters(hostile)


def test_markdown_fields_stay_markdown() -> None:
    source = """\
        A *b* **c** `d < e` and [docs](https://docs.example/a?b=1&c=2 "read").

        - one
        - two

        | x | y |
        | --- | --- |
        | 1 | 2 |

        > quoted

        ```yaml
        a: <b>

        c: {d}
        ```

        # Heading"""
    found = markdown.markdown(prose(dedent(source)), extensions=["tables"])
    for wanted in (
        "<em>b</em> <strong>c</strong> <code>d &lt; e</code>",
        '<a href="https://docs.example/a?b=1&amp;c=2" title="read">docs</a>',
        "<li>two</li>",
        "<td>2</td>",
        "<blockquote>",
        "<pre><code>a: &lt;b&gt;\n&#8203;\nc: &#123;d&#125;</code></pre>",
        "<h4>Heading</h4>",
    ):
        assert wanted in found


def test_a_hostile_model_writes_pages_of_text(tmp_path: Path) -> None:
    """Every name and text of the small system is replaced by one that tries to be a script."""
    bad = "<script>alert(1)</script>[a](javascript:alert(1)){{ 7*7 }}|*`"
    keys = "name|title|summary|description|owner|says|why|say|note|label|encryption|because|scale"
    source = re.sub(rf"\b({keys}): ?(?:\"[^\"]*\"|[^,{{}}\n]+)", lambda m: f"{m[1]}: '{bad}'", SHOP)
    assert source.count(bad) == 49
    for path, page in pages([pages_of(model_of(source, tmp_path))]).items():
        body = re.sub(r"<svg.*?</svg>", "", page.split("\n---\n", 1)[-1], flags=re.DOTALL)
        rendered = markdown.markdown(body, extensions=["md_in_html", "tables", "attr_list", "toc"])
        assert "<script" not in rendered, path
        assert 'href="javascript:' not in rendered, path
        assert "{{" not in page.split("<svg")[0], path


def test_paragraphs_stay_apart_and_every_letter_is_shown() -> None:
    assert paragraphs("One *line*\nand more\n \n- two\n") == "One \\*line\\* and more\n\n&#45; two"


def test_headings_keep_their_depths_below_those_of_the_page() -> None:
    """A line of code that starts with a hash is no heading."""
    source = "## One\n\n### Two\n\n```\n# no heading\n```\n\n> ## Quoted"
    code = "<pre><code># no heading</code></pre>"
    assert prose(source, 2) == f"## One\n\n### Two\n\n{code}\n\n> ## Quoted"
    assert prose(source, 5) == f"##### One\n\n###### Two\n\n{code}\n\n> ##### Quoted"
