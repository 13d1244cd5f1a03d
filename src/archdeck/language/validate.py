"""A located tree to a `ModelShape` of its valid parts, and one problem in plain words for each invalid one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from archdeck.language.located import Branch, find, plain
from archdeck.language.problems import Location, Problem, Severity, nearest, quoted
from archdeck.language.scalars import END_PATTERN, ID_PATTERN, LONGEST_ID, LONGEST_LINE, LONGEST_VIEW_ID, STEP_PATTERN
from archdeck.language.shapes import ModelShape

Path = tuple[str | int, ...]

_THINGS = {
    "components": "component", "relations": "relation", "environments": "environment", "places": "place",
    "flows": "flow", "steps": "step", "requirements": "requirement", "tiers": "tier", "kinds": "kind",
    "drills": "drill", "overlays": "overlay", "topics": "topic", "rows": "row",
    "story": "slide", "views": "view", "waive": "waiver", "rules": "rule", "sources": "source",
}  # fmt: skip


# What people write who know other tools, and what it is called here.
_MEANT = {
    "az": ("zone",), "availability-zone": ("zone",),
    "network": ("vpc",), "vnet": ("vpc",), "server": ("node",), "host": ("node",), "deployment-node": ("node",),
    "subscription": ("account",), "project": ("account",), "namespace": ("cluster",),
    "dc": ("data-center",), "on-premises": ("data-center",), "onprem": ("data-center",),
    "asg": ("auto-scaling-group",), "sg": ("security-group",),
    "type": ("kind", "protocol"), "source": ("from",), "target": ("to",),
    "parent": ("in",), "http": ("request",), "https": ("request",), "call": ("request",),
    "read": ("data",), "write": ("data",), "query": ("data",), "sync": ("replication",), "async": ("replication",),
}  # fmt: skip


def _near(written: str, valid: Sequence[str]) -> str:
    """`; did you mean …?` for what is called otherwise here, or is nearly written so."""
    meant = [repr(name) for name in _MEANT.get(written.lower(), ()) if name in valid]
    return f"; did you mean {' or '.join(meant)}?" if meant else nearest(written, valid)


def validated(tree: Branch, broken: frozenset[str]) -> tuple[ModelShape, list[Problem]]:
    """The model without its invalid parts, and the problems; `broken` environments have no base, so what they lack is
    not reported and they are left out."""
    data = plain(tree)
    try:
        return ModelShape.model_validate(data), []
    except ValidationError as error:
        found = [e for e in error.errors() if not _lacks_base(e, broken)]
        _prune(data, error)
    problems = list(_said_once([_problem(tree, e) for e in found], found))
    for name in broken:
        data.get("environments", {}).pop(name, None)
    while True:
        try:
            return ModelShape.model_validate(data), problems
        except ValidationError as error:
            _prune(data, error)


def problems_of(tree: Branch, shape: type[BaseModel], what: str) -> list[Problem]:
    """What is wrong with a file of another shape; `what` it is called as a whole."""
    try:
        shape.model_validate(plain(tree))
    except ValidationError as error:
        return [_problem(tree, {**found, "of": (shape, what)}) for found in error.errors()]
    return []


def _said_once(problems: list[Problem], errors: list[Any]) -> Iterator[Problem]:
    """What is wrong in an environment is wrong in all that extend it, and is said of the first."""
    said = set()
    for problem, error in zip(problems, errors, strict=True):
        loc = error["loc"][2:] if error["loc"][:1] == ("environments",) else error["loc"]
        if (problem.where, problem.rule, loc) not in said:
            yield problem
        said.add((problem.where, problem.rule, loc))


def _lacks_base(error: Any, broken: frozenset[str]) -> bool:
    loc = error["loc"]
    return error["type"] == "missing" and len(loc) > 1 and loc[0] == "environments" and loc[1] in broken


def _prune(data: Any, error: ValidationError) -> None:
    """Take each invalid value out of its mapping or list; a mapping that lacks a key goes whole."""
    for path in sorted({_culprit(e) for e in error.errors()}, key=lambda p: [str(part) for part in p], reverse=True):
        if path in ((), ("system",)):
            data["system"] = {"name": "-"}
            continue
        holder = data
        for part in path[:-1]:
            holder = _child(holder, part)
        _remove(holder, path[-1])


def _culprit(error: Any) -> Path:
    loc = tuple(part for part in error["loc"] if part != "[key]")
    return loc[:-1] if error["type"] == "missing" else loc


def _child(holder: Any, part: str | int) -> Any:
    if isinstance(holder, dict):
        return holder.get(part)
    return holder[part] if isinstance(holder, list) and isinstance(part, int) and part < len(holder) else None


def _remove(holder: Any, part: str | int) -> None:
    if isinstance(holder, dict):
        holder.pop(part, None)
    elif isinstance(holder, list):
        index = part if isinstance(part, int) else holder.index(part) if part in holder else len(holder)
        del holder[index : index + 1]


def _problem(tree: Branch, error: Any) -> Problem:
    loc: Path = tuple(part for part in error["loc"] if part != "[key]")
    kind = "bad_key" if "[key]" in error["loc"] else error["type"]
    at_key = kind in ("bad_key", "extra_forbidden", "missing")
    where = _where(tree, loc[:-1] if kind == "missing" else loc, at_key)
    rule, words = _WORDS.get(kind, ("bad-value", _other))
    return Problem(where, Severity.ERROR, words(loc, error), rule)


def _where(tree: Branch, loc: Path, at_key: bool) -> Location:
    if not loc:
        return Location(tree.where.path)
    entry = find(tree, *loc)
    if entry is None:
        return _where(tree, loc[:-1], True)
    return entry.where if at_key else entry.value.where


def subject(loc: Path, whole: str = "the model") -> str:
    """`place 'vpc' of environment 'prod'` for the thing that a path leads into."""
    phrases: list[str] = []
    rest = list(loc)
    while rest:
        part = str(rest.pop(0))
        if part in _THINGS and rest:
            phrases.append(f"{_THINGS[part]} {str(rest.pop(0))!r}")
        elif part == "runs" and rest:
            phrases.append(f"{str(rest.pop(0))!r}")
        elif not isinstance(part, int):
            phrases.append(repr(part) if phrases else part)
    return " of ".join(reversed(phrases[-2:])) if phrases else whole


def shape_at(loc: Path, whole: type[BaseModel] = ModelShape) -> type[BaseModel] | None:
    """The shape of the mapping at a path, or None where there is no fixed set of keys."""
    here = annotation_at(loc, whole)
    return here if isinstance(here, type) and issubclass(here, BaseModel) else None


def annotation_at(loc: Path, whole: type[BaseModel] = ModelShape) -> Any:
    """What a value at a path is declared as; None where the language has no such path."""
    here: Any = whole
    for part in loc:
        if isinstance(here, type) and issubclass(here, BaseModel):
            fields = {f.alias or name: f.annotation for name, f in here.model_fields.items()}
            here = fields.get(str(part))
        else:
            here = (get_args(here) or (None,))[-1]
        here = _bare(here)
    return here


def _bare(annotation: Any) -> Any:
    """An annotation without `Annotated` and `| None`."""
    while get_origin(annotation) is Annotated or type(None) in get_args(annotation):
        annotation = next(a for a in get_args(annotation) if a is not type(None))
    return annotation


def keys_of(shape: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in shape.model_fields.items()]


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words[:-1]) + " or " + words[-1] if len(words) > 1 else "".join(words)


def _is(value: Any) -> str:
    if value is None:
        return "is empty"
    if isinstance(value, dict):
        return "is a mapping"
    return "is a list" if isinstance(value, list) else f"is {quoted(str(value))}"


def _of(error: Any) -> tuple[type[BaseModel], str]:
    """The shape of the file that something is wrong in, and what that is."""
    found: tuple[type[BaseModel], str] = error.get("of", (ModelShape, "the model"))
    return found


def _unknown_key(loc: Path, error: Any) -> str:
    key, (whole, what) = str(loc[-1]), _of(error)
    shape = shape_at(loc[:-1], whole)
    keys = keys_of(shape) if shape else []
    near = _near(key, keys)
    return f"{subject(loc[:-1], what)} has no key {key!r}{near or '; its keys are ' + ', '.join(keys)}"


def _missing(loc: Path, error: Any) -> str:
    key, (whole, what) = str(loc[-1]), _of(error)
    shape = shape_at(loc[:-1], whole)
    field = next((f for name, f in shape.model_fields.items() if key in (name, f.alias)), None) if shape else None
    says = re.split(r"[:;,.(]", field.description or "")[0].strip() if field else ""
    return f"{subject(loc[:-1], what)} lacks {key!r}; add `{key}:`" + (
        f" ({says[:1].lower()}{says[1:]})" if says else ""
    )


def _bad_key(loc: Path, _: Any) -> str:
    key, section = str(loc[-1]), str(loc[-2])
    if section in ("config", "rows"):
        return f"a key of {_name(loc[:-1])} is {len(key):,} characters long; at most {LONGEST_LINE} are allowed"
    if section == "steps":
        return f"step {key!r} is no step number; write 1, 2, 3 …, and 3a, 3b for alternatives"
    return _id_words(key, LONGEST_VIEW_ID if section == "views" else LONGEST_ID)


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(ID_PATTERN, value) is not None


def _id_words(text: str, most: int = LONGEST_ID) -> str:
    if len(text) > most:
        return f"the id {text[:20] + '…'!r} is {len(text)} characters long; at most {most} are allowed"
    letters = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", letters).lower()
    slug = re.sub(r"[^a-z0-9]+", "-", words).strip("-")
    hint = f"; write {slug!r}" if slug else ""
    return f"{text!r} cannot be an id: ids are lower-case letters and digits, joined by hyphens{hint}"


def _pattern(loc: Path, error: Any) -> str:
    text = str(error["input"])
    if error["ctx"].get("pattern") == END_PATTERN and " " in text.strip():
        return f"{_name(loc)} {_is(text)}, but must be an id, or a component in a place, as in `web in us-east-1a`"
    if error["ctx"].get("pattern") == STEP_PATTERN:
        return f"{_name(loc)} {_is(text)}, but must be the number of a step, as in 3 or 3b"
    return _id_words(text)


def _long(loc: Path, error: Any) -> str:
    most, text = error["ctx"]["max_length"], str(error["input"])
    if most < LONGEST_LINE:
        return _id_words(text)
    return f"{_name(loc)} is {len(text):,} characters long; at most {most:,} are allowed"


def _choice(loc: Path, error: Any) -> str:
    valid = re.findall(r"'([^']*)'", str(error["ctx"]["expected"]))
    value = error["input"]
    near = _near(value, valid) if isinstance(value, str) else ""
    if loc[-1] == "kind" and "places" in loc and isinstance(value, str) and "." in value:
        near = f"; what runs others is a node with an icon: write `kind: node` and `icon: {value}`"
    return f"{_name(loc)} {_is(value)}, but must be {_listed(valid)}{near}"


def _name(loc: Path) -> str:
    """`'kind' of component 'db'`, for messages about one value."""
    if isinstance(loc[-1], int):
        return f"an item of {str(loc[-2])!r} of {subject(loc[:-2])}" if len(loc) > 2 else f"an item of {str(loc[-2])!r}"
    if len(loc) > 1 and (str(loc[-2]) in _THINGS or loc[-2] == "runs"):
        return subject(loc)
    return f"{str(loc[-1])!r} of {subject(loc[:-1])}" if len(loc) > 1 else repr(loc[-1])


def _text(loc: Path, error: Any) -> str:
    if error["input"] is None:
        return f"{_name(loc)} is empty; write a text, or delete the line"
    return f"{_name(loc)} {_is(error['input'])}, but must be a text"


def _mapping(loc: Path, error: Any) -> str:
    value = error["input"]
    if not loc:
        return "a model must be a mapping; start with `system:`"
    shape = shape_at(loc, _of(error)[0])
    keys = _keys_wanted(shape) if shape else " from ids to what they are"
    if loc[-1] == "runs":
        named = [item for item in value if _is_id(item)] if isinstance(value, list) else []
        keys = "; write {" + ", ".join(f"{item}: {{}}" for item in named or ["web"]) + "}"
    elif loc[-1] == "rows":
        keys = " from names to what is said of them"
    elif loc[-1] == "without":
        keys = ", as in {waf: not needed here}"
    elif loc[-2:-1] == ("runs",) and isinstance(value, str) and value.isdigit():
        keys = f"; write {{count: {value}}}"
    elif loc[-2:-1] == ("rows",):
        return f"{_name(loc)} {_is(value)}, but must be a text, or a mapping{keys}"
    elif loc[-1] in ("tiers", "met_by"):
        return f"{_name(loc)} {_is(value)}, but must be a list of ids or a mapping"
    return f"{_name(loc)} {_is(value)}, but must be a mapping{keys}"


def _keys_wanted(shape: type[BaseModel]) -> str:
    required = [field.alias or name for name, field in shape.model_fields.items() if field.is_required()]
    if required:
        return " with at least " + " and ".join(f"`{key}:`" for key in required)
    return f" with any of the keys {', '.join(keys_of(shape))}"


def _list(loc: Path, error: Any) -> str:
    value = error["input"]
    hint = f"; write [{value}]" if _is_id(value) else ""
    return f"{_name(loc)} {_is(value)}, but must be a list{hint}"


def _short(loc: Path, _: Any) -> str:
    return f"{_name(loc)} has nothing in it; name at least one"


def _number(loc: Path, error: Any) -> str:
    return f"{_name(loc)} {_is(error['input'])}, but must be a whole number"


def _bound(loc: Path, error: Any) -> str:
    limit = error["ctx"].get("ge", error["ctx"].get("le"))
    word = "at least" if "ge" in error["ctx"] else "at most"
    return f"{_name(loc)} {_is(error['input'])}, but must be {word} {limit}"


def _truth(loc: Path, error: Any) -> str:
    return f"{_name(loc)} {_is(error['input'])}, but must be true or false"


def _own(loc: Path, error: Any) -> str:
    return f"{_name(loc)}: {error['ctx']['error']}"


def _other(loc: Path, error: Any) -> str:
    return f"{_name(loc) if loc else 'the model'} is not valid: {error['msg']}"


_WORDS: dict[str, tuple[str, Callable[[Path, Any], str]]] = {
    "extra_forbidden": ("unknown-key", _unknown_key),
    "missing": ("missing-key", _missing),
    "bad_key": ("bad-id", _bad_key),
    "string_pattern_mismatch": ("bad-id", _pattern),
    "string_too_long": ("too-long", _long),
    "enum": ("bad-value", _choice),
    "literal_error": ("bad-value", _choice),
    "string_type": ("bad-value", _text),
    "dict_type": ("bad-value", _mapping),
    "model_type": ("bad-value", _mapping),
    "model_attributes_type": ("bad-value", _mapping),
    "list_type": ("bad-value", _list),
    "too_short": ("bad-value", _short),
    "int_type": ("bad-value", _number),
    "int_parsing": ("bad-value", _number),
    "int_parsing_size": ("bad-value", _number),
    "int_from_float": ("bad-value", _number),
    "greater_than_equal": ("bad-value", _bound),
    "less_than_equal": ("bad-value", _bound),
    "bool_parsing": ("bad-value", _truth),
    "bool_type": ("bad-value", _truth),
    "value_error": ("bad-value", _own),
}
