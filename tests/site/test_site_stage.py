"""The site's own stage: what is built from where, when it is fresh, and what stays when MkDocs refuses."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from archdeck.project import Project, build
from archdeck.project.memory import Memory, recall
from archdeck.site.make import SiteError, build_site

SHOP = """\
system: {name: Shop}
components:
  people: {kind: users, summary: Buy}
  web: {kind: aws.ec2, summary: Shows the shop}
relations:
  ask: {from: people, to: web}
environments:
  prod: {places: {a: {kind: zone, runs: {web: {}}}}}
"""


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small model, and its pages elsewhere, made in an empty folder."""
    folder = tmp_path_factory.mktemp("once")
    (folder / "models").mkdir()
    (folder / "models" / "shop.yaml").write_text(SHOP, encoding="utf-8")
    build(Project(folder / "models", folder / "out"))
    return folder


@pytest.fixture
def place(once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The same with the times of its files, and nothing where the test runs."""
    shutil.copytree(once, tmp_path, dirs_exist_ok=True)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    return Project(tmp_path / "models", tmp_path / "out")


def memory(place: Project) -> Memory:
    return recall(place.memory)


def files(folder: Path) -> dict[str, int]:
    """When each file was written; Python's own byte code aside."""
    found = (p for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc")
    return {p.relative_to(folder).as_posix(): p.stat().st_mtime_ns for p in found}


def test_pages_of_a_model_elsewhere_become_a_site(place: Project) -> None:
    """The folder gets the settings of a new project; nothing is made twice, and nothing outside it."""
    before, around = files(place.out), files(place.model) | files(Path())
    assert build_site(place.out, memory(place))
    after = files(place.out)
    new = sorted(name for name in after if name not in before and not name.startswith(("site/", ".archdeck/pages/")))
    assert new == ["build.py", "docs/index.md", "mkdocs.yml"]
    assert {name: after[name] for name in before if name != ".archdeck/built.json"} == {
        name: time for name, time in before.items() if name != ".archdeck/built.json"
    }
    assert files(place.model) | files(Path()) == around
    assert "Shows the shop" in (place.out / "site/systems/shop/components/web.html").read_text(encoding="utf-8")


def test_a_site_is_built_again_only_if_something_changed(place: Project) -> None:
    assert build_site(place.out, memory(place))
    assert not build_site(place.out, memory(place))
    with (place.out / "docs/index.md").open("a", encoding="utf-8") as page:
        page.write("\nOne line more.\n")
    assert build_site(place.out, memory(place))
    assert "One line more." in (place.out / "site/index.html").read_text(encoding="utf-8")
    (place.out / "site/index.html").unlink()
    assert build_site(place.out, memory(place))


def test_what_people_wrote_is_left_alone(place: Project) -> None:
    (place.out / "docs/index.md").write_text("# Ours\n", encoding="utf-8")
    assert build_site(place.out, memory(place))
    assert (place.out / "docs/index.md").read_text(encoding="utf-8") == "# Ours\n"


def test_a_broken_link_is_named_and_the_old_site_stays(place: Project) -> None:
    build_site(place.out, memory(place))
    old = files(place.out / "site")
    (place.out / "docs/index.md").write_text("# Home\n\n[gone](nowhere.md)\n", encoding="utf-8")
    with pytest.raises(SiteError) as caught:
        build_site(place.out, memory(place))
    assert str(caught.value) == (
        "MkDocs did not build the site:\n"
        "WARNING -  Doc file 'index.md' contains a link 'nowhere.md', but the target is not found among documentation "
        "files.\n"
        "Aborted with 1 warnings in strict mode!"
    )
    assert files(place.out / "site") == old
    assert not list(place.out.glob(".site*"))


def test_a_hook_that_fails_is_said_in_one_line(place: Project) -> None:
    build_site(place.out, memory(place))
    hook = place.out / "build.py"
    hook.write_text("\nraise ValueError('not today')\n", encoding="utf-8")
    with pytest.raises(SiteError) as caught:
        build_site(place.out, memory(place))
    assert str(caught.value) == f"MkDocs did not build the site:\nValueError: not today ({hook}, line 2)"


def test_a_project_with_settings_of_its_own_gets_no_others(place: Project) -> None:
    (place.out / "mkdocs.yml").write_text("site_name: Ours\n", encoding="utf-8")
    assert build_site(place.out, memory(place))
    assert sorted(p.name for p in place.out.iterdir() if p.name != "__pycache__") == [
        ".archdeck",
        "diagrams",
        "docs",
        "mkdocs.yml",
        "site",
    ]
    assert not (place.out / "docs/index.md").exists()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            "site_name: [\n",
            "Error: MkDocs encountered an error parsing the configuration file: while parsing a flow node",
        ),
        ("site_name: Shop\nthem: material\nhooks: [gone.py]\n", "ERROR   -  Config value 'hooks': "),
        ("site_name: Shop\ntheme: gone\n", "ERROR   -  Config value 'theme': Unrecognised theme name: 'gone'."),
    ],
)
def test_broken_settings_are_named(place: Project, settings: str, said: str) -> None:
    (place.out / "mkdocs.yml").write_text(settings, encoding="utf-8")
    with pytest.raises(SiteError) as caught:
        build_site(place.out, memory(place))
    lines = str(caught.value).splitlines()
    assert lines[0] == "MkDocs did not build the site:"
    assert any(line.startswith(said) for line in lines), lines
    assert "Traceback" not in str(caught.value)
