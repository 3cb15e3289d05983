"""Findings: what is wrong with a document, as data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, where, and what to do about it."""

    rule: str
    message: str
    document: str
    """The file, as the user named it."""
    pointer: str = ""
    """RFC 6901, from the root of the document."""
    line: int | None = None
    """From 1; None where the file could not be read that far."""
    hint: str = ""
    severity: Severity = "error"

    def as_dict(self) -> dict[str, Any]:
        """For `--format json`."""
        return asdict(self)

    def __str__(self) -> str:
        place = self.document if self.line is None else f"{self.document}:{self.line}"
        lines = [f"{place}: {self.severity}[{self.rule}] {self.message}"]
        if self.pointer:
            lines.append(f"    at #{self.pointer}")
        if self.hint:
            lines.append(f"    hint: {self.hint}")
        return "\n".join(lines)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """By document and line; the same finding once."""
    unique = dict.fromkeys(findings)
    return sorted(unique, key=lambda f: (f.document, f.line or 0, f.pointer, f.rule, f.message))
