"""The page that teaches agents the language is true: its models are valid, its keys and words those of the language.

`docs/llms.txt` is that page too, with a list of all others; it is made by `python tests/agents/test_taught.py`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from archdeck.agents import skill_text
from archdeck.cli.commands import FAMILIES, cli
from archdeck.language import choices_at, keys_at
from archdeck.library import check, kinds

ROOT = Path(__file__).parents[2]
LLMS = ROOT / "docs" / "llms.txt"
FOLDERS = ("start", "describe", "share", "reference")
ACCEPT = "python tests/agents/test_taught.py"
PAGE = skill_text()
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.M | re.S)
OF_ONE = {  # where the keys of one element stand
    "recovery": "components.x.recovery",
    "target": "requirements.x.target",
    "places": "environments.x.places.x",
    "runs": "environments.x.runs.x",
    "steps": "flows.x.steps.x",
}
CHOICES = {
    "`kind` of a relation": "relations.x.kind",
    "`kind` of a place": "environments.x.places.x.kind",
    "`role`": "environments.x.runs.x.role",
    "`survives`": "requirements.x.target.survives",
    "`expect`": "drills.x.expect.x",
    "`pillar`": "requirements.x.pillar",
    "`stage`": "environments.x.stage",
}


def section(title: str) -> str:
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_its_models_are_valid(number: int, tmp_path: Path) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(EXAMPLES[number], encoding="utf-8")
    assert [str(problem) for problem in check(file).errors] == []
    assert len(EXAMPLES) == 2


def test_its_keys_are_all_of_the_language() -> None:
    told = dict(re.findall(r"^- (?:of )?`?([\w ]+)`?: (.*)$", section("All keys").split("Words of a choice:")[0], re.M))
    known = {}
    for name in told:
        path = "" if name == "top level" else OF_ONE.get(name) or ("system" if name == "system" else f"{name}.x")
        known[name] = ", ".join(f"`{key}`" for key in keys_at(path.split(".") if path else ()))
    assert told == known
    assert {"top level", *keys_at(()), *OF_ONE} == told.keys()


def test_its_words_of_a_choice_are_those_of_the_language() -> None:
    told = dict(re.findall(r"^- (`\w+`(?: of a \w+)?): (.*)$", PAGE.split("Words of a choice:")[1], re.M))
    assert told == {
        name: ", ".join(f"`{word}`" for word in choices_at(path.split("."))) for name, path in CHOICES.items()
    }


def test_its_commands_and_kinds_are_there() -> None:
    commands = set(re.findall(r"`archdeck (\w+)", PAGE))
    assert commands - {name for names in FAMILIES.values() for name in names} == set()
    assert len(commands) >= 8
    named = set(re.findall(r"kind: (aws\.[\w-]+)", PAGE))
    assert named - {kind.id for kind in kinds()} == set()
    assert len(named) == 3


def test_the_command_prints_it() -> None:
    """As the file of a skill: its name and when it is of use come first."""
    done = CliRunner().invoke(cli, ["skill"])
    assert (done.exit_code, done.output) == (0, PAGE)
    assert re.match(r"---\nname: archdeck\ndescription: .{100,1000}\n---\n\n# Models of archdeck\n", PAGE)


# ------------------------------------------------------------------------------------------------ llms.txt

HEAD = """\
# archdeck

> One YAML model of an architecture is the only thing a person writes. From it come pictures in the manner of AWS, a
> site that explains every component, slides, and answers: what fails with what, what differs, which promises are kept.

Below is how a model is written, on a page; then all other pages. `archdeck mcp` answers agents by the Model Context
Protocol.

"""


def llms() -> str:
    """The page of the language without its front matter, and a list of the pages that people wrote."""
    body = re.sub(r"\A---\n.*?\n---\n\n# [^\n]*\n\n", "## Models of archdeck\n\n", PAGE, flags=re.S)
    taught = re.sub(r"^## (?!Models of archdeck)", "### ", body, flags=re.M)
    pages = "".join(
        line(path)
        for folder in FOLDERS
        for path in sorted((ROOT / "docs" / folder).glob("*.md"))
        if path.stem != "index"
    )
    return f"{HEAD}{taught}\n## Pages\n\n{pages}"


def line(path: Path) -> str:
    """A page in the list: its heading, and what its front matter says of it."""
    text = path.read_text(encoding="utf-8")
    title = re.findall(r"^# (.*)$", text, re.M)[0]
    says = re.findall(r"^description: (.*)$", text.split("\n# ")[0], re.M)
    return f"- [{title}]({path.parent.name}/{path.stem}.html){f': {says[0]}' if says else ''}\n"


def test_llms_txt_says_the_same() -> None:
    assert LLMS.read_text(encoding="utf-8") == llms(), f"read it, and accept it: {ACCEPT}"


if __name__ == "__main__":
    LLMS.write_text(llms(), encoding="utf-8")
