"""A request to the preview to whether it is answered: for a name of this machine, and for a path that can be one.

A page of somebody else whose name leads to this machine would else read the whole site (DNS rebinding).
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

SETTING = "preview_hosts"  # under `extra` in mkdocs.yml: names of this machine that nobody but its owner knows
LONGEST = 2000  # letters of a path


def guard(server: LiveReloadServer, names: Collection[str]) -> None:
    """Lets a server answer to addresses, to `localhost`, and to these names."""
    inner = server.get_app()
    if inner:
        server.set_app(guarded(inner, {*map(str, names), socket.gethostname()}))


def names_in(told: object) -> list[str]:
    """The names of the setting: a list, or one alone."""
    return [told] if isinstance(told, str) else list(map(str, told)) if isinstance(told, list) else []


def guarded(app: WSGIApplication, names: Iterable[str]) -> WSGIApplication:
    known = {name.lower() for name in names} | {"localhost"}

    def answer(request: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        host = request.get("HTTP_HOST", "")
        if not _is_known(host, known):
            return _refused(
                start,
                "403 Forbidden",
                f"This preview does not answer to {host}. If that is a name of this machine, say so in mkdocs.yml:\n"
                f"extra: {{{SETTING}: [{_name(host)}]}}\n",
            )
        path = request.get("PATH_INFO", "")
        if "\0" in path or len(path) > LONGEST:
            return _refused(start, "404 Not Found", "There is no such page.\n")
        return app(request, start)

    return answer


def _is_known(host: str, known: Collection[str]) -> bool:
    """Whether it is an address, or one of these names. What is no browser may name no host."""
    name = _name(host)
    if not host or name in known or name.endswith(".localhost"):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _name(host: str) -> str:
    """A host without its port."""
    return re.sub(r":\d*$", "", host.strip().lower()).strip("[]").removesuffix(".")


def _refused(start: StartResponse, status: str, words: str) -> list[bytes]:
    start(status, [("Content-Type", "text/plain; charset=utf-8"), ("X-Content-Type-Options", "nosniff")])
    return [words.encode("utf-8", "replace")]
