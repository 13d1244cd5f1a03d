"""An editor of tests: a real client of pygls that runs `archdeck lsp`, and a `^` in a text for where the cursor is."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types
from pygls.lsp.client import LanguageClient

Answer = TypeVar("Answer")
PATIENCE = 60  # seconds for an answer, on a machine that does much else


class Editor:
    """Opens files of a folder, types in them, and asks."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.loop = asyncio.new_event_loop()  # in a thread: in this one there may be that of a browser
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        self.told: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()
        self.client = LanguageClient("tests", "1")
        self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(partial(self.told.put_nowait))
        self.versions: dict[str, int] = {}
        self.run(self._start())

    async def _start(self) -> None:
        await self.client.start_io(sys.executable, "-m", "archdeck", "lsp", cwd=str(self.folder))
        asked = types.InitializeParams(capabilities=types.ClientCapabilities(), root_uri=self.folder.as_uri())
        await self.client.initialize_async(asked)
        self.client.initialized(types.InitializedParams())

    def stop(self) -> None:
        self.run(self.client.shutdown_async(None))
        self.tell(self.client.exit, None)
        ended: Coroutine[Any, Any, None] = self.client.stop()  # type: ignore[no-untyped-call]
        self.run(ended)
        self.loop.call_soon_threadsafe(self.loop.stop)

    def run(self, asked: Coroutine[Any, Any, Answer]) -> Answer:
        return asyncio.run_coroutine_threadsafe(asyncio.wait_for(asked, PATIENCE), self.loop).result()

    def tell(self, what: Callable[[Any], None], words: Any) -> None:
        self.loop.call_soon_threadsafe(what, words)

    def uri(self, file: str) -> str:
        return (self.folder / file).as_uri()

    def type(self, file: str, text: str) -> types.TextDocumentPositionParams:
        """What a file holds now in the editor, whatever is on the disk; the place of its `^`."""
        before, _, after = text.partition("^")
        uri, whole = self.uri(file), before + after
        if uri in self.versions:
            self.versions[uri] += 1
            document = types.VersionedTextDocumentIdentifier(version=self.versions[uri], uri=uri)
            changes = [types.TextDocumentContentChangeWholeDocument(text=whole)]
            self.tell(self.client.text_document_did_change, types.DidChangeTextDocumentParams(document, changes))
        else:
            self.versions[uri] = 1
            opened = types.TextDocumentItem(uri, "yaml", 1, whole)
            self.tell(self.client.text_document_did_open, types.DidOpenTextDocumentParams(opened))
        last = before.rpartition("\n")[2]
        here = types.Position(before.count("\n"), len(last.encode("utf-16-le")) // 2)
        return types.TextDocumentPositionParams(types.TextDocumentIdentifier(uri), here)

    def problems(self) -> dict[str, list[str]]:
        """The next problems that are told, by file, as `line:column: severity: message [rule]`, counted from 1."""
        found = self.run(self.told.get())
        shown = [
            f"{d.range.start.line + 1}:{d.range.start.character + 1}-{d.range.end.character + 1}: "
            f"{(d.severity or types.DiagnosticSeverity.Error).name.lower()}: {d.message} [{d.code}]"
            for d in found.diagnostics
        ]
        return {Path(found.uri).name: shown}

    def offered(self, at: types.TextDocumentPositionParams) -> list[types.CompletionItem]:
        asked = types.CompletionParams(at.text_document, at.position)
        found = self.run(self.client.text_document_completion_async(asked))
        return list(found.items) if isinstance(found, types.CompletionList) else list(found or [])

    def words(self, at: types.TextDocumentPositionParams) -> str | None:
        found = self.run(self.client.text_document_hover_async(types.HoverParams(at.text_document, at.position)))
        return found.contents.value if found and isinstance(found.contents, types.MarkupContent) else None

    def rename(self, at: types.TextDocumentPositionParams, new: str) -> types.WorkspaceEdit | None:
        asked = types.RenameParams(text_document=at.text_document, position=at.position, new_name=new)
        return self.run(self.client.text_document_rename_async(asked))

    def places(self, found: Any) -> list[str]:
        """Locations as `file:line:column-end`, counted from 1."""
        said = []
        for one in found or []:
            start, end = one.range.start, one.range.end
            said.append(f"{Path(one.uri).name}:{start.line + 1}:{start.character + 1}-{end.character + 1}")
        return said


def after(text: str, edits: list[types.TextEdit]) -> str:
    """The text with edits made."""
    lines = text.splitlines(keepends=True)
    for edit in sorted(edits, key=lambda e: (e.range.start.line, e.range.start.character), reverse=True):
        line = lines[edit.range.start.line].encode("utf-16-le")
        start, end = 2 * edit.range.start.character, 2 * edit.range.end.character
        lines[edit.range.start.line] = (line[:start] + edit.new_text.encode("utf-16-le") + line[end:]).decode(
            "utf-16-le"
        )
    return "".join(lines)
