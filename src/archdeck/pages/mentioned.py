"""What a text of a model names in double brackets to a link, as seen from a page of it."""

from __future__ import annotations

from archdeck.model import Model
from archdeck.pages import paths
from archdeck.pages.text import text


def mentioned(page: str, model: Model | None, id: str, words: str) -> str | None:
    """The link to a component (`db`), another system (`payments`) or a component of that (`payments/api`); None where
    the model has nothing of that id, and the text stays as it is."""
    if model is None:
        return None
    name, _, part = id.partition("/")
    own = {c.id: c.name for c in model.components}
    if not part and name in own:
        called, target = own[name], paths.component_file(model.id, name)
    elif name in (model.id, model.inner):
        called, target = own.get(part, model.name), _page(model.id, part)
    elif system := model.neighbours.get(name):
        called, target = system.components.get(part, system.name), _page(system.id, part)
    else:
        return None
    return f"[{text(words or called)}]({paths.relative(page, target)})"


def _page(system: str, component: str) -> str:
    return paths.component_file(system, component) if component else paths.home(system)
