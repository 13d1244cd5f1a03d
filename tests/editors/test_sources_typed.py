"""A file of sources while somebody types it: its problems are told, and no address is asked for anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.editors.problems import problems
from repositories import CONTACTS, SHOP, repository, write


def test_problems_are_told_and_nothing_is_brought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    repository(tmp_path / "crm", {"model/contacts.yaml": CONTACTS})
    own = SHOP.replace("components:", "components:\n  c: {system: crm.contacts}")
    write(tmp_path, {"model/our.sources.yaml": "sources: {}", "model/shop.yaml": own})
    file = tmp_path / "model/our.sources.yaml"

    def told(text: str, of: str = "our.sources.yaml") -> list[str]:
        _, found = problems(file.with_name(of), {file: text.encode()})
        return [str(problem) for some in found.values() for problem in some if problem.severity == "error"]

    assert told("sources: {crm: {gti: ../crm}}") == [
        "model/our.sources.yaml:1:17: error: source 'crm' has no key 'gti'; did you mean 'git'? [unknown-key]"
    ]
    assert told("sources: {crm: {git: ../crm}}") == []
    assert told("sources: {crm: {git: ../crm}}", "shop.yaml") == []
    assert [line.partition(" error: ")[2] for line in told("sources: {}", "shop.yaml")] == [
        "'crm.contacts' is not another system of this project; no other system lies beside it [unknown-system]"
    ]
    assert not (tmp_path / ".archdeck").exists()
