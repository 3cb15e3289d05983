"""Which of the supplier's operations does what the gateway asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...model.api import Api, Operation
from ..contract import Contract, Method
from .words import words_of


@dataclass(frozen=True, slots=True)
class _Signs:
    """What an operation of a supplier that fits would be called."""

    any_of: frozenset[str]
    methods: tuple[str, ...]
    also: frozenset[str] = frozenset()
    avoid: frozenset[str] = frozenset()


def _signs(any_of: str, methods: str, also: str = "", avoid: str = "") -> _Signs:
    sets = [
        frozenset().union(*(words_of(w) for w in text.split())) for text in (any_of, also, avoid)
    ]
    return _Signs(sets[0], tuple(methods.split()), sets[1], sets[2])


_CHANGING = "change amend amendment update modify modification patch"
_ENDING = "cancel cancellation withdraw delete"

_KNOWN = {
    "availability_check": _signs(
        "availability coverage qualification serviceability feasibility", "GET POST",
        avoid="appointment slot order listener",
    ),
    "quote": _signs("quote pricing", "POST", avoid=f"listener {_ENDING}"),
    "appointment_availability": _signs(
        "slot timeslot appointment", "GET POST", also="search availability free slot",
        avoid="order listener hold reserve",
    ),
    "reserve_appointment": _signs(
        "appointment booking hold reserve", "POST PUT",
        avoid=f"search availability order listener {_ENDING}",
    ),
    "create_order": _signs(
        "order", "POST PUT", avoid=f"ethernet listener {_CHANGING} {_ENDING}"
    ),
    "amend_order": _signs("order", "PATCH PUT POST", also=_CHANGING, avoid=f"listener {_ENDING}"),
    "cancel_order": _signs("order", "DELETE POST PUT", also=_ENDING, avoid="listener"),
    "create_ethernet_order": _signs("ethernet", "POST", also="order", avoid="listener"),
    "service_test": _signs("test diagnostic", "POST", avoid="listener"),
    "create_problem": _signs(
        "ticket problem fault trouble", "POST", avoid=f"listener {_CHANGING} {_ENDING}"
    ),
    "amend_problem": _signs(
        "ticket problem fault trouble", "PATCH PUT POST", also=_CHANGING,
        avoid=f"listener {_ENDING}",
    ),
    "cancel_problem": _signs(
        "ticket problem fault trouble", "DELETE POST", also=_ENDING, avoid="listener"
    ),
    "service_problem_resolution": _signs("resolution", "PATCH PUT POST", avoid="listener"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """An operation of ours with the one of the supplier's that may do it."""

    ours: Method
    theirs: Operation


def pair_operations(contract: Contract, api: Api) -> list[Pair]:
    """The likely pairs, in our order; each operation of the supplier once."""
    found: list[tuple[float, int, Method, Operation]] = []
    for method in contract.methods:
        signs = _KNOWN.get(method.name)
        for number, operation in enumerate(api.operations):
            score = _score(signs, operation) if signs else 0.0
            if score > 0:
                found.append((score, -number, method, operation))
    found.sort(key=lambda item: item[:2], reverse=True)
    taken: dict[str, Operation] = {}
    for _, _, method, operation in found:
        if method.name not in taken and operation not in taken.values():
            taken[method.name] = operation
    return [Pair(m, taken[m.name]) for m in contract.methods if m.name in taken]


def unpaired(pairs: Sequence[Pair], api: Api) -> list[Operation]:
    """The supplier's operations that do nothing the gateway asks."""
    used = [pair.theirs for pair in pairs]
    return [operation for operation in api.operations if operation not in used]


def _score(signs: _Signs, operation: Operation) -> float:
    words = words_of(operation.name) | words_of(operation.path)
    if operation.method == "DELETE":
        words |= {"cancel", "cancellation", "delete"}
    if operation.method not in signs.methods or not signs.any_of & words or signs.avoid & words:
        return 0.0
    changes = operation.method == "PATCH" and bool(signs.also & words_of(_CHANGING))
    if signs.also and not signs.also & words and not changes:
        return 0.0
    rank = 1 - signs.methods.index(operation.method) / 10
    return rank + len(signs.any_of & words) - len(words) / 100
