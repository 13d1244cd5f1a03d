"""Writing: whole files, and nothing outside of the folder that is named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archdeck.project.writing import Outside, publish, remove, replace_folder, write_json


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder `out` with a link `away` to the folder `others` beside it, where a file `mine` lies."""
    (tmp_path / "out").mkdir()
    (tmp_path / "others").mkdir()
    (tmp_path / "others" / "mine").write_text("kept", encoding="utf-8")
    (tmp_path / "out" / "away").symlink_to(tmp_path / "others", target_is_directory=True)
    return tmp_path / "out"


def everything(out: Path) -> dict[str, str]:
    """Every file beside and below `out`."""
    root = out.parent
    return {p.relative_to(root).as_posix(): p.read_text("utf-8") for p in sorted(root.rglob("*")) if p.is_file()}


OUTSIDE = ["../mine", "a/../../others/mine", "../others/mine", "away/mine", "away/deep/mine", "..", "a/.."]


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_is_written_outside(path: str, out: Path) -> None:
    before = everything(out)
    with pytest.raises(Outside) as caught:
        publish({out / "good": b"good", out / path: b"bad"}, out)
    assert (caught.value.filename, caught.value.strerror) == (
        str(out / path),
        f"lies outside of the folder {out.as_posix()}; nothing is written or removed there",
    )
    assert everything(out) == before


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_is_removed_outside(path: str, out: Path) -> None:
    publish({out / "good": b"good"}, out)
    before = everything(out)
    with pytest.raises(Outside):
        remove([out / "good", out / path], out)
    assert everything(out) == before


def test_an_absolute_path_lies_outside_too(out: Path) -> None:
    with pytest.raises(Outside):
        remove([out / (out.parent / "others" / "mine")], out)
    with pytest.raises(Outside):
        write_json(out.parent / "x.json", 1, out)


def test_a_folder_takes_the_place_of_one_inside_only(out: Path) -> None:
    (out / "new").mkdir()
    with pytest.raises(Outside):
        replace_folder(out / "new", out.parent / "others", out)
    with pytest.raises(Outside):
        replace_folder(out.parent / "others", out / "site", out)
    replace_folder(out / "new", out / "site", out)
    assert sorted(p.name for p in out.iterdir()) == ["away", "site"]


def test_the_folder_itself_may_be_a_link_and_so_may_a_file(out: Path) -> None:
    """What is replaced or removed is the link, never what it leads to."""
    (out / "link").symlink_to(out.parent / "others" / "mine")
    publish({out / "link": b"ours"}, out)
    publish({out / "away" / "new": b"ours"}, out / "away")
    remove([out / "link"], out)
    assert everything(out) == {"others/mine": "kept", "others/new": "ours"}


def test_folders_that_become_empty_go_but_for_the_one_that_is_named(out: Path) -> None:
    publish({out / "a" / "b" / "c": b"", out / "a" / "d": b""}, out)
    remove([out / "a" / "b" / "c"], out)
    assert sorted(p.name for p in (out / "a").iterdir()) == ["d"]
    (out / "away").unlink()
    remove([out / "a" / "d", out / "never"], out)
    assert list(out.iterdir()) == []


def test_a_folder_in_the_place_of_a_file_is_named_and_stays(out: Path) -> None:
    (out / "page.md" / "mine").mkdir(parents=True)
    with pytest.raises(OSError, match="directory") as caught:
        publish({out / "page.md": b"text"}, out)
    assert caught.value.filename == str(out / "page.md")
    remove([out / "page.md"], out)
    assert sorted(p.relative_to(out).as_posix() for p in out.rglob("*")) == ["away", "page.md", "page.md/mine"]


def test_a_link_that_leads_back_to_itself_is_named(out: Path) -> None:
    (out / "loop").symlink_to("loop")
    with pytest.raises(OSError, match=r"symbolic links|File exists") as caught:
        publish({out / "loop" / "a": b"text"}, out / "loop")
    assert str(caught.value.filename).startswith(str(out / "loop"))


@pytest.mark.skipif(os.name == "nt", reason="files have no such modes there")
@pytest.mark.parametrize(("umask", "file", "folder"), [(0o022, 0o644, 0o755), (0o077, 0o600, 0o700)])
@pytest.mark.parametrize("kept", [None, ".archdeck"])
def test_who_may_read_a_file_is_as_the_umask_says(
    out: Path, umask: int, file: int, folder: int, kept: str | None
) -> None:
    before = os.umask(umask)
    try:
        publish({out / "new" / "page.md": b"text"}, out, out / kept if kept else None)
    finally:
        os.umask(before)
    made = out / "new"
    assert [path.stat().st_mode & 0o777 for path in (made / "page.md", made)] == [file, folder]
