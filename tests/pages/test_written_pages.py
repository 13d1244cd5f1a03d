"""What people read about the language: that every example is valid, and that no key is left out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from archdeck.answers.checks import check
from archdeck.language import shapes as language
from archdeck.language.loading import load
from archdeck.language.problems import ModelError
from archdeck.model import Model
from archdeck.model.resolve.whole import resolve

ROOT = Path(__file__).parents[2]


def examples(page: str) -> list[str]:
    """The YAML blocks of a page."""
    return re.findall(r"^```yaml\n(.*?)^```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def read(folder: Path, name: str, blocks: list[str]) -> Model:
    """The model whose files are these blocks."""
    (folder / name).mkdir()
    for number, block in enumerate(blocks):
        (folder / name / f"{number:02}.yaml").write_text(block, encoding="utf-8")
    return resolve(load(folder / name), name)


def test_the_examples_of_the_language_page_are_one_model_without_problems(tmp_path: Path) -> None:
    model = read(tmp_path, "prints", examples("docs/describe/language.md"))
    assert [e.id for e in model.environments] == ["prod", "dev", "offline", "fair"]
    assert [str(problem) for problem in check(model)] == []


def test_the_model_of_the_readme_is_valid(tmp_path: Path) -> None:
    model = read(tmp_path, "blog", examples("README.md"))
    assert [c.id for c in model.components] == ["readers", "balancer", "web", "posts"]


def test_the_mistake_of_the_readme_is_reported_as_it_says(tmp_path: Path) -> None:
    shown = re.findall(r"^model/blog.yaml(:.*)$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    (tmp_path / "blog.yaml").write_text(examples("README.md")[0].replace("aws.rds", "aws.rdss"), encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        resolve(load(tmp_path / "blog.yaml"), "blog")
    assert [str(p).removeprefix(p.where.path) for p in caught.value.problems] == shown


def test_each_stage_of_the_tutorial_is_valid_and_the_last_has_no_warnings(tmp_path: Path) -> None:
    page = (ROOT / "docs/start/tutorial.md").read_text(encoding="utf-8")
    blocks = re.findall(r'^```yaml title="model/prints/(.*?)"\n(.*?)^```', page, re.DOTALL | re.MULTILINE)
    (tmp_path / "prints").mkdir()
    rules = []
    for name, text in blocks:
        (tmp_path / "prints" / name).write_text(text, encoding="utf-8")
        model = resolve(load(tmp_path / "prints"), "prints")
        rules.append({problem.rule for problem in check(model)})
    assert [name for name, _ in blocks] == [
        "design.yaml",
        "environments.yaml",
        "environments.yaml",
        "dev.yaml",
        "design.yaml",
        "business.yaml",
    ]
    assert rules[1:] == [{"unexplained"}, {"unexplained"}, {"unexplained"}, set(), set()]


def test_the_mistake_of_the_tutorial_is_reported_as_it_says(tmp_path: Path) -> None:
    page = (ROOT / "docs/start/tutorial.md").read_text(encoding="utf-8")
    design = re.findall(r'^```yaml title="model/prints/design.yaml"\n(.*?)^```', page, re.DOTALL | re.MULTILINE)[0]
    (tmp_path / "prints.yaml").write_text(design.replace("aws.rds", "aws.rdss"), encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        resolve(load(tmp_path / "prints.yaml"), "prints")
    said = re.findall(r"^model/prints/design.yaml(:.*)$", page, re.MULTILINE)
    assert [str(p).removeprefix(p.where.path) for p in caught.value.problems if p.rule == "unknown-kind"] == said


def shapes() -> dict[str, type[BaseModel]]:
    """Every mapping of the language by its class name."""
    found = vars(language).values()
    return {
        s.__name__: s
        for s in found
        if isinstance(s, type) and issubclass(s, language.Shape) and s is not language.Shape
    }


@pytest.mark.parametrize("shape", shapes())
def test_the_language_page_explains_every_key(shape: str) -> None:
    page = (ROOT / "docs/describe/language.md").read_text(encoding="utf-8")
    words = set(re.findall(r"`([a-z_]+)`", page)) | set(re.findall(r"^## (.*)$", page.lower(), re.MULTILINE))
    top = {"environments": "environments and places"}
    keys = {field.alias or name for name, field in shapes()[shape].model_fields.items()}
    assert {key for key in keys if key not in words and top.get(key) not in words} == set()


@pytest.mark.parametrize("values", ["RelationKind", "Role", "PlaceKind", "OverlayKind", "Pillar", "Stage", "Outcome"])
def test_the_language_page_names_every_value(values: str) -> None:
    page = (ROOT / "docs/describe/language.md").read_text(encoding="utf-8")
    assert [value.value for value in getattr(language, values) if f"`{value.value}`" not in page] == []


def test_the_language_page_names_every_scope_and_everything_that_may_fail() -> None:
    page = (ROOT / "docs/describe/language.md").read_text(encoding="utf-8")
    scopes = get_args(language.KindShape.model_fields["scope"].annotation)
    survives = [
        v for part in get_args(language.TargetShape.model_fields["survives"].annotation) for v in get_args(part)
    ]
    assert len(scopes) == 4
    assert survives == ["instance", "zone", "region"]
    assert [value for value in (*scopes, *survives) if f"`{value}`" not in page] == []
