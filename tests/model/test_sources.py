"""Systems that lie elsewhere: their ids, what they may name and what names them, and what is wrong with a source."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.language import ModelError
from archdeck.library import arrange, check, load, systems
from archdeck.model import Model, find_systems, model_json, read_model
from archdeck.model.history import UnknownRevision
from repositories import CARDS, ICON, LEDGER, SHOP, repository, write


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A portal beside a folder of two systems, and one that is one system."""
    write(tmp_path / "payments/model", {"ledger.yaml": LEDGER, "cards.yaml": CARDS})
    write(tmp_path / "shop", {"shop.yaml": SHOP, "other.yaml": CARDS})
    write(tmp_path / "portal/model", {"own.yaml": CARDS})
    sources("payments: {path: ../../payments/model}", "shop: {path: ../../shop/shop.yaml}", folder=tmp_path)
    monkeypatch.chdir(tmp_path / "portal")


def sources(*lines: str, folder: Path = Path("..")) -> None:
    text = "\n".join(["sources:", *(f"  {line}" for line in lines)])
    write(folder / "portal/model", {"our.sources.yaml": text})


def problems(path: str = "model") -> list[str]:
    return [str(problem) for problem in check(path).errors]


def model(id: str) -> Model:
    return load(id).model


def test_ids_begin_with_the_namespace_but_for_one_system_alone() -> None:
    assert {id: path.as_posix() for id, path in systems().items()} == {
        "own": "model/own.yaml",
        "payments.cards": "../payments/model/cards.yaml",
        "payments.ledger": "../payments/model/ledger.yaml",
        "shop": "../shop/shop.yaml",
    }
    assert problems() == []


def test_a_portal_needs_no_system_of_its_own() -> None:
    Path("model/own.yaml").unlink()
    assert list(systems()) == ["payments.cards", "payments.ledger", "shop"]


def test_a_folder_of_parts_is_one_system() -> None:
    parts = {"system.yaml": "system: {name: CRM}", "rest.yaml": "components: {app: {kind: aws.ec2, summary: Runs}}"}
    write(Path("../crm/docs"), parts)
    sources("crm: {path: ../../crm/docs}", "again: {path: ../../crm/docs/rest.yaml}")
    assert {id: path.as_posix() for id, path in systems().items()} == {
        "again": "../crm/docs",
        "crm": "../crm/docs",
        "own": "model/own.yaml",
    }


def test_a_model_names_first_what_lies_in_its_own_source() -> None:
    """So its repository can be built by itself; what it does not have there is one of the project."""
    write(Path("../payments/model"), {"ledger.yaml": LEDGER.replace("[[ledger/db]]", "[[shop/web]], [[own]]")})
    write(Path("model"), {"cards.yaml": SHOP})  # is not meant
    found = model("payments.ledger")
    assert {name: (one.id, one.name, dict(one.components)) for name, one in found.neighbours.items()} == {
        "cards": ("payments.cards", "Cards", {"api": "API"}),
        "shop": ("shop", "Web shop", {"web": "Web"}),
        "own": ("own", "Cards", {}),
    }
    assert model_json(found)["components"]["cards"]["system"] == "payments.cards"


def test_systems_of_a_source_can_be_named_from_everywhere() -> None:
    shop = SHOP.replace("components:", "components:\n  money: {system: payments.cards}")
    write(Path("../shop"), {"shop.yaml": shop})
    write(
        Path("model"), {"own.yaml": CARDS.replace("Takes cards}", 'Takes, description: "[[payments.ledger/db]]"}', 1)}
    )
    assert [one.id for one in model("shop").neighbours.values()] == ["payments.cards"]
    assert {one.id: dict(one.components) for one in model("own").neighbours.values()} == {
        "payments.ledger": {"db": "DB"}
    }


def test_what_lies_beside_one_system_alone_is_no_system_of_the_project() -> None:
    write(Path("../shop"), {"shop.yaml": SHOP.replace("components:", "components:\n  money: {system: other}")})
    assert problems() == [
        "../shop/shop.yaml:4:19: error: 'other' is not another system of this project; there are own, payments.cards, "
        "payments.ledger [unknown-system]"
    ]
    assert [one.id for one in read_model("shop", Path("../shop/shop.yaml")).neighbours.values()] == ["other"]


