"""Which schemas an operation's request and answer are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

_WORD = re.compile(r"[A-Za-z_]\w*")


class Reach:
    """Of one record of the contract."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        self._record = record
        self._known = {*record["schemas"], *record["enums"], *record["unions"]}
        self._asked: dict[str, set[str]] = {}
        self._told: dict[str, set[str]] = {}
        for name, operation in record["operations"].items():
            taken = [operation["body"] or "", *operation["arguments"].values()]
            self._asked[name] = self.below(taken)
            self._told[name] = self.below([operation["returns"]])

    def below(self, expressions: Iterable[str]) -> set[str]:
        """All names of schemas in types, and in what those are made of."""
        found: set[str] = set()
        queue = [word for text in expressions for word in _WORD.findall(text)]
        while queue:
            name = queue.pop()
            if name in found or name not in self._known:
                continue
            found.add(name)
            queue += self._record["unions"].get(name, ())
            for part in self._record["schemas"].get(name, {}).values():
                queue += _WORD.findall(part["type"])
        return found

    def operations(self, schema: str) -> frozenset[str]:
        """Operations that have a schema on one side or the other."""
        return frozenset(
            name for name in self._asked if schema in self._asked[name] | self._told[name]
        )

    def of_operation(self, operation: str) -> set[str]:
        """What one operation is made of; nothing for one that is not known."""
        return self._asked.get(operation, set()) | self._told.get(operation, set())

    def asked(self, schema: str) -> bool:
        """Whether the gateway may ask with it."""
        return any(schema in found for found in self._asked.values())

    def told(self, schema: str) -> bool:
        """Whether answers have it."""
        return any(schema in found for found in self._told.values())
