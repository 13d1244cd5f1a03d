"""Wheels that are young each have a second one that does the same: pictures look alike, so either may vanish."""

from __future__ import annotations

import builtins
import io
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from archdeck.model import DATA, read_model
from archdeck.paint import pixels
from archdeck.paint.engine import ENGINE_VARIABLE, ENGINES
from archdeck.paint.layouts import Layouts
from archdeck.paint.png import png, sheet
from archdeck.paint.render import svg_of
from archdeck.views.makers import views
from hostile import RICH

VIEWS = ("prod", "buy--prod", "drill-zone--prod", "diff-dev--prod")
MOST = 16  # of 255
ICON = DATA / "icons"


def apart(one: bytes, other: bytes) -> float:
    """By how much, of 255, two pictures differ where they differ most, in squares of 24 pixels: heads of arrows may be
    a pixel longer, and dashes may begin sooner; a line that is missing makes twenty, a word more."""
    pictures = [Image.open(io.BytesIO(data)).convert("RGBA") for data in (one, other)]
    assert pictures[0].size == pictures[1].size
    seen = [Image.alpha_composite(Image.new("RGBA", p.size, "white"), p).convert("RGB") for p in pictures]
    squares = [p.resize((p.width // 24, p.height // 24), Image.Resampling.BOX) for p in seen]
    bands = ImageChops.difference(*squares).split()
    return max(float(level) for band in bands for level, count in enumerate(band.histogram()) if count)


@pytest.fixture(scope="module")
def svgs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    file = tmp_path_factory.mktemp("model") / "shop.yaml"
    file.write_text(RICH, encoding="utf-8")
    return drawn(file)


def drawn(file: Path) -> dict[str, str]:
    layouts = Layouts()
    return {view.id: svg_of(view, layouts) for view in views(read_model("shop", file)) if view.id in VIEWS}


def test_both_painters(svgs: dict[str, str]) -> None:
    assert len(svgs) == len(VIEWS)
    for id, svg in svgs.items():
        given = sheet(svg, 1920, 1080)
        assert apart(pixels.by_resvg(*given), pixels.by_resvg_py(*given)) <= MOST, id


def test_a_line_that_is_missing_is_seen(svgs: dict[str, str]) -> None:
    without = re.sub(r'<g class="edge kind-data".*?</g>', "", svgs["prod"], count=1, flags=re.DOTALL)
    assert apart(png(without), png(svgs["prod"])) > MOST


def test_both_painters_of_icons() -> None:
    for file in sorted(ICON.glob("*.svg"))[::10]:
        svg = file.read_text(encoding="utf-8")
        assert apart(pixels.icon_by_resvg_py(svg, 128), pixels.icon_by_resvg(svg, 128)) <= MOST, file.name


@pytest.mark.parametrize("gone", ["resvg", "resvg_py"])
def test_either_wheel_may_be_missing(gone: str, monkeypatch: pytest.MonkeyPatch, svgs: dict[str, str]) -> None:
    load = builtins.__import__

    def without(name: str, *more: Any) -> Any:
        if name.partition(".")[0] == gone:
            raise ModuleNotFoundError(f"No module named {gone!r}")
        return load(name, *more)

    before = png(svgs["prod"], 960, 540, "prod")
    icon = next(ICON.glob("*.svg")).read_text(encoding="utf-8")
    drawing = pixels.squared(icon, 128)
    monkeypatch.setattr(builtins, "__import__", without)
    assert apart(png(svgs["prod"], 960, 540, "prod"), before) <= MOST
    assert apart(pixels.squared(icon, 128), drawing) <= MOST


@pytest.mark.skipif(not shutil.which("dot"), reason="there is no other Graphviz here")
def test_both_engines(svgs: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text(RICH, encoding="utf-8")
    monkeypatch.setenv(ENGINE_VARIABLE, "dot")
    assert sorted(ENGINES) == ["dot", "wasm"]
    for id, svg in drawn(tmp_path / "shop.yaml").items():
        assert apart(png(svg, 1920, 1080, id), png(svgs[id], 1920, 1080, id)) <= MOST, id
