"""An import into a model that somebody edited: what a person wrote stays, what nobody touched follows the source."""

from __future__ import annotations

from drafts import imported_text, written

SOURCE = """
Resources:
  Orders: {Type: AWS::SQS::Queue, Properties: {FifoQueue: false}}
  Store: {Type: AWS::RDS::DBInstance, Properties: {Engine: postgres, EngineVersion: "16"}}
  Work: {Type: AWS::Lambda::Function, Properties: {Runtime: python3.12, Environment: {Variables: {QUEUE: !Ref Orders}}}}
"""


def edited(files: dict[str, str], *edits: tuple[str, str]) -> dict[str, str]:
    """The files with texts replaced, each of which stands in one of them."""
    changed = dict(files)
    for was, now in edits:
        name = next(name for name, text in changed.items() if was in text and not name.endswith(".import.yaml"))
        changed[name] = changed[name].replace(was, now)
    return changed


def test_the_same_source_changes_nothing() -> None:
    first = imported_text(SOURCE)
    again = imported_text(SOURCE, dict(first.files))
    assert (again.files, vars(again.told)) == (
        {first.memory: first.files[first.memory]},
        {"added": [], "changed": [], "kept": [], "gone": []},
    )


def test_edits_stay_comments_too_and_what_is_new_comes() -> None:
    """The person renamed a component, wrote of it, took one out, changed a version; the source changed others."""
    first = imported_text(SOURCE)
    mine = edited(
        dict(first.files),
        (
            "  orders: {kind: aws.sqs, config: {FIFO: no}, addresses: [Orders]}\n",
            "  inbox:  # as people call it\n    kind: aws.sqs\n"
            "    summary: What waits to be worked on\n    config: {FIFO: no}\n    addresses: [Orders]\n",
        ),
        ("to: orders", "to: inbox"),
        ("Version: '16'", "Version: 16.4 in fact"),
        ("orders: {}", "inbox: {}"),
    )
    source = (
        SOURCE.replace("FifoQueue: false", "FifoQueue: true")
        .replace('EngineVersion: "16"', 'EngineVersion: "17"')
        .replace("python3.12", "python3.13")
        + "  Dead: {Type: AWS::SQS::Queue}\n"
    )
    again = imported_text(source, mine)
    assert vars(again.told) == {
        "added": ["components.dead", "environments.prod.places.region.runs.dead"],
        "changed": [
            "components.inbox.config.FIFO: no -> yes",
            "components.work.config.Runtime: python3.12 -> python3.13",
        ],
        "kept": ["components.store.config.Version: 16.4 in fact, where the source has 17"],
        "gone": [],
    }
    assert written(again, "components.yaml") == (
        "components:\n"
        "  inbox:  # as people call it\n"
        "    kind: aws.sqs\n"
        "    summary: What waits to be worked on\n"
        "    config: {FIFO: yes}\n"
        "    addresses: [Orders]\n"
        "  store:\n"
        "    kind: aws.rds-postgresql\n"
        "    config: {Engine: postgres, Version: 16.4 in fact}\n"
        "    addresses: [Store]\n"
        "  work: {kind: aws.lambda, config: {Runtime: python3.13}, addresses: [Work]}\n"
        "  dead: {kind: aws.sqs, addresses: [Dead]}\n"
    )


def test_what_somebody_took_out_does_not_come_back() -> None:
    first = imported_text(SOURCE)
    line = "  orders: {kind: aws.sqs, config: {FIFO: no}, addresses: [Orders]}\n"
    relation = "  work-to-orders: {from: work, to: orders, addresses: [Work]}\n"
    mine = edited(dict(first.files), (line, ""), (relation, ""), ("orders: {}, ", ""))
    again = imported_text(SOURCE, mine)
    assert (list(again.files), vars(again.told)["added"]) == ([first.memory], [])


def test_what_the_source_has_no_more_is_told_and_stays() -> None:
    first = imported_text(SOURCE)
    fewer = "\n".join(line for line in SOURCE.splitlines() if "Store" not in line)
    again = imported_text(fewer, dict(first.files))
    assert (list(again.files), vars(again.told)) == (
        [first.memory],
        {"added": [], "changed": [], "kept": [], "gone": ["components.store"]},
    )


SHARED = """
Resources:
  Role: {Type: AWS::IAM::Role}
  One: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn}}
"""
TWO = SHARED + "  Two: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn}}\n"


def test_what_comes_and_shares_a_part_is_one_of_its_own() -> None:
    """Both functions have the role: it tells nobody which of them is which."""
    again = imported_text(TWO, dict(imported_text(SHARED).files))
    assert written(again, "components.yaml") == (
        "components:\n"
        "  one: {kind: aws.lambda, addresses: [One, Role]}\n"
        "  two: {kind: aws.lambda, addresses: [Two, Role]}\n"
    )


def test_what_is_called_otherwise_in_the_source_is_known_by_its_parts() -> None:
    again = imported_text(SHARED.replace("One", "Uno"), dict(imported_text(SHARED).files))
    assert vars(again.told)["changed"] == ["components.one.addresses: ['One', 'Role'] -> ['Uno', 'Role']"]


def test_what_shared_a_part_and_was_taken_out_does_not_come_back() -> None:
    first = imported_text(TWO)
    mine = edited(
        dict(first.files),
        ("  two: {kind: aws.lambda, addresses: [Two, Role]}\n", ""),
        ("{one: {}, two: {}}", "{one: {}}"),
    )
    again = imported_text(TWO, mine)
    assert (list(again.files), vars(again.told)["added"]) == ([first.memory], [])


