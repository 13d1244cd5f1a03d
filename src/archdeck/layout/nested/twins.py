"""The frames and boxes of a view to those that are alike, and so are drawn alike: zones, subnets, Regions, lanes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from archdeck.layout.nested.links import Link
from archdeck.views import Box, Group, View, boxes_inside

ZONE = "zone"
SAME = frozenset({"region", "public-subnet", "private-subnet", "subnet"})  # alike only if they hold the same
LEAST_LANES = 3  # chains that make lanes


class Places:
    """The frames of places of a view that are not empty: `inside` has all boxes of each, `kids` and `own` have the
    frames and the boxes that stand directly in one, or in none."""

    def __init__(self, view: View):
        places = [g for g in view.groups if not g.overlay]
        self.inside = {g: tuple(some) for g, some in boxes_inside(places, view.boxes).items() if some}
        self.kids: dict[str | None, list[Group]] = defaultdict(list)
        for g in places:
            if g.id in self.inside:
                self.kids[g.parent].append(g)
        self.own: dict[str | None, list[str]] = defaultdict(list)
        for b in view.boxes:
            self.own[b.group].append(b.id)


def alike(frames: Sequence[Group], inside: Mapping[str, Sequence[str]], box: Mapping[str, Box]) -> list[list[str]]:
    """Sibling frames that are twins, the fullest first: zones that lack nothing but some boxes of it, and subnets and
    Regions that hold the same. Every frame is in one of the lists."""
    found: dict[object, list[str]] = defaultdict(list)
    for frame in frames:
        held = tuple(sorted(box[b].component for b in inside[frame.id]))
        key = (ZONE,) if frame.kind == ZONE else (frame.kind, held) if frame.kind in SAME else frame.id
        found[key].append(frame.id)
    result: list[list[str]] = []
    for some in found.values():
        first = max(some, key=lambda f: len(inside[f]))
        rest = [f for f in some if f != first]
        if all(_fits_in(inside[f], inside[first], lambda b: box[b].component) for f in rest):
            result.append([first, *rest])
        else:
            result += [[f] for f in some]
    return result


def _fits_in(some: Iterable[str], others: Iterable[str], sort: Callable[[str], str]) -> bool:
    """Whether each box has one of its sort among the others."""
    have = Counter(map(sort, others))
    return all(n <= have[s] for s, n in Counter(map(sort, some)).items())


def lanes(own: Sequence[str], all_links: Sequence[Link], box: Mapping[str, Box]) -> list[list[list[str]]]:
    """Chains of boxes of one frame that begin at boxes of a sort with a common caller and go on alike: queue, function
    and table of every service. The fullest chain of each comes first."""
    mine, order = set(own), {b: k for k, b in enumerate(box)}
    into, out = defaultdict(set), defaultdict(set)
    for link in all_links:
        if link.flows or link.hangs:
            into[link.target].add(link.source)
            out[link.source].add(link.target)
    heads: dict[tuple[str, str], list[str]] = defaultdict(list)
    for b in own:
        for caller in into[b]:
            heads[caller, box[b].icon].append(b)
    found: list[list[list[str]]] = []
    used: set[str] = set()
    for _, some in sorted(heads.items(), key=lambda h: (-len(h[1]), h[0])):
        some = sorted((b for b in some if b not in used), key=lambda b: order[b])
        if len(some) < LEAST_LANES:
            continue
        chains = [_chain(head, some, mine - used, into, out, order) for head in some]
        most = max(chains, key=len)
        chains = [c for c in chains if _fits_in(c, most, lambda b: box[b].icon)]
        if len(chains) >= LEAST_LANES and len(most) > 1:
            chains.sort(key=lambda c: (-len(c), order[c[0]]))
            used |= {b for chain in chains for b in chain}
            found.append(chains)
    return found


def _chain(
    head: str,
    heads: Sequence[str],
    free: set[str],
    into: Mapping[str, set[str]],
    out: Mapping[str, set[str]],
    order: Mapping[str, int],
) -> list[str]:
    """A box with all that is reached through it alone."""
    chain = [head]
    for b in chain:
        for after in sorted(out.get(b, ()), key=lambda n: order[n]):
            if after in free and after not in chain and after not in heads and into[after] <= set(chain):
                chain.append(after)
    return chain
