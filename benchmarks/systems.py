"""A number of systems to the models of as many, as a company has them: each of one to three services in two
environments, each calling the next.

    .venv/bin/python benchmarks/systems.py 500 model/

Nothing in them is random, and no two are alike.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from estate import SHARED, model

ENVIRONMENTS = ("prod", "dev")
SIZES = (16, 23, 30)


def systems(number: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """The ids of so many systems with the mapping of each."""
    for k in range(1, number + 1):
        yield _id(k), _system(k, k % number + 1)


def _id(k: int) -> str:
    return f"system-{k:03d}"


def _system(k: int, called: int) -> dict[str, Any]:
    whole = model(SIZES[k % len(SIZES)])
    for id in SHARED:
        if id not in ("customers", "entrance", "cdn", "dns") and k % (2 + len(id)) == 0:
            whole["components"][id]["summary"] = f"As system {k} uses it"
    next_one = {"system": _id(called), "tier": "data"}
    call = {"from": "orders-api", "to": "the-next", "label": f"asks {_id(called)}"}
    environments = {id: whole["environments"][id] for id in ENVIRONMENTS}
    for environment in environments.values():
        environment["runs"] = {"the-next": {}}
    return whole | {
        "system": {"name": f"System {k}", "title": f"The {k}th system of a company", "owner": f"Team {k % 40}"},
        "components": {**whole["components"], "the-next": next_one},
        "relations": {**whole["relations"], "call-next": call},
        "environments": environments,
    }


def write(number: int, folder: Path) -> None:
    """A file for each."""
    folder.mkdir(parents=True, exist_ok=True)
    yaml.SafeDumper.ignore_aliases = lambda *_: True  # type: ignore[assignment]
    for id, mapping in systems(number):
        text = yaml.safe_dump(mapping, sort_keys=False, allow_unicode=True, width=110)
        (folder / f"{id}.yaml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
