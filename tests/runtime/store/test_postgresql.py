"""What is particular to a store on PostgreSQL: pools, locks, connections that are lost."""

from __future__ import annotations

import asyncio
from functools import partial

from sqlalchemy import text

from fibrecafe_gateway.store.database import Database
from fibrecafe_gateway.store.unit import Unit
from tests.runtime.databases import NewDatabases

_ADD = text("INSERT INTO series (tenant, last_id) VALUES (:tenant, :id)")
_SERIES = text("SELECT tenant, last_id FROM series ORDER BY tenant")
_BUMP = text("UPDATE series SET last_id = last_id + 1 WHERE tenant = :tenant")


def _add(unit: Unit, tenant: str, id: int = 1) -> str:
    unit.execute(_ADD, {"tenant": tenant, "id": id})
    return tenant


async def _series(database: Database) -> dict[str, int]:
    return {
        row["tenant"]: row["last_id"]
        for row in await database.read(lambda unit: unit.all(_SERIES))
    }  # fmt: skip


def test_one_that_is_cancelled_while_it_waits_for_a_lock_lets_go(clustered: NewDatabases) -> None:
    async def play() -> None:
        url = clustered.url()
        database, other = clustered.open(url), clustered.open(url)
        await database.start()
        await other.start()
        await database.run(lambda unit: _add(unit, "A"))
        async with other._engine.connect() as connection:  # type: ignore[attr-defined]
            await connection.execute(_BUMP, {"tenant": "A"})
            bumps = [
                asyncio.create_task(
                    database.run(lambda unit: unit.execute(_BUMP, {"tenant": "A"}))
                )
                for _ in range(12)
            ]  # fmt: skip
            await asyncio.sleep(0.1)
            for task in bumps:
                task.cancel()
            await asyncio.gather(*bumps, return_exceptions=True)
            await connection.rollback()
        async with asyncio.timeout(5):
            for _ in range(15):
                await database.run(lambda unit: unit.execute(_BUMP, {"tenant": "A"}))
        assert await _series(database) == {"A": 16}
        await database.aclose()
        await other.aclose()

    asyncio.run(play())


def test_a_deadlock_is_run_again(clustered: NewDatabases) -> None:
    def both(unit: Unit, first: str, second: str) -> None:
        unit.execute(_BUMP, {"tenant": first})
        unit.execute(text("SELECT pg_sleep(0.05)"))
        unit.execute(_BUMP, {"tenant": second})

    async def play() -> None:
        database = clustered.open()
        await database.start()
        for tenant in "AB":
            await database.run(partial(_add, tenant=tenant))
        await database.run(lambda unit: unit.execute(text("SET deadlock_timeout = '20ms'")))
        await asyncio.gather(
            database.run(lambda unit: both(unit, "A", "B")),
            database.run(lambda unit: both(unit, "B", "A")),
        )
        assert await _series(database) == {"A": 3, "B": 3}
        await database.aclose()

    asyncio.run(play())


def test_a_connection_that_is_lost_before_the_commit_costs_a_second_run(
    clustered: NewDatabases,
) -> None:
    runs: list[str] = []

    def work(unit: Unit) -> None:
        _add(unit, "A")
        runs.append("once")
        if len(runs) == 1:
            unit.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    async def play() -> None:
        database = clustered.open()
        await database.start()
        await database.run(work)
        assert len(runs) == 2
        assert await _series(database) == {"A": 1}
        await database.aclose()

    asyncio.run(play())


def test_delivery_has_a_connection_when_requests_use_up_all(clustered: NewDatabases) -> None:
    lock = text("SELECT pg_advisory_xact_lock(7)")

    async def play() -> None:
        url = clustered.url()
        database, other = clustered.open(url), clustered.open(url)
        await database.start()
        await other.start()
        async with other._engine.connect() as connection:  # type: ignore[attr-defined]
            await connection.execute(lock)
            held = [
                asyncio.create_task(database.run(lambda unit: unit.execute(lock)))
                for _ in range(30)
            ]
            await asyncio.sleep(0.1)
            async with asyncio.timeout(5):
                await database.run(lambda unit: _add(unit, "A"), delivery=True)
            await connection.rollback()
        await asyncio.gather(*held)
        await database.aclose()
        await other.aclose()

    asyncio.run(play())


def test_only_delivery_plans_for_small_pieces_of_large_tables(clustered: NewDatabases) -> None:
    def setting(unit: Unit, name: str) -> str:
        return str(unit.execute(text(f"SHOW {name}")).scalar_one())

    async def play() -> None:
        database = clustered.open()
        await database.start()
        for delivery, scans in ((False, "on"), (True, "off")):
            for name in ("enable_seqscan", "enable_hashjoin", "enable_mergejoin"):
                assert await database.run(partial(setting, name=name), delivery=delivery) == scans
            assert await database.run(
                lambda u: setting(u, "idle_in_transaction_session_timeout"), delivery=delivery
            ) == "5s"  # fmt: skip
        await database.aclose()

    asyncio.run(play())
