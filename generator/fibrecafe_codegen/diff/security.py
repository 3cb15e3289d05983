"""Who may ask: security schemes by what they are, not by what they are called."""

from __future__ import annotations

from typing import Any

from ..document.pointers import join
from .comparison import Comparison
from .pairs import Side
from .paths import Operation
from .schemas import same

_SCHEMES = "/components/securitySchemes"
_ALL = "/security"
_IDENTITY = ("type", "scheme", "in", "name")  # what a client must know to hold a credential

_Need = frozenset[tuple[str, str]]  # scheme and scope; a scheme without scopes has an empty one


def compare_security(comparison: Comparison, old: Operation, new: Operation, number: int) -> None:
    """Notes where credentials that were enough are no longer, and where fewer are needed."""
    before, place = _needs(comparison.old, old)
    after, other = _needs(comparison.new, new)
    if before == after:
        return
    shown = (_shown(before), _shown(after))
    refused = [need for need in before if not any(choice <= need for choice in after)]
    kind = "security-tightened" if refused else "security-loosened"
    # What is said for all operations is told once.
    what = "" if place == other == _ALL else new.name
    comparison.note(kind, what, (place, other), old=shown[0], new=shown[1], operation=number)


def compare_schemes(comparison: Comparison) -> None:
    """Notes what differs in the schemes themselves."""
    before, after = (_schemes(side) for side in (comparison.old, comparison.new))
    for name in before.keys() & after.keys():
        at = (join(_SCHEMES, name), join(_SCHEMES, name))
        for key in sorted(before[name].keys() | after[name].keys()):
            one, other = before[name].get(key), after[name].get(key)
            if key in ("description", "bearerFormat") and one != other:
                comparison.note("text-changed", key, at, old=one, new=other)
            elif key.startswith("x-") and not same(one, other):
                comparison.note("extension-changed", key, at, old=one, new=other)
            elif key not in _IDENTITY and not same(one, other):
                comparison.note("security-scheme-changed", name, at, old=one, new=other)


def _schemes(side: Side) -> dict[str, dict[str, Any]]:
    found = side.schemas.at(_SCHEMES)
    return {
        str(name): scheme
        for name, scheme in (found.items() if isinstance(found, dict) else ())
        if isinstance(scheme, dict)
    }


def _needs(side: Side, operation: Operation) -> tuple[list[_Need], str]:
    """The alternatives of an operation, each as what it needs; the empty one needs nothing."""
    stated, place = operation.content.get("security"), join(operation.pointer, "security")
    if stated is None:
        stated, place = side.schemas.at(_ALL), _ALL
    schemes = _schemes(side)
    found = {
        frozenset(
            (_identity(schemes, str(name)), str(scope))
            for name, scopes in alternative.items()
            for scope in ["", *(scopes if isinstance(scopes, list) else [])]
        )
        for alternative in (stated if isinstance(stated, list) else [])
        if isinstance(alternative, dict)
    }
    return sorted(found, key=sorted) or [frozenset()], place


def _identity(schemes: dict[str, dict[str, Any]], name: str) -> str:
    scheme = schemes.get(name)
    if scheme is None:
        return name
    flows = scheme.get("flows")
    kinds = "+".join(sorted(flows)) if isinstance(flows, dict) else ""
    return " ".join(filter(None, [*(str(scheme.get(k, "")) for k in _IDENTITY), kinds]))


def _shown(needs: list[_Need]) -> str:
    return " or ".join(" and ".join(sorted(_essential(need))) or "nothing" for need in needs)


def _essential(need: _Need) -> list[str]:
    """A scheme by its scopes, by itself only where it has none."""
    scoped = {scheme for scheme, scope in need if scope}
    return [scope or scheme for scheme, scope in need if scope or scheme not in scoped]
