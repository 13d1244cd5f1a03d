"""Files that name systems elsewhere: what they say, what is wrong with them and where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from archdeck.language.json_schema import sources_schema, sources_schema_text
from archdeck.language.mentions import mentions
from archdeck.language.reading import call_folder, shown_path, sources_files, system_paths
from archdeck.language.sources import load_sources, without_secrets

FILE = """\
sources:
  payments: {path: ../../payments/model}
  shop: {path: ../../shop/shop.yaml}
  crm: {git: https://git.example.com/crm.git, revision: v2.3, path: architecture/model}
  erp: {git: ../erp, revision: 2.10}
  hr:
    git: git@git.example.com:hr.git
    revision: 0123456789abcdef0123456789abcdef01234567
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def problems(text: str) -> list[str]:
    path = Path("our.sources.yaml")
    path.write_text(text, encoding="utf-8")
    return [str(problem) for problem in sorted(load_sources([path]).problems)]


def test_what_a_file_says(tmp_path: Path) -> None:
    Path("our.sources.yaml").write_text(FILE, encoding="utf-8")
    found = load_sources([Path("our.sources.yaml")])
    assert found.problems == ()
    assert [(s.namespace, s.path, s.git, s.revision, s.pinned, str(s.where), str(s.at)) for s in found.sources] == [
        ("payments", "../../payments/model", "", "", False, "our.sources.yaml:2:3", "our.sources.yaml:2:20"),
        ("shop", "../../shop/shop.yaml", "", "", False, "our.sources.yaml:3:3", "our.sources.yaml:3:16"),
        (
            "crm",
            "architecture/model",
            "https://git.example.com/crm.git",
            "v2.3",
            False,
            "our.sources.yaml:4:3",
            "our.sources.yaml:4:14",
        ),
        ("erp", "model", "../erp", "2.10", False, "our.sources.yaml:5:3", "our.sources.yaml:5:14"),
        (
            "hr",
            "model",
            "git@git.example.com:hr.git",
            "0123456789abcdef0123456789abcdef01234567",
            True,
            "our.sources.yaml:6:3",
            "our.sources.yaml:7:10",
        ),
    ]
    addresses = [source.address for source in found.sources[2:]]
    erp = str(tmp_path.resolve().parent / "erp")
    assert addresses == ["https://git.example.com/crm.git", erp, "git@git.example.com:hr.git"]


@pytest.mark.parametrize("text", ["", "sources:\n", "sources: {}\n"])
def test_a_file_may_name_nothing(text: str) -> None:
    assert problems(text) == []
    assert load_sources([Path("our.sources.yaml")]).sources == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[a]", ["1:1: error: a file of sources must be a mapping; start with `sources:` [not-a-mapping]"]),
        (
            "sorces: {}",
            ["1:1: error: a file of sources has no key 'sorces'; did you mean 'sources'? [unknown-key]"],
        ),
        (
            "sources:\n  Pay Ments: {path: x}\n  crm: {gti: x}\n  hr: {}\n  a: text\n",
            [
                "2:3: error: 'Pay Ments' cannot be an id: ids are lower-case letters and digits, joined by hyphens; "
                "write 'pay-ments' [bad-id]",
                "3:9: error: source 'crm' has no key 'gti'; did you mean 'git'? [unknown-key]",
                "4:3: error: source 'hr' says not where it lies; write `path:`, or `git:` with the address of a "
                "repository [bad-source]",
                "5:6: error: source 'a' is 'text', but must be a mapping with any of the keys path, git, revision "
                "[bad-value]",
            ],
        ),
        (
            "sources:\n  a: {path: ../b, revision: v1}\n",
            [
                "2:29: error: source 'a' has a revision, and no repository; add `git:` with the address of one, or "
                "delete the line [bad-source]"
            ],
        ),
        (
            "sources:\n  a: {git: ../b, path: ../../etc}\n  b: {git: ../b, path: /etc}\n",
            [
                "2:24: error: source 'a' leads out of its repository; write a path as seen from the top of that, as in "
                "docs/model [bad-source]",
                "3:24: error: source 'b' leads out of its repository; write a path as seen from the top of that, as in "
                "docs/model [bad-source]",
            ],
        ),
        (
            "sources:\n  a: {git: ../b, revision: --upload-pack=touch x}\n  b: {git: ../b, revision: +refs/*:refs/*}\n",
            [
                "2:28: error: source 'a': '--upload-pack=touch x' is no revision; write a branch, a tag, or all letters"
                " of a commit [bad-source]",
                "3:28: error: source 'b': '+refs/*:refs/*' is no revision; write a branch, a tag, or all letters of a "
                "commit [bad-source]",
            ],
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, said: list[str]) -> None:
    assert problems(text) == [f"our.sources.yaml:{line}" for line in said]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (
            "ext::sh -c 'touch x'",
            "which is no address of a repository; write https://…, ssh://…, git@host:path or a path",
        ),
        ("fd::17/x", "which is no address of a repository; write https://…, ssh://…, git@host:path or a path"),
        ("-oProxyCommand=x", "which is no address of a repository; write https://…, ssh://…, git@host:path or a path"),
        ("--upload-pack=x", "which is no address of a repository; write https://…, ssh://…, git@host:path or a path"),
        ("https://[::1/x", "which is no address; a `[` or `]` is wrong there"),
        ("ssh://-oProxyCommand=x/y", "which names no host"),
        ("ssh://git@-oProxyCommand=x/y", "which names no host"),
        ("https:///x", "which names no host"),
    ],
)
def test_an_address_runs_no_program_and_is_no_option(address: str, said: str) -> None:
    text = json.dumps({"sources": {"a": {"git": address}}})
    assert [line.partition(" error: ")[2] for line in problems(text)] == [
        f"source 'a' is at {address!r}, {said} [bad-source]"
    ]


