"""Ids of a model and where they stand: the map of the language is whole, and each is found in its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import pytest
from pydantic import BaseModel

from archdeck.language import choices_at, keys_at, linked_ids, says_of
from archdeck.language.loading import load
from archdeck.language.references import DECLARED, NAMED, references
from archdeck.language.scalars import END_PATTERN, ID_PATTERN, STEP_PATTERN
from archdeck.language.shapes import ModelShape

PATTERNS = {ID_PATTERN, END_PATTERN, STEP_PATTERN}


def _patterns(annotation: Any) -> Iterator[tuple[str, str]]:
    """The patterns of ids in an annotation, each with the path to them from there."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        found = [getattr(part, "pattern", None) for part in annotation.__metadata__]
        yield from (("", pattern) for pattern in found if pattern in PATTERNS)
        yield from _patterns(arguments[0])
    elif origin is dict:
        yield from ((".#", pattern) for _, pattern in _patterns(arguments[0]))
        yield from ((f".*{path}", pattern) for path, pattern in _patterns(arguments[1]))
    elif origin is list:
        yield from ((".#", pattern) for _, pattern in _patterns(arguments[0]))
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            whole = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
            yield from ((f".{field.alias or name}{path}", pattern) for path, pattern in _patterns(whole))
    else:
        for argument in arguments:
            yield from _patterns(argument)


def test_every_id_of_the_language_is_on_the_map() -> None:
    """Whatever the shapes hold to be an id is declared or names something, and is complete, explained and renamed."""
    ids = {path.removeprefix(".") for path, _ in _patterns(ModelShape)}
    lacking = ids - NAMED.keys() - {f"{path}.#" for path in DECLARED}
    assert lacking == set()
    assert len(ids) > 60


def test_every_path_of_the_map_is_one_of_the_language() -> None:
    """Each of its keys is one of the mapping that it stands in."""
    wrong = []
    for path in [*NAMED, *DECLARED]:
        parts = [part for part in path.split(".") if part != "#"]
        for k, part in enumerate(parts):
            keys = keys_at(parts[:k])
            if part != "*" and part not in keys:
                wrong.append(f"{path}: {part}")
    assert wrong == []


MODEL = """\
system: {name: Shop}
components:
  web: {kind: aws.ec2, tier: front}
  "db": {kind: aws.rds, description: "After [[web]], not `[[web]]`"}
relations:
  ask: {from: web in a, to: db}
environments:
  prod: {places: {a: {kind: zone, runs: {web: {}, db: {role: primary}}}}}
flows:
  buy: {steps: {1: {from: web, to: db}, 2: {at: 'db in a'}, 3: {from: db, to: db, relation: db-standby}}}
views:
  loss-db--prod: {title: Gone}
  mine: {shows: buy--prod}
story:
  see: {title: See, shows: flow.buy in prod}
"""


def test_ids_stand_where_they_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("shop.yaml").write_text(MODEL, encoding="utf-8")
    found = references(load(Path("shop.yaml")).written)
    told = [
        f"{one.where.line}:{one.where.column}+{one.into} {one.id} {'declares' if one.declares else 'names'}"
        f" {'|'.join(one.sections)}"
        for one in found
        if "kinds" not in one.sections
    ]
    assert told == [
        "3:3+0 web declares components",
        "3:30+0 front names tiers",
        "4:3+0 db declares components",
        "6:3+0 ask declares relations",
        "6:15+0 web names components",
        "6:15+7 a names places",
        "6:29+0 db names components|places",
        "8:3+0 prod declares environments",
        "8:19+0 a declares places",
        "8:42+0 web names components",
        "8:51+0 db names components",
        "10:3+0 buy declares flows",
        "10:17+0 1 declares steps",
        "10:27+0 web names components|places",
        "10:36+0 db names components|places",
        "10:41+0 2 declares steps",
        "10:49+0 db names components",
        "10:49+6 a names places",
        "10:61+0 3 declares steps",
        "10:71+0 db names components|places",
        "10:79+0 db names components|places",
        "10:93+0 db names components",
        "10:93+0 db-standby names relations",
        "12:3+0 loss-db--prod names environments|flows|views",
        "12:3+5 db names places|components",
        "12:3+9 prod names environments",
        "13:3+0 mine names environments|flows|views",
        "13:3+0 mine declares views",
        "13:17+0 buy names flows",
        "13:17+0 buy--prod names environments|flows|views",
        "13:17+5 prod names environments",
        "15:3+0 see declares story",
        "15:28+0 flow.buy in prod names environments|flows|views",
        "15:28+5 buy names flows",
        "15:28+12 prod names environments",
    ]


def test_links_stand_outside_of_code() -> None:
    """
    description: |
      See [[web]] and `[[not]]`.

      ```
      [[not-here]]
      ```
    note: "[[db|the database]]"
    """
    text = test_links_stand_outside_of_code.__doc__ or ""
    assert [(one.where.line, one.into, one.id) for one in linked_ids(text, "shop.yaml")] == [
        (3, 12, "web"),
        (8, 13, "db"),
    ]


def test_what_may_be_written_at_a_path() -> None:
    assert list(keys_at(("relations", "ask"))) == [
        "from", "to", "kind", "label", "from_label", "to_label", "says", "role", "encryption", "protocol", "every",
        "lag", "after", "needs", "only", "note", "addresses", "tags", "waive",
    ]  # fmt: skip
    assert list(keys_at(("relations",))) == []
    assert choices_at(("relations", "ask", "kind")) == (
        "request", "data", "replication", "backup", "failover", "control", "uses",
    )  # fmt: skip
    assert choices_at(("views", "prod", "layout")) == ("grid", "auto")
    assert choices_at(("views", "prod", "hidden")) == ("true", "false")
    assert choices_at(("drills", "zone-a", "expect", "buy")) == ("survives", "degraded", "recovers", "delayed", "lost")
    assert says_of(("environments", "prod", "places", "a", "in")) == "The place around it."
    assert says_of(("environments", "prod", "nowhere", "a", "in")) == ""
