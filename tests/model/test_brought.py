"""Sources in git: what is brought and when, where it is kept, why git cannot, and repositories of bad intent."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from archdeck.language import ModelError
from archdeck.library import check, fetch, load, systems
from archdeck.model import brought as bringing
from archdeck.model import find_systems, only_what_is_here
from repositories import CONTACTS, ICON, SHOP, commit, git, repository, write

KEPT = Path(".archdeck/sources")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A portal beside a repository."""
    files = {"model/contacts.yaml": CONTACTS, "model/own.svg": ICON, "src/main.py": "print()", "shop.yaml": SHOP}
    name = repository(tmp_path / "crm", files)
    (tmp_path / "portal").mkdir()
    monkeypatch.chdir(tmp_path / "portal")
    source("git: ../../crm")
    return name


def source(written: str) -> None:
    write(Path("model"), {"our.sources.yaml": f"sources:\n  crm: {{{written}}}\n"})


def kept() -> list[str]:
    """The files that were brought."""
    return sorted(p.relative_to(KEPT).as_posix() for p in KEPT.rglob("*") if p.is_file())


def said() -> list[str]:
    try:
        systems()
    except ModelError as error:
        return list(map(str, error.problems))
    return []


def test_what_a_model_may_read_is_brought_and_nothing_else(here: str) -> None:
    assert {id: path.as_posix() for id, path in systems().items()} == {
        "crm.contacts": f"{Path.cwd()}/.archdeck/sources/crm/{here[:12]}-9372c4/crm/model/contacts.yaml"
    }
    folder = f"crm/{here[:12]}-9372c4/crm/model"
    assert kept() == sorted([f"{folder}/contacts.yaml", f"{folder}/own.svg", "crm/brought.json"])
    assert json.loads((KEPT / "crm/brought.json").read_text())["commit"] == here
    assert (KEPT / folder / "contacts.yaml").read_text() == CONTACTS


def test_one_system_is_brought_with_what_lies_beside_it() -> None:
    source("git: ../../crm, path: shop.yaml")
    assert [(id, path.name) for id, path in systems().items()] == [("crm", "shop.yaml")]
    source("git: ../../crm, path: .")
    assert list(systems()) == ["crm.model", "crm.shop"]


def test_what_was_brought_is_not_asked_for_again(tmp_path: Path) -> None:
    """Not where the repository is gone, and not where there is something newer: `fetch` asks."""
    first = load("crm.contacts").model.name
    commit(tmp_path / "crm", {"model/contacts.yaml": CONTACTS.replace("name: Contacts", "name: People")})
    assert (first, load("crm.contacts").model.name) == ("Contacts", "Contacts")
    (tmp_path / "crm").rename(tmp_path / "gone")
    assert load("crm.contacts").model.name == "Contacts"


def test_a_branch_a_tag_and_a_commit(tmp_path: Path, here: str) -> None:
    crm = tmp_path / "crm"
    git(crm, "tag", "-a", "v1", "-m", "First")
    git(crm, "switch", "--quiet", "--create", "next")
    second = commit(crm, {"model/contacts.yaml": CONTACTS.replace("name: Contacts", "name: People")})
    git(crm, "switch", "--quiet", "main")
    found = {}
    for revision in ("v1", "next", "main", second, here):
        source(f"git: ../../crm, revision: {revision}")
        problem = load("crm.contacts").model.where.path
        found[revision] = (load("crm.contacts").model.name, problem)
    assert found == {
        "v1": ("Contacts", "crm@v1:model/contacts.yaml"),
        "next": ("People", "crm@next:model/contacts.yaml"),
        "main": ("Contacts", "crm@main:model/contacts.yaml"),
        second: ("People", f"crm@{second[:7]}:model/contacts.yaml"),
        here: ("Contacts", f"crm@{here[:7]}:model/contacts.yaml"),
    }


