"""Stores with KCIs that wait: copies of one that the gateway's own statements have written."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
import uuid
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import select

from fibrecafe_api.tenant_updates.models import InformationType
from fibrecafe_gateway.kci.news import NOTHING
from fibrecafe_gateway.kci.outbound import tell
from fibrecafe_gateway.lifecycle import EntityKind
from fibrecafe_gateway.lifecycle.transition import informs
from fibrecafe_gateway.store.database import open_database
from fibrecafe_gateway.store.entities import Entities
from fibrecafe_gateway.store.tables import LANE, MESSAGE, METADATA
from fibrecafe_gateway.store.unit import Row, Unit
from tests.drills.postgresql import own_server

from .bodies import PROVIDE

TENANTS = tuple(f"T{number}" for number in range(10))
SUPPLIER = "BOX"

_HOUR = 3_600_000

_numbers = count(1)


def add_order(unit: Unit, tenant: str) -> int:
    """An order that is told of from now on; its number."""
    body = {**PROVIDE, "status": "IN_PROGRESS", "supplier": SUPPLIER}
    kind = EntityKind.PROVIDE_ORDER.value
    number = Entities(unit, tenant).new_number()
    entity = Entities(unit, tenant).add(
        kind, SUPPLIER, body, conversation_id=f"{tenant}-{number}", id=number
    )
    return entity.id


def tell_of(unit: Unit, tenant: str, id: int) -> str:
    """A KCI, as a supplier's brings one about; its name to the receiver."""
    entities = Entities(unit, tenant)
    entity = entities.lock(id, tuple(EntityKind))
    assert entity is not None
    tell(unit, entity, informs(InformationType.UPDATE), NOTHING)
    entities.save(entity)
    return f"{entity.conversation_id}/{entity.told}"


@dataclass
class Kcis:
    """Makes rows of KCIs."""

    message: Row
    lane: Row
    _orders: Any = field(default_factory=lambda: count(1_000_000))

    @classmethod
    async def like_real(cls, folder: Path) -> Kcis:
        """With one written by the gateway as the pattern."""
        database = open_database(f"sqlite:///{folder / 'pattern.db'}")
        await database.start()

        def work(unit: Unit) -> tuple[Row, Row]:
            tell_of(unit, TENANTS[0], add_order(unit, TENANTS[0]))
            message, lane = unit.one(select(MESSAGE)), unit.one(select(LANE))
            assert message
            assert lane
            return message, lane

        try:
            return cls(*await database.run(work))
        finally:
            await database.aclose()

    def waiting(
        self, orders: int, each: int, *, tenants: Iterable[str] = TENANTS, blocked: bool = False
    ) -> dict[str, list[Row]]:
        """`orders` with `each` so many, their tenants in turn. `blocked`: an hour yet."""
        rows: dict[str, list[Row]] = {"message": [], "lane": []}
        names = list(tenants)
        lane = self.lane
        if blocked:
            lane = {**lane, "due": lane["due"] + _HOUR, "attempts": 3, "strikes": 3}
        for number in range(orders):
            tenant, order = names[number % len(names)], next(self._orders)
            key = f"t/{tenant}/{order}"
            rows["lane"].append(
                {**lane, "key": key, "endpoint": f"tenant/{tenant}", "last_seq": each}
            )
            rows["message"] += [self._kci(tenant, order, seq) for seq in range(1, each + 1)]
        return rows

    def delivered(self, kcis: int) -> Iterator[dict[str, list[Row]]]:
        """So many that are history, ten of an order, with their attempts; in parts."""
        for _ in range(0, kcis, 20_000):
            messages = self.waiting(2_000, 10)["message"]
            tried = [
                {"lane": row["lane"], "seq": row["seq"], "at": row["created"], "ok": True,
                 "status": 204, "request_id": str(uuid.uuid4())}
                for row in messages
            ]  # fmt: skip
            yield {"message": messages, "attempt": tried}

    def _kci(self, tenant: str, order: int, seq: int) -> Row:
        id = str(uuid.uuid4())
        head = json.dumps({**json.loads(self.message["head"]), "id": id, "sequenceNumber": seq},
                          separators=(",", ":"))  # fmt: skip
        return {
            **self.message, "lane": f"t/{tenant}/{order}", "seq": seq, "key": id, "subject": order,
            "head": head, "conversation_id": f"{tenant}-{order}",
        }  # fmt: skip


