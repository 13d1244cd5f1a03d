"""Blocks of pages that ask for pictures: where they are found, and what is said of one that is not clear."""
# ruff: noqa: E501 - messages stand here as they are printed

from __future__ import annotations

from textwrap import dedent

import pytest

from archdeck.site.asked import Unfit, asked
from archdeck.site.fences import Block, blocks

PAGE = """\
# Guide

```archdeck
view: prod
```

=== "Tab"

    ~~~ archdeck
    system: shop
    view: dev
    ~~~

````
```archdeck
view: only shown
```
````

```yaml
view: prod
```

```archdeck
view: never ends
"""


def test_blocks_are_found_where_they_are_no_code() -> None:
    assert list(blocks(PAGE.split("\n"))) == [
        Block(2, 4, "", "view: prod"),
        Block(8, 11, "    ", "system: shop\nview: dev"),
    ]


@pytest.mark.parametrize(
    ("first", "besides"),
    [
        ("```archdeck", ""),
        ("~~~archdeck", ""),
        ("```Archdeck", ""),
        ("```{.archdeck}", ""),
        ("~~~~ { .archdeck }", ""),
        ('```archdeck title="prod"', 'title="prod"'),
        ("``` { .archdeck #prod .wide }", "#prod .wide"),
        ("~~~{ .archdeck } prod", "prod"),
        ("```archdecks", None),
        ("```{ .yaml .archdeck }", None),
        ("```{archdeck}", None),
        ("```yaml archdeck", None),
    ],
)
def test_the_first_line_of_a_block(first: str, besides: str | None) -> None:
    """What asks for a picture, with what stands there besides its name; None: it is code."""
    found = [block.besides for block in blocks([first, "view: prod", first[: len(first) - len(first.lstrip("`~"))]])]
    assert found == ([] if besides is None else [besides])


def test_all_that_a_block_may_say() -> None:
    found = asked(
        "system: shop\nview: prod\ndrill: zone-a\ncaption: 'Zone a: gone'\nwidth: 60%\nwithout: [words, downloads]\n"
    )
    told = {"system": 1, "view": 2, "drill": 3, "caption": 4, "width": 5, "without": 6}
    assert (found.system, found.view, found.drill, found.against) == ("shop", "prod", "zone-a", "")
    assert (found.caption, found.width, found.without, found.lines) == (
        "Zone a: gone", 60, ("words", "downloads"), told,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("", 0, "write keys and values in it, as in `view: prod`"),
        ("- prod", 0, "write keys and values in it, as in `view: prod`"),
        ("system: shop", 0, "it names no picture; write `view: ` and the id of an environment, or what `archdeck views` lists"),
        ("view: prod\nwidht: 50%", 2, "there is no key 'widht'; did you mean 'width'?"),
        ("view: prod\nzoom: 2", 2, "there is no key 'zoom'; there are system, view, drill, against, caption, width, without"),
        ("view: prod\nwidth: 640px", 2, "'width' must be a share of the page, from 20 % to 100 %"),
        ("view: prod\nwidth: 10 %", 2, "'width' must be a share of the page, from 20 % to 100 %"),
        ("view: prod\ncaption: x\nview: dev", 3, "'view' stands here twice"),
        ("view: prod\ndrill: a\nagainst: dev", 3, "'drill' and 'against' ask for two pictures; write a block for each"),
        ("view: [prod]", 1, "'view' must be a text"),
        ("view: prod\nwithout: wrods", 2, "'without' is 'wrods', which is no part of a picture; did you mean 'words'?"),
        ("view: prod\nwithout: {a: b}", 2, "'without' is \"{'a': 'b'}\", which is no part of a picture; it may be words, downloads, steps"),
        ("view: prod\n caption: a: b", 2, "this is no YAML: mapping values are not allowed here"),
    ],
)  # fmt: skip
def test_what_is_not_clear_is_said_with_its_line(body: str, line: int, message: str) -> None:
    with pytest.raises(Unfit) as caught:
        asked(dedent(body))
    assert (str(caught.value), caught.value.line) == (message, line)
