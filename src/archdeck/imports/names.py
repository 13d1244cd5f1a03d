"""Names of somebody's source to ids of the language, and to words that a person reads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from itertools import count

from archdeck.language import LONGEST_ID

UNSAID = "where it is deployed"  # what a Region is called of which the source says nothing
# Where a word begins in `OrdersTable` and `HTTPServer`; the s of `VMs` begins none.
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])(?![A-Z]s(?![a-z]))")


def free(id: str, taken: Container[str]) -> str:
    """The id, with a number where it is taken."""
    return id if id not in taken else next(one for n in count(2) if (one := f"{id}-{n}") not in taken)


def slug(text: str) -> str:
    """`OrdersTable` and `orders_table` to `orders-table`; '' where no letter is left."""
    plain = unicodedata.normalize("NFKD", _CAMEL.sub("-", text)).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower()))[: LONGEST_ID - 8].strip("-")


def spoken(name: str) -> str:
    """`PublicSubnetOne` and `public_subnet_one` to *Public subnet one*; what has a space or is a zone stays."""
    if (
        not name
        or " " in name
        or "-" in name
        or not re.fullmatch(r"[\w.]+", name)
        or (name.islower() and "_" not in name)
    ):
        return name
    apart = re.sub(r"(?<=[a-z]{2})(?=[0-9]+(_|$))", "_", _CAMEL.sub("_", name))
    words = [word if re.fullmatch(r"[A-Z0-9]+s?", word) else word.lower() for word in re.split(r"[_.]+", apart) if word]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]]) if words else name
