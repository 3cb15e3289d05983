"""What the bridge keeps: which events came, which numbers their KCIs have, what orders are in.

A small SQLite file. An event is in it before its KCI leaves, so that the same event is the same KCI
with the same number, whatever happens between.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from .events import Known

_TABLES = """
CREATE TABLE IF NOT EXISTS orders (
    id TEXT PRIMARY KEY, last INTEGER NOT NULL, known TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS events (
    id TEXT PRIMARY KEY, "order" TEXT NOT NULL, number INTEGER NOT NULL, kci TEXT NOT NULL,
    before TEXT NOT NULL, taken INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS waiting ON events ("order", number) WHERE NOT taken;
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A KCI as it is sent."""

    event: str
    order: str
    number: int
    kci: str


class Ledger:
    """One writer; calls are short and do not wait for others. Raises sqlite3.Error."""

    def __init__(self, path: Path) -> None:
        """Opens or makes the file."""
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.executescript(_TABLES)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def known(self, order: str) -> Known:
        """What is known of an order."""
        return self._order(order)[1]

    def seen(self, event: str) -> bool:
        """Whether an event has its KCI."""
        found = self._connection.execute("SELECT 1 FROM events WHERE id = ?", (event,))
        return found.fetchone() is not None

    def enter(self, event: str, order: str, known: Known, make: Callable[[int], str]) -> Entry:
        """Give an event the order's next number; `make` makes its KCI of that."""
        last, before = self._order(order)
        entry = Entry(event, order, last + 1, make(last + 1))
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute(
                'INSERT INTO events (id, "order", number, kci, before) VALUES (?, ?, ?, ?, ?)',
                (event, order, entry.number, entry.kci, _text(before)),
            )
            self._set(order, entry.number, known)
        return entry

    def waiting(self, order: str | None = None) -> list[Entry]:
        """KCIs that were not taken yet, in order; of all orders, or of one."""
        rows = self._connection.execute(
            'SELECT id, "order", number, kci FROM events WHERE NOT taken'
            ' AND (? IS NULL OR "order" = ?) ORDER BY "order", number',
            (order, order),
        )
        return [Entry(*row) for row in rows]

    def taken(self, entry: Entry) -> None:
        """The gateway has it."""
        self._connection.execute("UPDATE events SET taken = 1 WHERE id = ?", (entry.event,))

    def strike(self, entry: Entry) -> None:
        """The gateway refused it: the order is as it was before, and the number is free again.

        Where the order has gone on, the number stays used.
        """
        row = self._connection.execute("SELECT before FROM events WHERE id = ?", (entry.event,))
        before = Known(**json.loads(row.fetchone()[0]))
        last, _ = self._order(entry.order)
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute("DELETE FROM events WHERE id = ?", (entry.event,))
            if last == entry.number:
                self._set(entry.order, last - 1, before)

    def _order(self, order: str) -> tuple[int, Known]:
        row = self._connection.execute("SELECT last, known FROM orders WHERE id = ?", (order,))
        found = row.fetchone()
        return (0, Known()) if found is None else (found[0], Known(**json.loads(found[1])))

    def _set(self, order: str, last: int, known: Known) -> None:
        self._connection.execute(
            "INSERT INTO orders (id, last, known) VALUES (?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET last = excluded.last, known = excluded.known",
            (order, last, _text(known)),
        )


def _text(known: Known) -> str:
    return json.dumps(asdict(known))