def test_fetch_brings_the_newest_and_says_so(tmp_path: Path, here: str) -> None:
    source("git: ../../crm, revision: main")
    assert list(map(str, fetch())) == [f"crm main: {here[:7]}"]
    assert list(map(str, fetch("crm"))) == [f"crm main: {here[:7]}, as before"]
    second = commit(tmp_path / "crm", {"model/contacts.yaml": CONTACTS.replace("name: Contacts", "name: People")})
    assert list(map(str, fetch())) == [f"crm main: {here[:7]} -> {second[:7]}"]
    assert load("crm.contacts").model.name == "People"
    third = commit(tmp_path / "crm", {"model/contacts.yaml": CONTACTS})
    fetch()
    folders = sorted(path.name.partition("-")[0] for path in (KEPT / "crm").iterdir() if path.is_dir())
    assert folders == sorted([second[:12], third[:12]])  # whoever is at the one before may finish
    write(Path("model"), {"our.sources.yaml": "sources: {people: {git: ../../crm}}"})
    fetch()
    assert [path.name for path in KEPT.iterdir()] == ["people"]


def test_what_is_there_already_is_not_sent_again(tmp_path: Path, here: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a branch only its commit is asked for, of a commit nothing."""
    for written in ("git: ../../crm, revision: main", "git: ../../crm", f"git: ../../crm, revision: {here}"):
        source(written)
        with monkeypatch.context() as patched:
            fetch()
            patched.setattr(bringing, "fetch", lambda *_: pytest.fail("sent again"))
            assert [one.commit for one in fetch()] == [here]
    (tmp_path / "crm").rename(tmp_path / "gone")
    assert [one.commit for one in fetch()] == [here]


def test_what_cannot_be_fetched_stays_as_it_was(tmp_path: Path, here: str) -> None:
    write(tmp_path / "other", {"model/a.yaml": SHOP})
    sources = "sources:\n  crm: {git: ../../crm}\n  hr: {git: ../../hr}\n"
    repository(tmp_path / "hr", {"model/people.yaml": SHOP})
    write(Path("model"), {"our.sources.yaml": sources})
    fetch()
    (tmp_path / "crm").rename(tmp_path / "gone")
    with pytest.raises(ModelError) as raised:
        fetch()
    assert str(raised.value) == (
        "model/our.sources.yaml:2:14: error: source 'crm': git cannot bring it from ../../crm: fatal: '../../crm' does "
        f"not appear to be a git repository; {here[:7]} stays [unreadable-source]"
    )
    assert list(systems()) == ["crm.contacts", "hr.people"]


@pytest.mark.parametrize(
    ("written", "where", "why"),
    [
        ("git: ../../gone", "2:14", "../../gone: fatal: '../../gone' does not appear to be a git repository"),
        ("git: ../../crm, revision: v9", "2:14", "../../crm: fatal: couldn't find remote ref v9"),
        (
            "git: ../../crm, path: nowhere",
            "2:14",
            "../../crm: 'nowhere' at COMMIT: there is no such path in it; `path:` names a folder of systems, or one "
            "system",
        ),
        (
            "git: ../../crm, revision: 0123456789012345678901234567890123456789",
            "2:14",
            "../../crm: fatal: remote error: upload-pack: not our ref 0123456789012345678901234567890123456789",
        ),
        (
            "git: 'http://me:s3cr3t@127.0.0.1:1/crm.git'",
            "2:14",
            "http://127.0.0.1:1/crm.git: fatal: unable to access 'http://127.0.0.1:1/crm.git/': CURL",
        ),
    ],
)
def test_why_git_cannot(here: str, written: str, where: str, why: str) -> None:
    source(written)
    (problem,) = (re.sub("Failed .*(?= .unr)", "CURL", line.replace(here[:7], "COMMIT")) for line in said())
    expected = f"source 'crm': git cannot bring it from {why} [unreadable-source]"
    assert problem == f"model/our.sources.yaml:{where}: error: {expected}"
    assert not [path for path in Path().rglob("*") if "s3cr3t" in path.name]
    assert kept() == []


def test_no_git(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert said() == [
        "model/our.sources.yaml:2:14: error: source 'crm': git cannot bring it from ../../crm: git is not installed "
        "[unreadable-source]"
    ]


def test_a_password_is_kept_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repository behind an address with one, which git is told to find on this disk."""
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", f"url.{tmp_path}/.insteadOf")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "https://me:s3cr3t-token@git.example.com/")
    source("git: 'https://me:s3cr3t-token@git.example.com/crm', revision: main")
    assert list(systems()) == ["crm.contacts"]
    told = [*kept(), *(path.read_text() for path in KEPT.rglob("*") if path.is_file())]
    assert not [text for text in told if "s3cr3t" in text]


def test_while_somebody_types_nothing_is_brought() -> None:
    write(Path("model"), {"own.yaml": SHOP.replace("components:", "components:\n  c: {system: crm.contacts}")})
    with only_what_is_here():
        assert [one.name for one in load("own").model.neighbours.values()] == ["Contacts"]
    assert not KEPT.exists()


def test_a_neighbour_that_is_named_is_brought() -> None:
    """And so is the source of a system that is asked for, and no other."""
    write(Path("model"), {"own.yaml": SHOP.replace("components:", "components:\n  c: {system: crm.contacts}")})
    assert list(find_systems(Path("model")).at_hand("own")) == ["own"]
    assert [one.name for one in load("own").model.neighbours.values()] == ["Contacts"]
    assert KEPT.exists()


def test_what_is_not_whole_any_more_is_brought_again(here: str) -> None:
    systems()
    for broken in ("", "[]", '{"asked": 1}', json.dumps({"asked": "x", "commit": "../../.."}), "\x00"):
        (KEPT / "crm/brought.json").write_text(broken)
        assert list(systems()) == ["crm.contacts"], broken
    assert json.loads((KEPT / "crm/brought.json").read_text())["commit"] == here


def test_nothing_unfinished_is_left() -> None:
    """Also what was left by a process that was killed."""
    left = KEPT / "crm/unfinished-abandoned"
    write(left, {"repository/HEAD": "x"})
    os.utime(left, (0, 0))
    systems()
    assert [name for name in kept() if "unfinished" in name] == []


# ------------------------------------------------------------------------------------------------ hostile


def tree(folder: Path, *lines: str) -> str:
    return git(folder, "mktree", "--missing", given="".join(f"{line}\n" for line in lines).encode())


def committed(folder: Path, top: str) -> None:
    git(folder, "update-ref", "refs/heads/main", git(folder, "commit-tree", top, "-m", "Evil"))


def test_a_tree_that_leads_elsewhere_writes_nothing_there(tmp_path: Path) -> None:
    crm = tmp_path / "crm"
    blob = git(crm, "hash-object", "-w", "--stdin", given=CONTACTS.encode())

    def raw(*entries: bytes) -> str:
        return git(crm, "hash-object", "-t", "tree", "-w", "--literally", "--stdin", given=b"".join(entries))

    def entry(mode: str, name: str, oid: str) -> bytes:
        return f"{mode} {name}\0".encode() + bytes.fromhex(oid)

    out = raw(entry("100644", "evil.yaml", blob))
    link = git(crm, "hash-object", "-w", "--stdin", given=b"/etc/passwd")
    inside = raw(
        entry("40000", "..", out),
        entry("40000", ".git", out),
        entry("100644", "contacts.yaml", blob),
        entry("120000", "link.yaml", link),
        entry("160000", "module", "1" * 40),
        entry("100644", "up\\..\\..\\evil.yaml", blob),
    )
    committed(crm, raw(entry("40000", "model", inside)))
    assert list(systems()) == ["crm.contacts"]
    assert {name.rpartition("/")[2] for name in kept()} == {"contacts.yaml", "brought.json"}
    assert not list(tmp_path.rglob("evil.yaml"))


@pytest.mark.parametrize(("mode", "said_of"), [("120000", "that is a link"), ("160000", "that is another repository")])
def test_a_path_that_is_no_folder(tmp_path: Path, mode: str, said_of: str) -> None:
    crm = tmp_path / "crm"
    target = "1" * 40 if mode == "160000" else git(crm, "hash-object", "-w", "--stdin", given=b"/etc")
    committed(crm, tree(crm, f"{mode} {'commit' if mode == '160000' else 'blob'} {target}\tmodel"))
    name = git(crm, "rev-parse", "main")[:7]
    assert [line.partition("../../crm: ")[2] for line in said()] == [
        f"'model' at {name}: {said_of}; `path:` names a folder of systems, or one system [unreadable-source]"
    ]


def test_more_than_a_source_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bringing, "MOST_FILES", 1)
    assert [line.partition("../../crm: ")[2] for line in said()] == [
        "'model' has more than 1 files or 200 MB that a model may read; name a smaller folder with `path:` "
        "[unreadable-source]"
    ]
    assert kept() == []


