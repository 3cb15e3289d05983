"""What differs in operations themselves: which there are, their names, who may ask."""

from __future__ import annotations

from typing import Any

from ..document.pointers import join
from .bodies import compare_request, compare_responses
from .comparison import Comparison
from .parameters import compare_parameters
from .paths import Operation, operations, pair_up
from .schemas import same
from .security import compare_security
from .texts import compare_marks, compare_texts

_TOLERANT = "x-tolerant-reader"


def compare_operations(comparison: Comparison) -> None:
    """Notes what differs in all operations, and leads to their schemas."""
    both, gone, come = pair_up(operations(comparison.old), operations(comparison.new))
    for one, other in both:
        _operation(comparison, one, other)
    for one in gone:
        at = (one.pointer, "/paths")
        number = comparison.operation(one.name)
        comparison.note("operation-removed", one.name, at, old=one.route, operation=number)
    for one in come:
        at = ("/paths", one.pointer)
        number = comparison.operation(one.name)
        comparison.note("operation-added", one.name, at, new=one.route, operation=number)


def _operation(comparison: Comparison, old: Operation, new: Operation) -> None:
    number = comparison.operation(new.name)
    at = (old.pointer, new.pointer)

    def note(kind: str, what: str, key: str, before: Any, after: Any) -> None:
        places = (join(old.pointer, key), join(new.pointer, key))
        comparison.note(kind, what, places, old=before, new=after, operation=number)

    if old.key != new.key:
        comparison.note(
            "operation-moved", new.name, at, old=old.route, new=new.route, operation=number
        )
    if old.id != new.id:
        note("operation-id-changed", old.name, "operationId", old.name, new.name)
    was, now = bool(old.content.get("deprecated")), bool(new.content.get("deprecated"))
    if was != now:
        kind = "operation-deprecated" if now else "operation-undeprecated"
        note(kind, new.name, "deprecated", was, now)
    before, after = old.content.get("tags") or [], new.content.get("tags") or []
    if before != after:
        note("operation-tags-changed", new.name, "tags", before, after)
    was, now = bool(old.content.get(_TOLERANT)), bool(new.content.get(_TOLERANT))
    if was != now:
        note(f"tolerant-reader-{'added' if now else 'removed'}", new.name, _TOLERANT, was, now)
    for key, kind in (("callbacks", "callbacks-changed"), ("servers", "servers-changed")):
        if not same(old.content.get(key), new.content.get(key)):
            note(kind, new.name, key, old.content.get(key), new.content.get(key))
    compare_texts(comparison, at, number)
    compare_marks(comparison, at, number, apart=frozenset({_TOLERANT}))
    compare_security(comparison, old, new, number)
    compare_parameters(comparison, old, new, number)
    compare_request(comparison, old, new, number, news=was and now)
    compare_responses(comparison, old, new, number)
