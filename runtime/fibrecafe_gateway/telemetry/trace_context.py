"""Which trace something belongs to, as W3C's `traceparent`, without anything that makes traces.

It outlives the process in the head of a message: `{"traceparent":"00-...", ...}`, perhaps with a
`tracelink` to what brought it about, in front of what goes out and never sent. While no traces are made
`current` is None, and nothing of this is done.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple, TypeVar

from sqlalchemy import bindparam, select

from ..store.messages import supplier_lane
from ..store.tables import MESSAGE
from ..store.unit import Unit

T = TypeVar("T")

NOWHERE = ""
"""Traces are made, and what goes on here belongs to none."""

_CURRENT: ContextVar[str | None] = ContextVar("traceparent", default=None)

_TRACE = r'"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}"'

_HEAD = re.compile(rf'\{{"traceparent":({_TRACE})(?:,"tracelink":({_TRACE}))?(,|\}}$)')

_BEGUN = select(MESSAGE.c.head).where(MESSAGE.c.lane == bindparam("lane"), MESSAGE.c.seq == 1)


class Traced(NamedTuple):
    """A message's head, taken apart."""

    head: str
    """What goes out."""
    parent: str | None
    """`traceparent` of what it belongs to."""
    link: str | None
    """That of what brought it about, in another trace."""


def current() -> str | None:
    """The `traceparent` of what goes on here; `NOWHERE`: none; None: no traces are made."""
    return _CURRENT.get()


@contextmanager
def going_on(traceparent: str) -> Iterator[None]:
    """What goes on meanwhile."""
    token = _CURRENT.set(traceparent)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def carried(work: Callable[[Unit], T]) -> Callable[[Unit], T]:
    """A unit of work that knows what goes on here, in whatever thread it is run."""
    here = _CURRENT.get() or NOWHERE

    def carrying(unit: Unit) -> T:
        with going_on(here):
            return work(unit)

    return carrying


def outgoing() -> dict[str, str]:
    """Headers by which whoever is called goes on with the trace."""
    here = _CURRENT.get()
    return {"traceparent": here} if here else {}


def of_request() -> str:
    """The head of a request to a supplier: it belongs to what goes on here."""
    here = _CURRENT.get()
    return f'{{"traceparent":"{here}"}}' if here else ""


def of_news(unit: Unit, tenant: str, id: int, head: str) -> str:
    """The head of a KCI about something: it belongs to the trace in which that began, as far as it is
    known, and is linked to what goes on here."""
    here = _CURRENT.get()
    if here is None:
        return head
    row = unit.one(_BEGUN, {"lane": supplier_lane(tenant, id)})
    begun = taken_apart(row["head"]).parent if row is not None else None
    if begun is None or here[:35] == begun[:35]:
        return f'{{"traceparent":"{here}",{head[1:]}' if here else head
    link = f'"tracelink":"{here}",' if here else ""
    return f'{{"traceparent":"{begun}",{link}{head[1:]}'


def taken_apart(head: str) -> Traced:
    """A message's head without its trace, and that."""
    if not head.startswith('{"traceparent"'):
        return Traced(head, None, None)
    found = _HEAD.match(head)
    if found is None:
        return Traced(head, None, None)
    parent, link, end = found.groups()
    rest = "" if end == "}" else "{" + head[found.end() :]
    return Traced(rest, parent.strip('"'), link.strip('"') if link else None)
