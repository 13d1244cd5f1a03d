"""A model to what makes it slower than it has to be: detours, and distance."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archdeck.answers.rules import services, stated
from archdeck.answers.rules.rule import Evidence, Rule, found
from archdeck.language import Pillar, PlaceKind, RelationKind, Severity
from archdeck.model import Model


def _bucket_direct(model: Model) -> Iterator[Evidence]:
    for relation in stated.live_relations(model, *stated.TRAFFIC):
        read = relation.source.kind.id in services.CLIENTS and not _UPLOADS.search(f"{relation.label} {relation.says}")
        if read and relation.target.kind.id in services.BUCKETS:
            words = f"requests of {relation.source.id!r} reach bucket {relation.target.id!r} with no CDN between them"
            yield found(words, relation, relation.target)


def _edge_chain(model: Model) -> Iterator[Evidence]:
    for relation in model.relations:
        ends = (relation.source, relation.target)
        if relation.kind is RelationKind.REQUEST and [e.kind.id for e in ends] == _CHAIN:
            words = f"relation {relation.id!r} sends requests from CloudFront on to Global Accelerator, and both carry"
            yield found(f"{words} them over AWS's own network", relation, *ends)


def _cross_region(model: Model) -> Iterator[Evidence]:
    for environment in stated.production(model):
        for link in environment.links:
            there = [stated.around(end, PlaceKind.REGION) for end in (link.source, link.target)]
            if link.relation.kind in stated.TRAFFIC and there[0] and there[1] and there[0].id != there[1].id:
                route = f"from {stated.called(there[0])} to {stated.called(there[1])}"
                words = f"relation {link.relation.id!r} goes {route} with each request ({environment.id})"
                yield found(words, link.relation, environment)


def _one_region_worldwide(model: Model) -> Iterator[Evidence]:
    for requirement in model.requirements:
        target = requirement.target
        wide = _WORLDWIDE.search(f"{requirement.name} {requirement.says} {target.text}")
        if target.latency_s is None or target.latency_s > _AROUND_THE_WORLD or not wide:
            continue
        for environment in stated.production(model):
            answering = [i for i in environment.instances if i.component.kind.id in _ANSWERS and i.count > 0]
            active = [i for i in answering if not i.standby_place()]
            regions = {stated.around(i, PlaceKind.REGION) for i in active}
            only = next(iter(regions), None)
            if len(regions) == 1 and only:
                words = f"requirement {requirement.id!r} asks for {target.written['latency']} all over the world, and"
                yield found(f"{words} requests are answered in {stated.called(only)} alone", requirement, environment)


def _routing_no_choice(model: Model) -> Iterator[Evidence]:
    for dns in (c for c in stated.live(model) if c.kind.id in services.DNS):
        texts = [*stated.told(model, dns), (f"the name of {dns.id!r}", dns.name)]
        said = stated.claim(texts, _CHOOSES)
        for environment in stated.production(model) if said else ():
            sent = [k for k in environment.links if k.source.component.id == dns.id]
            ends = {(k.target.component, k.target.region()) for k in sent if k.relation.kind is RelationKind.REQUEST}
            if len(ends) != 1 or not said:
                continue
            ((target, region),) = ends
            one = f"in {stated.called(region)}" if region else "one for all the world"
            words = f"{said[0]} says {said[1]!r}, and all that {dns.id!r} can choose is {target.id!r}, {one}"
            yield found(f"{words} ({environment.id})", dns, environment)


def _scales_by_itself(model: Model) -> Iterator[Evidence]:
    for component in (c for c in stated.live(model) if c.kind.id in services.SIZED):
        texts = list(stated.told(model, component))
        said = stated.claim(texts, _SCALES)
        if said and not stated.claim(texts, _ONLY_STORAGE):
            words = (
                f"{said[0]} says {said[1]!r}, and {component.kind.name} changes its size when it is told to, with an"
            )
            yield found(f"{words} interruption", component)


_SCALES = re.compile(
    r"\bhandles [^.;]{0,30}\bscaling\b|\bscal(?:es|ed|ing) (?:automatically|by itself)"
    r"|\bauto(?:matic(?:ally)?)?[ -]?scal\w+",
    re.IGNORECASE,
)
_ONLY_STORAGE = re.compile(r"storage (?:auto)?-?scal|scal\w+ (?:of )?(?:its |the )?storage", re.IGNORECASE)
_UPLOADS = re.compile(r"\bupload|\bdeliver|\bputs?\b|\bsends?\b|\bwrit", re.IGNORECASE)
_CHOOSES = re.compile(
    r"\b(?:latency|geo-?location|geo-?proximity|weighted|geo)\b[^.;]{0,30}\brout(?:e|es|ing)\b"
    r"|\brouting(?: policy)?:? [^.;]{0,30}\b(?:latency|geo-?location|geo-?proximity|weighted)\b",
    re.IGNORECASE,
)
_ANSWERS = services.SERVERS | services.CLUSTERS | services.FUNCTIONS
_WORLDWIDE = re.compile(
    r"\bglobal(?:ly)?\b|world-?wide|(?:around|all over) the world|every(?:where| continent)|all continents",
    re.IGNORECASE,
)
_AROUND_THE_WORLD = 0.2  # seconds to the other side of the world and back, at the speed of light in glass
_CHAIN = ["aws.cloudfront", "aws.global-accelerator"]
P, WARNING, NOTE = Pillar.PERFORMANCE, Severity.WARNING, Severity.NOTE
RULES = (
    Rule("bucket-direct", P, NOTE, "A bucket that users reach without a CDN", "put CloudFront in front of it",
         _bucket_direct),
    Rule("edge-chain", P, WARNING, "CloudFront in front of Global Accelerator",
         "let CloudFront call the load balancer itself", _edge_chain),
    Rule("cross-region-call", P, WARNING, "Calls between Regions", "keep a copy of what it needs in its own Region",
         _cross_region),
    Rule("routing-no-choice", P, WARNING, "Routing by latency with nothing to choose from",
         "run a second entry elsewhere, or leave the policy out", _routing_no_choice),
    Rule("scales-by-itself", P, WARNING, "A database that is said to scale by itself",
         "correct the sentence, or take one that does, such as Aurora Serverless", _scales_by_itself),
    Rule("one-region-worldwide", P, WARNING, "A latency for the whole world from one Region",
         "run a second one near the other users, or say for which requests the target holds", _one_region_worldwide),
)  # fmt: skip
