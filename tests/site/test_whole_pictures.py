"""Pictures on a page: put on it whole, neither parsed as Markdown nor seen by what reads the page in between."""

from __future__ import annotations

from markdown import Markdown

from archdeck.site.whole_pictures import Aside

PICTURE = """<svg class="archdeck">
<text>*not* Markdown, [no](link.md) & <b>no</b> HTML
</text>
</svg>"""
PAGE = f"""# Production

<div class="ad-picture">
<div class="ad-canvas">
{PICTURE}
</div>
</div>

What *it* shows.
"""


def test_a_picture_comes_out_as_it_went_in() -> None:
    made = Markdown(extensions=["archdeck.markdown", "md_in_html", "toc"]).convert(PAGE)
    assert made == (
        '<h1 id="production">Production</h1>\n<div class="ad-picture">\n<div class="ad-canvas">\n'
        f"{PICTURE}\n</div>\n</div>\n\n<p>What <em>it</em> shows.</p>"
    )


def test_each_page_has_its_own_pictures() -> None:
    markdown = Markdown(extensions=["archdeck.markdown"])
    first = markdown.convert(PAGE)
    markdown.reset()
    second = markdown.convert(PAGE.replace("Markdown", "HTML"))
    assert "*not* Markdown" in first
    assert "*not* HTML" in second
    assert "*not* Markdown" not in second


def test_what_reads_a_page_sees_a_comment_in_the_place_of_a_picture() -> None:
    aside = Aside()
    left = "\n".join(aside.put(PAGE.split("\n")))
    assert left == PAGE.replace(PICTURE, "<!--archdeck-picture-0-->")
    assert aside.back(left) == PAGE


def test_a_drawing_of_somebody_else_is_not_touched() -> None:
    """Only what stands in a canvas of archdeck is a picture; and a picture without an end is text."""
    lines = ["<svg >", "</svg>", '<div class="ad-canvas">', "<svg >"]
    assert Aside().put(lines) == lines
