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
_HEAD = re.compile(r"\A\s*---[^\S\n]*\n.*?\n\s*---[^\S\n]*\n", re.DOTALL)
LONGEST_SAID = 120  # letters of a statement that is told
LONGEST_WORDS = 30  # lines of the words in one pair of quotes
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


def _charts(text: str) -> list[tuple[int, str]]:
    """The charts of a text, each with the line that is before it; what is said above a chart is left out."""
    fenced = [(text.count("\n", 0, match.start(2)), match[2]) for match in _FENCE.finditer(text)]
    plain = [(line, _HEAD.sub(lambda head: "\n" * head[0].count("\n"), chart)) for line, chart in fenced or [(0, text)]]
    return [(line, chart) for line, chart in plain if _BEGINS.search(chart)]


@dataclass
class _Chart:
    """By id: what a node is called and what its shape means, what a frame is called and what is around it, and in which
    frame a node is."""

    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    frames: dict[str, tuple[str, str]] = field(default_factory=dict)
    inside: dict[str, str] = field(default_factory=dict)
    leads: list[tuple[str, str, str]] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


def found(source: Source) -> Found:
    """All flowcharts of a source as one system."""
    read = [_read(one, file, line) for file, text in source.texts.items() for line, one in _charts(text)]
    chart = _joined(read) if len(read) > 1 else read[0] if read else _Chart()
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


def _joined(charts: list[_Chart]) -> _Chart:
    """Several charts as one: an id says nothing outside of its chart, so what has the same words is the same; a letter
    or two are no words."""
    whole = _Chart()
    same: dict[tuple[bool, str], str] = {}
    for number, chart in enumerate(charts, 1):
        address: dict[str, str] = {}
        for is_frame, some in ((False, chart.names), (True, chart.frames)):
            for id, (name, _) in some.items():
                own = f"{number}/{id}"
                address[id] = same.setdefault((is_frame, name.casefold()), own) if len(name) > 2 else own
        for id, (name, shape) in chart.names.items():
            whole.names.setdefault(address[id], (name, shape))
        for id, (name, around) in chart.frames.items():
            whole.frames.setdefault(address[id], (name, address.get(around, "")))
        for id, frame in chart.inside.items():
            whole.inside.setdefault(address[id], address[frame])
        whole.leads += [(address[a], address[b], words) for a, b, words in chart.leads]
        whole.left += chart.left
    return whole


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


def _read(text: str, file: str, before: int) -> _Chart:
    """A chart that begins after a line of its file. Statements end with a line or a semicolon."""
    chart = _Chart()
    around: list[str] = []
    begun = False
    for number, line in _numbered(text):
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
                chart.left.append(
                    Left(f"{file}:{before + number}: {statement[:LONGEST_SAID]}", "it is no node and no arrow")
                )
    for id in chart.frames:
        chart.names.pop(id, None)
        chart.inside.pop(id, None)
    return chart


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    """The lines with their numbers; words in quotes may go over several."""
    held, first = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        held, first = (f"{held} {line.strip()}", first) if held else (line, number)
        if held.count('"') % 2 == 0 or number - first > LONGEST_WORDS:
            yield first, held
            held = ""
    if held:
        yield first, held


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
    tried = _Chart(frames=chart.frames)
    if not _chain(statement, around, tried):
        return False
    for id, (name, shape) in tried.names.items():
        known = chart.names.get(id, (id, ""))
        chart.names[id] = known if (name, shape) == (id, "") else (name, shape or known[1])
    for id, frame in tried.inside.items():
        chart.inside.setdefault(id, frame)
    chart.leads += tried.leads
    return True


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