def test_a_large_file_is_not_written(tmp_path: Path) -> None:
    commit(tmp_path / "crm", {"model/large.svg": "x" * 5_000_001})
    assert list(systems()) == ["crm.contacts"]
    assert not [name for name in kept() if "large" in name]


def test_neither_hooks_nor_filters_of_anybody_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = write(
        tmp_path / "home",
        {
            ".gitconfig": f'[filter "evil"]\n\tsmudge = touch {tmp_path}/smudged\n'
            f"[core]\n\thooksPath = {tmp_path}/home/hooks\n[init]\n\ttemplateDir = {tmp_path}/home\n",
            "hooks/post-checkout": f"#!/bin/sh\ntouch {tmp_path}/hooked\n",
            "hooks/reference-transaction": f"#!/bin/sh\ntouch {tmp_path}/hooked\n",
        },
    )
    for hook in (home / "hooks").iterdir():
        hook.chmod(0o755)
    commit(tmp_path / "crm", {".gitattributes": "*.yaml filter=evil\n", "model/.gitattributes": "*.yaml filter=evil\n"})
    monkeypatch.setenv("HOME", str(home))
    assert list(systems()) == ["crm.contacts"]
    assert not (tmp_path / "smudged").exists()
    assert not (tmp_path / "hooked").exists()


