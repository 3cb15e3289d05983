"""The schema that migrations make is the one of the tables."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from fibrecafe_gateway.store.database import StoreError
from fibrecafe_gateway.store.tables import METADATA
from fibrecafe_gateway.store.unit import Unit
from tests.drills.rolling_upgrade import roll
from tests.runtime.databases import NewDatabases


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, METADATA))


def test_an_empty_database_gets_exactly_the_tables(databases: NewDatabases) -> None:
    async def differences() -> list[object]:
        database = databases.open(databases.url(empty=True))
        await database.start()
        try:
            return await database.read(lambda unit: _differences(unit._connection))
        finally:
            await database.aclose()

    assert asyncio.run(differences()) == []


def test_a_table_that_is_not_migrated_shows(databases: NewDatabases) -> None:
    async def differences() -> list[object]:
        database = databases.open(databases.url(empty=True))
        await database.start()
        try:
            await database.run(lambda unit: unit.execute(text("DROP TABLE timer")))
            await database.run(
                lambda unit: unit.execute(text("ALTER TABLE lane ADD COLUMN other INTEGER"))
            )
            return await database.read(lambda unit: _differences(unit._connection))
        finally:
            await database.aclose()

    found = asyncio.run(differences())
    assert {entry[0] for entry in found} >= {"add_table", "remove_column"}  # type: ignore[index]


def test_starting_again_changes_nothing_and_keeps_what_is_there(databases: NewDatabases) -> None:
    url = databases.url(empty=True)

    async def once(work: str) -> list[object]:
        database = databases.open(url)
        await database.start()
        try:
            await database.run(lambda unit: unit.execute(text(work)))
            return list(
                await database.read(lambda unit: unit.all(text("SELECT last_id FROM series")))
            )
        finally:
            await database.aclose()

    asyncio.run(once("INSERT INTO series VALUES ('A', 7)"))
    rows = asyncio.run(once("UPDATE series SET last_id = last_id + 1"))
    assert [dict(row) for row in rows] == [{"last_id": 8}]  # type: ignore[call-overload]


_START = """
import asyncio, sys
from fibrecafe_gateway.store.database import open_database

async def start():
    database = open_database(sys.argv[1])
    print("ready", flush=True)
    sys.stdin.readline()
    await database.start()
    await database.aclose()

asyncio.run(start())
"""


def test_two_processes_may_start_at_once(databases: NewDatabases) -> None:
    url = databases.url(empty=True)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _START, url],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    for process in processes:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    ends = [process.communicate(timeout=30)[1] for process in processes]
    assert [process.returncode for process in processes] == [0, 0], ends


def test_a_store_of_a_newer_version_is_refused_with_a_sentence(databases: NewDatabases) -> None:
    url = databases.url(empty=True)

    async def newer() -> None:
        database = databases.open(url)
        await database.start()

        def work(unit: Unit) -> None:
            unit.execute(text("UPDATE alembic_version SET version_num = '9999'"))

        await database.run(work)
        await database.aclose()

    async def again() -> None:
        database = databases.open(url)
        try:
            await database.start()
        finally:
            await database.aclose()

    asyncio.run(newer())
    with pytest.raises(StoreError, match="newer version"):
        asyncio.run(again())


def test_the_newest_migration_is_the_one_that_is_named() -> None:
    from pathlib import Path

    from alembic.config import Config
    from alembic.script import ScriptDirectory

    from fibrecafe_gateway.store import migrations

    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [migrations.HEAD]


def test_an_old_worker_works_on_while_the_store_is_brought_to_the_newest(
    clustered: NewDatabases,
) -> None:
    figures = asyncio.run(roll(clustered.url(empty=True), 30))
    assert [figure for figure in figures if not figure.kept] == []
