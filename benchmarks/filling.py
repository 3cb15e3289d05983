"""Fills a store with orders: copies of one that really went from POST to COMPLETED."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from fibrecafe_gateway.development import TENANT
from fibrecafe_gateway.store.tables import METADATA

from .gateways import ORDER, STORE, serving
from .load import posting, send

KCIS = 2
"""Kept of each order, so that a million of them have room on a disk."""

SHOWN = 20
"""KCIs of each order that is read."""

Row = dict[str, Any]

_NOBODY = "http://127.0.0.1:9"


def fill(folder: Path, orders: int, shown: Sequence[int]) -> None:
    """Put orders 1 to `orders` into a store; those in `shown` have `SHOWN` KCIs each."""
    order = _finished(folder)
    with closing(sqlite3.connect(folder / STORE, isolation_level=None)) as connection:
        # Unsafe, and each table in the order of its key: a million take minutes and not hours.
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-400000"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        for name in METADATA.tables:
            connection.execute(f"DELETE FROM {name}")
        connection.execute("INSERT INTO series VALUES (?, ?)", (TENANT, orders))
        for name, rows in _copies(order, orders, frozenset(shown)):
            columns = [column.name for column in METADATA.tables[name].columns]
            names, marks = ", ".join(f'"{c}"' for c in columns), ", ".join("?" for _ in columns)
            connection.executemany(
                f"INSERT INTO {name} ({names}) VALUES ({marks})",
                ([row.get(c) for c in columns] for row in rows),
            )
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode=WAL")


def _finished(folder: Path) -> dict[str, list[Row]]:
    """The rows of one order that is COMPLETED, by table."""
    with serving("whole", folder, _NOBODY) as server:
        asyncio.run(send(server.port, posting(ORDER, server.token), 1, 1, 201))
        with closing(sqlite3.connect(folder / STORE)) as connection:
            connection.row_factory = sqlite3.Row
            deadline = time.monotonic() + 30
            while connection.execute("SELECT status FROM entity").fetchone()[0] != "COMPLETED":
                assert time.monotonic() < deadline, "the order did not end"
                time.sleep(0.05)
            return {
                name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")]
                for name in ("entity", "history", "message", "replay")
            }


def _copies(
    order: dict[str, list[Row]], orders: int, shown: frozenset[int]
) -> Iterator[tuple[str, Iterator[Row]]]:
    (entity,), (replay,) = order["entity"], order["replay"]
    body = json.loads(entity["body"])
    told = [row for row in order["message"] if row["lane"].startswith("t/")]
    (asked,) = [row for row in order["message"] if row["lane"].startswith("s/")][:1]
    by_key = sorted(range(1, orders + 1), key=str)

    def entities() -> Iterator[Row]:
        for id in range(1, orders + 1):
            reference = f"{id:09}"
            written = json.dumps({**body, "id": id}, separators=(",", ":"))
            yield {**entity, "id": id, "body": written, "reference": reference,
                   "told": len(kcis(id))}  # fmt: skip

    def kcis(id: int) -> list[Row]:
        count = SHOWN if id in shown else KCIS
        return [{**told[at % len(told)], "seq": at + 1} for at in range(count)]

    def messages() -> Iterator[Row]:
        for id in by_key:
            yield {**asked, "lane": f"s/{TENANT}/{id}", "subject": id}
        for id in by_key:
            for kci in kcis(id):
                yield {**kci, "lane": f"t/{TENANT}/{id}", "subject": id}

    def attempts() -> Iterator[Row]:
        for row in messages():
            yield {"lane": row["lane"], "seq": row["seq"], "at": row["created"], "ok": 1,
                   "status": 204, "request_id": str(uuid.uuid4())}  # fmt: skip

    def replays() -> Iterator[Row]:
        for number in range(orders):
            yield {**replay, "request_id": str(uuid.UUID(int=number * (2**128 // orders)))}

    yield "entity", entities()
    yield "history", ({**row, "entity": id} for id in range(1, orders + 1)
                      for row in order["history"])  # fmt: skip
    yield "message", messages()
    yield "attempt", attempts()
    yield "replay", replays()
