"""Ids to the pages and pictures that they name: an id that would take the place of another's is an error."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from archdeck.language import Location, ModelShape, Problem, Severity
from archdeck.model.deployment import Environment
from archdeck.model.design import Component
from archdeck.model.resolve.findings import Findings
from archdeck.model.whole import Drill, Flow

_PICTURES = {
    "component": "the pictures of components",
    "drill": "the pictures of drills",
    "diff": "the pictures of differences",
    "layers": "the picture of the layers",
    "executive": "the short pictures of environments",
    "poster": "the posters of environments",
}
# Ids that name what is there anyway, by the section of the model; systems lie beside the pages that they share.
RESERVED: Mapping[str, Mapping[str, str]] = {
    "systems": {
        "index": "the list of systems",
        "catalogue": "the catalogue",
        "kinds": "the list of all kinds",
        "landscape": "the landscape of all systems",
        "reference": "the reference of the language",
        "rules": "the list of rules",
        "assets": "the icons and styles of the site",
        "cards.txt": "what the home page has of all systems",  # one with a dot comes of a source
    },
    "environments": _PICTURES,
    "flows": _PICTURES,
}
_OF_PAGES = (".md", ".html")  # what the pages end in that systems lie beside
_PART = re.compile(r"(.+)--part-[1-9][0-9]*")

Pictures = Mapping[str, str]  # id -> what it shows


def check_names(
    shape: ModelShape,
    model_id: str,
    components: Iterable[Component],
    environments: Iterable[Environment],
    flows: Iterable[Flow],
    drills: Iterable[Drill],
    findings: Findings,
) -> None:
    """Each page and each picture has a name of its own."""
    for section, reserved in RESERVED.items():
        for id in {model_id} if section == "systems" else findings.loaded.declared(section):
            page = next((id.removesuffix(end) for end in _OF_PAGES if section == "systems" and id.endswith(end)), id)
            if id in reserved or page in reserved:
                _say(section, id, reserved.get(id) or reserved[page], findings)
    derived = dict(_derived(list(components), list(environments), list(drills)))
    for flow in flows:
        ids = [f"{flow.id}--{environment.id}" for environment in flow.environments]
        if taken := next(filter(None, (_taken(id, derived) for id in ids)), ""):
            _say("flows", flow.id, taken, findings)
    derived |= {
        f"{flow.id}--{e.id}": f"the picture of flow {flow.id!r} in environment {e.id!r}"
        for flow in flows
        for e in flow.environments
    }
    for id, written in shape.views.items():
        new = written.shows and written.shows != id  # else it says something of the picture that has this id
        if new and (taken := _taken(id, derived)):
            _say("views", id, taken, findings)


def _say(section: str, id: str, whose: str, findings: Findings) -> None:
    message = f"{section[:-1]} {id!r} would take the place of {whose}; call it otherwise"
    if section == "systems":
        findings.problems.append(Problem(Location(findings.loaded.path), Severity.ERROR, message, "reserved-id"))
    else:
        findings.error("reserved-id", message, section, id, key=True)


def _derived(
    components: list[Component], environments: list[Environment], drills: list[Drill]
) -> Iterator[tuple[str, str]]:
    """The id of every picture that there is or may be, whatever views and flows are called, and what it shows."""
    yield "layers", _PICTURES["layers"]
    for component in components:
        yield f"component--{component.id}", f"the picture of component {component.id!r}"
    for here in environments:
        where = f"environment {here.id!r}"
        yield here.id, f"the picture of {where}"
        yield f"{here.id}--executive", f"the short picture of {where}"
        yield f"{here.id}--poster", f"the poster of {where}"
        for id in [*(place.id for place in here.places), *(component.id for component in here.components)]:
            yield f"loss-{id}--{here.id}", f"the picture of the loss of {id!r} in {where}"
        for drill in drills:
            if drill.environment in (None, here):
                yield f"drill-{drill.id}--{here.id}", f"the picture of drill {drill.id!r} in {where}"
        for other in environments:
            if other is not here:
                yield f"diff-{here.id}--{other.id}", f"the picture of what differs between {here.id!r} and {other.id!r}"


def _taken(id: str, derived: Pictures) -> str:
    """What has this id already, or ''. How many parts a picture has is not known before it is laid out."""
    part = _PART.fullmatch(id)
    whole = derived.get(part[1], "") if part else ""
    return derived.get(id) or (f"a part of {whole}" if whole else "")
