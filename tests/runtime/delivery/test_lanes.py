"""A lane's messages go out in order; lanes are independent; every attempt is kept."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from fibrecafe_gateway.clock import VirtualClock, to_text
from tests.runtime.databases import NewDatabases
from tests.runtime.delivery.posting import Kci, Receiver, Reply, posting


def test_kcis_about_an_order_come_in_order_one_at_a_time(databases: NewDatabases) -> None:
    async def play() -> None:
        async with (
            Receiver(delay=0.001).listening() as receiver,
            posting(databases.open(clock=VirtualClock()), receiver) as post,
        ):
            await post.tell(1, kcis=11)
            await post.engine.drain()
            assert receiver.got() == [(1, seq) for seq in range(1, 12)]
            assert receiver.most_in_flight == 1
            assert await post.lanes() == []

    asyncio.run(play())


def test_what_is_told_while_an_order_is_under_way_follows(databases: NewDatabases) -> None:
    async def play() -> None:
        async with (
            Receiver().listening() as receiver,
            posting(databases.open(clock=VirtualClock()), receiver) as post,
        ):
            await post.tell(1, kcis=2)
            await post.engine.tick()  # it is on its way now
            await post.tell(1, kcis=2)
            await post.engine.drain()
            assert receiver.got() == [(1, 1), (1, 2), (1, 3), (1, 4)]

    asyncio.run(play())


def test_an_order_that_fails_holds_back_its_own_kcis_only(databases: NewDatabases) -> None:
    async def play() -> None:
        def answer(kci: Kci) -> Reply:
            return Reply(500 if kci.order == 1 and kci.seq == 2 else 204)

        async with (
            Receiver(answer).listening() as receiver,
            posting(databases.open(clock=VirtualClock()), receiver) as post,
        ):
            await post.tell(1, kcis=4)
            for order in range(2, 8):
                await post.tell(order, kcis=3)
            await post.engine.drain()
            assert receiver.got(1) == [(1, 1), (1, 2)]
            for order in range(2, 8):
                assert receiver.got(order) == [(order, seq) for seq in (1, 2, 3)]
            receiver.answer = lambda kci: Reply()
            await post.wait(60)
            assert receiver.got(1) == [(1, 1), (1, 2), (1, 2), (1, 3), (1, 4)]

    asyncio.run(play())


def test_ids_and_the_time_of_delivery_are_those_of_the_attempt(databases: NewDatabases) -> None:
    async def play() -> None:
        replies = iter([Reply(503), Reply(503), Reply()])
        clock = VirtualClock()
        async with (
            Receiver(lambda kci: next(replies)).listening() as receiver,
            posting(databases.open(clock=clock), receiver) as post,
        ):
            begun = clock.now()
            await post.tell(5)
            await post.engine.drain()
            await post.wait(20)
            assert [k.headers["X-Conversation-ID"] for k in receiver.kcis] == ["talk-5"] * 3
            requests = [k.headers["X-Request-ID"] for k in receiver.kcis]
            assert len(set(requests)) == 3
            times = [k.delivered_on for k in receiver.kcis]
            assert times[0] == to_text(begun)
            assert times == sorted(set(times))
            kept = await post.attempts(5)
            assert [a["request_id"] for a in kept] == requests
            assert [(a["ok"], a["status"]) for a in kept] == [
                (False, 503), (False, 503), (True, 204),
            ]  # fmt: skip
            assert [to_text(begun + timedelta(milliseconds=a["at"] - kept[0]["at"]))
                    for a in kept] == times  # fmt: skip

    asyncio.run(play())


def test_a_tenant_without_an_address_waits_and_others_do_not(databases: NewDatabases) -> None:
    async def play() -> None:
        async with (
            Receiver().listening() as receiver,
            posting(databases.open(clock=VirtualClock()), receiver, tenants=("B",)) as post,
        ):
            await post.tell(1, tenant="A")
            await post.tell(1, tenant="B")
            await post.engine.drain()
            assert [kci.tenant for kci in receiver.kcis] == ["B"]
            assert [lane["key"] for lane in await post.lanes()] == ["t/A/1"]
            assert await post.attempts(1) == []
            post.targets["A"] = post.targets["B"]
            await post.engine.drain()
            assert len(receiver.kcis) == 2

    asyncio.run(play())


def test_a_lane_whose_message_is_gone_is_parked_and_not_spun_on(databases: NewDatabases) -> None:
    from sqlalchemy import delete

    from fibrecafe_gateway.store.tables import MESSAGE

    async def play() -> None:
        async with (
            Receiver().listening() as receiver,
            posting(databases.open(clock=VirtualClock()), receiver) as post,
        ):
            await post.tell(1)
            await post.database.run(lambda unit: unit.execute(delete(MESSAGE)))
            await asyncio.wait_for(post.engine.drain(), 5)
            lane = await post.lane(1)
            assert lane is not None
            assert "not in the store" in lane["parked"]
            assert receiver.kcis == []

    asyncio.run(play())


def test_slots_are_shared_when_one_tenant_has_much(databases: NewDatabases) -> None:
    """Sixteen slots; a tenant with a hundred orders leaves room for one with two."""
    from tests.runtime.delivery.posting import SETTINGS

    settings = SETTINGS.model_copy(update={"slots": 16, "slots_per_endpoint": 16})

    async def play() -> None:
        async with (
            Receiver().listening() as receiver,
            posting(
                databases.open(clock=VirtualClock()), receiver, tenants=("A", "B"),
                settings=settings,
            ) as post,
        ):  # fmt: skip
            await post.tell_many(range(100))
            await post.tell_many(range(2), tenant="B")
            await post.engine.tick()
            claimed = [lane["key"] for lane in await post.lanes() if lane["token"] is not None]
            assert {"t/B/0", "t/B/1"} <= set(claimed)
            await post.engine.drain()
            assert len(receiver.kcis) == 102

    asyncio.run(play())
