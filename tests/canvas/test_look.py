"""The table of colours: what it has for light pages it has for dark ones too, and words on their ground can be read."""

from __future__ import annotations

import pytest

from archdeck.canvas import look
from archdeck.canvas.look import ACCENT, DARK, FRAMES, FRAMES_OF, PAPER, STAGES, STATES, FrameLook
from colours import contrast

EVERY_FRAME = [*FRAMES.values(), *(frame for frames in FRAMES_OF.values() for frame in frames.values())]


def test_every_colour_of_pictures_has_one_for_dark_pages() -> None:
    """But for the accent, which stands out on both."""
    frames = {colour for frame in EVERY_FRAME for colour in (frame.border, frame.text, frame.fill) if colour}
    states = {state.colour for state in STATES.values()} | {look.HATCH, look.INK, look.SOFT_INK, PAPER}
    assert (frames | states | set(STAGES.values())) - set(DARK) == {ACCENT}


@pytest.mark.parametrize("frame", EVERY_FRAME, ids=str)
def test_the_name_of_a_frame_can_be_read_on_its_ground(frame: FrameLook) -> None:
    ground = frame.fill or PAPER
    assert contrast(frame.text, ground) >= 4.5
    assert contrast(DARK[frame.text], DARK[ground]) >= 4.5
    assert contrast(DARK[look.INK], DARK[ground]) >= 4.5
