"""Several workers on one store, and connections that are lost."""

from __future__ import annotations

import asyncio

from sqlalchemy import text

from tests.runtime.databases import NewDatabases
from tests.runtime.delivery.posting import Receiver, posting


def test_a_lost_connection_costs_nothing(clustered: NewDatabases) -> None:
    kill = text(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )

    async def play() -> None:
        url = clustered.url()
        killer = clustered.open(url)
        await killer.start()
        async with (
            Receiver(delay=0.002).listening() as receiver,
            posting(clustered.open(url), receiver) as post,
        ):
            for order in range(30):
                await post.tell(order, kcis=4)
            task = asyncio.create_task(post.engine.run())
            async with asyncio.timeout(20):
                for _ in range(5):
                    await asyncio.sleep(0.02)
                    await killer.read(lambda unit: unit.one(kill))
                while len(receiver.firsts()) < 120 or await post.lanes():
                    await asyncio.sleep(0.01)
            await post.engine.stop()
            await task
            for order in range(30):
                assert [s for o, s in receiver.firsts() if o == order] == [1, 2, 3, 4]
        await killer.aclose()

    asyncio.run(play())


def test_two_workers_share_the_work_and_send_nothing_twice(clustered: NewDatabases) -> None:
    async def play() -> None:
        url = clustered.url()
        async with (
            Receiver(delay=0.002).listening() as receiver,
            posting(clustered.open(url), receiver, seed=1) as one,
            posting(clustered.open(url), receiver, seed=2) as two,
        ):
            for order in range(60):
                await one.tell(order, kcis=5)
            tasks = [asyncio.create_task(post.engine.run()) for post in (one, two)]
            async with asyncio.timeout(20):
                while len(receiver.kcis) < 300 or await one.lanes():
                    await asyncio.sleep(0.01)
            for post in (one, two):
                await post.engine.stop()
            await asyncio.gather(*tasks)
            assert len(receiver.kcis) == 300
            for order in range(60):
                assert receiver.got(order) == [(order, seq) for seq in range(1, 6)]
            senders = {k.headers["X-Request-ID"].split("-")[1] for k in receiver.kcis}
            assert senders == {"1", "2"}

    asyncio.run(play())
