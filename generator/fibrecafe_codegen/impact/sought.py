"""What is wanted of many changes, by the names that code has for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .wanted import Wanted


@dataclass
class Sought:
    """Numbers of changes by attribute, class, member and the like."""

    attributes: dict[str, list[tuple[int, set[str]]]] = field(default_factory=dict)
    """With the classes whose attribute it is."""
    lacking: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    matching: dict[str, list[int]] = field(default_factory=dict)
    classes: dict[str, list[int]] = field(default_factory=dict)
    members: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    values: dict[str, list[tuple[int, frozenset[str]]]] = field(default_factory=dict)
    methods: dict[str, list[int]] = field(default_factory=dict)
    servers: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, wanted: Mapping[int, Wanted]) -> Sought:
        """All of them."""
        found = cls()
        for index, want in wanted.items():
            found._take(index, want)
        return found

    def _take(self, index: int, want: Wanted) -> None:
        if not want.matching and not want.members:
            owners: dict[str, set[str]] = {}
            for owner, attribute in want.attributes:
                owners.setdefault(attribute, set()).add(owner)
            for attribute, names in owners.items():
                self.attributes.setdefault(attribute, []).append((index, names))
        for owner, attribute in want.lacking:
            self.lacking.setdefault(owner, []).append((index, attribute))
        for enum in want.matching:
            self.matching.setdefault(enum, []).append(index)
        for name in want.classes:
            self.classes.setdefault(name, []).append(index)
        for member in want.members:
            self.members.setdefault(member, []).append(index)
        enums = frozenset(enum for enum, _ in want.members)
        for value in want.values:
            self.values.setdefault(value, []).append((index, enums))
        for server, method in want.servers:
            self.servers.setdefault(server, []).append((index, method))
        for method in want.methods:
            self.methods.setdefault(method, []).append(index)
