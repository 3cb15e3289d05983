"""How long is waited after an answer that means not now."""

from __future__ import annotations

import asyncio
import itertools
from datetime import datetime, timedelta
from email.utils import format_datetime

import pytest

from fibrecafe_gateway.clock import VirtualClock
from fibrecafe_gateway.delivery.policy import STRIKES
from fibrecafe_gateway.delivery.to_tenants import Target
from tests.runtime.databases import NewDatabases
from tests.runtime.delivery.posting import SETTINGS, Receiver, Reply, posting


@pytest.mark.parametrize(
    "reply",
    [Reply(s) for s in (408, 425, 429, 500, 502, 503, 504)]
    + [Reply(hangs=True), Reply(breaks=True)],
    ids=lambda r: "hangs" if r.hangs else "breaks" if r.breaks else str(r.status),
)
def test_not_now_is_tried_again_with_growing_pauses(reply: Reply, embedded: NewDatabases) -> None:
    settings = SETTINGS.model_copy(update={"timeout": 0.05}) if reply.hangs else SETTINGS

    async def play() -> None:
        clock = VirtualClock()
        async with (
            Receiver(lambda kci: reply).listening() as receiver,
            posting(embedded.open(clock=clock), receiver, settings=settings) as post,
        ):
            times: list[datetime] = []
            await post.tell(1)
            await post.engine.drain()
            for _ in range(400):
                if len(receiver.kcis) > len(times):
                    times.append(clock.now())
                if len(times) == 5:
                    break
                await post.wait(0.5, step=0.5)
            pauses = [(b - a).total_seconds() for a, b in itertools.pairwise(times)]
            for pause, usual in zip(pauses, (1, 2, 4, 8), strict=True):
                assert 0.8 * usual <= pause <= 1.2 * usual + 0.5
            lane = await post.lane(1)
            assert lane is not None
            assert lane["parked"] is None
            receiver.answer = lambda kci: Reply()
            await post.wait(60)
            assert await post.lanes() == []

    asyncio.run(play())


def test_nobody_listening_is_tried_again(embedded: NewDatabases) -> None:
    async def play() -> None:
        async with (
            Receiver().listening() as receiver,
            posting(embedded.open(clock=VirtualClock()), "http://127.0.0.1:9") as post,
        ):
            await post.tell(1)
            await post.engine.drain()
            assert not (await post.circuit()).is_open
            post.targets["A"] = Target(f"{receiver.url}/A", None)
            await post.wait(2)
            assert receiver.got() == [(1, 1)]

    asyncio.run(play())


@pytest.mark.parametrize("unavailable", [(LookupError, OSError, ValueError)])
def test_what_counts_as_no_token_does_not_make_a_time_out_one(
    unavailable: tuple[type[Exception], ...], embedded: NewDatabases
) -> None:
    """`TimeoutError` and aiohttp's connection errors are `OSError`s; the endpoint only backs off."""
    settings = SETTINGS.model_copy(update={"timeout": 0.05})

    async def play() -> None:
        async with (
            Receiver(lambda kci: Reply(hangs=True)).listening() as receiver,
            posting(embedded.open(clock=VirtualClock()), receiver, settings=settings) as post,
        ):
            handler = post.engine._handlers["t"]
            handler._unavailable = unavailable  # type: ignore[attr-defined]
            await post.tell(1)
            await post.engine.drain()
            assert not (await post.circuit()).is_open
            post.targets["A"] = Target("http://127.0.0.1:9", None)
            await post.wait(2)
            assert (await post.circuit()).fails == 2

    asyncio.run(play())


@pytest.mark.parametrize("as_date", [False, True])
@pytest.mark.parametrize(("asked", "given"), [(20, 20), (3600, 60)])
def test_retry_after_is_honoured_by_all_lanes_up_to_a_minute(
    asked: int, given: int, as_date: bool, embedded: NewDatabases
) -> None:

    async def play() -> None:
        clock = VirtualClock()
        text = format_datetime(clock.now() + timedelta(seconds=asked), usegmt=True)
        value = text if as_date else str(asked)
        async with (
            Receiver(lambda kci: Reply(503, {"Retry-After": value})).listening() as receiver,
            posting(embedded.open(clock=clock), receiver) as post,
        ):
            await post.tell(1)
            await post.engine.drain()
            receiver.answer = lambda kci: Reply()
            await post.tell_many([2, 3])
            await post.wait(given - 1)
            assert receiver.got() == [(1, 1)]
            await post.wait(2)
            assert sorted(receiver.got()) == [(1, 1), (1, 1), (2, 1), (3, 1)]

    asyncio.run(play())


@pytest.mark.parametrize("value", ["soon", "²", "-5", "1e9", "", "99999999999999999999"])
def test_a_senseless_retry_after_does_no_harm(value: str, embedded: NewDatabases) -> None:

    async def play() -> None:
        replies = iter([Reply(503, {"Retry-After": value}), Reply()])
        async with (
            Receiver(lambda kci: next(replies)).listening() as receiver,
            posting(embedded.open(clock=VirtualClock()), receiver) as post,
        ):
            await post.tell(1)
            await post.engine.drain()
            await post.wait(61, step=5)
            assert receiver.got() == [(1, 1), (1, 1)]

    asyncio.run(play())


def test_three_failures_in_a_row_make_the_endpoint_back_off(databases: NewDatabases) -> None:
    async def play() -> None:
        async with (
            Receiver(lambda kci: Reply(500)).listening() as receiver,
            posting(databases.open(clock=VirtualClock()), receiver) as post,
        ):
            await post.tell_many(range(10))
            await post.engine.drain()
            assert len(receiver.kcis) == 10  # they were under way together
            circuit = await post.circuit()
            assert circuit.fails == STRIKES  # and are one failure, not ten
            await post.wait(0.7, step=0.1)
            assert len(receiver.kcis) == 10
            await post.wait(0.6, step=0.1)
            assert len(receiver.kcis) == 11  # one as a probe

    asyncio.run(play())
