"""The bare commit: the rows of an accepted order, written without anything around them."""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from fibrecafe_gateway.development import TENANT
from fibrecafe_gateway.store.messages import supplier_lane

from .gateways import ORDER, STORE, serving
from .load import posting, send

_TABLES = ("entity", "history", "message", "lane", "replay")

_NEXT = (
    "INSERT INTO series (tenant, last_id) VALUES (?, 1)"
    " ON CONFLICT (tenant) DO UPDATE SET last_id = last_id + 1 RETURNING last_id"
)


def bare_commits(
    folder: Path, groups: tuple[int, ...], orders: int = 1500, rounds: int = 5
) -> dict[int, tuple[float, float]]:
    """Processor time and time of an order, in seconds, by how many are in a commit."""
    folder.mkdir()
    with serving("intake", folder) as server:  # makes the tables, and an order to copy
        asyncio.run(send(server.port, posting(ORDER, server.token), 1, 1, 201))
    taken: dict[int, list[tuple[float, float]]] = {group: [] for group in groups}
    with closing(sqlite3.connect(folder / STORE, isolation_level=None)) as connection:
        # As the gateway has it.
        for pragma in ("synchronous=FULL", "wal_autocheckpoint=4000", "cache_size=-65536"):
            connection.execute(f"PRAGMA {pragma}")
        write = _writer(connection)
        for _ in range(rounds):
            for group in groups:
                cpu, begin = time.process_time(), time.perf_counter()
                for _ in range(orders // group):
                    connection.execute("BEGIN IMMEDIATE")
                    for _ in range(group):
                        next(write)
                    connection.execute("COMMIT")
                count = orders // group * group
                taken[group].append(
                    ((time.process_time() - cpu) / count, (time.perf_counter() - begin) / count)
                )
    return {
        group: (statistics.median(c for c, _ in rows), statistics.median(w for _, w in rows))
        for group, rows in taken.items()
    }


def _writer(connection: sqlite3.Connection) -> Iterator[None]:
    """Writes an order each time that it is asked for the next."""
    inserts: list[tuple[str, str, dict[str, Any]]] = []
    connection.row_factory = sqlite3.Row
    for name in _TABLES:
        (row,) = map(dict, connection.execute(f"SELECT * FROM {name}"))
        names, marks = ", ".join(f'"{c}"' for c in row), ", ".join(f":{c}" for c in row)
        inserts.append((name, f"INSERT INTO {name} ({names}) VALUES ({marks})", row))
    connection.row_factory = None
    while True:
        connection.execute("SAVEPOINT unit")
        (id,) = connection.execute(_NEXT, (TENANT,)).fetchone()
        lane = supplier_lane(TENANT, id)
        of_this = {
            "entity": {"id": id},
            "history": {"entity": id},
            "message": {"lane": lane, "subject": id},
            "lane": {"key": lane},
            "replay": {"request_id": f"{id * 7919 % 2**32:08x}-0000-4000-8000-000000000000"},
        }
        for name, text, row in inserts:
            connection.execute(text, {**row, **of_this[name]})
        connection.execute("RELEASE unit")
        yield
