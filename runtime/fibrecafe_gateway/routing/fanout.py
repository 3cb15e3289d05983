"""Asks many suppliers at once; a slow or failing one costs only its own element."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

from fibrecafe_api.tenant.server import Problem

from ..adapters.contract import (
    Faulty,
    Refused,
    SupplierFailure,
    TimedOut,
    Unreachable,
    Unsupported,
)
from ..adapters.failures import problem_of
from ..adapters.guarded import GRACE, bounded

T = TypeVar("T")


async def fan_out(
    calls: Mapping[str, Callable[[], Awaitable[T]]], timeout: float | Mapping[str, float]
) -> dict[str, T | SupplierFailure]:
    """What each call gave, or how it failed, in the order of `calls`.

    `timeout` in seconds, for each call, or by name; an adapter that keeps it itself knows more of
    its failure, and gets a moment to say so. Cancelling this cancels all of them.
    """
    limits = timeout if isinstance(timeout, Mapping) else dict.fromkeys(calls, timeout)
    async with asyncio.TaskGroup() as group:
        tasks = {
            name: group.create_task(_outcome(call, limits[name])) for name, call in calls.items()
        }
    return {name: task.result() for name, task in tasks.items()}


async def _outcome(call: Callable[[], Awaitable[T]], seconds: float) -> T | SupplierFailure:
    async def work() -> T:
        return await call()

    try:
        return await bounded(work(), seconds + 2 * GRACE)
    except SupplierFailure as failure:
        return failure
    except Exception as error:
        return Faulty(detail=f"{type(error).__name__}: {error}", may_have_acted=True)


def collect(outcomes: Mapping[str, T | SupplierFailure], operation: str) -> list[T]:
    """The elements of those that answered; the failed ones are left out (rule: ours).

    Raises Problem when none answered, the nearest to what all have in common: 504 when no answer
    came in time, 501 when none supports it, 422 when all refused, else 502.
    """
    answered = [o for o in outcomes.values() if not isinstance(o, SupplierFailure)]
    if answered or not outcomes:
        return answered
    failures = {n: o for n, o in outcomes.items() if isinstance(o, SupplierFailure)}
    for kinds in ((TimedOut, Unreachable), (Unsupported,), (Refused,)):
        if all(isinstance(failure, kinds) for failure in failures.values()):
            raise _joined(failures, operation, list(failures.values()))
    others = [
        failure
        for failure in failures.values()
        if not isinstance(failure, (TimedOut, Unreachable, Unsupported, Refused))
    ]
    raise _joined(failures, operation, others or [Faulty()])


def _joined(
    failures: Mapping[str, SupplierFailure], operation: str, deciding: Sequence[SupplierFailure]
) -> Problem:
    """One answer for all: status and code of the deciding failure, everybody's messages."""
    decided = problem_of(deciding[0], operation)
    messages: list[Any] = []
    for name, failure in failures.items():
        messages += [f"{name}: {text}" for text in problem_of(failure, operation).messages]
    return Problem(decided.status, *messages, code=decided.code)
