"""The pages of drills, of the ledger and of differences, for the small system in site_model.py."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import pytest

from archdeck.pages.book import pages
from archdeck.pages.theme import assets
from colours import contrast
from site_model import SHOP, model_of, pages_of


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return pages([pages_of(model_of(SHOP, tmp_path_factory.mktemp("shop")))])


def section(page: str, heading: str) -> str:
    return re.split(r"\n## ", page.split(f"## {heading}", 1)[1].partition("\n")[2], maxsplit=1)[0].strip()


def plain(markdown: str) -> str:
    """Without links and the frame of an outcome."""
    return re.sub(r"<span class=\"ad-(?:outcome|change) [^>]*>(.*?)</span>|\[(.*?)\]\([^)]*\)", r"\1\2", markdown)


def test_every_failure_and_every_flow_in_one_table(written: dict[str, str]) -> None:
    table = section(written["shop/drills/prod.md"], "Every failure, every flow")
    assert table.split("\n\n")[0:2] == ['<div class="ad-heat" markdown="1">', table.split("\n\n")[1]]
    assert plain(table.split("\n\n")[1]) == dedent("""\
        | Without | A visit |
        | --- | --- |
        | Region N. Virginia | ✕ lost |
        | Zone a | ● survives |
        | Zone b | ● survives |
        | Component Shop DNS | ✕ lost |
        | Component Web servers | ✕ lost |
        | Component Orders database | ✕ lost |""")
    assert '<span class="ad-outcome ad-survives">● survives</span>' in table
    assert "Zone [a](#drill-zone-a)" in table
    assert "Region [N. Virginia](#loss-us-east-1)" in table


def test_a_drill_says_what_falls_what_takes_over_and_what_comes_out(written: dict[str, str]) -> None:
    page = written["shop/drills/prod.md"]
    assert "\n## Zone a fails { #drill-zone-a }\n" in page
    assert plain(section(page, "Zone a fails")) == dedent("""\
        Fails: Availability Zone a.

        The flow survives, interrupted for 90 s at most.

        <div class="ad-seen" markdown="1">

        ![Shop – Zone a fails{ .ad-light loading=lazy }!Shop – Zone a fails{ .ad-dark loading=lazy }](drill-zone-a--prod.md)

        </div>

        | Flow | Computed | Expected | Interrupted | Data lost | Why |
        | --- | --- | --- | --- | --- | --- |
        | A visit | ● survives | as expected | 1 min 30 s | 0 s | the standby of Orders database in b takes over after 1 min 30 s |

        | Component | Then | Why | What serves instead |
        | --- | --- | --- | --- |
        | Web servers | ◐ degraded | 2 of 4 fell with a | Availability Zone b |
        | Orders database | ↻ recovering | fell with a; the standby of Orders database in b takes over after 1 min 30 s | Availability Zone b |""")  # fmt: skip  # noqa: E501
    lost = plain(section(page, "Loss of Region N. Virginia"))
    assert "| A visit | ✕ lost | 2 | step 2: nothing of Web servers works, it fell with N. Virginia |" in lost


def test_a_drill_with_a_picture_has_a_page_of_its_own(written: dict[str, str]) -> None:
    page = written["shop/drills/drill-zone-a--prod.md"]
    assert plain(page.split('<div class="ad-picture"')[0].split("---\n", 2)[2]).strip() == dedent("""\
        # Zone a fails in Production

        <div class="ad-lead" markdown="1">
        The flow survives, interrupted for 90 s at most
        </div>

        Fails: Availability Zone a. Nothing else has changed in Production; every failure there is in one table.
        How long, how much, and which line says so: the ledger. On the picture that is not changed: if this fails.""")
    assert "(Down)" in page.partition("What stands where")[2].partition("Arrows:")[0]
    assert "(New primary: 90 s)" in page
    assert section(page, "What comes out") in written["shop/drills/prod.md"]
    assert section(page, "What is hit") in written["shop/drills/prod.md"]


def test_drills_of_all_environments_in_one_map(written: dict[str, str]) -> None:
    page = written["shop/drills/index.md"]
    tables = re.findall(r"<div class=\"ad-heat ad-map\" markdown=\"1\">\n\n(.*?)\n\n</div>", page, re.S)
    assert [plain(table) for table in tables] == [
        dedent("""\
            | What fails | A visit |
            | --- | --- |
            | Loss of Region N. Virginia | ✕ lost |
            | Zone a fails | ● survives |
            | Loss of zone b | ● survives |
            | Loss of component Shop DNS | ✕ lost |
            | Loss of all of Web servers | ✕ lost |
            | Loss of all of Orders database | ✕ lost |"""),
        dedent("""\
            | What fails | A visit |
            | --- | --- |
            | Loss of Region N. Virginia | ✕ lost |
            | Loss of zone a | ✕ lost |"""),
    ]
    assert "[Zone a fails](drill-zone-a--prod.md)" in tables[0]


def test_an_environment_leads_to_its_drills_and_a_difference_shows_its_picture(written: dict[str, str]) -> None:
    assert (
        "- [Zone a fails](../drills/drill-zone-a--prod.md): The flow survives, interrupted for 90 s at most\n"
        "- [Loss of zone b](../drills/loss-b--prod.md): The flow survives without interruption\n"
        in written["shop/environments/prod.md"]
    )
    assert 'data-view="diff-dev--prod"' in written["shop/differences/dev--prod.md"]


def test_what_is_expected_and_does_not_come_out_is_said(tmp_path: Path) -> None:
    text = SHOP.replace("expect: {visit: survives}", "expect: {visit: lost}")
    page = pages([pages_of(model_of(text, tmp_path))])["shop/drills/prod.md"]
    assert "| A visit | ● survives | expected: lost |" in plain(page)


def test_single_points_of_failure_are_told_apart(written: dict[str, str]) -> None:
    assert plain(section(written["shop/drills/dev.md"], "Single points of failure")) == dedent("""\
        A zone or Region whose loss loses a flow, and components of which one is not enough:

        | What | Only one, in | Loses |
        | --- | --- | --- |
        | Region N. Virginia |  | A visit |
        | Zone a |  | A visit |
        | Component Web servers | Availability Zone a | A visit |
        | Component Orders database | Availability Zone a | A visit |

        These run several times, or are a service of a whole Region or of the world. A flow is lost if all of one fails at once:

        | What | Loses |
        | --- | --- |
        | Component Shop DNS | A visit |""")  # noqa: E501


def line_of(words: str) -> int:
    return next(n for n, line in enumerate(SHOP.splitlines(), 1) if words in line)


def test_the_ledger_names_the_line_of_each_number(written: dict[str, str]) -> None:
    page = plain(written["shop/ledger.md"])
    target, promote, sync = line_of("target: {survives"), line_of("promote: 90s"), line_of("sync: true")
    assert section(page, "What was promised").split("\n\n")[2].splitlines() == [
        "| Requirement | Target | Verdict | Where it comes out worst | Where | Stated at |",
        "| --- | --- | --- | --- | --- | --- |",
        "| Zone loss | survives the loss of one zone | ✓ met | A visit survives without Availability Zone a | "
        f"Production | <code>shop.yaml:{target}</code> |",
        "| Zone loss | data lost: at most 0 s | ✓ met | 0 s: A visit survives without Availability Zone a | "
        f"Production | <code>shop.yaml:{target}</code> |",
    ]
    assert (
        f"| Availability Zone a | A visit | ● survives | 1 min 30 s | 1 min 30 s, promotion of Orders database in b "
        f"(<code>shop.yaml:{promote}</code>) | 0 s | 0 s, standby of Orders database in b, synchronous "
        f"(<code>shop.yaml:{sync}</code>) |" in section(page, "Production")
    )


def test_what_is_not_stated_is_shown_as_unknown(tmp_path: Path) -> None:
    text = SHOP.replace("promote: 90s, ", "").replace("target: {survives: zone, rpo: 0s}", "target: {rto: 5m}")
    page = plain(pages([pages_of(model_of(text, tmp_path))])["shop/ledger.md"])
    assert "| unknown | not stated: promotion of Orders database in b" in page
    prod = SHOP.replace("      us-east-1: {kind: region, name: N. Virginia}\n", "").replace(", in: us-east-1", "")
    prod = prod.replace("promote: 90s, ", "").replace("target: {survives: zone, rpo: 0s}", "target: {rto: 5m}")
    page = plain(pages([pages_of(model_of(prod, tmp_path))])["shop/ledger.md"])
    worst = "unknown: A visit survives without Availability Zone a – not stated: promotion of Orders database in b"
    assert f"| ? unknown | {worst} (<code>shop.yaml:14</code>&#58; recovery.promote) |" in page


def test_a_single_server_goes_by_its_name(tmp_path: Path) -> None:
    text = SHOP.replace("target: {survives: zone, rpo: 0s}", "target: {survives: instance}").replace(
        "count: 2", "count: 1"
    )
    page = plain(pages([pages_of(model_of(text, tmp_path))])["shop/ledger.md"])
    assert "| ✓ met | A visit survives without Web servers in Availability Zone a |" in page


def test_no_page_shows_a_path_of_this_machine(written: dict[str, str]) -> None:
    assert [path for path, page in written.items() if "/tmp/" in page] == []


def test_what_differs_between_two_environments(written: dict[str, str]) -> None:
    page = plain(written["shop/differences/dev--prod.md"])
    assert "\nDevelopment differs from Production because:\n" in page
    assert section(page, "Tier by tier") == dedent("""\
        <div class="ad-heat" markdown="1">

        | Tier | Component | Development | Production |
        | --- | --- | --- | --- |
        | Users | Shoppers | 1 | 1 |
        | Edge | Shop DNS | 1 | 1 |
        | Web | Web servers | 1 in a | 2 in a; 2 in b |
        | Data | Orders database | 1 in a | 1 primary in a; 1 standby, synchronous copy in b |

        </div>""")
    assert section(page, "Every difference") == dedent("""\
        From Development to Production. Where no reason stands, that of the environment holds.

        <div class="ad-heat" markdown="1" data-search-exclude>

        | Change | What | Which | From → to | Why |
        | --- | --- | --- | --- | --- |
        | + added | place | b |  |  |
        | ≠ changed | instance | Orders database in a | role: – → primary | Test data only |
        | + added | instance | Orders database in b |  |  |
        | ≠ changed | instance | Web servers in a | count: 1 → 2 |  |
        | + added | instance | Web servers in b |  |  |
        | + added | relation | Orders database to Orders database |  |  |

        </div>""")


def test_what_the_other_never_exercises_is_a_warning(tmp_path: Path) -> None:
    text = SHOP.replace("    extends: prod\n", "    extends: prod\n    without: {dns: Nobody asks.}\n")
    text = text.replace("2: {from: dns, to: web,", "2: {from: dns, to: web, only: [prod],")
    text = text.replace("1: {from: users, to: dns,", "1: {from: users, to: dns, only: [prod],")
    page = plain(pages([pages_of(model_of(text, tmp_path))])["shop/differences/dev--prod.md"])
    assert section(page, "What Development never exercises") == dedent("""\
        <div class="admonition warning" markdown="1">
        <p class="admonition-title">Parity</p>

        Requests of Production pass through components that Development never exercises. A fault in them is not found there.

        </div>

        | Component | In the flows | Why |
        | --- | --- | --- |
        | Shop DNS | A visit | Nobody asks. |""")  # noqa: E501


def test_the_pages_are_linked_from_that_of_the_system(written: dict[str, str]) -> None:
    page = section(written["shop/index.md"], "What holds, and what does not")
    assert page.split("\n\nWhat a failure does")[0] == dedent("""\
        - [Drills](drills/index.md): every zone, Region and component of a flow fails once; what still works in [Production](drills/prod.md), [Development](drills/dev.md)
        - [Ledger](ledger.md): how long that lasts, how much data it costs, and whether what was promised is kept
        - [Differences](differences/index.md) of [Development and Production](differences/dev--prod.md)""")  # noqa: E501


def test_the_page_of_a_system_has_the_map_of_what_stands_for_it(written: dict[str, str]) -> None:
    """Production, with links to the pictures as they lie from there."""
    page = section(written["shop/index.md"], "What holds, and what does not")
    told, _, table = page.partition('\n\n<div class="ad-heat ad-map" markdown="1">\n\n')
    assert plain(told.rpartition("\n\n")[2]) == "What a failure does to each flow in Production:"
    assert plain(table.removesuffix("\n\n</div>")).splitlines() == [
        "| What fails | A visit |",
        "| --- | --- |",
        "| Loss of Region N. Virginia | ✕ lost |",
        "| Zone a fails | ● survives |",
        "| Loss of zone b | ● survives |",
        "| Loss of component Shop DNS | ✕ lost |",
        "| Loss of all of Web servers | ✕ lost |",
        "| Loss of all of Orders database | ✕ lost |",
    ]
    assert "[Zone a fails](drills/drill-zone-a--prod.md)" in table


def test_a_system_in_which_nothing_happens_has_no_such_pages(tmp_path: Path) -> None:
    text = SHOP[: SHOP.index("flows:")] + SHOP[SHOP.index("overlays:") : SHOP.index("drills:")]
    made = pages([pages_of(model_of(text, tmp_path))])
    assert [path for path in made if "drills" in path or "ledger" in path] == []
    assert "[Drills]" not in made["shop/index.md"]


def test_outcomes_can_be_read_on_light_and_on_dark_pages() -> None:
    css = next(data.decode() for path, data in assets().items() if path.endswith("archdeck.css"))
    pairs = re.findall(r"--ad-(?:good|fair|back|bad): (#\w{6}); --ad-(?:good|fair|back|bad)-ink: (#\w{6});", css)
    assert len(pairs) == 8
    assert [pair for pair in pairs if contrast(*pair) < 7] == []


LINES = """
system: {name: Office}
components:
  router: {kind: onprem.network.Internet}
  line: {kind: aws.direct-connect}
  vpn: {kind: aws.site-to-site-vpn}
  app: {kind: aws.alb}
  mail: {kind: aws.ec2}
