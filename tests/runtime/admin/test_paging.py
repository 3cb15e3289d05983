"""Pages of KCIs on both databases: each once, in order, whatever comes between."""

from __future__ import annotations

import asyncio

from fibrecafe_gateway.clock import VirtualClock
from fibrecafe_gateway.operating.decisions import Decision, keep
from fibrecafe_gateway.operating.listing import Listed, Status, page_of_kcis
from fibrecafe_gateway.operating.paging import Page
from fibrecafe_gateway.store.messages import enqueue, tenant_endpoint, tenant_lane
from fibrecafe_gateway.store.tables import LANE
from fibrecafe_gateway.store.unit import Unit
from tests.runtime.databases import NewDatabases


def _fill(unit: Unit) -> None:
    for order in range(1, 6):
        for seq in (1, 2):
            enqueue(
                unit, lane=tenant_lane("A", order), endpoint=tenant_endpoint("A"), seq=seq,
                what="KCI", key=f"k{order}-{seq}", subject=order, conversation_id="c",
                head=f'{{"sequenceNumber":{seq}}}', body="{}",
            )  # fmt: skip


def _skip(unit: Unit) -> None:
    unit.execute(LANE.update().values(next_seq=3))
    for order in range(1, 6):
        for seq in (1, 2):
            keep(unit, Decision("ada"), "skip", tenant_lane("A", order), seq=seq)


def test_pages_follow_each_other(databases: NewDatabases) -> None:
    async def play() -> None:
        database = databases.open(clock=VirtualClock())
        await database.start()

        def page(status: Status | None, cursor: str | None) -> object:
            return database.read(
                lambda unit: page_of_kcis(unit, status=status, limit=3, cursor=cursor)
            )

        async def walk(status: Status | None) -> list[tuple[int, int]]:
            found: list[tuple[int, int]] = []
            cursor: str | None = None
            while True:
                one: Page[Listed] = await page(status, cursor)  # type: ignore[misc]
                found += [(kci.id, kci.seq) for kci in one.items]
                if one.next is None:
                    return found
                cursor = one.next

        await database.run(_fill)
        both = [(order, seq) for order in range(1, 6) for seq in (1, 2)]
        assert await walk(None) == both
        assert await walk(Status.PENDING) == both
        await database.run(_skip)
        # Of the same moment: the lanes in order, in each the newest first.
        assert await walk(Status.SKIPPED) == [(o, s) for o in range(1, 6) for s in (2, 1)]
        await database.aclose()

    asyncio.run(play())
