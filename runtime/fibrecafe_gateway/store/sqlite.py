"""SQLite: one writer thread with group commit, readers beside it."""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from ..clock import Clock
from .database import Database, StoreError, Work
from .migrations import upgrade
from .unit import Unit

T = TypeVar("T")

_GROUP = 32
"""Units committed together at most."""

_READERS = 4


class _Job:
    __slots__ = ("future", "unit", "work")

    def __init__(self, work: Work[Any]) -> None:
        self.work = work
        self.future: Future[Any] = Future()
        self.unit: Unit | None = None


class SqliteDatabase(Database):
    """An embedded store, for one process."""

    def __init__(
        self,
        path: str,
        clock: Clock | None = None,
        new_id: Callable[[], str] | None = None,
    ) -> None:
        super().__init__(clock, new_id)
        self._path = Path(path)
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._engine: Engine | None = None
        self._thread: threading.Thread | None = None
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="store-read")
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def dialect(self) -> str:
        """`sqlite`."""
        return "sqlite"

    async def start(self) -> None:
        """Open the file, bring its schema up to date, start the writer."""
        self._loop = asyncio.get_running_loop()
        await asyncio.to_thread(self._open)
        self._thread = threading.Thread(target=self._write, name="store-write", daemon=True)
        self._thread.start()

    def _open(self) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._engine = _engine(self._path)
            with self._engine.connect() as connection:
                upgrade(connection)
        except (DBAPIError, OSError) as error:
            reason = error.orig if isinstance(error, DBAPIError) else error
            raise StoreError(
                f"cannot use {self._path} as the store: {reason}; is the folder writable,"
                " and is the file a database of the gateway?"
            ) from error

    async def run(self, work: Work[T]) -> T:
        """Run a unit that writes."""
        job = _Job(work)
        self._jobs.put(job)
        result: T = await asyncio.wrap_future(job.future)
        return result

    async def read(self, work: Work[T]) -> T:
        """Run a unit that only reads."""
        assert self._loop is not None, "the store is not started"
        return await self._loop.run_in_executor(self._readers, self._read, work)

    def _read(self, work: Callable[[Unit], T]) -> T:
        assert self._engine is not None
        with self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            try:
                return work(Unit(connection, self.clock.now(), self.new_id))
            finally:
                connection.exec_driver_sql("ROLLBACK")

    def _write(self) -> None:
        assert self._engine is not None
        with self._engine.connect() as connection:
            while True:
                first = self._jobs.get()
                if first is None:
                    return
                group, last = self._gather(first)
                self._commit(connection, group)
                if last:
                    return

    def _gather(self, first: _Job) -> tuple[list[_Job], bool]:
        group = [first]
        while len(group) < _GROUP:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                break
            if job is None:
                return group, True
            group.append(job)
        return group, False

    def _commit(self, connection: Connection, group: list[_Job]) -> None:
        done: list[tuple[_Job, Any]] = []
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            for job in group:
                self._one(connection, job, done, alone=len(group) == 1)
            connection.exec_driver_sql("COMMIT")
        except BaseException as error:
            _roll_back(connection)
            for job in group:
                if not job.future.done():
                    job.future.set_exception(error)
            return
        for job, result in done:
            job.future.set_result(result)
        if any(job.unit is not None and job.unit.wakes for job, _ in done):
            assert self._loop is not None
            try:
                self._loop.call_soon_threadsafe(self._wake)
            except RuntimeError:
                return  # the loop is closed; what is stored is found at the next start

    def _one(
        self, connection: Connection, job: _Job, done: list[tuple[_Job, Any]], *, alone: bool
    ) -> None:
        """A unit that fails takes nothing else with it."""
        if not job.future.set_running_or_notify_cancel():
            return
        job.unit = Unit(connection, self.clock.now(), self.new_id)
        connection.exec_driver_sql("SAVEPOINT unit")
        try:
            result = job.work(job.unit)
        except BaseException as error:
            connection.exec_driver_sql("ROLLBACK TO unit")
            connection.exec_driver_sql("RELEASE unit")
            job.future.set_exception(error)
        else:
            connection.exec_driver_sql("RELEASE unit")
            done.append((job, result))

    async def aclose(self) -> None:
        """Finish what was begun, and close."""
        if self._thread is not None:
            self._jobs.put(None)
            await asyncio.to_thread(self._thread.join)
        self._readers.shutdown()
        if self._engine is not None:
            self._engine.dispose()


def _roll_back(connection: Connection) -> None:
    try:
        connection.exec_driver_sql("ROLLBACK")
    except DBAPIError:
        return  # there was nothing to roll back


def _engine(path: Path) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        poolclass=QueuePool,
        pool_size=_READERS + 1,
        max_overflow=1,
        isolation_level="AUTOCOMMIT",  # transactions are begun and ended here, by hand
        connect_args={"timeout": 30, "check_same_thread": False, "cached_statements": 512},
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _: object) -> None:
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "wal_autocheckpoint=4000",
            "cache_size=-65536",
            "mmap_size=268435456",
        ):
            connection.execute(f"PRAGMA {pragma}")

    return engine
