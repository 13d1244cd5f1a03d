"""Views to their layouts: made once for all views that depend on the same, or read from where they were kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Protocol

from archdeck.canvas import Geometry
from archdeck.layout import (
    Layout,
    NotStored,
    Sheet,
    apart,
    bare_arrows,
    beside_subject,
    beside_told,
    essence,
    failed_apart,
    from_json,
    geometry,
    has_subject,
    is_of_failure,
    leads_elsewhere,
    of_its_subject,
    over_icons,
    put_back,
    rerouted,
    tells_apart,
    to_json,
    warnings,
    would_fit,
)
from archdeck.paint.engine import describe, engine
from archdeck.paint.portable import local, portable
from archdeck.paint.tooltips import muted
from archdeck.views import View

HELD = 32  # layouts that were read and are held for the next build of this process


class Kept(Protocol):
    """A digest of all that something depends on, to that as JSON."""

    def get(self, key: str, /) -> str | None: ...

    def __setitem__(self, key: str, text: str, /) -> None: ...


@dataclass(frozen=True)
class _Asked:
    """What a layout is made from; `view` is held, so that no other one has its id."""

    view: View
    essence: View
    key: str


class Layouts:
    """The layouts of views, as slides, or as posters of a ratio. What is `kept` is read, and what is made is added."""

    def __init__(self, ratio: Sheet | None = None, kept: Kept | None = None) -> None:
        self.ratio = ratio
        self._kept: Kept = {} if kept is None else kept
        self._asked: dict[int, _Asked] = {}
        self._subjects: dict[int, tuple[View, str]] = {}  # views are held, so that no other one has their id
        self._made: dict[str, Layout] = {}
        self._read: set[str] = set()

    def of(self, view: View) -> Layout:
        """The layout that a view is drawn on. EngineError if Graphviz cannot rank it."""
        key = self.key(view)
        if key not in self._made:
            self._made[key] = self._found(key, self._of(view.stands_as or view)) or self._anew(view)
        return self._made[key]

    def geometry(self, view: View) -> Geometry:
        """Where everything of a view stands."""
        try:
            return geometry(view, self.of(view))
        except Exception:
            if (key := self.key(view)) not in self._read:
                raise
            self._read.discard(key)  # anyone may have written it: what cannot be drawn is made anew
            self._made[key] = self._anew(view)
            return geometry(view, self._made[key])

    def fits(self, view: View) -> bool:
        """Whether one table shows all of a view."""
        bare = essence(view)
        return self._once(_key("fits", bare), "true|false", lambda: to_json(would_fit(bare))) == "true"

    def shown(self, view: View) -> View:
        """The view as it is drawn: a flow with what it touches, where its environment's layout hides that; a failure or
        difference in one of several zones that are drawn as one on a layout in which they stand by themselves; a
        failure of what is drawn as one with others; and a flow that tells one with what it touches, where that hides
        steps."""
        if tells_apart(view) and self.of(view).folded:
            return self._led(next(filter(self._is_apart, apart(view)), view))
        if is_of_failure(view):
            found = self._led(self._failed_apart(view))
            return self._told(found) if has_subject(view) else found
        if not has_subject(view):
            return view
        known = self._once(self._subject(view), r"null|[0-9]+", lambda: to_json(beside_subject(view, self.of)))
        return of_its_subject(view, None if known == "null" else int(known))

    def _told(self, view: View) -> View:
        """A flow that tells a failure, with what it touches where the picture of that hides a step."""
        key = _key("told", self._subject(view))
        known = self._once(key, r"null|[0-9]+", lambda: to_json(beside_told(view, self.of)))
        return of_its_subject(view, None if known == "null" else int(known))

    def search(self, view: View) -> str:
        """What is kept by this key once it is known how a view is drawn; "" where that takes no search. Views that
        differ in marks alone have the same."""
        if tells_apart(view) and self.of(view).folded:
            others = apart(view)
        elif is_of_failure(view):
            others = failed_apart(view, self.of(view))
        else:
            return self._subject(view) if has_subject(view) else ""
        return next(map(self.key, others), self.key(view) if leads_elsewhere(view) else "")

    def _subject(self, view: View) -> str:
        if id(view) not in self._subjects:
            self._subjects[id(view)] = view, _key("subject", self.key(view), essence(view), view.steps)
        return self._subjects[id(view)][1]

    def _is_apart(self, view: View) -> bool:
        """Whether each frame that is not to be drawn as one with others has room for itself."""
        frames = self.of(view).placed.frames.keys()
        return frames >= {*view.apart} and not self._warnings(view)

    def _failed_apart(self, view: View) -> View:
        """The view with what failed by itself: on the cells of its environment, else in its own, else as it is."""
        some = list(failed_apart(view, self.of(view)))
        most = self._warnings(view) if some else 0
        found = view
        for one in some:
            if self._warnings(one) > most:
                continue
            if not self.of(one).outgrown:
                return one
            found = one if found is view else found
        return found

    def _led(self, view: View) -> View:
        """The view with its arrows where they stood before, if there is no way for those that lead elsewhere now: those
        that run over icons, else all."""
        if not leads_elsewhere(view):
            return view
        plain = replace(view, arrows=view.in_place)
        worst = self._warnings(plain) + len(self._over(plain))
        while leads_elsewhere(view):
            over = self._over(view)
            if self._warnings(view) + len(over) <= worst:
                return view
            less = put_back(view, over)
            view = less if less.arrows != view.arrows else plain
        return view

    def _over(self, view: View) -> frozenset[str]:
        bare, _ = muted(view)
        key = _key("over", self.key(view), replace(bare, stands_as=None, full=None))
        said = self._once(key, r"[a-z0-9. -]*", lambda: " ".join(sorted(over_icons(self.geometry(view)))))
        return frozenset(said.split())

    def _warnings(self, view: View) -> int:
        """How much is wrong with a picture."""
        bare, _ = muted(view)
        key = _key("warnings", self.key(view), replace(bare, stands_as=None, full=None))
        return int(self._once(key, r"[0-9]+", lambda: str(len(warnings(self.of(view), self.geometry(view))))))

    def _once(self, key: str, form: str, find: Callable[[], str]) -> str:
        """What is kept by a key, or else found and kept; what has not this form was written by somebody else."""
        known = self._kept.get(key)
        if known is None or not re.fullmatch(form, known):
            known = find()
            self._kept[key] = known
        return known

    def key(self, view: View) -> str:
        """What the layout of a view is kept by."""
        base = self._of(view.stands_as or view).key
        return _key("ways", base, bare_arrows(view)) if leads_elsewhere(view) else base

    def _anew(self, view: View) -> Layout:
        if not leads_elsewhere(view):
            return self._new(self._of(view.stands_as or view))
        assert view.stands_as
        made = rerouted(view, self.of(view.stands_as))
        self._kept[self.key(view)] = portable(to_json(made))
        return made

    def _of(self, base: View) -> _Asked:
        if id(base) not in self._asked:
            bare = essence(base, self.ratio)
            full = self._of(base.full).key if base.full and not self.ratio else ""
            self._asked[id(base)] = _Asked(base, bare, _key(self.ratio, _engine() if _auto(base) else "", bare, full))
        return self._asked[id(base)]

    def _new(self, asked: _Asked) -> Layout:
        from archdeck.layout import layout, poster_of, ranked  # not where all layouts are kept

        placed = ranked(asked.essence, _dot) if _auto(asked.essence) else asked.essence
        full = asked.view.full
        made = poster_of(placed, self.ratio) if self.ratio else layout(placed, self.of(full) if full else None)
        self._kept[asked.key] = portable(to_json(made))
        return made

    def _found(self, key: str, asked: _Asked) -> Layout | None:
        """The one that is kept; none where that is broken, or of another view."""
        text = self._kept.get(key)
        try:
            found = _read(text) if text is not None else None
        except NotStored:
            return None
        known = {id for b in asked.essence.boxes for id in (b.id, *b.stands_for)}
        if found is None or not all(known.issuperset(b.stands_for or (b.id,)) for b in found.view.boxes):
            return None
        self._read.add(key)
        return found


@lru_cache(HELD)
def _read(text: str) -> Layout:
    """Once for the builds of a process: most edits leave the layouts of all large pictures as they are."""
    return from_json(Layout, local(text))


def _auto(view: View) -> bool:
    """Whether Graphviz gives it its columns and rows."""
    return view.layout == "auto"


@cache
def _engine() -> str:
    return describe()


def _key(*parts: object) -> str:
    told = portable("\0".join(map(str, parts)))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _dot(text: str) -> str:
    return engine().svg(text, positions=False)