def test_two_that_a_person_made_one_stay_one() -> None:
    first = imported_text(TWO)
    mine = edited(
        dict(first.files),
        ("  one: {kind: aws.lambda, addresses: [One, Role]}\n", "  both: {kind: aws.lambda, addresses: [One, Two]}\n"),
        ("  two: {kind: aws.lambda, addresses: [Two, Role]}\n", ""),
        ("{one: {}, two: {}}", "{both: {count: 2}}"),
    )
    again = imported_text(TWO + "  Queue: {Type: AWS::SQS::Queue}\n", mine)
    assert vars(again.told)["added"] == ["components.queue", "environments.prod.places.region.runs.queue"]


FRAMES = """
Resources:
  Net: {Type: AWS::EC2::VPC}
  SubA: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Net, AvailabilityZone: eu-west-1a}}
  Work: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref SubA}}
"""


def test_what_comes_stands_in_the_frames_that_a_person_left() -> None:
    """The person took out the network and the function, and called the zone otherwise; a subnet, a server and what
    names the function come."""
    source = FRAMES + "  Job: {Type: AWS::Lambda::Function, Properties: {Handler: x}}\n"
    first = imported_text(source)
    assert written(first, "environments.yaml") == (
        "environments:\n"
        "  prod:\n"
        "    places:\n"
        "      region:\n"
        "        kind: region\n"
        "        name: where it is deployed\n"
        "        because: The source does not say in which Region.\n"
        "        runs: {job: {}}\n"
        "      net: {kind: vpc, in: region, name: Net, addresses: [Net]}\n"
        "      eu-west-1a: {kind: zone, in: net}\n"
        "      sub-a:\n"
        "        kind: subnet\n"
        "        in: eu-west-1a\n"
        "        name: Sub A\n"
        "        addresses: [SubA]\n"
        "        runs: {work: {}}\n"
    )
    mine = edited(
        dict(first.files),
        ("      net: {kind: vpc, in: region, name: Net, addresses: [Net]}\n", ""),
        ("eu-west-1a: {kind: zone, in: net}", "zone-a: {kind: zone, in: region, is: eu-west-1a}"),
        ("in: eu-west-1a\n", "in: zone-a\n"),
        ("        runs: {job: {}}\n", ""),
        ("  job: {kind: aws.lambda, addresses: [Job]}\n", ""),
    )
    more = (
        "  SubB: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Net, AvailabilityZone: eu-west-1a}}\n"
        "  Other: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref SubB}}\n"
        "  Door: {Type: AWS::EC2::InternetGateway, Properties: {Tags: [{Key: Of, Value: !Ref Net}]}}\n"
        "  Tick: {Type: AWS::Events::Rule, Properties: {Targets: [{Id: a, Arn: !GetAtt Job.Arn}]}}\n"
    )
    again = imported_text(source + more, mine)
    assert vars(again.told)["kept"] == []
    assert "relations.yaml" not in again.files
    assert written(again, "environments.yaml") == (
        "environments:\n"
        "  prod:\n"
        "    places:\n"
        "      region:\n"
        "        kind: region\n"
        "        name: where it is deployed\n"
        "        because: The source does not say in which Region.\n"
        "        runs: {tick: {}, door: {}}\n"
        "      zone-a: {kind: zone, in: region, is: eu-west-1a}\n"
        "      sub-a:\n"
        "        kind: subnet\n"
        "        in: zone-a\n"
        "        name: Sub A\n"
        "        addresses: [SubA]\n"
        "        runs: {work: {}}\n"
        "      sub-b:\n"
        "        kind: subnet\n"
        "        in: zone-a\n"
        "        name: Sub B\n"
        "        addresses: [SubB]\n"
        "        runs: {other: {}}\n"
    )


def test_relations_are_known_by_their_ends_and_addresses() -> None:
    """Two between the same ends; the person called one otherwise, and has another of that id."""
    source = "flowchart LR\n  a[Shop] -->|asks| b[Bank]\n  a -->|pays| b\n"
    first = imported_text(source, name="a.mmd")
    assert written(first, "relations.yaml") == (
        "relations:\n"
        "  shop-to-bank: {from: shop, to: bank, label: asks, addresses: [a --> b]}\n"
        "  shop-to-bank-2: {from: shop, to: bank, label: pays, addresses: [a --> b]}\n"
    )
    mine = edited(
        dict(first.files),
        ("  shop-to-bank-2: {", "  bank-to-shop: {from: bank, to: shop}\n  pay: {"),
    )
    again = imported_text(source + "  b --> a\n", mine, name="a.mmd")
    assert written(again, "relations.yaml") == (
        "relations:\n"
        "  shop-to-bank: {from: shop, to: bank, label: asks, addresses: [a --> b]}\n"
        "  bank-to-shop: {from: bank, to: shop, addresses: [b --> a]}\n"
        "  pay: {from: shop, to: bank, label: pays, addresses: [a --> b]}\n"
    )


def test_what_was_modelled_before_gets_its_address() -> None:
    """A component of the same name and kind is the one that is built; one of another kind is not."""
    model = "components:\n  orders: {kind: queue}\n  store: {kind: aws.rds}\n"
    again = imported_text(SOURCE, {"shop.yaml": model})
    assert written(again, "shop.yaml") == ""
    assert again.files["shop.yaml"].splitlines()[:3] == [
        "components:",
        "  orders: {kind: queue}",
        "  store: {kind: aws.rds, config: {Engine: postgres, Version: '16'}, addresses: [Store]}",
    ]
