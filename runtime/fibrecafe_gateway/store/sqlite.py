"""SQLite: one writer thread with group commit, readers beside it."""

from __future__ import annotations

import asyncio
import logging
import os
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from ..clock import Clock
from .database import Database, StoreError, Work
from .migrations import upgrade
from .on_disk import Files
from .prepared import SqliteUnit, control
from .unit import Unit

T = TypeVar("T")

_logger = logging.getLogger(__name__)

_GROUP = 32
"""Units committed together at most."""

_READERS = 4

_WAIT = 30  # seconds for another's lock


class _Job:
    """A unit that waits, and then what became of it."""

    __slots__ = ("error", "future", "result", "unit", "work")

    def __init__(self, work: Work[Any], future: asyncio.Future[Any]) -> None:
        self.work = work
        self.future = future
        self.unit: Unit | None = None
        self.result: Any = None
        self.error: BaseException | None = None

    def tell(self) -> None:
        """Tell who waits, in the event loop; its caller may have given it up."""
        if self.future.done():
            return
        if self.error is None:
            self.future.set_result(self.result)
        elif isinstance(self.error, StopIteration):  # which a future refuses
            self.future.set_exception(RuntimeError("a unit of work raised StopIteration"))
        else:
            self.future.set_exception(self.error)


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
        self._files = Files(self._path)
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._taking = threading.Lock()
        self._closed = True
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
        connection = await asyncio.to_thread(self._open)
        self._closed = False
        self._thread = threading.Thread(
            target=self._write, args=(connection,), name="store-write", daemon=True
        )
        self._thread.start()

    def _open(self) -> Connection:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # It holds personal data; its companions (-wal, -shm) are made with the same mode.
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
            self._engine = _engine(self._path)
            with self._engine.connect() as connection:
                upgrade(connection)
            writer = self._engine.connect()
            # Readers have the mapped file; whoever writes meets pages of indexes again and again.
            control(writer, "PRAGMA cache_size=-65536")
            self._files.look()
            return writer
        except (DBAPIError, OSError) as error:
            reason = error.orig if isinstance(error, DBAPIError) else error
            raise StoreError(
                f"cannot use {self._path} as the store: {reason}; is the folder writable,"
                " and is the file a database of the gateway?"
            ) from error

    async def run(self, work: Work[T], *, delivery: bool = False) -> T:
        """Run a unit that writes."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        job = _Job(work, future)
        with self._taking:
            if self._closed:
                raise StoreError(f"the store {self._path} is closed")
            self._jobs.put(job)
        return await future

    async def read(self, work: Work[T], *, delivery: bool = False) -> T:
        """Run a unit that only reads."""
        if self._closed or self._loop is None:
            raise StoreError(f"the store {self._path} is closed")
        return await self._loop.run_in_executor(self._readers, self._read, work)

    def _read(self, work: Callable[[Unit], T]) -> T:
        assert self._engine is not None
        self._files.look()  # one more connection would make the file anew
        with self._engine.connect() as connection:
            control(connection, "BEGIN")
            try:
                return work(self._unit(connection))
            finally:
                _roll_back(connection)

    def _unit(self, connection: Connection) -> Unit:
        return SqliteUnit(connection, self.clock.now(), self.new_id, self._lease_now())

    def _write(self, connection: Connection) -> None:
        last = False
        with connection:
            while not last:
                first = self._jobs.get()
                if first is None:
                    return
                group, last = self._gather(first)
                try:
                    self._commit(connection, group)
                except BaseException as error:
                    _logger.exception("the store's writer met an error of its own, and goes on")
                    for job in group:
                        job.error = job.error or error
                self._tell(group)

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
        try:
            self._files.look()
            control(connection, "BEGIN IMMEDIATE")
            if len(group) == 1:
                self._alone(connection, group[0])
            else:
                for job in group:
                    self._one(connection, job)
            control(connection, "COMMIT")
            self._files.look()  # before anybody is told that it is kept
        except BaseException as error:
            _roll_back(connection)
            for job in group:
                job.unit = None
                job.error = job.error or error

    def _alone(self, connection: Connection, job: _Job) -> None:
        """A unit that fails takes the whole transaction with it, which holds nothing else."""
        if not job.future.cancelled():
            unit = self._unit(connection)
            job.result = job.work(unit)
            job.unit = unit

    def _one(self, connection: Connection, job: _Job) -> None:
        """A unit that fails takes nothing else with it."""
        if job.future.cancelled():
            return
        unit = self._unit(connection)
        control(connection, "SAVEPOINT unit")
        try:
            job.result = job.work(unit)
        except BaseException as error:
            try:
                control(connection, "ROLLBACK TO unit")
                control(connection, "RELEASE unit")
            except DBAPIError:
                raise error from None  # SQLite gave up the whole group (a full disk)
            job.error = error
        else:
            control(connection, "RELEASE unit")
            job.unit = unit

    def _tell(self, group: list[_Job]) -> None:
        """One hop into the event loop for the whole group."""
        assert self._loop is not None
        try:
            self._loop.call_soon_threadsafe(self._told, group)
        except RuntimeError:
            return  # the loop is closed; what is stored is found at the next start

    def _told(self, group: list[_Job]) -> None:
        for job in group:
            job.tell()
        if any(job.unit is not None and job.unit.wakes for job in group):
            self._wake()

    async def aclose(self) -> None:
        """Finish what was begun, and close."""
        with self._taking:
            self._closed = True
            self._jobs.put(None)
        if self._thread is not None:
            await asyncio.to_thread(self._thread.join)
        self._readers.shutdown()
        if self._engine is not None:
            self._engine.dispose()


def _roll_back(connection: Connection) -> None:
    try:
        control(connection, "ROLLBACK")
    except DBAPIError:
        return  # there was nothing to roll back


def _engine(path: Path) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=QueuePool,
        pool_size=_READERS + 1,
        max_overflow=1,
        isolation_level="AUTOCOMMIT",  # transactions are begun and ended here, by hand
        connect_args={"timeout": _WAIT, "check_same_thread": False, "cached_statements": 512},
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _: object) -> None:
        _to_wal(connection)
        for pragma in (
            "synchronous=FULL",
            "foreign_keys=ON",
            "wal_autocheckpoint=4000",
            "cache_size=-8192",
            "mmap_size=268435456",
        ):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _to_wal(connection: sqlite3.Connection) -> None:
    """Another process may be about to do so too; SQLite does not wait by itself for this."""
    deadline = time.monotonic() + _WAIT
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
        time.sleep(0.01)
