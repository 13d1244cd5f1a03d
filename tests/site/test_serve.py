"""`mkdocs serve`: an edit of the model makes the site once, a broken model keeps the last good one and says so."""

from __future__ import annotations

import http.client
import os
import queue
import re
import shutil
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archdeck.site.following import Following, Project
from site_model import SHOP
from site_project import ROOT, write_project

REBUILDING = "Detected file changes"  # not "Documentation built in 0.3 seconds": MkDocs never says the same words twice
RELOADED = "Reloading browsers"
PATIENCE_S = 30
QUIET_S = 1.5  # three times the interval at which MkDocs looks for changes


class Server:
    """`mkdocs serve` in a project, with what it says as lines to wait for."""

    def __init__(self, project: Path):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self.model = project / "model/shop.yaml"
        self.said: list[str] = []
        self._lines: queue.Queue[str] = queue.Queue()
        command = [sys.executable, "-u", "-m", "mkdocs", "serve", "--dev-addr", self.address]
        environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
        self.process = subprocess.Popen(
            command, cwd=project, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line.rstrip())

    def wait_for(self, words: str) -> None:
        while True:
            try:
                self.said.append(self._lines.get(timeout=PATIENCE_S))
            except queue.Empty:
                pytest.fail(f"{words!r} was not said; this was:\n" + "\n".join(self.said))
            if words in self.said[-1]:
                return

    def wait_for_quiet(self) -> None:
        try:
            while True:
                self.said.append(self._lines.get(timeout=QUIET_S))
        except queue.Empty:
            return

    def times(self, words: str) -> int:
        return sum(words in line for line in self.said)

    def page(self, path: str) -> str:
        with urllib.request.urlopen(f"http://{self.address}/{path}", timeout=PATIENCE_S) as answer:
            content: bytes = answer.read()
        return content.decode()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE_S)


@pytest.fixture
def server(tmp_path: Path, site: Path) -> Iterator[Server]:
    """Of a project that was built already, with the times of its files."""
    with serving(shutil.copytree(site.parent, tmp_path / "project")) as server:
        yield server


@contextmanager
def serving(project: Path) -> Iterator[Server]:
    server = Server(project)
    try:
        server.wait_for("Serving on")
        yield server
    finally:
        server.stop()


def test_a_project_that_nobody_built_is_served_too(tmp_path: Path) -> None:
    project = write_project(tmp_path / "project", [])
    shutil.copy(ROOT / "build.py", project)
    (project / "model/shop.yaml").write_text(SHOP)
    with serving(project) as server:
        assert "Keeps the orders." in server.page("systems/shop/components/db.html")


def test_each_edit_of_the_model_makes_the_site_exactly_once(server: Server) -> None:
    assert "Keeps the orders." in server.page("systems/shop/components/db.html")
    for edit in ("Stores every order.", "Holds all orders."):
        server.model.write_text(SHOP.replace("Keeps the orders.", edit))
        server.wait_for(RELOADED)
        assert edit in server.page("systems/shop/components/db.html")
    server.wait_for_quiet()
    assert server.times(REBUILDING) == 2


def test_a_save_that_changes_nothing_makes_nothing(server: Server) -> None:
    server.model.write_text(SHOP + "# a remark\n")
    server.wait_for("Nothing on the site changed")
    server.wait_for_quiet()
    assert server.times(REBUILDING) == 0


def test_a_hand_written_page_is_followed_too(server: Server) -> None:
    home = server.model.parent.parent / "docs/index.md"
    home.write_text("# Home\n\nNew words.\n")
    server.wait_for(RELOADED)
    assert "New words." in server.page("index.html")
    server.wait_for_quiet()
    assert server.times(REBUILDING) == 1


def test_a_broken_model_keeps_the_last_good_site_and_the_next_good_save_recovers(server: Server) -> None:
    server.model.write_text(SHOP.replace("to: db, kind: data", "to: dbb, kind: data"))
    server.wait_for("'dbb'")
    server.wait_for(RELOADED)
    page = server.page("systems/shop/components/db.html")
    assert "Keeps the orders." in page
    [banner] = re.findall(r'<div class="ad-problems" role="alert".*?</div>', page, re.DOTALL)
    assert "did you mean &#x27;db&#x27;?" in banner
    assert "model/shop.yaml:" in banner
    assert "ad-problems" in server.page("index.html")

    server.model.write_text(SHOP.replace("Keeps the orders.", "Stores every order."))
    server.wait_for(RELOADED)
    page = server.page("systems/shop/components/db.html")
    assert "Stores every order." in page
    assert "ad-problems" not in page
    server.wait_for_quiet()
    assert server.times(REBUILDING) == 2
    assert server.times("Traceback") == 0


