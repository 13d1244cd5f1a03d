"""Pages: what each says of the small system in site_model.py."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from archdeck.answers.rules.linting import RULES, lint
from archdeck.language import shapes as language
from archdeck.model import kinds, read_model
from archdeck.model.resolve.names import RESERVED
from archdeck.pages.book import SystemPages, pages
from archdeck.pages.facts import duration
from archdeck.pages.nav import NavEntry, in_order, navigation
from archdeck.pages.paths import SamePath, icon_files
from archdeck.pages.tables import table
from archdeck.pages.text import text
from archdeck.pages.theme import assets
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
    page = re.sub(r"(?m)^(#+ .*?) \{ #\S+ \}$", r"\1", page)  # what links to a heading lead to
    before, after = page.split(f"# {heading}\n", 1)
    level = "#" * (1 + len(before) - len(before.rstrip("#")))
    return re.split(rf"\n#{{2,{len(level)}}} ", after, maxsplit=1)[0].strip()


def test_every_part_of_a_system_has_a_page(written: dict[str, str]) -> None:
    assert list(written) == [
        "index.md",
        "cards.txt",
        "catalogue.md",
        "rules/index.md",
        *(f"rules/{rule}.md" for rule in RULES),
        "reference.md",
        "kinds.md",
        "shop/index.md",
        "shop/environments/index.md",
        "shop/environments/prod.md",
        "shop/environments/dev.md",
        "shop/differences/index.md",
        "shop/differences/dev--prod.md",
        "shop/flows/index.md",
        "shop/flows/visit.md",
        "shop/drills/index.md",
        "shop/ledger.md",
        "shop/drills/prod.md",
        "shop/drills/drill-zone-a--prod.md",
        "shop/drills/loss-b--prod.md",
        "shop/drills/loss-dns--prod.md",
        "shop/drills/loss-web--prod.md",
        "shop/drills/loss-db--prod.md",
        "shop/drills/dev.md",
        "shop/components/index.md",
        "shop/components/users.md",
        "shop/components/dns.md",
        "shop/components/web.md",
        "shop/components/db.md",
        "shop/requirements.md",
        "shop/topics/index.md",
        "shop/topics/safety.md",
        "shop/topics/advice.md",
        "shop/presenting.md",
        "shop/relations.md",
        "shop/findings.md",
        "shop/views/index.md",
        "shop/views/prod--executive.md",
        "shop/views/dev--executive.md",
    ]


INDEX = """
    system: {name: Shop}
    components: {web: {kind: users}, index: {kind: aws.opensearch, name: Search}}
    relations: {ask: {from: web, to: index}}
    environments:
      index: {name: Live, stage: production, places: {z: {kind: zone, runs: {index: {}}}}}
      dev: {places: {z: {kind: zone, runs: {index: {}}}}}
    flows: {index: {name: Steps, steps: {1: {from: web, to: index}}}}
    topics: {index: {name: Words, says: Words.}}
    drills: {index: {down: [z]}}
    requirements: {index: {says: Fast., met_by: [index]}}
    views: {index: {shows: dev, title: Mine}, index-: {shows: dev, title: Other}}
    """


VIEW = INDEX.replace("index: {name: Live", "prod: {name: Live")
ENVIRONMENT = INDEX.replace("index: {shows", "other: {shows")
EVERY = {"components/index_": "Search", "flows/index_": "Steps", "topics/index_": "Words"}


@pytest.mark.parametrize(
    ("source", "further"),
    [
        (VIEW, {"views/index_": "Mine"}),
        (ENVIRONMENT, {"environments/index_": "Live", "drills/index_": "Drills in Live"}),
    ],
)
def test_what_is_called_index_has_a_page_beside_the_list_of_all(
    source: str, further: dict[str, str], tmp_path: Path
) -> None:
    shop = pages_of(model_of(source, tmp_path))
    written = pages([shop])
    own = {path.removeprefix("shop/").removesuffix(".md"): page for path, page in written.items() if "index_" in path}
    assert {
        path: re.findall('^title: "?([^"\n]*)', page, re.MULTILINE)[0] for path, page in own.items()
    } == EVERY | further
    test_links_and_images_lead_to_files_that_the_build_writes(shop, written)


def test_a_page_never_takes_the_place_of_another(shop: SystemPages) -> None:
    with pytest.raises(SamePath, match=r"^two files would be shop/index\.md$"):
        pages([shop, shop])


def test_systems_cannot_be_called_as_what_they_share(written: dict[str, str]) -> None:
    """The table of such names is the model's; the pages are made here."""
    shared = {path.partition("/")[0].removesuffix(".md") for path in [*written, *assets()]} - {"shop"}
    assert shared | {"landscape"} == set(RESERVED["systems"])  # that is of several systems


