"""What is wrong with a model to a list of it on every page of the last good site, and off again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from pathlib import Path

START = '<div class="ad-problems" role="alert" data-search-exclude>'
END = "</pre></div></body>"
OLD = re.compile(re.escape(START) + ".*?" + re.escape(END), re.DOTALL)


def with_banner(page: str, problems: str) -> str:
    """The HTML of a page with these problems at its end, or with none."""
    if START in page:
        page = OLD.sub("</body>", page)
    if not problems:
        return page
    banner = (
        f"{START}<strong>The model has problems; these pages show its last good state.</strong>"
        f"<pre>{escape(problems)}{END}"
    )
    return banner.join(page.rsplit("</body>", 1))


def put_up(pages: Iterable[Path], problems: str) -> None:
    """The same for pages that are written already."""
    for path in pages:
        if path.is_file():
            path.write_text(with_banner(path.read_text(encoding="utf-8"), problems), encoding="utf-8")
