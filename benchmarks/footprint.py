"""What an order leaves in the store: bytes by table, on SQLite and on PostgreSQL.

`python -m benchmarks.footprint [ORDERS]`; for the arithmetic of docs/scaling.md.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from fibrecafe_gateway.store.tables import METADATA
from tests.runtime.databases import PostgresServer, postgres_server

from .gateways import ORDER, STORE, serving
from .load import posting, send
from .measure import table
from .receiver import received, receiving

_OPEN = 200
"""Orders under way at most."""

Sizes = dict[str, tuple[float, float]]
"""Rows and bytes, indexes with them, of an order, by table."""

_SQLITE = """
SELECT coalesce(i.tbl_name, s.name) AS name, sum(s.pgsize) FROM dbstat AS s
LEFT JOIN sqlite_schema AS i ON i.name = s.name WHERE s.aggregate = TRUE GROUP BY 1
"""


def main(orders: int = 5_000) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory(prefix="fibrecafe-") as folder, postgres_server() as server:
        embedded = _sqlite(Path(folder), orders)
        shared = _postgresql(Path(folder), orders, server)
    names = sorted(shared, key=lambda name: -shared[name][1])
    rows = [
        [name, f"{shared[name][0]:.1f}", *(f"{sizes[name][1]:.0f}" for sizes in (embedded, shared))]
        for name in names
        if shared[name][0] > 0.05
    ]
    total = [sum(size for _, size in sizes.values()) for sizes in (embedded, shared)]
    print(f"{orders} orders, each from POST to COMPLETED\n")
    print(table(["table", "rows an order", "bytes on SQLite", "bytes on PostgreSQL"], rows))
    print(f"\nin all {total[0]:.0f} bytes an order on SQLite, {total[1]:.0f} on PostgreSQL")


def _sqlite(folder: Path, orders: int) -> Sizes:
    _fill(folder, orders, "")
    with closing(sqlite3.connect(folder / STORE)) as connection:
        sizes: dict[str, int] = dict(connection.execute(_SQLITE).fetchall())
        counts = {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for name in METADATA.tables
        }
    return {name: (counts[name] / orders, sizes[name] / orders) for name in counts}


def _postgresql(folder: Path, orders: int, server: PostgresServer) -> Sizes:
    url = server.new()
    _fill(folder, orders, url)
    found: Sizes = {}
    for name in METADATA.tables:
        ((count, size),) = server.ask(
            f"SELECT count(*), pg_total_relation_size('{name}') FROM {name}", url
        )
        found[name] = (count / orders, size / orders)
    return found


def _fill(folder: Path, orders: int, store: str) -> None:
    with receiving() as receiver, serving("whole", folder, receiver, store=store) as server:
        asyncio.run(_complete(server.port, posting(ORDER, server.token), receiver, orders))


async def _complete(port: int, post: object, receiver: str, orders: int) -> None:
    placed = done = 0
    while done < orders:
        more = min(_OPEN - (placed - done), orders - placed)
        if more:
            await send(port, post, more, min(16, more), 201)  # type: ignore[arg-type]
            placed += more
        await asyncio.sleep(0.05)
        done = (await asyncio.to_thread(received, receiver))["completed"]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