def test_problems_in_what_was_brought_name_the_repository(tmp_path: Path) -> None:
    commit(tmp_path / "crm", {"model/contacts.yaml": CONTACTS.replace("summary", "sumary")})
    git(tmp_path / "crm", "tag", "v2.3")
    source("git: ../../crm, revision: v2.3")
    found = check("model")
    assert [str(problem) for problem in found.errors] == [
        "crm@v2.3:model/contacts.yaml:4:24: error: component 'app' has no key 'sumary'; did you mean 'summary'? "
        "[unknown-key]"
    ]
    place = found.sarif()["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "crm@v2.3%3Amodel/contacts.yaml"


@pytest.mark.parametrize("link", [".archdeck/sources", ".archdeck/sources/crm"])
def test_nothing_is_written_or_removed_where_a_link_leads(link: str, tmp_path: Path) -> None:
    """Not even what is called as if it were ours: the project may come from somebody else."""
    write(tmp_path / "home", {"thesis/text": "mine", "0123456789ab-012345/text": "mine", "old/brought.json": "mine"})
    Path(link).parent.mkdir(parents=True)
    Path(link).symlink_to(tmp_path / "home")
    told = [
        "model/our.sources.yaml:2:14: error: source 'crm': git cannot bring it from ../../crm: "
        f"{link} is a link, and nothing is written where it leads; delete it [unreadable-source]"
    ]
    assert said() == told
    with pytest.raises(ModelError) as error:
        fetch()
    assert list(map(str, error.value.problems)) == told
    left = [p.relative_to(tmp_path / "home").as_posix() for p in (tmp_path / "home").rglob("*") if p.is_file()]
    assert sorted(left) == ["0123456789ab-012345/text", "old/brought.json", "thesis/text"]


def test_only_what_was_brought_is_removed(tmp_path: Path) -> None:
    assert said() == []
    write(KEPT, {"crm/mine/text": "mine"})
    commit(tmp_path / "crm", {"model/contacts.yaml": CONTACTS.replace("Contacts", "People")})
    fetch()
    commit(tmp_path / "crm", {"model/contacts.yaml": CONTACTS})
    fetch()
    assert len([path for path in (KEPT / "crm").iterdir() if path.is_dir()]) == 3
    assert (KEPT / "crm/mine/text").read_text() == "mine"
