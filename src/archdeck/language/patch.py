"""Environments as written to environments in full: `extends` as a JSON Merge Patch (RFC 7396) on located trees."""

from __future__ import annotations

from dataclasses import dataclass

from archdeck.language.located import Branch, Entry, Scalar
from archdeck.language.problems import Problem, Severity, nearest, quoted

MOST_ENVIRONMENTS = 100  # each has pages and pictures, and each two of them a page of what differs
OWN = ("name", "stage", "summary", "description", "because", "extends", "waive")


@dataclass(frozen=True)
class Extended:
    """`environments` in full, in the order of the model; `broken` are those whose base cannot be used."""

    environments: Branch
    broken: frozenset[str]
    problems: tuple[Problem, ...]


def extend(environments: Branch) -> Extended:
    """Every environment merged over the one that it extends, through chains of any length."""
    problems: list[Problem] = []
    bases = {key: base for key, entry in environments.entries.items() if (base := _base(entry))}
    broken = _too_many(environments, problems) | _unknown(environments, bases, problems) | _rings(bases, problems)
    done: dict[str, Entry] = {}
    for key in list(environments.entries)[:MOST_ENVIRONMENTS]:
        chain = [key]
        while chain[-1] in bases and chain[-1] not in broken and bases[chain[-1]].text not in done:
            chain.append(str(bases[chain[-1]].text))
        for name in reversed(chain):
            entry = environments.entries[name]
            under = done.get(str(bases[name].text)) if name in bases and name not in broken else None
            if under and isinstance(entry.value, Branch) and isinstance(under.value, Branch):
                inherited = Branch({k: v for k, v in under.value.entries.items() if k not in OWN}, under.value.where)
                entry = Entry(name, entry.where, _merged(inherited, entry.value, under.key, problems))
            done[name] = entry
    broken = _followers(bases, broken)
    ordered = {key: done[key] for key in environments.entries if key in done}
    return Extended(Branch(ordered, environments.where), frozenset(broken), tuple(problems))


def _base(entry: Entry) -> Scalar | None:
    if isinstance(entry.value, Branch) and (extends := entry.value.entries.get("extends")):
        return extends.value if isinstance(extends.value, Scalar) and extends.value.text is not None else None
    return None


def _unknown(environments: Branch, bases: dict[str, Scalar], problems: list[Problem]) -> set[str]:
    broken = set()
    for key, base in bases.items():
        if base.text not in environments.entries:
            others = [name for name in environments.entries if name != key]
            near = nearest(str(base.text), others)
            message = f"environment {key!r} extends {quoted(str(base.text))}, which is no environment{near}"
            problems.append(Problem(base.where, Severity.ERROR, message, "unknown-environment"))
            broken.add(key)
    return broken


def _too_many(environments: Branch, problems: list[Problem]) -> set[str]:
    """The environments after the last that a model may have."""
    beyond = list(environments.entries)[MOST_ENVIRONMENTS:]
    if beyond:
        which = f"environment {beyond[0]!r} is one too many: a model has at most {MOST_ENVIRONMENTS}"
        message = f"{which}, and this one has {len(environments.entries)}"
        problems.append(Problem(environments.entries[beyond[0]].where, Severity.ERROR, message, "too-many"))
    return set(beyond)


def _rings(bases: dict[str, Scalar], problems: list[Problem]) -> set[str]:
    """The environments that extend themselves, each ring reported once, at its first line."""
    ringed: set[str] = set()
    seen: set[str] = set()
    for key in bases:
        trail: dict[str, None] = {}
        here = key
        while here in bases and here not in seen:
            seen.add(here)
            trail[here] = None
            here = str(bases[here].text)
        if here in trail:
            ring = list(trail)[list(trail).index(here) :]
            first = min(ring, key=list(bases).index)
            turned = [*ring[ring.index(first) :], *ring[: ring.index(first)], first]
            ringed.update(ring)
            message = (
                f"environment {first!r} extends itself: {_ways(turned)}; one of them must extend another or nothing"
            )
            problems.append(Problem(bases[first].where, Severity.ERROR, message, "extends-cycle"))
    return ringed


def _ways(ring: list[str]) -> str:
    """`a -> b -> a`, the middle of a long one left out."""
    return " -> ".join(ring if len(ring) <= 12 else [*ring[:6], "…", *ring[-5:]])


def _followers(bases: dict[str, Scalar], broken: set[str]) -> set[str]:
    """The broken environments and all that build on them."""
    on: dict[str, list[str]] = {}
    for key, base in bases.items():
        on.setdefault(str(base.text), []).append(key)
    found, rest = set(broken), list(broken)
    while rest:
        more = [key for key in on.get(rest.pop(), ()) if key not in found]
        found.update(more)
        rest += more
    return found


def _merged(base: Branch, patch: Branch, name: str, problems: list[Problem], key_above: str = "") -> Branch:
    entries = dict(base.entries)
    for key, entry in patch.entries.items():
        before = entries.get(key)
        if isinstance(entry.value, Scalar) and entry.value.text is None:
            if entries.pop(key, None) is None:
                removes = f"{quoted(key)} is set to nothing, which removes it, but {name!r} does not have it here"
                add = f"write `{key}: {{}}` to add it" if key_above == "runs" else "give it a value"
                message = f"{removes}; delete the line, or {add}"
                problems.append(Problem(entry.where, Severity.ERROR, message, "removes-nothing"))
        elif isinstance(entry.value, Branch):
            under = before.value if before and isinstance(before.value, Branch) else Branch({}, entry.value.where)
            entries[key] = Entry(key, entry.where, _merged(under, entry.value, name, problems, key))
        else:
            entries[key] = entry
    return Branch(entries, patch.where)
