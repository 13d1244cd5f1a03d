"""What a block of a page asks for to the picture: the view of a system, drawn, with the flow that it walks through."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from archdeck.language import ModelError, nearest
from archdeck.layout import with_parts
from archdeck.model import Flow, Model, find_systems, read_model
from archdeck.pages import Picture
from archdeck.paint import Kept, Layouts, drawn
from archdeck.project import kept_beside, model_files
from archdeck.site.asked import Asked, Unfit
from archdeck.views import View, named, views

State = tuple[tuple[str, int, int], ...]  # of files: name, time of change, size


@dataclass
class Systems:
    """The systems of a folder, all or `some`, each read when a page first asks for it, and again when its files have
    changed."""

    folder: Path
    some: tuple[str, ...] = ()
    _read: dict[str, tuple[State, System]] = field(default_factory=dict)

    def picture(self, asked: Asked, number: int) -> tuple[Model, Picture, Flow | None]:
        """The picture that is asked for, the one of that `number` on its page; Unfit where there is none of that name,
        or its model is broken."""
        system = self._system(asked)
        view = system.view(asked)
        flow = next((flow for flow in system.model.flows if flow.id == view.flow), None)
        return system.model, system.drawn(view, f"{system.model.id}-{number}"), flow

    def _system(self, asked: Asked) -> System:
        try:
            every = find_systems(self.folder)
            id = asked.system
            if not id or id not in every or (self.some and id not in self.some):
                found = [one for one in every if not self.some or one in self.some]
                id = id or (found[0] if len(found) == 1 else "")
            else:
                found = [id]
            if id not in found:
                hint = nearest(id, found) or f"; there are {', '.join(found)}"
                said = f"there is no system {id!r}{hint}" if id else f"it names no `system`{hint}"
                raise Unfit(said, asked.lines.get("system", 0))
            now = _state(every[id])
            if self._read.get(id, (None,))[0] != now:
                self._read[id] = now, System(read_model(id, every[id], among=every), kept_beside(self.folder))
        except ModelError as error:
            if asked.system not in self._read:  # else its last good state, as on all pages of a preview
                raise Unfit(f"the model has problems: {error.problems[0]}") from None
            return self._read[asked.system][1]
        return self._read[id][1]


def _state(path: Path) -> State:
    files = model_files(path if path.is_dir() else path.parent)
    stats = [(file, file.stat()) for file in files]
    return tuple((file.as_posix(), stat.st_mtime_ns, stat.st_size) for file, stat in stats)


class System:
    """A model with its views and what of them is drawn."""

    def __init__(self, model: Model, kept: Kept):
        self.model = model
        self._layouts = Layouts(kept=kept)
        self._plain = views(model)
        self._drawn: dict[tuple[str, str], str] = {}

    @cached_property
    def _views(self) -> tuple[View, ...]:
        """All of them, with the parts of a large picture, which are known when that is laid out."""
        return with_parts(map(self._layouts.shown, self._plain), self._layouts.of, self._layouts.fits)

    def view(self, asked: Asked) -> View:
        """The view of that name; Unfit, with the nearest name, if there is none."""
        found = self._found(asked, self._plain) or self._found(asked, self._views)
        if found is None:
            raise Unfit(*self._missing(asked))
        return self._layouts.shown(found)

    def _found(self, asked: Asked, some: tuple[View, ...]) -> View | None:
        if asked.against:
            either = (f"diff-{asked.view}--{asked.against}", f"diff-{asked.against}--{asked.view}")
            return next(filter(None, (named(self.model, some, name) for name in either)), None)
        if not asked.drill:
            return named(self.model, some, asked.view)
        alone = [drill.id for drill in self.model.drills if drill.down == (asked.drill,)]
        keys = [f"loss-{asked.drill}", *(f"drill-{id}" for id in (asked.drill, *alone))]
        played = [v for v in some if v.drill in keys and asked.view in ("", v.environment)]
        return min(played, key=lambda v: v.stage != "production", default=None)

    def _missing(self, asked: Asked) -> tuple[str, int]:
        """What is wrong with a name, and the line where it stands."""
        here = {e.id for e in self.model.environments}
        for key, name in (("view", asked.view), ("against", asked.against)):
            if (asked.drill or asked.against) and name and name not in here:
                return f"{self.model.id} has no environment {name!r}{nearest(name, here)}", asked.lines[key]
        listed = f"; `archdeck views {self.model.id}` lists what there is"
        if asked.against:
            return f"there is no picture of what differs between {asked.view!r} and {asked.against!r}{listed}", 0
        if asked.drill:
            known = {v.drill.partition("-")[2] for v in self._views if v.drill}
            where = f" in {asked.view}" if asked.view else ""
            hint = nearest(asked.drill, sorted(known)) or listed
            return f"{self.model.id} plays no failure {asked.drill!r}{where}{hint}", asked.lines["drill"]
        hint = nearest(asked.view, [view.id for view in self._views]) or listed
        return f"{self.model.id} has no view {asked.view!r}{hint}", asked.lines["view"]

    def drawn(self, view: View, id: str) -> Picture:
        """Its picture, of which all ids in the page begin with this one."""
        if (view.id, id) not in self._drawn:
            own = replace(view, id=id, stands_as=view.stands_as or view)
            self._drawn[view.id, id] = drawn(own, self._layouts).svg
        return Picture(view, self._drawn[view.id, id], png=False, file=False)
