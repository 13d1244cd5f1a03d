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
