"""A model with a word in every field to the same model with words in them that want to be more than text."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from archdeck.answers.checks import check
from archdeck.answers.rules.linting import lint
from archdeck.answers.sarif import sarif_log
from archdeck.language.problems import ModelError, Problem
from archdeck.model import Model
from archdeck.model.as_json import model_json
from archdeck.model.systems import read_model

Way = tuple[Any, ...]  # keys that lead to a value, from the top; one more, KEY, where the last key itself is meant
KEY = object()
RICH = """\
system: {name: Shop, title: A shop, summary: Sells, description: It sells, owner: Team, source: A list,
  waive: {no-owner: {because: It is small, until: 2099-01-01}}}
tiers: {users: {}, web: {name: Servers, says: Pages}, data: {}}
kinds:
  mail: {name: Mail, scope: global, icon: onprem.client.Client, category: Other, says: Letters}
requirements:
  zone-loss:
    {name: No loss, says: Stays up, pillar: reliability, target: {survives: zone, rto: 2m},
    met_by: {web: Two, db: Copy}}
  law: {says: As the law says, pillar: security, target: {standard: PCI, text: Level 1}, met_by: [db]}
components:
  customers: {kind: users, tier: users, name: Shoppers}
  dns: {kind: aws.route53, tier: users, label: Names}
  web:
    {kind: aws.ec2, tier: web, name: Web, label: Web, summary: Sells, description: It sells, why: It must, say: Look,
    config: {Size: m7g}, owner: Team, note: Ask, tags: [shop],
    waive: {no-monitoring: {because: Later, until: 2099-01-01}}}
  db:
    {kind: aws.rds, tier: data, recovery: {promote: 90s, says: By itself},
    waive: {no-backup: {because: Kept, until: 2099-01-01}}}
  mail: {kind: mail, tier: web}
relations:
  ask: {from: customers, to: dns, label: asks, from_label: here, to_label: there, says: It asks, note: Yes}
  go: {from: dns, to: web, encryption: TLS 1.3, protocol: HTTPS, tags: [shop]}
  store: {from: web, to: db, kind: data, label: SQL, only: [prod]}
environments:
  prod:
    name: Production
    summary: Seen
    description: By all
    places:
      us-east-1: {kind: region, name: Virginia, note: East}
      vpc: {kind: vpc, in: us-east-1, technology: IPv4}
      a: {kind: zone, in: vpc, runs: {web: {count: 2, label: Left, config: {Size: big}}, db: {role: primary}}}
      b: {kind: zone, in: vpc, runs: {web: {count: 2}, db: {role: standby, sync: true, because: A copy}}}
    without: {mail: not here}
  dev:
    extends: prod
    because: Enough
    places: {b: null, a: {because: One, runs: {web: {count: 1}}}}
overlays:
  asg: {kind: auto-scaling-group, name: Servers, members: [web], scale: 2 to 4, says: It grows, why: Peaks, say: See}
flows:
  buy:
    name: Buying
    summary: Somebody buys
    description: And pays
    steps:
      1: {from: customers, to: dns, says: They ask, note: Slow}
      2: {from: dns, to: web, says: A page, if: there is one}
      3: {from: web, to: db, says: Kept, only: [prod]}
drills:
  zone: {name: A zone falls, says: It may, environment: prod, down: [a], expect: {buy: survives}}
topics:
  safety: {name: Safety, says: Two, columns: [Layer, Set], rows: {At rest: {says: Locked, about: [web]}, Way: TLS}}
story:
  need: {title: The need, shows: requirements, say: They sell}
  walk: {title: A visit, shows: flow.buy in prod, say: One by one}
  safe: {title: Safe, shows: topic.safety}
views:
  prod: {title: Production, subtitle: All of it}
