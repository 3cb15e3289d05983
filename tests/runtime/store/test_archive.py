"""What was delivered long ago leaves the tables that delivery works on, and is still found."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.util import await_only

from fibrecafe_gateway.store import archive as module
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
        assert (moved.messages, moved.ended) == (4, True)
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
        assert moved.messages == 0
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
        assert moved.messages == 1
        assert await database.read(lambda unit: _seen(unit, "t/A/1")) == (keys, delivered)

    _play(databases, what)


def test_it_goes_on_behind_what_stays_and_ends(databases: NewDatabases) -> None:
    async def what(database: Database) -> None:
        def fill(unit: Unit) -> None:
            for order in range(BATCH + 20):
                _tell(unit, f"t/A/{order}", [1], at=1000, delivered=order >= 40)

        await database.run(fill)
        first = await database.run(lambda unit: archive(unit, before=5000))
        assert (first.messages, first.ended) == (BATCH - 40, False)
        second = await database.run(lambda unit: archive(unit, before=5000, after=first.after))
        assert (second.messages, second.ended) == (20, True)
        assert (await database.read(_counts))["message"] == 40

    _play(databases, what)


def test_the_lane_to_the_supplier_goes_too_though_nothing_of_it_was_ever_sent(
    databases: NewDatabases,
) -> None:
    async def what(database: Database) -> None:
        def fill(unit: Unit) -> None:
            for order in (1, 2):
                _tell(unit, f"t/A/{order}", [1], at=1000)
                _tell(unit, f"s/A/{order}", [1], at=1000, delivered=order == 1)
            unit.execute(delete(ATTEMPT).where(ATTEMPT.c.lane.like("s/%")))

        await database.run(fill)
        await database.run(lambda unit: archive(unit, before=5000))
        left = await database.read(lambda unit: unit.all(select(MESSAGE.c.lane)))
        assert [row["lane"] for row in left] == ["s/A/2"], "which waits still"

    _play(databases, what)


def test_a_look_ends_where_the_young_begin(databases: NewDatabases) -> None:
    async def what(database: Database) -> None:
        def fill(unit: Unit) -> None:
            for order in range(3 * BATCH):
                _tell(unit, f"t/A/{order}", [1], at=1000 if order < BATCH else 9000)

        await database.run(fill)
        first = await database.run(lambda unit: archive(unit, before=5000))
        assert (first.messages, first.ended) == (BATCH, False)
        # A page of the young is all that is looked at then, the one with no old among them.
        second = await database.run(lambda unit: archive(unit, before=5000, after=first.after))
        assert (second.messages, second.ended) == (0, True)
        again = await database.run(lambda unit: archive(unit, before=5000, after=second.after))
        assert (again.messages, again.ended) == (0, True)

    _play(databases, what)


@pytest.mark.parametrize("moment", ["_LATEST", "_COPY_MESSAGES", "_DROP_MESSAGES"])
def test_what_is_stored_in_a_lane_while_it_is_moved_is_delivered_all_the_same(
    clustered: NewDatabases, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    async def play() -> None:
        url = clustered.url()
        one, other = clustered.open(url), clustered.open(url)
        await one.start()
        await other.start()
        await one.run(lambda unit: _tell(unit, "t/A/1", [1, 2], at=1000))
        executed = Connection.execute
        told: list[int] = []

        def execute(self: Connection, statement: Any, *given: Any, **more: Any) -> Any:
            done = executed(self, statement, *given, **more)
            if statement is getattr(module, moment) and not told:
                told.append(3)
                await_only(
                    other.run(lambda u: _tell(u, "t/A/1", told, at=9000, delivered=False))
                )  # fmt: skip
            return done

        monkeypatch.setattr(Connection, "execute", execute)
        moved = await one.run(lambda unit: archive(unit, before=5000))
        assert told == [3]
        hot = await one.read(lambda unit: unit.all(select(MESSAGE.c.seq).order_by(MESSAGE.c.seq)))
        stays = [1, 2, 3] if moment == "_LATEST" else [3]
        assert [row["seq"] for row in hot] == stays
        assert moved.messages == 3 - len(stays)
        (lane,) = await one.read(lambda unit: unit.all(select(LANE)))
        assert lane["last_seq"] == 3
        keys, delivered = await one.read(lambda unit: _seen(unit, "t/A/1"))
        assert keys == ["k1", "k2", "k3"]
        assert set(delivered) == {1, 2}
        await one.aclose()
        await other.aclose()

    asyncio.run(play())


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
            assert sum(moved.messages for moved in both) == 400
            assert await one.read(_counts) == {
                "message": 0, "attempt": 0, "message_archive": 400, "attempt_archive": 400,
            }  # fmt: skip
        finally:
            await one.aclose()
            await other.aclose()

    asyncio.run(play())
