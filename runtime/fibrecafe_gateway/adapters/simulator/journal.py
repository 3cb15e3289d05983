"""Where the simulator keeps what it has taken and what is still to be sent: one SQLite file, or
memory.

A unit is a function that reads and writes rows; what it did is durable when `run` returns, also
after kill -9. With a file, units that come at the same time share one commit, on a thread of its
own, so that the event loop never waits for a disk.
"""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from .entity import Entity

T = TypeVar("T")

VERSION = 1
"""Of what is in the file."""

_BATCH = 256  # units that share a commit, at most

_SCHEMA = """
CREATE TABLE entity (
    key INTEGER PRIMARY KEY,
    tenant TEXT NOT NULL,
    shelf TEXT NOT NULL,
    id INTEGER,
    reference TEXT NOT NULL,
    due INTEGER,
    rest INTEGER NOT NULL,
    body TEXT NOT NULL
);
CREATE UNIQUE INDEX entity_id ON entity (tenant, shelf, id);
CREATE UNIQUE INDEX entity_reference ON entity (tenant, shelf, reference);
CREATE INDEX entity_due ON entity (due) WHERE due IS NOT NULL;
CREATE INDEX entity_rest ON entity (rest, key);
"""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

_BUSY, _OPEN, _DONE = 0, 1, 2  # `rest`: has KCIs to come; has none, may be amended; is over


class JournalUnusable(Exception):
    """The file is no journal of this version, or another process has it."""


@dataclass(frozen=True, slots=True)
class Row:
    """An entity and its place."""

    key: int
    entity: Entity


