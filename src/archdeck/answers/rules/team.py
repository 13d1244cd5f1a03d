"""The rules that a team wrote beside its models to rules like all others: what each finds, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from archdeck.answers.rules.explained import Explanation
from archdeck.answers.rules.rule import Element, Evidence, Rule, found, listed
from archdeck.language import WrittenRule, fits
from archdeck.model import Component, Environment, Instance, Model, Place, PlaceRelation, Relation

Patterns = Iterable[str]
PLURAL = {"components": "component", "places": "place", "relations": "relation"}


def team_rules(model: Model) -> dict[str, Rule]:
    """Those of a model, by id."""
    return {rule.id: _rule(rule) for rule in model.rules}


def _rule(written: WrittenRule) -> Rule:
    shape = written.shape
    says = shape.says.rstrip(".")
    told = Explanation(shape.why, _looks_at(written), shape.fix)
    return Rule(
        written.id, shape.pillar, shape.severity, says, says, partial(_find, written), told=told, where=written.where
    )


def _find(rule: WrittenRule, model: Model) -> Iterator[Evidence]:
    """What it finds in each environment that it holds for, and, where it holds for all, in what runs in none."""
    stages = rule.shape.stages
    seen: set[str] = set()
    for environment in (e for e in model.environments if not stages or e.stage in stages):
        for element in _elements(rule, environment):
            seen.add(element.id)
            if _is_meant(rule, element):
                yield from _judged(rule, model, element, environment)
    if rule.about != "places" and not stages:
        every = model.components if rule.about == "components" else _written(model)
        for element in (e for e in every if e.id not in seen and _is_meant(rule, e)):
            yield from _judged(rule, model, element, None)


def _written(model: Model) -> tuple[Relation | PlaceRelation, ...]:
    """The relations that somebody wrote."""
    return (*(r for r in model.relations if not r.derived), *model.place_relations)


def _elements(rule: WrittenRule, environment: Environment) -> Iterable[Component | Place | Relation | PlaceRelation]:
    if rule.about == "components":
        return dict.fromkeys(i.component for i in environment.instances if i.count > 0)
    if rule.about == "places":
        return [place for place in environment.places if not place.implicit]
    written = [relation for relation in environment.relations if not relation.derived]
    return [*written, *dict.fromkeys(link.relation for link in environment.place_links)]


def _is_meant(rule: WrittenRule, element: Component | Place | Relation | PlaceRelation) -> bool:
    which = rule.which
    kinds = which.kinds is None or any(_is_of_kind(element, kind) for kind in which.kinds)
    asked = ((which.ids, [element.id]), (which.tags, element.tags))
    return kinds and all(patterns is None or _some(patterns, texts) for patterns, texts in asked)


def _is_of_kind(element: Component | Place | Relation | PlaceRelation, pattern: str) -> bool:
    """By a pattern of its id; or by another one of its ids as it is, for `users` have a class that begins with aws."""
    others = (*element.kind.aliases, *element.kind.classes) if isinstance(element, Component) else ()
    return fits(pattern, _kind(element)) or pattern in others


def _kind(element: Component | Place | Relation | PlaceRelation) -> str:
    return element.kind.id if isinstance(element, Component) else element.kind.value


def _some(patterns: Patterns, texts: Iterable[str]) -> bool:
    """Whether one of the texts is of one of the patterns."""
    return any(fits(pattern, text) for text in texts for pattern in patterns)


def _judged(
    rule: WrittenRule,
    model: Model,
    element: Component | Place | Relation | PlaceRelation,
    environment: Environment | None,
) -> Iterator[Evidence]:
    """All that speaks against an element as one finding; and one of each of its instances that has a setting of its
    own. A waiver of the environment holds too."""
    what = f"{PLURAL[rule.about]} {element.id!r}"
    around: tuple[Element, ...] = (environment,) if environment else ()
    if rule.shape.forbidden:
        yield found(f"{what} is of kind {_kind(element)!r}, and must not be there", element, *around)
        return
    instances = environment.of(element) if environment and isinstance(element, Component) else ()
    running = [instance for instance in instances if instance.count > 0]
    faults = [
        *_faults(rule, model, element),
        *(_settings(rule, element, running) if isinstance(element, Component) else ()),
    ]
    if faults:
        yield found(f"{what} has {listed(faults)}", element, *around)
    for instance in running:
        if own := list(_own_settings(rule, instance)):
            where = f" in {instance.place.id}" if instance.place else ""
            yield found(f"{what}{where} has {listed(own)}", instance, *around)


def _faults(rule: WrittenRule, model: Model, element: Component | Place | Relation | PlaceRelation) -> Iterator[str]:
    """What it has not, or not as it must be, but for settings."""
    need = rule.shape.need
    assert need is not None
    for key, (name, values_of) in NEEDED.items():
        patterns, values = getattr(need, key), list(filter(None, values_of(element, model)))
        if patterns and not _some(patterns, values):
            yield _unlike(name, next(iter(values), ""), patterns)
    for pattern in need.tags or ():
        if not _some([pattern], element.tags):
            yield f"no tag {pattern!r}"


def _is(element: object, _: Model) -> list[str]:
    """The zone or Region that a place is a part of: its id or its name, unless the model says it."""
    if not isinstance(element, Place):
        return []
    return [element.part_of] if element.part_of else [element.id, element.name]


def _owner(element: object, model: Model) -> list[str]:
    return [getattr(element, "owner", "") or model.owner]


def _attribute(name: str) -> Callable[[object, Model], list[str]]:
    return lambda element, _: [getattr(element, name, "")]


# What can be needed by a key, but for settings and tags: what it is called, and what of an element it is.
NEEDED: dict[str, tuple[str, Callable[[object, Model], list[str]]]] = {
    "id": ("id", _attribute("id")),
    "name": ("name", _attribute("name")),
    "owner": ("owner", _owner),
    "is_": ("Region or zone", _is),
    "label": ("label", _attribute("label")),
    "encryption": ("encryption", _attribute("encryption")),
    "protocol": ("protocol", _attribute("protocol")),
}


def _unlike(name: str, value: str, patterns: Patterns) -> str:
    some = " or ".join(map(repr, patterns))
    return f"{name} {value!r}, which is not {some}" if value else f"no {name}"


def _settings(rule: WrittenRule, component: Component, running: list[Instance]) -> Iterator[str]:
    """Of its settings those that it lacks, or has otherwise; but not where each of its instances has its own."""
    need = rule.shape.need
    assert need is not None
    for name, patterns in need.config.items():
        if running and all(_setting(i.config, name) for i in running):
            continue
        written = _setting(component.config, name)
        if written is None:
            yield f"no setting {name!r}"
        elif not _some(patterns, [written[1]]):
            yield _unlike("setting", ": ".join(written), patterns)


def _own_settings(rule: WrittenRule, instance: Instance) -> Iterator[str]:
    """Of the settings that an instance has for itself those that it has otherwise."""
    need = rule.shape.need
    assert need is not None
    for name, patterns in need.config.items():
        written = _setting(instance.config, name)
        if written and not _some(patterns, [written[1]]):
            yield _unlike("setting", ": ".join(written), patterns)


def _setting(config: object, name: str) -> tuple[str, str] | None:
    """The first setting of a name or a pattern of it, with its value."""
    assert isinstance(config, dict)
    return next(((key, value) for key, value in config.items() if fits(name, key)), None)


def _looks_at(rule: WrittenRule) -> str:
    """What a rule looks at, in words, in Markdown."""
    shape, which = rule.shape, rule.which
    asked = (("of kind", which.kinds), ("with the id", which.ids), ("with the tag", which.tags))
    some = [f"{words} {_either(patterns)}" for words, patterns in asked if patterns]
    where = f" in environments of the stage {_either(stage.value for stage in shape.stages)}" if shape.stages else ""
    begins = f"{rule.about.capitalize()}{''.join(f' {words}' for words in some)}{where}"
    return f"{begins}: there must be none." if shape.forbidden else f"{begins}: {_needed(rule)}."


def _needed(rule: WrittenRule) -> str:
    need = rule.shape.need
    assert need is not None
    asked = ((name, getattr(need, key)) for key, (name, _) in NEEDED.items())
    said = [f"the {name} is {_either(patterns)}" for name, patterns in asked if patterns]
    said += [f"setting `{name}` is {_either(patterns)}" for name, patterns in need.config.items()]
    said += [f"a tag is {_either([pattern])}" for pattern in need.tags or ()]
    return f"whether {listed(said)}"


def _either(patterns: Iterable[str]) -> str:
    """`a`, `b` or `c` as code; of a star alone, that there is something."""
    some = list(patterns)
    return "said" if some == ["*"] else " or ".join(f"`{pattern}`" for pattern in some)
