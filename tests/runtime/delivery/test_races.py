"""What comes while a worker writes is neither lost nor overtaken. On PostgreSQL: on SQLite one writes at
a time."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import asyncpg  # type: ignore[import-untyped]

from fibrecafe_gateway.delivery import lanes
from fibrecafe_gateway.delivery.lanes import Wanted
from fibrecafe_gateway.store.unit import Unit
from tests.runtime.databases import NewDatabases
from tests.runtime.delivery.posting import Receiver, posting

_SECOND_KCI = """
UPDATE lane SET last_seq = 2;
INSERT INTO message SELECT lane, 2, what, key || '-2', subject, replace(head, '"sequenceNumber":1',
  '"sequenceNumber":2'), body, conversation_id, created FROM message;
"""

_WAITS = (
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND"
    " application_name = 'fibrecafe-delivery' AND wait_event_type = 'Lock'"
)


def test_a_kci_that_is_stored_while_the_one_before_is_recorded_goes_out_next(
    clustered: NewDatabases,
) -> None:
    """The worker waits for the lane with what it knew of it before: that it ends with the first."""

    async def play() -> None:
        url = clustered.url()
        other = await asyncpg.connect(url)
        async with (
            Receiver().listening() as receiver,
            posting(clustered.open(url), receiver) as post,
        ):
            await post.tell(1)
            await post.engine.tick()
            await asyncio.wait(set(post.engine._tasks))
            storing = other.transaction()
            await storing.start()
            await other.execute(_SECOND_KCI)
            recording = asyncio.create_task(post.engine.tick())
            async with asyncio.timeout(10):
                while not await other.fetch(_WAITS):
                    await asyncio.sleep(0.01)
            await storing.commit()
            await recording
            await post.engine.drain()
            assert len(receiver.got()) == 2
            assert await post.lanes() == []
        await other.close()

    asyncio.run(play())


def test_a_lane_that_went_on_while_it_was_claimed_has_its_messages(clustered: NewDatabases) -> None:
    async def play() -> None:
        async with (
            Receiver().listening() as receiver,
            posting(clustered.open(), receiver) as post,
        ):
            await post.tell(1, kcis=3)
            wanted = [Wanted("tenant/A", 5, 2**61, 2)]

            def work(unit: Unit) -> tuple[list[int], list[int]]:
                (claim,) = lanes.claim(unit, wanted, 7)
                at_once = [message.seq for message in claim.messages]
                later = replace(claim, next_seq=2, messages=[])  # as an older statement sees it
                lanes._look_again(unit, [later], wanted)
                return at_once, [message.seq for message in later.messages]

            assert await post.database.run(work) == ([1, 2], [2, 3])

    asyncio.run(play())
