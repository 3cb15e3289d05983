"""Drill 10: a store of the last migration is brought to the newest, and served, while an old worker
still works on it."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from unittest import mock

from sqlalchemy import Connection, text

from fibrecafe_gateway.store import migrations
from fibrecafe_gateway.store.database import Database, open_database
from fibrecafe_gateway.store.unit import Unit
from tests.runtime.delivery.posting import Receiver, posting

from .postgresql import own_server
from .result import Drill, Figure

_VERSIONS = Path(migrations.__file__).parent / "versions"


def last_two() -> tuple[str, str]:
    """The migration before the newest, and the newest."""
    found = sorted(file.name[:4] for file in _VERSIONS.glob("[0-9]*.py"))
    assert found[-1] == migrations.HEAD
    return found[-2], found[-1]


def upgrade_to(connection: Connection, revision: str) -> None:
    """As the release of that revision would."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _version(unit: Unit) -> str:
    statement: Any = text("SELECT version_num FROM alembic_version")
    return str(unit.all(statement)[0]["version_num"])


async def roll(url: str, orders: int) -> list[Figure]:
    """Raises AssertionError when something is lost or out of order."""
    before, newest = last_two()
    old: Database = open_database(url)
    async with Receiver().listening() as receiver, AsyncExitStack() as stack:
        as_before = "fibrecafe_gateway.store.postgresql.upgrade"
        with mock.patch(as_before, lambda connection: upgrade_to(connection, before)):
            first = await stack.enter_async_context(posting(old, receiver, seed=1))
        assert await old.read(_version) == before
        working = asyncio.create_task(first.engine.run())
        for order in range(orders):
            await first.tell(order, kcis=2)
            if order == orders // 2:
                new = open_database(url)
                await new.start()  # migrates, while the old one delivers
                assert await new.read(_version) == newest
                taken = len(receiver.kcis)
                async with posting(new, receiver, seed=2) as second:
                    helping = asyncio.create_task(second.engine.run())
                    for more in range(orders, 2 * orders):
                        await second.tell(more, kcis=2)
                    await _until(lambda: len(receiver.firsts()) >= 2 * orders)
                    await second.engine.stop()
                    await helping
        after = len(receiver.kcis)
        await _until(lambda: len(receiver.firsts()) == 4 * orders)
        await first.engine.stop()
        await working
        firsts = receiver.firsts()
        disordered = sum(
            [seq for order, seq in firsts if order == one] != [1, 2] for one in range(2 * orders)
        )
        return [
            Figure("migration", f"{before} to {newest}, under load"),
            Figure("KCIs before, during and after it", f"{taken}, {after - taken}, "
                   f"{len(receiver.kcis) - after}"),
            Figure("lost", str(4 * orders - len(firsts)), "0", len(firsts) == 4 * orders),
            Figure("orders out of order", str(disordered), "0", not disordered),
            Figure("sent twice", str(len(receiver.kcis) - len(firsts))),
        ]  # fmt: skip


async def _until(so: Any) -> None:
    async with asyncio.timeout(60):
        while not so():
            await asyncio.sleep(0.02)


def _run(orders: int) -> list[Figure]:
    with own_server() as server:
        return asyncio.run(roll(server.url, orders))


DRILL = Drill(10, "Rolling upgrade", lambda: _run(1000), lambda: _run(100))
