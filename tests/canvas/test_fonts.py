"""Text to its width and its lines, and letters of other scripts to the fonts that have them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from archdeck.canvas import fonts
from archdeck.canvas.fonts import machine
from archdeck.cli.commands import cli
from archdeck.paint.png import _apart, _runs, further_fonts

LETTERS = {
    "A-Serif.otf": "おa",
    "B.ttf": "おけ",
    "Mono.ttf": "おけかa",
    "NotoSansCJK-Regular.ttc": "おけかa字",
    "Emoji.ttf": "🚀a",
}


def has(file: Path) -> str:
    return LETTERS[file.name]


@pytest.mark.parametrize(
    ("missing", "wanted"),
    [
        ("お", ["NotoSansCJK-Regular.ttc"]),
        ("🚀", ["Emoji.ttf"]),
        ("お🚀", ["Emoji.ttf", "NotoSansCJK-Regular.ttc"]),
        ("おض", ["NotoSansCJK-Regular.ttc"]),
        ("ض", []),
    ],
)
def test_a_plain_font_that_has_all_letters_else_the_fewest(missing: str, wanted: list[str]) -> None:
    assert [file.name for file in machine.chosen(missing, map(Path, LETTERS), has)] == wanted


def test_where_there_is_no_better_one_a_font_with_serifs_does() -> None:
    assert machine.chosen("おa", [Path("A-Serif.otf"), Path("Emoji.ttf")], has) == (Path("A-Serif.otf"),)


def test_letters_that_leave_no_ink_are_not_missing() -> None:
    assert fonts.lacking("Zoë – Ω → × …\n\t\u200d\ufe0f\ufeff") == frozenset()
    assert fonts.lacking("東京 ok ✓") == {"東", "京", "✓"}


def test_fonts_are_looked_for_only_where_letters_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def never() -> tuple[Path, ...]:
        raise AssertionError("no font is looked for")

    monkeypatch.setattr(machine, "installed", never)
    assert further_fonts("<svg><title>東京</title><text>Zoë</text></svg>") == ()
    with pytest.raises(AssertionError):
        further_fonts("<svg><text>東京都</text></svg>")


def test_letters_of_two_fonts_stand_in_pieces_of_their_own() -> None:
    """Each around its own middle, so that the row stays where it was; text stays text."""
    one = '<text x="100" y="9" text-anchor="middle" font-size="10">{}</text>'
    wide = fonts.width("a <", 10)
    total = wide + 20
    assert _apart(one.format("a &lt;東京")) == one.format(
        f'<tspan x="{100 - total / 2 + wide / 2:.2f}" y="9">a &lt;</tspan>'
        f'<tspan x="{100 + total / 2 - 10:.2f}" y="9">東京</tspan>'
    )
    rows = '<tspan x="100" y="5">{}</tspan><tspan x="100" y="15">{}</tspan>'
    assert _apart(one.format(rows.format("東京", "b"))) == one.format(
        '<tspan x="100.00" y="5">東京</tspan><tspan x="100.00" y="15">b</tspan>'
    )


@pytest.mark.parametrize(
    ("row", "runs"),
    [
        ("S3 画像 GET", ["S3 ", "画像", " GET"]),
        ("a👩\u200d💻\ufe0fb", ["a", "👩\u200d💻\ufe0f", "b"]),
        ("مرحبا بكم S3", ["مرحبا بكم S3"]),
        ("", [""]),
    ],
)
def test_runs_of_one_font(row: str, runs: list[str]) -> None:
    assert list(_runs(row, fonts.lacking(row))) == runs


def test_a_broken_font_has_no_letters(tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    assert machine.letters_of(tmp_path / "broken.ttf") == frozenset()


def test_fonts_of_the_machine_are_found_in_its_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("deep/b.TTF", "a.otf", "a.txt"):
        (tmp_path / name).touch()
    monkeypatch.setattr(machine, "_FOLDERS", {})
    monkeypatch.setattr(machine, "_ELSEWHERE", (str(tmp_path), str(tmp_path / "none")))
    found = machine.installed.__wrapped__()
    assert [file.name for file in found] == ["a.otf", "b.TTF"]


JAPANESE = """
system: {name: 店}
components: {users: {kind: users, name: お客様}, web: {kind: aws.ec2}}
relations: {a: {from: users, to: web, label: "مرحبا"}}
environments: {prod: {places: {z: {kind: zone, runs: {web: {}}}}}}
"""
NO_FONT = (
    "shop/prod: warning: no font of this machine has 'ا', 'ب', 'ح', 'ر', 'م' and 4 more: in the PNG empty boxes stand "
    "for them; install one that has them, such as Noto Sans Arabic and Noto Sans CJK (the SVG is not concerned) "
    "[picture]\n"
)


@pytest.fixture
def _no_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(machine, "installed", lambda: ())
    machine._fonts_for.cache_clear()
    yield
    machine._fonts_for.cache_clear()


@pytest.mark.usefixtures("_no_fonts")
def test_render_and_build_warn_of_letters_that_no_font_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a picture; a build that makes nothing anew says it again, and one that finds a font paints anew."""
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "shop.yaml").write_text(JAPANESE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli, ["render", "shop", "prod", "--format", "png", "--out", "x.png"])
    assert (done.exit_code, done.stderr) == (0, NO_FONT)
    for drawn in ("4 views drawn, 0 fresh", "0 views drawn, 4 fresh"):
        done = CliRunner().invoke(cli, ["build", "--no-site"])
        assert drawn in done.stdout
        assert done.stderr.count(NO_FONT) == 1
    monkeypatch.setattr(machine, "installed", lambda: (fonts.BOLD,))
    monkeypatch.setattr(machine, "letters_of", lambda _: frozenset("お客様店مرحبا"))
    machine._fonts_for.cache_clear()
    done = CliRunner().invoke(cli, ["build", "--no-site"])
    assert "4 views drawn, 0 fresh" in done.stdout
    assert "no font of this machine" not in done.stderr


