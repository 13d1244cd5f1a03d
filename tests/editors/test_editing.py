"""`archdeck lsp`, asked by a real client: `^` is where the cursor is in a text that was typed and not saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from editor import Editor, after
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from archdeck.answers import every_rule

SYSTEM = """\
system: {name: Shop, owner: Shop team}
environments:
  prod:
    stage: production
    places:
      eu: {kind: region}
      a: {kind: zone, in: eu, runs: {web: {}, db: {role: primary}}}
      b: {kind: zone, in: eu, runs: {web: {}, db: {role: standby, sync: true}}}
flows:
  buy: {name: A customer buys, steps: {1: {from: web, to: db, says: Orders}}}
drills:
  lost-a: {down: [a], expect: {buy: recovers}}
"""
PARTS = """\
components:
  web: {kind: aws.ec2, name: Shop 🛒, description: "Asks [[db]], never `[[db]]`", why: So}
  db:
    kind: aws.rds
    name: Orders
    summary: Keeps all orders
    why: So
relations:
  ask: {from: web, to: db, kind: data, encryption: TLS}
  ask-here: {from: web in a, to: db in a, kind: data, encryption: TLS}
"""
CELLS = "prod:\n  table: one\n  cells: |\n    web--a  db--a\n    web--b  db--b\n"


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """One editor for all, with a system of two files."""
    folder = tmp_path_factory.mktemp("project")
    shop = folder / "model" / "shop"
    shop.mkdir(parents=True)
    for name, text in {"system.yaml": SYSTEM, "parts.yaml": PARTS, "shop.cells.yaml": CELLS}.items():
        (shop / name).write_text(text, encoding="utf-8")
    made = Editor(folder)
    yield made
    made.stop()


def typed(editor: Editor, old: str, new: str, file: str = "parts.yaml") -> types.TextDocumentPositionParams:
    """A file with a part of it typed over, the other one as it is on the disk."""
    texts = {"parts.yaml": PARTS, "system.yaml": SYSTEM}
    for other in texts.keys() - {file}:
        editor.type(f"model/shop/{other}", texts[other])
    text = texts[file]
    assert text.count(old) == 1
    return editor.type(f"model/shop/{file}", text.replace(old, new))


def told_of(editor: Editor, file: str, what: str) -> list[str]:
    """What is told of a file, once it says so."""
    while True:
        found = editor.problems()
        if any(what in line for line in found.get(file, [])):
            return found[file]


# ------------------------------------------------------------------------------------------------ problems


def test_problems_are_told_while_typing(editor: Editor) -> None:
    """They stand where `archdeck check` tells them, also in a file that is not saved; and they go."""
    typed(editor, "from: web, to: db, kind", "from: web, to: dbx, kind")
    assert [line for line in told_of(editor, "parts.yaml", "'dbx'") if "error" in line] == [
        "9:24-27: error: 'dbx' is neither a component nor a place; did you mean 'db'? [unknown-component]",
    ]
    typed(editor, "    kind: aws.rds", "    kind: aws.rds\n    knd: x")
    assert [line for line in told_of(editor, "parts.yaml", "'knd'") if "error" in line] == [
        "5:5-8: error: component 'db' has no key 'knd'; did you mean 'kind'? [unknown-key]"
    ]
    typed(editor, "components:\n", "components: {\n")
    assert told_of(editor, "parts.yaml", "yaml-syntax") == [
        "3:3-5: error: a ',' or the closing '}' is missing before this, in the mapping that opens at "
        "model/shop/parts.yaml:1:13 [yaml-syntax]"
    ]
    editor.type("model/shop/parts.yaml", PARTS)
    assert [line for line in told_of(editor, "parts.yaml", "store-encryption") if "error" in line] == []


def test_another_yaml_file_is_left_alone(editor: Editor) -> None:
    at = editor.type("compose.yaml", "services:\n  web: {ima^ge: x}\n")
    assert editor.offered(at) == []
    assert editor.words(at) is None


# ------------------------------------------------------------------------------------------------ completion

OFFERED = {
    ("why: So}\n  db:", "why: So, waive: {no-w^}}\n  db:"): [*every_rule()],
    ("why: So}\n  db:", "why: So}\nenvironments: {dev: {extends: prod, places: {^}}}\n  db:"): ["eu", "a", "b"],
    ("why: So}\n  db:", "why: So}\nstory: {see: {shows: ^}}\n  db:"): [
        "prod", "flow.buy", "drill.lost-a", "component.web", "component.db",
    ],
    ("why: So}\n  db:", "why: So}\nflows: {buy: {steps: {2: {from: web, relation: ^}}}}\n  db:"): ["ask", "ask-here"],
    # the keys of a component that it lacks, in YAML that is none yet
    ("    name: Orders\n", "    name: Orders\n    ^\n"): [
        "system", "tier", "label", "icon", "description", "say", "config", "recovery", "needs", "availability", "sla",
        "owner", "note", "aside", "addresses", "tags", "waive",
    ],
    ("from: web, to: db, kind: data", "from: web, to: db, kind: ^"): [
        "request", "data", "replication", "backup", "failover", "control", "uses",
    ],
    ("from: web, to: db, kind", "from: ^, to: db, kind"): ["web", "db", "eu", "a", "b"],
    ("web in a, to: db in a", "web in a, to: db in ^"): ["eu", "a", "b"],
    ("Asks [[db]],", "Asks [[^"): ["web", "db"],
    ("ask-here: {", "ask-here: {only: [^], "): ["prod"],
}  # fmt: skip


@pytest.mark.parametrize("change", OFFERED)
def test_what_may_follow_is_offered(editor: Editor, change: tuple[str, str]) -> None:
    assert [item.label for item in editor.offered(typed(editor, *change))] == OFFERED[change]


def test_an_empty_file_offers_what_a_model_begins_with(editor: Editor) -> None:
    assert [item.label for item in editor.offered(editor.type("model/new.yaml", "^"))][:3] == [
        "system",
        "tiers",
        "kinds",
    ]


def test_places_offer_the_components_of_another_file(editor: Editor) -> None:
    found = editor.offered(typed(editor, "runs: {web: {}, db: {role: p", "runs: {^db: {role: p", "system.yaml"))
    edits = [item.text_edit.new_text for item in found if isinstance(item.text_edit, types.TextEdit)]
    assert edits == ["web: {}", "db: {}"]
    assert [item.detail for item in found] == ["Shop 🛒", "Orders"]


def test_kinds_are_offered_with_their_words(editor: Editor) -> None:
    found = {item.label: item for item in editor.offered(typed(editor, "    kind: aws.rds", "    kind: aws.r^"))}
    rds = found["aws.rds"]
    assert (rds.detail, rds.filter_text) == (
        "Amazon RDS",
        "aws.rds Amazon RDS relational database database db sql postgres mysql",
    )
    assert rds.documentation == (
        "A relational database (MySQL, PostgreSQL, Oracle, SQL Server …) that AWS installs, patches and backs up."
    )
    assert len(found) > 500


# ------------------------------------------------------------------------------------------------ words


def test_words_of_an_element_are_those_of_the_model(editor: Editor) -> None:
    assert editor.words(typed(editor, "from: web, to: db, kind", "from: web, to: d^b, kind")) == (
        "component db: Orders\n"
        "aws.rds: Amazon RDS (zonal, Database)\n"
        "prod: a (primary), b (standby)\n"
        "called by: web, web in a\n"
        "Keeps all orders\n"
        "So"
    )
    assert editor.words(typed(editor, "web in a", "web in ^a")) == "place a\nprod: zone in eu; runs web, db"
    assert editor.words(typed(editor, "{buy: recovers}", "{b^uy: recovers}", "system.yaml")) == (
        "flow buy: A customer buys\n1. web to db: Orders"
    )


def test_words_of_a_kind_and_of_a_key(editor: Editor) -> None:
    words = editor.words(typed(editor, "    kind: aws.rds", "    kind: aws.^rds"))
    assert str(words).split("\n")[:2] == [
        "aws.rds: Amazon RDS (zonal, Database)",
        "A relational database (MySQL, PostgreSQL, Oracle, SQL Server …) that AWS installs, patches and backs up.",
    ]
    assert editor.words(typed(editor, "encryption: TLS}\n  ask-here", "enc^ryption: TLS}\n  ask-here")) == (
        "encryption: How it is protected on the way, e.g. TLS 1.2+."
    )


# ------------------------------------------------------------------------------------------------ names


def test_a_definition_is_gone_to(editor: Editor) -> None:
    at = typed(editor, "web in a", "web in ^a")
    asked = types.DefinitionParams(text_document=at.text_document, position=at.position)
    assert editor.places(editor.run(editor.client.text_document_definition_async(asked))) == ["system.yaml:7:7-8"]


def test_an_id_is_renamed_everywhere(editor: Editor) -> None:
    """In all files: as a key, at the ends of relations, in places, after two brackets, in cells; not in code."""
    edit = editor.rename(typed(editor, "from: web, to: db, kind", "from: web, to: d^b, kind"), "orders")
    changes = {Path(uri).name: edits for uri, edits in (edit.changes or {}).items()} if edit else {}
    texts = {"parts.yaml": PARTS, "system.yaml": SYSTEM, "shop.cells.yaml": CELLS}
    assert {name: after(texts[name], list(edits)) for name, edits in changes.items()} == {
        "parts.yaml": PARTS.replace("Asks [[db]]", "Asks [[orders]]")
        .replace("  db:\n", "  orders:\n")
        .replace("to: db", "to: orders"),
        "system.yaml": SYSTEM.replace("db: {role", "orders: {role").replace("to: db", "to: orders"),
        "shop.cells.yaml": CELLS.replace("db--", "orders--"),
    }


@pytest.mark.parametrize(
    ("old", "new", "name", "why"),
    [
        ("to: db, kind", "to: d^b, kind", "web", "'web' is there already; take another id"),
        ("to: db, kind", "to: d^b, kind", "a", "'a' is there already; take another id"),
        (
            "to: db, kind", "to: d^b, kind", "My DB",
            "'My DB' cannot be an id: ids are lower-case letters and digits, joined by hyphens",
        ),
        ("to: db, kind", "to: db, ki^nd", "x", "there is no id of this model here"),
        (
            "components:", "compo^nents: {", "x",
            "mend this first: model/shop/parts.yaml:3:3: error: a ',' or the closing '}' is missing before this, in the"
            " mapping that opens at model/shop/parts.yaml:1:13 [yaml-syntax]",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_renamed_says_why(editor: Editor, old: str, new: str, name: str, why: str) -> None:
    at = typed(editor, old, new)
    with pytest.raises(JsonRpcException) as refused:
        editor.rename(at, name)
    assert str(refused.value) == why


def test_the_outline_of_a_file(editor: Editor) -> None:
    at = editor.type("model/shop/system.yaml", SYSTEM)
    asked = types.DocumentSymbolParams(at.text_document)
    found = editor.run(editor.client.text_document_document_symbol_async(asked))

    def lines(symbols: object, deep: int = 0) -> Iterator[str]:
        for symbol in symbols if isinstance(symbols, list | tuple) else ():
            yield f"{'  ' * deep}{symbol.name} {symbol.range.start.line + 1}-{symbol.range.end.line + 1}"
            yield from lines(symbol.children, deep + 1)

    assert list(lines(found)) == [
        "system 1-1", "environments 2-8", "  prod 3-8", "    stage 4-4", "    places 5-8", "      eu 6-6",
        "      a 7-7", "      b 8-8", "flows 9-10", "  buy 10-10", "drills 11-12", "  lost-a 12-12",
    ]  # fmt: skip
