"""Suppliers that are asked while a request waits for the answer: each a part of its trace.

Outside of requests, so in deliveries, which have spans already, and while no traces are made, nothing of
this is done.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar

from ..adapters.contract import SupplierCall, SupplierFailure

Asks = Callable[[SupplierCall, str], AbstractContextManager[None]]
"""What goes around a call of an operation."""

_AROUND: ContextVar[Asks | None] = ContextVar("asking", default=None)

_NOTHING = nullcontext()

_WORDS = re.compile(r"(?<!^)(?=[A-Z])")


@contextmanager
def around_calls(asks: Asks) -> Iterator[None]:
    """What goes around each call of a supplier meanwhile."""
    token = _AROUND.set(asks)
    try:
        yield
    finally:
        _AROUND.reset(token)


def asking(call: SupplierCall, operation: str) -> AbstractContextManager[None]:
    """Around a call of a supplier; `operation` as the adapter's method is called."""
    asks = _AROUND.get()
    return _NOTHING if asks is None else asks(call, operation)


def outcome_of(failure: SupplierFailure) -> str:
    """`TIMED_OUT`: as the contract calls it, whatever class an adapter made of it."""
    known = SupplierFailure.__module__
    kind, *_ = (one for one in type(failure).__mro__ if one.__module__ == known)
    return _WORDS.sub("_", kind.__name__).upper()
