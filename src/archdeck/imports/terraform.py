"""The JSON of `terraform show -json`, of a plan or a state, to resources: values from what is planned or built, names
of each other from the configuration, and where that is not there from the ids and ARNs that the values have.

The format is documented at developer.hashicorp.com/terraform/internals/json-format; versions 0.1 to 1.x read alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from archdeck.imports.documents import items, mapping
from archdeck.imports.found import Left, UnreadableSource
from archdeck.imports.resources import SECRETS, Ref, Resource, Stock

_COPY = re.compile(r"\[(?:[0-9]+|\"(?:[^\"\\]|\\.)*\")\]")
_IDENTITIES = ("arn", "id", "self_link", "endpoint", "url", "dns_name", "invoke_arn")  # that others copy
SHORTEST = 8  # letters of an identity that stands for one thing only, wherever it turns up


def reads(document: Any) -> bool:
    """Whether it is of Terraform or OpenTofu."""
    has = document.keys() if isinstance(document, dict) else set()
    return bool({"planned_values", "resource_changes"} & has) or (
        ("values" in has and "terraform_version" in has) or _is_raw_state(document)
    )


def _is_raw_state(document: Any) -> bool:
    return isinstance(document, dict) and {"lineage", "serial"} <= document.keys()


def stock(document: Any, source: str) -> Stock:
    """All resources of the root module and of those it calls; UnreadableSource where it is no such file."""
    if _is_raw_state(document):
        raise UnreadableSource(
            f"{source}: this is a state as Terraform keeps it, with its secrets; "
            "give `terraform show -json` of it, which is documented"
        )
    values = mapping(document.get("planned_values") or document.get("values"))
    configured = _configured(mapping(mapping(document.get("configuration")).get("root_module")))
    before = mapping(mapping(document.get("prior_state")).get("values"))
    read = [*_resources(mapping(values.get("root_module"))), *_data(mapping(before.get("root_module")))]
    known = {_base(entry["address"]) for entry in read}
    regions = _providers(document)
    named = [_resource(entry, configured, known, regions) for entry in read]
    return Stock(tuple(_by_identity(named)), _outside(document), _region(regions, named))


def _resources(module: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The entries of a module and of its children that have an address and a type."""
    for entry in items(module.get("resources")):
        if isinstance(entry, dict) and isinstance(entry.get("address"), str) and isinstance(entry.get("type"), str):
            yield entry
    for child in items(module.get("child_modules")):
        yield from _resources(mapping(child))


