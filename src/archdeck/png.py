"""SVG to PNG with the shipped font, never one of the system's."""

from __future__ import annotations

import resvg_py

from archdeck import fonts


def png(svg: str, width: int = 1920, height: int = 1080) -> bytes:
    """The picture in exactly so many pixels."""
    drawn: bytes = resvg_py.svg_to_bytes(
        svg_string=svg,
        width=width,
        height=height,
        skip_system_fonts=True,
        font_files=[str(fonts.REGULAR), str(fonts.BOLD)],
        font_family="Liberation Sans",
        sans_serif_family="Liberation Sans",
    )
    return drawn
