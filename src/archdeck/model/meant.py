"""A text that is no kind to the kinds that somebody may have meant by it: the same words, or nearly the same letters.

How people say it is data: the ids and names of a kind, and what it is `known_as`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from archdeck.language import nearest
from archdeck.model.design import Kind

MEANT = 3  # kinds that a message offers where it cannot tell which is meant
SHORT = 3  # letters of a name of which one slip may make several others
# Of the words of two names, the part that both have: from which they mean the same, or may.
MUCH, ALIKE = 0.7, 0.55
_CLOUDS = {"aws": "aws", "amazon": "aws", "azure": "azure", "microsoft": "azure", "gcp": "gcp", "google": "gcp"}
CLASS_LIKE = re.compile(r"\w*(\.\w+)+\.[A-Z_]\w*")  # of which the library knows better what is near
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+[a-z]*")


def meant(text: str, kinds: Sequence[Kind]) -> str:
    """`; did you mean 'aws.eks'?`, or nothing. Of another cloud than the text names it offers only what is called just
    so; a text that names none is rather meant for what belongs to no cloud."""
    if CLASS_LIKE.fullmatch(text):
        return ""
    cloud = _cloud(text)
    here = [kind for kind in kinds if _cloud(kind.id) == cloud]
    elsewhere = [kind for kind in kinds if _cloud(kind.id) != cloud]
    near = here if cloud else kinds
    found = (
        _same(text, here)
        or ([] if cloud else _same(text, elsewhere))
        or _alike(text, near, MUCH)
        or _begun(text, kinds)
        or _alike(text, near, ALIKE)
        or _same(text, elsewhere)
        or _slips(text, near)
    )
    offered = [repr(id) for id in dict.fromkeys(found)][:MEANT]
    return f"; did you mean {' or '.join(offered)}?" if offered else ""


def _cloud(text: str) -> str:
    return _CLOUDS.get(re.split(r"[. _-]", text.lower(), maxsplit=1)[0], "")


def _words(text: str) -> list[str]:
    """The words of an id or a name in the singular, without the maker: `aws.IAMRoles` to iam, role."""
    words = [word.lower() for word in _WORD.findall(text)]
    return [w[:-1] if len(w) > SHORT and w.endswith("s") else w for w in words if w not in _CLOUDS]


def _forms(kind: Kind) -> Iterator[str]:
    """How it is called, by what its own makers call it first."""
    yield from (kind.id, *kind.aliases, kind.name, *kind.known_as)


def _same(text: str, kinds: Iterable[Kind]) -> list[str]:
    """The kinds that are called so, however it is parted into words; those first whose id says so."""
    letters = "".join(_words(text))
    if not letters:
        return []
    ranked = []
    for kind in kinds:
        ranks = [rank for rank, form in enumerate(_forms(kind)) if "".join(_words(form)) == letters]
        if ranks:
            known = ranks[0] > 1 + len(kind.aliases)  # what people say is less than what it is called
            ranked.append((known, ranks[0] > 0, kind.id))
    best = min((known for known, *_ in ranked), default=False)
    return [id for known, _, id in sorted(ranked, key=lambda r: r[:2]) if known == best]


def _begun(text: str, kinds: Iterable[Kind]) -> list[str]:
    """The kind with the longest id that it begins with: `aws.sqs-fifo` with `aws.sqs`."""
    ids = ((id, kind.id) for kind in kinds for id in (kind.id, *kind.aliases))
    found = ((len(id), of) for id, of in ids if text.lower().startswith(f"{id}-"))
    return [id for _, id in sorted(found)][-1:]


def _alike(text: str, kinds: Sequence[Kind], least: float) -> list[str]:
    """The kind with which it shares most of its words, if these are at least such a part of the words of both."""
    asked = frozenset(_words(text))
    best, found = 0.0, ""
    for kind in kinds:
        for words in (frozenset(_words(form)) for form in _forms(kind)):
            if (both := 2 * len(words & asked)) and both / (len(words) + len(asked)) > best:
                best, found = both / (len(words) + len(asked)), kind.id
    return [found] if best >= least else []


def _slips(text: str, kinds: Sequence[Kind]) -> list[str]:
    """The id that is nearly written so; of a few letters, all such. The maker's letters do not count as alike:
    `aws.tgw` is not nearly `aws.gwlb`."""
    maker, dot, name = text.lower().rpartition(".")
    ids = [id for kind in kinds for id in (kind.id, *kind.aliases)]
    inside = [id.removeprefix(f"{maker}.") for id in ids if not dot or id.startswith(f"{maker}.")]
    if not inside:
        maker, dot, name, inside = "", "", text, ids
    found: list[str] = []
    while len(found) < MEANT and (near := nearest(name, [id for id in inside if id not in found])):
        found.append(near.partition("'")[2].rpartition("'")[0])
    return [f"{maker}{dot}{id}" for id in (found if len(name) <= SHORT else found[:1])]
