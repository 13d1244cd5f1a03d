"""What is lost with a part, on the picture of an environment: by list, title, box or address, painted and said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

PROD = "systems/shop/environments/prod"
ZONE = "drill-zone-a"
SAID = "Zone a fails: The flow survives, interrupted for 90 s at most. Takes over: Web servers, Orders database."


@pytest.fixture
def page(browser: Browser, site: Path) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"file://{site}/{PROD}.html")
    yield page
    context.close()


def states(page: Page) -> dict[str, str]:
    """What is painted on boxes, frames and arrows, by id."""
    found = page.locator(".ad-canvas [data-loss]")
    every = found.evaluate_all("some => some.map(one => [one.id.replace('prod--', ''), one.dataset.loss])")
    return {str(id): str(state) for id, state in every}


def caption(page: Page) -> str:
    return page.locator(".ad-caption").first.text_content() or ""


def test_a_zone_that_is_chosen_shows_what_falls_and_what_takes_over(page: Page) -> None:
    page.locator(".ad-if select").select_option(ZONE)
    assert states(page) == {
        "web--a": "down",
        "db--a": "down",
        "web--b": "takes-over",
        "db--b": "promoted",
        "place--a": "down",
        "web-db": "way",
        "db-standby": "way",
    }
    assert caption(page) == SAID
    assert page.locator(".ad-caption").first.get_attribute("aria-live") == "polite"
    page.get_by_role("button", name="Show it as it works").click()
    assert (states(page), caption(page)) == ({}, "")


def test_the_words_lead_to_the_drill_and_to_flows(page: Page) -> None:
    page.locator(".ad-if select").select_option("loss-db")
    said = page.locator(".ad-without")
    expect(said).to_contain_text("✕ lost A visit")
    said.get_by_role("link", name="A visit").click()
    page.wait_for_url("**/flows/visit.html")
    page.go_back()
    page.locator(".ad-if select").select_option(ZONE)
    said.get_by_role("link", name="Zone a fails").click()
    page.wait_for_url("**/drills/drill-zone-a--prod.html")
    page.get_by_role("link", name="if this fails").click()
    page.wait_for_url(f"**/environments/prod.html#if-{ZONE}")
    expect(page.locator(".ad-caption").first).to_have_text(SAID)
    assert states(page)["place--a"] == "down"


def test_the_title_of_a_frame_plays_its_loss_and_takes_it_back(page: Page) -> None:
    title = page.get_by_role("button", name="Availability Zone a: what is lost if it fails")
    title.click()
    assert caption(page) == SAID
    expect(title).to_have_attribute("aria-pressed", "true")
    title.press("Enter")
    assert (states(page), caption(page)) == ({}, "")


def test_a_box_is_asked_by_a_key_or_by_its_mark_and_still_opens_its_page(page: Page) -> None:
    node = page.locator(".node[data-component=dns]")
    node.locator("a").focus()
    page.keyboard.press("x")
    assert states(page)["dns--aws-cloud"] == "down"
    page.keyboard.press("0")
    assert states(page) == {}
    node.hover()
    node.locator(".ad-ask").click()
    assert states(page)["dns--aws-cloud"] == "down"
    node.locator("a").click()
    page.wait_for_url("**/components/dns.html")


def test_what_is_drawn_as_one_goes_on_with_what_is_left(browser: Browser, site: Path) -> None:
    """Two web servers as one box, in a frame for both zones."""
    text = (site / f"{PROD}.html").read_text(encoding="utf-8")
    text = text.replace('data-component="web"', 'data-component="web" data-instances="web--a web--b"')
    text = text.replace('data-place="a"', 'data-place="a" data-places="a b"')
    page = browser.new_page()
    page.route("**/prod.html", lambda route: route.fulfill(body=text, content_type="text/html"))
    page.goto(f"file://{site}/{PROD}.html")
    page.locator(".ad-if select").select_option(ZONE)
    found = states(page)
    assert (found["web--a"], found["web--b"], found["place--a"]) == ("degraded", "degraded", "part-down")
    page.context.close()


def test_an_arrow_drawn_as_one_with_others_keeps_its_look(browser: Browser, site: Path) -> None:
    text = (site / f"{PROD}.html").read_text(encoding="utf-8")
    page = browser.new_page()
    joined = text.replace('data-relations="web-db"', 'data-relations="web-db other"')
    page.route("**/prod.html", lambda route: route.fulfill(body=joined, content_type="text/html"))
    page.goto(f"file://{site}/{PROD}.html")
    page.locator(".ad-if select").select_option(ZONE)
    assert [id for id, state in states(page).items() if state == "way"] == ["db-standby"]
    page.context.close()


def test_what_hits_a_flow_is_painted_on_its_picture(browser: Browser, site: Path) -> None:
    """Of all failures those that it does not just survive; else the caption says how many steps there are."""
    page = browser.new_page()
    page.goto(f"file://{site}/systems/shop/flows/visit.html")
    select = page.locator(".ad-if select")
    assert select.locator("option").all_inner_texts() == [
        "Nothing fails",
        "Loss of Region N. Virginia",
        "Loss of component Shop DNS",
        "Loss of all of Web servers",
        "Loss of all of Orders database",
    ]
    steps = "3 steps: the arrows here walk through them"
    assert caption(page) == steps
    select.select_option("Loss of all of Orders database")
    found = {id.removeprefix("visit--"): state for id, state in states(page).items()}
    assert found == {"db--a": "down", "db--b": "down", "web-db": "way", "db-standby": "way"}
    assert caption(page) == "Loss of all of Orders database: The flow is lost. Down: Orders database."
    page.get_by_role("button", name="Show it as it works").click()
    assert (states(page), caption(page)) == ({}, steps)
    page.context.close()


def test_without_script_the_list_says_the_same(browser: Browser, site: Path) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"file://{site}/{PROD}.html")
    page.get_by_text("What is lost when a part of it fails").click()
    item = page.locator(".ad-failures li", has=page.locator(f"a[data-failure={ZONE}]")).first
    assert " ".join((item.text_content() or "").split()) == SAID
    page.context.close()
