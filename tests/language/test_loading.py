"""Loading: files to shapes with places, joined, extended, and never more than the model's own folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archdeck.language.loading import load
from archdeck.language.located import parse, plain
from archdeck.language.problems import ModelError
from archdeck.language.reading import is_one_system
from written import messages, resolved

NOT_UTF8 = "this is not UTF-8 text; save the file in that encoding [encoding]"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory of a test, so that problems name files as one would type them there."""
    monkeypatch.chdir(tmp_path)
    return Path()


def write(path: str, content: str | bytes) -> Path:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def test_scalars_stay_the_text_that_was_written() -> None:
    text = "{a: no, b: 1.10, c: 12:30, d: 0o17, e: 2024-01-01, f: ~, g: null, h: , i: '', j: 'null', k: !!str ~, 1: on}"
    node, problems = parse(text, "x")
    assert problems == []
    assert node is not None
    assert plain(node) == {
        "a": "no", "b": "1.10", "c": "12:30", "d": "0o17", "e": "2024-01-01", "f": None, "g": None, "h": None, "i": "",
        "j": "null", "k": "~", "1": "on",
    }  # fmt: skip


def test_aliases_and_merge_keys_stand_for_what_they_repeat() -> None:
    text = """
    base: &base {kind: zone, name: One}
    same: *base
    more: {<<: *base, name: Two}
    both: {<<: [{name: First}, *base]}
    """
    node, problems = parse(text, "x")
    assert problems == []
    assert node is not None
    assert plain(node) == {
        "base": {"kind": "zone", "name": "One"},
        "same": {"kind": "zone", "name": "One"},
        "more": {"kind": "zone", "name": "Two"},
        "both": {"name": "First", "kind": "zone"},
    }


def test_the_files_of_a_folder_are_joined(folder: Path) -> None:
    """Hidden files and other files are not read; a file without content is nothing."""
    write("shop/a.yaml", "system: {name: Shop}\ncomponents:\n  web: {kind: aws.ec2}\n")
    write("shop/b.yml", "components:\n  db: {kind: aws.rds}\n")
    write("shop/c.yaml", "# later\n")
    write("shop/.d.yaml", "{")
    write("shop/e.txt", "{")
    loaded = load(folder / "shop")
    assert list(loaded.shape.components) == ["web", "db"]
    assert str(loaded.where("components", "db", "kind")) == "shop/b.yml:2:14"
    assert loaded.problems == ()


def test_an_id_in_two_files_names_both_places(folder: Path) -> None:
    write("shop/a.yaml", "system: {name: Shop}\ncomponents:\n  web: {kind: aws.ec2}\ntiers: [a]\n")
    write("shop/b.yaml", "system: {name: Store}\ncomponents:\n  web: {kind: aws.ecs}\ntiers: [b]\n")
    assert messages(folder / "shop") == [
        "shop/b.yaml:1:1: error: 'system' stands here again; the first is at shop/a.yaml:1:1; keep it in one place "
        "[duplicate-key]",
        "shop/b.yaml:3:3: error: 'web' stands under 'components' twice; the first is at shop/a.yaml:3:3 "
        "[duplicate-key]",
        "shop/b.yaml:4:1: error: 'tiers' stands here again; the first is at shop/a.yaml:4:1; keep it in one place "
        "[duplicate-key]",
    ]


def test_one_file_that_is_no_yaml_stops_before_guesses_about_the_rest(folder: Path) -> None:
    """a.yaml declares what b.yaml uses; that it is not found says nothing while a.yaml cannot be read."""
    write("shop/a.yaml", "components: {web: {kind: aws.ec2}\n")
    write("shop/b.yaml", "system: {name: Shop}\nrelations: {x: {from: web, to: web}}\ntiers: [a, a]\n")
    assert messages(folder / "shop") == [
        "shop/a.yaml:2:1: error: a ',' or the closing '}' is missing before this, in the mapping that opens at "
        "shop/a.yaml:1:13 [yaml-syntax]",
        "shop/b.yaml:3:12: error: 'a' stands in this list twice [duplicate-item]",
    ]


def test_missing_system_of_a_folder_is_a_problem_of_the_folder(folder: Path) -> None:
    write("shop/a.yaml", "tiers: [a]\n")
    write("shop/b.yaml", "components: {}\n")
    assert messages(folder / "shop") == [
        "shop:1:1: error: the model lacks 'system'; add `system:` (what the model describes) [missing-key]"
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"system:\n  name: Caf\xe9\n", f"2:12: error: {NOT_UTF8}"),
        ("system: {name: Shop}".encode("utf-16"), f"1:1: error: {NOT_UTF8}"),
        (b"system: {name: a\0b}", "1:17: error: the character U+0000 cannot stand in YAML; delete it [yaml-syntax]"),
        (b"x" * 5_000_001, "1:1: error: 'shop.yaml' is larger than 5 MB [unreadable]"),
    ],
)  # fmt: skip
def test_what_is_no_text(content: bytes, expected: str, folder: Path) -> None:
    write("shop.yaml", content)
    assert messages(folder / "shop.yaml") == [f"shop.yaml:{expected}"]


def test_a_byte_order_mark_is_no_part_of_the_text(folder: Path) -> None:
    write("shop.yaml", "\ufeffsystem: {name: Shop}\r\ntiers: [a]\r\n")
    loaded = load(folder / "shop.yaml")
    assert loaded.problems == ()
    assert str(loaded.where("tiers", key=True)) == "shop.yaml:2:1"