relations:
  a: {from: router, to: line}
  b: {from: line, to: app}
  over: {from: router, to: vpn, kind: failover, after: 60s}
  on: {from: vpn, to: app}
  c: {from: app, to: mail}
environments:
  prod:
    places:
      office: {kind: data-center, runs: {router: {}}}
      r: {kind: region, runs: {line: {}, vpn: {}, app: {}}}
      z: {kind: zone, in: r, runs: {mail: {}}}
flows:
  work: {steps: {1: {from: router, to: line}, 2: {from: line, to: app}, 3: {from: app, to: mail, optional: true}}}
drills: {cut: {down: [line]}}
"""


def test_what_stands_in_beside_a_flow_is_named_where_it_is_hit(tmp_path: Path) -> None:
    written = pages([pages_of(model_of(LINES, tmp_path))])
    name = next(path for path in written if "drill-cut" in path)
    assert plain(section(written[name], "What is hit")) == dedent("""\
        | Component | Then | Why | What serves instead |
        | --- | --- | --- | --- |
        | Line | ✕ down | failed itself | VPN in r |""")


def test_a_flow_that_does_without_a_step_lost_something(tmp_path: Path) -> None:
    """Nothing is interrupted, and yet it is not true that nothing of it falls; the data center is called so."""
    written = pages([pages_of(model_of(LINES, tmp_path))])
    ledger = next(page for path, page in written.items() if path.endswith("ledger.md"))
    row = next(line for line in plain(ledger).splitlines() if "degraded" in line)
    assert [cell.split(":")[0] for cell in row.split(" | ")[3:]] == [
        "0 s",
        "what is left goes on",
        "0 s",
        "what is left goes on",
    ]
    assert "Loss of data center office" in next(
        page for path, page in written.items() if path.endswith("drills/index.md")
    )
