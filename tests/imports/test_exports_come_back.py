"""What is exported comes back: the same kinds, places and relations, as far as the format holds them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from drafts import imported_text

from archdeck.library import load
from house import ROOT


def back(text: str, name: str, folder: Path) -> dict[str, Any]:
    """What is imported, as a model that is valid."""
    done = imported_text(text, name=name)
    (folder / "shop").mkdir()
    for file, body in done.files.items():
        (folder / "shop" / file).write_text(body, encoding="utf-8")
    return load(folder / "shop").json()


@pytest.mark.parametrize("name", ["africa-portal", "shopmaster", "tiered-web-app", "../tests/models/iot-fleet.yaml"])
def test_a_workspace_of_structurizr_is_the_same_model(name: str, tmp_path: Path) -> None:
    """Ids, kinds, places, how many run where in which role, and what leads where."""
    system = load(ROOT / "model" / name)
    was = system.json()
    found = back(system.export("structurizr").decode(), "workspace.json", tmp_path)
    assert {id: c["kind"] for id, c in found["components"].items()} == {
        id: c["kind"] for id, c in was["components"].items()
    }
    assert sorted(ends(found)) == sorted(ends(was))
    names = {e.name.lower().replace(" ", "-"): e.id for e in system.model.environments}
    assert {names.get(id, id) for id in found["environments"]} == set(was["environments"])
    for id, environment in found["environments"].items():
        before = was["environments"][names.get(id, id)]
        assert {p: (b["kind"], b["in"]) for p, b in environment["places"].items()} == {
            p: (b["kind"], b["in"]) for p, b in before["places"].items()
        }
        assert runs(environment) == runs(before)


def ends(model: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What leads where, but for what follows from roles."""
    return [(r["from"], r["to"], r["kind"]) for r in model["relations"].values() if r["from"] != r["to"]]


def runs(environment: dict[str, Any]) -> set[tuple[Any, ...]]:
    return {
        (i["component"], i["place"], i["count"], i["role"]) for i in environment["instances"].values() if i["count"]
    }


@pytest.mark.parametrize("name", ["africa-portal", "shopmaster"])
def test_a_chart_of_mermaid_has_the_same_kinds_and_places(name: str, tmp_path: Path) -> None:
    """Of all that its picture shows: ids are those of names, for a chart has no others."""
    system = load(name, ROOT / "model")
    picture = system.draw("prod")
    found = back(picture.data("mermaid").decode(), "prod.mmd", tmp_path)
    shown = {b.component for b in picture._view.boxes}
    was = {c.id: c for c in system.model.components if c.id in shown}
    names = {c["name"]: c["kind"] for c in found["components"].values()}
    assert {c.name: names.get(c.name) for c in was.values()} == {c.name: c.kind.id for c in was.values()}
    before = system.json()["environments"]["prod"]["places"].values()
    places = found["environments"]["prod"]["places"].values()
    assert sorted(p["kind"] for p in places) == sorted(p["kind"] for p in before)
    called = {id: c["name"] for id, c in found["components"].items()}
    back_again = {(called[a], called[b]) for a, b, _ in ends(found)}
    drawn = {r for a in picture._view.arrows for r in a.relations}
    wanted = {(r.source.name, r.target.name) for r in system.model.relations if r.id in drawn and r.source != r.target}
    assert wanted - back_again == set()
