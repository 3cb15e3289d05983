"""An endpoint that fails is left alone, probed, and has its KCIs soon after it recovers."""

from __future__ import annotations

import asyncio
import itertools
from datetime import timedelta

from sqlalchemy import update

from fibrecafe_gateway.clock import VirtualClock
from fibrecafe_gateway.delivery.engine import Engine
from fibrecafe_gateway.delivery.policy import PATIENCE
from fibrecafe_gateway.store.messages import tenant_endpoint
from fibrecafe_gateway.store.tables import ENDPOINT
from tests.runtime.databases import NewDatabases
from tests.runtime.delivery.posting import SETTINGS, Kci, Post, Receiver, Reply, posting


def test_a_recovered_endpoint_has_its_first_kci_within_a_minute_and_then_all(
    databases: NewDatabases,
) -> None:
    """Also after hours, and though every order is tried as a probe in turn."""

    async def play() -> None:
        clock = VirtualClock()
        async with (
            Receiver(lambda kci: Reply(503)).listening() as receiver,
            posting(databases.open(clock=clock), receiver) as post,
        ):
            await post.tell_many(range(8))
            await post.wait(1800, step=20)
            lanes = await post.lanes()
            assert len(lanes) == 8
            assert all(lane["parked"] is None for lane in lanes)
            probes = receiver.got()[8:]
            assert 25 <= len(probes) <= 60
            # A message of another lane each time.
            assert all(a != b for a, b in itertools.pairwise(probes))
            assert len(set(probes[-8:])) >= 6
            receiver.answer = lambda kci: Reply()
            before = len(receiver.kcis)
            healed = clock.now()
            while len(receiver.kcis) == before:
                await post.wait(1)
            assert clock.now() - healed <= timedelta(seconds=60)
            await post.wait(10)
            assert await post.lanes() == []
            assert len(receiver.firsts()) == 8

    asyncio.run(play())


def test_after_a_pause_the_endpoint_is_given_more_and_more_at_once(
    embedded: NewDatabases,
) -> None:
    async def play() -> None:
        async with (
            Receiver(lambda kci: Reply(503)).listening() as receiver,
            posting(embedded.open(clock=VirtualClock()), receiver) as post,
        ):
            await post.tell_many(range(3))
            await post.engine.drain()
            await post.tell_many(range(10, 110))
            receiver.answer = lambda kci: Reply()
            post.clock.advance(timedelta(seconds=2))
            at_once = []
            for _ in range(6):
                await post.engine.tick()
                at_once.append(len(post.engine._tasks))
                await asyncio.wait(set(post.engine._tasks))
            assert at_once == [1, 1, 2, 4, 8, 16]

    asyncio.run(play())


def test_a_lane_that_keeps_failing_while_others_succeed_is_parked_alone(
    databases: NewDatabases,
) -> None:
    async def play() -> None:
        def answer(kci: Kci) -> Reply:
            return Reply(500, body=b"boom") if kci.order == 1 else Reply()

        async with (
            Receiver(answer).listening() as receiver,
            posting(databases.open(clock=VirtualClock()), receiver) as post,
        ):
            await post.tell(1, kcis=2)
            others = 100
            for _ in range(120):
                others += 1
                await post.tell(others)
                await post.wait(5, step=2.5)
            lane = await post.lane(1)
            assert lane is not None
            assert "while others of its endpoint succeeded: 500 boom" in lane["parked"]
            # Its first pauses are shorter than the others' come one after another.
            assert PATIENCE <= len(receiver.got(1)) <= PATIENCE + 4
            assert len(receiver.firsts()) == 121
            assert not (await post.circuit()).is_open

    asyncio.run(play())


def test_an_outage_does_not_use_up_the_patience_with_a_lane(databases: NewDatabases) -> None:
    """One order alone, probed for an hour; after the recovery it may fail once more unharmed."""

    async def play() -> None:
        async with (
            Receiver(lambda kci: Reply(503)).listening() as receiver,
            posting(databases.open(clock=VirtualClock()), receiver) as post,
        ):
            await post.tell(1)
            await post.wait(3600, step=30)
            assert len(receiver.got(1)) > 2 * PATIENCE
            await post.tell(2)
            receiver.answer = lambda kci: Reply(503 if kci.order == 1 else 204)
            await post.wait(60, step=5)
            assert (2, 1) in receiver.got()
            lane = await post.lane(1)
            assert lane is not None
            assert lane["parked"] is None
            receiver.answer = lambda kci: Reply()
            await post.wait(60, step=5)
            assert await post.lanes() == []

    asyncio.run(play())


