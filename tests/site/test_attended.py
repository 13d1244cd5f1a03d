"""MkDocs in a process of its own: it says what it says, and ends when nobody is left who started it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from archdeck.site import attended


def test_what_it_says_is_heard(tmp_path: Path) -> None:
    done = attended(["build", "--strict"], os.environ, tmp_path, heard=True)
    assert done.returncode == 1
    assert "Config file 'mkdocs.yml' does not exist" in done.stderr


@pytest.mark.parametrize("interrupts", [signal.default_int_handler, signal.SIG_IGN])
def test_it_ends_with_whom_started_it(tmp_path: Path, interrupts: Any) -> None:
    """A server, which would go on for ever: of a process that is killed the system closes what it held. Also where a
    script had started that one in the background, which ignores interrupts."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Home\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: Site\n", encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-u", "-m", "archdeck.site.attended", "serve", "--dev-addr", address]
    before = signal.signal(signal.SIGINT, interrupts)
    try:
        server = subprocess.Popen(
            command, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
    finally:
        signal.signal(signal.SIGINT, before)
    assert server.stdout
    assert server.stdin
    said = next((line for line in server.stdout if "Serving on" in line), "")
    assert said
    server.stdin.close()
    assert server.wait(30) == 0
    assert "Traceback" not in server.stdout.read()
