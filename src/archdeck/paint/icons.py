"""Icon files to small data URIs: 128 pixels square, 256 colours, about three kilobytes each."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Iterable
from pathlib import Path

from archdeck.paint.panics import painting
from archdeck.paint.pixels import squared

SIDE = 128
KNOWN = 512  # that are remembered
_known: dict[str, str] = {}


def data_uris(icons: Iterable[str], frame_icons: Path) -> dict[str, str]:
    """A data URI for each icon: names of the library's own are looked up in `frame_icons`; others are paths, which
    are relative where that of the model is."""
    own = {icon: frame_icons / icon for icon in icons}
    return {icon: data_uri(str(path if path.is_file() else icon)) for icon, path in own.items()}


def icon_file(path: Path) -> bytes:
    """An icon as a file that pages show: a drawing as it is, pixels as small as in pictures."""
    return path.read_bytes() if path.suffix.lower() == ".svg" else base64.b64decode(data_uri(str(path)).split(",")[1])


def data_uri(path: str) -> str:
    """A PNG or SVG file as a square picture; what is not square is centred. It is what the file holds now, whenever it
    was last drawn."""
    source = Path(path)
    content = source.read_bytes()
    key = f"{source.suffix.lower()} {hashlib.sha256(content).hexdigest()}"
    if key not in _known:
        if len(_known) >= KNOWN:
            _known.clear()
        _known[key] = _drawn(source, content)
    return _known[key]


def _drawn(source: Path, content: bytes) -> str:
    from PIL import Image

    if source.suffix.lower() == ".svg":
        text = content.decode("utf-8")
        with painting(f"the icon {source.name}"):
            pixels = squared(text, SIDE)
        opened = Image.open(io.BytesIO(pixels))
    else:
        opened = Image.open(io.BytesIO(content))
    with opened as file:
        picture = file.convert("RGBA")
    picture.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    square = Image.new("RGBA", (SIDE, SIDE), (0, 0, 0, 0))
    square.paste(picture, ((SIDE - picture.width) // 2, (SIDE - picture.height) // 2))
    out = io.BytesIO()
    square.quantize(256, method=Image.Quantize.FASTOCTREE).save(out, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode("ascii")
