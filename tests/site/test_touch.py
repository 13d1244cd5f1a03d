"""Pictures under fingers, in Chromium as on a phone; and how large their letters are on a desk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

PROD = "systems/shop/environments/prod"
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SMALLEST = "svg => Math.min(...[...svg.querySelectorAll('text')].map(t => parseFloat(t.getAttribute('font-size'))))"


class Fingers:
    """Touches of a phone on the page of an environment."""

    def __init__(self, page: Page):
        self.page = page
        self._phone = page.context.new_cdp_session(page)

    def _send(self, kind: str, points: Sequence[tuple[float, float]]) -> None:
        every = [{"x": x, "y": y, "id": k} for k, (x, y) in enumerate(points)]
        self._phone.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": every})

    def tap(self, x: float, y: float) -> None:
        self._send("touchStart", [(x, y)])
        self._send("touchEnd", [])

    def pinch(self, x: float, y: float, start: float, end: float) -> None:
        """Two fingers around a point that go from one distance of it to another."""
        self._send("touchStart", [(x - start, y)])
        self._send("touchStart", [(x - start, y), (x + start, y)])
        for k in range(1, 9):
            apart = start + (end - start) * k / 8
            self._send("touchMove", [(x - apart, y), (x + apart, y)])
        self._send("touchEnd", [])

    def scale(self) -> float:
        """Pixels of the page for one of the picture."""
        return float(self.page.locator(".ad-canvas > svg").first.evaluate("svg => svg.getScreenCTM().a"))

    def middle(self) -> tuple[float, float]:
        box = self.page.locator(".ad-canvas").first.bounding_box()
        assert box
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.fixture
def fingers(browser: Browser, site: Path) -> Iterator[Fingers]:
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.goto(f"file://{site}/{PROD}.html")
    page.locator(".ad-canvas").first.scroll_into_view_if_needed()
    yield Fingers(page)
    context.close()


def test_closer_a_picture_is_as_high_as_before_and_whole_in_the_window_when_asked(fingers: Fingers) -> None:
    canvas = fingers.page.locator(".ad-canvas").first

    def look() -> list[float]:
        """How high it is, how large a pixel of it, and how much of it one must scroll to."""
        told = "[svg.getBoundingClientRect().height, svg.getScreenCTM().a, frame.scrollWidth - frame.clientWidth]"
        found: list[float] = canvas.evaluate(f"frame => {{ const svg = frame.querySelector('svg'); return {told} }}")
        return found

    height, scale, more = look()
    assert more > 300
    fingers.page.get_by_role("button", name="Zoom in (+)").first.click()
    assert look() == [height, pytest.approx(scale * 1.4), 0]
    fingers.page.get_by_role("button", name="Fit to the window (w)").first.click()
    width = canvas.evaluate("canvas => canvas.clientWidth")
    assert look() == pytest.approx([width * 9 / 16, width / 1920, 0], rel=0.01)


def test_two_fingers_apart_come_closer_and_together_go_back(fingers: Fingers) -> None:
    x, y = fingers.middle()
    far = fingers.scale()
    fingers.pinch(x, y, 40, 100)
    near = fingers.scale()
    assert near == pytest.approx(far * 2.5, rel=0.1)
    x, y = fingers.middle()
    fingers.pinch(x, y, 100, 40)
    assert fingers.scale() == pytest.approx(far, rel=0.1)
    assert fingers.page.evaluate("visualViewport.scale") == 1, "the page stays as it is"


def test_two_taps_come_closer_where_there_is_no_box(fingers: Fingers) -> None:
    far = fingers.scale()
    box = fingers.page.locator(".ad-canvas").first.bounding_box()
    assert box
    fingers.tap(box["x"] + 30, box["y"] + box["height"] - 20)
    fingers.tap(box["x"] + 30, box["y"] + box["height"] - 20)
    assert fingers.scale() == pytest.approx(far * 1.8, rel=0.02)


@pytest.mark.parametrize("width", [390, 1440])
def test_a_picture_begins_where_its_boxes_do(browser: Browser, site: Path, width: int) -> None:
    """Where a phone would show only the empty paper left of them; what begins at the left stays there."""
    page = browser.new_context(viewport={"width": width, "height": 844}).new_page()
    begun = {}
    for name in ("systems/shop/components/db", PROD):
        page.goto(f"file://{site}/{name}.html")
        page.wait_for_selector(".ad-bar")
        begun[name] = page.locator(".ad-canvas").first.evaluate(
            """frame => {
              const at = frame.getBoundingClientRect().x;
              const boxes = [...frame.querySelectorAll(".node, .group")].map(box => box.getBoundingClientRect().x - at);
              return [frame.scrollLeft > 0, Math.round(Math.min(...boxes))];
            }"""
        )
    page.context.close()
    assert begun[PROD][0] is False
    moved, first = begun["systems/shop/components/db"]
    assert (moved, first == 16) == (width == 390, width == 390)


def test_letters_of_a_picture_can_be_read_on_a_desk_without_a_closer_look(browser: Browser, site: Path) -> None:
    """Every letter of a slide is at least 16 pixels of 1080 high; eleven of the page is what a person reads."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    for name in (PROD, "systems/shop/flows/visit", "systems/shop/drills/drill-zone-a--prod"):
        page.goto(f"file://{site}/{name}.html")
        svg = page.locator(".ad-canvas > svg").first
        assert 16 * float(svg.evaluate("svg => svg.getScreenCTM().a")) >= 11, name
        assert float(svg.evaluate(SMALLEST)) >= 16, name
    page.context.close()


def test_the_navigation_comes_out_under_the_pointer_and_the_focus(browser: Browser, site: Path) -> None:
    page = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce").new_page()
    page.goto(f"file://{site}/{PROD}.html")
    nav = page.locator(".md-sidebar--primary .md-sidebar__scrollwrap")
    seen = "nav => getComputedStyle(nav).opacity"
    assert nav.evaluate(seen) == "0"
    nav.get_by_role("link", name="Staging").or_(nav.get_by_role("link", name="Development")).first.focus()
    assert nav.evaluate(seen) == "1"
    page.context.close()
