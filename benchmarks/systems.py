"""A number of systems to the models of as many, as a company has them: one or two services in production,
and each calls the next.

    .venv/bin/python benchmarks/systems.py 500 model/

Nothing in them is random, and no two are alike.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from estate import model

ENVIRONMENTS = ("prod",)
SIZES = (16, 23)  # components that the estate is asked for: one service, or two
LEFT_OUT = ("dns", "waf", "keys", "logs", "backups", "failed-jobs", "files")


def systems(number: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """The ids of so many systems with the mapping of each."""
    for k in range(1, number + 1):
        yield _id(k), _system(k, k % number + 1)


def _id(k: int) -> str:
    return f"system-{k:03d}"


def _system(k: int, called: int) -> dict[str, Any]:
    whole = model(SIZES[k % len(SIZES)])
    components = {id: one for id, one in whole["components"].items() if not id.endswith(LEFT_OUT)}
    for n, (id, one) in enumerate(components.items()):
        if id != "customers" and (k + n) % 3 == 0:
            one["name"] = f"{id.replace('-', ' ').capitalize()} {k}"
    ends = components.keys() | {"the-next"}
    relations = {id: r for id, r in whole["relations"].items() if {r["from"], r["to"]} <= ends}
    call = {"from": "orders-api", "to": "the-next", "label": f"asks {_id(called)}"}
    return whole | {
        "system": {"name": f"System {k}", "title": f"What team {k % 40} answers for", "owner": f"Team {k % 40}"},
        "components": {**components, "the-next": {"system": _id(called), "tier": "data"}},
        "relations": {**relations, "call-next": call},
        "environments": {id: _with_next(whole["environments"][id], components) for id in ENVIRONMENTS},
    }


def _with_next(environment: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    places = {
        id: place | {"runs": {c: of for c, of in place["runs"].items() if c in components}}
        for id, place in environment["places"].items()
    }
    return environment | {"places": places, "runs": {"the-next": {}}}


def write(number: int, folder: Path) -> None:
    """A file for each."""
    folder.mkdir(parents=True, exist_ok=True)
    yaml.SafeDumper.ignore_aliases = lambda *_: True  # type: ignore[assignment]
    for id, mapping in systems(number):
        text = yaml.safe_dump(mapping, sort_keys=False, allow_unicode=True, width=110)
        (folder / f"{id}.yaml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
