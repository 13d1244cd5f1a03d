"""A model, its answers and its pictures to the plan of a talk: what each slide shows and tells, nothing drawn yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from archdeck.answers import Finding, ledger
from archdeck.canvas import changed, fonts_for
from archdeck.deck.tables import TABLES, Answers, Listed, topic_table
from archdeck.model import Drill, Model
from archdeck.pages import happens
from archdeck.paint import Layouts, icon_paths, portable
from archdeck.views import Told, View, story


@dataclass(frozen=True)
class Pictured:
    """A picture under a title of its own."""

    view: View
    title: str
    notes: str


@dataclass(frozen=True)
class Walked:
    """The whole of a flow, then each of its steps; `said` are the words of steps by their numbers."""

    view: View
    title: str
    notes: str
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Tabled:
    """A table, on as many slides as it takes."""

    title: str
    found: Listed
    notes: str


@dataclass(frozen=True)
class Worded:
    """A slide of words: what its part is about, or else what is said."""

    title: str
    more: str
    say: str


Planned = Pictured | Walked | Tabled | Worded


@dataclass(frozen=True)
class Plan:
    """All that a deck is made of but for the layouts of its pictures, behind a slide with the name of the system."""

    id: str
    name: str
    title: str
    summary: str
    source: str
    slides: tuple[Planned, ...]

    def views(self) -> list[View]:
        return [slide.view for slide in self.slides if isinstance(slide, Pictured | Walked)]


def plan(model: Model, found: tuple[View, ...], findings: tuple[Finding, ...]) -> Plan:
    """The slides of a talk about a system, of all its pictures and of what the rules find in it: those of its story, or
    of one that follows from the model."""
    talk = _Talk(Answers(model, ledger(model), findings), {v.id: v for v in found})
    slides = tuple(slide for part in story(model, found) for slide in talk.slides(part))
    return Plan(model.id, model.name, model.title, model.summary, model.source, slides)


def depends_on(plan: Plan, layouts: Layouts) -> Iterator[object]:
    """All that makes two decks different, as values whose `repr` tells all of them: nothing is laid out for that."""
    seen = plan.views()
    bare = [replace(view, stands_as=None, full=None) for view in seen]  # of these there is nothing but their layout
    told = portable(repr((replace(plan, slides=()), [_without_view(slide) for slide in plan.slides], bare)))
    yield from (told, fonts_for(told), *map(layouts.key, seen))
    yield from (path.read_bytes() for path in icon_paths(seen))


def _without_view(slide: Planned) -> Planned | tuple[str, ...]:
    if isinstance(slide, Walked):
        return slide.view.id, slide.title, slide.notes, *(text for step in slide.said for text in step)
    return (slide.view.id, slide.title, slide.notes) if isinstance(slide, Pictured) else slide


def together(*said: str) -> str:
    """What is said, each once, one below the other."""
    return "\n\n".join(dict.fromkeys(words.strip() for words in said if words.strip()))


def _without_tooltips(view: View) -> View:
    """Tooltips of boxes are on no slide."""
    boxes = tuple(changed(b, title=b.title.partition(" – ")[0]) for b in view.boxes)
    return replace(view, boxes=boxes, stands_as=view.stands_as or view)


@dataclass(frozen=True)
class _Talk:
    answers: Answers
    views: dict[str, View]

    def slides(self, part: Told) -> Iterator[Planned]:
        drill = next((d for d in self.answers.model.drills if part.shows == f"drill.{d.id}"), None)
        if part.view and part.view.kind == "drill":
            yield from self._failure(part, part.view)
        elif part.view and part.view.kind == "flow":
            yield self._walk(part, part.view)
        elif part.view:
            yield Pictured(_without_tooltips(part.view), part.title, part.say)
        elif part.shows in TABLES:
            yield _tabled(part, TABLES[part.shows](self.answers))
        elif part.shows.startswith("topic.") and (rows := self._topic(part)):
            yield _tabled(part, rows)
        elif drill and drill.environment and drill.environment.id in self.views:
            yield _pictured(self.views[drill.environment.id], part.title, part.say, drill.says)
        else:
            yield Worded(part.title, self._said_of_topic(part), part.say)

    def _topic(self, part: Told) -> Listed | None:
        return topic_table(self.answers, part.shows.removeprefix("topic."))

    def _said_of_topic(self, part: Told) -> str:
        topic = next((t for t in self.answers.model.topics if part.shows == f"topic.{t.id}"), None)
        return topic.says if topic else ""

    def _walk(self, part: Told, view: View) -> Walked:
        flow = next(f for f in self.answers.model.flows if f.id == view.flow)
        said = {step.number: happens(step) for step in flow.steps}
        return Walked(_without_tooltips(view), part.title, together(part.say, flow.summary), tuple(said.items()))

    def _failure(self, part: Told, view: View) -> Iterator[Pictured]:
        """The environment as it was, and what is left of it."""
        drill: Drill | None = next((d for d in self.answers.model.drills if view.drill == f"drill-{d.id}"), None)
        before = self.views.get(view.environment)
        if before:
            yield _pictured(before, f"{part.title}: before", "Everything works.", part.say)
        yield _pictured(view, f"{part.title}: after", part.say, drill.says if drill else "", view.subtitle)


def _pictured(view: View, title: str, *said: str) -> Pictured:
    return Pictured(_without_tooltips(view), title, together(*said))


def _tabled(part: Told, found: Listed) -> Planned:
    """A table; words where it would be empty."""
    return (
        Tabled(part.title, found, together(part.say))
        if found.rows
        else Worded(part.title, "Nothing to tell.", part.say)
    )
