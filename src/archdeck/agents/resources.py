"""An address as `archdeck://shop/model` to what is read there: what tools say too, for agents that attach files."""

from __future__ import annotations

from urllib.parse import unquote

from archdeck.agents.around import Around
from archdeck.agents.tools import Shown, answer
from archdeck.language import ModelError, UnknownName
from archdeck.library import systems

HEAD = "archdeck://"
FIXED = {
    f"{HEAD}language": ("How a model is written", "text/markdown"),
    f"{HEAD}systems": ("All systems", "application/json"),
}
OF_ONE = {
    f"{HEAD}{{system}}/model": ("The resolved model of a system", "application/json"),
    f"{HEAD}{{system}}/check": ("Every problem of a system", "text/plain"),
    f"{HEAD}{{system}}/files/{{file}}": ("A YAML file of a system", "application/yaml"),
    f"{HEAD}{{system}}/elements/{{id}}": ("Everything about one element", "application/json"),
    f"{HEAD}{{system}}/pictures/{{view}}.svg": ("A picture as SVG", "image/svg+xml"),
    f"{HEAD}{{system}}/pictures/{{view}}.png": ("A picture as PNG", "image/png"),
}


def listed(around: Around) -> dict[str, tuple[str, str]]:
    """What can be read without a name: addresses, each with what it is and its media type."""
    try:
        known = systems(around.folder)
    except ModelError:  # there is none yet; the tool `systems` says so
        known = {}
    return FIXED | {f"{HEAD}{id}/model": (f"The resolved model of {id}", "application/json") for id in known}


def read(around: Around, address: str) -> tuple[str | Shown, str]:
    """What stands at an address, and its media type. UnknownName where nothing does."""
    kind, name, *rest = [*map(unquote, address.removeprefix(HEAD).split("/")), "", ""][:3]
    if address in FIXED:
        found = answer(around, kind, {})
    elif name == "model" or name == "check":
        found = answer(around, name, {"system": kind})
    elif name == "files":
        found = answer(around, "files", {"system": kind, "file": rest[0]})
    elif name == "elements":
        found = answer(around, "element", {"system": kind, "id": rest[0]})
    elif name == "pictures" and rest[0].endswith((".svg", ".png")):
        view, form = rest[0].rsplit(".", 1)
        found = answer(around, "picture", {"system": kind, "view": view, "form": form})
    else:
        raise UnknownName(f"nothing stands at {address!r}; there are {', '.join([*FIXED, *OF_ONE])}")
    mime = {**{k: m for k, (_, m) in FIXED.items()}}.get(address) or _mime(name)
    return (found[0], found[0].mime) if isinstance(found, tuple) else (found, mime)


def _mime(name: str) -> str:
    return {"files": "application/yaml", "check": "text/plain"}.get(name, "application/json")
