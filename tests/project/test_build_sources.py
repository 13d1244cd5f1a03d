"""A project that reads systems from elsewhere: what is made, what is fresh, and that a picture does not depend on where
its system is read from."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.answers import LANDSCAPE
from archdeck.language import ModelError
from archdeck.library import fetch
from archdeck.project import Project, build, build_decks, listed, watched_elsewhere
from archdeck.project.memory import recall
from repositories import CARDS, CONTACTS, ICON, LEDGER, SHOP, commit, repository, write


@pytest.fixture
def place(tmp_path: Path) -> Project:
    """A portal that reads a folder of two systems, one system, and a repository."""
    write(tmp_path / "payments/model", {"ledger.yaml": LEDGER, "cards.yaml": CARDS})
    icon = SHOP.replace("Shows pages", "Shows pages, icon: icons/own.svg")
    write(tmp_path / "shop", {"shop.yaml": icon, "icons/own.svg": ICON})
    repository(tmp_path / "crm", {"model/contacts.yaml": CONTACTS, "model/own.svg": ICON})
    portal = tmp_path / "portal"
    write(portal / "model", {"our.sources.yaml": sources("payments", "shop", "crm")})
    (portal / "docs").mkdir()
    return Project(portal / "model", portal)


def sources(*some: str) -> str:
    told = {
        "payments": "payments: {path: ../../payments/model}",
        "shop": "shop: {path: ../../shop/shop.yaml}",
        "crm": "crm: {git: ../../crm}",
    }
    return "\n".join(["sources:", *(f"  {told[one]}" for one in some)])


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def drawn(place: Project, only: str = "") -> list[str]:
    return [name for name in build(place, only).drawn if name.endswith("/prod") or name.startswith(LANDSCAPE)]


def test_one_site_for_all(place: Project) -> None:
    done = build(place)
    assert done.systems == ("crm.contacts", "payments.cards", "payments.ledger", "shop")
    assert sorted(path.name for path in place.diagrams.iterdir()) == [
        "crm.contacts", LANDSCAPE, "payments.cards", "payments.ledger", "shop",
    ]  # fmt: skip
    page = (place.generated / "payments.ledger/index.md").read_text(encoding="utf-8")
    assert "Fed by [Cards](components/cards.md), see [API](../payments.cards/components/api.md)" in page
    assert "and [DB](components/db.md)." in page
    again = build(place)
    assert (again.systems, again.drawn, again.written, again.fresh) == (done.systems, (), (), len(done.drawn))


def test_a_picture_is_the_same_wherever_its_system_is_read(place: Project, tmp_path: Path) -> None:
    """Of one that has another id here, too: only pages and names of files say it."""
    build(place, every=True)
    alone = {"payments": tmp_path / "payments", "crm": tmp_path / "crm"}
    for name, folder in alone.items():
        build(Project(folder / "model", tmp_path / f"out-{name}"), every=True)
    write(tmp_path / "shops/model", {"shop.yaml": (tmp_path / "shop/shop.yaml").read_text(), "icons/own.svg": ICON})
    build(Project(tmp_path / "shops/model", tmp_path / "out-shop"), every=True)
    for here, there in {
        "payments.ledger": "out-payments/diagrams/ledger",
        "payments.cards": "out-payments/diagrams/cards",
        "crm.contacts": "out-crm/diagrams/contacts",
        "shop": "out-shop/diagrams/shop",
    }.items():
        one, other = place.diagrams / here, tmp_path / there
        files = sorted(path.relative_to(one).as_posix() for path in one.rglob("*") if path.is_file())
        assert files == sorted(path.relative_to(other).as_posix() for path in other.rglob("*") if path.is_file())
        assert [name for name in files if (one / name).read_bytes() != (other / name).read_bytes()] == []


def test_edits_elsewhere_are_seen(place: Project, tmp_path: Path) -> None:
    build(place)
    edit(tmp_path / "payments/model/cards.yaml", "Takes cards}\ncomp", "Takes all cards}\ncomp")
    assert drawn(place) == ["payments.cards/prod", "payments.ledger/prod", "landscape/landscape"]
    edit(tmp_path / "shop/icons/own.svg", 'd="M0', 'fill="red" d="M0')
    assert drawn(place) == ["shop/prod"]
    edit(tmp_path / "shop/shop.yaml", "name: Web shop", "name: Shop")
    assert drawn(place) == ["shop/prod", "landscape/landscape"]
    write(tmp_path / "payments/model", {"new.yaml": CARDS})
    assert drawn(place) == ["payments.new/prod", "landscape/landscape"]
    (tmp_path / "payments/model/new.yaml").unlink()
    assert build(place).systems == ("crm.contacts", "payments.cards", "payments.ledger", "shop")
    assert not (place.diagrams / "payments.new").exists()
    edit(place.model / "our.sources.yaml", "shop:", "mall:")
    assert drawn(place) == ["mall/prod", "landscape/landscape"]
    assert drawn(place) == []


def test_where_nothing_changed_no_model_is_looked_at(place: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """What git brought is told by which commit that is; what is taken away is brought again."""
    build(place)
    monkeypatch.setattr("archdeck.project.building.make", lambda *_: pytest.fail("made again"))
    assert build(place).drawn == ()
    (place.kept / "sources/crm/brought.json").unlink()
    with pytest.raises(pytest.fail.Exception, match="made again"):
        build(place)


def test_a_source_that_is_gone_is_an_error_and_leaves_the_site_whole(place: Project, tmp_path: Path) -> None:
    build(place)
    (tmp_path / "payments").rename(tmp_path / "gone")
    with pytest.raises(ModelError) as raised:
        build(place)
    assert [str(problem).partition("our.sources.yaml")[2] for problem in raised.value.problems] == [
        ":2:20: error: source 'payments': '../../payments/model' does not exist [unreadable-source]"
    ]
    assert (place.generated / "payments.ledger/index.md").is_file()


def test_only_what_a_system_needs_is_brought(place: Project, tmp_path: Path) -> None:
    build(place, "shop")
    assert not (place.kept / "sources").exists()
    (tmp_path / "crm").rename(tmp_path / "gone")
    edit(tmp_path / "shop/shop.yaml", "name: Web shop", "name: Shop")
    assert drawn(place, only="shop") == ["shop/prod"]
    with pytest.raises(ModelError):
        build(place, "crm.contacts")
    (tmp_path / "gone").rename(tmp_path / "crm")
    assert drawn(place, only="crm.contacts") == ["crm.contacts/prod"]
    with pytest.raises(ModelError) as raised:
        build(place, "crm.contract")
    assert str(raised.value).partition(": error: ")[2] == (
        "there is no system 'crm.contract'; did you mean 'crm.contacts'? [unknown-system]"
    )


def test_a_project_may_show_some_of_them(place: Project) -> None:
    some = Project(place.model, place.out, systems=("payments.ledger", "shop"))
    assert build(some).systems == ("payments.ledger", "shop")
    assert not (place.kept / "sources").exists()


def test_talks_of_systems_with_a_dot(place: Project, tmp_path: Path) -> None:
    write(place.model, {"our.sources.yaml": sources("payments")})
    build(place)
    names = sorted(file.relative_to(place.out).as_posix() for file in build_decks(place))
    assert [name for name in names if name.endswith(".pptx")] == [
        "diagrams/payments.cards/payments.cards.pptx",
        "diagrams/payments.ledger/payments.ledger.pptx",
        "docs/systems/payments.cards/talk/payments.cards.pptx",
        "docs/systems/payments.ledger/talk/payments.ledger.pptx",
    ]
    assert build_decks(place) == ()
    edit(tmp_path / "payments/model/cards.yaml", "Takes cards}\ncomp", "Takes all cards}\ncomp")
    build(place)
    edited = {file.parent.name for file in build_decks(place) if file.is_relative_to(place.diagrams)}
    assert edited == {"payments.cards"}
    assert sorted(name for name in recall(place.decks).keys if not name.startswith(":")) == [
        f"payments.{system}{part}" for system in ("cards", "ledger") for part in ("", ".slides", ".untils")
    ]


def test_views_are_listed_as_the_build_made_them(place: Project, tmp_path: Path) -> None:
    build(place)
    found = listed(place.model, "payments.ledger")
    assert found is not None
    assert found[0] == ["prod", "environment", "prod", "Ledger"]
    edit(tmp_path / "shop/icons/own.svg", 'd="M0', 'fill="red" d="M0')
    assert listed(place.model, "payments.ledger") is None


def test_the_folders_that_a_preview_follows(place: Project, tmp_path: Path) -> None:
    here = {tmp_path / "payments/model": True, tmp_path / "shop": False}
    assert watched_elsewhere(place.model) == here
    build(place)
    assert watched_elsewhere(place.model) == {place.kept / "sources/crm": False, **here}
    write(place.model, {"our.sources.yaml": "sources: {a: {pth: x}}"})
    assert watched_elsewhere(place.model) == {}
    (place.model / "our.sources.yaml").unlink()
    assert watched_elsewhere(place.model) == {}


def test_what_is_newer_is_made_when_it_was_fetched(place: Project, tmp_path: Path) -> None:
    build(place)
    commit(tmp_path / "crm", {"model/contacts.yaml": CONTACTS.replace("Shows them", "Shows all")})
    assert drawn(place) == []
    fetch(folder=place.model)
    assert drawn(place) == ["crm.contacts/prod"]
    (tmp_path / "crm").rename(tmp_path / "gone")
    edit(tmp_path / "shop/shop.yaml", "name: Web shop", "name: Shop")
    assert drawn(place) == ["shop/prod", "landscape/landscape"]
