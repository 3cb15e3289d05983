"""Runs units of work, on SQLite or PostgreSQL.

SQLite has one writer thread: units that wait are committed together, each in a savepoint, so that a
durable commit (`synchronous=FULL`) is paid once for many. Reads have threads of their own and never
take the write lock. PostgreSQL has a pool; a unit that met a deadlock or lost a race is run again.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TypeVar
from uuid import uuid4

from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from ..clock import Clock, SystemClock
from .unit import Unit, to_milliseconds

T = TypeVar("T")

Work = Callable[[Unit], T]

# SQLSTATE classes: connection, transaction rolled back, resources, operator's intervention, system;
# and that of a server that only reads, as one is that another has taken over from.
_PASSING = ("08", "25006", "40", "53", "55", "57", "58")


class StoreError(Exception):
    """The store cannot be used; the text says what to do."""


class Database(ABC):
    """Where units of work run."""

    def __init__(self, clock: Clock | None = None, new_id: Callable[[], str] | None = None) -> None:
        """A clock that is not the machine's rules leases too: for tests."""
        self.clock = clock or SystemClock()
        self.new_id = new_id or _uuid
        self._listeners: list[Callable[[], None]] = []
        self._steady = _steady_clock()

    @abstractmethod
    async def start(self) -> None:
        """Bring the schema up to date, and be ready. Raises StoreError."""

    @abstractmethod
    async def run(self, work: Work[T], *, delivery: bool = False) -> T:
        """Run a unit that writes; it is durable when this returns. Raises what `work` raises.

        `work` may be run more than once. `delivery`: for a worker, which has connections of its own
        where others may use up all.
        """

    @abstractmethod
    async def read(self, work: Work[T], *, delivery: bool = False) -> T:
        """Run a unit that only reads."""

    @abstractmethod
    async def aclose(self) -> None:
        """Finish what was begun, and close."""

    @property
    @abstractmethod
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""

    def when_woken(self, listener: Callable[[], None]) -> None:
        """Call `listener`, in the event loop, after a commit that left something to deliver."""
        self._listeners.append(listener)

    def _wake(self) -> None:
        for listener in self._listeners:
            listener()

    def _lease_now(self) -> int | None:
        if not isinstance(self.clock, SystemClock):
            return to_milliseconds(self.clock.now())
        return self._steady() if self.dialect == "sqlite" else None


def is_passing(error: BaseException) -> bool:
    """Whether a unit failed for a reason outside it, so that it may do better later."""
    if not isinstance(error, DBAPIError):
        # asyncpg's own come as they are while it connects.
        said: str = getattr(error, "sqlstate", None) or ""
        return isinstance(error, (OSError, TimeoutError, PoolExhausted)) or said.startswith(
            _PASSING
        )
    state: str = getattr(error.orig, "sqlstate", None) or ""
    return (
        error.connection_invalidated
        or isinstance(error, (OperationalError, InterfaceError))
        or state.startswith(_PASSING)
    )


def why(error: BaseException) -> str:
    """An error of a unit in one line: without the statement and what was to be written."""
    said = str(error.orig if isinstance(error, DBAPIError) else error).strip()
    name = type(error.orig if isinstance(error, DBAPIError) else error).__name__
    return f"{name}: {said.splitlines()[0]}" if said else name


def _steady_clock() -> Callable[[], int]:
    """Milliseconds since 1970; it goes on evenly when somebody sets the machine's clock."""
    offset = time.time() - time.monotonic()
    return lambda: round((time.monotonic() + offset) * 1000)


def _uuid() -> str:
    return str(uuid4())


def open_database(
    url: str,
    *,
    password: str | None = None,
    clock: Clock | None = None,
    new_id: Callable[[], str] | None = None,
) -> Database:
    """The database at a URL: `sqlite:///PATH` or `postgresql://USER@HOST/NAME`.

    `clock` and `new_id` (makes a uuid) are for tests. Raises StoreError.
    """
    try:
        parsed = make_url(url)
    except Exception as error:
        raise StoreError(
            "the URL of the database cannot be read; write sqlite:///PATH or"
            " postgresql://USER@HOST/NAME in [store] url"
        ) from error
    if password is not None:
        parsed = parsed.set(password=password)
    kind = parsed.get_backend_name()
    if kind == "sqlite":
        from .sqlite import SqliteDatabase

        if not parsed.database or parsed.database == ":memory:":
            raise StoreError("SQLite needs a file: write sqlite:///PATH in [store] url")
        return SqliteDatabase(parsed.database, clock, new_id)
    if kind == "postgresql":
        from .postgresql import PostgresDatabase

        return PostgresDatabase(parsed, clock, new_id)
    raise StoreError(f"a database of kind {kind!r} is not supported; use sqlite or postgresql")
