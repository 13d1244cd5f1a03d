"""Text of a model to Markdown that says it and can do nothing else.

Two sorts of text come from a model. A plain field (a name, a summary) is shown letter by letter: `text`. A long field
is Markdown: `prose` keeps emphasis, lists, tables, code and links to the web, and shows everything else as the text it
is: HTML, images, links that are scripts, attribute lists, includes and the template syntax of site plugins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from markupsafe import Markup

from archdeck.language import CODE, FENCE, MENTION

_ENTITY = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_PLAIN = str.maketrans({c: "\\" + c for c in "\\`*_"} | {c: f"&#{ord(c)};" for c in "[]{}|~^=$@"} | _ENTITY)
_HTML = str.maketrans(_ENTITY | {c: f"&#{ord(c)};" for c in "\"'{}"})
KEPT = 20_000  # names and sentences that stand on many pages are made Markdown once
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")
_LEADING = re.compile(r"^(?:(\d+)([.)])|([-+#!:?/]))")


def text(value: object) -> Markup:
    """A plain field on one line of Markdown, every letter of it shown."""
    return _text(str(value))


@lru_cache(KEPT)
def _text(value: str) -> Markup:
    words = _MADE_INTO.sub(_entity, _one_line(value).translate(_PLAIN))
    return Markup(_LEADING.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"&#{ord(m[3])};", words))


def paragraphs(value: str) -> Markup:
    """A plain field of several paragraphs, every letter of it shown."""
    return Markup("\n\n").join(text(part) for part in re.split(r"\n\s*\n", value.strip()))


def attribute(value: object) -> Markup:
    """A plain field inside HTML: between tags or in a quoted attribute."""
    return Markup(_one_line(value).translate(_HTML))


def quoted(value: object) -> Markup:
    """A plain field as a YAML string for front matter; themes print those into HTML as they stand."""
    return Markup(f'"{attribute(value)}"'.replace("\\", "&#92;"))


# What extensions make of letters: pictures of faces (`:smile:`), keys (`++ctrl++`), links of addresses that are not
# written as links, signs of other letters (`(c)`, `1/2`, `-->`, `1st`).
_MADE_INTO = re.compile(
    r":(?=[\w+-]+:)|\+(?=\+)|(?<=\+)\+|:(?=//)|\.(?<=www\.)|\((?=(?:c|r|tm)\))|(?<=\d)/(?=\d)|-(?=-&gt;)"
    r"|(?<=[+c])/(?=[-o])|(?<=\d)[snrt](?=[tdh]\b)",
    re.IGNORECASE,
)


def _entity(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"


def _one_line(value: object) -> str:
    return " ".join(_CONTROL.sub(" ", str(value)).split())


LinkOf = Callable[[str, str], str | None]  # an id in double brackets and its words, to Markdown: None if it is none


def linked(value: str, link_of: LinkOf) -> Markup:
    """A plain field on one line, with links to what it names in double brackets."""
    return Markup("").join(Markup(part) for part in _parted(value, link_of, _piece))


def _piece(words: str) -> str:
    """A part of a line, with the space around it."""
    start, end = (" " if some.isspace() else "" for some in (words[:1], words[-1:]))
    return f"{start}{text(words)}{end}" if words.strip() else start


def _parted(source: str, link_of: LinkOf, rest: Callable[[str], str]) -> Iterator[str]:
    """Links to what is named in double brackets, and what `rest` makes of the words between them."""
    end = 0
    for found in MENTION.finditer(source):
        if (link := link_of(found[1], found[2] or "")) is not None:
            words = source[end : found.start()]
            before = f"&#{ord(words[-1])};" if words.endswith(("!", "]")) else ""  # it would make more of the link
            yield from (rest(words[:-1] if before else words), before, link)
            end = found.end()
    yield rest(source[end:])


_WEB = re.compile(r"(?:https?://|mailto:)[^\s()<>\"'\\`\[\]]+(?: +\"[^\"\n\\`\[\]<>()]*\")?\)")
_HEADING = re.compile(r"(?m)^[ >]*(#{1,6})(?=\s)")
_FENCED = re.compile(r"(?ms)^(```|~~~).*?(^\1|\Z)")
_HARMLESS = str.maketrans({"&": "&amp;", "<": "&lt;", "{": "&#123;", "}": "&#125;"})


def prose(value: str, level: int = 4, link_of: LinkOf = lambda *_: None) -> Markup:
    """A Markdown field as Markdown that cannot do harm, for the left margin; its largest headings are of that level.
    What it names in double brackets is a link as `link_of` says."""
    source = _CONTROL.sub(" ", value.replace("\r\n", "\n").replace("\r", "\n")).expandtabs(4)
    largest = min((len(m[1]) for m in _HEADING.finditer(_FENCED.sub("", source))), default=1)
    parts = _parts(source.split("\n"), level - largest, link_of)
    return Markup("\n\n".join(part.strip("\n") for part in parts if part.strip()))


def _parts(lines: Sequence[str], deeper: int, link_of: LinkOf) -> Iterator[str]:
    """Fenced code and what stands between, both made harmless; headings are so many levels deeper."""
    waiting: list[str] = []
    rest = iter(lines)
    for line in rest:
        fence = FENCE.match(line)
        if not fence:
            waiting.append(line)
            continue
        yield _markdown("\n".join(waiting), deeper, link_of)
        waiting = []
        yield _code_block(_until(rest, fence[1]))
    yield _markdown("\n".join(waiting), deeper, link_of)


def _until(rest: Iterator[str], fence: str) -> Iterator[str]:
    for line in rest:
        if line.strip().startswith(fence) and not line.strip().strip(fence[0]):
            return
        yield line


def _code_block(lines: Iterable[str]) -> str:
    """HTML, because only that is code under every set of Markdown extensions; a blank line would end the block."""
    body = "\n".join(line.translate(_HTML) or "&#8203;" for line in lines)
    return f"<pre><code>{body}</code></pre>"


def _markdown(source: str, deeper: int, link_of: LinkOf) -> str:
    parts = []
    end = 0
    for code in CODE.finditer(source):
        parts += [_named(source[end : code.start()], link_of), f"<code>{text(code[2])}</code>"]
        end = code.end()
    return _lines("".join([*parts, _named(source[end:], link_of)]), deeper)


def _named(source: str, link_of: LinkOf) -> str:
    return "".join(_parted(source, link_of, _words))


# What extensions make of signs in a text that is Markdown already: formulas, pictures of faces, keys, bars, contents.
_MORE = re.compile(r"\$|:(?=[\w+-]+:)|\+(?=\+)|\[(?==)|\[(?=TOC\])|!(?=\[)")


def _words(source: str) -> str:
    """No HTML, no images, no links but to the web, no definitions, no attribute lists."""
    source = re.sub(r"\\([()\[\]])", lambda m: f"&#{ord(m[1])};", source.translate(_HARMLESS))
    source = _MORE.sub(_entity, source)
    source = re.sub(r"\]\(", lambda m: "](" if _WEB.match(source, m.end()) else "]&#40;", source)
    return source.replace("]:", "]&#58;").replace("][", "]&#91;")


_INSIDE = r"(?:[ >]|[-+*:] |\d+[.)] )*"  # quotes and lists that a line is in


def _lines(source: str, deeper: int) -> str:
    """No admonitions, tabs or blocks of extensions, no languages of code, for some are programs of pictures; headings
    below those of the page."""
    source = re.sub(rf"(?m)^({_INSIDE})(~{{3,}}|`{{3,}})[^`\n]*$", r"\1\2", source)
    source = re.sub(r"([/?!=])(?=\1\1)|(?<![:/])(:)(?=::)", _entity, source)
    source = re.sub(r"(?m)^([ >]*)([-=])(?=[-= ]*$)", lambda m: f"{m[1]}&#{ord(m[2])};", source)
    return _HEADING.sub(lambda m: m[0][: -len(m[1])] + "#" * min(6, len(m[1]) + deeper), source)
