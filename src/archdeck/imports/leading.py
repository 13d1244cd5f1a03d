"""Groups of resources to what leads from which component to which: by what names what, by rules of security groups, and
through target groups and listeners."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from archdeck.imports.found import Lead, Left, Run, Thing
from archdeck.imports.groups import Groups
from archdeck.imports.images import is_store
from archdeck.imports.resources import Resource
from archdeck.imports.services import catalogued
from archdeck.language import RelationKind

BALANCERS = ("aws.alb", "aws.nlb", "aws.clb", "aws.elb")
INTERNET = "Internet"  # the address of everyone outside, whom a rule lets in
OPEN = ("0.0.0.0/0", "::/0")
_PORTS = {80: "HTTP", 443: "HTTPS", 22: "SSH", 3389: "RDP"}
_WRITES = re.compile(r"(Put|Write|Update|Delete|Create|Send|Publish|BatchWrite|Start|Invoke)\w*|\*$")
_READS = re.compile(r"(Get|Query|Scan|List|Read|Receive|BatchGet|Describe|Select)\w*|\*$")


@dataclass
class Leading:
    groups: Groups
    leads: dict[tuple[str, str], Lead] = field(default_factory=dict)
    unused: list[Left] = field(default_factory=list)
    settings: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._behind: dict[str, list[str]] = {}
        for one in self.groups.stock.resources:
            entry = self.groups.entry(one)
            if entry.behind:
                for hub in self._hubs(one.named(*entry.behind)):
                    self._behind.setdefault(hub.base, []).extend(self.groups.owners(one))
            if entry.hub is not None:
                for to in one.named(*entry.hub):
                    self._behind.setdefault(one.base, []).extend(self._ends(to))
        for one in self.groups.stock.resources:
            if (wire := self.groups.entry(one).wire) and wire["from"]:
                for hub in self._hubs(one.named(*wire["from"])):
                    self._behind.setdefault(hub.base, []).extend(self._all(one.named(*wire["to"])))
        self._listened = {key: self._ports_of(group.own) for key, group in self.groups.components.items()}
        for one in self.groups.stock.resources:
            wire = self.groups.entry(one).wire
            if wire and "setting" in wire and re.fullmatch("[0-9]{1,5}", str(one.at("port"))):
                for key in self._all(one.named(*wire["from"])):
                    self._listened.setdefault(key, []).append(int(str(one.at("port"))))
        for one in self.groups.stock.resources:
            self._led(one)

    def _ports_of(self, own: Iterable[Resource]) -> list[int]:
        """The ports of the listeners that stand in a balancer itself."""
        paths = ("listener.lb_port", "listeners.load_balancer_port")
        found = [str(port) for one in own for path in paths for port in one.every(path)]
        return [int(port) for port in found if re.fullmatch("[0-9]{1,5}", port)]

    def _hubs(self, addresses: Iterable[str]) -> Iterator[Resource]:
        for to in addresses:
            yield from (r for r in self.groups.at(to) if self.groups.entry(r).hub is not None)

    def _ends(self, address: str) -> list[str]:
        """The components that an address stands for: those of a part, those behind a hub, those a wire comes from."""
        found: list[str] = []
        for one in self.groups.at(address)[:1]:
            entry = self.groups.entry(one)
            if entry.hub is not None:
                found += self._behind.get(one.base, [])
            elif entry.wire:
                found += [key for to in one.named(*entry.wire["from"]) for key in self._ends(to) if to != address]
            elif entry.place:
                found.append(one.address)
            else:
                found += sorted(self.groups.owners(one))
        return list(dict.fromkeys(found))

    def _all(self, addresses: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(key for to in addresses for key in self._ends(to)))

    def _led(self, one: Resource) -> None:
        entry = self.groups.entry(one)
        if entry.wire:
            self._wired(one, entry.wire)
        elif entry.kind or entry.part is not None:
            self._named(one)
        if rules := list(_opened(one)):
            for key in self.groups.owners(one) | frozenset(self._all(one.named("security_group_id", "group_id"))):
                if self._faces(key):
                    for port in dict.fromkeys(port for rule in rules for port in self._heard(key, rule)):
                        self.add(INTERNET, key, one, protocol=port)

    def _heard(self, key: str, rule: Mapping[str, Any]) -> list[str]:
        """The ports of a rule at which a component listens: of a balancer those of its listeners."""
        ports = self._listened.get(key)
        if not ports:
            return [_ports(rule)]
        low, high = (str(rule.get(end)) for end in ("from_port", "to_port"))
        every = not (low.isdigit() and high.isdigit()) or str(rule.get("protocol") or rule.get("ip_protocol")) == "-1"
        return [_ports({"from_port": p, "to_port": p}) for p in ports if every or int(low) <= p <= int(high)]

    def _faces(self, key: str) -> bool:
        """Whether a component is one that people outside may come to: a balancer that is not internal, or a server."""
        group = self.groups.components.get(key)
        if group is None or group.own[0].at("internal") is True or group.own[0].at("scheme") == "internal":
            return False
        kind = catalogued()[group.kind]
        one = group.own[0]
        public = one.at("associate_public_ip_address")
        if public is None and group.kind == "aws.ec2":
            subnets = [subnet for ref in one.refs for subnet in self.groups.at(ref.to)]
            public = any(subnet.values.get("map_public_ip_on_launch") is True for subnet in subnets)
        public = public is True or one.at("publicly_accessible") is True
        public = public or one.at("network_configuration.assign_public_ip") in (True, "ENABLED")
        return group.kind in BALANCERS or (public and not kind.at_border)

    def _wired(self, one: Resource, wire: Mapping[str, Any]) -> None:
        start, end = one.named(*wire["from"]), one.named(*wire["to"])
        if start and start == end:
            return  # a group lets in itself: all that are in it may call each other, which tells nobody who does
        sources, targets = self._all(start), self._all(end)
        if "setting" in wire and (port := _port(one)):
            for source in sources:
                self.settings.setdefault(source, {}).setdefault(str(wire["setting"]), port)
        for source in sources:
            for target in targets:
                kind = RelationKind(wire["kind"]) if "kind" in wire else None
                self.add(source, target, one, kind, "" if "setting" in wire else _port(one))
        hubs = list(self._hubs(one.named(*wire["from"])))
        if not hubs and not (sources and targets) and not list(_opened(one)):
            what = "what it leads from" if targets else "what it leads to" if sources else "what it leads from and to"
            self.unused.append(Left(one.address, f"the source does not say {what}"))

    def _named(self, one: Resource) -> None:
        """From a component to what it or its parts name: but for its own parts, and for what says that it is behind."""
        entry, mine = self.groups.entry(one), self.groups.owners(one)
        for ref in one.refs:
            first = ref.path.split(".")[0]
            if first == "depends_on" or first in entry.copy_of or first in entry.unless:
                continue
            backwards = first in entry.behind
            for other in self.groups.at(ref.to)[:1]:
                known = self.groups.entry(other)
                if known.place or known.wire or (known.hub is not None and backwards):
                    continue
                theirs = self._ends(ref.to)
                if known.hub is None and set(theirs) & mine:
                    continue
                for source in sorted(mine):
                    for target in theirs:
                        pair = (target, source) if backwards else (source, target)
                        label = _doing(one) if not backwards else ""
                        self.add(*pair, one, protocol=_port_from(one, other) if backwards else "", label=label)

    def add(
        self,
        source: str,
        target: str,
        by: Resource,
        kind: RelationKind | None = None,
        protocol: str = "",
        label: str = "",
    ) -> None:
        if source == target:
            return
        kind = kind or self._kind(source, target)
        if kind is RelationKind.USES and self._aside(source) and not self._aside(target):
            source, target = target, source
        known = self.leads.get((source, target))
        if known is None and (target, source) in self.leads and kind is RelationKind.USES:
            return
        protocols = [p for p in dict.fromkeys([*(known.protocol.split(", ") if known else ()), protocol]) if p]
        self.leads[source, target] = Lead(
            source,
            target,
            known.kind if known else kind,
            known.label or label if known else label,
            ", ".join(protocols[:3]),
            "",
            tuple(dict.fromkeys([*(known.addresses if known else ()), by.address])),
        )

    def _aside(self, key: str) -> bool:
        group = self.groups.components.get(key)
        return bool(group and (group.entry.applies or catalogued()[group.kind].cross_cutting))

    def _kind(self, source: str, target: str) -> RelationKind:
        if self._aside(source) or self._aside(target):
            return RelationKind.USES
        group = self.groups.components.get(target)
        if group and is_store(group.kind):
            return RelationKind.DATA
        return RelationKind.REQUEST

    def from_outside(self) -> None:
        """Whoever is outside comes to what is public, unless they come there through something else that is."""
        entries = {key for key, group in self.groups.components.items() if group.entry.public}
        reached = {target for source, target in self.leads if source in entries or source == INTERNET}
        for key, group in self.groups.components.items():
            private = "PRIVATE" in [*group.own[0].every("endpoint_configuration.types")] or self._in_network(
                group.own[0]
            )
            if group.entry.public and key not in reached and not private:
                self.add(INTERNET, key, group.own[0])

    def _in_network(self, one: Resource) -> bool:
        """Whether it is there for networks only, as a private zone of names is."""
        return bool(one.named("vpc", "vpcs")) or one.at("vpc") is not None or one.at("vpcs") is not None

    def internet(self) -> tuple[Thing, ...]:
        """Everyone outside, where a rule lets them in."""
        open_to = any(source == INTERNET for source, _ in self.leads)
        return (
            (Thing(INTERNET, "Internet", "internet", summary="Whoever may reach the system from outside"),)
            if open_to
            else ()
        )


def outside() -> Run:
    """Where everyone outside is."""
    return Run(INTERNET, "")


def _opened(one: Resource) -> Iterator[Mapping[str, Any]]:
    """The rules that let everyone in: of a group of rules, or a single one."""
    rules = [*one.every("ingress"), *one.every("security_group_ingress")]
    if one.type in ("aws_security_group_rule", "aws_vpc_security_group_ingress_rule", "AWS::EC2::SecurityGroupIngress"):
        rules += [one.values] if one.values.get("type", "ingress") == "ingress" else []
    for rule in rules:
        if isinstance(rule, dict):
            text = [rule.get(key) for key in ("cidr_ip", "cidr_ipv4", "cidr_ipv6", "cidr_blocks", "ipv6_cidr_blocks")]
            flat = [part for value in text for part in (value if isinstance(value, list) else [value])]
            if any(part in OPEN for part in flat):
                yield rule


def _port(one: Resource) -> str:
    """`TCP 5432` of a rule, `HTTPS 443` of a listener."""
    if one.at("port") is not None and isinstance(one.at("protocol"), str):
        return f"{one.at('protocol')} {one.at('port')}"
    return _ports(one.values)


def _port_from(one: Resource, other: Resource) -> str:
    """The ports of the rules of a group that name another."""
    rules = [rule for rule in (*one.every("ingress"), *one.every("security_group_ingress")) if isinstance(rule, dict)]
    ids = {other.values.get("id"), other.address}
    mine = [rule for rule in rules if ids & {*_flat(rule.get("security_groups")), rule.get("source_security_group_id")}]
    mine = mine or [
        r for r in rules if not any(part in OPEN for part in _flat(r.get("cidr_blocks") or r.get("cidr_ip")))
    ]
    return _ports(mine[0]) if len(mine) == 1 else ""


def _flat(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else [value]


def _ports(rule: Mapping[str, Any]) -> str:
    low, high = rule.get("from_port"), rule.get("to_port")
    protocol = str(rule.get("protocol") or rule.get("ip_protocol") or "tcp")
    if protocol == "-1" or low is None or not re.fullmatch(r"[0-9]{1,5}", str(low)):
        return ""
    name = _PORTS.get(int(str(low)), protocol.upper()) if str(low) == str(high) else protocol.upper()
    return f"{name} {low}" if str(low) == str(high) else f"{name} {low}-{high}" if high is not None else f"{name} {low}"


def _doing(one: Resource) -> str:
    """`reads`, `writes` or both: what the statements of a policy that name another allow."""
    statements = [
        s for key in ("policy", "policy_document", "statement", "policies") for s in _statements(one.values.get(key))
    ]
    if len(statements) != 1:
        return ""
    actions = [str(a).partition(":")[2] for a in _flat(statements[0].get("action") or statements[0].get("actions"))]
    reads, writes = (any(map(pattern.match, actions)) for pattern in (_READS, _WRITES))
    return "reads and writes" if reads and writes else "reads" if reads else "writes" if writes else ""


def _statements(value: object) -> Iterator[dict[str, object]]:
    if isinstance(value, list):
        for part in value:
            yield from _statements(part)
    elif isinstance(value, dict):
        if "action" in value or "actions" in value:
            yield value
        else:
            for part in value.values():
                yield from _statements(part)
