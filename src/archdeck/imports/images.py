"""The name of an image to what runs in it, and a text to the names of services in it that are addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import yaml

from archdeck.imports.services import catalogued
from archdeck.language import Loader

TABLE = Path(__file__).parent / "data" / "images.yaml"
STORES = (
    "postgresql",
    "mysql",
    "mariadb",
    "mongodb",
    "redis",
    "memcached",
    "cassandra",
    "sql-server",
    "oracle",
    "storage",
    "database",
)
# What only works with the other: `postgres-exporter` keeps no data.
_TOOLS = re.compile(
    r"[-_](exporter|express|commander|ui|admin|insight|operator|toolkit|backup|client|init|renderer|proxy|router)"
    r"|^(postgrest|oraclelinux|mysqlrouter|nginx-ingress|vault-env|redisinsight)"
)
_HOSTS = re.compile(r"(?<![\w.-])([a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?|[a-z0-9])(?::([0-9]{1,5}))?(?![\w-])")


@cache
def _table() -> tuple[tuple[str, str], ...]:
    return tuple((word, kind) for word, kind in yaml.load(TABLE.read_bytes(), Loader=Loader))


def kind_of_image(image: str) -> str:
    """`docker.io/library/postgres:16-alpine` to `postgresql`; '' where it is somebody's own."""
    words = image.partition("@")[0].lower().split("/")
    word = words[-1].partition(":")[0]
    word = words[-2] if word == "server" and len(words) > 1 else word
    if _TOOLS.search(word):
        return ""
    return next((kind for begins, kind in _table() if word.startswith(begins)), "")


def is_store(kind: str) -> bool:
    """Whether what runs there keeps data."""
    return kind in STORES or (kind in catalogued() and catalogued()[kind].category in ("Database", "Storage"))


def addressed(text: str, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The names that stand in a text as the address of a host, each with its port or '': `redis://cache:6379` and
    `cache` alone have `cache`, `my-cache` and `cached` do not."""
    wanted = set(names)
    alone = text.strip()
    for found in _HOSTS.finditer(text):
        host, port = found[1], found[3] or ""
        before, after = text[: found.start()], text[found.end() :]
        is_host = bool(port) or host == alone or before.endswith(("//", "@")) or (after.startswith("/") and not before)
        listed = before.endswith(",") or after.startswith(",") or "." in host
        if host in wanted and (is_host or listed):
            yield host, port
