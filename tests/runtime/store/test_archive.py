"""What was delivered long ago leaves the tables that delivery works on, and is still found."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import func, insert, select

from fibrecafe_gateway.store.archive import BATCH, Moved, archive
from fibrecafe_gateway.store.database import Database
from fibrecafe_gateway.store.messages import delivered_at, enqueue, of_lane
from fibrecafe_gateway.store.tables import (
    ATTEMPT,
    ATTEMPT_ARCHIVE,
    LANE,
    MESSAGE,
    MESSAGE_ARCHIVE,
)
from fibrecafe_gateway.store.unit import Unit
from tests.runtime.databases import NewDatabases


def _tell(unit: Unit, lane: str, seqs: list[int], at: int, *, delivered: bool = True) -> None:
    for seq in seqs:
        enqueue(unit, lane=lane, endpoint="tenant/A", seq=seq, what="KCI", key=f"k{seq}", subject=1,
                conversation_id="c", head=json.dumps({"id": f"k{seq}"}), body="{}")  # fmt: skip
        attempt = {"lane": lane, "seq": seq, "at": at, "ok": delivered, "request_id": "r"}
        unit.execute(insert(ATTEMPT), attempt)
    if delivered:
        unit.execute(LANE.delete().where(LANE.c.key == lane))


def _counts(unit: Unit) -> dict[str, int]:
    tables = (MESSAGE, ATTEMPT, MESSAGE_ARCHIVE, ATTEMPT_ARCHIVE)
    return {
        t.name: unit.all(select(func.count().label("n")).select_from(t))[0]["n"] for t in tables
    }


def _play(databases: NewDatabases, what: Callable[[Database], Awaitable[None]]) -> None:
    async def play() -> None:
        database = databases.open()
        await database.start()
        try:
            await what(database)
        finally:
            await database.aclose()

    asyncio.run(play())


def test_old_lanes_go_as_a_whole_and_are_found_as_before(databases: NewDatabases) -> None:
    async def what(database: Database) -> None:
        def fill(unit: Unit) -> None:
            _tell(unit, "t/A/1", [1, 2, 3], at=1000)
            _tell(unit, "t/A/1/again", [1], at=1000)
            _tell(unit, "t/A/2", [1], at=1000)
            _tell(unit, "t/A/2", [2], at=9000)  # told of again since

        await database.run(fill)
        before = await database.read(lambda unit: _seen(unit, "t/A/1"))
        moved: Moved = await database.run(lambda unit: archive(unit, before=5000))
        assert (moved.lanes, moved.ended) == (2, True)
        assert await database.read(_counts) == {
            "message": 2, "attempt": 2, "message_archive": 4, "attempt_archive": 4,
        }  # fmt: skip
        assert await database.read(lambda unit: _seen(unit, "t/A/1")) == before

    _play(databases, what)


def _seen(unit: Unit, lane: str) -> Any:
    return [row["key"] for row in of_lane(unit, lane)], delivered_at(unit, lane)


def test_what_is_undelivered_stays_however_old(databases: NewDatabases) -> None:
    async def what(database: Database) -> None:
        await database.run(lambda unit: _tell(unit, "t/A/1", [1], at=1000, delivered=False))
        moved = await database.run(lambda unit: archive(unit, before=5000))
        assert moved.lanes == 0
        assert (await database.read(_counts))["message"] == 1

    _play(databases, what)


def test_an_order_that_is_told_of_again_shows_all_of_it(databases: NewDatabases) -> None:
    async def what(database: Database) -> None:
        await database.run(lambda unit: _tell(unit, "t/A/1", [1, 2], at=1000))
        await database.run(lambda unit: archive(unit, before=5000))
        await database.run(lambda unit: _tell(unit, "t/A/1", [3], at=9000))
        keys, delivered = await database.read(lambda unit: _seen(unit, "t/A/1"))
        assert keys == ["k1", "k2", "k3"]
        assert delivered == {1: 1000, 2: 1000, 3: 9000}
        moved = await database.run(lambda unit: archive(unit, before=99_000))
        assert moved.lanes == 1
        assert await database.read(lambda unit: _seen(unit, "t/A/1")) == (keys, delivered)

    _play(databases, what)


def test_it_goes_on_behind_what_stays_and_ends(databases: NewDatabases) -> None:
    async def what(database: Database) -> None:
        def fill(unit: Unit) -> None:
            for order in range(BATCH + 20):
                _tell(unit, f"t/A/{order}", [1], at=1000, delivered=order >= 40)

        await database.run(fill)
        first = await database.run(lambda unit: archive(unit, before=5000))
        assert (first.lanes, first.ended) == (BATCH - 40, False)
        second = await database.run(lambda unit: archive(unit, before=5000, after=first.after))
        assert (second.lanes, second.ended) == (20, True)
        assert (await database.read(_counts))["message"] == 40

    _play(databases, what)


def test_two_processes_move_each_once(clustered: NewDatabases) -> None:
    async def play() -> None:
        url = clustered.url()
        one, other = clustered.open(url), clustered.open(url)
        await one.start()
        await other.start()
        try:
            await one.run(lambda u: [_tell(u, f"t/A/{n}", [1, 2], at=1000) for n in range(200)])
            both = await asyncio.gather(
                *(d.run(lambda unit: archive(unit, before=5000)) for d in (one, other, one, other))
            )
            assert sum(moved.lanes for moved in both) == 200
            assert await one.read(_counts) == {
                "message": 0, "attempt": 0, "message_archive": 400, "attempt_archive": 400,
            }  # fmt: skip
        finally:
            await one.aclose()
            await other.aclose()

    asyncio.run(play())
