"""The clock of the machine to the day that waivers are judged by: the one module that knows it."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def today() -> date:
    """The day in UTC; that of `SOURCE_DATE_EPOCH`, where a build is to be repeated as it was."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdigit() else datetime.now(UTC).date()
