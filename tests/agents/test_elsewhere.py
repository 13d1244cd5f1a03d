"""What an agent may do with systems that lie elsewhere: ask about them, and write nothing there."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.agents.around import Around
from archdeck.agents.writing import NotWritten, write
from repositories import CARDS, LEDGER, SHOP
from repositories import write as put


def test_they_are_read_and_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "payments/model", {"ledger.yaml": LEDGER, "cards.yaml": CARDS})
    sources = "sources: {payments: {path: ../../payments/model}}"
    put(tmp_path / "portal/model", {"our.sources.yaml": sources, "shop.yaml": SHOP})
    monkeypatch.chdir(tmp_path / "portal")
    around = Around(Path("model"), writes=True)
    assert around.system("payments.ledger").id == "payments.ledger"
    assert [path.as_posix() for path in around.files("payments.ledger")] == ["../payments/model/ledger.yaml"]
    with pytest.raises(NotWritten) as refused:
        write(around, "payments.ledger", {"ledger.yaml": SHOP})
    assert str(refused.value) == (
        "'payments.ledger' is read from elsewhere, ../payments/model/ledger.yaml; it is written there"
    )
    assert (tmp_path / "payments/model/ledger.yaml").read_text(encoding="utf-8") == LEDGER
    assert write(around, "shop", {"shop.yaml": SHOP}).splitlines()[0] == "written: model/shop.yaml"
