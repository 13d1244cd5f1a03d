"""Builds that are killed leave nothing behind, and what no model has any more goes in the end, whatever was lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from archdeck.project import Project, build, build_decks, exchange, recall, replace_folder
from archdeck.project.exchange import bring_back
from archdeck.project.unfinished import sweep, unfinished
from archdeck.project.writing import publish
from archdeck.site import build_site, make

TIMES = int(os.environ.get("ARCHDECK_KILLS", "6"))
SHOP = """\
system: {name: Shop}
components: {web: {kind: aws.ec2}, log: {kind: aws.s3}}
relations: {a: {from: web, to: log}}
environments: {prod: {runs: {web: {}, log: {}}}}
"""
WITHOUT_LOG = """\
system: {name: Shop}
components: {web: {kind: aws.ec2}}
environments: {prod: {runs: {web: {}}}}
"""


@pytest.mark.skipif(sys.platform == "win32", reason="processes are forked and killed")
def test_a_build_that_follows_a_killed_one_gives_what_it_gives_in_peace(tmp_path: Path) -> None:
    """`ARCHDECK_KILLS=200` kills so often; twice more in the middle of a write."""
    script = Path(__file__).parents[1] / "killing.py"
    done = subprocess.run(
        [sys.executable, script, tmp_path, str(TIMES)], capture_output=True, text=True, timeout=100 + 30 * TIMES
    )
    assert (done.stdout, done.stderr) == (f"{TIMES + 2} builds were killed\n", "")


def just_a_page(_: Path, site: Path, __: Mapping[str, str]) -> None:
    """In place of MkDocs."""
    site.mkdir()
    (site / "index.html").write_text("made", encoding="utf-8")


@pytest.fixture
def place(tmp_path: Path) -> Project:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "shop.yaml").write_text(SHOP, encoding="utf-8")
    (tmp_path / "model" / "other.yaml").write_text(SHOP, encoding="utf-8")
    return Project(tmp_path / "model", tmp_path)


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with all that is made of it."""
    return made(tmp_path_factory.mktemp("once"), shop=SHOP, other=SHOP)


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is made of what is left of it, and nothing else."""
    return made(tmp_path_factory.mktemp("right"), shop=WITHOUT_LOG)


def made(folder: Path, **systems: str) -> Path:
    (folder / "model").mkdir()
    for name, text in systems.items():
        (folder / "model" / f"{name}.yaml").write_text(text, encoding="utf-8")
    build(Project(folder / "model", folder))
    build_decks(Project(folder / "model", folder))
    return folder


@pytest.fixture
def built(place: Project, once: Path) -> None:
    """The project of a test, as a build left it: with the times of its files, by which it knows them."""
    shutil.copytree(once, place.out, dirs_exist_ok=True)


def names(place: Project) -> set[str]:
    found = (*place.diagrams.rglob("*"), *place.generated.rglob("*"))
    return {p.relative_to(place.out).as_posix() for p in found if p.is_file()}


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.usefixtures("built")
def test_what_is_gone_goes_also_where_the_memory_was_deleted(place: Project, right: Path, force: bool) -> None:
    """And what somebody put there stays."""
    mine = [place.diagrams / "shop" / "mine.svg", place.generated / "shop" / "mine.md"]
    for file in mine:
        file.write_text("mine", encoding="utf-8")
    shutil.rmtree(place.kept)
    (place.model / "shop.yaml").write_text(WITHOUT_LOG, encoding="utf-8")
    (place.model / "other.yaml").unlink()
    build(place, force=force)
    build_decks(place, force=force)

    left = names(Project(right / "model", right))
    assert names(place) - left == {file.relative_to(place.out).as_posix() for file in mine}
    assert left <= names(place)


@pytest.mark.usefixtures("built")
def test_a_list_leads_nowhere_else(place: Project, tmp_path: Path) -> None:
    hostile = [tmp_path / "mine", place.model / "shop.yaml", place.out / "mkdocs.yml"]
    for file in hostile[::2]:
        file.write_text("mine", encoding="utf-8")
    shutil.rmtree(place.kept)
    ledger = place.generated / ".built.txt"
    more = "docs/systems/../../mine\n/etc/none\nmodel/shop.yaml\nmkdocs.yml\n"
    ledger.write_text(ledger.read_text("utf-8") + more, encoding="utf-8")
    build(place)
    assert [file for file in hostile if not file.exists()] == []


# ----------------------------------------------------------------------------------------------- places for work


def test_a_place_for_work_goes_with_the_work(tmp_path: Path) -> None:
    with unfinished(tmp_path) as folder:
        (folder / "a").mkdir()
        sweep(tmp_path)
        with unfinished(tmp_path) as other:
            assert folder.is_dir()
            assert other != folder
    assert list((tmp_path / "unfinished").iterdir()) == []


def test_what_was_left_goes_before_the_next_work(tmp_path: Path) -> None:
    (tmp_path / "unfinished" / "left" / "site").mkdir(parents=True)
    (tmp_path / "unfinished" / "left.lock").touch()
    (tmp_path / "unfinished" / "written-later").mkdir()
    with unfinished(tmp_path) as folder:
        assert sorted(p.name for p in folder.parent.iterdir()) == [folder.name, f"{folder.name}.lock"]


def test_nothing_is_removed_where_a_link_leads(tmp_path: Path) -> None:
    """The project may come from somebody else, who put a link there that leads to folders of ours."""
    (tmp_path / "home" / "thesis").mkdir(parents=True)
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "unfinished").symlink_to(tmp_path / "home")
    sweep(tmp_path / "kept")
    said = "is a link, and nothing is written where it leads; delete it"
    with pytest.raises(OSError, match=said), unfinished(tmp_path / "kept"):
        pass
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["thesis"]


def test_a_file_that_a_killed_run_left_beside_another_goes_with_the_next(tmp_path: Path) -> None:
    for name in (".a.svg.x1.part", ".b.svg.x1.part", ".a.svg.part"):
        (tmp_path / name).touch()
    publish({tmp_path / "a.svg": b"<svg/>"}, tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == [".a.svg.part", ".b.svg.x1.part", "a.svg"]


# ----------------------------------------------------------------------------------------------- the site


@pytest.mark.parametrize("system_can", [True, False])
def test_a_folder_takes_the_place_of_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system_can: bool) -> None:
    if not system_can:
        monkeypatch.setattr(exchange, "_exchanged", lambda *_: False)
    for name in ("new", "site"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    replace_folder(tmp_path / "new", tmp_path / "site", tmp_path)
    assert sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*")) == ["site", "site/new"]


@pytest.mark.skipif(sys.platform != "linux", reason="what the system can do is another thing there")
def test_linux_exchanges_folders(tmp_path: Path) -> None:
    for name in ("new", "site"):
        (tmp_path / name / name).mkdir(parents=True)
    assert exchange._exchanged(tmp_path / "new", tmp_path / "site")
    assert (tmp_path / "site" / "new").is_dir()
    assert (tmp_path / "new" / "site").is_dir()


@pytest.mark.usefixtures("built")
def test_a_site_that_stood_aside_comes_back(place: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever replaced it was killed in the one moment when it was not in its place."""
    monkeypatch.setattr(make, "_mkdocs", just_a_page)
    assert build_site(place.out, recall(place.memory))
    (place.out / "site").rename(place.out / ".site.old")
    (place.out / ".site.new").mkdir()
    assert not build_site(place.out, recall(place.memory))
    assert [p.name for p in place.out.glob("*site*")] == ["site"]
    (place.out / ".site.old").mkdir()
    bring_back(place.out / "site")
    assert [p.name for p in place.out.glob("*site*")] == ["site"]


OTHER_DISK = Path("/dev/shm")


@pytest.mark.skipif(not OTHER_DISK.is_dir(), reason="there is no other file system")
def test_what_is_kept_may_lie_on_another_disk(place: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """As servers keep it that have a cache."""
    elsewhere = Path(tempfile.mkdtemp(dir=OTHER_DISK))
    try:
        place.kept.symlink_to(elsewhere, target_is_directory=True)
        monkeypatch.setattr(make, "_mkdocs", just_a_page)
        for _ in range(2):
            build(place, force=True)
            assert build_site(place.out, recall(place.memory))
        assert list((elsewhere / "unfinished").iterdir()) == []
        left = [p.name for p in place.out.rglob(".*") if p.name not in (".archdeck", ".built.txt")]
        assert left == []
    finally:
        shutil.rmtree(elsewhere)
