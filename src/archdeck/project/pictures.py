"""A view to the SVG of a build: the last one where the view is fresh, and else one that is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from archdeck.canvas import fonts_for
from archdeck.paint import Layouts, drawn, icon_paths
from archdeck.project.memory import Memory, digest, program
from archdeck.views import View


@dataclass(frozen=True)
class Pictures:
    """The pictures below `out` with what is remembered of them."""

    out: Path
    memory: Memory

    def fresh(self, name: str, key: str, files: list[Path]) -> str | None:
        """The SVG that the last build made from just this."""
        return files[0].read_text(encoding="utf-8") if self.memory.knows(name, key, self.out, files) else None

    def svg(self, name: str, view: View, layouts: Layouts, files: list[Path]) -> tuple[str, bool]:
        """The SVG of a view, and whether it was fresh. EngineError if Graphviz cannot draw it."""
        icons = (path.read_bytes() for path in icon_paths([view]))
        key = digest(program(), _alone(view), layouts.key(view), fonts_for(repr(_alone(view))), *icons)
        if svg := self.fresh(name, key, files):
            return svg, True
        picture = drawn(view, layouts)
        self.memory.notes[name], self.memory.faults[name] = list(picture.notes), list(picture.warnings)
        self.memory.keys[name] = key
        return picture.svg, False


def _alone(view: View) -> View:
    """Without the view on whose layout it stands, of which nothing else is shown."""
    return replace(view, stands_as=None)
