"""A model to plain values for JSON: the contract that scripts and other tools read. Keys keep the order of the YAML."""

from __future__ import annotations

from typing import Any

from archdeck.model.deployment import Environment, Instance, Place
from archdeck.model.design import Component, Kind, Overlay, PlaceRelation, Relation, Waiver
from archdeck.model.whole import Drill, Flow, Model, Requirement, Step, Topic


def model_json(model: Model) -> dict[str, Any]:
    """`{"components": {id: …}, "relations": …, "environments": …, "flows": …, "drills": …, "requirements": …, …}`."""
    return {
        "id": model.id,
        "name": model.name,
        "title": model.title,
        "summary": model.summary,
        "description": model.description,
        "owner": model.owner,
        "source": model.source,
        **_waive(model.waivers),
        "tiers": {tier.id: {"name": tier.name, "says": tier.says} for tier in model.tiers},
        "components": {c.id: _component(c) for c in model.components},
        "relations": {r.id: _relation(r) for r in model.relations}
        | {r.id: _place_relation(r) for r in model.place_relations},
        "environments": {e.id: _environment(e) for e in model.environments},
        "flows": {f.id: _flow(f) for f in model.flows},
        "drills": {d.id: _drill(d) for d in model.drills},
        "requirements": {r.id: _requirement(r) for r in model.requirements},
        "overlays": {o.id: _overlay(o) for o in model.overlays},
        "topics": {t.id: _topic(t) for t in model.topics},
        "story": {s.id: {"title": s.title, "shows": s.shows, "say": s.say} for s in model.story},
    }


def kind_json(kind: Kind) -> dict[str, Any]:
    """A kind as `archdeck kinds` lists it."""
    return {
        "id": kind.id,
        "name": kind.name,
        "scope": kind.scope.value,
        "category": kind.category,
        "at_border": kind.at_border,
        "cross_cutting": kind.cross_cutting,
        "everywhere": kind.everywhere,
        "spreads": kind.spreads,
        "says": kind.says,
        "other_ids": [*kind.aliases, *kind.classes],
        "known_as": [*kind.known_as],
    }


def _waive(waivers: tuple[Waiver, ...]) -> dict[str, Any]:
    """Only where there is one."""
    found = {w.rule: {"because": w.because, "until": w.until.isoformat()} for w in waivers}
    return {"waive": found} if found else {}


def _tags(tags: tuple[str, ...]) -> dict[str, Any]:
    """Only where there is one."""
    return {"tags": [*tags]} if tags else {}


def _written(**fields: str) -> dict[str, str]:
    """Only those that say something."""
    return {key: value for key, value in fields.items() if value}


def _component(component: Component) -> dict[str, Any]:
    kind, recovery = component.kind, component.recovery
    return {
        "kind": kind.id,
        "service": kind.name,
        "category": kind.category,
        "scope": kind.scope.value,
        "tier": component.tier.id,
        "name": component.name,
        "summary": component.summary,
        "description": component.description,
        "why": component.why,
        "say": component.say,
        "config": dict(component.config),
        "recovery": recovery
        and {
            "promote_s": recovery.promote_s,
            "restore_s": recovery.restore_s,
            "loses_s": recovery.loses_s,
            "says": recovery.says,
        },
        "owner": component.owner,
        **_written(
            needs=component.needs,
            system=component.system.id if component.system else "",
            availability=component.availability,
            sla=component.sla,
        ),
        "note": component.note,
        **({"addresses": [*component.addresses]} if component.addresses else {}),
        **_tags(component.tags),
        **_waive(component.waivers),
    }


def _relation(relation: Relation) -> dict[str, Any]:
    return {
        "from": relation.source.id,
        "to": relation.target.id,
        **_places_of(relation),
        "kind": relation.kind.value,
        "label": relation.label,
        **_end_labels(relation),
        "says": relation.says,
        "role": relation.role.value if relation.role else None,
        "encryption": relation.encryption,
        "protocol": relation.protocol,
        "every": relation.every,
        "lag": relation.lag,
        "after": relation.after,
        **(
            {"needs": [f"{c.id} in {place}" if place else c.id for c, place in relation.needs]}
            if relation.needs
            else {}
        ),
        "only": sorted(relation.only),
        "note": relation.note,
        "derived": relation.derived,
        **_tags(relation.tags),
        **_waive(relation.waivers),
    }


def _place_relation(relation: PlaceRelation) -> dict[str, Any]:
    return {
        "from": relation.source.id if relation.source else relation.source_in,
        "to": relation.target.id if relation.target else relation.target_in,
        **_places_of(relation),
        "kind": relation.kind.value,
        "label": relation.label,
        **_end_labels(relation),
        "says": relation.says,
        "encryption": relation.encryption,
        "protocol": relation.protocol,
        "only": sorted(relation.only),
        "note": relation.note,
        **_tags(relation.tags),
        **_waive(relation.waivers),
    }


