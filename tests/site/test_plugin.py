"""Sites of other people: two lines in their mkdocs.yml, their theme, their navigation, their addresses."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from archdeck.site import hooks
from archdeck.site.embedding import in_vain
from archdeck.site.make import PAGES_MADE

SHOP = """
system: {name: Shop, summary: Sells}
components:
  people: {kind: users}
  web: {kind: aws.ec2, name: Web, summary: Sells}
relations: {visit: {from: people, to: web}}
environments: {prod: {runs: {web: {}}}}
"""
BLOCK = "```archdeck\nview: prod\nwithout: downloads\n```\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """docs/index.md with a block, docs/guide/intro.md, models/shop.yaml and models/till.yaml; no mkdocs.yml yet."""
    for name in ("_project", "_built", "_nav", "_kept", "_unchanged"):
        monkeypatch.setattr(hooks, name, None)
    monkeypatch.setattr(hooks, "_whole", False)
    monkeypatch.setattr(hooks, "settings", hooks.Settings())
    monkeypatch.setattr(hooks, "talk", lambda _: None)
    in_vain.clear()
    monkeypatch.delenv(PAGES_MADE, raising=False)
    monkeypatch.chdir(tmp_path)
    written = {"docs/index.md": f"# Home\n\n{BLOCK}", "docs/guide/intro.md": f"# Intro\n\n- In a list:\n\n    {BLOCK}"}
    written["docs/guide/intro.md"] = written["docs/guide/intro.md"].replace("\nv", "\n    v").replace("\nw", "\n    w")
    written["docs/guide/intro.md"] = written["docs/guide/intro.md"].replace("downloads\n```", "downloads\n    ```")
    written |= {"models/shop.yaml": SHOP, "models/till.yaml": SHOP.replace("Shop", "Till")}
    for path, text in written.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    yield tmp_path
    in_vain.clear()


def built(site: Path, settings: str) -> dict[str, str]:
    """The pages of the site by their paths."""
    (site / "mkdocs.yml").write_text(f"site_name: Mine\n{settings}", encoding="utf-8")
    config = load_config(str(site / "mkdocs.yml"), strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    return {p.relative_to(site / "site").as_posix(): p.read_text(encoding="utf-8") for p in site.glob("site/**/*.html")}


def titles(nav: Any) -> list[Any]:
    return [item.title if not item.children else {item.title: titles(item.children)} for item in nav]


def test_two_lines_in_a_site_that_has_its_own_navigation(site: Path) -> None:
    pages = built(
        site,
        "theme: readthedocs\nuse_directory_urls: false\n"
        "plugins: [search, {archdeck: {model: models, systems: [shop], diagrams: pictures}}]\n"
        "nav: [index.md, {Guide: [guide/intro.md, {What runs: systems/shop/}]}]\n",
    )
    assert 'class="archdeck"' in pages["index.html"]
    assert 'href="systems/shop/components/web.html"' in pages["index.html"]
    assert 'href="../systems/shop/components/web.html"' in pages["guide/intro.html"]
    assert "systems/shop/environments/prod.html" in pages
    assert not [path for path in pages if path.startswith("systems/till/")]
    assert sorted(p.name for p in (site / "pictures/shop").glob("prod.*")) == ["prod.png", "prod.svg"]
    assert hooks._nav is not None
    shown = titles(hooks._nav.items)
    assert [shown[0], list(shown[1]), shown[1]["Guide"][0], list(shown[1]["Guide"][1])] == [
        "Home", ["Guide"], "Intro", ["What runs"],
    ]  # fmt: skip
    assert "pictures.css" in pages["index.html"]
    assert "archdeck.css" not in pages["index.html"]


def test_a_navigation_that_names_no_system_gets_them_at_its_end(site: Path) -> None:
    for page in ("index.md", "guide/intro.md"):
        (site / "docs" / page).write_text("# Words\n", encoding="utf-8")
    built(site, "theme: mkdocs\nplugins: [{archdeck: {model: models}}]\nnav: [index.md, guide/intro.md]\n")
    assert hooks._nav is not None
    *mine, systems = titles(hooks._nav.items)
    assert (mine, list(systems)) == (["Words", "Words"], ["Systems"])


def test_a_picture_that_there_is_not_ends_the_build(site: Path, caplog: pytest.LogCaptureFixture) -> None:
    (site / "docs/index.md").write_text("---\ntitle: Home\n---\n# Home\n\n```archdeck\nsystem: shop\nview: prdo\n```\n")
    with caplog.at_level(logging.ERROR), pytest.raises(Abort):
        built(site, "plugins: [{archdeck: {model: models, systems: [shop]}}]\n")
    assert caplog.messages[0] == "index.md:8: shop has no view 'prdo'; did you mean 'prod'?"


@pytest.mark.parametrize(
    ("plugin", "message"),
    [
        ("{model: models, sytems: [shop]}", "Unrecognised configuration name: sytems"),
        ("{model: models, systems: shop}", "Expected a list of items, but a <class 'str'> was given."),
        ("{model: [models]}", "Expected type: <class 'str'> but received: <class 'list'>"),
    ],
)
def test_options_are_checked(site: Path, plugin: str, message: str, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Abort):
        built(site, f"plugins: [{{archdeck: {plugin}}}]\n")
    assert message in "\n".join(caplog.messages)


def test_lines_are_those_of_the_page_also_after_an_include(site: Path, caplog: pytest.LogCaptureFixture) -> None:
    """docs/index.md includes a file that has a block itself, and then asks for two that there are not."""
    good, bad = "```archdeck\nview: prod\n```\n", "```archdeck\nview: prdo\n```\n"
    (site / "part.txt").write_text(f"Included.\n\n{good}\nMore.\n", encoding="utf-8")
    (site / "docs/index.md").write_text(f'# Home\n\n--8<-- "part.txt"\n\n{bad}\nWords.\n\n{bad}', encoding="utf-8")
    with caplog.at_level(logging.ERROR), pytest.raises(Abort):
        built(
            site, "plugins: [{archdeck: {model: models, systems: [shop]}}]\nmarkdown_extensions: [pymdownx.snippets]\n"
        )
    assert [message.partition(" shop")[0] for message in caplog.messages[:2]] == ["index.md:6:", "index.md:12:"]


def test_a_system_that_there_is_not_is_said(site: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR), pytest.raises(Abort):
        built(site, "plugins: [{archdeck: {model: models, systems: [shpo]}}]\n")
    assert caplog.messages[0] == "models:1:1: error: there is no system 'shpo'; did you mean 'shop'? [unknown-system]"
