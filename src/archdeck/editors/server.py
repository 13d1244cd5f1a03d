"""What an editor asks by the Language Server Protocol, over stdin and stdout, to answers, by pygls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInternalError, JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path
from pygls.workspace import PositionCodec, ServerTextPosition

from archdeck import __version__
from archdeck.editors.cursor import At, cursor
from archdeck.editors.desk import Span, System, Texts, is_of_model, may_be_of_model, system_at
from archdeck.editors.offered import Offer, offers
from archdeck.editors.outline import Entry, outline
from archdeck.editors.pointed import declared_at, named_at, words_at
from archdeck.editors.problems import problems
from archdeck.editors.renamed import NotRenamed, renamed
from archdeck.language import ModelError, Problem, Severity, UnknownName, Unreadable, read_bytes, unsaved

QUIET = 0.2  # seconds without a letter, before what is typed is looked at
SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Hint,
}
SORTS = {
    "key": types.CompletionItemKind.Property,
    "id": types.CompletionItemKind.Reference,
    "kind": types.CompletionItemKind.Class,
    "word": types.CompletionItemKind.EnumMember,
}
Found = TypeVar("Found")


class Server(LanguageServer):
    """Knows the last state of each system in which its files could be read: what is being typed is mostly broken."""

    def __init__(self) -> None:
        super().__init__("archdeck", __version__)
        self.good: dict[Path, System] = {}
        self.shown: dict[Path, set[Path]] = {}
        self.looks = count()
        self.last: dict[str, int] = {}

    @property
    def texts(self) -> Texts:
        """What the open files hold."""
        documents = self.workspace.text_documents.items()
        return {path: document.source.encode("utf-8", "replace") for uri, document in documents if (path := _path(uri))}

    def lines(self, path: Path) -> list[str]:
        """The lines of a file, as they are in the editor or on the disk."""
        with unsaved(self.texts):
            try:
                return read_bytes(path).decode("utf-8-sig", "replace").splitlines(keepends=True)
            except Unreadable:
                return []

    def system(self, path: Path) -> System | None:
        """The system of a file as it is, or as it was when it could last be read."""
        try:
            known = self.good.get(path)
            found = system_at(path, self.texts, known) if is_of_model(path, self.texts) else None
        except ModelError:
            found = None
        if found:
            for file in found.contents:
                self.good[file] = found
        return found or self.good.get(path)

    def place(self, lines: list[str], at: types.Position) -> tuple[int, int]:
        """Line and column of a position, counted in letters."""
        here = self.workspace.position_codec.position_from_client_units(lines, at)
        return here.line, here.character

    def range(self, lines: list[str], line: int, start: int, end: int) -> types.Range:
        """Some letters of a line in the units of the editor."""
        codec: PositionCodec = self.workspace.position_codec
        ends = [codec.position_to_client_units(lines, ServerTextPosition(line, column)) for column in (start, end)]
        return types.Range(*ends)

    def location(self, span: Span) -> types.Location:
        return types.Location(_uri(span.path), self.range(self.lines(span.path), span.line, span.start, span.end))

    # -------------------------------------------------------------------------------------------- problems

    async def look(self, uri: str, quiet: float = 0.0) -> None:
        """Tells what is wrong with the system of a file, once nothing was typed for a moment."""
        mine = self.last[uri] = next(self.looks)
        await asyncio.sleep(quiet)
        path = _path(uri)
        if path is None or self.last[uri] != mine:
            return
        system, found = await asyncio.to_thread(problems, path, self.texts)
        if self.last[uri] != mine:  # typed on meanwhile
            return
        gone = self.shown.get(system, set()) - found.keys()
        for file, some in {**{path: [] for path in sorted(gone)}, **found}.items():
            lines = self.lines(file)
            shown = [self.diagnostic(lines, problem) for problem in some]
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(_uri(file), shown))
        self.shown[system] = {file for file, some in found.items() if some}

    def diagnostic(self, lines: list[str], problem: Problem) -> types.Diagnostic:
        """A problem at the word that it begins at."""
        line, start = min(problem.where.line - 1, max(0, len(lines) - 1)), problem.where.column - 1
        text = lines[line].rstrip() if line < len(lines) else ""
        end = start + max(1, len(text[start:].split(":")[0].split(",")[0].split("}")[0].rstrip()))
        return types.Diagnostic(
            self.range(lines or [""], line, start, end),
            problem.message,
            severity=SEVERITIES[problem.severity],
            code=problem.rule,
            source="archdeck",
        )


# ------------------------------------------------------------------------------------------------ what is asked


async def _opened(server: Server, asked: types.DidOpenTextDocumentParams) -> None:
    await server.look(asked.text_document.uri)


async def _saved(server: Server, asked: types.DidSaveTextDocumentParams) -> None:
    await server.look(asked.text_document.uri)


async def _closed(server: Server, asked: types.DidCloseTextDocumentParams) -> None:
    await server.look(asked.text_document.uri)


async def _changed(server: Server, asked: types.DidChangeTextDocumentParams) -> None:
    await server.look(asked.text_document.uri, QUIET)


def _completed(server: Server, asked: types.CompletionParams) -> types.CompletionList | None:
    path = _path(asked.text_document.uri)
    if path is None or not _is_ours(server, path):
        return None
    lines = server.lines(path)
    line, column = server.place(lines, asked.position)
    here = cursor(lines, line, column)
    present = _keys_beside(lines, line, here.column) if here.at is At.KEY and here.block else ()
    found = offers(here, server.system(path), present)
    items = [_item(server, lines, line, column, offer) for offer in found]
    return types.CompletionList(is_incomplete=False, items=items)


def _is_ours(server: Server, path: Path) -> bool:
    return is_of_model(path, server.texts) or may_be_of_model("".join(server.lines(path)))


def _keys_beside(lines: list[str], line: int, column: int) -> list[str]:
    """The keys of the mapping that a line is in, above and below it."""
    found = []
    for step in (-1, 1):
        at = line + step
        while 0 <= at < len(lines):
            text = lines[at]
            indent = len(text) - len(text.lstrip())
            if text.strip() and not text.lstrip().startswith("#"):
                if indent < column:
                    break
                if indent == column:
                    found.append(text.partition(":")[0].strip().strip("'\""))
            at += step
    return found


def _item(server: Server, lines: list[str], line: int, column: int, offer: Offer) -> types.CompletionItem:
    return types.CompletionItem(
        offer.label,
        kind=SORTS[offer.sort],
        detail=offer.says or None,
        documentation=offer.more or None,
        filter_text=offer.found_by or offer.label,
        text_edit=types.TextEdit(server.range(lines, line, offer.column, column), offer.text),
    )


def _hovered(server: Server, asked: types.HoverParams) -> types.Hover | None:
    path = _path(asked.text_document.uri)
    if path is None or not _is_ours(server, path):
        return None
    lines = server.lines(path)
    line, column = server.place(lines, asked.position)
    found = words_at(server.system(path), path, lines, line, column)
    if found is None:
        return None
    content = types.MarkupContent(types.MarkupKind.PlainText, "\n".join(found.lines))
    return types.Hover(content, server.range(lines, line, found.start, found.end))


def _defined(server: Server, asked: types.DefinitionParams) -> list[types.Location]:
    return [server.location(span) for span in _spans(server, asked, declared_at)]


def _referred(server: Server, asked: types.ReferenceParams) -> list[types.Location]:
    return [server.location(span) for span in _spans(server, asked, named_at)]


def _spans(server: Server, asked: Any, find: Callable[[System, Path, int, int], list[Span]]) -> list[Span]:
    path = _path(asked.text_document.uri)
    system = server.system(path) if path else None
    if path is None or system is None:
        return []
    return find(system, path, *server.place(server.lines(path), asked.position))


def _outlined(server: Server, asked: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
    path = _path(asked.text_document.uri)
    if path is None or not _is_ours(server, path):
        return []
    lines = server.lines(path)
    return [_symbol(server, lines, entry) for entry in outline(path, "".join(lines))]


def _symbol(server: Server, lines: list[str], entry: Entry) -> types.DocumentSymbol:
    name = server.range(lines, entry.line, entry.column, entry.column + len(entry.name))
    whole = types.Range(name.start, server.range(lines, entry.last, 0, len(lines[entry.last].rstrip("\r\n"))).end)
    inside = [_symbol(server, lines, below) for below in entry.inside]
    return types.DocumentSymbol(entry.name, types.SymbolKind.Key, whole, name, children=inside)


def _may_rename(server: Server, asked: types.PrepareRenameParams) -> types.Range:
    path = _path(asked.text_document.uri)
    system = server.system(path) if path else None
    if path is None or system is None:
        raise JsonRpcInvalidParams("this file is not of a model that can be read")
    lines = server.lines(path)
    line, column = server.place(lines, asked.position)
    one = system.at(path, line, column)
    span = system.span(one) if one and system.meant(one) else None
    if span is None:
        raise JsonRpcInvalidParams("there is no id of this model here")
    return server.range(lines, line, span.start, span.end)


def _renamed(server: Server, asked: types.RenameParams) -> types.WorkspaceEdit:
    path = _path(asked.text_document.uri)
    try:
        system = system_at(path, server.texts) if path and is_of_model(path, server.texts) else None
    except ModelError as error:
        raise JsonRpcInvalidParams(f"mend this first: {error.problems[0]}") from None
    one = system.at(path, *server.place(server.lines(path), asked.position)) if path and system else None
    meant = system.meant(one) if system and one else None
    if system is None or meant is None:
        raise JsonRpcInvalidParams("there is no id of this model here")
    try:
        spans = renamed(system, meant, asked.new_name, server.texts)
    except (NotRenamed, UnknownName, Unreadable) as error:
        raise JsonRpcInvalidParams(str(error)) from None
    changes: dict[str, list[types.TextEdit]] = {}
    for span in spans:
        edit = types.TextEdit(server.location(span).range, asked.new_name)
        changes.setdefault(_uri(span.path), []).append(edit)
    return types.WorkspaceEdit(changes=changes)


ANSWERS: dict[str, tuple[Callable[[Server, Any], Any], Any]] = {
    types.TEXT_DOCUMENT_DID_OPEN: (_opened, None),
    types.TEXT_DOCUMENT_DID_SAVE: (_saved, None),
    types.TEXT_DOCUMENT_DID_CLOSE: (_closed, None),
    types.TEXT_DOCUMENT_DID_CHANGE: (_changed, None),
    types.TEXT_DOCUMENT_COMPLETION: (_completed, types.CompletionOptions(trigger_characters=[" ", "[", "."])),
    types.TEXT_DOCUMENT_HOVER: (_hovered, None),
    types.TEXT_DOCUMENT_DEFINITION: (_defined, None),
    types.TEXT_DOCUMENT_REFERENCES: (_referred, None),
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: (_outlined, None),
    types.TEXT_DOCUMENT_PREPARE_RENAME: (_may_rename, None),
    types.TEXT_DOCUMENT_RENAME: (_renamed, types.RenameOptions(prepare_provider=True)),
}


def serve() -> None:
    """Answers until the editor ends."""
    server = Server()
    for method, (does, options) in ANSWERS.items():
        server.feature(method, options)(_bound(server, does))
    server.start_io()


def _bound(server: Server, does: Callable[[Server, Any], Any]) -> Callable[[Any], Any]:
    """A handler of one argument, as pygls takes it. What nobody foresaw is a message, never a traceback."""

    async def later(asked: Any) -> Any:
        try:
            return await does(server, asked)
        except Exception as error:
            said = types.ShowMessageParams(types.MessageType.Error, _unforeseen(error))
            server.window_show_message(said)

    def now(asked: Any) -> Any:
        try:
            return does(server, asked)
        except JsonRpcException:
            raise
        except Exception as error:
            raise JsonRpcInternalError(_unforeseen(error)) from None

    return later if asyncio.iscoroutinefunction(does) else now


def _unforeseen(error: Exception) -> str:
    return f"internal error of archdeck: {type(error).__name__}: {' '.join(str(error).split())[:400]}"


def _path(uri: str) -> Path | None:
    """The file of an address; None for what is none, as a buffer without a name."""
    found = to_fs_path(uri) if uri.startswith("file:") else None
    return Path(found).absolute() if found else None


def _uri(path: Path) -> str:
    return str(from_fs_path(str(path)))
