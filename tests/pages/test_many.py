"""Pages that list systems, where there are many."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.pages.book import SystemPages, shared_pages
from archdeck.pages.many import CARDS, NAMED, PICTURED, listed
from archdeck.pages.paths import icon_files
from two_systems import ALONE, landscape_of


def made(folder: Path, number: int) -> dict[str, str]:
    """The pages about so many systems, and about one of another source."""
    names = [f"s{n:03d}" for n in range(number)]
    around = landscape_of(folder, **{name: ALONE.replace("Payroll", name.upper()) for name in names})
    return shared_pages([SystemPages(m, {}, around=around) for m in around.systems], icon_files(around.systems))


def test_more_systems_than_cards_are_a_table(tmp_path: Path) -> None:
    page = made(tmp_path, CARDS + 1)["index.md"]
    rows = [line for line in page.splitlines() if line.startswith("|")]
    assert rows[:3] == [
        "| System | Environments | Components |",
        "| --- | --- | --- |",
        "| [S000](s000/index.md) | [Prod](s000/environments/prod.md) | 2 |",
    ]
    assert len(rows) == 2 + CARDS + 1
    assert "ad-cards" not in page


def test_as_many_as_cards_are_cards(tmp_path: Path) -> None:
    page = made(tmp_path, CARDS)["index.md"]
    assert page.count("-   **[S0") == CARDS


def test_a_kind_names_the_first_components_and_counts_the_rest(tmp_path: Path) -> None:
    page = made(tmp_path, NAMED + 3)["catalogue.md"]
    [used] = [line for line in page.splitlines() if line.startswith("Used by [App]")]
    assert used.count("](") == NAMED
    assert used.endswith(f"[App](s{NAMED - 1:03d}/components/app.md) (S{NAMED - 1:03d}) and 3 more.")


@pytest.mark.parametrize(("number", "shown"), [(PICTURED, False), (PICTURED + 1, True)])
def test_too_many_systems_for_a_picture_have_the_tables_of_their_landscape(
    tmp_path: Path, number: int, shown: bool
) -> None:
    """One that could be drawn comes with its picture, or not at all."""
    page = made(tmp_path, number).get("landscape.md", "")
    assert ("In a picture of so many systems nothing can be read; `archdeck render landscape" in page) == shown
    assert (f"[S{number - 1:03d}](s{number - 1:03d}/index.md)" in page) == shown


def test_links_in_a_line() -> None:
    assert listed(["a", "b"]) == "a, b"  # type: ignore[list-item]
    assert str(listed(["a"] * (NAMED + 2))).endswith("a, a, and 2 more")  # type: ignore[list-item]
