"""A difference after the rules have spoken: how bad it is, and what it means to whom."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Severity = Literal["breaking", "attention", "compatible", "documentation"]

SEVERITIES: tuple[Severity, ...] = ("breaking", "attention", "compatible", "documentation")
"""The worst first."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference as people are told of it."""

    rule: str
    """The rule that decided; of a schema used in several directions the one that takes it worst."""
    severity: Severity
    direction: Literal["request", "response", "news", "both", "none"]
    """`both`: of several directions; `none`: no message is made of it."""
    pointer: str
    """Where: in the new document, or in the old one for what was removed."""
    old_pointer: str
    new_pointer: str
    old_line: int | None
    new_line: int | None
    message: str
    client: str
    """What it means to those who send requests and read answers."""
    server: str
    """What it means to those who serve."""
    adapter: str
    """What it means to code between the gateway and a supplier."""
    operations: tuple[str, ...] = ()
    """The operations that it concerns; empty for the document as a whole."""
    kind: str = ""
    """The rule without its direction."""
    also: tuple[str, ...] = ()
    """Rules of the other directions, which take it less badly."""
    what: str = ""
    """The property, parameter, status, keyword or value that it is about."""
    schema: str | None = None
    """The component that holds it."""
    property: str | None = None
    """The property that it is about or is inside of."""
    old: Any = None
    new: Any = None

    def as_dict(self) -> dict[str, Any]:
        """For `--format json`."""
        found = asdict(self)
        return {**found, "operations": list(self.operations), "also": list(self.also)}
