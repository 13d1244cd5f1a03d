"""What stands in boxes, frames and on arrows of a picture: kinds, names, roles, numbers."""

from __future__ import annotations

import pytest
from drafts import imported_text, left, of, written

from archdeck.imports.boxed import boxed, framed, led

ENVIRONMENT = ("components.yaml", "relations.yaml", "environments.yaml")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("Amazon RDS", "Orders", "primary"), ("aws.rds", "Orders", "primary", 1, ())),
        (("Amazon RDS", "Orders standby"), ("aws.rds", "Orders", "standby", 1, ())),
        (("Orders (read replica)",), ("", "Orders", "read-replica", 1, ())),
        (("Amazon EC2", "Shop pages × 12"), ("aws.ec2", "Shop pages", None, 12, ())),
        (("Worker x 3",), ("", "Worker", None, 3, ())),
        (("Web", "[Takes over: 90 s]", "+ AWS KMS, Roles"), ("", "Web", None, 1, ("AWS KMS", "Roles"))),
        (("primary",), ("", "primary", None, 1, ())),
        (("Application Load Balancer",), ("aws.alb", "Application Load Balancer", None, 1, ())),
        (("Order", "intake"), ("", "Order intake", None, 1, ())),
    ],
)
def test_boxes(lines: tuple[str, ...], said: tuple[object, ...]) -> None:
    one = boxed(lines)
    assert (one.kind, one.name, one.role.value if one.role else None, one.count, one.aside) == said


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Region us-east-1 (N. Virginia)", ("region", "N. Virginia", "us-east-1")),
        ("Availability Zone us-east-1a", ("zone", "us-east-1a", "us-east-1a")),
        ("Availability Zone A", ("zone", "Availability Zone A", "")),
        ("Shop network (VPC)", ("vpc", "Shop network", "")),
        ("Back office (old)", (None, "Back office (old)", "")),
    ],
)
def test_frames(label: str, said: tuple[object, ...]) -> None:
    one = framed(label)
    assert (one.kind, one.name, one.id) == said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("(3) static", (None, "static")),
        ("nightly (backup)", ("backup", "nightly")),
        ("replication", ("replication", "")),
        ("(2a–4)", (None, "")),
        ("tells (again)", (None, "tells (again)")),
    ],
)
def test_arrows(words: str, said: tuple[object, ...]) -> None:
    assert led(words) == said


def test_what_is_called_alike_in_several_frames_is_one_component() -> None:
    """With a role for each, and once where one frame has two of it.

    flowchart LR
      subgraph za ["Availability Zone eu-west-1a"]
        w1["Amazon EC2<br/>Web × 2<br/>+ Keys"] & d1["Amazon RDS<br/>Orders primary"]
        q1["Parcels"] & q2["Parcels"]
      end
      subgraph zb ["Availability Zone eu-west-1b"]
        w2["Amazon EC2<br/>Web × 2"] & d2["Amazon RDS<br/>Orders standby"]
      end
      s["Files standby"]
      subgraph all ["Applies to all of it"]
        k["AWS KMS<br/>Keys"]
      end
      w1 -->|"(1) writes"| d1
      w2 -->|"writes"| d1
      d1 -.->|"sync (replication)"| d2
      d1 -.->|"nightly (backup)"| s
      w1 --> w2
    """
    test = test_what_is_called_alike_in_several_frames_is_one_component
    assert (
        of(test, *ENVIRONMENT)
        == """\
components:
  web: {kind: aws.ec2, addresses: [w1, w2]}
  orders: {kind: aws.rds, addresses: [d1, d2]}
  parcels: {kind: service, addresses: [q1]}
  parcels-service: {kind: service, name: Parcels, addresses: [q2]}
  files-standby: {kind: service, name: Files standby, addresses: [s]}
  keys: {kind: aws.kms, addresses: [k]}

relations:
  web-to-orders:
    from: web
    to: orders
    kind: data
    label: writes
    addresses: [w1 --> d1, w2 --> d1]
  orders-to-files-standby:
    from: orders
    to: files-standby
    kind: backup
    label: nightly
    addresses: [d1 --> s]
  web-to-keys: {from: web, to: keys, kind: uses, addresses: [w1 + Keys]}

environments:
  prod:
    places:
      eu-west-1a:
        kind: zone
        addresses: [za]
        runs: {web: {count: 2}, orders: {role: primary}, parcels: {}, parcels-service: {}}
      eu-west-1b:
        kind: zone
        addresses: [zb]
        runs: {web: {count: 2}, orders: {role: standby}}
    runs: {files-standby: {}, keys: {}}
"""
    )


def test_an_arrow_between_copies_is_told() -> None:
    text = 'graph TD\n subgraph a\n x["Web"]\n end\n subgraph b\n y["Web"]\n end\n x --> y\n'
    assert left(imported_text(text, name="a.mmd")) == ["x --> y: both ends are the same component in two places"]


def test_numbers_of_characters_are_read() -> None:
    text = 'flowchart LR\n a["#34;Web#34; #amp; #lt;b#gt; #43;1"] --> b["x"]\n'
    assert "name: '\"Web\" & <b> +1'" in written(imported_text(text, name="a.mmd"), "components.yaml")