@pytest.mark.parametrize("address", ["git://example.com/x", "javascript://x", "transport+helper://x/y"])
def test_a_protocol_that_is_not_known(address: str) -> None:
    protocol = address.partition(":")[0]
    text = json.dumps({"sources": {"a": {"git": address}}})
    assert problems(text) == [
        f"our.sources.yaml:1:27: error: source 'a' is at {address!r}: {protocol!r} is none of https, http, ssh, file "
        "[bad-source]"
    ]


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://me:s3cr3t-token@git.example.com/crm.git", "https://git.example.com/crm.git"),
        ("https://ghp-0123456789@git.example.com/crm.git", "https://git.example.com/crm.git"),
        ("https://git@git.example.com/crm.git", "https://git.example.com/crm.git"),
        ("ssh://git:s3cr3t@git.example.com/crm.git", "ssh://git@git.example.com/crm.git"),
        ("ssh://git@git.example.com/crm.git", "ssh://git@git.example.com/crm.git"),
        ("git@git.example.com:crm.git", "git@git.example.com:crm.git"),
        ("../crm", "../crm"),
    ],
)
def test_a_password_is_shown_nowhere(address: str, shown: str) -> None:
    assert without_secrets(address) == shown


def test_what_git_says_of_an_address_has_no_password_in_it() -> None:
    address = "https://me:s3cr3t%2Ftoken@git.example.com/crm.git"
    said = f"unable to access '{address}/': no user s3cr3t/token at me:s3cr3t/token@git.example.com"
    assert (
        without_secrets(said, address)
        == "unable to access 'https://git.example.com/crm.git/': no user … at git.example.com"
    )


def test_several_files_and_one_namespace_twice() -> None:
    Path("a.sources.yaml").write_text("sources: {crm: {path: a}, hr: {path: b}}")
    Path("b.sources.yml").write_text("sources: {crm: {path: c}, erp: {path: d}}")
    found = load_sources(sources_files(Path()))
    assert [source.namespace for source in found.sources] == ["crm", "hr", "erp"]
    assert list(map(str, found.problems)) == [
        "b.sources.yml:1:11: error: there is a source 'crm' at a.sources.yaml:1:11 already; name one otherwise "
        "[duplicate-key]"
    ]


def test_a_file_of_sources_is_no_system() -> None:
    Path("shop.yaml").write_text("system: {name: Shop}")
    Path("our.sources.yaml").write_text(FILE)
    assert list(system_paths(Path())) == ["shop"]


def test_the_schema_takes_what_the_language_takes() -> None:
    validator = Draft202012Validator(sources_schema())
    assert json.loads(sources_schema_text()) == sources_schema()
    for text in (FILE, "sources:\n", "sources: {}\n"):
        assert (
            list(
                validator.iter_errors(yaml.load(text, Loader=yaml.BaseLoader) if text == FILE else yaml.safe_load(text))
            )
            == []
        )
    for text in (
        "sources: {a: {}}",
        "sources: {a: {path: x, revision: v1}}",
        "sources: {A b: {path: x}}",
        "sources: {a: {pth: x}}",
        "sorces: {}",
    ):
        assert list(validator.iter_errors(yaml.safe_load(text))), text


def test_systems_of_sources_are_named_with_a_dot() -> None:
    text = "See [[payments.ledger]], [[payments.ledger/db|the books]], [[shop]] and [[a..b]], [[a.]], [[.b]]."
    assert list(mentions(text)) == ["payments.ledger", "payments.ledger/db", "shop"]


def test_a_folder_can_be_shown_by_a_name(tmp_path: Path) -> None:
    kept = tmp_path / "kept" / "0123"
    call_folder(kept, "crm@v2.3:")
    assert shown_path(kept / "model/contacts.yaml") == "crm@v2.3:model/contacts.yaml"
    elsewhere = tmp_path.parent / "elsewhere"
    assert shown_path(elsewhere / "x.yaml") == (elsewhere / "x.yaml").as_posix()
    call_folder(elsewhere)
    assert shown_path(elsewhere / "x.yaml") == "../elsewhere/x.yaml"