def test_a_model_that_is_no_yaml_is_a_problem_like_any_other(server: Server) -> None:
    server.model.write_text("system: {name: Shop\n  nonsense: [\n")
    server.wait_for("shop.yaml:")
    server.wait_for(RELOADED)
    assert "ad-problems" in server.page("index.html")
    server.model.write_text(SHOP)
    server.wait_for(RELOADED)
    assert "ad-problems" not in server.page("index.html")
    assert server.times("Traceback") == 0


def test_an_icon_that_is_replaced_is_shown_and_is_not_fresh_in_its_old_form(server: Server) -> None:
    """In the process that has drawn the one before. What a build of its own makes is the same picture."""
    icon, root = server.model.with_name("own.svg"), server.model.parent.parent
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0H9V9" fill="{}"/></svg>'
    icon.write_text(drawing.format("#112233"))
    server.model.write_text(SHOP.replace("kind: aws.rds\n", "kind: aws.rds\n    icon: own.svg\n"))
    shown = []
    for colour in ("#112233", "#ddeeff"):
        icon.write_text(drawing.format(colour))
        server.wait_for(RELOADED)
        server.wait_for_quiet()
        page = server.page("systems/shop/components/db.html")
        shown.append(set(re.findall(r'<image [^>]*href="([^"]+)"', page)))
    assert len(shown[0] - shown[1]) == len(shown[1] - shown[0]) == 1  # files are called by what they hold
    picture = root / "diagrams/shop/component--db.svg"
    drawn = picture.read_text()
    subprocess.run([sys.executable, "-m", "archdeck", "build", "--no-site", "--force"], cwd=root, check=True)
    assert picture.read_text() == drawn


def test_the_folder_of_the_models_may_go_and_come_back(server: Server) -> None:
    """Renamed away it is told on every page; what stands there later is followed."""
    model, away = server.model.parent, server.model.parent.with_name("away")
    model.rename(away)
    server.wait_for("'model' does not exist")
    server.wait_for(RELOADED)
    assert "ad-problems" in server.page("index.html")
    assert "Keeps the orders." in server.page("systems/shop/components/db.html")
    model.mkdir()
    server.model.write_text(SHOP.replace("Keeps the orders.", "Stores every order."))
    server.wait_for(RELOADED)
    server.wait_for_quiet()
    page = server.page("systems/shop/components/db.html")
    assert "Stores every order." in page
    assert "ad-problems" not in page
    server.model.write_text(SHOP.replace("Keeps the orders.", "Has them all."))
    server.wait_for(RELOADED)
    assert "Has them all." in server.page("systems/shop/components/db.html")
    shutil.rmtree(model)
    away.rename(model)
    server.wait_for(RELOADED)
    server.wait_for_quiet()
    assert "Keeps the orders." in server.page("systems/shop/components/db.html")
    assert server.times("Traceback") == 0


def test_requests_for_other_hosts_and_for_no_path_are_refused(server: Server) -> None:
    for path, host, status in (("/", "evil.test", 403), ("/%00", server.address, 404), ("/", server.address, 200)):
        connection = http.client.HTTPConnection(server.address, timeout=PATIENCE_S)
        connection.request("GET", path, headers={"Host": host})
        assert connection.getresponse().status == status
    assert server.times("Traceback") == 0


def test_new_settings_make_the_whole_site_even_with_an_edited_page(server: Server) -> None:
    home, settings = (server.model.parent.parent / name for name in ("docs/index.md", "mkdocs.yml"))
    settings.write_text(settings.read_text().replace("site_name: archdeck", "site_name: Other name"))
    home.write_text("# Home\n\nNew words.\n")
    server.wait_for(RELOADED)
    server.wait_for_quiet()
    assert "New words." in server.page("index.html")
    assert "Other name" in server.page("systems/shop/components/db.html")


def test_rules_beside_a_folder_that_is_one_system_are_followed(tmp_path: Path) -> None:
    """model/, docs/ and, made later, our.rules.yaml beside them, and a page of notes"""
    (tmp_path / "model").mkdir()
    (tmp_path / "docs").mkdir()
    drawn: queue.Queue[list[str]] = queue.Queue()
    following = Following(
        Project(tmp_path / "model", lambda: drawn.put(sorted(path.name for path in tmp_path.iterdir()))),
        tmp_path / "docs",
    )
    following.start()
    try:
        for name in ("notes.md", "our.rules.yaml"):
            (tmp_path / name).write_text("rules: {}\n")
        assert drawn.get(timeout=PATIENCE_S) == ["docs", "model", "notes.md", "our.rules.yaml"]
        (tmp_path / "our.rules.yaml").unlink()
        while drawn.get(timeout=PATIENCE_S) != ["docs", "model", "notes.md"]:
            pass
    finally:
        following.stop()
