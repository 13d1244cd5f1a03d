"""A small system, with pictures in the shape that the drawing stage gives: what the tests of the site read."""

from __future__ import annotations

from html import escape
from pathlib import Path
from textwrap import dedent

from archdeck.model import Model
from archdeck.model.systems import read_model
from archdeck.pages.book import Picture, SystemPages
from archdeck.views.makers import views
from archdeck.views.view import View

SHOP = dedent("""\
    system:
      {name: Shop, title: A small shop, summary: Sells things., description: It **sells** things., owner: Shop team}
    tiers: {users: {}, edge: {}, web: {says: Pages.}, data: {}}
    requirements:
      zone-loss:
        says: No downtime if a zone fails.
        pillar: reliability
        target: {survives: zone, rpo: 0s}
        met_by: {db: a standby, web: }
    components:
      users: {kind: users, tier: users, name: Shoppers, summary: People who buy.}
      dns: {kind: aws.global-accelerator, tier: edge, name: Shop DNS, summary: Hosts it., why: One name for everything.}
      web: {kind: aws.ec2, tier: web, name: Web servers, description: "They run the *shop*:\\n\\n- pages\\n- carts"}
      db:
        kind: aws.rds
        tier: data
        name: Orders database
        summary: Keeps the orders.
        say: It survives a zone.
        note: Test the failover.
        owner: Data team
        config: {Engine: PostgreSQL 16}
        addresses: [aws_db_instance.orders, "module.db.aws_kms_key.*[0]"]
        recovery: {promote: 90s, says: It fails over **by itself**.}
    relations:
      visit-dns: {from: users, to: dns}
      dns-web: {from: dns, to: web, label: dynamic, encryption: TLS 1.2+}
      web-db: {from: web, to: db, kind: data, label: SQL}
    environments:
      prod:
        name: Production
        summary: What shoppers see.
        places:
          us-east-1: {kind: region, name: N. Virginia}
          vpc: {kind: vpc, in: us-east-1}
          a: {kind: zone, in: vpc, runs: {web: {count: 2}, db: {role: primary}}}
          b: {kind: zone, in: vpc, runs: {web: {count: 2}, db: {role: standby, sync: true}}}
      dev:
        name: Development
        extends: prod
        because: One zone is enough to develop against.
        places: {a: {runs: {web: {count: 1}, db: {role: null, because: Test data only}}}, b: null}
    flows:
      visit:
        name: A visit
        summary: A shopper opens a page.
        steps:
          1: {from: users, to: dns, says: Shoppers ask for the address.}
          2: {from: dns, to: web, says: The page is made., note: Use `HTTPS`.}
          3: {from: web, to: db, says: Orders are kept.}
    overlays:
      web-asg: {kind: auto-scaling-group, name: Web Auto Scaling group, members: [web], scale: 2 to 12, why: Peaks}
    drills:
      zone-a: {name: Zone a fails, environment: prod, down: [a], expect: {visit: survives}}
    topics:
      safety:
        name: Safety of orders
        says: Two layers *matter*.
        columns: [Layer, Setting]
        shows: flow.visit in dev
        rows: {At rest: {says: Encrypted <always>, about: [db]}, Web servers: Patched weekly}
      advice: {about: [db, web], rows: {Right sizes: Look twice a year., Peaks: {says: Scale., about: [web, dns]}}}
    story:
      need: {title: What was asked for, shows: requirements, say: They sell all day.}
      walk: {title: A visit, shows: flow.visit in prod, say: "Follow *the* numbers.\\n\\nThey end at the data."}
      loss: {title: A zone fails, shows: drill.zone-a}
      safe: {title: How safe it is, shows: topic.safety}
    """)


def model_of(source: str, folder: Path) -> Model:
    file = folder / "shop.yaml"
    file.write_text(source)
    return read_model("shop", file)


def pages_of(model: Model) -> SystemPages:
    return SystemPages(model, {v.id: Picture(v, drawing(v)) for v in views(model)})


def drawing(view: View) -> str:
    """An SVG with the classes and attributes of the real one: a row of boxes for every group, straight arrows."""
    rows = list(dict.fromkeys(b.group for b in view.boxes))
    at = {b.id: (200 + 180 * b.column, 250 + 260 * rows.index(b.group)) for b in view.boxes}
    parts = []
    for a in view.arrows:
        (x1, y1), (x2, y2) = at.get(a.source, (900, 540)), at.get(a.target, (900, 540))
        badge = f'<g class="badge" data-step="{a.step}"><circle cx="{(x1 + x2) / 2}" cy="{(y1 + y2) / 2}" r="18"/></g>'
        parts += [
            f'<g class="edge kind-{a.kind}" id="{view.id}--{a.id}" data-relations="{" ".join(a.relations)}">',
            f'<path d="M{x1} {y1}L{x2} {y2}" stroke="#232F3E" stroke-width="3" fill="none"/></g>',
            f'<g class="edge-words" data-edge="{view.id}--{a.id}">{badge if a.step else ""}</g>',
        ]
    for b in view.boxes:
        x, y = at[b.id]
        parts += [
            f'<g class="node" id="{view.id}--{b.id}" data-component="{b.component}"><title>{escape(b.title)}</title>',
            f'<rect x="{x - 40}" y="{y - 40}" width="80" height="80" fill="#ED7100"/>',
            f'<text x="{x}" y="{y + 70}" text-anchor="middle" font-size="22">{escape(b.title)}</text></g>',
        ]
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1920 1080" role="img" '
        f'aria-labelledby="{view.id}--title">'
        f'\n<title id="{view.id}--title">{escape(view.title)}</title>\n{body}\n</svg>\n'
    )
