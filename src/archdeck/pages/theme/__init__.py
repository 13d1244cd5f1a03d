"""Nothing comes in; style sheet, scripts and fonts of the site go out, as files for the folder of the pages."""

from __future__ import annotations

from importlib.resources import files

from archdeck.canvas import dark_css

_SCRIPTS = ("saved", "archdeck", "losses", "around")


def assets() -> dict[str, bytes]:
    """Path below the generated folder → content. `pictures.css` is for sites of others; with the look of a site that is
    all archdeck's it is `archdeck.css`."""
    ours = files("archdeck.pages.theme")
    fonts = files("archdeck.canvas.fonts")
    found = {f"assets/{f.name}": f.read_bytes() for f in ours.iterdir() if f.name.endswith(".js")}
    # In one file: sites name that alone. `saved` before the others: it keeps drawings as they were.
    found["assets/archdeck.js"] = b"".join(found.pop(f"assets/{name}.js") for name in _SCRIPTS)
    dark = dark_css('[data-md-color-scheme="slate"] .ad-canvas svg.archdeck')
    pictures = ours.joinpath("pictures.css").read_bytes() + f"@media screen {{\n{dark}}}\n".encode()
    found["assets/pictures.css"] = pictures
    found["assets/archdeck.css"] = pictures + b"\n" + ours.joinpath("look.css").read_bytes()
    return found | {f"assets/fonts/{f.name}": f.read_bytes() for f in fonts.iterdir() if f.name.endswith(".woff")}
