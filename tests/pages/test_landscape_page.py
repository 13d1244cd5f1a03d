"""The page of the landscape, and what pages of a system say of others."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import pytest

from archdeck.pages.book import Picture, SystemPages, rule_pages, shared_pages, system_pages
from archdeck.pages.paths import icon_files
from archdeck.pages.text import linked, prose
from archdeck.views.landscape import landscape_view
from archdeck.views.makers import views
from two_systems import SHOP, THREE, landscape_of
from two_systems import linked as uses


def made(folder: Path, **systems: str) -> dict[str, str]:
    """All pages of a project, but for the drawings."""
    around = landscape_of(folder, **systems)
    some = [SystemPages(m, {v.id: Picture(v, "") for v in views(m)}, around=around) for m in around.systems]
    icons = icon_files(around.systems)
    found = shared_pages(some, icons, Picture(landscape_view(around), ""))
    found |= {path: page.text() for path, page in rule_pages(some).items()}
    for system in some:
        found |= system_pages(system, icons)
    return found


@pytest.fixture
def written(tmp_path: Path) -> dict[str, str]:
    about = 'description: "Asks [[payments]] and [[payments/api|its door]], as [[web]] does."'
    return made(tmp_path, **{**THREE, "shop": SHOP.replace("owner: Shop team", f"owner: Shop team, {about}")})


def part(page: str, heading: str) -> str:
    """What stands below a heading, links without where they lead."""
    return re.sub(r"\]\([^)]*\)", "]", _part(page, heading))


def _part(page: str, heading: str) -> str:
    return page.partition(f"## {heading}\n\n")[2].partition("\n## ")[0].strip()


def test_the_page_of_the_landscape(written: dict[str, str]) -> None:
    page = written["landscape.md"]
    assert page.startswith('---\ntitle: "Landscape"\ndescription: "3 systems, 2 dependencies between them"\norder: 0\n')
    assert part(page, "Systems") == dedent("""\
        <div class="ad-list" markdown="1">

        | System | What it is | Owner | Components | Uses | Used by |
        | --- | --- | --- | --- | --- | --- |
        | [Payments] | Takes money | Money team | 3 | [Web shop] | [Web shop] |
        | [Payroll] |  |  | 2 |  |  |
        | [Web shop] | Sells things | Shop team | 2 | [Payments] | [Payments] |

        </div>""")
    assert part(page, "What leads from one to another") == dedent("""\
        | From | Component | Relation | To | Component | What for | What happens |
        | --- | --- | --- | --- | --- | --- | --- |
        | [Web shop] | [Shop front] | calls | [Payments] | [Payment API] | charge cards | Takes the money. |
        | [Payments] | [Payment API] | reads and writes | [Web shop] |  | paid events |  |
        | [Web shop] | [Shop front] | calls | [Payments] |  | refunds |  |""")
    assert "| [Web shop](shop/index.md) | [Shop front](shop/components/web.md) | calls |" in page
    assert "[Payments](payments/components/customers.md), [Web shop](shop/components/customers.md) |" in _part(
        page, "Outside of several systems"
    )


def test_the_picture_in_words_says_where_a_box_leads(written: dict[str, str]) -> None:
    page = written["landscape.md"]
    assert '- [Payments · Money team · 3 components](payments/index.md){ data-component="payments" }' in page
    assert (
        '- [Web shop](shop/index.md){ data-component="shop" } calls '
        '[Payments](payments/index.md){ data-component="payments" }: charge cards, refunds' in page
    )
    assert '<a id="outside--customers"></a>' in page
    assert 'data-ends="payments/secure outside--customers payments;payments/charged shop payments;' in page


def test_cards_and_list_lead_to_it(written: dict[str, str]) -> None:
    light, dark = (f"![Landscape](landscape/pictures/landscape.svg{at})" for at in ("", "#landscape"))
    shown = f"[{light}{{ .ad-light loading=lazy }}{dark}{{ .ad-dark loading=lazy }}](landscape.md)"
    assert shown in written["index.md"]
    assert shown.replace("](l", "](systems/l") in written["cards.txt"]


def test_a_system_says_what_it_uses_and_what_uses_it(written: dict[str, str]) -> None:
    page = written["payments/index.md"]
    assert part(page, "Other systems") == dedent("""\
        What it uses:

        | System | From here | Relation | What for |
        | --- | --- | --- | --- |
        | [Web shop] | [Payment API] | reads and writes | paid events |

        What uses it:

        | System | Component there | Here | Relation | What for | What happens |
        | --- | --- | --- | --- | --- | --- |
        | [Web shop] | [Shop front] | [Payment API] | calls | charge cards | Takes the money. |
        | [Web shop] | [Shop front] |  | calls | refunds |  |

        All of them together: [Landscape].""")
    assert (
        "| [Web shop](../shop/index.md) | [Shop front](../shop/components/web.md) | [Payment API](components/" in page
    )
    assert "Other systems" not in written["payroll/index.md"]


def test_a_component_that_stands_for_a_system_leads_there(written: dict[str, str]) -> None:
    assert "· stands for the system [Payments](../../payments/index.md) ·" in written["shop/components/money.md"]
    assert (
        "| [Payments](money.md) | [System Payments](../../payments/index.md) |" in written["shop/components/index.md"]
    )
    seen = '[System · Payments](../../payments/index.md){ data-component="money" }'
    assert seen in written["shop/components/web.md"]


def test_links_in_texts(written: dict[str, str]) -> None:
    assert (
        "Asks [Payments](../payments/index.md) and [its door](../payments/components/api.md), as "
        "[Shop front](components/web.md) does." in written["shop/index.md"]
    )


def test_all_links_lead_to_pages(written: dict[str, str]) -> None:
    for path, page in written.items():
        for target in re.findall(r"\]\(([^)#]+\.md)(?:#[^)]*)?\)", page.replace("](systems/", "](")):
            assert str((Path("/") / path).parent.joinpath(target).resolve()).removeprefix("/") in written, (
                path,
                target,
            )


def test_a_landscape_in_which_nothing_is_said_yet(tmp_path: Path) -> None:
    page = made(tmp_path, **uses({"a": [], "b": []}))["landscape.md"]
    assert "\n2 systems; no model says that one of them uses another\n" in page
    assert "What leads from one to another" not in page


def link_of(id: str, words: str) -> str | None:
    return f"[{words or id.upper()}](to/{id}.md)" if id == "db" else None


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("See [[db]], or [[db|the store]].", "See [DB](to/db.md), or [the store](to/db.md)."),
        ("[[other]] stays", "[[other]] stays"),
        ("`[[db]]`", r"<code>&#91;&#91;db&#93;&#93;</code>"),
        ("![[db]]", "&#33;[DB](to/db.md)"),
        ("[a][[db]]", "[a&#93;[DB](to/db.md)"),
        ("[[db]](javascript:alert(1))", "[DB](to/db.md)(javascript:alert(1))"),
        ("[[db]]{: onclick=x }", "[DB](to/db.md)&#123;: onclick=x &#125;"),
        ("```\n[[db]]\n```", "<pre><code>[[db]]</code></pre>"),
    ],
)
def test_prose_with_links(source: str, shown: str) -> None:
    assert prose(source, link_of=link_of) == shown


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("Ask [[db]] first.", "Ask [DB](to/db.md) first."),
        ("[[db]]", "[DB](to/db.md)"),
        ("- a <b> [[db]] | [[x]]", r"&#45; a &lt;b&gt; [DB](to/db.md) &#124; &#91;&#91;x&#93;&#93;"),
    ],
)
def test_a_plain_field_with_links(source: str, shown: str) -> None:
    assert linked(source, link_of) == shown
