"""What Terraform and CloudFormation say alike, as records: resources with their values, and which names which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from archdeck.imports.found import Left

# How attributes are called whose values nobody may read on.
SECRETS = re.compile(r"password|secret|token|private_key|credential|access_key|user_data|connection_string", re.I)


@dataclass(frozen=True)
class Ref:
    """A value that names another resource: where it stands, as `vpc_config.subnet_ids`, and the address that it names:
    of one copy, or the `base` of all of them."""

    path: str
    to: str


@dataclass(frozen=True)
class Resource:
    """Something that is built. `values` has the names of Terraform (`db_subnet_group_name`), whoever wrote it; what is
    secret is not in there. `base` is the address without the number or key of a copy; `name` the last word of it."""

    address: str
    type: str
    name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    refs: tuple[Ref, ...] = ()
    base: str = ""
    region: str = ""

    @property
    def copy(self) -> str:
        """Which copy it is: `[0]`, `["eu"]`; '' where there is one."""
        return self.address[len(self.address.rpartition("[")[0]) :] if self.address.endswith("]") else ""

    def named(self, *paths: str) -> tuple[str, ...]:
        """The addresses that are named at one of these paths, or below it."""
        return tuple(
            dict.fromkeys(
                ref.to
                for ref in self.refs
                if any(ref.path == path or ref.path.startswith(f"{path}.") for path in paths)
            )
        )

    def at(self, path: str) -> Any:
        """The value at a path; of lists the first element that has it; None where nothing stands."""
        return next(self.every(path), None)

    def every(self, path: str) -> Iterator[Any]:
        """All values at a path, through lists."""
        yield from _walk(self.values, path.split("."))


@dataclass(frozen=True)
class Stock:
    """All resources of a source, in its order; `region` is '' where it says none."""

    resources: tuple[Resource, ...]
    left: tuple[Left, ...] = ()
    region: str = ""
    title: str = ""


def _walk(value: Any, path: list[str]) -> Iterator[Any]:
    if isinstance(value, list):
        for one in value:
            yield from _walk(one, path)
    elif not path:
        if value is not None:
            yield value
    elif isinstance(value, Mapping) and path[0] in value:
        yield from _walk(value[path[0]], path[1:])
