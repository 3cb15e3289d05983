"""The schema of a store: which it is, and brought to the newest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from ..settings import Store
from ..store.database import StoreError, open_database
from ..store.migrations import HEAD, version


@dataclass(frozen=True, slots=True)
class Schema:
    """What a store has, and what this version of the gateway needs."""

    before: str | None
    """None: no schema yet, or no store."""
    newest: str = HEAD

    @property
    def current(self) -> bool:
        """Whether there is nothing to do."""
        return self.before == self.newest


async def check(store: Store) -> Schema:
    """Look; nothing is changed or made. Raises StoreError and OSError."""
    url = _url(store)
    try:
        if url.get_backend_name() == "sqlite":
            return Schema(_of_file(url))
        return Schema(await _of_server(url))
    except DBAPIError as error:
        raise StoreError(f"cannot look at {_shown(url)}: {error.orig}") from error
    except OSError as error:
        raise StoreError(f"cannot look at {_shown(url)}: {error}") from error


async def migrate(store: Store) -> Schema:
    """Bring it to the newest schema; what it had. Raises StoreError and OSError."""
    before = await check(store)
    database = open_database(
        store.url, password=store.password.read() if store.password else None
    )  # fmt: skip
    try:
        await database.start()
    finally:
        await database.aclose()
    return before


def _url(store: Store) -> URL:
    open_database(store.url)  # says what is wrong with a URL
    url = make_url(store.url)
    return url.set(password=store.password.read()) if store.password else url


def _shown(url: URL) -> str:
    return url.render_as_string(hide_password=True)


def _of_file(url: URL) -> str | None:
    if not Path(url.database or "").is_file():
        return None
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return version(connection)


async def _of_server(url: URL) -> str | None:
    engine = create_async_engine(url.set(drivername="postgresql+asyncpg"), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(version)
    finally:
        await engine.dispose()