def test_an_endpoint_that_an_operator_holds_gets_no_probe_either(
    databases: NewDatabases,
) -> None:
    async def play() -> None:
        async with (
            Receiver(lambda kci: Reply(503)).listening() as receiver,
            posting(databases.open(clock=VirtualClock()), receiver, tenants=("A", "B")) as post,
        ):
            await post.tell(1)
            await post.engine.drain()
            name = tenant_endpoint("A")
            hold = update(ENDPOINT).where(ENDPOINT.c.name == name)
            await post.database.run(lambda unit: unit.execute(hold.values(held=True)))
            receiver.answer = lambda kci: Reply()
            await post.tell(2)
            await post.tell(1, tenant="B")
            await post.wait(600, step=60)
            assert [(k.tenant, k.order) for k in receiver.kcis] == [("A", 1), ("B", 1)]
            await post.database.run(lambda unit: unit.execute(hold.values(held=False)))
            await post.wait(1)
            assert len(receiver.firsts()) == 2
            assert await post.lanes() == []

    asyncio.run(play())


def test_only_one_of_two_workers_probes(databases: NewDatabases) -> None:
    async def play() -> None:
        clock = VirtualClock()
        async with (
            Receiver(lambda kci: Reply(503)).listening() as receiver,
            posting(databases.open(clock=clock), receiver) as post,
        ):
            other = Engine(
                post.database, SETTINGS, post.engine._handlers,
                lambda: [tenant_endpoint("A")], random=post.random,
            )  # fmt: skip
            await post.tell_many(range(5))
            await post.engine.drain()
            receiver.delay = 0.02
            for _ in range(10):
                before = len(receiver.kcis)
                clock.advance(timedelta(seconds=60))
                await asyncio.gather(post.engine.tick(), other.tick())
                await asyncio.gather(post.engine.drain(), other.drain())
                assert len(receiver.kcis) == before + 1
            assert receiver.most_in_flight <= 5

    asyncio.run(play())


def test_the_other_worker_ramps_up_too_when_one_has_found_the_endpoint_well(
    databases: NewDatabases,
) -> None:
    async def play() -> None:
        clock = VirtualClock()
        async with (
            Receiver(lambda kci: Reply(503)).listening() as receiver,
            posting(databases.open(clock=clock), receiver) as post,
        ):
            other = Engine(
                post.database, SETTINGS, post.engine._handlers,
                lambda: [tenant_endpoint("A")], random=post.random,
            )  # fmt: skip
            await post.tell_many(range(3))
            await post.engine.drain()
            await post.tell_many(range(10, 60))
            assert not await other.tick()  # it sees the pause
            receiver.answer = lambda kci: Reply()
            clock.advance(timedelta(seconds=5))
            await post.engine.tick()
            await asyncio.wait(set(post.engine._tasks))
            await post.engine._record_and_claim({})  # the probe's success is known to all
            await other.tick()
            assert await _claimed(post) == 1
            await other.drain()
            assert len(receiver.firsts()) == 53

    async def _claimed(post: Post) -> int:
        return sum(lane["token"] is not None for lane in await post.lanes())

    asyncio.run(play())


def test_a_tenant_that_hangs_leaves_the_others_alone(embedded: NewDatabases) -> None:
    settings = SETTINGS.model_copy(update={"slots": 8, "slots_per_endpoint": 4, "timeout": 0.3})

    async def play() -> None:
        def answer(kci: Kci) -> Reply:
            return Reply(hangs=kci.tenant == "A")

        async with (
            Receiver(answer).listening() as receiver,
            posting(
                embedded.open(clock=VirtualClock()), receiver, tenants=("A", "B"),
                settings=settings,
            ) as post,
        ):  # fmt: skip
            await post.tell_many(range(100))
            await post.tell_many(range(100), tenant="B")
            loop = asyncio.get_running_loop()
            begun = loop.time()
            task = asyncio.create_task(post.engine.drain())
            while sum(k.tenant == "B" for k in receiver.kcis) < 100:
                await asyncio.sleep(0.005)
                assert loop.time() - begun < 5
            # All of B's went out while the first of A's were hanging.
            assert sum(k.tenant == "A" for k in receiver.kcis) <= 4 + 4
            await task

    asyncio.run(play())


def test_the_next_probe_is_made_with_what_was_not_tried_yet(databases: NewDatabases) -> None:
    """An order that fails for a reason of its own must not stand in the others' way."""

    async def play() -> None:
        async with (
            Receiver(lambda kci: Reply(404 if kci.order == 1 else 204)).listening() as receiver,
            posting(databases.open(clock=VirtualClock()), receiver) as post,
        ):
            await post.tell(1)
            await post.engine.drain()
            await post.wait(5)
            await post.tell(2)  # after the first one's own pause was over
            await post.wait(50)
            assert receiver.got()[:2] == [(1, 1), (2, 1)]

    asyncio.run(play())