class Rows:
    """What a unit can do."""

    def __init__(self, connection: sqlite3.Connection, keep: tuple[int, int]) -> None:
        self._connection = connection
        self._keep = keep
        self._writes = 0

    def get(self, tenant: str, shelf: str, id: int) -> Row | None:
        """By the gateway's number."""
        return self._one("tenant = ? AND shelf = ? AND id = ?", tenant, shelf, id)

    def by_reference(self, tenant: str, shelf: str, reference: str) -> Row | None:
        """By the supplier's reference."""
        return self._one("tenant = ? AND shelf = ? AND reference = ?", tenant, shelf, reference)

    def by_key(self, key: int) -> Row | None:
        """By its place."""
        return self._one("key = ?", key)

    def add(self, entity: Entity) -> None:
        """Keep a new one."""
        self._connection.execute(
            "INSERT INTO entity (tenant, shelf, id, reference, due, rest, body)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (entity.tenant, entity.shelf, entity.id, entity.reference, *_state(entity)),
        )
        self._trim()

    def update(self, row: Row) -> None:
        """Keep what has become of one."""
        self._connection.execute(
            "UPDATE entity SET id = ?, due = ?, rest = ?, body = ? WHERE key = ?",
            (row.entity.id, *_state(row.entity), row.key),
        )
        self._trim()

    def due(self, now: datetime, limit: int, without: Collection[int]) -> list[Row]:
        """Those that have something to do, the longest waiting first."""
        found = self._connection.execute(
            f"SELECT key, body FROM entity WHERE due <= ? {_not_in(without)}"
            " ORDER BY due, key LIMIT ?",
            ((now - _EPOCH) // _MILLISECOND, *without, limit),
        )
        return [Row(key, Entity.model_validate_json(body)) for key, body in found]

    def next_due(self, without: Collection[int]) -> datetime | None:
        """When the next has something to do."""
        (due,) = self._connection.execute(
            f"SELECT min(due) FROM entity WHERE due IS NOT NULL {_not_in(without)}",
            tuple(without),
        ).fetchone()
        return None if due is None else _EPOCH + due * _MILLISECOND

    def count(self) -> int:
        """How many are kept."""
        (count,) = self._connection.execute("SELECT count(*) FROM entity").fetchone()
        return int(count)

    def _one(self, where: str, *values: Any) -> Row | None:
        found = self._connection.execute(f"SELECT key, body FROM entity WHERE {where}", values)
        row = found.fetchone()
        return None if row is None else Row(row[0], Entity.model_validate_json(row[1]))

    def _trim(self) -> None:
        """Forget the oldest of those that have nothing to come, beyond what is kept."""
        self._writes += 1
        if self._writes % 64:
            return
        for rest, keep in zip((_OPEN, _DONE), self._keep, strict=True):
            self._connection.execute(
                "DELETE FROM entity WHERE rest = ? AND key <= (SELECT key FROM entity"
                " WHERE rest = ? ORDER BY key DESC LIMIT 1 OFFSET ?)",
                (rest, rest, keep),
            )


def _state(entity: Entity) -> tuple[int | None, int, str]:
    due = entity.due
    rest = _BUSY if due is not None else _DONE if entity.is_over else _OPEN
    return (
        None if due is None else _milliseconds(due),
        rest,
        entity.model_dump_json(exclude_defaults=True),
    )


def _milliseconds(moment: datetime) -> int:
    """Rounded up, so that what is found to be due is due."""
    return -((_EPOCH - moment) // _MILLISECOND)


def _not_in(keys: Collection[int]) -> str:
    return f"AND key NOT IN ({', '.join('?' * len(keys))})" if keys else ""


@dataclass(slots=True)
class _Order:
    """A unit that waits for its turn."""

    unit: Callable[[Rows], Any]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None

    def tell(self) -> None:
        """Wake who waits; called in their loop."""
        if self.future.done():  # cancelled
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


class Journal:
    """Rows in a file, or in memory without one.

    `keep_open` and `keep_done`: how many are remembered that have no KCI to come, and are not over
    or over; the oldest are forgotten, as if they had never been. Raises JournalUnusable.
    """

    def __init__(
        self, path: Path | None = None, *, keep_open: int = 20_000, keep_done: int = 2_000
    ) -> None:
        self._lock = threading.Lock()
        self._connection = _connect(path)
        self._rows = Rows(self._connection, (keep_open, keep_done))
        self._orders: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        if path is not None:
            self._thread = threading.Thread(target=self._work, name="journal", daemon=True)
            self._thread.start()

    async def run(self, unit: Callable[[Rows], T]) -> T:
        """Run a unit; what it did is kept, or nothing of it when it raises.

        Raises what the unit raises, and sqlite3.Error.
        """
        if self._thread is None:
            with self._lock:
                order = _Order(unit, asyncio.get_running_loop(), asyncio.Future())
                self._commit([order])
            order.tell()
            result: T = order.future.result()
            return result
        loop = asyncio.get_running_loop()
        order = _Order(unit, loop, loop.create_future())
        self._orders.put(order)
        waited: T = await order.future
        return waited

    def close(self) -> None:
        """Close it; what was run is in the file already."""
        if self._thread is not None:
            self._orders.put(None)
            self._thread.join()
        self._connection.close()

    def _work(self) -> None:
        while True:
            order = self._orders.get()
            batch: list[_Order] = []
            while order is not None:
                batch.append(order)
                if len(batch) == _BATCH or self._orders.empty():
                    break
                order = self._orders.get()
            self._commit(batch)
            for done in batch:
                try:
                    done.loop.call_soon_threadsafe(done.tell)
                except RuntimeError:  # its loop is closed: nobody waits
                    continue
            if order is None:
                return

    def _commit(self, batch: list[_Order]) -> None:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            for order in batch:
                self._run(order)
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            for order in batch:
                order.error = order.error or error

    def _run(self, order: _Order) -> None:
        self._connection.execute("SAVEPOINT unit")
        try:
            order.result = order.unit(self._rows)
        except Exception as error:
            order.error = error
            self._connection.execute("ROLLBACK TO unit")
        self._connection.execute("RELEASE unit")


def _connect(path: Path | None) -> sqlite3.Connection:
    place = ":memory:" if path is None else str(path)
    connection = None
    try:
        connection = sqlite3.connect(
            place, timeout=0.5, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")  # one process has it
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("BEGIN IMMEDIATE")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 0:
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version={VERSION}")
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        raise JournalUnusable(
            f"{place} cannot be used as the simulator's journal: {error}; does another simulator"
            " have it? Else name another file"
        ) from error
    if version not in (0, VERSION):
        connection.close()
        raise JournalUnusable(
            f"{place} is no journal of this version of the simulator: delete it, or name another"
        )
    return connection
