"""A worker's claim holds as long as its lease, by a clock that all workers share."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from fibrecafe_gateway.clock import Clock, SystemClock, VirtualClock
from fibrecafe_gateway.delivery.lanes import take_back
from tests.runtime.databases import NewDatabases
from tests.runtime.delivery.posting import SETTINGS, Receiver, Reply, posting


def test_a_worker_that_died_is_taken_over_from_after_its_lease(databases: NewDatabases) -> None:
    async def play() -> None:
        clock, url = VirtualClock(), databases.url()
        async with Receiver().listening() as receiver:
            async with posting(databases.open(url, clock=clock), receiver, seed=1) as dead:
                for order in range(5):
                    await dead.tell(order, kcis=3)
                await dead.engine.tick()
                await asyncio.wait(set(dead.engine._tasks))  # sent, and never recorded
            assert len(receiver.kcis) == 15
            async with posting(databases.open(url, clock=clock), receiver, seed=2) as heir:
                await heir.wait(SETTINGS.lease - 1)
                assert len(receiver.kcis) == 15
                await heir.wait(2)
                assert len(receiver.kcis) == 30
                assert receiver.firsts() == receiver.got()[:15]
                for order in range(5):
                    assert [s for o, s in receiver.got() if o == order] == [1, 2, 3, 1, 2, 3]
                assert await heir.lanes() == []

    asyncio.run(play())


def test_a_worker_that_was_taken_over_from_changes_nothing_when_it_comes_back(
    databases: NewDatabases,
) -> None:
    async def play() -> None:
        clock, url = VirtualClock(), databases.url()
        async with (
            Receiver().listening() as receiver,
            posting(databases.open(url, clock=clock), receiver, seed=1) as slow,
            posting(databases.open(url, clock=clock), receiver, seed=2) as heir,
        ):
            await slow.tell(1, kcis=2)
            await slow.engine.tick()
            await asyncio.wait(set(slow.engine._tasks))
            clock.advance(timedelta(seconds=SETTINGS.lease + 1))
            receiver.answer = lambda kci: Reply(500)
            await heir.engine.tick()
            await asyncio.wait(set(heir.engine._tasks))
            await heir.engine.tick()
            before = await heir.lane(1)
            await slow.engine.tick()
            assert await heir.lane(1) == before
            assert before is not None
            assert (before["next_seq"], before["attempts"]) == (1, 1)
            assert len(await heir.attempts(1)) == 3  # what it did is kept all the same

    asyncio.run(play())


def test_nothing_is_begun_that_would_outlive_the_lease(embedded: NewDatabases) -> None:
    """A worker that was stopped between claim and sending gives its lanes back instead."""
    settings = SETTINGS.model_copy(update={"lease": 0.5, "timeout": 0.15})

    async def play() -> None:
        async with (
            Receiver(delay=0.1).listening() as receiver,
            posting(embedded.open(), receiver, settings=settings, messages=8) as post,
        ):
            await post.tell(1, kcis=8)
            await post.engine.tick()
            await asyncio.wait(set(post.engine._tasks))
            assert 1 <= len(receiver.kcis) <= 4  # 0.3 of the lease's 0.5 seconds
            await post.engine.drain()
            assert receiver.got() == [(1, seq) for seq in range(1, 9)]

    asyncio.run(play())


def test_an_embedded_store_takes_its_leases_back_at_once(embedded: NewDatabases) -> None:
    async def play() -> None:
        clock, url = VirtualClock(), embedded.url()
        async with Receiver().listening() as receiver:
            async with posting(embedded.open(url, clock=clock), receiver) as dead:
                await dead.tell(1, kcis=2)
                await dead.engine.tick()
                await asyncio.wait(set(dead.engine._tasks))
            async with posting(embedded.open(url, clock=clock), receiver, seed=2) as heir:
                assert await heir.database.run(take_back) == 1
                await heir.engine.drain()
                assert receiver.got() == [(1, 1), (1, 2)] * 2

    asyncio.run(play())


def test_after_a_restart_no_back_off_is_longer_than_any_can_be(embedded: NewDatabases) -> None:
    """The machine's clock was a day ahead when the last process put them off."""

    async def play() -> None:
        url = embedded.url()
        ahead = VirtualClock()
        ahead.advance(timedelta(days=1))
        async with Receiver(lambda kci: Reply(503)).listening() as receiver:
            async with posting(embedded.open(url, clock=ahead), receiver) as before:
                await before.tell_many(range(4))
                await before.engine.drain()
                assert (await before.circuit()).is_open
            receiver.answer = lambda kci: Reply()
            async with posting(embedded.open(url, clock=VirtualClock()), receiver) as after:
                await after.database.run(take_back)
                await after.wait(5)
                assert await after.lanes() == []

    asyncio.run(play())


class Wrong(SystemClock):
    """The machine's clock, set wrong."""

    def __init__(self, by: timedelta) -> None:
        self.by = by

    def now(self) -> datetime:
        return super().now() + self.by


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_worker_whose_clock_is_wrong_neither_steals_nor_delays(
    databases: NewDatabases, hours: int
) -> None:
    wrong: Clock = Wrong(timedelta(hours=hours))

    async def play() -> None:
        url = databases.url()
        async with (
            Receiver(delay=0.15).listening() as receiver,
            posting(databases.open(url), receiver, seed=1) as right,
            posting(databases.open(url, clock=wrong), receiver, seed=2) as other,
        ):
            # Told by one, delivered by the other at once.
            await right.tell(1)
            await asyncio.wait_for(other.engine.drain(), 20)
            await other.tell(2)
            await asyncio.wait_for(right.engine.drain(), 20)
            assert receiver.got() == [(1, 1), (2, 1)]
            # A lease holds, whatever the other's clock says.
            await right.tell(3)
            await right.engine.tick()
            assert not await other.engine.tick()
            await other.tell(4)
            await other.engine.tick()
            assert not await right.engine.tick()
            await asyncio.gather(right.engine.drain(), other.engine.drain())
            assert sorted(receiver.got()) == [(n, 1) for n in range(1, 5)]

    asyncio.run(play())


def test_an_embedded_store_goes_on_when_the_clock_is_set_back(embedded: NewDatabases) -> None:
    clock = Wrong(timedelta())

    async def play() -> None:
        async with (
            Receiver(lambda kci: Reply(500 if kci.order == 1 else 204)).listening() as receiver,
            posting(embedded.open(clock=clock), receiver) as post,
        ):
            await post.tell(1)
            await post.engine.drain()
            clock.by = timedelta(hours=-3)
            await post.tell(2)
            await post.engine.drain()
            receiver.answer = lambda kci: Reply()
            await asyncio.sleep(1.3)
            await post.engine.drain()
            assert receiver.got() == [(1, 1), (2, 1), (1, 1)]

    asyncio.run(play())
