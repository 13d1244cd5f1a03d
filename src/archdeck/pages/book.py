"""Models, what the rules find in them and their pictures to the pages that explain them, as Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from pathlib import Path

from jinja2 import Environment as Templates
from jinja2 import PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from archdeck.answers import BoardRow, Finding, Landscape, asked_for
from archdeck.language import schema
from archdeck.model import Component, Flow, Model
from archdeck.pages import facts, findings, many, notes, paths, sought
from archdeck.pages.compiled import Compiled
from archdeck.pages.kind_list import every_kind, used_kinds
from archdeck.pages.landscape_tables import LandscapeTables
from archdeck.pages.losses import as_states, losses
from archdeck.pages.marks import mark, with_pictures
from archdeck.pages.mentioned import mentioned
from archdeck.pages.outline import sections, walk
from archdeck.pages.played import Compared, Played
from archdeck.pages.played_tables import PlayedTables, outcome, verdict
from archdeck.pages.reference import keys, reference
from archdeck.pages.tables import table
from archdeck.pages.text import attribute, paragraphs, prose, quoted, text
from archdeck.views import Told, View, counted, named, story

__all__ = [
    "FIXED",
    "SUMMARIES",
    "Picture",
    "SystemPages",
    "compile_once",
    "embedded",
    "fixed_pages",
    "pages",
    "rule_pages",
    "shared_pages",
    "system_pages",
    "told_parts",
]

SUMMARIES = {"steps": "The steps in words", "words": "This picture in words"}
FIXED = (paths.REFERENCE, paths.KINDS)  # what `fixed_pages` gives
# Where pages stand among those of all systems: not by how many there are, so that one more changes no page of others.
SYSTEM, CATALOGUE, REFERENCE, RULES, KINDS = range(1, 6)


@dataclass(frozen=True)
class Picture:
    """A view and its drawing: one self-contained `<svg>` element; `png` if its pixels lie beside the pages as a file,
    and `file` if the drawing does."""

    view: View
    svg: str
    png: bool = True
    file: bool = True


@dataclass(frozen=True)
class Later:
    """A page that need not be made where it is there already: all that it is made from beside archdeck, as values
    whose `repr` tells it."""

    of: object
    text: Callable[[], str]


@dataclass(frozen=True)
class SystemPages:
    """A model with its pictures by view id, in their order, what the rules find in it, and the ids of the environments
    of which a poster shows more than their picture, each with whether there is one; `around` are the systems of its
    project, where there are several."""

    model: Model
    pictures: Mapping[str, Picture]
    findings: Sequence[Finding] = ()
    posters: Mapping[str, bool] = field(default_factory=dict)
    talk: bool = False
    around: Landscape | None = None

    def of(self, kind: str, **which: str) -> list[Picture]:
        """The pictures of a kind: `of("flow", flow="visit")`."""
        found: list[Picture] = self._found.get((kind, *which.items()), [])
        return list(found)

    @cached_property
    def _found(self) -> Mapping[tuple[object, ...], list[Picture]]:
        """The pictures of each kind; and those that are of one environment, flow or component besides."""
        found: dict[tuple[object, ...], list[Picture]] = {}
        for picture in self.pictures.values():
            view = picture.view
            found.setdefault((view.kind,), []).append(picture)
            for name, value in (("environment", view.environment), ("flow", view.flow), ("component", view.component)):
                found.setdefault((view.kind, (name, value)), []).append(picture)
        return found

    @property
    def main(self) -> Picture | None:
        """The picture that stands for the system: that of production."""
        here = facts.production(self.model)
        return self.pictures.get(here.id) if here else None

    def shown(self, name: str) -> Picture | None:
        """What a slide or a topic shows, where that is a picture: `prod`, `flow.visit in prod`."""
        view = named(self.model, tuple(p.view for p in self.pictures.values()), name)
        return self.pictures[view.id] if view else None

    @cached_property
    def story(self) -> tuple[Told, ...]:
        """The parts of a talk about it: those that the model tells, or that follow from it."""
        return story(self.model, tuple(p.view for p in self.pictures.values()))

    @cached_property
    def played(self) -> Played:
        """Every drill of the system, and what it keeps of its promises."""
        return Played(self.model)

    def found_of(self, component: Component) -> list[Finding]:
        """What the rules find in a component or one of its instances."""
        return self._found_of.get(component.id, [])

    @cached_property
    def _found_of(self) -> dict[str, list[Finding]]:
        return findings.by_component(self.findings)

    @cached_property
    def others(self) -> list[Picture]:
        """Pictures that no environment, flow or component page shows."""
        return [p for p in self.pictures.values() if p.view.id not in self._shown]

    @cached_property
    def _shown(self) -> set[str]:
        names = {e.id for e in self.model.environments} | {f"component--{c.id}" for c in self.model.components}
        names |= {p.view.id for flow in self.model.flows for p in self.of("flow", flow=flow.id)}
        names |= {p.view.id for board in self.played.boards for row in board.sections if (p := self.drill(row))}
        return names | {p.view.id for pair in self.played.pairs if (p := self.difference(pair))}

    def page_of(self, picture: Picture) -> str:
        """The page that shows a picture. A failure has one of its own only where there is something to lose."""
        view = picture.view
        return paths.picture_page(self.model, view) if view.id in self._shown else paths.view_page(self.model, view.id)

    def drill(self, row: BoardRow) -> Picture | None:
        """The picture of a failure, if it has one."""
        return self.pictures.get(f"{row.failure.key}--{row.result.environment.id}")

    def difference(self, pair: Compared) -> Picture | None:
        return self.pictures.get(f"diff-{pair.one.id}--{pair.other.id}")


def pages(systems: Sequence[SystemPages]) -> dict[str, str]:
    """Every page by its path below the folder that the build owns, and the cards that a home page includes; SamePath
    where two would be one. They show pictures, which the build writes to `<system>/pictures/<view>.svg` and some as
    `.png`, and icons as `icon_files` says."""
    icon_files = paths.icon_files(s.model for s in systems)
    written = shared_pages(systems, icon_files)
    paths.put(written, {path: page.text() for path, page in rule_pages(systems).items()})
    paths.put(written, fixed_pages())
    for system in systems:
        bare = system_pages(system, icon_files)
        svgs = {id: picture.svg for id, picture in system.pictures.items()}
        paths.put(written, {path: with_pictures(text, svgs.__getitem__) for path, text in bare.items()})
    return written


def shared_pages(
    systems: Sequence[SystemPages], icon_files: Mapping[Path, str], seen: Picture | None = None
) -> dict[str, str]:
    """The pages that are about all systems, of which they show the main picture; with one of their landscape, where it
    is to be `seen`, with a mark in the place of its picture, or where they are too many for that."""
    around = next((system.around for system in systems), None)
    several = around if around and (seen or len(systems) > many.PICTURED) else None
    values = {"systems": systems, "landscape": several, "seen": seen}
    written = {
        paths.OVERVIEW: _page(paths.OVERVIEW, "overview.md", icon_files, 0, **values),
        paths.CARDS: _page(paths.CARDS, "system-cards.md", icon_files, 0, **values),
        paths.CATALOGUE: _page(
            paths.CATALOGUE,
            "catalogue.md",
            icon_files,
            CATALOGUE,
            systems=systems,
            kinds=used_kinds((s, s.model) for s in systems),
        ),
    }
    if several:
        said = partial(_page, paths.LANDSCAPE_PAGE, "landscape.md", icon_files, 0)
        page = said(model=several, picture=seen, counted=counted)
        paths.put(written, {paths.LANDSCAPE_PAGE: page})
    return written


def fixed_pages() -> dict[str, str]:
    """The pages that are about no system."""
    return {
        paths.REFERENCE: _page(paths.REFERENCE, "reference.md", {}, REFERENCE, mappings=reference(schema())),
        paths.KINDS: _page(paths.KINDS, "kinds.md", {}, KINDS, kinds=every_kind()),
    }


def rule_pages(systems: Sequence[SystemPages]) -> dict[str, Later]:
    """The index of all rules and a page for each, with the systems in which it finds something."""
    rules = findings.rules(system.model for system in systems)
    counts = [(s.model.id, s.model.name, findings.counted(s.findings)) for s in systems]
    told = [findings.told(rule) for some in rules.values() for rule in some]
    values = {"systems": systems, "rules": findings.by_pillar_of(rules)}
    page = partial(_page, paths.RULES, "rules.md", {}, RULES, **values)
    written = {paths.RULES: Later((counts, told), page)}
    for number, (id, some) in enumerate(rules.items(), 1):
        path = paths.rule_page(id)
        found = [(system, [f for f in system.findings if f.rule.id == id]) for system in systems]
        used = [(system, here) for system, here in found if here]
        counts = [(s.model.id, s.model.name, findings.counted(here)) for s, here in used]
        values = {"id": id, "rules": some, "pillars": findings.PILLARS, "used": used}
        of = number, counts, [findings.told(rule) for rule in some]
        written[path] = Later(of, partial(_page, path, "rule.md", {}, number, **values))
    return written


def system_pages(system: SystemPages, icon_files: Mapping[Path, str]) -> dict[str, str]:
    """The pages of one system, with marks in the place of their pictures, which `with_pictures` puts there. A chapter
    adds each of its pages by path, template and place in the navigation."""
    model = system.model
    written: dict[str, str] = {}

    def add(path: str, template: str, order: int, **values: object) -> None:
        paths.put(written, {path: _page(path, template, icon_files, order, system=system, model=model, **values)})

    add(paths.system_page(model), "system.md", SYSTEM, around=system.around)
    for chapter in (_environments, _differences, _flows, _drills, _components, _asked, _lists):
        chapter(system, add)
    return written


Add = Callable[..., None]


def _environments(system: SystemPages, add: Add) -> None:
    model = system.model
    add(paths.section_page(model, "environments"), "environments.md", 1)
    for number, environment in enumerate(model.environments, 1):
        base = facts.environment(model, environment.base)
        add(paths.environment_page(model, environment), "environment.md", number, here=environment, base=base)


def _differences(system: SystemPages, add: Add) -> None:
    if system.played.pairs:
        add(paths.section_page(system.model, "differences"), "differences.md", 2)
    for number, pair in enumerate(system.played.pairs, 1):
        add(paths.difference_page(system.model, pair.one, pair.other), "difference.md", number, pair=pair)


def _flows(system: SystemPages, add: Add) -> None:
    model = system.model
    if model.flows:
        add(paths.section_page(model, "flows"), "flows.md", 3)
    for number, flow in enumerate(model.flows, 1):
        add(paths.flow_page(model, flow), "flow.md", number, flow=flow)


def _drills(system: SystemPages, add: Add) -> None:
    model = system.model
    if system.played.boards:
        add(paths.section_page(model, "drills"), "drills.md", 4)
        add(paths.section_page(model, "ledger"), "ledger.md", 5)
    for number, board in enumerate(system.played.boards, 1):
        add(paths.drills_page(model, board.environment), "drills-of.md", 100 * number, board=board)
        for place, row in enumerate(board.sections, 1):
            if picture := system.drill(row):
                path = paths.drill_page(model, picture.view)
                add(path, "played.md", 100 * number + place, board=board, row=row, picture=picture)


def _components(system: SystemPages, add: Add) -> None:
    model = system.model
    add(paths.section_page(model, "components"), "components.md", 6)
    for number, component in enumerate(sorted(model.components, key=lambda c: c.tier.index), 1):
        add(paths.component_page(model, component), "component.md", number, component=component)


def _asked(system: SystemPages, add: Add) -> None:
    """What was asked for, what is worth saying, and how to present it."""
    model = system.model
    if model.requirements:
        add(paths.section_page(model, "requirements"), "requirements.md", 7)
    if model.topics:
        add(paths.section_page(model, "topics"), "topics.md", 8)
    for number, topic in enumerate(model.topics, 1):
        add(paths.topic_page(model, topic), "topic.md", number, topic=topic)
    add(paths.presenting_page(model), "presenting.md", 9, sections=sections(model), layers=walk(model))


def _lists(system: SystemPages, add: Add) -> None:
    """All relations, all findings, and the views that no other page shows."""
    model = system.model
    add(paths.section_page(model, "relations"), "relations.md", 10)
    add(paths.section_page(model, "findings"), "findings.md", 11)
    if system.others:
        add(paths.section_page(model, "views"), "views.md", 12)
    for number, picture in enumerate(system.others, 1):
        add(paths.view_page(model, picture.view.id), "view.md", number, picture=picture)


def _page(path: str, template: str, icon_files: Mapping[Path, str], order: int, **values: object) -> str:
    """One page. What a template prints is a plain field unless it says otherwise, so nothing can be left unescaped."""

    def link(words: object, target: str, anchor: str = "") -> Markup:
        return Markup(f"[{text(words)}]({paths.relative(path, target)}{anchor})")

    def to_component(id: str, words: str) -> Markup:
        """A link to the page of a component, or to that of the system that it stands for; the words alone, where the
        model has none of that id."""
        if (known := linked.get((id, words))) is None:
            known = linked[id, words] = _to_component(id, words)
        return known

    def _to_component(id: str, words: str) -> Markup:
        if not owner or id not in here:
            return text(words)
        if system := here[id].system:
            return Markup(f'{link(words, paths.home(system.id))}{{ data-component="{id}" }}')
        return link(words, paths.component_page(owner, here[id]))

    def icon(file: Path) -> Markup:
        return Markup(f"![]({paths.relative(path, icon_files[file])})")

    def image(picture: Picture, model: Model | Landscape, target: str) -> Markup:
        """A picture that leads to a page, drawn when it comes into view, and dark where the page is."""
        file = paths.relative(path, paths.picture_file(model, picture.view.id, "svg"))
        kinds = {"ad-light": file, "ad-dark": f"{file}#{picture.view.id}"}
        shown = "".join(f"![{text(picture.view.title)}]({at}){{ .{kind} loading=lazy }}" for kind, at in kinds.items())
        return Markup(f"[{shown}]({paths.relative(path, target)})")

    owner = model if isinstance(model := values.get("model"), Model) else None
    here = {c.id: c for c in owner.components} if owner else {}
    linked: dict[tuple[str, str], Markup] = {}  # pictures in words name most of what they show twice
    link_of = partial(mentioned, path, owner)
    if owner:
        values["tables"] = PlayedTables(owner, path, icon, link_of)
    page = _templates().get_template(template)
    known: dict[str, object] = {"paths": paths, "facts": facts, "notes": notes, "findings": findings, "many": many}
    known |= {"to_component": to_component}
    known |= {"boost": Markup(f"{sought.boost(template, values):g}"), "words": sought.words(template, values)}
    known |= {"page": path, "order": order, "link": link, "icon": icon, "image": image, "link_of": link_of}
    if around := next((some for some in (model, values.get("around")) if isinstance(some, Landscape)), None):
        values["between"] = tables = LandscapeTables(around, path, icon)
        known["to_component"] = to_component if owner else tables.to_end
    markdown = page.render(**{**known, **values})
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in markdown.strip().split("\n"))) + "\n"


@cache
def _templates() -> Templates:
    """Autoescape keeps what is Markdown already apart from plain fields, and `finalize` turns those into Markdown."""
    templates = Templates(
        loader=PackageLoader("archdeck.pages"),
        autoescape=True,
        finalize=lambda value: value if hasattr(value, "__html__") else text(value),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.filters.update(
        prose=_prose, paragraphs=paragraphs, attribute=attribute, quoted=quoted, svg=_svg, ends=_ends
    )
    templates.globals.update(table=table, keys=keys, outcome=outcome, verdict=verdict, asked_for=asked_for)
    templates.globals.update(losses=losses, as_states=as_states)
    return templates


def told_parts(picture: Picture, flow: Flow | None) -> tuple[str, ...]:
    """The parts that tell in words what a picture shows: those of a flow with its steps."""
    return ("steps", "words") if flow and picture.view.kind == "flow" else ("words",)


def embedded(part: str, model: Model | Landscape, picture: Picture, page: str, flow: Flow | None = None) -> str:
    """A part of a picture on a page that people wrote, told as `/guide/intro.md`: what is at the `ends` of
    its arrows, or in Markdown its `downloads`, the `steps` of a flow, or what it shows in `words`."""
    return _page(page, "embedded.md", {}, 0, part=part, model=model, picture=picture, flow=flow)


def compile_once(folder: Path) -> None:
    """Keeps what templates are compiled to in this folder, for runs that come after."""
    _templates().bytecode_cache = Compiled(folder)


@pass_context
def _prose(page: Context, value: str, level: int = 4) -> Markup:
    """Markdown with links to what it names in double brackets, as seen from the page."""
    return prose(value, level, page["link_of"])


def _svg(picture: Picture) -> Markup:
    """The mark of a drawing: a picture is as long as a hundred pages, and templates need not carry it."""
    return Markup(mark(picture.view.id))


def _ends(picture: Picture, model: Model | Landscape) -> Markup:
    """What is at both ends of every relation in a picture, for the script that shows neighbours."""
    shown = {relation for arrow in picture.view.arrows for relation in arrow.relations}
    if isinstance(model, Landscape):
        return Markup(";".join(f"{c.id} {c.source} {c.target}" for c in model.crossings if c.id in shown))
    return Markup(";".join(f"{r.id} {r.source.id} {r.target.id}" for r in model.relations if r.id in shown))