@pytest.mark.parametrize("name", ["ledger", "payments.ledger"])
def test_a_system_does_not_stand_for_itself_by_either_name(name: str) -> None:
    write(Path("../payments/model"), {"ledger.yaml": LEDGER.replace("{system: cards}", f"{{system: {name}}}")})
    assert [line for line in problems() if "own-system" in line] == [
        f"../payments/model/ledger.yaml:4:19: error: component 'cards' stands for {name!r}, the system that it is a "
        "part of; name another one, or delete the line [own-system]"
    ]


def test_what_names_nothing_is_offered_what_is_near() -> None:
    write(Path("../payments/model"), {"ledger.yaml": LEDGER.replace("{system: cards}", "{system: crads}")})
    write(Path("model"), {"own.yaml": CARDS.replace("components:", "components:\n  l: {system: payments.leger}")})
    assert problems() == [
        "model/own.yaml:4:15: error: 'payments.leger' is not another system of this project; did you mean "
        "'payments.ledger'? [unknown-system]",
        "../payments/model/ledger.yaml:4:19: error: 'crads' is not another system of this project; did you mean "
        "'cards'? [unknown-system]",
    ]


def test_a_repository_by_itself_has_the_sources_that_it_names() -> None:
    """And where it is read as a source, its file of sources says nothing."""
    write(Path("../payments/model"), {"ledger.yaml": LEDGER.replace("[[ledger/db]]", "[[shop/web]]")})
    assert [line.partition(": error: ")[2] for line in problems("../payments/model")] == [
        "[[shop/web]]: 'shop' is not a system of this project; there is only cards [unknown-link]"
    ]
    write(
        Path("../payments/model"), {"all.sources.yaml": "sources: {shop: {path: ../../shop/shop.yaml}, x: {path: y}}"}
    )
    assert [line.partition("error: ")[2] for line in problems("../payments/model")] == [
        "source 'x': 'y' does not exist [unreadable-source]"
    ]
    assert problems("../payments/model/ledger.yaml") == []
    assert problems() == []
    assert list(systems()) == ["own", "payments.cards", "payments.ledger", "shop"]


def test_all_that_is_wrong_with_sources_is_said_at_once() -> None:
    write(Path("../twice"), {"a.yaml": CARDS, "a/a.yaml": CARDS})
    write(Path("../none"), {"readme.md": "text"})
    sources(
        "gone: {path: ../../gone}",
        "none: {path: ../../none}",
        "text: {path: ../../none/readme.md}",
        "twice: {path: ../../twice}",
        "itself: {path: .}",
        "own: {path: ../../shop/shop.yaml}",
        "shop: {path: ../../shop/shop.yaml}",
    )
    said = [
        "model/our.sources.yaml:2:16: error: source 'gone': '../../gone' does not exist [unreadable-source]",
        "model/our.sources.yaml:3:16: error: source 'none': there is no model in '../../none' [unreadable-source]",
        "model/our.sources.yaml:4:16: error: source 'text': '../../none/readme.md' is no YAML file; name a folder of "
        "systems, or one system [unreadable-source]",
        "../twice/a: error: there is a second model 'a' in ../twice/a.yaml; rename one [duplicate-model]",
        "model/our.sources.yaml:6:18: error: source 'itself': leads to the folder that this file is in; delete it "
        "[unreadable-source]",
        "model/our.sources.yaml:7:3: error: source 'own' gives the id 'own', and that has the system in "
        "model/own.yaml; call one of them otherwise [duplicate-model]",
    ]
    assert [line.replace(":1:1: error", ": error") for line in problems()] == said
    with pytest.raises(ModelError) as raised:
        systems()
    assert {str(problem).replace(":1:1: error", ": error") for problem in raised.value.problems} == set(said)
    assert load("shop").id == "shop"  # what others are does not matter to it


def test_an_id_of_a_source_is_not_that_of_a_file() -> None:
    write(Path("model"), {"payments.ledger.yaml": CARDS})
    assert problems() == [
        "model/our.sources.yaml:2:3: error: source 'payments' gives the id 'payments.ledger', and that has the system "
        "in model/payments.ledger.yaml; call one of them otherwise [duplicate-model]",
        "model/payments.ledger.yaml:1:1: error: 'payments.ledger' cannot name a model: use lower-case letters and "
        "digits, joined by hyphens [bad-id]",
    ]


