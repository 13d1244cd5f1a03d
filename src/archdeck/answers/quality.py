"""Problems to the report of GitLab's Code Quality, which shows them in a merge request, beside the code."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from archdeck.language import Problem, Severity, printable

SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}


def code_quality(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """One entry for each. A fingerprint is that of what is said of a file, wherever it stands there: GitLab finds by it
    what is new in a change."""
    seen: dict[str, int] = {}
    found = []
    for problem in problems:
        said = f"{problem.rule}\n{problem.where.path}\n{problem.message}"
        seen[said] = seen.get(said, 0) + 1
        found.append(
            {
                "description": printable(problem.message),
                "check_name": problem.rule,
                "fingerprint": hashlib.sha256(f"{said}\n{seen[said]}".encode()).hexdigest(),
                "severity": SEVERITIES[problem.severity],
                "location": {"path": problem.where.path, "lines": {"begin": max(1, problem.where.line)}},
            }
        )
    return found
