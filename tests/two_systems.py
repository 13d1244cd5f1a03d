"""A project of systems that name each other, and what is read of it: for tests of the landscape."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from archdeck.answers.landscape import Landscape, landscape
from archdeck.model.systems import find_systems, read_model

SHOP = """
system: {name: Web shop, summary: Sells things, owner: Shop team}
components:
  customers: {kind: users, name: Customers}
  web: {kind: aws.ec2, name: Shop front, summary: Sells}
  money: {system: payments}
relations:
  visit: {from: customers, to: web, label: browse}
  charge: {from: web, to: money, label: Charge cards, says: Takes the money.}
  refund: {from: web, to: money, label: refunds}
environments: {prod: {runs: {web: {}}}}
"""
PAYMENTS = """
system: {name: Payments, summary: Takes money, owner: Money team, icon: aws.rds}
components:
  customers: {kind: users, name: Customers}
  api: {kind: aws.api-gateway, name: Payment API, summary: Takes cards}
  ledger: {kind: aws.rds, summary: Keeps books}
  shop: {system: shop}
relations:
  secure: {from: customers, to: api, label: 3-D Secure}
  charged: {from: shop, to: api, label: charge cards}
  events: {from: api, to: shop, kind: data, label: paid events}
  book: {from: api, to: ledger, kind: data}
environments: {prod: {runs: {api: {}, ledger: {}}}}
"""
ALONE = """
system: {name: Payroll}
components:
  customers: {kind: users, name: Clerks}
  app: {kind: aws.ec2, summary: Pays}
relations: {use: {from: customers, to: app}}
environments: {prod: {runs: {app: {}}}}
"""
THREE = {"shop": SHOP, "payments": PAYMENTS, "payroll": ALONE}


def written(folder: Path, **systems: str) -> Path:
    """A folder of these systems."""
    folder.mkdir(exist_ok=True)
    for id, text in systems.items():
        (folder / f"{id}.yaml").write_text(dedent(text), encoding="utf-8")
    return folder


def landscape_of(folder: Path, **systems: str) -> Landscape:
    return landscape(read_model(id, path) for id, path in find_systems(written(folder, **systems)).items())


def linked(uses: dict[str, list[str]]) -> dict[str, str]:
    """Systems of one component each, that use others."""
    return {
        id: "\n".join(
            [
                f"system: {{name: System {id}}}",
                "components:",
                "  app: {kind: aws.ec2, summary: Works}",
                *(f"  {other}: {{system: {other}}}" for other in others),
                *(["relations:"] if others else []),
                *(f"  to-{other}: {{from: app, to: {other}, label: asks {other}}}" for other in others),
                "environments: {prod: {runs: {app: {}}}}",
            ]
        )
        for id, others in uses.items()
    }
