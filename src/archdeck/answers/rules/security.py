"""A model to what speaks against its security: who gets in, and what can be read on the way and at rest."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archdeck.answers.rules import services, stated
from archdeck.answers.rules.rule import Evidence, Rule, found, listed
from archdeck.language import Pillar, RelationKind, Severity
from archdeck.model import Component, Model, Relation, Scope

_PLAIN = re.compile(r"\s*(https?|ftps?|sftp|telnet|ldaps?|smtps?|wss?|mqtts?|amqps?)\b", re.IGNORECASE)
_PLAIN_NAMES = ("http", "ftp", "telnet", "ldap", "smtp", "ws", "mqtt", "amqp")
_SAFE = re.compile(r"https|tls|ssl|ssh|sftp|ftps|wss|ldaps|smtps|mqtts|amqps|grpcs|ipsec|\bdns\b", re.IGNORECASE)
_OLD_TLS = re.compile(
    r"(?<!TLS/)\bSSL(?:\s?v?[23](?:\.0)?)?\b(?!\s*/\s*TLS|\s+cert|\s+VPN)|\bTLS\s?v?1(?:\.[01])?\b(?!\.\d)",
    re.IGNORECASE,
)
_AT_REST = re.compile(r"kms|\bsse\b|\bcmk\b|at rest|\baes", re.IGNORECASE)
_REST_AND_TRANSIT = re.compile(
    r"\bat rest,? (?:and|or) (?:in|during) transit\b|\bkeys?\b[^.;()]{0,80}\bin transit\b", re.IGNORECASE
)
_DATA_EVENTS = re.compile(r"data events?|object.level", re.IGNORECASE)
_INCIDENTS = re.compile(r"security incidents?|suspicious \w+|intrusions?|\bbreach(?:es)?\b", re.IGNORECASE)
_TRYING_OUT = re.compile(r"\b(?:dev|development|test|testing|staging|sandbox)\b", re.IGNORECASE)
_SERVING = re.compile(r"\b(?:prod|production|live)\b", re.IGNORECASE)
_APART = re.compile(r"route tables?|segment|isolat|separat|inspect|firewall|\bapart\b", re.IGNORECASE)
_SECRET = re.compile(r"(passw(or)?d|passphrase|secret|token|(api|access|secret).?key|credential)s?$", re.IGNORECASE)
_KEY = re.compile(r"\b(AKIA|ASIA)[0-9A-Z]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----")
_REFERENCE = re.compile(r"\s|^[<${/]|://|^arn:|vault|secrets?manager|ssm|kms", re.IGNORECASE)
_RANDOM = re.compile(r"(?=.*[0-9])(?=.*[A-Za-z]).{6,}")


def _stores_in_public(model: Model) -> Iterator[Evidence]:
    for component in model.components:
        if component.kind.id in services.DATABASES and (places := stated.public_subnets(model, component)):
            yield found(f"store {component.id!r} runs in a public subnet ({places})", component)


def _servers_in_public(model: Model) -> Iterator[Evidence]:
    balanced: dict[str, str] = {}
    for relation in model.relations:
        if relation.kind is RelationKind.REQUEST and relation.source.kind.id in services.BALANCERS:
            balanced.setdefault(relation.target.id, relation.source.id)
    for component in model.components:
        behind = balanced.get(component.id)
        if behind and component.kind.id in services.SERVERS and (places := stated.public_subnets(model, component)):
            yield found(f"{component.id!r} is behind {behind!r} and yet runs in a public subnet ({places})", component)


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
        carried = any(end.kind.id in services.LINES for end in ends)
        inside = all(end.kind.scope is Scope.ACTOR for end in ends)
        attached = any(end.kind.id in services.SHIELDS | services.NETWORK_SETTINGS for end in ends)
        plain = _PLAIN.match(relation.protocol) or _SAFE.search(relation.protocol)
        if not (relation.encryption or relation.derived or by_itself or carried or inside or attached or plain):
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


def _old_tls(model: Model) -> Iterator[Evidence]:
    for relation in stated.live_relations(model, *RelationKind):
        for key, text in (("encryption", relation.encryption), ("protocol", relation.protocol)):
            if old := _OLD_TLS.search(text):
                words = f"`{key}` of relation {relation.id!r} names {old[0]}, which has been broken and withdrawn"
                yield found(words, relation, relation.source, relation.target)
                break
    for component in stated.live(model):
        named = ((key, _OLD_TLS.search(f"{key}: {value}")) for key, value in stated.settings(model, component))
        if hit := next(((key, old) for key, old in named if old), None):
            words = f"setting {hit[0]!r} of {component.id!r} names {hit[1][0]}, which has been broken and withdrawn"
            yield found(words, component)


def _key_in_transit(model: Model) -> Iterator[Evidence]:
    for relation in stated.live_relations(model, *stated.TRAFFIC):
        if _AT_REST.search(relation.encryption) and not _SAFE.search(relation.encryption):
            words = f"relation {relation.id!r} is said to be protected by {relation.encryption!r}, which protects"
            yield found(f"{words} what is stored, not what is on the way", relation, *_ends(relation))
    for component in model.components:
        keys = component.kind.id in services.ENCRYPTORS
        said = stated.claim(stated.told(model, component), _REST_AND_TRANSIT) if keys else None
        if said:
            words = f"{said[0]} says {said[1]!r}, and {component.kind.name} protects what is stored, not what is on"
            yield found(f"{words} the way", component)


def _ends(relation: Relation) -> tuple[Component, Component]:
    return relation.source, relation.target


def _data_events(model: Model) -> Iterator[Evidence]:
    for relation in stated.live_relations(model, RelationKind.USES, RelationKind.CONTROL, RelationKind.DATA):
        for trail, store in (_ends(relation), _ends(relation)[::-1]):
            if trail.kind.id != "aws.cloudtrail" or store.kind.id not in services.DATA_EVENTS:
                continue
            texts = [*stated.told(model, trail), *stated.told(model, store), ("", f"{relation.label} {relation.says}")]
            if not stated.claim(texts, _DATA_EVENTS):
                words = (
                    f"relation {relation.id!r} has CloudTrail log {store.id!r}, and nothing says that its data events"
                )
                yield found(
                    f"{words} are on: without them no access to what it holds is recorded", relation, store, trail
                )


def _networks_joined(model: Model) -> Iterator[Evidence]:
    for hub in (c for c in stated.live(model) if c.kind.id in services.HUBS):
        texts = list(stated.told(model, hub))
        both = [t for t in texts if _TRYING_OUT.search(t[1]) and _SERVING.search(t[1])]
        if both and not stated.claim(texts, _APART):
            words = f"{hub.id!r} joins networks of development and production ({both[0][0]}), and nothing says what"
            yield found(f"{words} keeps them apart", hub)


def _no_detection(model: Model) -> Iterator[Evidence]:
    detected = any(c.kind.id in services.DETECTORS for c in stated.live(model))
    for requirement in model.requirements if not detected else ():
        texts = [requirement.name, requirement.says, requirement.target.text, *(how for _, how in requirement.met_by)]
        asked = stated.claim([("", text) for text in texts], _INCIDENTS)
        if asked:
            words = f"requirement {requirement.id!r} speaks of {asked[1]!r}, and nothing in production detects any"
            yield found(f"{words}: a log only keeps what is written to it", requirement)


P, WARNING, NOTE = Pillar.SECURITY, Severity.WARNING, Severity.NOTE
RULES = (
    Rule("store-in-public-subnet", P, WARNING, "A store in a public subnet", "move it to a private subnet",
         _stores_in_public),
    Rule("server-in-public-subnet", P, WARNING, "Servers in a public subnet behind a load balancer",
         "leave only the load balancer in public", _servers_in_public),
    Rule("plain-hop", P, WARNING, "A hop without TLS", "encrypt it, or say how it is protected", _plain_hop),
    Rule("tls-unstated", P, NOTE, "A hop that says nothing of its protection",
         "give it `encryption`, or a `protocol` that implies it", _tls_unstated),
    Rule("old-tls", P, WARNING, "A version of SSL or TLS that is withdrawn", "ask for TLS 1.2 or later", _old_tls),
    Rule("key-in-transit", P, WARNING, "Keys at rest for what is on the way",
         "name TLS, with a certificate, for that", _key_in_transit),
    Rule("store-encryption", P, WARNING, "A store without encryption at rest",
         "see that it is, and say so in `config` or by a relation of kind `uses` to its key", _unencrypted),
    Rule("secret-in-settings", P, WARNING, "A secret among the settings",
         "name the place that keeps it instead, and change the secret", _secrets),
    Rule("data-events", P, NOTE, "An audit trail that does not see who reads",
         "switch them on, and say so in `config` of the trail", _data_events),
    Rule("no-detection", P, NOTE, "Incidents that nobody would see", "add what looks for them, such as GuardDuty",
         _no_detection),
    Rule("networks-joined", P, NOTE, "Development and production on one network",
         "say so in `config`, as in route tables of their own", _networks_joined),
)  # fmt: skip
