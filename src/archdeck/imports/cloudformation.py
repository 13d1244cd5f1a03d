"""Templates of CloudFormation, as written or as CDK and SAM make them, to resources: names of attributes as Terraform
has them, parameters by their defaults, conditions where these decide them.

The anatomy of templates and what functions do is documented at docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from archdeck.imports.documents import mapping
from archdeck.imports.found import Left, UnreadableSource
from archdeck.imports.resources import SECRETS, Ref, Resource, Stock

_HASH = re.compile(r"(?<=.)(?=[A-F]*[0-9])[0-9A-F]{8}$")  # what CDK puts after a logical id
_WORDS = re.compile(r"[A-Z]+[0-9]+|[A-Z]+s(?=[A-Z]|$)|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_HOLE = re.compile(r"\$\{([^!}][^}]*)\}")
_PARTS = re.compile(r"AWS::(IAM|Logs)::|AWS::Lambda::(Permission|Version|Alias|LayerVersion|Url)")
_TYPE = re.compile(r"[A-Z][A-Za-z0-9]+::[A-Za-z0-9:.@_-]+")


def reads(document: Any) -> bool:
    """Whether it is a template."""
    resources = document.get("Resources") if isinstance(document, dict) else None
    return isinstance(resources, dict) and any(
        isinstance(one, dict) and _TYPE.match(str(one.get("Type"))) for one in resources.values()
    )


def stock(document: Any, source: str) -> Stock:
    """All resources that stand when parameters have their defaults; UnreadableSource where there are none."""
    template = _Template(document, source)
    left, found = [], []
    for id, body in template.resources.items():
        if not isinstance(body, dict) or not isinstance(body.get("Type"), str):
            left.append(Left(str(id), "it has no Type"))
        elif body.get("Condition") and template.holds(body["Condition"]) is False:
            left.append(Left(id, f"with the defaults of its parameters, condition {body['Condition']} is false"))
        else:
            found.append(_resource(id, body, template))
    helping = _helping(found)
    left += [Left(id, "it serves custom resources, which help to build") for id in helping]
    found = [one for one in found if one.address not in helping]
    title = str(document.get("Description") or "")
    return Stock(tuple(found), tuple(left), template.region, title)


def _helping(resources: list[Resource]) -> list[str]:
    """The functions that custom resources call when a stack is built, and nobody else."""
    named: dict[str, set[str]] = {}
    for one in resources:
        is_custom = one.type.startswith("Custom::") or one.type == "AWS::CloudFormation::CustomResource"
        by = "custom" if is_custom else "part" if _PARTS.match(one.type) else one.address
        for to in {ref.to for ref in one.refs if ref.path == "service_token" or not is_custom}:
            named.setdefault(to, set()).add(by)
    functions = [one.address for one in resources if one.type in ("AWS::Lambda::Function", "AWS::Serverless::Function")]
    found: list[str] = []
    for _ in functions:
        known = {"custom", "part", *found}
        more = [id for id in functions if id not in found and named.get(id, set()) & {"custom", *found}]
        more = [id for id in more if named[id] <= known]
        found += more
        if not more:
            break
    return found


def snake(word: str) -> str:
    """`DBSubnetGroupName` to `db_subnet_group_name`."""
    return "_".join(part.lower() for part in _WORDS.findall(word)) or word


@dataclass
class _Template:
    document: Mapping[str, Any]
    source: str

    def __post_init__(self) -> None:
        found = self.document.get("Resources")
        if not isinstance(found, dict):
            raise UnreadableSource(f"{self.source}: it has no Resources")
        self.resources: dict[str, Any] = {str(id): body for id, body in found.items()}
        self.parameters = mapping(self.document.get("Parameters"))
        self.conditions = mapping(self.document.get("Conditions"))
        self.mappings = mapping(self.document.get("Mappings"))
        self.region = ""

    def default(self, name: str) -> Any:
        """What a parameter is where nobody gives it; what is secret is nothing."""
        body = self.parameters.get(name)
        if not isinstance(body, dict) or str(body.get("NoEcho", "")).lower() == "true":
            return None
        value = body.get("Default")
        return [] if value == "" and "List" in str(body.get("Type")) else value

    def holds(self, condition: Any, depth: int = 0) -> bool | None:
        """Whether a condition is true; None where the template does not tell."""
        if isinstance(condition, str):
            condition = self.conditions.get(condition)
        if not isinstance(condition, dict) or len(condition) != 1 or depth > 20:
            return None
        ((function, given),) = condition.items()
        if function == "Condition":
            return self.holds(given, depth + 1) if isinstance(given, str) else None
        if function == "Fn::Equals" and isinstance(given, list) and len(given) == 2:
            one, other = (self.value(part, depth + 1) for part in given)
            return None if one is None or other is None else str(one) == str(other)
        if not isinstance(given, list):
            return None
        parts = [self.holds(part, depth + 1) for part in given]
        if function == "Fn::Not":
            return None if parts[:1] == [None] or not parts else not parts[0]
        if function in ("Fn::And", "Fn::Or"):
            decides = function == "Fn::Or"
            return decides if decides in parts else None if None in parts else not decides
        return None

    def value(self, value: Any, depth: int = 0) -> Any:
        """What a value comes to with the defaults; None where that is known at the deployment only. Names of resources
        are none: they are references."""
        if depth > 60:
            return None
        if isinstance(value, list):
            return [self.value(part, depth + 1) for part in value]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            ((function, given),) = value.items()
            if function == "Ref":
                return self.default(given) if isinstance(given, str) else None
            if function == "Condition" or (isinstance(function, str) and function.startswith("Fn::")):
                return self._called(function, given, depth + 1)
        return {key: self.value(part, depth + 1) for key, part in value.items()}

    def _called(self, function: str, given: Any, depth: int) -> Any:
        parts = given if isinstance(given, list) and given else [given]
        if function == "Fn::If" and len(parts) == 3:
            return self.value(self.chosen(parts), depth)
        if function == "Fn::FindInMap" and len(parts) >= 3:
            keys = [self.value(part, depth) for part in parts[:3]]
            found: Any = self.mappings
            for key in keys:
                found = found.get(str(key)) if isinstance(found, dict) else None
            return found
        if function == "Fn::Select" and len(parts) == 2:
            return self._selected(parts, depth)
        if function == "Fn::Join" and len(parts) == 2 and isinstance(parts[1], list):
            words = [self.value(part, depth) for part in parts[1]]
            return str(parts[0]).join(str(word) for word in words) if None not in words else None
        if function == "Fn::Sub":
            text = parts[0] if isinstance(parts[0], str) else ""
            known = {name: self.default(name) for name in _HOLE.findall(text)}
            return None if None in known.values() else _HOLE.sub(lambda m: str(known[m[1]]), text)
        return None

    def _selected(self, parts: list[Any], depth: int) -> Any:
        number = self.value(parts[0], depth)
        if isinstance(parts[1], dict) and "Fn::GetAZs" in parts[1]:
            return f"zone {int(number) + 1}" if str(number).isdigit() else None
        some = self.value(parts[1], depth)
        if isinstance(some, str):
            some = some.split(",")
        small = str(number).isdigit() and isinstance(some, list) and int(number) < len(some)
        return some[int(number)] if small else None

    def chosen(self, parts: list[Any]) -> Any:
        """The branch of an `Fn::If`: the first where nothing tells."""
        return parts[2] if self.holds(parts[0]) is False else parts[1]


def _resource(id: str, body: Mapping[str, Any], template: _Template) -> Resource:
    properties = body.get("Properties")
    properties = properties if isinstance(properties, dict) else {}
    name = _HASH.sub("", id)
    if path := (body.get("Metadata") or {}).get("aws:cdk:path") if isinstance(body.get("Metadata"), dict) else None:
        words = [word for word in str(path).split("/")[1:] if word not in ("Resource", "Default")]
        name = words[-1] if words else name
    values = mapping(_renamed(template.value(properties)))
    refs = [Ref(where, to) for where, to in _named(properties, "", template) if to in template.resources and to != id]
    return Resource(id, body["Type"], name, values, tuple(dict.fromkeys(refs)), id)


def _renamed(value: Any) -> Any:
    """Attributes as Terraform calls them; what may be a secret is left out, and keys of tags and variables stay."""
    if isinstance(value, list):
        return [_renamed(part) for part in value]
    if not isinstance(value, dict):
        return value
    return {
        snake(str(key)): None if SECRETS.search(snake(str(key))) and isinstance(part, str) else _renamed(part)
        for key, part in value.items()
    }


def _named(value: Any, path: str, template: _Template) -> Iterator[tuple[str, str]]:
    """Where a resource is named, and which: by Ref, GetAtt, Sub, or in a text of JSON."""
    if isinstance(value, list):
        for part in value:
            yield from _named(part, path, template)
    elif isinstance(value, dict):
        if len(value) == 1:
            ((function, given),) = value.items()
            if function == "Ref" and isinstance(given, str):
                yield path, given
                return
            if function == "Fn::GetAtt":
                yield path, str(given[0] if isinstance(given, list) and given else given).split(".")[0]
                return
            if function == "Fn::Sub":
                text = given[0] if isinstance(given, list) and given else given
                yield from ((path, hole.split(".")[0]) for hole in _HOLE.findall(str(text)))
            if function == "Fn::If" and isinstance(given, list) and len(given) == 3:
                yield from _named(template.chosen(given), path, template)
                return
        for key, part in value.items():
            inner = path if str(key).startswith("Fn::") else f"{path}.{snake(str(key))}" if path else snake(str(key))
            yield from _named(part, inner, template)
    elif isinstance(value, str) and value[:1] in "{[" and len(value) > 2:
        try:
            read = json.loads(value)
        except (ValueError, RecursionError):
            return
        yield from _named(read, path, template)
