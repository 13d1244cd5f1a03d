"""Where a place in half-written text is: the text before `^` of each example, and what is found there."""

from __future__ import annotations

import pytest

from archdeck.editors.cursor import At, Cursor, cursor

PLACES = {
    "^": Cursor(At.KEY, (), "", 0),
    "comp^": Cursor(At.KEY, (), "comp", 0),
    "components:\n  ^": Cursor(At.KEY, ("components",), "", 2),
    "components:\n  web:\n    ki^": Cursor(At.KEY, ("components", "web"), "ki", 4),
    "components:\n  web:\n    kind: aws.e^": Cursor(At.VALUE, ("components", "web", "kind"), "aws.e", 10),
    "components:\n  web:\n    kind: aws.ec2\n  db: {^": Cursor(At.KEY, ("components", "db"), "", 7, False),
    "components:\n  db: {kind: aws.rds, ti^": Cursor(At.KEY, ("components", "db"), "ti", 22, False),
    "components:\n  db: {kind: aws.rds, tier: ^": Cursor(At.VALUE, ("components", "db", "tier"), "", 28, False),
    # over several lines, past commas, colons and braces in quotes
    "relations:\n  ask: {says: 'a, b: {c',\n    from: web, to: d^": Cursor(
        At.VALUE, ("relations", "ask", "to"), "d", 19, False
    ),
    "environments:\n  prod:\n    places:\n      a: {kind: zone, runs: {web: {}, ^": Cursor(
        At.KEY, ("environments", "prod", "places", "a", "runs"), "", 38, False
    ),
    "relations:\n  ask:\n    from: web in ^": Cursor(At.VALUE, ("relations", "ask", "from"), "web in ", 10),
    # lists, in brackets and line by line, as deep as their key or deeper
    "overlays:\n  asg: {members: [web, ^": Cursor(At.ITEM, ("overlays", "asg", "members"), "", 23, False),
    "overlays:\n  asg:\n    members:\n    - web\n    - d^": Cursor(At.ITEM, ("overlays", "asg", "members"), "d", 6),
    "overlays:\n  asg:\n    members:\n      - ^": Cursor(At.ITEM, ("overlays", "asg", "members"), "", 8),
    # out of what is around it again
    "flows:\n  buy:\n    steps:\n      1: {from: web}\n  ^": Cursor(At.KEY, ("flows",), "", 2),
    "flows:\n  buy: {}\n\n# a note: here\ndrills:\n  ^": Cursor(At.KEY, ("drills",), "", 2),
    # a text of several lines is no place for keys, but for links
    "components:\n  web:\n    description: |\n      Note: ^": Cursor(At.TEXT, (), "", 12),
    "components:\n  web:\n    description: |\n      See [[d^": Cursor(At.LINK, (), "d", 12),
    "components:\n  web:\n    description: |\n      See\n    ^": Cursor(At.KEY, ("components", "web"), "", 4),
    "components:\n  web: {note: 'see [[^": Cursor(At.LINK, (), "", 21),
    'components:\n  "web":\n    tags: [a]\n    ^': Cursor(At.KEY, ("components", "web"), "", 4),
    "system: {name: x}^": Cursor(At.TEXT, (), "", 17),
}


@pytest.mark.parametrize("text", PLACES)
def test_where_a_place_is(text: str) -> None:
    lines = text.removesuffix("^").split("\n")
    assert cursor(lines, len(lines) - 1, len(lines[-1])) == PLACES[text]
