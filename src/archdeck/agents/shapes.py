"""What an agent hands a tool to checked arguments, or to words on what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from archdeck.language import nearest, quoted


class Asked(BaseModel):
    """The arguments of a tool: what is not known is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Nothing(Asked):
    pass


SYSTEM = "The id of a system, as `systems` lists it."
ENVIRONMENT = "The id of an environment."
DOWN = "Ids of places and components that fail together, or one instance: `web in us-east-1a`. None: the whole table."


class OfSystem(Asked):
    system: str = Field(description=SYSTEM)


class OfModel(OfSystem):
    part: str = Field(
        "", description="A part of it, as ids parted by dots: components.db, environments.prod.places. All if missing."
    )


class OfElement(OfSystem):
    id: str = Field(description="The id of a component, relation, place, environment, flow, requirement, drill …")


class OfFile(OfSystem):
    file: str = Field("", description="The name of one file; which there are, if missing.")


class OfCheck(Asked):
    system: str = Field("", description=f"{SYSTEM} All of them if missing.")
    notes: bool = Field(False, description="Also notes: what the model leaves open.")


class OfRule(Asked):
    rule: str = Field(description="The id of a rule, as it stands in brackets behind a problem.")


class OfDrill(OfSystem):
    environment: str = Field(description=ENVIRONMENT)
    down: list[str] = Field([], description=DOWN)


class OfDiff(OfSystem):
    one: str = Field("", description=f"{ENVIRONMENT} It is compared with the other.")
    other: str = Field("", description=ENVIRONMENT)
    since: str = Field("", description="Instead of two environments: a revision of git to compare the model with.")


class OfDrift(OfSystem):
    environment: str = Field(description=ENVIRONMENT)
    against: list[str] = Field(
        min_length=1, description="Files or folders that say what is built, as paths from the folder of the project."
    )
    reader: str = Field("", description="Who reads them, where that is not plain: terraform, kubernetes …")


class OfPicture(OfSystem):
    view: str = Field(description="A view, as `views` lists it: prod, visit--prod; or a flow by its id.")
    form: Literal["png", "svg"] = Field("png", description="The form of the picture.")
    width: int = Field(1280, ge=160, le=3840, description="How wide a PNG is, in pixels.")
    dark: bool = Field(False, description="In colours for a dark page.")


class OfKinds(Asked):
    words: list[str] = Field([], description="Words that all stand in id, name or in what is said of a kind.")


class OfWriting(OfSystem):
    files: dict[str, str] = Field(
        min_length=1, description="Whole YAML files by name, without a folder: {components.yaml: text}."
    )
    broken: bool = Field(False, description="Write them also if the model then has errors.")


class WrongArguments(ValueError):
    """Arguments that a tool cannot have; the message says what is wrong with each."""


def arguments(shape: type[Asked], given: Mapping[str, Any] | None, tool: str) -> Any:
    """The arguments that were given, checked. WrongArguments with all that is wrong."""
    try:
        return shape.model_validate(dict(given or {}))
    except ValidationError as error:
        raise WrongArguments("; ".join(_said(found, shape, tool) for found in error.errors())) from None


def _said(found: Any, shape: type[Asked], tool: str) -> str:
    name, known = ".".join(map(str, found["loc"])), list(shape.model_fields)
    if found["type"] == "extra_forbidden":
        has = f"it has {', '.join(known)}" if known else "it has none"
        return f"{tool} has no argument {quoted(name)}{nearest(name, known) or f'; {has}'}"
    if found["type"] == "missing":
        return f"{tool} lacks {name!r}: {shape.model_fields[name].description}"
    return f"{name!r} of {tool} is {quoted(str(found['input']))}, but: {found['msg'][:1].lower()}{found['msg'][1:]}"
