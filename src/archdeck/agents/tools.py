"""The tools that an agent may call: one function and one line in `TOOLS` each, from arguments to what it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from archdeck.agents import shapes
from archdeck.agents.around import Around
from archdeck.agents.bounded import as_text, bounded, checked
from archdeck.agents.elements import elements, written_at
from archdeck.agents.taught import skill_text
from archdeck.agents.writing import said, write
from archdeck.answers import board_lines, compared_lines, every_rule, rules_of
from archdeck.language import ModelError, UnknownName, nearest, printable, quoted, read_bytes, shown_path
from archdeck.library import check, kinds
from archdeck.library import systems as systems_of


@dataclass(frozen=True)
class Shown:
    """A picture: its bytes and what they are."""

    data: bytes
    mime: str
    name: str


@dataclass(frozen=True)
class Tool:
    """`does` makes its answer: a text, or a picture and words about it."""

    says: str
    takes: type[shapes.Asked]
    does: Callable[[Around, Any], str | tuple[Shown, str]]
    writes: bool = False


def answer(around: Around, name: str, given: Mapping[str, Any] | None) -> str | tuple[Shown, str]:
    """What a tool says. UnknownName for one that is not there, or not to be had here."""
    tool = TOOLS.get(name)
    if tool is None:
        raise UnknownName(f"there is no tool {quoted(name)}{nearest(name, TOOLS) or f'; there are {_listed(TOOLS)}'}")
    if tool.writes and not around.writes:
        raise UnknownName("nothing may be written here: `archdeck mcp` was started without --write")
    found = tool.does(around, shapes.arguments(tool.takes, given, name))
    if isinstance(found, str):
        return bounded(found, "ask for less")
    shown, words = found
    return shown, bounded(words, "look at the picture")


def offered(around: Around) -> dict[str, Tool]:
    """The tools that are to be had."""
    return {name: tool for name, tool in TOOLS.items() if around.writes or not tool.writes}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


# ------------------------------------------------------------------------------------------------ models


def _systems(around: Around, _: shapes.Nothing) -> str:
    found: dict[str, Any] = {}
    for id in systems_of(around.folder):
        try:
            model = around.system(id).model
        except ModelError as error:
            found[id] = {"errors": len(error.problems), "first": str(error.problems[0])}
            continue
        found[id] = {
            "name": model.name,
            "title": model.title,
            "summary": model.summary,
            "components": len(model.components),
            "environments": [e.id for e in model.environments],
            "flows": [f.id for f in model.flows],
            "requirements": [r.id for r in model.requirements],
        }
    return as_text(found)


def _model(around: Around, asked: shapes.OfModel) -> str:
    value = around.system(asked.system).json()
    parts = [part for part in asked.part.split(".") if part]
    for k, part in enumerate(parts):
        if not isinstance(value, dict) or part not in value:
            known = list(value) if isinstance(value, dict) else []
            hint = nearest(part, known) or (f"; there are {_listed(known[:40])}" if known else "")
            raise UnknownName(f"{'.'.join([asked.system, *parts[:k]])} has no part {quoted(part)}{hint}")
        value = value[part]
    return as_text(value, asked.part)


def _element(around: Around, asked: shapes.OfElement) -> str:
    model = around.system(asked.system).model
    return as_text({"written_at": written_at(model, asked.id), **elements(model, asked.id)})


def _files(around: Around, asked: shapes.OfFile) -> str:
    files = {path.name: path for path in around.files(asked.system)}
    if not asked.file:
        return "\n".join(f"{name}\t{shown_path(path)}" for name, path in files.items())
    if asked.file not in files:
        raise UnknownName(f"{asked.system} has no file {quoted(asked.file)}; it has {_listed(files)}")
    path = files[asked.file]
    return bounded(read_bytes(path, inside=path.parent).decode("utf-8-sig", "replace"), "ask for elements by `element`")


def _kinds(_: Around, asked: shapes.OfKinds) -> str:
    lines = ("\t".join((k.id, k.name, k.scope.value, k.category or "-", k.says or "-")) for k in kinds(*asked.words))
    return bounded("\n".join(lines), "look for words")


def _language(_: Around, __: shapes.Nothing) -> str:
    return skill_text()


# ------------------------------------------------------------------------------------------------ answers


def _check(around: Around, asked: shapes.OfCheck) -> str:
    found = check(around.path(asked.system) if asked.system else around.folder)
    return bounded("\n".join(said(found, asked.system, asked.notes)), "mend these first, or check one system")


def _rule(around: Around, asked: shapes.OfRule) -> str:
    known = dict(every_rule())
    if asked.rule not in known:
        for id in systems_of(around.folder):
            known |= rules_of(around.system(id).model)
    if asked.rule not in known:
        raise UnknownName(f"{quoted(asked.rule)} is no rule of design{nearest(asked.rule, known)}")
    rule = known[asked.rule]
    told = rule.explanation
    parts = {
        "why": told.why, "looks at": told.looks_at, "fix": told.fix,
        "a model that it finds": told.fails, "one that it passes": told.passes,
    }  # fmt: skip
    head = f"{rule.id} ({rule.severity}{f', {rule.pillar}' if rule.pillar else ''}): {rule.title}"
    return "\n\n".join([head, *(f"{name}:\n{text.rstrip()}" for name, text in parts.items() if text)])


def _drill(around: Around, asked: shapes.OfDrill) -> str:
    here = around.system(asked.system)
    if asked.down:
        return bounded(str(here.drill(asked.environment, asked.down)), "ask for one element by `element`")
    return bounded("\n".join(board_lines(here.model, here.board(asked.environment))), "ask for one failure with `down`")


def _promises(around: Around, asked: shapes.OfSystem) -> str:
    found = around.system(asked.system).promises()
    return bounded(
        "\n".join(map(str, found)) or "no requirement asks for a number", "ask for requirements by `element`"
    )


def _diff(around: Around, asked: shapes.OfDiff) -> str:
    here = around.system(asked.system)
    if asked.since and not (asked.one or asked.other):
        return bounded(str(here.since(asked.since)), "ask for one element by `element`")
    if asked.since or not (asked.one and asked.other):
        raise shapes.WrongArguments("diff takes two environments, `one` and `other`, or a revision as `since`")
    one, other = here.environment(asked.one), here.environment(asked.other)
    return bounded("\n".join(compared_lines(here.model, one, other)), "ask for one element by `element`")


def _drift(around: Around, asked: shapes.OfDrift) -> str:
    sources = [around.inside(name) for name in asked.against]
    found = around.system(asked.system).drift(asked.environment, *sources, reader=asked.reader)
    return bounded(str(found), "ask for one element by `element`")


# ------------------------------------------------------------------------------------------------ pictures


def _views(around: Around, asked: shapes.OfSystem) -> str:
    pictures = around.system(asked.system).pictures()
    lines = ("\t".join((p.id, p.kind, p.environment or "-", printable(" ".join(p.title.split())))) for p in pictures)
    return bounded("\n".join(lines), "name a view by what it shows: an environment, component--ID, FLOW--ENVIRONMENT")


def _picture(around: Around, asked: shapes.OfPicture) -> tuple[Shown, str]:
    drawn = around.system(asked.system).draw(asked.view, asked.dark)
    data = drawn.data("svg") if asked.form == "svg" else drawn.png(asked.width)
    instead = "ask for a PNG" if asked.form == "svg" else "ask for a smaller `width`"
    mime = "image/svg+xml" if asked.form == "svg" else "image/png"
    about = [f"{drawn.id}: {' '.join(drawn.title.split())}", *drawn.faults, *drawn.losses]
    return Shown(checked(data, instead), mime, f"{asked.system}/{drawn.id}"), "\n".join(map(printable, about))


def _write(around: Around, asked: shapes.OfWriting) -> str:
    return bounded(write(around, asked.system, asked.files, asked.broken), "mend these first")


TOOLS = {
    "systems": Tool("All systems: id, name, environments, flows, requirements.", shapes.Nothing, _systems),
    "model": Tool(
        "The resolved model of a system as JSON, or a part of it. A large one is told in outline.",
        shapes.OfModel,
        _model,
    ),
    "element": Tool(
        "Everything about one element by its id. Of a component: what it is and why, its kind, who calls it "
        "(comes_from), what it calls (leads_to), where it runs in each environment, in which flows it is, and which "
        "requirements it meets.",
        shapes.OfElement,
        _element,
    ),
    "files": Tool("The YAML files of a system, or the text of one.", shapes.OfFile, _files),
    "check": Tool(
        "Every problem of a system: errors of the language, and what speaks against its design.",
        shapes.OfCheck,
        _check,
    ),
    "rule": Tool("What a rule of design looks at, why, and how to fix what it finds.", shapes.OfRule, _rule),
    "drill": Tool(
        "Play a failure: which flows and components survive, are degraded or lost, with RTO and RPO, and why. Without "
        "`down`: the table of all failures, single points of failure, availability, and what became of each promise.",
        shapes.OfDrill,
        _drill,
    ),
    "promises": Tool(
        "Each number that a requirement asks for (survives, RTO, RPO …): met, unknown or missed, and why.",
        shapes.OfSystem,
        _promises,
    ),
    "diff": Tool(
        "What differs between two environments and why, or what changed since a revision of git.",
        shapes.OfDiff,
        _diff,
    ),
    "drift": Tool(
        "Where an environment and what is built part (a plan, a state, manifests), and what that does to drills.",
        shapes.OfDrift,
        _drift,
    ),
    "views": Tool("The pictures of a system: id, kind, environment, title.", shapes.OfSystem, _views),
    "picture": Tool("One picture, as PNG or SVG.", shapes.OfPicture, _picture),
    "kinds": Tool(
        "What a component may be: id, name, scope, category and what it is, of the kinds in which all words stand.",
        shapes.OfKinds,
        _kinds,
    ),
    "language": Tool("How a model is written, on a page. Read it before you write one.", shapes.Nothing, _language),
    "write": Tool(
        "Write whole YAML files of one system, or of a new one. They are checked before; where there are errors, "
        "nothing is written.",
        shapes.OfWriting,
        _write,
        writes=True,
    ),
}
