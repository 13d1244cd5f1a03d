"""Pages: what each says of the small system in site_model.py, and that no text of a model is more than text."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from textwrap import dedent

import markdown  # type: ignore[import-untyped]
import pytest
import yaml

from archdeck.pages import SystemPages, icons, pages
from archdeck.pages.facts import duration
from archdeck.pages.navigation import Entry, navigation
from archdeck.pages.tables import table
from archdeck.pages.text import attribute, prose, quoted, text
from site_model import SHOP, model_of, pages_of


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> SystemPages:
    return pages_of(model_of(SHOP, tmp_path_factory.mktemp("shop")))


@pytest.fixture(scope="module")
def written(shop: SystemPages) -> dict[str, str]:
    return pages([shop])


def section(page: str, heading: str) -> str:
    """What stands under a heading, without the pictures."""
    page = re.sub(r"<div class=\"ad-(picture|told|downloads).*?\n</div>\n(?=\n|$)", "", page, flags=re.DOTALL)
    return re.split(r"\n## ", page.split(f"## {heading}\n", 1)[1], maxsplit=1)[0].strip()


def test_every_part_of_a_system_has_a_page(written: dict[str, str]) -> None:
    assert list(written) == [
        "index.md",
        "catalogue.md",
        "shop/index.md",
        "shop/environments/index.md",
        "shop/environments/prod.md",
        "shop/environments/dev.md",
        "shop/flows/index.md",
        "shop/flows/visit.md",
        "shop/components/index.md",
        "shop/components/users.md",
        "shop/components/dns.md",
        "shop/components/web.md",
        "shop/components/db.md",
        "shop/requirements.md",
        "shop/relations.md",
    ]


def test_pages_are_the_same_each_time(shop: SystemPages, written: dict[str, str]) -> None:
    assert pages([shop]) == written


def test_links_and_images_lead_to_files_that_the_build_writes(shop: SystemPages, written: dict[str, str]) -> None:
    there = set(written) | set(icons([shop]))
    there |= {f"shop/pictures/{id}.{suffix}" for id in shop.pictures for suffix in ("svg", "png")}
    for path, page in written.items():
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page):
            assert str((Path("/") / path).parent.joinpath(target).resolve()).removeprefix("/") in there, (path, target)


def test_a_component_page_answers_what_why_where_and_who(written: dict[str, str]) -> None:
    page = written["shop/components/db.md"]
    assert page.startswith(
        '---\ntitle: "Orders database"\ndescription: "Keeps the orders."\norder: 4\n---\n\n# Orders database\n'
    )
    assert "**Amazon RDS** · [Data](index.md) · owned by Data team" in page
    assert '<p class="admonition-title">Note</p>\n\nTest the failover.' in page
    assert "It survives a zone." in section(page, "What to say about it")
    assert section(page, "What it talks to") == dedent("""\
        |  | To | What for | Environments |
        | --- | --- | --- | --- |
        | replicates to | [Orders database](db.md) | sync | [Production](../environments/prod.md) |

        What acts on it:

        | From |  | What for | Environments |
        | --- | --- | --- | --- |
        | [Web servers](web.md) | reads and writes | SQL | all |""")
    assert section(page, "Where it runs") == dedent("""\
        | Environment | Where | How many | Role | Why |
        | --- | --- | --- | --- | --- |
        | [Production](../environments/prod.md) | N. Virginia › VPC › a | 1 | primary |  |
        | [Production](../environments/prod.md) | N. Virginia › VPC › b | 1 | standby, synchronous copy |  |
        | [Development](../environments/dev.md) | N. Virginia › VPC › a | 1 |  | Test data only |""")
    assert section(page, "Configuration") == "| Setting | Value |\n| --- | --- |\n| Engine | PostgreSQL 16 |"
    assert section(page, "When it fails") == "- A standby takes over after 1 min 30 s\n\nIt fails over **by itself**."
    assert section(page, "Flows that use it").endswith("| [A visit](../flows/visit.md) | 3 | Orders are kept. |")
    assert section(page, "Requirements that it meets") == "- [Zone loss](../requirements.md#req-zone-loss): a standby"
    assert "## It belongs to" not in page
    assert (
        section(written["shop/components/web.md"], "It belongs to")
        == "- [Web Auto Scaling group](../index.md), 2 to 12: Peaks"
    )


def test_an_environment_says_what_differs_and_why(written: dict[str, str]) -> None:
    assert section(written["shop/environments/dev.md"], "What differs, and why") == dedent("""\
        It starts from [Production](prod.md). One zone is enough to develop against.

        | What | Here | Why |
        | --- | --- | --- |
        | Availability Zone b | does not exist here |  |
        | [Web servers](../components/web.md) | 1 in a (instead of 2 in a, 2 in b) |  |
        | [Orders database](../components/db.md) | 1 in a (instead of 1 primary in a, 1 standby, synchronous copy in b) | Test data only |""")  # fmt: skip  # noqa: E501
    assert "## What differs" not in written["shop/environments/prod.md"]


def test_a_picture_is_told_in_words(written: dict[str, str]) -> None:
    page = written["shop/environments/dev.md"]
    assert page.split("What stands where:\n\n")[1].split("\n\n</details>")[0] == dedent("""\
        - **AWS Cloud**
            - **Region us-east-1 (N. Virginia)**
                - **VPC**
                    - **Availability Zone a**
                        - [Amazon EC2 · Web servers](../components/web.md)
                        - [Amazon RDS · Orders database](../components/db.md)
            - [Amazon Route 53 · Shop DNS](../components/dns.md)
        - [Users · Shoppers](../components/users.md)

        Arrows:

        - Step 1: [Users · Shoppers](../components/users.md) calls [Amazon Route 53 · Shop DNS](../components/dns.md)
        - Step 2: [Amazon Route 53 · Shop DNS](../components/dns.md) calls [Amazon EC2 · Web servers](../components/web.md): dynamic
        - Step 3: [Amazon EC2 · Web servers](../components/web.md) reads and writes [Amazon RDS · Orders database](../components/db.md): SQL""")  # fmt: skip  # noqa: E501


def test_a_drawing_stands_on_lines_without_a_gap_and_is_not_searched(written: dict[str, str]) -> None:
    [block] = re.findall(
        r'<div class="ad-picture".*?</svg>\n</div>\n</div>', written["shop/environments/prod.md"], re.DOTALL
    )
    assert "\n\n" not in block
    assert block.startswith(
        '<div class="ad-picture" data-search-exclude data-view="prod" data-ends="visit-dns users dns;'
    )


def test_a_flow_has_a_tab_for_each_environment_and_its_steps(written: dict[str, str]) -> None:
    page = written["shop/flows/visit.md"]
    assert re.findall(r"<label for=\"__tabbed_1_\d\">(.*?)</label>", page) == ["Production", "Development"]
    assert re.findall(r"(?m)^\| \d.*$", page) == [
        "| 1 | [Shoppers](../components/users.md) | [Shop DNS](../components/dns.md) | Shoppers ask for the address. |",
        "| 2 | [Shop DNS](../components/dns.md) | [Web servers](../components/web.md) | The page is made. |",
        "| 3 | [Web servers](../components/web.md) | [Orders database](../components/db.md) | Orders are kept. |",
    ]


def test_a_requirement_links_what_meets_it(written: dict[str, str]) -> None:
    assert section(written["shop/requirements.md"], "Zone loss") == dedent("""\
        <a id="req-zone-loss"></a>

        No downtime if a zone fails.

        | Target |  |
        | --- | --- |
        | Survives the loss of | one zone |
        | Data loss (RPO) | none |
        | Pillar | reliability |

        Met by:

        - [Orders database](components/db.md): a standby
        - [Web servers](components/web.md)""")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (0.2, "200 ms"), (90, "1 min 30 s"), (3600, "1 h"), (129600, "1 d 12 h"), (1.5, "1.5 s")],
)
def test_durations_read_as_people_say_them(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_empty_columns_are_left_out_of_a_table() -> None:
    assert (
        table(["A", "B", "C"], [("1", "", "x|y"), ("2", "", "")])
        == "| A | C |\n| --- | --- |\n| 1 | x&#124;y |\n| 2 |  |"
    )


def test_navigation_follows_order_and_titles_of_front_matter() -> None:
    generated = {
        "systems/index.md": Entry("Systems", 0),
        "systems/catalogue.md": Entry("Catalogue", 2),
        "systems/shop/index.md": Entry("Shop", 1),
        "systems/shop/relations.md": Entry("Relations", 5),
        "systems/shop/environments/index.md": Entry("Environments", 1),
        "systems/shop/environments/dev.md": Entry("Development", 2),
        "systems/shop/environments/prod.md": Entry("Production", 1),
    }
    environments = [f"systems/shop/environments/{name}.md" for name in ("index", "prod", "dev")]
    shop = {"Shop": ["systems/shop/index.md", {"Environments": environments}, "systems/shop/relations.md"]}
    assert navigation(generated, ["index.md", "tutorial.md"]) == [
        "index.md",
        {"Systems": ["systems/index.md", shop, "systems/catalogue.md"]},
        "tutorial.md",
    ]
    assert navigation({}, ["index.md"]) == ["index.md"]


# Text of a model is text. The strings below try to be more; each goes through Markdown with every extension that a
# project might switch on, and what comes out is read as a browser would read it.

EXTENSIONS = [
    "abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc", "pymdownx.details",
    "pymdownx.emoji", "pymdownx.magiclink", "pymdownx.mark", "pymdownx.superfences", "pymdownx.tilde",
    "pymdownx.blocks.html", "pymdownx.snippets",
]  # fmt: skip
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
]  # fmt: skip
HARMLESS = frozenset(
    "p h1 h2 h3 h4 em strong code pre a ul ol li blockquote table thead tbody tr th td hr br div span del".split(" ")  # noqa: SIM905
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


def read(source: str) -> Reader:
    return Reader(markdown.markdown(source, extensions=EXTENSIONS))


def letters(value: str) -> str:
    return "".join(re.sub(r"[\x00-\x1f]", " ", value).split())


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_markdown_field_cannot_do_harm(hostile: str) -> None:
    found = read(f"before\n\n{prose(hostile)}\n\nafter")
    assert found.dangers == []
    assert found.words.startswith("before")
    assert found.words.endswith("after")
    assert "root:" not in found.words  # /etc/passwd was not included


@pytest.mark.parametrize("hostile", [*HOSTILE, "# x", "1. x", "- x", "> x", "!!! x", "::: x", "=== x", "a | b", "~~a~~ ==b==", "*a* _b_ `c`", ":smile"])  # fmt: skip  # noqa: E501
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
    assert source.count(bad) == 40
    for path, page in pages([pages_of(model_of(source, tmp_path))]).items():
        body = re.sub(r"<svg.*?</svg>", "", page.split("\n---\n", 1)[1], flags=re.DOTALL)
        rendered = markdown.markdown(body, extensions=["md_in_html", "tables", "attr_list", "toc"])
        assert "<script" not in rendered, path
        assert 'href="javascript:' not in rendered, path
        assert "{{" not in page.split("<svg")[0], path
