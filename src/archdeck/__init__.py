"""archdeck: one YAML model of an architecture becomes pictures, a site that explains them, and slides.

What scripts and notebooks use is exported here and explained in docs/reference/library.md; everything else is private
and may change at any time. Nothing is loaded before it is used: `import archdeck` reads this file alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archdeck.library import (
        Availability,
        Board,
        Changes,
        Checked,
        Difference,
        Drift,
        EngineError,
        Environment,
        Fetched,
        Kind,
        Model,
        ModelError,
        Picture,
        Problem,
        Promise,
        Result,
        System,
        UnknownName,
        UnreadableSource,
        arrange,
        check,
        fetch,
        kinds,
        landscape,
        load,
        systems,
    )

__version__ = "0.1.0"

__all__ = [
    "Availability",
    "Board",
    "Changes",
    "Checked",
    "Difference",
    "Drift",
    "EngineError",
    "Environment",
    "Fetched",
    "Kind",
    "Model",
    "ModelError",
    "Picture",
    "Problem",
    "Promise",
    "Result",
    "System",
    "UnknownName",
    "UnreadableSource",
    "__version__",
    "arrange",
    "check",
    "fetch",
    "kinds",
    "landscape",
    "load",
    "systems",
]


if not TYPE_CHECKING:  # or else a type checker would take any name for one of these

    def __getattr__(name: str) -> Any:
        """The exported names, from the one module that gathers them, when they are first asked for (PEP 562)."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from archdeck import library

        return getattr(library, name)


def __dir__() -> list[str]:
    return sorted(__all__)
