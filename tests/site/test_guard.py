"""Requests to the preview: for which hosts and paths they are answered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from archdeck.site.guard import guarded, names_in


def asked(host: str, path: str = "/") -> tuple[str, str]:
    """The answer of a preview that is served as `preview.test`."""
    status = ""

    def inner(_: Any, start: Any) -> Iterable[bytes]:
        start("200 OK", [])
        return [b"page"]

    def start(said: str, _: Any, __: Any = None, /) -> Any:
        nonlocal status
        status = said

    body = guarded(inner, ["Preview.test"])({"HTTP_HOST": host, "PATH_INFO": path}, start)
    return status, b"".join(body).decode()


HERE = ["", "localhost", "localhost:8000", "LOCALHOST.", "a.localhost:1", "127.0.0.1:8000", "10.0.0.7", "[::1]:8000"]


@pytest.mark.parametrize("host", [*HERE, "preview.test:8000", "PREVIEW.TEST"])
def test_names_of_this_machine_are_answered(host: str) -> None:
    assert asked(host) == ("200 OK", "page")


@pytest.mark.parametrize(
    "host", ["evil.test", "localhost.evil.test:80", "preview.test.evil.test", "127.0.0.1.evil.test"]
)
def test_other_hosts_are_refused_and_told_how_not_to_be(host: str) -> None:
    assert asked(host) == (
        "403 Forbidden",
        f"This preview does not answer to {host}. If that is a name of this machine, say so in mkdocs.yml:\n"
        f"extra: {{preview_hosts: [{host.removesuffix(':80')}]}}\n",
    )


@pytest.mark.parametrize("path", ["/\0", "/systems/\0.html", "/livereload/" + "9" * 5000 + "/1"])
def test_what_can_be_no_path_is_no_page(path: str) -> None:
    assert asked("localhost", path) == ("404 Not Found", "There is no such page.\n")


def test_names_are_a_list_or_one() -> None:
    assert list(map(names_in, (["a.test", "b.test"], "a.test", None, 7))) == [["a.test", "b.test"], ["a.test"], [], []]
