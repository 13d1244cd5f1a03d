"""A model to what speaks against its entries: what reaches them unguarded, or round their guards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archdeck.answers.rules import services, stated
from archdeck.answers.rules.rule import Evidence, Rule, found, listed
from archdeck.language import Pillar, RelationKind, Severity
from archdeck.model import Component, Model, Relation, Scope

_WAF = re.compile(r"\bwaf\b|firewall", re.IGNORECASE)
_ENDPOINT = re.compile(r"endpoint|access|type|scheme", re.IGNORECASE)
_PRIVATE = re.compile(r"\bprivate\b|\binternal\b|VPC endpoint", re.IGNORECASE)
_PUBLIC = re.compile(r"internet.facing|(?<!not )(?<!non-)\bpublic\b", re.IGNORECASE)
_LET_IN = re.compile(
    r"(?:cloudfront|cdn) only|only (?:from )?(?:cloudfront|the cdn)|prefix.?list|(?:custom|secret|origin) header"
    r"|vpc.origin|\binternal\b",
    re.IGNORECASE,
)
_VPC_LINK = re.compile(r"vpc.?link|private integration", re.IGNORECASE)
_SIGNED = re.compile(r"sign(?:ed|ature)|cognito|\btokens?\b|\bIAM\b|credential|authenticat", re.IGNORECASE)
_OPEN = re.compile(r"\bpublic(?:ly)?\b|\beveryone\b|\banonymous", re.IGNORECASE)
_ACCESS = re.compile(r"public (?:access|read)|^public$", re.IGNORECASE)
_CLOSED = re.compile(
    r"block|cloudfront|\bcdn\b|\bonly\b|\bno\b|\bnot\b|none|never|\boff\b|false|den(?:y|ied)|private", re.IGNORECASE
)
_WEBSITE = re.compile(r"website (?:hosting|endpoint)|static website", re.IGNORECASE)
_INSPECTS = re.compile(
    r"\binspects?\b[^.;]{0,40}\brequests?\b|\bweb exploits\b|\bSQL injections?\b"
    r"|cross-site|\bOWASP\b|\bbots\b",
    re.IGNORECASE,
)


def _guarded(model: Model, component: Component) -> bool:
    """Whether a WAF applies to a component, or it is one."""
    joined = (component, *stated.neighbours(model, component, *RelationKind))
    named = stated.says(stated.settings(model, component), _WAF)
    return any(c.kind.id in services.FIREWALLS for c in joined) or named is True


def _undrawn(model: Model, api: Component) -> bool:
    """Whether nobody is drawn who calls an API, and nothing says that it is private."""
    called = any(r.target.id == api.id and r.kind in stated.TRAFFIC for r in model.relations)
    texts = [(key, f"{key} {value}") for key, value in stated.settings(model, api) if _ENDPOINT.search(key)]
    return not called and not stated.claim(texts, _PRIVATE)


def _no_waf(model: Model) -> Iterator[Evidence]:
    relations = stated.live_relations(model, *stated.TRAFFIC)
    for component in stated.live(model):
        if component.kind.id not in services.WEB_ENTRIES:
            continue
        caller = stated.outside(component, relations)
        if caller and not _guarded(model, component):
            yield found(f"requests of {caller.id!r} reach {component.id!r}, and no WAF applies to it", component)
        elif component.kind.id == "aws.api-gateway" and _undrawn(model, component) and not _guarded(model, component):
            words = f"nothing says that {component.id!r} is private, so everyone can reach it, and no WAF applies to it"
            yield found(words, component)


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


def _shield_as_waf(model: Model) -> Iterator[Evidence]:
    for component in model.components:
        said = stated.claim(stated.told(model, component), _INSPECTS) if component.kind.id == "aws.shield" else None
        if said:
            words = f"{said[0]} says {said[1]!r}, and Shield looks at floods of traffic, not at what a request holds"
            yield found(words, component)


def _public_balancer(model: Model, component: Component) -> str:
    """By what a load balancer is known to face the Internet; '' if by nothing."""
    if said := stated.setting([p for p in stated.settings(model, component) if _PUBLIC.search(p[1])], _PUBLIC):
        return said
    if places := stated.public_subnets(model, component):
        return places
    return component.name if _PUBLIC.search(f"{component.name} {component.summary}") else ""


def _guards(component: Component, relations: tuple[Relation, ...]) -> Iterator[Component]:
    """The CDNs whose requests reach a component with nothing between them but what hands them on as they came."""
    for cdn in {r.source.id: r.source for r in relations if r.source.kind.id in services.CDNS}.values():
        between = stated.way(cdn, component, relations)
        if between is not None and all(c.kind.id in services.PASSES_ON for c in between):
            yield cdn


def _bypassed(model: Model) -> Iterator[Evidence]:
    relations = stated.live_relations(model, *stated.TRAFFIC)
    for component in stated.live(model):
        public = _public_balancer(model, component) if component.kind.id in services.BALANCERS else ""
        if not public or _guarded(model, component) or stated.outside(component, relations):
            continue
        guards = [c for c in _guards(component, relations) if _guarded(model, c)]
        let_in = [("", r.says + r.label) for r in relations if r.target.id == component.id]
        if guards and not stated.claim([*stated.told(model, component), *let_in], _LET_IN):
            names = listed(repr(c.id) for c in guards)
            words = f"{component.id!r} faces the Internet ({public}), and only {names} before it has a WAF"
            yield found(f"{words}: whoever calls {component.id!r} itself goes round that", component, *guards)


def _private_integration(model: Model) -> Iterator[Evidence]:
    inside = services.BALANCERS | services.SERVERS | services.CLUSTERS
    for relation in model.relations:
        api, target = relation.source, relation.target
        if api.kind.id != "aws.api-gateway" or target.kind.id not in inside or relation.kind not in stated.TRAFFIC:
            continue
        texts = [*stated.told(model, api), *stated.told(model, target)]
        linked = stated.claim([*texts, ("", f"{relation.label} {relation.says} {relation.protocol}")], _VPC_LINK)
        public = _public_balancer(model, target) if target.kind.id in services.BALANCERS else ""
        words = f"relation {relation.id!r} leads from API Gateway to {target.id!r}"
        if public:
            around = f"which faces the Internet ({public}): callers can go round {api.id!r}"
            yield found(f"{words}, {around}", relation, api, target)
        elif not linked:
            around = f"{target.id!r} has to face the Internet, and callers can go round {api.id!r}"
            yield found(f"{words} and names no VPC link: without one {around}", relation, api, target)


def _open_setting(model: Model, bucket: Component) -> str:
    """The setting by which a bucket is public, as `key: value`; '' if there is none."""
    for key, value in stated.settings(model, bucket):
        blocked = re.search("block public access", key, re.IGNORECASE)
        if blocked and stated.says([(key, value)], re.compile("")) is False:
            return f"{key}: {value}"
        opened = _OPEN.search(value) or _ACCESS.search(key)
        if opened and not blocked and not _CLOSED.search(value):
            return f"{key}: {value}"
    return ""


def _public_bucket(model: Model) -> Iterator[Evidence]:
    relations = stated.live_relations(model, *stated.TRAFFIC)
    for bucket in (c for c in stated.live(model) if c.kind.id in services.BUCKETS):
        callers = [r for r in relations if r.target.id == bucket.id]
        behind = any(r.source.kind.id in services.CDNS for r in callers)
        site = stated.claim(stated.told(model, bucket), _WEBSITE)
        signed = any(_SIGNED.search(f"{k} {v}") for k, v in stated.settings(model, bucket))
        direct = [r for r in callers if r.source.kind.id in services.CLIENTS]
        direct = [r for r in direct if not (signed or _SIGNED.search(f"{r.label} {r.says} {r.protocol}"))]
        if setting := _open_setting(model, bucket):
            yield found(f"bucket {bucket.id!r} is public ({setting})", bucket)
        elif site and not behind:
            yield found(f"bucket {bucket.id!r} is a website of its own, which makes it public ({site[0]})", bucket)
        elif direct:
            words = f"relation {direct[0].id!r} lets {direct[0].source.id!r} reach bucket {bucket.id!r} itself, and"
            yield found(f"{words} nothing says that it is not open to everyone", direct[0], bucket)


def _direct_store(model: Model) -> Iterator[Evidence]:
    for relation in stated.live_relations(model, *stated.TRAFFIC):
        if relation.source.kind.scope is Scope.ACTOR and relation.target.kind.id in services.DATABASES:
            words = f"relation {relation.id!r} leads from {relation.source.id!r}, outside of the design, straight to "
            yield found(f"{words}store {relation.target.id!r}", relation, relation.target)


P, WARNING = Pillar.SECURITY, Severity.WARNING
RULES = (
    Rule("no-waf", P, WARNING, "A public entry without WAF", "let one apply to it", _no_waf),
    Rule("waf-behind", P, WARNING, "WAF or Shield behind what it should protect",
         "let it apply to the entry by a relation of kind `uses`: an ALB, CloudFront or API Gateway", _waf_behind),
    Rule("waf-unattachable", P, WARNING, "WAF on something that it cannot be attached to",
         "put CloudFront, an ALB or API Gateway in front, and WAF on that", _waf_unattachable),
    Rule("shield-as-waf", P, WARNING, "Shield that is said to do WAF's work", "leave that to WAF", _shield_as_waf),
    Rule("guard-bypassed", P, WARNING, "A public load balancer behind a CDN with WAF",
         "make it internal, let in the CDN alone, or put WAF on it too", _bypassed),
    Rule("private-integration", P, WARNING, "API Gateway in front of what faces the Internet",
         "join them by a VPC link, and keep what is behind it internal", _private_integration),
    Rule("public-bucket", P, WARNING, "A public bucket",
         "keep it private behind CloudFront with origin access control, or sign what reaches it", _public_bucket),
    Rule("direct-store", P, WARNING, "A database that outsiders reach directly",
         "put a service of the design between them", _direct_store),
)  # fmt: skip
