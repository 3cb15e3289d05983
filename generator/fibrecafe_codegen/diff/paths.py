"""The operations of two documents, paired by path and method; where they moved by their id, or by the
path below another base."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..document.pointers import join
from .pairs import Side

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_TEMPLATE = re.compile(r"\{([^}]*)\}")


@dataclass(frozen=True)
class Operation:
    """One operation of one document."""

    path: str
    method: str
    item: str
    """Pointer of the path item."""
    pointer: str
    content: dict[str, Any]

    @property
    def id(self) -> str:
        """Its id; empty without one."""
        return str(self.content.get("operationId") or "")

    @property
    def route(self) -> str:
        """`POST /orders`."""
        return f"{self.method.upper()} {self.path}"

    @property
    def name(self) -> str:
        """How reports call it."""
        return self.id or self.route

    @property
    def places(self) -> list[str]:
        """Names of the parameters in the path."""
        return _TEMPLATE.findall(self.path)

    @property
    def key(self) -> tuple[str, str]:
        """Equal for what is asked in the same way."""
        return self.method, _TEMPLATE.sub("{}", self.path)


def operations(side: Side) -> list[Operation]:
    """All operations of a document, in its order."""
    return list(_operations(side))


def _operations(side: Side) -> Iterator[Operation]:
    paths = side.schemas.at("/paths")
    for path in paths if isinstance(paths, dict) else ():
        item = side.schemas.follow(join("/paths", path))
        content = side.schemas.at(item)
        for method in METHODS if isinstance(content, dict) else ():
            if isinstance(content.get(method), dict):
                yield Operation(path, method, item, join(item, method), content[method])


def pair_up(
    old: list[Operation], new: list[Operation]
) -> tuple[list[tuple[Operation, Operation]], list[Operation], list[Operation]]:
    """Those that both have, those that went, those that came."""
    there = {operation.key: operation for operation in new}
    both = [(one, there[one.key]) for one in old if one.key in there]
    taken = {two.key for _, two in both}
    left = [one for one in old if one.key not in there]
    by_id = {two.id: two for two in new if two.id and two.key not in taken}
    moved = [(one, by_id[one.id]) for one in left if one.id in by_id]
    both += moved
    taken |= {two.key for _, two in moved}
    gone = [one for one in left if one.id not in by_id]
    come = [two for two in new if two.key not in taken]
    rebased = list(_rebased(gone, come))
    both += rebased
    gone = [one for one in gone if all(one is not pair[0] for pair in rebased)]
    come = [two for two in come if all(two is not pair[1] for pair in rebased)]
    return both, gone, come


def _rebased(gone: list[Operation], come: list[Operation]) -> Iterator[tuple[Operation, Operation]]:
    """Those that all stand below one more base, or one less: `/quote` and `/access/v1/quote`."""
    found: dict[tuple[str, str], list[tuple[Operation, Operation]]] = {}
    for one in gone:
        for two in come:
            (method, path), (other, place) = one.key, two.key
            if method == other and place.endswith(path):
                found.setdefault(("", place.removesuffix(path)), []).append((one, two))
            elif method == other and path.endswith(place):
                found.setdefault((path.removesuffix(place), ""), []).append((one, two))
    best = max(found.values(), key=len, default=[])
    if len(best) > 1:
        yield from best
