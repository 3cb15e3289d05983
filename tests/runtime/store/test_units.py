"""Units of work: whole or not at all, each for itself, whatever happens to the store."""

from __future__ import annotations

import asyncio
import stat
import threading
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from fibrecafe_gateway.clock import SystemClock, VirtualClock
from fibrecafe_gateway.store.database import Database, StoreError
from fibrecafe_gateway.store.unit import Unit, to_milliseconds
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


def test_a_unit_that_fails_takes_nothing_else_with_it(databases: NewDatabases) -> None:
    def half(unit: Unit) -> None:
        _add(unit, "half")
        raise LookupError("no")

    async def play() -> None:
        database = databases.open()
        await database.start()
        units = [
            database.run(half if n % 3 == 1 else partial(_add, tenant=f"T{n}")) for n in range(60)
        ]
        ends = await asyncio.gather(*units, return_exceptions=True)
        failed = [n for n, end in enumerate(ends) if isinstance(end, LookupError)]
        assert failed == [n for n in range(60) if n % 3 == 1]
        assert set(await _series(database)) == {f"T{n}" for n in range(60) if n % 3 != 1}
        await database.aclose()

    asyncio.run(play())


def test_a_statement_that_fails_undoes_its_unit(databases: NewDatabases) -> None:
    def twice(unit: Unit) -> None:
        _add(unit, "B")
        _add(unit, "A")

    async def play() -> None:
        database = databases.open()
        await database.start()
        await database.run(lambda unit: _add(unit, "A"))
        with pytest.raises(IntegrityError):
            await database.run(twice)
        assert await _series(database) == {"A": 1}
        await database.aclose()

    asyncio.run(play())


def test_a_caller_that_gives_up_stops_nobody_else(databases: NewDatabases) -> None:
    """The unit of one that was cancelled is done or not done; those after it are done."""

    async def play() -> None:
        database = databases.open()
        await database.start()
        for turn in range(5):
            tasks = [
                asyncio.create_task(database.run(partial(_add, tenant=f"{turn}-{n}")))
                for n in range(40)
            ]
            await asyncio.sleep(0.002 * turn)
            for task in tasks[::2]:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        kept = set(await _series(database))
        assert {f"{turn}-{n}" for turn in range(5) for n in range(1, 40, 2)} <= kept
        assert await database.run(lambda unit: _add(unit, "last")) == "last"
        await database.aclose()

    asyncio.run(play())


class _Skewed(SystemClock):
    by = timedelta(hours=2)

    def now(self) -> datetime:
        return super().now() + self.by


def test_leases_do_not_go_by_the_clock_of_the_process(databases: NewDatabases) -> None:
    async def play() -> None:
        clock = _Skewed()
        database = databases.open(clock=clock)
        await database.start()
        if databases.kind == "sqlite":
            clock.by = timedelta()  # it is the jump that must not show
            before = await database.read(lambda unit: unit.lease_now)
            clock.by = timedelta(hours=-2)
            after = await database.read(lambda unit: unit.lease_now)
            assert 0 <= after - before < 5000
        else:
            given, real = await database.read(
                lambda unit: (
                    unit.lease_now,
                    unit.execute(text("SELECT extract(epoch FROM now()) * 1000")).scalar_one(),
                )
            )
            assert abs(given - int(real)) < 1000
        told, machine = await database.read(lambda unit: unit.milliseconds), SystemClock().now()
        assert abs(told - to_milliseconds(machine + clock.by)) < 1000
        await database.aclose()

    asyncio.run(play())


def test_a_tests_clock_rules_leases_too(databases: NewDatabases) -> None:
    async def play() -> None:
        clock = VirtualClock()
        database = databases.open(clock=clock)
        await database.start()
        assert await database.read(lambda unit: unit.lease_now) == to_milliseconds(clock.now())
        await database.aclose()

    asyncio.run(play())


def test_a_full_disk_fails_what_does_not_fit_and_no_more(embedded: NewDatabases) -> None:
    async def play() -> None:
        database = embedded.open()
        await database.start()

        def limit(unit: Unit, pages: int) -> None:
            unit.execute(text(f"PRAGMA max_page_count = {pages}"))

        def large(unit: Unit, n: int) -> None:
            for i in range(60):
                _add(unit, f"large{n}-{i}")
                unit.execute(
                    text("INSERT INTO replay VALUES (:t, 'o', :r, x'00', :a, 1)"),
                    {"t": f"T{n}", "r": str(i), "a": "x" * 4000},
                )

        await database.run(lambda unit: limit(unit, 60))
        ends = await asyncio.gather(
            *(database.run(partial(large, n=n)) for n in range(6)),
            return_exceptions=True,
        )
        failed = [end for end in ends if isinstance(end, DBAPIError)]
        assert failed
        assert [str(e.orig) for e in failed] == ["database or disk is full"] * len(failed)
        kept = await _series(database)
        assert len(kept) == 60 * (6 - len(failed))
        await database.run(lambda unit: limit(unit, 100_000))
        await database.run(lambda unit: large(unit, 9))
        assert len(await _series(database)) == len(kept) + 60
        await database.aclose()

    asyncio.run(play())


def test_a_commit_that_fails_fails_all_of_its_group(embedded: NewDatabases) -> None:
    async def play() -> None:
        database: Any = embedded.open()
        await database.start()
        begun, go_on = threading.Event(), threading.Event()

        def blocking(unit: Unit) -> None:
            begun.set()
            go_on.wait(5)

        def breaking(unit: Unit) -> None:
            _add(unit, "C")
            unit._connection.exec_driver_sql("ROLLBACK")  # as SQLite itself does after an I/O error

        first = asyncio.create_task(database.run(blocking))
        while not begun.is_set():
            await asyncio.sleep(0.001)
        rest = [
            asyncio.create_task(database.run(work))
            for work in (lambda unit: _add(unit, "A"), breaking, lambda unit: _add(unit, "B"))
        ]
        await asyncio.sleep(0.01)
        go_on.set()
        await first
        ends = await asyncio.gather(*rest, return_exceptions=True)
        assert all(isinstance(end, DBAPIError) for end in ends)
        assert await _series(database) == {}
        assert await database.run(lambda unit: _add(unit, "D")) == "D"
        await database.aclose()

    asyncio.run(play())


def test_a_closed_store_says_so(embedded: NewDatabases) -> None:
    async def play() -> None:
        database = embedded.open()
        with pytest.raises(StoreError, match="closed"):
            await database.run(lambda unit: _add(unit, "A"))
        await database.start()
        last = asyncio.create_task(database.run(lambda unit: _add(unit, "A")))
        await asyncio.sleep(0)
        await database.aclose()
        assert await last == "A"
        for use in (database.run, database.read):
            with pytest.raises(StoreError, match="closed"):
                await use(lambda unit: unit.now)

    asyncio.run(play())


def test_nobody_else_on_the_machine_reads_the_store(embedded: NewDatabases, tmp_path: Path) -> None:
    async def play() -> None:
        database = embedded.open(f"sqlite:///{tmp_path / 'odd # name' / 'store.db'}")
        await database.start()
        await database.run(lambda unit: _add(unit, "A"))
        files = list((tmp_path / "odd # name").iterdir())
        assert len(files) >= 2
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
        await database.aclose()

    asyncio.run(play())
