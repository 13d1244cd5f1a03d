"""Nothing comes in; style sheet, scripts and fonts of the site go out, as files for the folder of the pages."""

from __future__ import annotations

from importlib.resources import files

from archdeck.canvas import dark_css


def assets() -> dict[str, bytes]:
    """Path below the generated folder → content. `pictures.css` is for sites of others; with the look of a site that is
    all archdeck's it is `archdeck.css`."""
    ours = files("archdeck.pages.theme")
    fonts = files("archdeck.canvas.fonts")
    found = {f"assets/{f.name}": f.read_bytes() for f in ours.iterdir() if f.name.endswith(".js")}
    losses = found.pop("assets/losses.js")  # in one file with the other: sites name that alone
    saved = found.pop("assets/saved.js")  # before the others: it keeps drawings as they were
    found["assets/archdeck.js"] = saved + found["assets/archdeck.js"] + losses
    dark = dark_css('[data-md-color-scheme="slate"] .ad-canvas svg.archdeck')
    pictures = ours.joinpath("pictures.css").read_bytes() + f"@media screen {{\n{dark}}}\n".encode()
    found["assets/pictures.css"] = pictures
    found["assets/archdeck.css"] = pictures + b"\n" + ours.joinpath("look.css").read_bytes()
    return found | {f"assets/fonts/{f.name}": f.read_bytes() for f in fonts.iterdir() if f.name.endswith(".woff")}
