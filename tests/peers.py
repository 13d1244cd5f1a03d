"""The tools of others that read what is exported, where `.ci/run` put them: a test is skipped where one is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from house import ROOT

PEERS = Path(os.environ.get("ARCHDECK_PEERS", ROOT / ".peers"))


def _needed(path: Path) -> Path:
    if not path.exists():
        pytest.skip(f"no {path.relative_to(PEERS)}: `.ci/run` brings it")
    return path


def faults_of_plantuml(charts: Mapping[str, bytes], folder: Path) -> str:
    """What PlantUML says of the charts that it cannot read; it draws the others beside them."""
    jar = _needed(PEERS / "plantuml" / "plantuml-1.2026.8.jar")
    if not shutil.which("java") or not shutil.which("dot"):
        pytest.skip("no `java` or no `dot` on PATH")
    files = [_written(folder / f"{name}.puml", data) for name, data in charts.items()]
    called = ["java", "-Djava.awt.headless=true", "-jar", str(jar), "-tsvg", *map(str, files)]
    done = subprocess.run(called, capture_output=True, text=True, timeout=120)
    return done.stdout + done.stderr if done.returncode else ""


def faults_of_d2(charts: Mapping[str, bytes], folder: Path) -> str:
    """The same of D2."""
    program = _needed(PEERS / "d2" / "bin" / "d2")
    faults = []
    for name, data in charts.items():
        file = _written(folder / f"{name}.d2", data)
        done = subprocess.run([program, file, folder / f"{name}.svg"], capture_output=True, text=True, timeout=120)
        faults.append(done.stderr if done.returncode else "")
    return "".join(faults)


def drawn_by_mermaid(browser: Browser, charts: Mapping[str, bytes]) -> dict[str, Any]:
    """Of each chart the words that Mermaid shows, or what it says against it."""
    script = _needed(PEERS / "mermaid" / "mermaid.min.js")
    draw = """async text => {
        try { document.body.innerHTML = (await mermaid.render('chart', text)).svg }
        catch (error) { return String(error) }
        if (document.body.querySelector('script, .error-icon')) return 'a script, or an error'
        const words = [...document.querySelectorAll('.nodeLabel, .edgeLabel, .cluster-label')]
        return words.map(one => (one.innerText || '').replaceAll('\\u200b', '').replaceAll('\\n', ' '))
    }"""
    page = browser.new_page()
    page.add_script_tag(path=script)
    page.evaluate("mermaid.initialize({startOnLoad: false, securityLevel: 'strict'})")
    return {name: page.evaluate(draw, data.decode("utf-8")) for name, data in charts.items()}


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