class SqliteStore:
    """A file."""

    kind = "SQLite"

    def __init__(self, folder: Path, source: Path | None = None) -> None:
        self.path = folder / f"store{next(_numbers)}.db"
        self.url = f"sqlite:///{self.path}"
        if source is not None:
            shutil.copy(source, self.path)
        asyncio.run(_migrate(self.url))

    def copy(self) -> SqliteStore:
        """The same once more."""
        return SqliteStore(self.path.parent, self.path)

    def put(self, rows: dict[str, list[Row]]) -> None:
        """Add rows, all at once."""
        with closing(sqlite3.connect(self.path, isolation_level=None, timeout=30)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            for name, some in rows.items():
                names = list(some[0])
                marks = ", ".join("?" for _ in names)
                quoted = ", ".join(f'"{n}"' for n in names)
                connection.executemany(
                    f"INSERT INTO {name} ({quoted}) VALUES ({marks})",
                    ([row[n] for n in names] for row in some),
                )
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def commits(self, times: int) -> float:
        """Durable commits of one small row, a second."""
        import time

        with closing(sqlite3.connect(self.path.with_suffix(".bare"), isolation_level=None)) as c:
            for text in (
                "PRAGMA journal_mode=WAL",
                "PRAGMA synchronous=FULL",
                "CREATE TABLE t (n)",
            ):
                c.execute(text)
            begin = time.perf_counter()
            for number in range(times):
                c.execute("INSERT INTO t VALUES (?)", (number,))
            return times / (time.perf_counter() - begin)

    def settle(self) -> None:
        """Nothing to do."""

    def drop(self) -> None:
        """Give it up."""
        for name in self.path.parent.glob(f"{self.path.name}*"):
            name.unlink()


class PostgresStore:
    """A database of a server of the benchmark's own, which keeps what it commits."""

    kind = "PostgreSQL"

    def __init__(self, server: str, source: str | None = None) -> None:
        self._server = server
        self._name = f"delivery{next(_numbers)}"
        self.url = server.replace("/postgres?", f"/{self._name}?")
        assert self.url != server, server
        self._do(f"CREATE DATABASE {self._name}" + (f" TEMPLATE {source}" if source else ""))
        asyncio.run(_migrate(self.url))

    def copy(self) -> PostgresStore:
        """The same once more."""
        return PostgresStore(self._server, self._name)

    def put(self, rows: dict[str, list[Row]]) -> None:
        """Add rows, all at once."""

        async def putting() -> None:
            connection = await asyncpg.connect(self.url)
            async with connection.transaction():
                for name, some in rows.items():
                    names = list(some[0])
                    kinds = {c.name: c.type.python_type for c in METADATA.tables[name].columns}
                    await connection.copy_records_to_table(
                        name, columns=names,
                        records=[
                            [r[n] if r[n] is None else kinds[n](r[n]) for n in names] for r in some
                        ],
                    )  # fmt: skip
            await connection.close()

        asyncio.run(putting())

    def commits(self, times: int) -> float:
        """Durable commits of one small row, a second."""
        import time

        async def committing() -> float:
            connection = await asyncpg.connect(self.url)
            await connection.execute("CREATE TEMPORARY TABLE ignored (n int)")
            await connection.execute("CREATE TABLE IF NOT EXISTS bare (n int)")
            insert = await connection.prepare("INSERT INTO bare VALUES ($1)")
            begin = time.perf_counter()
            for number in range(times):
                await insert.fetch(number)
            rate = times / (time.perf_counter() - begin)
            await connection.execute("DROP TABLE bare")
            await connection.close()
            return rate

        return asyncio.run(committing())

    def drop(self) -> None:
        """Give it up."""
        self._do(f"DROP DATABASE {self._name} WITH (FORCE)")

    def settle(self) -> None:
        """What autovacuum does in time: the planner knows what is there."""
        self._do("VACUUM ANALYZE", self.url)

    def _do(self, statement: str, url: str | None = None) -> None:
        async def doing() -> None:
            connection = await asyncpg.connect(url or self._server)
            await connection.execute(statement)
            await connection.close()

        asyncio.run(doing())


Store = SqliteStore | PostgresStore


@contextmanager
def stores(folder: Path) -> Iterator[dict[str, Any]]:
    """A maker of new ones for each kind."""
    with own_server() as server:
        yield {
            "SQLite": lambda: SqliteStore(folder),
            "PostgreSQL": lambda: PostgresStore(server.url),
        }


async def _migrate(url: str) -> None:
    database = open_database(url)
    await database.start()
    await database.aclose()
