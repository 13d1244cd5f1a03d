"""Pictures to Markdown that GitHub and GitLab draw in a comment: each a chart of Mermaid that a click unfolds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archdeck.library import Picture

LARGEST = 30_000  # letters of one chart: a comment has room for some 65,000 on GitHub, and Mermaid stops at 50,000
MOST = 400  # arrows of one: Mermaid stops at 500


def charts(pictures: Iterable[Picture]) -> Iterator[str]:
    """The pictures, line by line. What is too large is named, and what does not fit beside the others too."""
    room = LARGEST
    for picture in pictures:
        chart = picture.data("mermaid").decode("utf-8")
        named = escape(" ".join(picture.title.split()))
        if len(chart) > room or chart.count("-->") + chart.count("-.->") > MOST:
            yield from ("", f"The picture of {named} is too large for a comment.")
            continue
        room -= len(chart)
        yield from ("", f"<details><summary>{named}</summary>", "")
        yield from ("```mermaid", *chart.splitlines(), "```", "", "</details>")
