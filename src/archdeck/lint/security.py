"""A model to what speaks against its security: who gets in, and what can be read on the way and at rest."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archdeck.language import Pillar, PlaceKind, RelationKind
from archdeck.lint import services, stated
from archdeck.lint.rule import Evidence, Rule, found, listed
from archdeck.model import Component, Model, Scope
from archdeck.problems import Severity

_PLAIN = re.compile(r"\s*(https?|ftps?|sftp|telnet|ldaps?|smtps?|wss?|mqtts?|amqps?)\b", re.IGNORECASE)
_PLAIN_NAMES = ("http", "ftp", "telnet", "ldap", "smtp", "ws", "mqtt", "amqp")
_SAFE = re.compile(r"https|tls|ssl|ssh|sftp|ftps|wss|ldaps|smtps|mqtts|amqps|grpcs|ipsec|\bdns\b", re.IGNORECASE)
_SECRET = re.compile(r"(passw(or)?d|passphrase|secret|token|(api|access|secret).?key|credential)s?$", re.IGNORECASE)
_KEY = re.compile(r"\b(AKIA|ASIA)[0-9A-Z]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----")
_REFERENCE = re.compile(r"\s|^[<${/]|://|^arn:|vault|secrets?manager|ssm|kms", re.IGNORECASE)
_RANDOM = re.compile(r"(?=.*[0-9])(?=.*[A-Za-z]).{6,}")


def _public(model: Model, component: Component) -> str:
    """`az1-public and az2-public in prod; …` for the public subnets that a component runs in; '' if there is none."""
    parts = []
    for environment in model.environments:
        subnets = [stated.around(i, PlaceKind.PUBLIC_SUBNET) for i in environment.of(component) if i.count > 0]
        if names := [place.id for place in subnets if place]:
            parts.append(f"{listed(names)} in {environment.id}")
    return "; ".join(parts)


def _stores_in_public(model: Model) -> Iterator[Evidence]:
    for component in model.components:
        if component.kind.id in services.DATABASES and (places := _public(model, component)):
            yield found(f"store {component.id!r} runs in a public subnet ({places})", component)


def _servers_in_public(model: Model) -> Iterator[Evidence]:
    balanced: dict[str, str] = {}
    for relation in model.relations:
        if relation.kind is RelationKind.REQUEST and relation.source.kind.id in services.BALANCERS:
            balanced.setdefault(relation.target.id, relation.source.id)
    for component in model.components:
        behind = balanced.get(component.id)
        if behind and component.kind.id in services.SERVERS and (places := _public(model, component)):
            yield found(f"{component.id!r} is behind {behind!r} and yet runs in a public subnet ({places})", component)


def _no_waf(model: Model) -> Iterator[Evidence]:
    relations = stated.live_relations(model, *stated.TRAFFIC)
    for component in stated.live(model):
        if component.kind.id not in services.WEB_ENTRIES:
            continue
        caller = stated.outside(component, relations)
        guarded = (
            component.kind.id in services.FIREWALLS
            or any(c.kind.id in services.FIREWALLS for c in stated.neighbours(model, component, *RelationKind))
            or stated.says(stated.settings(model, component), re.compile(r"\bwaf\b|firewall", re.IGNORECASE))
        )
        if caller and not guarded:
            yield found(f"requests of {caller.id!r} reach {component.id!r}, and no WAF applies to it", component)


def _waf_behind(model: Model) -> Iterator[Evidence]:
    for relation in model.relations:
        ends = relation.source, relation.target
        if relation.kind is not RelationKind.REQUEST or relation.target.kind.id not in services.SHIELDS:
            continue
        before = relation.source.kind.scope is Scope.ACTOR or relation.source.kind.id in {
            *services.PASSES_ON,
            *services.SHIELDS,
        }
        if not before:
            words = f"relation {relation.id!r} takes a request to {ends[1].id!r} after it has arrived at {ends[0].id!r}"
            yield found(words, relation, *ends)


def _waf_unattachable(model: Model) -> Iterator[Evidence]:
    for relation in model.relations:
        for firewall, other in ((relation.source, relation.target), (relation.target, relation.source)):
            if (
                relation.kind is RelationKind.USES
                and firewall.kind.id == "aws.waf"
                and other.kind.id in services.NO_WAF
            ):
                words = f"{firewall.id!r} applies to {other.id!r}, and AWS WAF cannot be attached to {other.kind.name}"
                yield found(words, relation, other)


def _plain_hop(model: Model) -> Iterator[Evidence]:
    for relation in stated.live_relations(model, *stated.TRAFFIC):
        scheme = _PLAIN.match(relation.protocol)
        plain = scheme and scheme[1].lower() in _PLAIN_NAMES and not _SAFE.search(relation.protocol)
        if plain and not relation.encryption:
            words = f"relation {relation.id!r} goes over {relation.protocol} and names no encryption"
            yield found(words, relation, relation.source, relation.target)


def _tls_unstated(model: Model) -> Iterator[Evidence]:
    for relation in stated.live_relations(model, *stated.TRAFFIC):
        ends = (relation.source, relation.target)
        by_itself = relation.target.kind.id in services.TLS_BY_ITSELF | services.DISKS | services.PASSES_ON
        inside = all(end.kind.scope is Scope.ACTOR for end in ends)
        attached = any(end.kind.id in services.SHIELDS | services.NETWORK_SETTINGS for end in ends)
        plain = _PLAIN.match(relation.protocol) or _SAFE.search(relation.protocol)
        if not (relation.encryption or relation.derived or by_itself or inside or attached or plain):
            yield found(f"relation {relation.id!r} does not say how it is protected on the way", relation, *ends)


def _unencrypted(model: Model) -> Iterator[Evidence]:
    for component in stated.live(model):
        if component.kind.id not in services.STORES - services.ALWAYS_ENCRYPTED:
            continue
        pairs = list(stated.settings(model, component))
        said = stated.says(pairs, stated.ENCRYPTION)
        if said is False:
            words = f"store {component.id!r} is not encrypted at rest ({stated.setting(pairs, stated.ENCRYPTION)})"
            yield found(words, component)
        elif said is None and not stated.applies(model, component, services.ENCRYPTORS):
            yield found(f"no setting and no relation of store {component.id!r} says how it is encrypted", component)


def _secrets(model: Model) -> Iterator[Evidence]:
    for component in model.components:
        keys = []
        for key, value in stated.settings(model, component):
            bare = _SECRET.search(key) and _RANDOM.fullmatch(value) and not _REFERENCE.search(value)
            if bare or _KEY.search(value):
                keys.append(repr(key))
        if keys:
            which = f"setting {keys[0]}" if len(set(keys)) == 1 else f"each of the settings {listed(keys)}"
            yield found(f"{which} of {component.id!r} looks like a secret", component)


def _direct_store(model: Model) -> Iterator[Evidence]:
    for relation in stated.live_relations(model, *stated.TRAFFIC):
        if relation.source.kind.scope is Scope.ACTOR and relation.target.kind.id in services.DATABASES:
            words = f"relation {relation.id!r} leads from {relation.source.id!r}, outside of the design, straight to "
            yield found(f"{words}store {relation.target.id!r}", relation, relation.target)


P, WARNING, NOTE = Pillar.SECURITY, Severity.WARNING, Severity.NOTE
RULES = (
    Rule("store-in-public-subnet", P, WARNING, "A store in a public subnet", "move it to a private subnet",
         _stores_in_public),
    Rule("server-in-public-subnet", P, WARNING, "Servers in a public subnet behind a load balancer",
         "leave only the load balancer in public", _servers_in_public),
    Rule("no-waf", P, WARNING, "A public entry without WAF", "let one apply to it", _no_waf),
    Rule("waf-behind", P, WARNING, "WAF or Shield behind what it should protect",
         "let it apply to the entry, by a relation of kind `uses`", _waf_behind),
    Rule("waf-unattachable", P, WARNING, "WAF on something that it cannot be attached to",
         "put CloudFront, an ALB or API Gateway in front, and WAF on that", _waf_unattachable),
    Rule("plain-hop", P, WARNING, "A hop without TLS", "encrypt it, or say how it is protected", _plain_hop),
    Rule("tls-unstated", P, NOTE, "A hop that says nothing of its protection",
         "give it `encryption`, or a `protocol` that implies it", _tls_unstated),
    Rule("store-encryption", P, WARNING, "A store without encryption at rest",
         "see that it is, and say so in `config` or by a relation of kind `uses` to its key", _unencrypted),
    Rule("secret-in-settings", P, WARNING, "A secret among the settings",
         "name the place that keeps it instead, and change the secret", _secrets),
    Rule("direct-store", P, WARNING, "A database that outsiders reach directly",
         "put a service of the design between them", _direct_store),
)  # fmt: skip
