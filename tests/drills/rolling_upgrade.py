"""Drill 10: a store of the last migration is brought to the newest, and served, while an old worker
still works on it."""

from __future__ import annotations

import asyncio
import signal
from contextlib import AsyncExitStack
from pathlib import Path
from subprocess import Popen
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

from sqlalchemy import Connection, text

from fibrecafe_gateway.store import migrations
from fibrecafe_gateway.store.database import Database, open_database
from fibrecafe_gateway.store.unit import Unit
from tests.runtime.delivery.posting import Receiver, posting
from tests.runtime.operating.shop import CONFIG

from .old_code import MIGRATE, NEW, TELLER, WORKER, Code, old_code
from .postgresql import ask, own_server
from .result import Drill, Figure

_DELIVERY = "[delivery]\nallow_internal = true\n"

_PAUSE = 0.005  # seconds between what one process stores

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


async def roll_releases(url: str, old: Code, folder: Path, orders: int) -> list[Figure]:
    """The same with the code of the last release, in processes of its own."""
    _, newest = last_two()
    config = folder / "fibrecafe.toml"
    async with Receiver().listening() as receiver, AsyncExitStack() as stack:
        config.write_text(CONFIG.format(url=url, tenant=receiver.url) + _DELIVERY)

        async def start(code: Code, program: str, *arguments: object) -> Popen[str]:
            process = code.start(program, *arguments)
            stack.callback(_end, process)
            return process

        async def worker(code: Code) -> Popen[str]:
            process = await start(code, WORKER, "--config", config)
            assert process.stdout is not None
            line = await asyncio.to_thread(process.stdout.readline)
            assert line.startswith("delivering"), line + process.stdout.read()
            return process

        first = await worker(old)
        before = await _schema(url)
        told = await start(old, TELLER, url, 0, orders, _PAUSE)
        await _until(lambda: len(receiver.kcis) > orders // 4)
        await _ended(await start(NEW, MIGRATE, "--config", config))
        assert await _schema(url) == newest
        migrated = len(receiver.kcis)
        _go_on(told)
        # The old ones go on, both of them, and nobody else delivers.
        await _until(lambda: len(receiver.kcis) > migrated + orders // 4)
        by_old = len(receiver.kcis) - migrated
        await worker(NEW)
        also = await start(NEW, TELLER, url, orders, 2 * orders, _PAUSE)
        _go_on(also)
        await _until(lambda: len(receiver.kcis) > migrated + by_old + orders // 4)
        first.send_signal(signal.SIGTERM)
        await _ended(first)
        await _ended(told)
        await _ended(also)
        await _until(lambda: len(receiver.firsts()) == 4 * orders)
        while await ask(url, "SELECT 1 FROM lane"):
            await asyncio.sleep(0.1)
    firsts = receiver.firsts()
    disordered = sum(
        [seq for order, seq in firsts if order == one] != [1, 2] for one in range(2 * orders)
    )
    return [
        Figure("last release, with its schema; the newest", f"{old.name}, {before}; {newest}"),
        Figure("KCIs stored by the last release, and by this one", f"{2 * orders}; {2 * orders}"),
        Figure("delivered by the old worker alone after the migration", f"{by_old} and more", "> 0",
               by_old > 0),
        Figure("lost", str(4 * orders - len(firsts)), "0", len(firsts) == 4 * orders),
        Figure("orders out of order", str(disordered), "0", not disordered),
        Figure("sent twice", str(len(receiver.kcis) - len(firsts)), "0",
               len(receiver.kcis) == len(firsts)),
    ]  # fmt: skip


async def _until(so: Any) -> None:
    async with asyncio.timeout(60):
        while not so():
            await asyncio.sleep(0.02)


def _go_on(teller: Popen[str]) -> None:
    assert teller.stdin is not None
    teller.stdin.write("\n")
    teller.stdin.flush()


def _end(process: Popen[str]) -> None:
    process.kill()
    process.communicate()


async def _ended(process: Popen[str]) -> None:
    said, _ = await asyncio.to_thread(process.communicate, timeout=60)
    assert process.returncode == 0, said


async def _schema(url: str) -> str:
    return str((await ask(url, "SELECT version_num FROM alembic_version"))[0][0])


def _run(orders: int) -> list[Figure]:
    _, newest = last_two()
    with own_server() as server, TemporaryDirectory(prefix="fibrecafe-drill-") as folder:
        place = Path(folder)
        (place / "old").mkdir()
        old = old_code(newest, place / "old")
        if old is None:  # from an archive without a history: this code on the last schema
            return asyncio.run(roll(server.url, orders))
        return asyncio.run(roll_releases(server.url, old, place, orders))


DRILL = Drill(10, "Rolling upgrade", lambda: _run(1000), lambda: _run(100))
