"""Many suppliers at once: each costs only its own element."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from fibrecafe_api.tenant.server import Problem
from fibrecafe_gateway.adapters.contract import (
    Busy,
    Faulty,
    Misunderstood,
    Refused,
    SupplierFailure,
    TimedOut,
    Unreachable,
    Unsupported,
)
from fibrecafe_gateway.routing.fanout import collect, fan_out


def giving(value: Any, after: float = 0.0) -> Callable[[], Awaitable[Any]]:
    async def call() -> Any:
        await asyncio.sleep(after)
        return value

    return call


def raising(error: BaseException) -> Callable[[], Awaitable[Any]]:
    async def call() -> Any:
        raise error

    return call


def run(calls: dict[str, Callable[[], Awaitable[Any]]], timeout: Any = 2.0) -> dict[str, Any]:
    return asyncio.run(fan_out(calls, timeout))


def test_all_are_asked_at_once_and_answers_keep_the_order_of_the_calls() -> None:
    started = time.monotonic()
    given = run({name: giving(name, 0.1) for name in "abcdefgh"})
    assert time.monotonic() - started < 0.5
    assert list(given.items()) == [(name, name) for name in "abcdefgh"]


def test_one_slow_and_one_broken_supplier_cost_their_own_elements() -> None:
    started = time.monotonic()
    given = run(
        {
            "slow": giving("never", 60),
            "good": giving("yes"),
            "broken": raising(ZeroDivisionError("oops")),
            "refusing": raising(Refused("no")),
            "cancelling": raising(asyncio.CancelledError()),
        },
        timeout={"slow": 0.1, "good": 2, "broken": 2, "refusing": 2, "cancelling": 2},
    )
    assert time.monotonic() - started < 1
    assert {n: type(o) for n, o in given.items()} == {
        "slow": TimedOut,
        "good": str,
        "broken": Faulty,
        "refusing": Refused,
        "cancelling": Faulty,
    }
    assert given["broken"].detail == "ZeroDivisionError: oops"
    assert collect(given, "availability_check") == ["yes"]


def test_a_call_that_fails_before_it_is_awaited_is_an_element_too() -> None:
    def call() -> Awaitable[Any]:
        raise TypeError("not even a coroutine")

    assert isinstance(run({"a": call, "b": giving(1)})["a"], Faulty)


def test_nobody_to_ask_is_no_answer() -> None:
    assert run({}) == {}
    assert collect({}, "availability_check") == []


def test_cancelling_it_cancels_all_of_them() -> None:
    ended: list[str] = []

    def waiting(name: str) -> Callable[[], Awaitable[Any]]:
        async def call() -> None:
            try:
                await asyncio.sleep(60)
            finally:
                ended.append(name)

        return call

    async def cancel() -> None:
        task = asyncio.create_task(fan_out({n: waiting(n) for n in "abc"}, 10))
        await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert len(asyncio.all_tasks()) == 1

    asyncio.run(cancel())
    assert sorted(ended) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("failures", "status", "code"),
    [
        ([TimedOut(), Unreachable()], 504, "SUPPLIER_TIMED_OUT"),
        ([Unsupported(), Unsupported("no ethernet")], 501, "SUPPLIER_FAULT"),
        ([Refused("no"), Refused("never")], 422, "INVALID_REQUEST"),
        ([Refused("no"), TimedOut()], 502, "SUPPLIER_FAULT"),
        ([Unsupported(), TimedOut()], 502, "SUPPLIER_FAULT"),
        ([Busy(), TimedOut()], 502, "SUPPLIER_FAULT"),
        ([Refused("no"), Misunderstood()], 502, "GATEWAY_FAULT"),
        ([Faulty()], 502, "SUPPLIER_FAULT"),
    ],
)
def test_when_all_failed_the_answer_is_the_nearest_to_what_they_have_in_common(
    failures: list[SupplierFailure], status: int, code: str
) -> None:
    outcomes: dict[str, Any] = {f"S{n}": failure for n, failure in enumerate(failures)}
    with pytest.raises(Problem) as caught:
        collect(outcomes, "availability_check")
    assert (caught.value.status, caught.value.code) == (status, code)
    told = [str(message).partition(": ")[0] for message in caught.value.messages]
    assert list(dict.fromkeys(told)) == list(outcomes)