# ----------------------------------------------------------------------------------------------- widths and lines


def test_letters_of_east_asia_are_as_wide_as_high_and_marks_take_no_room() -> None:
    assert fonts.width("東京", 20) == 40
    assert fonts.width("ｱ", 20) == 10
    assert fonts.width("がx", 20) == fonts.width("か", 20) + fonts.width("x", 20)
    assert fonts.width("👩\u200d💻\ufe0f", 10) == 20


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Versicherung", ("Versicherung",)),
        ("Vertragsbestandsverwaltung", ("Vertragsbestands-", "verwaltung")),
        ("Sachbearbeiterarbeitsplatz", ("Sachbearbeiter-", "arbeitsplatz")),
        ("OrderNotificationService", ("OrderNotification-", "Service")),
        ("order_notification_service", ("order_notification_", "service")),
        ("login.portal.bank.example", ("login.portal", ".bank.example")),
        ("a.very-very-long.example", ("a.very-very-", "long.example")),
        ("Übertragungsnetzbetreiber", ("Übertragungs-", "netzbetreiber")),
        ("SEPA-Überweisung", ("SEPA-Überweisung",)),
        ("Finanz-Überweisungsdienst", ("Finanz-", "Überweisungsdienst")),
        ("Annahme und Plausibilisierungsdienst", ("Annahme und", "Plausibilisierungs…")),
        ("Orders of the Plausibilisierung", ("Orders of the", "Plausibilisierung")),
        ("注文受付アプリケーション", ("注文受付アプリケー", "ション")),
        ("出荷依頼「キュー」、です。", ("出荷依頼", "「キュー」、です。")),
        ("Ledger of cards + standby", ("Ledger of cards", "+ standby")),
        ("Web servers of all × 12", ("Web servers of all", "× 12")),
        ("Reviews of customers +", ("Reviews of", "customers +")),
        ("x" * 60, ("x" * 16 + "…",)),
    ],
)
def test_long_words_are_parted_before_they_are_cut(text: str, lines: tuple[str, ...]) -> None:
    assert fonts.wrap(text, 18, 165, 2) == lines


@given(st.text(alphabet="abcdeixyz -/+東京、", max_size=60), st.integers(40, 300), st.integers(1, 4))
def test_lines_hold_the_whole_text_and_no_line_is_too_wide(text: str, room: int, lines: int) -> None:
    rows = fonts.wrap(text, 18, room, lines)
    assert len(rows) <= lines
    assert all(fonts.width(row, 18) <= max(room, fonts.width("…", 18)) for row in rows)
    if not any(row.endswith("…") for row in rows):
        assert "".join("".join(rows).split()).replace("-", "") == "".join(text.split()).replace("-", "")


@given(st.text(alphabet="abWí .東", max_size=40), st.integers(0, 300))
def test_a_text_is_cut_where_one_letter_more_would_not_fit(text: str, room: int) -> None:
    def shorter(end: int) -> bool:
        return fonts.width(text[:end] + "…", 18) <= room

    cut = text[: next((end for end in range(len(text), 0, -1) if shorter(end)), 0)].rstrip() + "…"
    assert fonts.shorten(text, 18, room) == (text if fonts.width(text, 18) <= room else cut)


@given(st.text(alphabet="abWi -東", max_size=40), st.integers(20, 200), st.integers(1, 4))
def test_no_text_is_given_up_that_would_fit_with_a_word_in_two(text: str, room: int, lines: int) -> None:
    parts = fonts._parts(text)
    tried = [fonts._rows(p, 18, room, lines, False) for p in fonts._hyphenated(parts)]
    if any(all(fonts.width(row, 18) <= room for row in rows) for rows in tried):
        assert fonts._may_fit(parts, 18, room, lines, False)


def test_halves_part_where_a_line_may_end() -> None:
    assert fonts.halves("一二三四", 18) == ("一二", "三四")
    assert fonts.halves("Availability", 18) == ("Availability",)


@pytest.mark.parametrize("text", ["", "i", "wide enough", "Orders, Carts, 在庫 and e\u0301 …", "W" * 40 + "i" * 40])
def test_a_text_is_cut_at_the_last_letter_for_which_there_is_room(text: str) -> None:
    for room in (0.0, 5.0, 18.0, 60.0, 200.0, 500.0):
        longest = next((text[:k] for k in range(len(text), 0, -1) if fonts.width(text[:k] + "…", 18) <= room), "")
        whole = fonts.width(text, 18) <= room
        assert fonts.shorten(text, 18, room) == (text if whole else longest.rstrip() + "…")


@pytest.mark.parametrize("font", [fonts.REGULAR, fonts.BOLD])
def test_what_a_site_brings_is_the_same_font(font: Path) -> None:
    """Compressed and no more: each of its tables, byte by byte."""
    plain, packed = TTFont(font).reader, TTFont(font.with_suffix(".woff")).reader
    assert {tag: packed[tag] for tag in packed.keys()} == {tag: plain[tag] for tag in plain.keys()}  # noqa: SIM118
