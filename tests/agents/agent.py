"""An agent of tests: the client of the official SDK, which runs `archdeck mcp` and talks with it over its pipes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp import Client, StdioServerParameters
from mcp_types import CallToolResult, ReadResourceResult, TextContent


class Agent:
    """Calls tools; `refused` what is told as an error."""

    def __init__(self, portal: BlockingPortal, client: Client):
        self._portal = portal
        self._client = client

    def call(self, tool: str, **arguments: Any) -> CallToolResult:
        found: CallToolResult = self._portal.call(self._client.call_tool, tool, arguments)
        return found

    def ask(self, tool: str, **arguments: Any) -> str:
        """The text that a tool answers with."""
        found = self.call(tool, **arguments)
        text = "\n".join(part.text for part in found.content if isinstance(part, TextContent))
        assert not found.is_error, text
        return text

    def refused(self, tool: str, **arguments: Any) -> str:
        """The words of an error."""
        found = self.call(tool, **arguments)
        assert found.is_error
        return "\n".join(part.text for part in found.content if isinstance(part, TextContent))

    def tools(self) -> list[str]:
        return [tool.name for tool in self._portal.call(self._client.list_tools).tools]

    def resources(self) -> list[str]:
        return [resource.uri for resource in self._portal.call(self._client.list_resources).resources]

    def read(self, address: str) -> ReadResourceResult:
        return self._portal.call(self._client.read_resource, address)


@contextmanager
def agent(folder: Path, *options: str) -> Iterator[Agent]:
    """An agent that asks about the systems of a project."""
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "archdeck", "mcp", *options],
        cwd=folder,
        env={"PYTHONPATH": os.environ.get("PYTHONPATH", "")},
    )
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(Client(server, read_timeout_seconds=120)) as client,
    ):
        yield Agent(portal, client)
