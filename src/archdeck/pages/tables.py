"""Facts of a model to the tables of one page, linked as seen from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from markupsafe import Markup

from archdeck.model import Component, Environment, Flow, Model, Relation, Step, Topic
from archdeck.pages import facts, paths
from archdeck.pages.outline import said
from archdeck.pages.text import LinkOf, linked, text


def table(headings: Sequence[object], rows: Iterable[Sequence[object]]) -> Markup:
    """A Markdown table of plain fields and finished cells; columns in which nothing stands are left out."""
    cells = [[_cell(value) for value in row] for row in rows]
    used = [n for n in range(len(headings)) if any(row[n] for row in cells)]
    lines = [
        [_cell(headings[n]) for n in used],
        [Markup("---") for _ in used],
        *([row[n] for n in used] for row in cells),
    ]
    return Markup("\n".join(f"| {' | '.join(line)} |" for line in lines)) if cells else Markup("")


class Tables:
    """The tables of one page of one system."""

    def __init__(self, model: Model, page: str, icon: Callable[[Path], Markup], link_of: LinkOf = lambda *_: None):
        self._model = model
        self._page = page
        self._icon = icon
        self._link_of = link_of

    def _link(self, words: object, target: str) -> Markup:
        return Markup(f"[{text(words)}]({paths.relative(self._page, target)})")

    def _component(self, component: Component) -> Markup:
        return self._link(component.name, paths.component_page(self._model, component))

    def _environment(self, environment: Environment) -> Markup:
        return self._link(environment.name, paths.environment_page(self._model, environment))

    def _flow(self, flow: Flow) -> Markup:
        return self._link(flow.name, paths.flow_page(self._model, flow))

    def _environments(self, some: Sequence[Environment]) -> Markup:
        everywhere = len(some) == len(self._model.environments)
        return Markup("all") if everywhere else Markup(", ").join(map(self._environment, some))

    def components(self, members: Iterable[Component]) -> Markup:
        rows = ((self._icon(c.icon), self._component(c), self._service(c), c.summary) for c in members)
        return table([_ICON, "Component", "Service", "What it does here"], rows)

    def _service(self, component: Component) -> object:
        """What it is; where it stands for a system, that system."""
        system = component.system
        return self._link(f"System {system.name}", paths.home(system.id)) if system else component.kind.name

    def counts(self) -> Markup:
        """Component by environment, how many."""
        shown = self._model.environments
        rows = [
            [self._component(c), *(sum(i.count for i in e.of(c)) or "–" for e in shown)] for c in self._model.components
        ]
        names = [self._environment(e) for e in shown]
        head = f"| Component | {' | '.join(names)} |\n| --- | {' | '.join('--:' for _ in names)} |\n"
        return Markup(head + "\n".join("| " + " | ".join(str(_cell(c)) for c in row) + " |" for row in rows))

    def places(self, here: Environment) -> Markup:
        rows = (
            (
                facts.place_name(p),
                facts.sort(p),
                facts.place_name(p.parent) if p.parent and not p.parent.implicit else "",
                p.count if p.count > 1 else "",
                p.technology,
                p.because,
                linked(p.note, self._link_of),
                ", ".join(p.tags),
            )
            for p in here.places
            if not p.implicit
        )
        return table(["Place", "What it is", "Inside", "How many", "Technology", "Why", "Note", "Tags"], rows)

    def instances(self, here: Environment) -> Markup:
        rows = (
            (self._component(i.component), facts.path(i), i.count, facts.role(i), i.label, facts.settings(i), i.because)
            for i in here.instances
        )
        return table(["Component", "Where", "How many", "Role", "Size", "Settings", "Why"], rows)

    def standing(self, here: Environment) -> Markup:
        """What stands in each place, a row for each."""
        rows: dict[str, list[Markup]] = {}
        for i in here.instances:
            said = ", ".join(filter(None, [f"{i.count} of it" if i.count > 1 else "", facts.role(i)]))
            more = Markup(" ") + text(f"({said})") if said else ""
            rows.setdefault(facts.path(i), []).append(self._component(i.component) + more)
        return table(["Where", "What runs there"], ((where, Markup(", ").join(some)) for where, some in rows.items()))

    def where(self, component: Component) -> Markup:
        rows: list[tuple[object, ...]] = [
            (self._environment(e), facts.path(i), i.count, facts.role(i), i.label, facts.settings(i), i.because)
            for e in self._model.environments
            for i in e.of(component)
        ]
        rows += [
            (self._environment(e), "does not run here", "", "", "", "", e.missing[component.id])
            for e in self._model.environments
            if component.id in e.missing and not e.of(component)
        ]
        return table(["Environment", "Where", "How many", "Role", "Size", "Settings", "Why"], rows)

    def differences(self, here: Environment, base: Environment) -> Markup:
        rows = (
            (self._component(d.component) if d.component else d.subject, d.what, d.because)
            for d in facts.differences(here, base)
        )
        return table(["What", "Here", "Why"], rows) or Markup("Nothing differs.")

    def relations(self, some: Iterable[Relation]) -> Markup:
        """Every relation with both ends."""
        rows = (
            (self._component(r.source), facts.KINDS[r.kind], self._component(r.target), *self._about(r)) for r in some
        )
        return table(["From", "Relation", "To", *_ABOUT], rows)

    def outgoing(self, component: Component) -> Markup:
        some = [r for r in self._model.relations if r.source.id == component.id]
        return table(
            ["Relation", "To", *_ABOUT],
            ((facts.KINDS[r.kind], self._component(r.target), *self._about(r)) for r in some),
        )

    def incoming(self, component: Component) -> Markup:
        some = [r for r in self._model.relations if r.target.id == component.id and r.source.id != component.id]
        rows = ((self._component(r.source), facts.KINDS[r.kind], *self._about(r)) for r in some)
        return table(["From", "Relation", *_ABOUT], rows)

    def _about(self, r: Relation) -> tuple[object, ...]:
        here = self._environments(facts.environments_of(self._model, r))
        return facts.words_on(r), r.says, facts.protection(r), here, linked(r.note, self._link_of), ", ".join(r.tags)

    def steps(self, flow: Flow) -> Markup:
        rows = (
            (
                s.number,
                self._component(s.source),
                self._component(s.target) if not s.place else "",
                facts.happens(s),
                self._only(s),
                Markup("; ").join(filter(None, [Markup("optional") * s.optional, _warned(s)])),
            )
            for s in flow.steps
        )
        return table(["Step", "From", "To", "What happens", "Only in", "Also"], rows)

    def _only(self, step: Step) -> object:
        here = [e for e in self._model.environments if step.only and e.id in step.only]
        return Markup(", ").join(map(self._environment, here))

    def uses(self, component: Component) -> Markup:
        rows = ((self._flow(f), s.number, facts.happens(s)) for f, s in facts.steps_of(self._model, component))
        return table(["Flow", "Step", "What happens"], rows)

    def topic(self, topic: Topic) -> Markup:
        rows = [(row.name, row.says, Markup(", ").join(map(self._component, row.about))) for row in topic.rows]
        return table([*topic.columns, "Components"], rows)

    def topics(self, component: Component) -> Markup:
        rows = (
            (self._link(t.name, paths.topic_page(self._model, t)), row.name if row else "", row.says if row else "")
            for t, row in facts.topics_of(self._model, component)
        )
        return table(["Topic", "Of what", "What is said"], rows)

    def walk(self, members: Iterable[Component]) -> Markup:
        rows = ((self._icon(c.icon), self._component(c), c.kind.says, said(c)) for c in members)
        return table([_ICON, "Component", "In simple terms", "What to say"], rows)


_ICON = Markup('<span class="ad-hidden">Icon</span>')
_ABOUT = ["What for", "What happens", "How", "Environments", "Note", "Tags"]


def _warned(step: Step) -> Markup:
    return Markup("[note](#notes)" if step.note else "")


def _cell(value: object) -> Markup:
    return value if isinstance(value, Markup) else text(value)
