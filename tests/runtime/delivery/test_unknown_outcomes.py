"""Whether a supplier was asked is not known: asked again where that does no harm, else waited for."""

from __future__ import annotations

import asyncio

import pytest

from fibrecafe_gateway.adapters.contract import (
    NotAuthorised,
    TimedOut,
    Unreachable,
)
from fibrecafe_gateway.clock import VirtualClock
from tests.runtime.databases import NewDatabases
from tests.runtime.delivery.desk import desk


def test_an_unknown_outcome_is_asked_again_where_that_does_no_harm(
    databases: NewDatabases,
) -> None:
    async def play() -> None:
        async with desk(databases, idempotent=True) as at:
            answers = iter([TimedOut(), TimedOut(), Unreachable(), NotAuthorised(), None])
            at.box.script = lambda order: next(answers)
            (order,) = await at.order()
            await at.wait(300)
            # Neither "not now" nor "not you" says that the first had not arrived.
            assert at.box.asked == [order] * 5
            assert await at.status(order) == "SENT_TO_SUPPLIER"
            assert len({call.request_id for _, call in at.box.calls}) == 5

    asyncio.run(play())


def test_an_unknown_outcome_ends_with_the_window(databases: NewDatabases) -> None:
    async def play() -> None:
        async with desk(databases, idempotent=True) as at:
            at.box.script = lambda order: TimedOut()
            (order,) = await at.order()
            await at.wait(880)
            assert await at.status(order) == "RECEIVED_BY_GATEWAY"
            await at.wait(120)
            assert await at.status(order) == "FAILED_TO_SEND"
            assert "SUPPLIER_TIMED_OUT" in (await at.told(order))[-1]

    asyncio.run(play())


def test_elsewhere_an_unknown_outcome_waits_for_the_suppliers_kci(
    databases: NewDatabases,
) -> None:
    async def play() -> None:
        async with desk(databases) as at:
            at.box.script = lambda order: TimedOut()
            one, two = await at.order(2)
            await at.wait(600)
            assert sorted(at.box.asked) == [one, two]
            await at.hear(one)
            await at.drain()
            assert await at.lane(one) is None  # what follows in its lane is not held up
            assert await at.status(one) == "ACKNOWLEDGED"
            await at.wait(310)
            assert await at.status(two) == "FAILED_TO_SEND"
            assert "SUPPLIER_TIMED_OUT" in (await at.told(two))[-1]
            assert sorted(at.box.asked) == [one, two]

    asyncio.run(play())


def test_a_kci_that_overtakes_the_answer_ends_the_waiting(databases: NewDatabases) -> None:
    """It comes while the call is under way, which then times out."""

    async def play() -> None:
        async with desk(databases) as at:
            at.box.script = lambda order: TimedOut()
            at.box.hang = asyncio.Event()
            (order,) = await at.order()
            task = asyncio.create_task(at.drain())
            while not at.box.calls:
                await asyncio.sleep(0.001)
            await at.hear(order)
            at.box.hang.set()
            await asyncio.wait_for(task, 5)
            assert await at.lane(order) is None
            assert at.box.asked == [order]
            assert await at.status(order) == "ACKNOWLEDGED"

    asyncio.run(play())


@pytest.mark.parametrize("idempotent", [False, True])
def test_a_request_that_was_under_way_when_its_worker_died_may_have_arrived(
    idempotent: bool, databases: NewDatabases
) -> None:
    async def play() -> None:
        url, clock = databases.url(), VirtualClock()
        async with desk(databases, url=url, clock=clock, idempotent=idempotent) as dead:
            (order,) = await dead.order()
            await dead.gateway.engine.tick()
            await asyncio.wait(set(dead.gateway.engine._tasks))  # asked, and not recorded
            first = dead.box.calls[0][1].request_id
        async with desk(databases, url=url, clock=clock, idempotent=idempotent) as heir:
            await heir.wait(120)  # past the lease, where there is one
            if idempotent:
                assert heir.box.asked == [order]
                assert heir.box.calls[0][1].request_id != first
                assert await heir.status(order) == "SENT_TO_SUPPLIER"
                return
            assert heir.box.asked == []
            lane = await heir.lane(order)
            assert lane is not None
            assert lane["unknown"]
            await heir.hear(order)
            await heir.drain()
            assert await heir.lane(order) is None

    asyncio.run(play())


def test_waiting_for_news_is_no_failure_of_the_supplier(embedded: NewDatabases) -> None:
    """Nothing is sent meanwhile: others go on, and no attempt is kept."""

    async def play() -> None:
        url, clock = embedded.url(), VirtualClock()
        async with desk(embedded, url=url, clock=clock) as dead:
            orders = await dead.order(6)
            await dead.gateway.engine.tick()
            await asyncio.wait(set(dead.gateway.engine._tasks))
        async with desk(embedded, url=url, clock=clock) as heir:
            await heir.drain()
            assert not (await heir.circuit()).is_open
            assert await heir.attempts(orders[0]) == []
            (more,) = await heir.order()
            await heir.drain()
            assert await heir.status(more) == "SENT_TO_SUPPLIER"

    asyncio.run(play())
