"""The names of a project, from the name of the supplier."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from ..model.names import ClassName

MAX_LENGTH = 30
"""Characters of a name."""

_NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")

# Adapters that the gateway has itself.
_TAKEN = frozenset({"native", "simulator"})


class WrongName(ValueError):
    """A name that cannot be used; the message says why, and names one that can."""


@dataclass(frozen=True, slots=True)
class Names:
    """What everything in a project is called."""

    name: str
    """In the gateway's settings, and of the entry point."""

    @property
    def distribution(self) -> str:
        """Of the project and its folder."""
        return f"{self.name.replace('_', '-')}-adapter"

    @property
    def package(self) -> str:
        """To import."""
        return f"{self.name.replace('-', '_')}_adapter"

    @property
    def stem(self) -> str:
        """What its classes begin with."""
        return str(ClassName.of(self.name.replace("-", " ").replace("_", " ")))

    @property
    def supplier(self) -> str:
        """An id that a gateway may give the supplier."""
        return self.name.replace("-", "_").upper()[:20].rstrip("_")


def names_of(name: str) -> Names:
    """The names, from that of the supplier. Raises WrongName."""
    reason = _fault(name)
    if reason is None:
        return Names(name)
    raise WrongName(f"{name!r}: {reason}; for example: fibrecafe adapter new {_alike(name)}")


def _fault(name: str) -> str | None:
    if name in _TAKEN:
        return "the gateway has an adapter of that name itself"
    if len(name) > MAX_LENGTH:
        return f"a name has at most {MAX_LENGTH} characters"
    if not _NAME.fullmatch(name):
        return (
            "a name is of small letters a to z, digits, and - or _ between them, and begins with a"
            " letter"
        )
    if re.search(r"[-_]?adapter$", name):
        return "`adapter` is added to the name of the supplier anyway"
    return None


def _alike(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    alike = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    alike = re.sub(r"-?adapter$", "", alike).lstrip("0123456789-")[:MAX_LENGTH].rstrip("-")
    return alike if alike and _fault(alike) is None else "acme"