def _data(module: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What a plan looked up before: networks that somebody else built, and documents of policies."""
    yield from (entry for entry in _resources(module) if entry.get("mode") == "data")


def _base(address: str) -> str:
    return _COPY.sub("", address)


def _resource(
    entry: Mapping[str, Any], configured: Mapping[str, list[Ref]], known: set[str], regions: Mapping[str, str]
) -> Resource:
    address, base = entry["address"], _base(entry["address"])
    values = mapping(_open(mapping(entry.get("values")), entry.get("sensitive_values")))
    stated = [ref for ref in configured.get(base, ()) if ref.to in known]
    depends = [Ref("depends_on", _base(str(to))) for to in items(entry.get("depends_on")) if not configured]
    refs = dict.fromkeys([*stated, *(ref for ref in depends if ref.to in known)])
    return Resource(address, entry["type"], _name(base, entry), values, tuple(refs), base, regions.get(base, ""))


def _name(base: str, entry: Mapping[str, Any]) -> str:
    """The name that its writer gave it."""
    return str(entry.get("name") or base.rpartition(".")[2])


def _open(value: Any, hidden: Any) -> Any:
    """Values without what is marked as secret, or called so."""
    if hidden is True:
        return None
    if isinstance(value, Mapping):
        inner = hidden if isinstance(hidden, Mapping) else {}
        return {
            key: None if SECRETS.search(key) and isinstance(part, str) else _open(part, inner.get(key))
            for key, part in value.items()
        }
    if isinstance(value, list):
        marks = hidden if isinstance(hidden, list) else []
        return [_open(part, marks[i] if i < len(marks) else None) for i, part in enumerate(value)]
    return value


# ---- what names what, by the configuration


def _configured(root: Mapping[str, Any]) -> dict[str, list[Ref]]:
    """The references of every resource by its address without copies, through the variables and outputs of modules."""
    modules = {"": _Module("", root, None, {})}
    _descend(modules[""], modules)
    return {
        module.path + str(entry.get("address", "")): [
            Ref(path, to)
            for path, text in _references(entry.get("expressions") or {}, "")
            for to in module.means(text, 0)
        ]
        for module in modules.values()
        for entry in items(module.body.get("resources"))
        if isinstance(entry, dict)
    }


DEEPEST = 24  # modules in modules that a name is followed through: more is a circle


class _Module:
    """A called module: its body, and what each of its variables was given."""

    def __init__(self, path: str, body: Mapping[str, Any], parent: _Module | None, given: Mapping[str, Any]):
        self.path, self.body, self.parent, self.given = path, body, parent, given
        self.children: dict[str, _Module] = {}

    def means(self, text: str, depth: int) -> Iterator[str]:
        """The addresses that a reference in here stands for."""
        words = text.split(".")
        if depth > DEEPEST:
            return
        if words[0] == "var" and len(words) > 1 and self.parent:
            for _, inner in _references({"given": self.given.get(words[1])}, ""):
                yield from self.parent.means(inner, depth + 1)
        elif words[0] == "local":
            return  # a plan does not tell what a local is made of
        elif words[0] == "module" and len(words) > 2:
            child = self.children.get(_COPY.sub("", words[1]))
            if child:
                output = mapping(mapping(child.body.get("outputs")).get(_COPY.sub("", words[2])))
                for _, inner in _references({"output": output.get("expression")}, ""):
                    yield from child.means(inner, depth + 1)
        elif words[0] == "data" and len(words) > 2:
            yield self.path + ".".join(_COPY.sub("", word) for word in words[:3])
        elif len(words) > 1 and words[0] not in ("each", "count", "path", "terraform", "self"):
            yield self.path + ".".join(_COPY.sub("", word) for word in words[:2])


def _descend(module: _Module, modules: dict[str, _Module]) -> None:
    for name, call in mapping(module.body.get("module_calls")).items():
        if len(modules) > 2000 or not isinstance(call, dict):
            return
        path = f"{module.path}module.{name}."
        child = _Module(path, mapping(call.get("module")), module, mapping(call.get("expressions")))
        module.children[name] = modules[path] = child
        _descend(child, modules)


def _references(expressions: Any, path: str) -> Iterator[tuple[str, str]]:
    """Where something is named, and what: of `a.b.c` and `a.b`, which a plan lists both, the longest."""
    if isinstance(expressions, list):
        for part in expressions:
            yield from _references(part, path)
    elif isinstance(expressions, Mapping):
        texts = expressions.get("references")
        if isinstance(texts, list):
            texts = [text for text in texts if isinstance(text, str)]
            yield from (
                (path, text) for text in texts if not any(o != text and o.startswith(f"{text}.") for o in texts)
            )
        for key, part in expressions.items():
            if key not in ("references", "constant_value"):
                yield from _references(part, f"{path}.{key}" if path else str(key))


# ---- what names what, by the values


def _by_identity(resources: list[Resource]) -> Iterator[Resource]:
    """The same resources, with references for each value that is the id, ARN or address of another."""
    owners: dict[str, list[Resource]] = {}
    for one in resources:
        for text in {text for key in _IDENTITIES if isinstance(text := one.values.get(key), str)}:
            if len(text) >= SHORTEST:
                owners.setdefault(text, []).append(one)
    single = {text: some[0] for text, some in owners.items() if len(some) == 1}
    for one in resources:
        found = [
            Ref(path, single[text].address)
            for path, text in texts(one.values, "")
            if text in single and single[text].base != one.base and path not in _IDENTITIES
        ]
        within = [Ref(path, to.address) for path, to in _inside(one, single)]
        yield replace(one, refs=tuple(dict.fromkeys([*one.refs, *found, *within])))


def _inside(one: Resource, single: Mapping[str, Resource]) -> Iterator[tuple[str, Resource]]:
    """Identities within longer texts: policies, container definitions, addresses with a port."""
    for path, text in texts(one.values, ""):
        if len(text) > SHORTEST and path not in _IDENTITIES:
            for word in set(re.findall(r"[\w.:/*@-]{8,}", text)) - {text}:
                parts = (word, word.removesuffix("/*"), *re.split(r"[/:@]+(?=[a-z0-9.-]{8,})|:[0-9]+|/", word))
                for part in dict.fromkeys(parts):
                    if part in single and single[part].base != one.base:
                        yield path, single[part]


def texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Every text of a value with its path."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from texts(part, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for part in value:
            yield from texts(part, path)
    elif isinstance(value, str):
        yield path, value


# ---- what is not in a module


def _outside(document: Mapping[str, Any]) -> tuple[Left, ...]:
    """What the plan takes away."""
    gone = [
        change
        for change in items(document.get("resource_changes"))
        if isinstance(change, dict) and mapping(change.get("change")).get("actions") == ["delete"]
    ]
    return tuple(Left(str(change.get("address")), "the plan removes it") for change in gone)


def _providers(document: Mapping[str, Any]) -> dict[str, str]:
    """The Region of each provider as the configuration or a variable says, by the provider's key and by the addresses
    of the resources that have it."""
    configuration = mapping(document.get("configuration"))
    found: dict[str, str] = {}
    for key, provider in mapping(configuration.get("provider_config")).items():
        stated = mapping(mapping(mapping(provider).get("expressions")).get("region"))
        named = [str(text).removeprefix("var.") for text in items(stated.get("references"))]
        given = [mapping(mapping(document.get("variables")).get(name)).get("value") for name in named]
        text = next((text for text in (stated.get("constant_value"), *given) if isinstance(text, str)), "")
        if text:
            found[key] = text
    for module, body in _bodies(mapping(configuration.get("root_module")), ""):
        for entry in map(mapping, items(body.get("resources"))):
            if (key := str(entry.get("provider_config_key", ""))) in found:
                found[module + str(entry.get("address", ""))] = found[key]
    return found


def _bodies(module: Mapping[str, Any], path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield path, module
    for name, call in mapping(module.get("module_calls")).items():
        yield from _bodies(mapping(mapping(call).get("module")), f"{path}module.{name}.")


def _region(regions: Mapping[str, str], resources: list[Resource]) -> str:
    """The Region of the first provider that has one; else what the values say most."""
    said: dict[str, int] = {}
    for one in resources:
        text = one.values.get("region") or one.values.get("location")
        zone, arn = one.values.get("availability_zone"), one.values.get("arn")
        if not isinstance(text, str) and isinstance(zone, str):
            text = re.sub(r"(?<=[0-9])-?[a-f]$", "", zone)
        if not isinstance(text, str) and isinstance(arn, str):
            text = arn.split(":")[3] if arn.count(":") > 3 else ""
        if isinstance(text, str) and text:
            said[text] = said.get(text, 0) + 1
    return next(iter(regions.values()), "") or max(said, key=lambda text: said[text], default="")
