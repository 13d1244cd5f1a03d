"""PNG: what the painter cannot paint is an error of one line that names the picture."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import resvg
from PIL import Image

from archdeck.paint.engine import EngineError
from archdeck.paint.panics import painting
from archdeck.paint.png import lighter, png

GOOD = '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="9"/>'
NO_XML = GOOD.replace("/>", "><text>a\x01b</text></svg>")
NO_SIZE = GOOD.replace('"16"', '"0"')  # XML, at which the painter panics


class Panic(BaseException):
    """As the painter's own, which is no Exception."""


def raising(error: BaseException) -> Callable[..., bytes]:
    def render(*_: object, **__: object) -> bytes:
        raise error

    return render


def test_any_thread_paints() -> None:
    """One after the other and several at a time, also after the thread that painted first."""
    first = png(GOOD)
    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(png, [GOOD] * 4)) == [first] * 4


def test_what_is_no_xml(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(EngineError) as caught:
        png(NO_XML, name="shop/prod")
    assert str(caught.value) == (
        "the picture shop/prod cannot be painted: not well-formed (invalid token): line 1, column 69"
    )
    assert capfd.readouterr() == ("", "")


def test_a_panic(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resvg, "render", raising(Panic("called `unwrap()`\non nothing")))
    with pytest.raises(EngineError) as caught:
        png(GOOD, 160, 90, "prod")
    assert str(caught.value) == "the picture prod cannot be painted: called `unwrap()` on nothing"


def test_a_panic_of_the_painter_itself() -> None:
    with pytest.raises(EngineError, match=r"^the picture cannot be painted: "):
        png(NO_SIZE)


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit])
def test_who_ends_the_program_ends_it(end: type[BaseException], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resvg, "render", raising(end()))
    with pytest.raises(end):
        png(GOOD, 160, 90)


def test_an_error_without_words_is_called_by_its_name() -> None:
    with pytest.raises(EngineError, match=r"^the icon x\.svg cannot be painted: Panic$"), painting("the icon x.svg"):
        raise Panic


def test_a_picture_of_few_colours_is_lighter_and_the_same() -> None:
    rows = "".join(f'<rect y="{k}" width="1920" height="1" fill="#{k * 9:02x}aa{k * 5:02x}"/>' for k in range(28))
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="1920" height="1080">{rows}</svg>'
    whole = png(svg)
    small = lighter(whole)
    assert len(small) < len(whole)
    one, other = (Image.open(io.BytesIO(data)).convert("RGB") for data in (whole, small))
    assert one.tobytes() == other.tobytes()


def test_a_picture_of_many_colours_is_left_as_it_is() -> None:
    """Noise of all colours, of which no 256 are near enough."""
    noise = Image.effect_noise((64, 64), 200)
    out = io.BytesIO()
    Image.merge("RGB", [noise, noise.rotate(90), noise.rotate(180)]).save(out, "PNG")
    assert lighter(out.getvalue()) == out.getvalue()