"""
HIT = "window.hit=1"
FAR = "https://evil.invalid/x"
PAYLOADS = [
    f"<script>{HIT}</script>",
    f"<img src={FAR} onerror={HIT}>",
    f"<img src=x onerror={HIT}>",
    f"\"><svg onload={HIT}>",
    f"' onmouseover='{HIT}",
    f"]]><script>{HIT}</script>",
    f"--><script>{HIT}</script>",
    f"</title></text></svg><script>{HIT}</script>",
    f"</style><script>{HIT}</script>",
    f"</script><script>{HIT}</script>",
    f"</textarea><img src={FAR}>",
    f"&lt;img src={FAR} onerror={HIT}&gt;",
    f"&#60;script&#62;{HIT}&#60;/script&#62;",
    f"![x]({FAR}.png)",
    f"a \\![x]({FAR}.png) b",
    f"[x](javascript:{HIT})",
    f"[x]: {FAR} 'y'",
    f"<a href=\"javascript:{HIT}\">x</a>",
    f"<iframe srcdoc='<script>top.{HIT}</script>'>",
    f"<style>@import '{FAR}.css'</style>",
    f"<object data={FAR}></object><embed src={FAR}>",
    f"<image href=\"{FAR}.png\"/><use href=\"{FAR}#a\"/>",
    f"<?xml-stylesheet href=\"{FAR}.css\"?>",
    f"<!DOCTYPE x [<!ENTITY y SYSTEM \"{FAR}\">]>&y;",
    '--8<-- "/etc/passwd"',
    "{{ 7*7 }}{% include '/etc/passwd' %}",
    f"{{: onclick={HIT} }}",
    "}; digraph { a -> b } \\N \\G \\E [URL=\"x\"]",
    "=cmd|' /C calc'!A0",
    "\u202eevil\u202c \u200b \ufeff \ufffe x",
    "%s %n {0} ${HIT} $(id) `id`",
    "<br>|<b>bold</b>|\\|",
]  # fmt: skip


def leaves(tree: Any, way: Way = ()) -> Iterator[Way]:
    """The ways to all texts in a tree, and to all keys."""
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in items:
        if isinstance(key, str):
            yield (*way, key, KEY)
        if isinstance(value, str):
            yield (*way, key)
        yield from leaves(value, (*way, key))


def changed(tree: Any, way: Way, words: Any) -> Any:
    """The same with other words at the end of a way."""
    new = copy.deepcopy(tree)
    put(new, way, words)
    return new


def put(tree: Any, way: Way, words: Any) -> None:
    here = tree
    keys = way[:-2] if way[-1] is KEY else way[:-1]
    for key in keys:
        here = here[key]
    if way[-1] is KEY:
        renamed = {words if key == way[-2] else key: value for key, value in here.items()}
        here.clear()
        here.update(renamed)
    else:
        here[way[-1]] = words


def written(tree: Any) -> str:
    """By the writer in C where it can: it knows no half letters."""
    asked: dict[str, Any] = {"sort_keys": False, "allow_unicode": True, "width": 1000}
    try:
        return str(yaml.dump(tree, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), **asked))
    except UnicodeEncodeError:
        return str(yaml.safe_dump(tree, **asked))


def outcome(folder: Path, text: str) -> Model | tuple[Problem, ...]:
    """What comes of a file: a model of which all can be asked, or problems that are one line each, of a place in it."""
    path = folder / "shop.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        model = read_model("shop", path)
    except ModelError as error:
        lines = re.split("\r\n|[\n\r\x85\u2028\u2029]", text)
        for problem in error.problems:
            where = problem.where
            good = where.path.endswith("shop.yaml") and 1 <= where.line <= len(lines) + 1 and where.column >= 1
            if not good or "\n" in str(problem):
                raise AssertionError(f"{problem!r} is not one line about a place in the file") from None
        return error.problems
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise AssertionError("half a letter got through")
    check(model)
    sarif_log(lint(model, date(2026, 6, 1)).problems, [])
    model_json(model)
    return model


@cache
def fields(folder: Path) -> tuple[Way, ...]:
    """The ways to all that may say anything: where other words leave the model valid."""
    tree = yaml.safe_load(RICH)
    return tuple(
        way for way in leaves(tree) if isinstance(outcome(folder, written(changed(tree, way, "Other words, 1"))), Model)
    )


def filled(folder: Path, turn: int) -> tuple[str, int]:
    """The model with a payload in every field, another one in each `turn`; how many fields that were."""
    tree, count = yaml.safe_load(RICH), 0
    for number, way in sorted(enumerate(fields(folder)), key=lambda found: (found[1][-1] is KEY, -len(found[1]))):
        words = f"{PAYLOADS[(number + turn) % len(PAYLOADS)]} {number}"
        there = changed(tree, way, words)
        if isinstance(outcome(folder, written(there)), Model):
            tree, count = there, count + 1
    return written(tree), count


# ------------------------------------------------------------------------------------------- at random

ODD = [
    *PAYLOADS,
    "",
    " ",
    "null",
    "~",
    "-1",
    "0",
    "1e400",
    "9" * 5000,
    "true",
    "2026-02-30",
    "99999999999999d",
    "../x.png",
    "x.svg",
    "index",
    "con",
    "aux",
    "a" * 300,
    "é",
    "İ",
    "\ud83d\ude00",
    "\x00",
    "\x1b[31m",
    "\x85",
    "\u2028",
    "a\nb",
    "\t",
    "*x",
    "&x y",
    "<<",
    "{",
    "]",
    "|",
    ">",
    "!!python/object:os.system {}",
    "!!binary eA==",
    "? x",
    "- x",
    "%TAG",
    "...",
    "diagrams.cli.Main",
    "os.path.Path",
    "web",
    "db",
    "prod",
    "dev",
    "a",
    "vpc",
    "buy",
    "zone",
    "primary",
    "aws.rds",
    "flow.buy in prod",
]
SHAPES: list[Any] = [
    None,
    True,
    0,
    -1,
    10**30,
    1.5,
    float("inf"),
    [],
    {},
    [[]],
    {"": ""},
    [None],
    {"a": {"a": {"a": 1}}},
]


@cache
def read_rich() -> Any:
    """The model as YAML has it."""
    return yaml.safe_load(RICH)


def mutated(seed: int) -> str:
    """The model with a few changes that nobody would make: other values, keys and shapes, and then other letters."""
    chance = random.Random(seed)
    tree = copy.deepcopy(read_rich())
    for _ in range(chance.randint(0, 4)):
        ways = list(leaves(tree))
        way = chance.choice(ways)
        words = chance.choice(ODD) if way[-1] is KEY or chance.random() < 0.7 else copy.deepcopy(chance.choice(SHAPES))
        put(tree, way, words)
    text = yaml.safe_dump(tree, sort_keys=False, allow_unicode=True, width=1000)
    for _ in range(chance.randint(0 if text != RICH else 1, 3)):
        start = chance.randrange(len(text))
        end = start + chance.choice((0, 1, 2, 5, 40))
        text = text[:start] + chance.choice((*ODD, text[end : end + 80])) + text[end:]
    return text
