"""Files that are not on the disk yet are read as if they were, for as long as somebody says so."""

from __future__ import annotations

from pathlib import Path

from archdeck.language import is_file, is_folder, unsaved, yaml_files
from archdeck.language.loading import load


def test_what_an_editor_holds_is_read_instead(tmp_path: Path) -> None:
    """A file of the disk in another state, a new one beside it, and a folder of which nothing is there yet."""
    (tmp_path / "system.yaml").write_text("system: {name: Old}\n", encoding="utf-8")
    new = tmp_path / "new"
    texts = {
        tmp_path / "system.yaml": b"system: {name: New}\n",
        tmp_path / "parts.yaml": b"components: {web: {kind: aws.ec2}}\n",
        new / "all.yaml": b"system: {name: Third}\n",
    }
    with unsaved(texts):
        assert [path.name for path in yaml_files(tmp_path)] == ["parts.yaml", "system.yaml"]
        assert (load(tmp_path).text("system", "name"), load(tmp_path).declared("components")) == ("New", ("web",))
        assert (is_folder(new), is_file(new / "all.yaml"), load(new).text("system", "name")) == (True, True, "Third")
    assert [path.name for path in yaml_files(tmp_path)] == ["system.yaml"]
    assert (load(tmp_path).text("system", "name"), is_folder(new)) == ("Old", False)
