"""A folder that builds share: what one of them made, no other makes again; what is wrong with it costs time only."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from archdeck.model import DATA, resources
from archdeck.paint import layouts as laying
from archdeck.paint.portable import local, portable
from archdeck.project import Project, build, build_decks, recall
from archdeck.project.cache import Cache
from two_systems import SHOP, written

NAME = "0123456789abcdef"


def files(*folders: Path) -> dict[str, bytes]:
    return {p.relative_to(f).as_posix(): p.read_bytes() for f in folders for p in f.rglob("*") if p.is_file()}


def test_what_is_kept_is_found_by_its_sort_and_name(tmp_path: Path) -> None:
    Cache(tmp_path).put("pages", NAME, b"a\nb")
    assert files(tmp_path).keys() == {f"pages/01/{NAME}"}
    assert (Cache(tmp_path).get("pages", NAME), Cache(tmp_path).get("layouts", NAME)) == (b"a\nb", None)
    assert Cache(tmp_path, anew=True).get("pages", NAME) is None
    assert Cache().get("pages", NAME) is None


@pytest.mark.parametrize("left", [b"", b"a", b"x" * 64 + b"\na\nb", b"\n"])
def test_what_was_cut_short_is_not_there(tmp_path: Path, left: bytes) -> None:
    cache = Cache(tmp_path)
    cache.put("pages", NAME, b"a\nb")
    file = tmp_path / "pages/01" / NAME
    file.write_bytes(left or file.read_bytes()[:-1])
    assert cache.get("pages", NAME) is None
    cache.put("pages", NAME, b"a\nb")
    assert cache.get("pages", NAME) == b"a\nb"


def test_several_are_all_or_none(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put_several("pixels", {"aa": b"1", "bb": b"2"})
    assert (cache.several("pixels", ["aa", "bb"]), cache.several("pixels", ["aa", "cc"])) == ([b"1", b"2"], None)


def test_a_folder_that_cannot_be_written_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file")
    cache.put("pages", NAME, b"")
    assert cache.refused == f"nothing is kept in {tmp_path.as_posix()}/file: File exists"
    assert cache.get("pages", NAME) is None


def test_another_machine_makes_nothing_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another folder, in which nothing was built: the same files, and no layout, picture, pixel or talk is made."""
    model = written(tmp_path / "model", shop=SHOP.replace("money: {system: payments}", "money: {kind: user}"))
    here, there = (Project(model, tmp_path / name, cache=tmp_path / "cache") for name in ("here", "there"))
    build(here)
    build_decks(here)
    before = files(tmp_path / "cache")
    assert {name.partition("/")[0] for name in before} == {"layouts", "pictures", "pixels", "talks"}

    def never(*_: object) -> None:
        raise AssertionError

    with monkeypatch.context() as broken:
        broken.setattr(laying.Layouts, "_new", never)
        broken.setattr("archdeck.project.pictures.drawn", never)
        broken.setattr("archdeck.paint.painting.png", never)
        broken.setattr("archdeck.deck.slides.deck", never)
        build(there)
        build_decks(there)
    for name in ("diagrams", "docs"):
        assert files(there.out / name) == files(here.out / name)
    assert files(tmp_path / "cache") == before


def test_what_is_kept_names_no_folder_of_this_machine(tmp_path: Path) -> None:
    model = written(tmp_path / "model", shop=SHOP.replace("money: {system: payments}", "money: {kind: user}"))
    build(Project(model, tmp_path, cache=tmp_path / "cache"))
    layouts = files(tmp_path / "cache/layouts").values()
    assert len(layouts) > 3
    assert [text for text in layouts if str(resources()).encode() in text or str(DATA).encode() in text] == []


def test_text_that_is_the_same_on_every_machine() -> None:
    said = f'["{resources()}/aws/compute/ec2.png", "{DATA}/icons/system.svg"]'
    assert portable(said) == '["\x01/aws/compute/ec2.png", "\x02/icons/system.svg"]'
    assert local(portable(said)) == said


def test_all_is_made_where_packages_lie_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another machine kept is used here: the icons of its layouts are those of this one."""
    model = written(tmp_path / "model", shop=SHOP.replace("money: {system: payments}", "money: {kind: user}"))
    there, here = (Project(model, tmp_path / name, cache=tmp_path / "cache") for name in ("there", "here"))
    build(there)
    shutil.rmtree(tmp_path / "cache/pictures")
    with monkeypatch.context() as broken:
        broken.setattr(laying.Layouts, "_new", None)
        build(here)
    assert files(there.diagrams) == files(here.diagrams)


def test_what_is_no_file_is_not_there(tmp_path: Path) -> None:
    """A device would fill the memory, and at a pipe a build would wait for ever."""
    cache = Cache(tmp_path)
    cache.put("pages", NAME, b"a\nb")
    file = tmp_path / "pages/01" / NAME
    file.unlink()
    file.symlink_to("/dev/zero")
    assert cache.get("pages", NAME) is None
    file.unlink()
    os.mkfifo(file)
    assert cache.get("pages", NAME) is None
    file.unlink()
    file.mkdir()
    assert cache.get("pages", NAME) is None


@pytest.mark.parametrize("path", ["built.json", "decks.json"])
def test_a_memory_that_is_no_file_is_none(path: str, tmp_path: Path) -> None:
    (tmp_path / path).symlink_to("/dev/zero")
    assert recall(tmp_path / path).files == {}


@pytest.mark.parametrize(
    "drawn", ["", "{}", "[]", "[1,[],[],[]]", '["",[],[1],[]]', '["",[],[]]', "[" * 100_000, '"abcd"']
)
def test_a_picture_of_another_shape_is_drawn(drawn: str, tmp_path: Path) -> None:
    """Whoever may write there wrote it with a digest that fits."""
    model = written(tmp_path / "model", shop=SHOP.replace("money: {system: payments}", "money: {kind: user}"))
    here, there = (Project(model, tmp_path / name, cache=tmp_path / "cache") for name in ("here", "there"))
    build(here)
    for file in (tmp_path / "cache/pictures").rglob("*"):
        if file.is_file():
            Cache(tmp_path / "cache").put("pictures", file.name, drawn.encode())
    build(there)
    assert files(there.out / "diagrams", there.out / "docs") == files(here.out / "diagrams", here.out / "docs")
