"""Topics as written to topics that know the components they are about."""

from __future__ import annotations

import re
from collections.abc import Mapping

from archdeck.language import ModelShape
from archdeck.model.design import Component
from archdeck.model.resolve.findings import Findings
from archdeck.model.resolve.words import name_of
from archdeck.model.whole import Topic, TopicRow


def resolve_topics(shape: ModelShape, components: Mapping[str, Component], findings: Findings) -> tuple[Topic, ...]:
    by_name = {_bare(name): c for c in components.values() for name in (c.name, c.id)}

    def about(names: list[str], *path: str | int) -> tuple[Component, ...]:
        return tuple(dict.fromkeys(findings.many(components, names, "component", "components", *path, "about")))

    topics = []
    for id, written in shape.topics.items():
        path = ("topics", id)
        rows = []
        for name, row in written.rows.items():
            same = by_name.get(_bare(name))
            named = about(row.about, *path, "rows", name)
            rows.append(TopicRow(name, row.says, named or ((same,) if same and not row.about else ())))
        topics.append(
            Topic(
                id=id,
                name=written.name or name_of(id),
                says=written.says,
                shows=written.shows,
                columns=tuple(written.columns),
                rows=tuple(rows),
                about=about(written.about, *path),
                where=findings.where(*path, key=True),
            )
        )
    return tuple(topics)


def _bare(name: str) -> str:
    """`Transit Gateway`, `transit-gateway` and `AWS Transit Gateway` are one name."""
    words = re.findall(r"[a-z0-9]+", name.lower())
    return " ".join(words[1:] if words[:1] in (["aws"], ["amazon"]) and len(words) > 1 else words)
