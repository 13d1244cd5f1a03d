"""A page of Material to its navigation as all pages of the folder have it, and a short one in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

NAVIGATION = '<nav class="md-nav md-nav--primary'
SIDE = '<div class="md-sidebar md-sidebar--secondary"'
CONTENTS = '<nav class="md-nav md-nav--secondary"'
LIST = '<ul class="md-nav__list" data-md-scrollfix>'
ENTRY = '<li class="md-nav__item'
HERE = f'{ENTRY} md-nav__item--active">'
ACTIVE = "md-nav__item--active"
CURRENT = re.compile(r'(<a href="[^"]*" class="md-nav__link) md-nav__link--active(">.*?</a>)', re.DOTALL)
BOX = '<input class="md-nav__toggle md-toggle" type="checkbox" id="__toc">'
LABEL = re.compile(r'\n<label class="md-nav__link md-nav__link--active"')
LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
BESIDE = 1  # how many of a list stay on either side of what leads to the page


@dataclass(frozen=True)
class Short:
    """A navigation from `start` to `end` of a page: what is `inside` on all pages of the folder, and the `short` one in
    its place, which names the link of the page by number. A script puts it in at `put`."""

    start: int
    end: int
    put: int
    inside: str
    short: str


def short_navigation(html: str, inside: str = "") -> Short | None:
    """None where there is no navigation, or where a script could not make it again as it is. What is `inside` may be
    known already; then that on the page may be only a part of it."""
    span = whole(html, NAVIGATION)
    if not span:
        return None
    nav = html[slice(*span)]
    side = whole(html, SIDE)
    put = max(span[1], side[1] if side else 0)
    contents = whole(html[slice(*side)], CONTENTS) if side else None
    toc = html[side[0] :][slice(*contents)] if side and contents else ""
    plain, here, told = _plain(nav)
    opened = plain.index(">") + 1
    if inside:
        link = CURRENT.search(nav)
        here = number(inside, link[1].partition('"')[2].partition('"')[0] if link else "")
    elif _marked(plain, here, toc if told else "") != nav:
        return None
    marks = f' data-ad-here="{here}"' + (" data-ad-toc" if told else "")
    near = "\n".join(f'<li><a href="{at}">{words}</a></li>' for at, words in _near(nav))
    short = f'{plain[: opened - 1]}{marks}>\n<noscript><ul class="ad-near">\n{near}\n</ul></noscript>\n</nav>'
    return Short(*span, put, inside or plain[opened : -len("</nav>")], short)


def number(inside: str, href: str) -> int:
    """Which of the links in a navigation with nothing marked is the only one that leads there; -1 if none is."""
    found = list(re.finditer(rf'<a href="{re.escape(href)}" class="md-nav__link ?">', inside))
    return inside[: found[0].start()].count("<a ") if len(found) == 1 else -1


def whole(html: str, start: str) -> tuple[int, int] | None:
    """Where the element that begins with these letters stands; None where there is none, or it has no end."""
    first = html.find(start)
    tag = re.compile(rf"<(/?){start[1:].partition(' ')[0]}\b")
    depth = 0
    for found in tag.finditer(html, first) if first >= 0 else ():
        depth += -1 if found[1] else 1
        if not depth:
            return first, html.index(">", found.end()) + 1
    return None


def _plain(nav: str) -> tuple[str, int, bool]:
    """The navigation with nothing marked, the number of the link that is, and whether what is on the page stands there;
    -1 where none is marked."""
    leaf = whole(nav, HERE)
    link = CURRENT.search(nav)
    if leaf and link:
        entry = f'{ENTRY}">\n{link[1]}{link[2]}\n</li>'
        return nav[: leaf[0]] + entry + nav[leaf[1] :], nav[: leaf[0]].count("<a "), CONTENTS in nav
    if link:
        after = LABEL.sub('\n<label class="md-nav__link "', nav[link.end() :], count=1)
        return f"{nav[: link.start()]}{link[1]} {link[2]}{after}", nav[: link.start()].count("<a "), False
    return nav, -1, False


def _marked(plain: str, here: int, toc: str) -> str:
    """What the script makes of it."""
    links = list(re.finditer(r'<a href="[^"]*" class="md-nav__link( ?)">(.*?)</a>', plain, re.DOTALL))
    starts = [found.start() for found in re.finditer("<a ", plain)]
    link = next((one for one in links if 0 <= here < len(starts) and one.start() == starts[here]), None)
    if not link:
        return plain
    active = link[0].replace(f'md-nav__link{link[1]}"', 'md-nav__link md-nav__link--active"', 1)
    before, after = plain[: link.start()], plain[link.end() :]
    if not before.endswith(f'{ENTRY}">\n'):
        return before + active + after.replace('"md-nav__link "', '"md-nav__link md-nav__link--active"', 1)
    before = before.removesuffix(f'{ENTRY}">\n') + f"{HERE}\n"
    if not toc:
        return f"{before}{BOX}\n{active}{after}"
    icon = '<span class="md-nav__icon md-icon"></span>'
    label = f'<label class="md-nav__link md-nav__link--active" for="__toc">{link[2]}{icon}\n</label>'
    return f"{before}{BOX}\n{label}\n{active}\n{toc}{after}"


def _near(nav: str) -> Iterator[tuple[str, str]]:
    """The links that lead to the page, and their neighbours in each list."""
    span = whole(nav, LIST)
    if not span:
        return
    entries = list(_entries(nav[span[0] + len(LIST) : span[1]]))
    leads = next((n for n, entry in enumerate(entries) if ACTIVE in entry), -1)
    for n in range(max(0, leads - BESIDE), min(len(entries), max(0, leads) + BESIDE + 1)):
        if link := LINK.search(entries[n]):
            yield link[1], " ".join(re.sub("<[^>]*>", "", link[2]).split())
        if n == leads:
            yield from _near(entries[n])


def _entries(html: str) -> Iterator[str]:
    """The entries of a list, each whole."""
    while span := whole(html, ENTRY):
        yield html[slice(*span)]
        html = html[span[1] :]