def test_a_byte_order_mark_makes_no_folder_of_systems_one(folder: Path) -> None:
    write("model/a.yaml", "system: {name: A}\n")
    (folder / "model/b.yaml").write_bytes(b"\xef\xbb\xbfsystem: {name: B}\n")
    assert not is_one_system(folder / "model")


def test_a_model_reads_no_file_outside_of_its_folder(folder: Path) -> None:
    write("secret.yaml", "system: {name: Secret}\n")
    write("shop/a.yaml", "system: {name: Shop}\n")
    Path("shop/b.yaml").symlink_to("../secret.yaml")
    Path("shop/c.yaml").symlink_to("a.yaml")
    assert messages(folder / "shop") == [
        "shop/b.yaml:1:1: error: 'b.yaml' leads outside the model's folder; a model can only read files beside itself "
        "[unreadable]"
    ]
    Path("shop/b.yaml").unlink()
    assert [m.split("; ")[0] for m in messages(folder / "shop")] == [
        "shop/c.yaml:1:1: error: 'system' stands here again"
    ]


def test_what_is_no_file(folder: Path) -> None:
    """A pipe would block whoever reads it; a link may lead to itself."""
    write("shop/a.yaml", "system: {name: Shop}\n")
    os.mkfifo("shop/b.yaml")
    Path("shop/c.yaml").symlink_to("c.yaml")
    Path("shop/d.yaml").symlink_to("nowhere")
    assert messages(folder / "shop") == [
        "shop/b.yaml:1:1: error: 'b.yaml' is not a file [unreadable]",
        "shop/c.yaml:1:1: error: 'c.yaml' is a link that leads back to itself [unreadable]",
        "shop/d.yaml:1:1: error: 'd.yaml' does not exist [unreadable]",
    ]


def test_what_is_not_there(folder: Path) -> None:
    Path("empty").mkdir()
    assert messages(folder / "shop.yaml") == ["shop.yaml:1:1: error: 'shop.yaml' does not exist [unreadable]"]
    assert messages(folder / "empty") == ["empty:1:1: error: 'empty' has no YAML file in it [unreadable]"]


def test_a_path_elsewhere_is_shown_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shop.yaml").write_text("system: {}\n")
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    [message] = messages(tmp_path / "shop.yaml")
    assert message == f"{tmp_path}/shop.yaml:1:1: error: system lacks 'name'; add `name:` (the name) [missing-key]"


MANY_LEVELS = """
system: {name: Shop}
components:
  web: {kind: aws.ec2}
  db: {kind: aws.rds}
environments:
  dev: {extends: test, places: {a: {runs: {web: {label: small}}}}}
  test: {extends: prod, name: Rehearsal, places: {a: {runs: {db: null, web: {count: 2}}}, c: {kind: zone}}}
  prod:
    stage: production
    summary: What customers use
    because: Of them
    places:
      a: {kind: zone, name: One, runs: {web: {count: 4, config: {Size: large}}, db: {}}}
"""


def test_extends_merges_through_a_chain_and_leaves_the_description_behind(tmp_path: Path) -> None:
    model = resolved(MANY_LEVELS, tmp_path)
    dev, test, prod = model.environments
    [web] = dev.instances
    assert (web.count, web.label, web.config, web.place and web.place.name) == (2, "small", {"Size": "large"}, "One")
    assert [place.id for place in dev.places] == ["aws-cloud", "a", "c"]
    assert (test.name, dev.name) == ("Rehearsal", "Dev")
    assert (prod.summary, test.summary, dev.because, dev.base) == ("What customers use", "", "", "test")
    assert (prod.stage, test.stage, dev.stage) == ("production", "development", "development")


def test_what_is_inherited_is_found_where_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text(MANY_LEVELS)
    loaded = load(path)
    place = ("environments", "dev", "places", "a")
    assert loaded.where(*place, "name").line == 14
    assert loaded.where(*place, "runs", "web", "count").line == 8
    assert loaded.where(*place, "runs", "web", "label").line == 7


def test_a_list_is_replaced_and_null_removes(tmp_path: Path) -> None:
    """RFC 7396, on what an environment may hold."""
    model = resolved(
        """
        system: {name: Shop}
        components:
          web: {kind: aws.ec2}
          db: {kind: aws.rds}
          dns: {kind: aws.route53}
        environments:
          prod:
            places: {a: {kind: zone, runs: {web: {label: x, count: 3}, db: {}}}}
            without: {dns: elsewhere}
          dev:
            extends: prod
            places: {a: {runs: {web: {count: null}, db: null}}}
            without: {dns: null}
        """,
        tmp_path,
    )
    dev = model.environments[1]
    assert [(i.id, i.count, i.label) for i in dev.instances] == [("web--a", 1, "x"), ("dns--aws-cloud", 1, "")]
    assert dev.missing == {"db": ""}


def test_as_many_levels_of_extends_as_environments(tmp_path: Path) -> None:
    levels = "".join(f"  e{n}: {{extends: e{n + 1}}}\n" for n in range(99))
    model = resolved(
        f"system: {{name: Shop}}\nenvironments:\n{levels}  e99: {{places: {{a: {{kind: group}}}}}}\n", tmp_path
    )
    assert [place.id for place in model.environments[0].places] == ["a"]


def test_all_problems_of_unreadable_files_come_as_one_error(folder: Path) -> None:
    write("shop/a.yaml", "{")
    write("shop/b.yaml", "[")
    with pytest.raises(ModelError) as caught:
        load(folder / "shop")
    assert [problem.where.path for problem in caught.value.problems] == ["shop/a.yaml", "shop/b.yaml"]
