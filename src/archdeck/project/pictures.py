"""A view to the SVG of a build: the last one where the view is fresh, with new tooltips where nothing else changed in
it, and else one that is drawn."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path

from archdeck.canvas import fonts_for, lacking
from archdeck.paint import Layouts, drawn, icon_paths, muted, portable, resaid
from archdeck.project.cache import Cache
from archdeck.project.memory import Memory, are_texts, digest, program
from archdeck.views import View

SORT = "pictures"  # in a cache
Told = tuple[
    str, list[str], list[str], list[str]
]  # an SVG, its tooltips, what it leaves out, what keeps it off a slide


@dataclass(frozen=True)
class Pictures:
    """The pictures below `out` with what is remembered of them."""

    out: Path
    memory: Memory
    cache: Cache = field(default_factory=Cache)
    icons: dict[Path, str] = field(default_factory=dict)  # what each holds, as a digest

    def _icon(self, path: Path) -> str:
        if path not in self.icons:
            self.icons[path] = digest(path.read_bytes())
        return self.icons[path]

    def svg(self, name: str, view: View, layouts: Layouts, files: list[Path]) -> str | None:
        """The SVG of a view; None where the last build made just this. EngineError if Graphviz cannot draw it."""
        bare, said = muted(view)
        icons = (self._icon(path) for path in icon_paths([view]))
        shown = portable(
            repr(replace(bare, stands_as=None, full=None))
        )  # of these nothing is shown but what is in the layout
        ink = digest(program(), shown.encode("utf-8"), layouts.key(view), fonts_for(shown), *icons)
        key = digest(ink, said)
        if f"{name}.letters" in self.memory.keys and self.memory.knows(name, key, self.out, files):
            return None
        svg = None
        if self.memory.knows(f"{name}.ink", ink, self.out, files):
            svg = resaid(files[0].read_text(encoding="utf-8"), self.memory.tooltips.get(name, ()), said)
        if svg is None:
            svg, *said_of = self._of_others(key) or self._drawn(key, view, layouts)
            for told, words in zip((self.memory.tooltips, self.memory.notes, self.memory.faults), said_of, strict=True):
                told[name] = words
        self.memory.keys |= {name: key, f"{name}.ink": ink, f"{name}.letters": "".join(sorted(lacking(svg)))}
        return svg

    def _drawn(self, key: str, view: View, layouts: Layouts) -> Told:
        picture = drawn(view, layouts)
        found = picture.svg, list(picture.tooltips), list(picture.notes), list(picture.warnings)
        self.cache.put(SORT, key, json.dumps(found, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        return found

    def _of_others(self, key: str) -> Told | None:
        """What another build has drawn; None where that is not there, or not as `_drawn` keeps it."""
        try:
            svg, *told = json.loads(self.cache.get(SORT, key) or b"")
        except (ValueError, TypeError, RecursionError):
            return None
        if not (isinstance(svg, str) and len(told) == 3 and all(map(are_texts, told))):
            return None
        return svg, *told
