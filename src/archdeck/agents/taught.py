"""Nothing to the page that teaches an agent the language: a skill, as a file that agents read."""

from __future__ import annotations

from pathlib import Path

SKILL = Path(__file__).parent / "SKILL.md"


def skill_text() -> str:
    """The skill as the text of its file: front matter with a name and when it is of use, then Markdown."""
    return SKILL.read_text(encoding="utf-8")
