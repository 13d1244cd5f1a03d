"""Flowcharts of Mermaid, alone or in Markdown, to their nodes, arrows and subgraphs: a subgraph is a frame.

The syntax is described at mermaid.js.org/syntax/flowchart.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import unescape

from archdeck.imports.boxed import Boxed, boxed, framed, led
from archdeck.imports.found import Deployment, Found, Lead, Left, Place, Run, Thing
from archdeck.imports.images import is_store
from archdeck.imports.source import Source
from archdeck.language import PlaceKind, RelationKind, Role

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
ASIDE = "Applies to all of it"  # the frame in which an export has what stands in the side panel of a picture
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
    said = _with_primary({id: boxed(tuple(name.split("\n"))) for id, (name, _) in chart.names.items()})
    kinds = {id: one.kind or chart.names[id][1] or "service" for id, one in said.items()}
    of = _same(said, kinds, chart)
    things = tuple(
        Thing(id, said[id].name, kinds[id], tuple(other for other in of if of[other] == id))
        for id in dict.fromkeys(of.values())
    )
    aside = {id for id, (name, _) in chart.frames.items() if name == ASIDE}
    places = tuple(_place(id, name, around) for id, (name, around) in chart.frames.items() if id not in aside)
    inside = {id: frame for id, frame in chart.inside.items() if frame not in aside}
    runs = tuple(Run(of[id], inside.get(id, ""), one.count, one.role) for id, one in said.items())
    leads = (*_leads(chart, of, kinds), *_uses(said, of))
    return Found(things, leads, (Deployment("", places, runs),), tuple(chart.left))


def _with_primary(said: Mapping[str, Boxed]) -> dict[str, Boxed]:
    """Roles only where a box is the primary: else `standby` is a word of its name."""
    primary = {one.name for one in said.values() if one.role is Role.PRIMARY}
    return {
        id: one
        if one.role is None or one.name in primary
        else replace(one, name=f"{one.name} {one.role.value.replace('-', ' ')}", role=None)
        for id, one in said.items()
    }


def _same(said: Mapping[str, Boxed], kinds: Mapping[str, str], chart: _Chart) -> dict[str, str]:
    """The first box of what each box shows: what is called alike, and is alike, in several frames is one thing."""
    first: dict[tuple[str, str], str] = {}
    frames: dict[str, set[str]] = {}
    of: dict[str, str] = {}
    for id, one in said.items():
        frame = chart.inside.get(id, "")
        other = first.setdefault((one.name, kinds[id]), id)
        if other != id and (not frame or not chart.inside.get(other) or frame in frames[other]):
            other = id
        of[id] = other
        frames.setdefault(other, set()).add(frame)
    return of


def _place(id: str, label: str, around: str) -> Place:
    said = framed(label)
    return Place(id, said.kind or PlaceKind.GROUP, said.name, around, id=said.id)


def _leads(chart: _Chart, of: Mapping[str, str], kinds: Mapping[str, str]) -> Iterator[Lead]:
    """What arrows say; those between copies of one thing follow from their roles."""
    found: dict[tuple[str, str, RelationKind, str], list[str]] = {}
    for a, b, words in dict.fromkeys(chart.leads):
        source, target = of.get(a, a), of.get(b, b)
        stated, label = led(words)
        kind = stated or (RelationKind.DATA if is_store(kinds.get(target, "")) else RelationKind.REQUEST)
        if source == target and a != b and stated is not RelationKind.REPLICATION:
            chart.left.append(Left(f"{a} --> {b}", "both ends are the same component in two places"))
        found.setdefault((source, target, kind, label), []).append(f"{a} --> {b}")
    for (source, target, kind, label), addresses in found.items():
        yield Lead(source, target, kind, label, addresses=tuple(addresses))


def _uses(said: Mapping[str, Boxed], of: Mapping[str, str]) -> Iterator[Lead]:
    """What stands after a plus in a box: what it uses, where a box is called so."""
    called = {one.name: of[id] for id, one in said.items()}
    for source, name in dict.fromkeys((of[id], name) for id, one in said.items() for name in one.aside):
        if name in called:
            yield Lead(source, called[name], RelationKind.USES, addresses=(f"{source} + {name}",))


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
    chart.names[id] = (_lines(text) or id, kind or chart.names.get(id, ("", ""))[1])


def _lines(text: str) -> str:
    """Words without markup and icons, line by line."""
    plain = text.strip().strip('"`').strip()
    return "\n".join(filter(None, map(_said, re.split(r"<br\s*/?>|\\n", plain))))


def _said(text: str) -> str:
    """Words without markup, icons and breaks."""
    plain = re.sub(r"<br\s*/?>|\\n", " ", text.replace("#8203;", "").strip().strip('"`').strip())
    plain = re.sub(r"<[^>]+>|\bfa[bsr]?:fa-[\w-]+", "", plain)
    coded = re.sub(r"#([a-zA-Z]\w*);", r"&\1;", re.sub(r"#(\d+);", r"&#\1;", plain))
    return " ".join(unescape(coded).split())
