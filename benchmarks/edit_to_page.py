"""From a save to the changed page in a browser: a project is served, a browser opens a page, and a sentence is edited.

    .venv/bin/python benchmarks/edit_to_page.py            # --edits 5, --estates 100 1000

It takes a real server (`mkdocs serve`) and a real browser (Debian's `chromium`), and prints Markdown: for the shipped
systems, and for estates of so many components (benchmarks/estate.py), the largest in systems of fifty.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml
from estate import model
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
SYSTEM = 100  # components of a system at the most; of more there are several systems, of fifty each
PATIENCE_S = 900
SETTLED_MS = 2000  # after which a second reload would have come


@dataclass(frozen=True)
class Case:
    """A project to make in a folder: its models, the file to edit with the sentence in it, and the page to look at."""

    name: str
    models: dict[str, str]
    file: str
    sentence: str
    page: str


def shipped() -> Case:
    files = {p.relative_to(ROOT / "model").as_posix(): p.read_text("utf-8") for p in (ROOT / "model").rglob("*.yaml")}
    sentence = "Keeps products, carts, customers and orders, in two zones at once"
    page = "systems/shopmaster/components/db.html"
    return Case("the shipped systems", files, "shopmaster/components.yaml", sentence, page)


def estate(components: int) -> Case:
    count = 1 if components <= SYSTEM else components // 50
    text = yaml.safe_dump(model(components // count), sort_keys=False, allow_unicode=True, width=110)
    models = {f"estate-{k}.yaml": text.replace("name: Estate", f"name: Estate {k}") for k in range(1, count + 1)}
    name = f"{components} components in {count} system{'s' * (count > 1)}"
    sentence = "Orders store: keeps what its service is about"
    return Case(name, models, "estate-1.yaml", sentence, "systems/estate-1/components/orders-store.html")


@contextmanager
def served(case: Case) -> Iterator[tuple[Path, str]]:
    """The project in a folder of its own, and its address."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        for path, text in case.models.items():
            (project / "model" / path).parent.mkdir(parents=True, exist_ok=True)
            (project / "model" / path).write_text(text, encoding="utf-8")
        for name in ("mkdocs.yml", "build.py"):
            shutil.copy(ROOT / name, project)
        (project / "docs").mkdir()
        shutil.copy(ROOT / "docs/index.md", project / "docs")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{free.getsockname()[1]}"
        command = [sys.executable, "-u", "-m", "mkdocs", "serve", "--dev-addr", address]
        variables = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
        log = project / "serve.log"
        with log.open("wb") as said:
            server = subprocess.Popen(command, cwd=project, stdout=said, stderr=said, env=variables)
        try:
            began = time.monotonic()
            while "Serving on" not in log.read_text("utf-8"):
                if server.poll() is not None or time.monotonic() - began > PATIENCE_S:
                    raise SystemExit(f"the server did not start:\n{log.read_text('utf-8')}")
                time.sleep(0.2)
            yield project, f"http://{address}/"
        finally:
            server.terminate()
            server.wait()


def edits(case: Case, project: Path, address: str, page: Page, count: int) -> Iterator[tuple[float, int]]:
    """Of each edit the seconds from the save until the page says it, and how many times the page was loaded for it."""
    loads: list[float] = []
    page.on("load", lambda _: loads.append(time.monotonic()))
    page.goto(address + case.page)
    page.wait_for_timeout(SETTLED_MS)
    file = project / "model" / case.file
    text = file.read_text("utf-8")
    assert case.sentence in text
    for number in range(count):
        new, before = f"Edited sentence number {number}, quite new.", len(loads)
        began = time.monotonic()
        file.write_text(text.replace(case.sentence, new), encoding="utf-8")
        page.wait_for_function(
            "words => document.body && document.body.innerText.includes(words)",
            arg=new,
            polling=10,
            timeout=PATIENCE_S * 1000,
        )
        took = time.monotonic() - began
        page.wait_for_timeout(SETTLED_MS)
        yield took, len(loads) - before


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--edits", type=int, default=5)
    parser.add_argument("--estates", type=int, nargs="*", default=[100, 1000])
    asked = parser.parse_args()
    cases: Sequence[Case] = [shipped(), *map(estate, asked.estates)]
    print("| project | edits | seconds, median | least | most | reloads for each |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for case in cases:
            with served(case) as (project, address):
                found = list(edits(case, project, address, browser.new_page(), asked.edits))
            took = [seconds for seconds, _ in found]
            reloads = ", ".join(map(str, sorted({loads for _, loads in found})))
            figures = f"{statistics.median(took):.2f} | {min(took):.2f} | {max(took):.2f}"
            print(f"| {case.name} | {len(took)} | {figures} | {reloads} |", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
