"""The settings of a site to text that is the same in every run, and what of it is made by packages that are known."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version

from mkdocs.config.defaults import MkDocsConfig

MADE_BY = ("mkdocs", "mkdocs-material", "markdown", "pymdown-extensions", "pygments", "jinja2")
KNOWN = (
    "archdeck.",
    "pymdownx.",
    "markdown.extensions.",
)  # whose extensions come with `MADE_BY`, or are ours


def known_extensions(config: MkDocsConfig) -> bool:
    """Whether all that turns Markdown into HTML is of a version that is known."""
    names = config.markdown_extensions
    return all(isinstance(name, str) and (name.startswith(KNOWN) or "." not in name) for name in names)


def versions() -> list[str]:
    """What sites are made by."""
    return [f"{name} {_version(name)}" for name in MADE_BY]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def plain(value: object) -> str:
    """A setting as text: a function by its name, since where it lies in memory is another place in every run."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{plain(key)}: {plain(value[key])}" for key in sorted(value, key=str)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(plain, value)) + "]"
    name = getattr(value, "__qualname__", None)
    return f"{getattr(value, '__module__', '')}.{name}" if name else repr(value)
