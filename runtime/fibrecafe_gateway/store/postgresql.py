"""PostgreSQL through asyncpg: pools, units that are run again after a lost race, calls to others."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from ..clock import Clock
from .database import Database, StoreError, Work
from .migrations import upgrade
from .unit import Unit
from .waking import Waking

T = TypeVar("T")

_TRIES = 5

_AGAIN = frozenset({"40001", "40P01"})
"""SQLSTATE of a serialisation failure and of a deadlock: also at the commit nothing was kept."""

_SETTINGS = {
    "application_name": "fibrecafe",
    # A paused worker would keep its rows locked otherwise.
    "idle_in_transaction_session_timeout": "5000",
    "jit": "off",
}

_DELIVERY = {
    **_SETTINGS,
    "application_name": "fibrecafe-delivery",
    # Plans of lanes, a table that is empty now and full later: only index loops are wanted.
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "enable_seqscan": "off",
}


_WAKING = {"application_name": "fibrecafe-waking"}


class PostgresDatabase(Database):
    """A store for many processes."""

    def __init__(
        self, url: URL, clock: Clock | None = None, new_id: Callable[[], str] | None = None
    ) -> None:
        super().__init__(clock, new_id)
        self._shown = url.render_as_string(hide_password=True)
        address = _for_asyncpg(url)
        self._engine = _engine(address, _SETTINGS, size=8)
        # However many requests wait for a connection, delivery goes on.
        self._delivery = _engine(address, _DELIVERY, size=1)
        self._waking = Waking(_engine(address, _WAKING, size=1), self._wake)

    @property
    def dialect(self) -> str:
        """`postgresql`."""
        return "postgresql"

    async def start(self) -> None:
        """Bring the schema up to date."""
        try:
            async with self._engine.connect() as connection:
                await connection.run_sync(upgrade)
        except StoreError:
            raise
        except Exception as error:  # asyncpg's own come as they are while it connects
            reason = error.orig if isinstance(error, DBAPIError) else error
            raise StoreError(
                f"cannot use {self._shown} as the store: {reason}; does the server run,"
                " and may the user create tables there?"
            ) from error

    async def run(self, work: Work[T], *, delivery: bool = False) -> T:
        """Run a unit that writes."""
        if delivery:
            self._waking.listen()
        for attempt in range(_TRIES):
            try:
                result, wakes = await self._once(work, delivery)
            except _Lost as lost:
                if attempt + 1 == _TRIES:
                    raise lost.error from lost.error.__cause__
                await asyncio.sleep(random.uniform(0, 0.01 * 2**attempt))
                continue
            if wakes:
                self._wake()
                self._waking.call()
            return result
        raise AssertionError("unreachable")

    async def _once(self, work: Work[T], delivery: bool) -> tuple[T, bool]:
        engine = self._delivery if delivery else self._engine
        async with engine.connect() as connection:
            transaction = await connection.begin()
            try:
                done = await connection.run_sync(self._in_unit, work)
            except DBAPIError as error:
                if error.connection_invalidated or _state(error) in _AGAIN:
                    raise _Lost(error) from error  # nothing was committed
                raise
            try:
                await transaction.commit()
            except DBAPIError as error:
                if _state(error) in _AGAIN:
                    raise _Lost(error) from error
                raise  # whether it was committed is not known when the connection broke
        return done

    def _in_unit(self, connection: Any, work: Work[T]) -> tuple[T, bool]:
        unit = Unit(connection, self.clock.now(), self.new_id, self._lease_now())
        return work(unit), unit.wakes

    async def read(self, work: Work[T], *, delivery: bool = False) -> T:
        """Run a unit that only reads."""
        if delivery:
            self._waking.listen()
        for _ in range(2):
            try:
                result, _ = await self._once(work, delivery)
            except _Lost as lost:
                failure = lost.error
                continue
            return result
        raise failure

    async def aclose(self) -> None:
        """Close the pools."""
        await self._waking.aclose()
        await self._delivery.dispose()
        await self._engine.dispose()


class _Lost(Exception):
    """A unit came to nothing for a reason that goes away."""

    def __init__(self, error: DBAPIError) -> None:
        super().__init__(str(error))
        self.error = error


def _engine(url: URL, settings: dict[str, str], *, size: int) -> AsyncEngine:
    return create_async_engine(
        url,
        pool_size=size,
        max_overflow=size // 2,
        pool_recycle=1800,
        connect_args={"server_settings": settings, "timeout": 10, "command_timeout": 30},
    )


def _for_asyncpg(url: URL) -> URL:
    """`sslmode`, as PostgreSQL's own URLs have it, is `ssl` there."""
    mode = url.query.get("sslmode")
    if mode is not None:
        url = url.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})
    return url.set(drivername="postgresql+asyncpg")


def _state(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)
