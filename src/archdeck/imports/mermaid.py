"""Flowcharts of Mermaid, alone or in Markdown, to their nodes, arrows and subgraphs: a subgraph is a frame.

The syntax is described at mermaid.js.org/syntax/flowchart.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from archdeck.imports.called import frame_called, kind_meant
from archdeck.imports.found import Deployment, Found, Lead, Left, Place, Run, Thing
from archdeck.imports.images import is_store
from archdeck.imports.source import Source
from archdeck.language import PlaceKind, RelationKind

_BEGINS = re.compile(r"^\s*(?:flowchart|graph)(?:-elk)?\b[^\n]*$", re.MULTILINE)
_FENCE = re.compile(r"^(`{3,}|~{3,}) *(?:\{ *\.)?mermaid\b[^\n]*\n(.*?)^\1", re.MULTILINE | re.DOTALL)
# The shapes of a node, the longest brackets first: what opens, what closes, the kind that the shape stands for.
_SHAPES = (
    ("(((", ")))", ""),
    ("([", "])", ""),
    ("[[", "]]", ""),
    ("[(", ")]", "database"),
    ("((", "))", ""),
    ("{{", "}}", ""),
    ("[/", "/]", ""),
    ("[\\", "\\]", ""),
    ("[/", "\\]", ""),
    ("[\\", "/]", ""),
    ("[", "]", ""),
    ("(", ")", ""),
    ("{", "}", ""),
    (">", "]", ""),
)
_ID = re.compile(r"\s*([^\W][\w.]*(?:-(?![-.>])[\w.]+)*)")
# An arrow, with its words before or after: `-->|words|`, `-- words -->`, `-.->`, `==>`, `<-->`, `--o`, `--x`, `---`.
_END = r"(?:>|x(?=\s)|o(?=\s))"
_ARROW = re.compile(
    r"\s*(?:\w+@)?(?P<back><|[xo](?=--))?"
    rf"(?:(?:-{{2,}}(?:{_END}|-)|={{2,}}(?:{_END}|=)|-\.+-{_END}?)(?:\s*\|(?P<bar>[^|]*)\|)?"
    rf"|(?:--|==|-\.)\s*(?P<words>[^-=>.|\s][^|]*?)\s*(?:-{{2,}}{_END}?|={{2,}}{_END}?|\.+-{_END}?))"
)
_STYLES = (
    "style",
    "classDef",
    "class",
    "linkStyle",
    "click",
    "direction",
    "accTitle",
    "accDescr",
    "%%",
    "title",
    "---",
)


def reads(source: Source) -> bool:
    """Whether there is a flowchart in it."""
    return any(_charts(text) for text in source.texts.values())


def _charts(text: str) -> list[str]:
    fenced = [match[2] for match in _FENCE.finditer(text)]
    return [
        chart
        for chart in fenced or [text]
        if _BEGINS.search(re.sub(r"\A\s*---\n.*?\n---\n", "", chart, flags=re.DOTALL))
    ]


@dataclass
class _Chart:
    names: dict[str, tuple[str, str]] = field(
        default_factory=dict
    )  # by id: what it is called, and what its shape means
    frames: dict[str, tuple[str, str]] = field(default_factory=dict)  # by id: what it is called, and what is around it
    inside: dict[str, str] = field(default_factory=dict)
    leads: list[tuple[str, str, str]] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


def found(source: Source) -> Found:
    """All flowcharts of a source as one system."""
    chart = _Chart()
    for file, text in source.texts.items():
        for one in _charts(text):
            _read(one, file, chart)
    for id in chart.frames:
        chart.names.pop(id, None)
    things = tuple(_thing(id, name, shape) for id, (name, shape) in chart.names.items())
    kinds = {thing.address: thing.kind for thing in things}
    leads = tuple(
        Lead(
            a,
            b,
            RelationKind.DATA if is_store(kinds.get(b, "")) else RelationKind.REQUEST,
            words,
            addresses=(f"{a} --> {b}",),
        )
        for a, b, words in dict.fromkeys(chart.leads)
    )
    places = tuple(
        Place(id, frame_called(name) or PlaceKind.GROUP, name, around) for id, (name, around) in chart.frames.items()
    )
    runs = tuple(Run(thing.address, chart.inside.get(thing.address, "")) for thing in things)
    return Found(things, leads, (Deployment("", places, runs),), tuple(chart.left))


def _thing(id: str, name: str, shape: str) -> Thing:
    return Thing(id, name, kind_meant(name) or shape or "service", (id,))


def _read(text: str, file: str, chart: _Chart) -> None:
    """Statements end with a line or a semicolon."""
    around: list[str] = []
    begun = False
    for number, line in enumerate(text.splitlines(), 1):
        for statement in _statements(line):
            if _BEGINS.match(statement):
                begun = True
            elif not begun or not statement or statement.startswith(_STYLES):
                continue
            elif statement.startswith("subgraph"):
                around.append(_subgraph(statement, around, chart))
            elif statement == "end":
                around = around[:-1]
            elif not _whole(statement, around, chart):
                chart.left.append(Left(f"{file}:{number}: {statement}", "it is no node and no arrow"))


def _statements(line: str) -> Iterator[str]:
    """The parts of a line between semicolons, of which those in quotes are none."""
    for part in re.split(r";(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", line.partition("%%")[0]):
        yield part.strip()


def _subgraph(statement: str, around: list[str], chart: _Chart) -> str:
    told = statement.removeprefix("subgraph").strip()
    match = re.fullmatch(r"([\w.-]+)\s*\[\s*\"?(.*?)\"?\s*\]", told)
    id, name = (match[1], match[2]) if match else (told.strip('"'), told.strip('"'))
    id = id or f"subgraph {len(chart.frames) + 1}"
    chart.frames.setdefault(id, (_said(name) or id, around[-1] if around else ""))
    return id


def _whole(statement: str, around: list[str], chart: _Chart) -> bool:
    """Reads a statement; False where it cannot be read to its end, and then nothing of it counts."""
    tried = _Chart(dict(chart.names), chart.frames, dict(chart.inside), list(chart.leads))
    if read := _chain(statement, around, tried):
        chart.names, chart.inside, chart.leads = tried.names, tried.inside, tried.leads
    return read


def _chain(statement: str, around: list[str], chart: _Chart) -> bool:
    """`A[One] & B -->|words| C --> D`; False where it is not."""
    position, before, waiting = 0, None, None
    while position < len(statement):
        nodes, position = _nodes(statement, position, around, chart)
        if not nodes:
            return False
        if before and waiting:
            words, backwards, forwards = waiting
            for a in before:
                for b in nodes:
                    if forwards:
                        chart.leads.append((a, b, words))
                    if backwards:
                        chart.leads.append((b, a, words))
        arrow = _ARROW.match(statement, position)
        if not arrow:
            return not statement[position:].strip()
        position = arrow.end()
        words = _said(arrow["bar"] or arrow["words"] or "")
        before, waiting = nodes, (words, bool(arrow["back"]), True)
    return before is None or waiting is None


def _nodes(statement: str, position: int, around: list[str], chart: _Chart) -> tuple[list[str], int]:
    """The nodes that are joined by `&` from a position on, and where they end."""
    found: list[str] = []
    while match := _ID.match(statement, position):
        id, position = match[1], match.end()
        if statement[position : position + 2] == "@{":
            label = re.search(r"label:\s*\"?([^\",}]*)", statement[position:])
            end = statement.find("}", position)
            position = end + 1 if end >= 0 else len(statement)
            _name(id, label[1] if label else "", "", chart)
        else:
            position = _shape(statement, position, id, chart)
        if style := re.compile(r":::[\w-]+").match(statement, position):
            position = style.end()
        if around and id not in chart.frames:
            chart.inside.setdefault(id, around[-1])
        found.append(id)
        joined = re.compile(r"\s*&").match(statement, position)
        if not joined:
            break
        position = joined.end()
    return found, position


def _shape(statement: str, position: int, id: str, chart: _Chart) -> int:
    for opens, closes, kind in _SHAPES:
        if statement.startswith(opens, position):
            start = position + len(opens)
            quoted = statement[start:].lstrip().startswith('"')
            end = statement.find(f'"{closes}', start) + 1 if quoted else statement.find(closes, start)
            if end > start - 1 and end > 0:
                _name(id, statement[start:end], kind, chart)
                return end + len(closes)
    chart.names.setdefault(id, (id, ""))
    return position


def _name(id: str, text: str, kind: str, chart: _Chart) -> None:
    chart.names[id] = (_said(text) or id, kind or chart.names.get(id, ("", ""))[1])


def _said(text: str) -> str:
    """Words without markup, icons and breaks."""
    plain = re.sub(r"<br\s*/?>|\\n", " ", text.strip().strip('"`').strip())
    plain = re.sub(r"<[^>]+>|\bfa[bsr]?:fa-[\w-]+", "", plain)
    return " ".join(unescape(re.sub(r"#(\w+);", r"&\1;", plain)).split()).strip('"')
