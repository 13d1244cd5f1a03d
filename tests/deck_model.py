"""A system of a shop that says of everything a little, for decks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from archdeck.answers import lint
from archdeck.deck import deck, plan
from archdeck.deck.drawing import Deck
from archdeck.layout import with_parts
from archdeck.model import Model, read_model
from archdeck.paint import Layouts
from archdeck.views import views

SHOP = """
system: {name: "Shop & Co", title: Sells presents, summary: Two zones., source: "the shop's wiki"}
tiers: [users, web, data]
components:
  customers: {kind: users, tier: users}
  web: {kind: aws.ec2, tier: web}
  db: {kind: aws.rds, tier: data, name: Orders, recovery: {promote: 90s}}
relations:
  visit: {from: customers, to: web, label: HTTPS}
  orders: {from: web, to: db, kind: data}
environments:
  prod:
    summary: Everything twice
    places:
      eu: {kind: region, name: Frankfurt}
      a: {kind: zone, in: eu, runs: {web: {count: 2}, db: {role: primary}}}
      b: {kind: zone, in: eu, runs: {web: {count: 2}, db: {role: standby, sync: true}}}
  dev: {places: {z: {kind: zone, runs: {web: {}, db: {}}}}}
flows:
  buy:
    name: A customer buys
    steps: {1: {from: customers, to: web, says: She asks for a page}, 2: {from: web, to: db}}
requirements:
  up: {name: Always open, says: It sells while a zone fails, target: {survives: zone, rto: 1m, rpo: 0s}}
  quick: {name: Quick, says: Pages are quick, target: {latency: 100ms}}
drills:
  zone-a: {name: Zone a fails, says: Half of it is gone., environment: prod, down: [a]}
"""
STORY = """
story:
  need: {title: What was asked for, shows: requirements, say: Listen.}
  walk: {title: An order, shows: flow.buy in prod, say: Follow the numbers.}
  fall: {title: When zone a fails, shows: drill.zone-a}
  end: {title: Thank you, say: Questions?}
"""


def shop(folder: Path, more: str = "") -> Model:
    file = folder / "shop.yaml"
    file.write_text(SHOP + more, encoding="utf-8")
    return read_model("shop", file)


def deck_of(model: Model) -> Deck:
    layouts = Layouts()
    found = with_parts(map(layouts.shown, views(model)), layouts.of, layouts.fits)
    return deck(plan(model, found, lint(model, date(2026, 11, 30)).findings), layouts)
