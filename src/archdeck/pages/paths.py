"""Where every page, picture and icon lies below the folder that the build owns, and how one links to another."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from archdeck.answers import LANDSCAPE, Landscape
from archdeck.model import Component, Environment, Flow, Model, Topic, resources
from archdeck.pages.places import GENERATED
from archdeck.views import View

K = TypeVar("K")
V = TypeVar("V")

LONGEST = 60  # letters that the copy of an icon has of its name
LINKS = 50_000  # ways from one page to another that are found once
ASSETS = "assets"
CATALOGUE = "catalogue.md"
KINDS = "kinds.md"
LANDSCAPE_PAGE = f"{LANDSCAPE}.md"
OVERVIEW = "index.md"
REFERENCE = "reference.md"
RULES = "rules/index.md"
POSTER = "--poster"  # behind the id of an environment, in the name of its picture on a larger sheet
TALKS = {"pptx": ".pptx", "pdf": ".pdf", "handout": "-handout.pdf", "html": ".html"}  # what their files end in
CARDS = "cards.txt"  # no page: the home page includes it, wherever that lies in docs


class SamePath(Exception):
    """Two things that would be one file: a fault of ours, for what a model may call so is refused with its line."""


def put(files: dict[K, V], more: Mapping[K, V]) -> None:
    """Adds files to those that there are; SamePath rather than one in the place of another."""
    for path, content in more.items():
        if path in files:
            raise SamePath(f"two files would be {path}")
        files[path] = content


def _stem(id: str) -> str:
    """The name of a page of its own: its id, but for the one that names the list of all; no id has a `_`."""
    return "index_" if id == "index" else id


def system_page(model: Model) -> str:
    return home(model.id)


def home(system: str) -> str:
    """The page of a system by its id."""
    return f"{system}/index.md"


def rule_page(rule: str) -> str:
    return f"rules/{rule}.md"


def section_page(model: Model, section: str) -> str:
    """The page of a part of a system: environments, differences, flows, drills, ledger, components, requirements,
    topics, relations, findings, views."""
    nested = section in ("environments", "differences", "flows", "drills", "components", "topics", "views")
    return f"{model.id}/{section}/index.md" if nested else f"{model.id}/{section}.md"


def environment_page(model: Model, environment: Environment) -> str:
    return f"{model.id}/environments/{_stem(environment.id)}.md"


def component_page(model: Model, component: Component) -> str:
    return component_file(model.id, component.id)


def component_file(system: str, component: str) -> str:
    """The page of a component by the ids of both."""
    return f"{system}/components/{_stem(component)}.md"


def flow_page(model: Model, flow: Flow) -> str:
    return f"{model.id}/flows/{_stem(flow.id)}.md"


def drills_page(model: Model, environment: Environment) -> str:
    return f"{model.id}/drills/{_stem(environment.id)}.md"


def drill_page(model: Model, view: View) -> str:
    """The page of one failure, where it has a picture."""
    return f"{model.id}/drills/{view.id}.md"


def difference_page(model: Model, one: Environment, other: Environment) -> str:
    return f"{model.id}/differences/{one.id}--{other.id}.md"


def topic_page(model: Model, topic: Topic) -> str:
    return f"{model.id}/topics/{_stem(topic.id)}.md"


def presenting_page(model: Model) -> str:
    return f"{model.id}/presenting.md"


def picture_page(model: Model, view: View) -> str:
    """The page that shows a view."""
    if view.kind == "flow":
        return f"{model.id}/flows/{_stem(view.flow)}.md"
    if view.kind == "drill" and view.id == f"{view.drill}--{view.environment}":
        return drill_page(model, view)
    if view.kind == "diff" and view.id in _differences(view):
        return f"{model.id}/differences/{view.id.removeprefix('diff-')}.md"
    if view.component and view.id == f"component--{view.component}":
        return f"{model.id}/components/{_stem(view.component)}.md"
    return f"{model.id}/environments/{_stem(view.id)}.md" if view.id == view.environment else view_page(model, view.id)


def _differences(view: View) -> tuple[str, str]:
    """The ids that the picture of a difference may have: whichever environment comes first."""
    return f"diff-{view.environment}--{view.other}", f"diff-{view.other}--{view.environment}"


def picture_file(model: Model | Landscape, view: str, suffix: str) -> str:
    """The downloads of a picture, written by the build."""
    return f"{model.id}/pictures/{view}.{suffix}"


def talk_files(system: str) -> dict[str, str]:
    """The talk about a system in each form, to be downloaded."""
    return {name: f"{system}/talk/{system}{ending}" for name, ending in TALKS.items()}


def view_page(model: Model, view: str) -> str:
    """A picture that the model asked for beside the derived ones."""
    return f"{model.id}/views/{_stem(view)}.md"


def icon_files(models: Iterable[Model]) -> dict[Path, str]:
    """Where the copy of every icon lies: those of the diagrams library by their path in it, others by name and content.
    So where a model lies, and which others there are, has no part in it."""
    icons = dict.fromkeys(icon for m in models for c in m.components for icon in (c.icon, c.kind.icon))
    return {icon: f"{ASSETS}/icons/{_icon_file(icon)}" for icon in icons}


def _icon_file(icon: Path) -> str:
    shipped = icon.is_relative_to(resources())
    path = icon.relative_to(resources()).as_posix() if shipped else f"own/{icon.stem[:LONGEST]}-{_told(icon)}"
    return re.sub(r"[^A-Za-z0-9._/-]", "-", path)


def _told(icon: Path) -> str:
    return f"{sha256(icon.read_bytes()).hexdigest()[:8]}{icon.suffix}"


def relative(page: str, target: str) -> str:
    """`target` as seen from `page`, both below the folder that the build owns; cards are seen from the folder above. A
    page that people wrote stands elsewhere: it is told from the folder of all pages, as in `/guide/intro.md`."""
    if page.startswith("/"):
        return posixpath.relpath(f"/{GENERATED}/{target}", posixpath.dirname(page))
    if page == CARDS:
        return f"{GENERATED}/{target}"
    return _from_folder(page.rpartition("/")[0] or ".", target)


@lru_cache(LINKS)
def _from_folder(folder: str, target: str) -> str:
    return posixpath.relpath(target, folder)
