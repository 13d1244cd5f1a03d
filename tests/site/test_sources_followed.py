"""Systems that lie elsewhere, in a preview and on pages that people write."""

from __future__ import annotations

import queue
from pathlib import Path

import pytest
from markdown import Markdown

from archdeck.site import embedding
from archdeck.site.following import Following, Project
from repositories import CARDS, LEDGER, SHOP, write

PATIENCE_S = 60.0


@pytest.fixture
def portal(tmp_path: Path) -> Path:
    write(tmp_path / "payments/model", {"ledger.yaml": LEDGER, "cards.yaml": CARDS})
    write(tmp_path / "shop", {"shop.yaml": SHOP})
    sources = "sources: {payments: {path: ../../payments/model}, mall: {path: ../../shop/shop.yaml}}"
    return write(tmp_path / "portal", {"model/our.sources.yaml": sources, "docs/index.md": "# Home\n"})


def test_edits_of_sources_are_followed(portal: Path) -> None:
    """In a folder, of a file, and in a folder that the file of sources names since it was edited; nothing else is."""
    drawn: queue.Queue[None] = queue.Queue()
    following = Following(Project(portal / "model", lambda: drawn.put(None)), portal / "docs")
    following.start()

    def is_seen(name: str, text: str) -> None:
        while not drawn.empty():
            drawn.get()
        write(portal.parent, {name: text})
        drawn.get(timeout=PATIENCE_S)

    try:
        is_seen("payments/model/ledger.yaml", LEDGER.replace("Keeps", "Holds"))
        is_seen("payments/model/parts/system.yaml", CARDS)
        is_seen("shop/shop.yaml", SHOP.replace("Shows", "Has"))
        write(portal.parent, {"new/a.yaml": CARDS})
        is_seen("portal/model/our.sources.yaml", "sources: {new: {path: ../../new}}")
        is_seen("new/a.yaml", SHOP)
    finally:
        following.stop()


def test_a_page_may_ask_for_a_picture_of_a_system_elsewhere(portal: Path) -> None:
    embedding.in_vain.clear()
    settings = {"archdeck.markdown": {"model": str(portal / "model"), "systems": ["payments.ledger", "mall"]}}
    page = Markdown(extensions=["archdeck.markdown"], extension_configs=settings)
    html = page.convert("```archdeck\nsystem: payments.ledger\nview: prod\n```\n")
    assert '<title id="payments.ledger-1--title">Ledger</title>' in html
    assert 'href="systems/payments.cards/index.md"' in html
    assert embedding.in_vain == []
    page.convert("```archdeck\nsystem: payments.leger\nview: prod\n```\n\n```archdeck\nview: prod\n```\n")
    page.convert("```archdeck\nsystem: payments.cards\nview: prod\n```\n")
    said = list(embedding.in_vain)
    embedding.in_vain.clear()
    assert said == [
        "there is no system 'payments.leger'; did you mean 'payments.ledger'?",
        "it names no `system`; there are mall, payments.ledger",
        "there is no system 'payments.cards'; there are mall, payments.ledger",
    ]
