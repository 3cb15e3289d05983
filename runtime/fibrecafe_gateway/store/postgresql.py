"""PostgreSQL through asyncpg: a pool, and units that are run again after a lost race."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from ..clock import Clock
from .database import Database, StoreError, Work
from .migrations import upgrade
from .unit import Unit

T = TypeVar("T")

_TRIES = 5

_AGAIN = frozenset({"40001", "40P01"})
"""SQLSTATE of a serialisation failure and of a deadlock."""

_SETTINGS = {
    # A paused worker would keep its rows locked otherwise.
    "idle_in_transaction_session_timeout": "5000",
    "application_name": "fibrecafe",
    # Plans of a table that is empty now and full later: only index loops are wanted.
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "enable_seqscan": "off",
    "jit": "off",
}


class PostgresDatabase(Database):
    """A store for many processes."""

    def __init__(
        self, url: URL, clock: Clock | None = None, new_id: Callable[[], str] | None = None
    ) -> None:
        super().__init__(clock, new_id)
        self._shown = url.render_as_string(hide_password=True)
        self._engine: AsyncEngine = create_async_engine(
            url.set(drivername="postgresql+asyncpg"),
            pool_size=8,
            max_overflow=4,
            pool_pre_ping=False,
            pool_recycle=1800,
            connect_args={"server_settings": _SETTINGS, "timeout": 10, "command_timeout": 30},
        )

    @property
    def dialect(self) -> str:
        """`postgresql`."""
        return "postgresql"

    async def start(self) -> None:
        """Bring the schema up to date."""
        try:
            async with self._engine.connect() as connection:
                await connection.run_sync(upgrade)
        except (DBAPIError, OSError, TimeoutError) as error:
            reason = error.orig if isinstance(error, DBAPIError) else error
            raise StoreError(
                f"cannot use {self._shown} as the store: {reason}; does the server run,"
                " and may the user create tables there?"
            ) from error

    async def run(self, work: Work[T]) -> T:
        """Run a unit that writes."""
        for attempt in range(_TRIES):
            try:
                result, wakes = await self._once(work)
            except DBAPIError as error:
                if attempt + 1 == _TRIES or not _may_run_again(error):
                    raise
                await asyncio.sleep(random.uniform(0, 0.01 * 2**attempt))
                continue
            if wakes:
                self._wake()
            return result
        raise AssertionError("unreachable")

    async def _once(self, work: Work[T]) -> tuple[T, bool]:
        async with self._engine.connect() as connection, connection.begin():
            return await connection.run_sync(self._in_unit, work)

    def _in_unit(self, connection: Any, work: Work[T]) -> tuple[T, bool]:
        unit = Unit(connection, self.clock.now(), self.new_id)
        return work(unit), unit.wakes

    async def read(self, work: Work[T]) -> T:
        """Run a unit that only reads."""
        async with self._engine.connect() as connection:
            return await self._read(connection, work)

    async def _read(self, connection: AsyncConnection, work: Work[T]) -> T:
        async with connection.begin():
            result, _ = await connection.run_sync(self._in_unit, work)
        return result

    async def aclose(self) -> None:
        """Close the pool."""
        await self._engine.dispose()


def _may_run_again(error: DBAPIError) -> bool:
    """Whether nothing was committed for a reason that goes away."""
    state = getattr(error.orig, "sqlstate", None)
    return state in _AGAIN
