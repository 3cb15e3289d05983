"""What two surfaces say of the names between them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

_LINE = re.compile(
    r'(?P<name>[\w.]+(?:\["(?:[^"\\]|\\.)*"\]|\(\w+\))?)(?:(?::| =| ->) (?P<text>.*))?'
)


@dataclass(frozen=True, slots=True)
class NameChange:
    """A name that came, went or means something else."""

    kind: Literal["added", "removed", "changed"]
    name: str  # models.Order.status, models.Update["QUOTE"], client.TenantClient.get_order(id)
    before: str = ""  # what the surface said of it
    after: str = ""
    below: int = 0  # names of its own that came or went with it

    def as_dict(self) -> dict[str, str | int]:
        """For `--format json`."""
        return {
            "kind": self.kind,
            "name": self.name,
            "before": self.before,
            "after": self.after,
            "below": self.below,
        }

    def __str__(self) -> str:
        if self.kind == "changed":
            return f"~ {self.name}: {self.before} -> {self.after}"
        more = f" (and {self.below} below it)" if self.below else ""
        sign, text = ("+", self.after) if self.kind == "added" else ("-", self.before)
        return f"{sign} {self.name}{f': {text}' if text else ''}{more}"


def changes(old: str, new: str) -> list[NameChange]:
    """By name. What belongs to a name that came or went is counted with it, not listed; a change of
    order alone is none."""
    before, after = _names(old), _names(new)
    found = [
        *_one_sided(before, after, "removed"),
        *_one_sided(after, before, "added"),
        *(
            NameChange("changed", name, before[name], after[name])
            for name in before.keys() & after.keys()
            if before[name] != after[name]
        ),
    ]
    return sorted(found, key=lambda change: change.name)


def _names(surface: str) -> dict[str, str]:
    lines = (_LINE.fullmatch(line) for line in surface.split("\n") if not line.startswith("#"))
    return {found["name"]: found["text"] or "" for found in lines if found}


def _one_sided(
    having: Mapping[str, str], lacking: Mapping[str, str], kind: Literal["added", "removed"]
) -> list[NameChange]:
    alone = [name for name in having if name not in lacking]
    top = {name: 0 for name in alone if _parent(name) not in having or _parent(name) in lacking}
    for name in alone:
        owner = name
        while owner not in top:
            owner = _parent(owner)
        top[owner] += owner != name
    text = "before" if kind == "removed" else "after"
    return [NameChange(kind, n, below=count, **{text: having[n]}) for n, count in top.items()]


def _parent(name: str) -> str:
    """`models.A.b` and `models.A["b"]` belong to `models.A`, `client.C.m(id)` to `client.C.m`."""
    head = re.match(r"[\w.]+", name)
    stem = head[0] if head else name
    return stem if stem != name else stem.rpartition(".")[0]
