"""What is written under `waive` to waivers that know where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from archdeck.language import WaiverShape
from archdeck.model.design import Waiver
from archdeck.model.resolve.findings import Findings


def resolve_waivers(written: Mapping[str, WaiverShape], findings: Findings, *path: str | int) -> tuple[Waiver, ...]:
    """The waivers of the element at a path."""
    return tuple(
        Waiver(rule, waiver.because, date.fromisoformat(waiver.until), findings.where(*path, "waive", rule, key=True))
        for rule, waiver in written.items()
    )