def test_pages_are_the_same_each_time(shop: SystemPages, written: dict[str, str]) -> None:
    assert pages([shop]) == written


def test_links_and_images_lead_to_files_that_the_build_writes(shop: SystemPages, written: dict[str, str]) -> None:
    there = set(written) | set(icon_files([shop.model]).values())
    there |= {f"shop/pictures/{id}.{suffix}" for id in shop.pictures for suffix in ("svg", "png")}
    for path, page in {**written, "cards.txt": written["cards.txt"].replace("](systems/", "](")}.items():
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page):
            assert str((Path("/") / path).parent.joinpath(target).resolve()).removeprefix("/") in there, (path, target)


def test_a_component_page_answers_what_why_where_and_who(written: dict[str, str]) -> None:
    page = written["shop/components/db.md"]
    assert page.startswith(
        '---\ntitle: "Orders database"\ndescription: "Keeps the orders."\nsystem: "Shop"\norder: 4\n'
        'search: {boost: 3}\nwords: "component service Amazon RDS relational database db sql postgres mysql Database"\n'
        "---\n\n# Orders database\n"
    )
    assert "**[Amazon RDS](../../catalogue.md#kind-aws.rds)** · [Data](index.md) · owned by Data team" in page
    assert "### Amazon RDS { #kind-aws.rds }\n" in written["catalogue.md"]
    assert '<p class="admonition-title">Note</p>\n\nTest the failover.' in page
    assert "It survives a zone." in section(page, "What to say about it")
    assert section(page, "What it talks to") == dedent("""\
        | Relation | To | What for | Environments |
        | --- | --- | --- | --- |
        | replicates to | [Orders database](db.md) | sync | [Production](../environments/prod.md) |

        What acts on it:

        | From | Relation | What for | Environments |
        | --- | --- | --- | --- |
        | [Web servers](web.md) | reads and writes | SQL | all |""")
    assert section(page, "Where it runs") == dedent("""\
        | Environment | Where | How many | Role | Why |
        | --- | --- | --- | --- | --- |
        | [Production](../environments/prod.md) | N. Virginia › VPC › a | 1 | primary |  |
        | [Production](../environments/prod.md) | N. Virginia › VPC › b | 1 | standby, synchronous copy |  |
        | [Development](../environments/dev.md) | N. Virginia › VPC › a | 1 |  | Test data only |""")
    assert section(page, "Configuration") == "| Setting | Value |\n| --- | --- |\n| Engine | PostgreSQL 16 |"
    assert section(page, "What it is where it is built") == (
        "| Address |\n| --- |\n| aws\\_db\\_instance.orders |\n| module.db.aws\\_kms\\_key.\\*&#91;0&#93; |"
    )
    assert section(page, "If it fails") == dedent("""\
        - A standby takes over after 1 min 30 s

        It fails over **by itself**.

        - Any one of it: no flow is lost in [Production](../drills/prod.md), for others go on.

        - Loss of all of Orders database, as [the picture shows](../drills/loss-db--prod.md):

        | Flow | Then |
        | --- | --- |
        | [A visit](../flows/visit.md) | <span class="ad-outcome ad-lost">✕ lost</span> |""")
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
        | [Orders database](../components/db.md) | 1 in a (instead of 1 primary in a, 1 standby, synchronous copy in b) | Test data only |

        Thing by thing: [Development and Production](../differences/dev--prod.md)""")  # fmt: skip  # noqa: E501
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
            - [Global Accelerator · Shop DNS](../components/dns.md)
        - [Users · Shoppers](../components/users.md)

        Arrows:

        - Step 1: [Users · Shoppers](../components/users.md) calls [Global Accelerator · Shop DNS](../components/dns.md)
        - Step 2: [Global Accelerator · Shop DNS](../components/dns.md) calls [Amazon EC2 · Web servers](../components/web.md): dynamic
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
        "| 1 | [Shoppers](../components/users.md) | [Shop DNS](../components/dns.md) | Shoppers ask for the address. |  |",  # noqa: E501
        "| 2 | [Shop DNS](../components/dns.md) | [Web servers](../components/web.md) | The page is made. | [note](#notes) |",  # noqa: E501
        "| 3 | [Web servers](../components/web.md) | [Orders database](../components/db.md) | Orders are kept. |  |",
    ]
    assert section(page, "Notes").startswith(
        '<div class="admonition warning" markdown="1">\n<p class="admonition-title" markdown="span">A visit, step 2</p>'
        "\n\nUse <code>HTTPS</code>.\n\n</div>"
    )


def test_a_note_stands_where_what_it_warns_of_stands(written: dict[str, str]) -> None:
    title = '<p class="admonition-title" markdown="span">{}</p>'
    database = title.format("[Orders database]({}components/db.md)")
    assert database.format("../") in section(written["shop/environments/prod.md"], "Notes")
    assert database.format("../") in section(written["shop/flows/visit.md"], "Notes")
    assert title.format("[A visit, step 2](../flows/visit.md)") in section(written["shop/components/web.md"], "Notes")
    assert "## Notes" not in written["shop/components/dns.md"]


def test_a_topic_is_a_table_or_a_list_with_its_components(written: dict[str, str]) -> None:
    page = written["shop/topics/safety.md"]
    assert page.split("# Safety of orders\n\n")[1].split("\n\n<div")[0] == dedent("""\
        Two layers *matter*.

        | Layer | Setting | Components |
        | --- | --- | --- |
        | At rest | Encrypted &lt;always&gt; | [Orders database](../components/db.md) |
        | Web servers | Patched weekly | [Web servers](../components/web.md) |""")
    assert "pictures/visit--dev.svg#visit--dev){ .ad-dark loading=lazy }](../flows/visit.md)" in page
    assert written["shop/topics/advice.md"].split("# Advice\n\n")[1] == dedent("""\
        - **Right sizes**: Look twice a year.
        - **Peaks**: Scale. ([Web servers](../components/web.md), [Shop DNS](../components/dns.md))

        ## Components that it is about

        - [Orders database](../components/db.md): Keeps the orders.
        - [Web servers](../components/web.md)
        """)
    assert section(written["shop/components/db.md"], "Topics that are about it") == dedent("""\
        | Topic | Of what | What is said |
        | --- | --- | --- |
        | [Safety of orders](../topics/safety.md) | At rest | Encrypted &lt;always&gt; |
        | [Advice](../topics/advice.md) |  |  |""")


def test_the_story_is_told_in_its_order_with_what_to_say_as_written(written: dict[str, str]) -> None:
    page = written["shop/presenting.md"]
    assert re.findall(r"(?m)^## (.*)$", page) == [
        "1. What was asked for", "2. A visit", "3. A zone fails", "4. How safe it is", "For questions",
        "From users to data",
    ]  # fmt: skip
    assert "| [Zone loss](requirements.md#req-zone-loss) |" in section(page, "1. What was asked for")
    assert section(page, "2. A visit") == dedent("""\
        <blockquote class="ad-say" markdown="1">
        Follow \\*the\\* numbers.

        They end at the data.
        </blockquote>

        <div class="ad-seen" markdown="1">

        [![Shop – A visit](pictures/visit--prod.svg){ .ad-light loading=lazy }![Shop – A visit](pictures/visit--prod.svg#visit--prod){ .ad-dark loading=lazy }](flows/visit.md)

        </div>""")  # noqa: E501
    assert section(page, "3. A zone fails") == dedent("""\
        - Fails: Availability Zone a in [Production](environments/prod.md)
        - [A visit](flows/visit.md): survives, as the model expects

        <div class="ad-seen" markdown="1">

        [![Shop – Zone a fails](pictures/drill-zone-a--prod.svg){ .ad-light loading=lazy }![Shop – Zone a fails](pictures/drill-zone-a--prod.svg#drill-zone-a--prod){ .ad-dark loading=lazy }](drills/drill-zone-a--prod.md)

        </div>""")  # noqa: E501
    assert section(page, "4. How safe it is").startswith("Two layers *matter*.\n\n| Layer | Setting |")


def test_a_flow_page_tells_what_hits_it_the_worst_first(written: dict[str, str]) -> None:
    told = section(written["shop/flows/visit.md"], "What hits it")
    assert re.findall(r"(?m)^\| (\[.*\]\(.*?\)) \| <[^>]*>(.*)</span> \|", told) == [
        ("[Loss of Region N. Virginia](../drills/prod.md)", "✕ lost"),
        ("[Loss of component Shop DNS](../drills/loss-dns--prod.md)", "✕ lost"),
        ("[Loss of all of Web servers](../drills/loss-web--prod.md)", "✕ lost"),
        ("[Loss of all of Orders database](../drills/loss-db--prod.md)", "✕ lost"),
    ]
    assert "the numbers line by line\nare in [the ledger](../ledger.md)" in told


def test_a_page_names_its_system_for_where_it_stands_alone(written: dict[str, str]) -> None:
    assert 'system: "Shop"' in written["shop/components/db.md"].split("---")[1]
    assert "system:" not in written["shop/index.md"].split("---")[1]


def test_without_a_story_the_talk_is_made_of_what_the_model_says(tmp_path: Path) -> None:
    """What was asked for, cost, availability and so on; nothing is said of security, so there is no such part."""
    page = pages([pages_of(model_of(SHOP[: SHOP.index("story:")], tmp_path))])["shop/presenting.md"]
    assert re.findall(r"(?m)^## (.*)$", page) == [
        "1. What was asked for", "2. The whole picture", "3. A visit", "4. Zone a fails",
        "5. What is promised, and what comes out", "6. Where it runs, and what differs", "7. What may still go wrong",
        "For questions", "From users to data",
    ]  # fmt: skip
    assert section(page, "Cost") == "- **Web Auto Scaling group**, 2 to 12: Peaks"
    assert section(page, "High availability and fault tolerance") == dedent("""\
        - **[Zone loss](requirements.md#req-zone-loss)**: No downtime if a zone fails.

            - [Orders database](components/db.md): a standby
            - [Web servers](components/web.md)

        - [Web servers](components/web.md): runs in Availability Zone a, Availability Zone b
        - [Orders database](components/db.md): runs in Availability Zone a (primary), Availability Zone b (standby, synchronous copy); a standby takes over after 1 min 30 s""")  # fmt: skip  # noqa: E501
    assert "It survives a zone. |" in section(page, "From users to data")


NO_FLOWS = """
system: {name: Blog}
components: {readers: {kind: users}, door: {kind: aws.alb}, web: {kind: aws.ec2}, posts: {kind: aws.rds}}
relations: {visit: {from: readers, to: door}, ask: {from: door, to: web}, read: {from: web, to: posts}}
environments:
  prod: {places: {eu: {kind: region, runs: {door: {}}}, a: {kind: zone, in: eu, runs: {web: {}, posts: {}}}}}
"""


@pytest.mark.parametrize(
    ("more", "parts"),
    [
        ("", ["The whole picture"]),
        ("story: {gone: {title: Gone, shows: loss-a--prod}}\n", ["Gone"]),
        ("drills: {out: {name: Out, environment: prod, down: [a]}}\n", ["The whole picture", "Out"]),
        (
            "drills: {out: {name: Out, down: [a]}}\ntopics: {t: {name: T, says: T, shows: drill.out}}\n",
            ["The whole picture", "Out"],
        ),
    ],
)
def test_a_failure_of_a_model_without_flows_leads_to_its_picture(more: str, parts: list[str], tmp_path: Path) -> None:
    """Nothing could be lost, so it has no page among the drills; and nobody asked to be told of it."""
    blog = pages_of(model_of(NO_FLOWS + more, tmp_path))
    written = pages([blog])
    told = re.findall(r"(?m)^## \d+\. (.*)$", written["shop/presenting.md"])
    assert told == parts
    test_links_and_images_lead_to_files_that_the_build_writes(blog, written)


def test_a_card_shows_a_system_and_leads_to_every_component(written: dict[str, str]) -> None:
    assert written["cards.txt"] == dedent("""\
        <div class="grid cards ad-cards" markdown="1">

        -   **[Shop](systems/shop/index.md)**

            [![Shop – A small shop](systems/shop/pictures/prod.svg){ .ad-light loading=lazy }![Shop – A small shop](systems/shop/pictures/prod.svg#prod){ .ad-dark loading=lazy }](systems/shop/index.md)

            Sells things.

            [Production](systems/shop/environments/prod.md) · [Development](systems/shop/environments/dev.md)

            [All 4 components](systems/shop/components/index.md) · [Presenting](systems/shop/presenting.md)

        </div>
        """)  # noqa: E501
    assert (
        "![Shop – A small shop](shop/pictures/prod.svg#prod){ .ad-dark loading=lazy }](shop/index.md)"
        in (written["index.md"])
    )
    for component in ("users", "dns", "web", "db"):
        assert f"]({component}.md)" in written["shop/components/index.md"]


def test_the_reference_explains_every_key_of_the_language(written: dict[str, str]) -> None:
    page = written["reference.md"]
    for shape in (s for s in vars(language).values() if isinstance(s, type) and issubclass(s, language.Shape)):
        for name, field in shape.model_fields.items():
            assert f"| `{field.alias or name}` | " in page
            assert not field.description or str(text(field.description)) in page, (shape, name)
    assert "Written under `components.ID.recovery`." in section(page, "Recovery")
    assert (
        "| `role` | `primary`, `standby`, `read-replica` |  | The role of the instance it ends at; the primary where "
        "there is one. |" in section(page, "Relation")
    )
    assert "| `count` | a whole number from 0 to 100000 | 1 | How many of it run there. |" in section(page, "Run")
    assert "| `rows` | from a name to a text or [Row](#row) |" in section(page, "Topic")
    assert "| `kind` | a text | required |" in section(page, "Component")
    assert "| `until` | a day such as 2027-03-31 | required |" in section(page, "Waiver")
    assert "| `rto` | a duration such as 500ms, 90s, 15m, 1d |" in section(page, "Target")
    assert "| `needs` | a number or a share such as 2, 50 % |" in section(page, "Component")


def test_a_requirement_links_what_meets_it(written: dict[str, str]) -> None:
    assert "\n## Zone loss { #req-zone-loss }\n" in written["shop/requirements.md"]
    assert section(written["shop/requirements.md"], "Zone loss") == dedent("""\
        No downtime if a zone fails.

        | Target | Value |
        | --- | --- |
        | Survives the loss of | one zone |
        | Data loss (RPO) | none |
        | Pillar | reliability |

        As the drills come out, by the numbers in [the ledger](ledger.md):

        | Asked | Verdict | Comes out worst | Where |
        | --- | --- | --- | --- |
        | survives the loss of one zone | <span class="ad-outcome ad-met">✓ met</span> | [A visit](flows/visit.md) survives without Availability Zone a | [Production](environments/prod.md) |
        | data lost: at most 0 s | <span class="ad-outcome ad-met">✓ met</span> | 0 s: [A visit](flows/visit.md) survives without Availability Zone a | [Production](environments/prod.md) |

        Met by:

        - [Orders database](components/db.md): a standby
        - [Web servers](components/web.md)""")  # noqa: E501


def test_a_target_in_words_of_its_own_has_a_name_in_the_table(tmp_path: Path) -> None:
    asked = "requirements: {quick: {says: Quick, target: {latency: 150ms, text: everywhere}}}\n"
    page = pages([pages_of(model_of("system: {name: Shop}\n" + asked, tmp_path))])["shop/requirements.md"]
    assert "| Latency | at most 150 ms |\n| In words | everywhere |\n" in page


def test_a_picture_has_no_name_of_its_system_before_its_title_where_that_is_known(written: dict[str, str]) -> None:
    assert "\n# Production at a glance\n" in written["shop/views/prod--executive.md"]
    linked = re.findall(r"(?<!!)\[([^]]*at a glance)]\(", written["shop/views/index.md"] + written["shop/index.md"])
    assert linked == ["Production at a glance", "Development at a glance"] * 2


def test_pages_of_wide_tables_have_no_empty_column_beside_them(written: dict[str, str]) -> None:
    """That of all kinds has a table of contents instead: without it nobody finds anything there."""
    wide = [name for name in ("index.md", "shop/relations.md", "kinds.md") if "\nhide: [toc]\n" in written[name]]
    assert wide == ["index.md", "shop/relations.md"]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (0.2, "200 ms"), (90, "1 min 30 s"), (3600, "1 h"), (129600, "1 d 12 h"), (1.5, "1.5 s")],
)
def test_durations_read_as_people_say_them(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_the_page_of_all_kinds_has_a_line_for_each_under_its_category_and_maker(written: dict[str, str]) -> None:
    """Every name by which one may look for it stands there, so that the search of the site finds it."""
    page = written["kinds.md"]
    assert [line[3:] for line in page.splitlines() if line.startswith("## ")][:5] == [
        "People and clients", "Compute: AWS", "Compute: Microsoft Azure", "Compute: Google Cloud", "Storage: AWS",
    ]  # fmt: skip
    assert (
        "| **NAT gateway**: Lets servers in private subnets reach the Internet, and nobody from there reach them. | "
        "**`aws.nat-gateway`**, `aws.nat`, `aws.natgw`, `aws.network.NATGateway` "
        '<span hidden="hidden">nat-gateway nat natgw NATGateway</span> | zonal | border |  |'
    ) in section(page, "Networking: AWS").splitlines()
    assert (
        "| **Azure Monitor**: Collects measurements and logs of everything that runs, and sounds alarms. "
        "*(metrics, alerts)* | **`azure.monitor`**, `azure.azure-monitor`, `azure.managementgovernance.Monitor`, "
        "`azure.monitor.Monitor` "
        '<span hidden="hidden">monitor azure-monitor Monitor</span> | global | everywhere |'
    ) in section(page, "Operations: Microsoft Azure").splitlines()
    assert [kind.id for kind in kinds() if f"**`{kind.id}`**" not in page] == []


def test_empty_columns_are_left_out_of_a_table() -> None:
    assert (
        table(["A", "B", "C"], [("1", "", "x|y"), ("2", "", "")])
        == "| A | C |\n| --- | --- |\n| 1 | x&#124;y |\n| 2 |  |"
    )


def test_navigation_follows_order_and_titles_of_front_matter() -> None:
    generated = {
        "systems/index.md": NavEntry("Systems", 0),
        "systems/catalogue.md": NavEntry("Catalogue", 2),
        "systems/shop/index.md": NavEntry("Shop", 1),
        "systems/shop/relations.md": NavEntry("Relations", 5),
        "systems/shop/environments/index.md": NavEntry("Environments", 1),
        "systems/shop/environments/dev.md": NavEntry("Development", 2),
        "systems/shop/environments/prod.md": NavEntry("Production", 1),
    }
    environments = [f"systems/shop/environments/{name}.md" for name in ("index", "prod", "dev")]
    shop = {"Shop": ["systems/shop/index.md", {"Environments": environments}, "systems/shop/relations.md"]}
    assert navigation(generated, ["index.md", "tutorial.md"]) == [
        "index.md",
        {"Systems": ["systems/index.md", shop, "systems/catalogue.md"]},
        "tutorial.md",
    ]
    assert navigation({}, ["index.md"]) == ["index.md"]


def test_pages_that_people_wrote_come_in_the_order_that_they_ask_for() -> None:
    written = [
        "a.md",
        "index.md",
        {"Guides": ["guides/index.md", "guides/a.md", "guides/b.md"]},
        {"Start": ["start/x.md"]},
    ]
    orders = {"guides/index.md": 1, "guides/b.md": 1, "a.md": 2.5}
    guides = {"Guides": ["guides/index.md", "guides/b.md", "guides/a.md"]}
    assert in_order(written, orders) == ["index.md", guides, "a.md", {"Start": ["start/x.md"]}]
    assert in_order(written, {}) == ["index.md", "a.md", *written[2:]]


FOUND = """\
system: {name: Shop, owner: Shop team}
components:
  orders:
    kind: aws.rds
    name: Orders *now*
    why: They belong together.
    config: {Encryption: KMS, Size: db.m6i.large}
    waive:
      one-zone-store: {because: Cheaper | for now., until: 2026-06-30}
      no-backup: {because: We tested., until: 2026-05-31}
environments:
  prod: {name: Production, places: {a: {kind: zone, runs: {orders: {}}}}}
"""


@pytest.fixture(scope="module")
def linted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    model = model_of(FOUND, tmp_path_factory.mktemp("found"))
    return pages([SystemPages(model, {}, lint(model, date(2026, 6, 1)).findings)])


def test_findings_stand_by_pillar_and_what_is_waived_with_reason_and_day(linted: dict[str, str]) -> None:
    page = linted["shop/findings.md"]
    assert "find in this model: 1 warning, 3 notes, 1 waived." in page
    assert re.findall(r"^## (.*)$", page, re.MULTILINE) == [
        "Reliability",
        "Operational excellence",
        "Sustainability",
        "Waived",
    ]
    assert section(page, "Reliability").splitlines()[2:] == [
        "| warning | [Orders \\*now\\*](components/orders.md) | no setting and no relation of store 'orders' says how "
        "it is backed up; make backups, and say so in <code>config</code> or by a relation of kind <code>backup</code> "
        "(waived until 2026-05-31: We tested.) | [A store without backup](../rules/no-backup.md) |"
    ]
    assert section(page, "Waived").splitlines()[4:] == [
        "| [Orders \\*now\\*](components/orders.md) | store 'orders' runs only in a in production (prod) | "
        "Cheaper &#124; for now. | 2026-06-30 | [A production store in one zone](../rules/one-zone-store.md) |"
    ]


def test_a_component_has_its_findings_on_its_page(linted: dict[str, str]) -> None:
    found = section(linted["shop/components/orders.md"], "What rules find").split("\n\n")
    assert [line.rpartition("(")[2] for line in found] == [
        "../../rules/no-backup.md))",
        "../../rules/x86-size.md))",
        "../../rules/one-zone-store.md))",
    ]


def test_a_model_without_findings_says_so(tmp_path: Path) -> None:
    model = model_of("system: {name: Shop}\n", tmp_path)
    page = pages([SystemPages(model, {}, lint(model, date(2026, 6, 1)).findings)])["shop/findings.md"]
    assert "find in this model: nothing." in page
    assert "##" not in page


def test_a_rule_has_a_page_with_its_examples_and_where_it_is_found(linted: dict[str, str]) -> None:
    page = linted["rules/no-backup.md"]
    assert re.findall(r"^## (.*)$", page, re.MULTILINE) == [
        "Why it matters",
        "What it looks at",
        "How to fix it",
        "What it finds",
        "What it passes",
        "How to waive it",
        "Where it is found",
    ]
    assert section(page, "Where it is found") == "- [Shop](../shop/findings.md): 1 warning"
    assert page.count("```yaml\nsystem: {name: Shop}\n") == 2
    assert "waive: {no-backup: {because: Why this is accepted., until: 2027-03-31}}" in page


def test_the_index_of_rules_has_each_once(linted: dict[str, str]) -> None:
    index = linted["rules/index.md"]
    assert re.findall(r"\]\(([a-z0-9-]+)\.md\)", index) == list(RULES)
    assert "| [Shop](../shop/findings.md) | 1 warning, 3 notes, 1 waived |" in index


RULES_OF_TEAMS = """\
rules:
  own-key:
    says: Orders have a key of ours.
    why: The auditors ask for *it* {now}.
    severity: error
    pillar: security
    components: {kinds: aws.rds}
    need: {config: {Encryption: CMK*}}
"""


@pytest.fixture(scope="module")
def ruled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Two systems for which the same rule holds."""
    folder = tmp_path_factory.mktemp("ruled")
    (folder / "shop.yaml").write_text(FOUND, encoding="utf-8")
    (folder / "bank").mkdir()
    (folder / "bank" / "bank.yaml").write_text("system: {name: Bank}\n", encoding="utf-8")
    (folder / "our.rules.yaml").write_text(RULES_OF_TEAMS, encoding="utf-8")
    models = [read_model("shop", folder / "shop.yaml"), read_model("bank", folder / "bank")]
    return pages([SystemPages(m, {}, lint(m, date(2026, 6, 1)).findings) for m in models])


def test_the_rule_of_a_team_has_a_page_and_stands_in_the_index(ruled: dict[str, str]) -> None:
    """Once, though it holds for two systems; with the name of its file, and without examples."""
    page = ruled["rules/own-key.md"]
    assert re.findall(r"^## (.*)$", page, re.MULTILINE) == [
        "Why it matters",
        "What it looks at",
        "How to waive it",
        "Where it is found",
    ]
    assert "<code>own-key</code> · Security · error · our.rules.yaml · [all rules](index.md)" in page
    assert section(page, "Why it matters") == "The auditors ask for *it* &#123;now&#125;."
    assert section(page, "What it looks at") == (
        "Components of kind <code>aws.rds</code>: whether setting <code>Encryption</code> is <code>CMK\\*</code>."
    )
    row = "| [Orders have a key of ours](own-key.md) | <code>own-key</code> (our.rules.yaml) | error |"
    assert ruled["rules/index.md"].count(row) == 1
    assert (
        "| error | [Orders \\*now\\*](components/orders.md) | component 'orders' has setting 'Encryption: KMS', which "
        "is not 'CMK\\*'; Orders have a key of ours | [Orders have a key of ours](../rules/own-key.md) |"
    ) in ruled["shop/findings.md"]


def test_two_teams_may_call_rules_alike(tmp_path: Path) -> None:
    """Each in the folder of its own system: one page tells of both. A finding at a relation of a place leads there."""
    rule = "rules: {tls: {says: TLS of %s, relations: , need: {encryption: '*'}}}\n"
    model = (
        "system: {name: %s}\ncomponents: {web: {kind: aws.ec2}}\nrelations: {peer: {from: a, to: b}}\n"
        "environments: {prod: {places: {a: {kind: region, runs: {web: {}}}, b: {kind: region, runs: {web: {}}}}}}\n"
    )
    systems = []
    for name in ("bank", "shop"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.yaml").write_text(model % name, encoding="utf-8")
        (tmp_path / name / "own.rules.yaml").write_text(rule % name, encoding="utf-8")
        found = read_model(name, tmp_path / name)
        systems.append(SystemPages(found, {}, lint(found, date(2026, 6, 1)).findings))
    written = pages(systems)
    assert re.findall(r"^##? (TLS.*)$", written["rules/tls.md"], re.MULTILINE) == ["TLS of bank", "TLS of shop"]
    assert written["rules/index.md"].count("(tls.md)") == 2
    row = "| warning | [Relation peer](relations.md) | relation 'peer' has no encryption; TLS of shop |"
    assert row in written["shop/findings.md"]


def test_what_was_asked_for_is_told_with_what_comes_out(tmp_path: Path) -> None:
    page = pages([pages_of(model_of(SHOP[: SHOP.index("story:")], tmp_path))])["shop/presenting.md"]
    rows = section(page, "1. What was asked for").splitlines()
    assert rows[0] == "| Requirement | What comes out | What was asked for | Target | Met by |"
    assert re.sub(r"<[^>]*>|\]\([^)]*\)|\[", "", rows[2].split(" | ")[1]) == (
        "✓ met A visit survives without Availability Zone a"
    )


def test_an_environment_tells_first_what_comes_of_it(written: dict[str, str]) -> None:
    """The picture, then the facts with their verdicts, then what happens, warnings and tables."""
    page = written["shop/environments/prod.md"]
    facts = page[page.index('<div class="ad-facts"') :].split("</div>")[0]
    assert re.sub(r"<[^>]*>|\]\([^)]*\)|\[", "", facts).split("\n") == [
        *["", ""],
        "- **Runs**: 4 components, 8 instances, 1 Region, 2 zones",
        "- **Without a part, at the worst**: one Region ✕ lost, one zone ● survives, one component ✕ lost; every failure",  # noqa: E501
        "",
        "- **Promised**: Zone loss (survives the loss of one zone) ✓ met, Zone loss (data lost: at most 0 s) ✓ met; what with",  # noqa: E501
        *["", ""],
    ]
    order = ["ad-canvas", "ad-facts", "## What happens here", "## What runs where", "## Places", "## Relations"]
    assert [page.index(part) for part in order] == sorted(page.index(part) for part in order)


def test_long_tables_are_folded_under_what_is_in_them(tmp_path: Path) -> None:
    """Ten relations more: a table to unfold; of a few instances all are seen at once."""
    more = "".join(f"  to-db-{n}: {{from: web, to: db, kind: data}}\n" for n in range(10))
    page = pages([pages_of(model_of(SHOP.replace("relations:\n", f"relations:\n{more}", 1), tmp_path))])
    summaries = re.findall(r"<summary>(.*)</summary>", page["shop/environments/prod.md"].split("## What runs where")[1])
    assert summaries == ["All 14 relations, with what they are for"]