def _end_labels(relation: Relation | PlaceRelation) -> dict[str, str]:
    """The words at its ends, where it has some."""
    words = {"from_label": relation.from_label, "to_label": relation.to_label}
    return {key: text for key, text in words.items() if text}


def _places_of(ends: Relation | PlaceRelation | Step) -> dict[str, str]:
    """The places of the instances at its ends, only where it names them."""
    named = {"from_in": (ends.source, ends.source_in), "to_in": (ends.target, ends.target_in)}
    return {key: place for key, (component, place) in named.items() if component and place}


def _environment(environment: Environment) -> dict[str, Any]:
    return {
        "name": environment.name,
        "stage": environment.stage.value,
        "extends": environment.base or None,
        "summary": environment.summary,
        "description": environment.description,
        "because": environment.because,
        "places": {place.id: _place(place) for place in environment.places},
        "instances": {instance.id: _instance(instance) for instance in environment.instances},
        "relations": [
            *(relation.id for relation in environment.relations),
            *dict.fromkeys(link.relation.id for link in environment.place_links),
        ],
        "links": [
            *({"relation": k.relation.id, "from": k.source.id, "to": k.target.id} for k in environment.links),
            *(
                {"relation": k.relation.id, "from": a.id, "to": b.id}
                for k in environment.place_links
                for a, b in environment.joined(k)
            ),
        ],
        "without": dict(environment.missing),
        **_waive(environment.waivers),
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "kind": place.kind.value,
        "in": place.parent.id if place.parent else None,
        "name": place.name,
        **_written(
            provider=place.provider, technology=place.technology, note=place.note, availability=place.availability
        ),
        **({"is": place.domain.id} if place.same else {}),
        **({"count": place.count} if place.count > 1 else {}),
        "because": place.because,
        "implicit": place.implicit,
        "standby": place.standby,
        **_tags(place.tags),
        **_waive(place.waivers),
    }


def _instance(instance: Instance) -> dict[str, Any]:
    return {
        "component": instance.component.id,
        "place": instance.place.id if instance.place else None,
        "count": instance.count,
        "role": instance.role.value if instance.role else None,
        "sync": instance.sync,
        "lag": instance.lag,
        "promote": instance.promote,
        **_written(availability=instance.availability),
        "label": instance.label,
        "config": dict(instance.config),
        "because": instance.because,
        **_waive(instance.waivers),
    }


def _flow(flow: Flow) -> dict[str, Any]:
    return {
        "name": flow.name,
        "summary": flow.summary,
        "description": flow.description,
        "steps": [_step(step) for step in flow.steps],
        "environments": [environment.id for environment in flow.environments],
        **_written(drill=flow.drill),
        **_waive(flow.waivers),
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "number": step.number,
        "from": step.source.id,
        "to": step.target.id,
        **_places_of(step),
        "relation": step.relation.id if step.relation else None,
        "backwards": step.backwards,
        "says": step.says,
        "only": sorted(step.only),
        "optional": step.optional,
        **_written(**{"if": step.condition, "repeats": step.repeats, "back_to": step.back_to}),
        **({"alongside": [*step.alongside]} if step.alongside else {}),
        **({"instead_of": [*step.instead_of]} if step.instead_of else {}),
        **_written(availability=step.availability),
        "note": step.note,
    }


def _drill(drill: Drill) -> dict[str, Any]:
    return {
        "name": drill.name,
        "says": drill.says,
        "environment": drill.environment.id if drill.environment else None,
        "down": list(drill.down),
        "expect": {flow.id: outcome.value for flow, outcome in drill.expect},
    }


def _requirement(requirement: Requirement) -> dict[str, Any]:
    target = requirement.target
    return {
        "name": requirement.name,
        "says": requirement.says,
        "pillar": requirement.pillar.value if requirement.pillar else None,
        "target": {
            "survives": target.survives,
            "rto_s": target.rto_s,
            "rpo_s": target.rpo_s,
            "latency_s": target.latency_s,
            "availability": target.availability,
            "standard": target.standard,
            "text": target.text,
        },
        "met_by": {component.id: how for component, how in requirement.met_by},
        "flows": [flow.id for flow in requirement.flows],
        "failures": list(requirement.failures),
        "only": sorted(requirement.only),
        **_waive(requirement.waivers),
    }


def _overlay(overlay: Overlay) -> dict[str, Any]:
    return {
        "kind": overlay.kind.value,
        "name": overlay.name,
        "members": [member.id for member in overlay.members],
        "scale": overlay.scale,
        "says": overlay.says,
        "why": overlay.why,
        "say": overlay.say,
        "config": dict(overlay.config),
        "only": sorted(overlay.only),
    }


def _topic(topic: Topic) -> dict[str, Any]:
    return {
        "name": topic.name,
        "says": topic.says,
        "shows": topic.shows,
        "columns": list(topic.columns),
        "rows": {row.name: {"says": row.says, "about": [c.id for c in row.about]} for row in topic.rows},
        "about": [c.id for c in topic.about],
    }
