"""A compose file to its services, what they run, and whom they call: by what each depends on and by variables that name
the address of another.

The file is described at docs.docker.com/reference/compose-file. Values of variables are looked at for names of
services, and for nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from archdeck.imports.documents import items, mapping
from archdeck.imports.found import Deployment, Found, Lead, Left, Place, Run, Thing
from archdeck.imports.images import addressed, is_store, kind_of_image
from archdeck.imports.services import catalogued
from archdeck.imports.source import Source
from archdeck.language import PlaceKind, RelationKind

HOST = "host"
INTERNET = "outside"
_OTHERS = ("networks", "volumes", "secrets", "configs")
_IS_PART = {
    "volumes": "a volume is a setting of the services that mount it",
    "networks": "a network of one host is no frame of its own",
    "secrets": "secrets stay where they are",
    "configs": "a file of settings is no box",
}


def reads(source: Source) -> bool:
    """Whether it is a compose file: services, each with an image or a way to build one."""
    return any(_services(document) for _, document in source.quietly())


def _services(document: Any) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {
        str(name): body for name, body in mapping(mapping(document).get("services")).items() if isinstance(body, dict)
    }
    fits = [body for body in found.values() if {"image", "build", "extends"} & body.keys()]
    return found if fits and "apiVersion" not in document else {}


def found(source: Source) -> Found:
    """Later files add to services of the same name, as `docker compose -f a -f b` has it."""
    services: dict[str, dict[str, Any]] = {}
    left: list[Left] = []
    title = ""
    for file, document in source.documents:
        if some := _services(document):
            title = title or str(mapping(document).get("name") or "")
            for name, body in some.items():
                services.setdefault(name, {}).update(body)
            left += [Left(f"{part}.{name}", _IS_PART[part]) for part in _OTHERS for name in mapping(document.get(part))]
        elif document:
            left.append(Left(file, "it has no services"))
    things = tuple(_thing(name, body) for name, body in services.items())
    leads = tuple(_joined([lead for name, body in services.items() for lead in _leads(name, body, services)]))
    runs = tuple(Run(name, HOST, count=_count(body)) for name, body in services.items())
    outside = any(lead.source == INTERNET for lead in leads)
    people = (Thing(INTERNET, "Users", "users", summary="Whoever reaches the published ports"),) if outside else ()
    places = (Place(HOST, PlaceKind.NODE, "Docker host", stated=False),)
    deployment = Deployment("", places, (*runs, *(Run(INTERNET, "") for _ in people)))
    return Found((*people, *things), leads, (deployment,), tuple(dict.fromkeys(left)), title)


def _thing(name: str, body: Mapping[str, Any]) -> Thing:
    image = body.get("image") if isinstance(body.get("image"), str) else ""
    config = {"Image": re.sub(r"\$\{[^}:-]*:?-?([^}]*)\}", r"\1", str(image))} if image else {}
    build = body.get("build")
    built = build if isinstance(build, str) else str(mapping(build).get("context") or "")
    return Thing(
        name, name, kind_of_image(config.get("Image", "") or built) or "service", (f"services.{name}",), config=config
    )


def _count(body: Mapping[str, Any]) -> int:
    stated = mapping(body.get("deploy")).get("replicas", body.get("scale", 1))
    return int(stated) if re.fullmatch(r"[0-9]{1,4}", str(stated)) else 1


def _leads(name: str, body: Mapping[str, Any], services: Mapping[str, Mapping[str, Any]]) -> Iterator[Lead]:
    """From a service to what it depends on and to whom its variables name; from outside where a port is published."""
    at = (f"services.{name}",)
    others = [other for other in services if other != name]
    depends = body.get("depends_on")
    links = [str(link).partition(":")[0] for link in items(body.get("links"))]
    texts = [*_values(body.get("environment")), *_values(body.get("command")), *_values(body.get("entrypoint"))]
    called = [pair for text in texts for pair in addressed(text, others)]
    for other in [*(depends if isinstance(depends, dict | list) else ()), *links]:
        if other in services:
            called.append((str(other), ""))
    for other, port in called:
        yield Lead(
            name, other, _kind(_thing(other, services[other])), protocol=f"TCP {port}" if port else "", addresses=at
        )
    for port in items(body.get("ports")):
        if published := _published(port):
            yield Lead(INTERNET, name, protocol=f"TCP {published}", addresses=at)


def _kind(target: Thing) -> RelationKind:
    if catalogued()[target.kind].cross_cutting:
        return RelationKind.USES
    return RelationKind.DATA if is_store(target.kind) else RelationKind.REQUEST


def _values(value: Any) -> Iterator[str]:
    """The texts of a list or mapping of variables, without their names; of a command its words."""
    if isinstance(value, str):
        yield from value.split()
    for part in items(value):
        text = str(part)
        yield text.partition("=")[2] if re.match(r"\w+=", text) else text
    for part in mapping(value).values():
        if isinstance(part, str):
            yield part


def _published(port: Any) -> str:
    """The port on the host: of `8080:80`, of `127.0.0.1:8080:80` none, as nobody else reaches it."""
    if isinstance(port, dict):
        return "" if str(port.get("host_ip", "")).startswith("127.") else str(port.get("published") or "")
    words = re.sub(r"\$\{[^}:-]*:?-?([^}]*)\}", r"\1", str(port)).partition("/")[0].split(":")
    return "" if len(words) < 2 or words[0].startswith("127.") else words[-2]


def _joined(leads: list[Lead]) -> Iterator[Lead]:
    """One for each pair, with the ports of all."""
    known: dict[tuple[str, str], Lead] = {}
    for lead in leads:
        before = known.get((lead.source, lead.target))
        ports = dict.fromkeys(filter(None, [*(before.protocol.split(", ") if before else ()), lead.protocol]))
        known[lead.source, lead.target] = Lead(
            lead.source, lead.target, lead.kind, protocol=", ".join(list(ports)[:3]), addresses=lead.addresses
        )
    yield from known.values()