def test_a_model_reads_nothing_outside_of_its_folder() -> None:
    write(Path("../shop"), {"shop.yaml": SHOP.replace("Shows pages", "Shows pages, icon: ../portal/model/x.svg")})
    write(Path("model"), {"x.svg": ICON})
    assert problems() == [
        "../shop/shop.yaml:4:52: error: the icon '../portal/model/x.svg' leads outside the model's folder; a model can "
        "only read files beside itself [unknown-icon]"
    ]


def test_cells_are_written_beside_the_model_and_called_as_there() -> None:
    done = arrange("payments.ledger")
    assert done.path == Path("../payments/model/ledger.cells.yaml")
    assert done.path.read_text().splitlines()[0].startswith("# The cells in which the boxes of ledger stand, ")
    assert load("payments.ledger").model.environments[0].given is not None
    assert problems() == []
    write(Path("../shop"), {"shop.yaml": SHOP})
    sources("web: {path: ../../shop/shop.yaml}")
    assert arrange("web").path == Path("../shop/shop.cells.yaml")
    assert load("web").model.environments[0].given is not None


def test_what_changed_since_a_revision_of_its_own_repository(tmp_path: Path) -> None:
    repository(tmp_path / "bank", {"model/ledger.yaml": LEDGER, "model/cards.yaml": CARDS})
    sources("bank: {path: ../../bank/model}")
    assert str(load("bank.ledger").since("HEAD")) == "bank.ledger has not changed since HEAD"
    write(tmp_path / "bank/model", {"ledger.yaml": LEDGER.replace("Holds all bookings", "Holds them")})
    changes = load("bank.ledger").since("HEAD")
    assert str(changes) == "changed component db: summary Holds all bookings -> Holds them"


def test_what_is_read_from_git_is_not_written_and_has_no_revisions(tmp_path: Path) -> None:
    repository(tmp_path / "bank", {"model/ledger.yaml": LEDGER, "model/cards.yaml": CARDS})
    sources("bank: {git: ../../bank}")
    with pytest.raises(UnknownRevision) as compared:
        load("bank.ledger").since("HEAD")
    assert str(compared.value) == (
        "'bank.ledger' is read from git, ../../bank, and nothing of what was before is brought; compare it in that "
        "repository"
    )
    with pytest.raises(Exception, match="nothing is written there") as arranged:
        arrange("bank.ledger")
    assert str(arranged.value) == (
        "'bank.ledger' is read from git, ../../bank, and nothing is written there; run `archdeck arrange ledger` in "
        "that repository"
    )


def test_rules_of_a_source_hold_for_its_systems_alone(tmp_path: Path) -> None:
    """Those beside the folder of one system, too, as they do there."""
    rules = "rules: {no-rds: {says: No RDS, components: {kinds: aws.rds}, forbidden: true, severity: error}}"
    write(Path("../payments/model"), {"house.rules.yaml": rules})
    assert [line.partition(": error")[0] for line in problems()] == ["../payments/model/ledger.yaml:5:3"]
    system, environments = SHOP.split("environments")
    parts = {"docs/bank/a.yaml": system, "docs/bank/b.yaml": f"environments{environments}"}
    name = repository(tmp_path / "bank", {**parts, "docs/our.rules.yaml": rules})[:7]
    sources("bank: {git: ../../bank, path: docs/bank}")
    assert [line.partition(": error")[0] for line in problems()] == [f"bank@{name}:docs/bank/a.yaml:5:3"]


def test_only_the_source_that_is_asked_for_is_looked_at() -> None:
    sources("payments: {path: ../../payments/model}", "crm: {git: ../../gone}")
    assert load("payments.ledger").id == "payments.ledger"
    found = find_systems(Path("model"))
    assert sorted(found.at_hand("payments.cards")) == ["own", "payments.cards", "payments.ledger"]
    assert not Path(".archdeck").exists()


@pytest.mark.parametrize(
    ("namespace", "system", "taken"),
    [
        ("index", "md", "the list of systems"),
        ("landscape", "html", "the landscape of all systems"),
        ("cards", "txt", "what the home page has of all systems"),
    ],
)
def test_no_system_is_called_as_a_file_that_they_share(namespace: str, system: str, taken: str) -> None:
    """Their folders lie beside that."""
    write(Path("../taken"), {f"{system}.yaml": CARDS, "json.yaml": CARDS})
    sources(f"{namespace}: {{path: ../../taken}}")
    assert problems() == [
        f"../taken/{system}.yaml:1:1: error: system '{namespace}.{system}' would take the place of {taken}; "
        "call it otherwise [reserved-id]"
    ]
