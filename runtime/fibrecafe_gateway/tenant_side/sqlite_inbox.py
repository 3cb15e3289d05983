"""An inbox in a SQLite file: what it said was safe is there after a crash."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar

from .inbox import KeptKci, Look, Verdict
from .incoming import IncomingKci

_SCHEMA = """
create table if not exists kci (
    number integer primary key,
    id text not null unique,
    entity text not null,
    digest text not null,
    received real not null,
    conversation_id text,
    body blob,     -- null: handled, and what it said is forgotten
    parked text    -- why its handler failed
) strict;
create index if not exists kci_kept on kci (entity, number) where body is not null;
create table if not exists entity (name text primary key, last integer not null) strict;
"""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ParkedKci:
    """A KCI that waits for a person, and holds those of its entity back."""

    id: str
    entity: str
    reason: str


class SqliteInbox:
    """Remembers KCIs in a file, and keeps them for `background`.

    `path` must lead to a disk of this machine. Each answer is on the disk before it is given
    (WAL, `synchronous=FULL`). One process may use `background` on it. Of a KCI that was handled
    its id, entity and digest stay, its content does not; `forget` ends that too.
    """

    def __init__(self, path: str | Path, *, clock: Callable[[], float] = time.time) -> None:
        """Opens the file, or makes it. `clock`: seconds since 1970. Raises sqlite3.Error."""
        self._clock = clock
        self._lock = threading.Lock()
        # Statements run in threads of their own, one at a time.
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=10)
        try:
            self._db.execute("pragma journal_mode = wal")
            self._db.execute("pragma synchronous = full")
            self._db.executescript(_SCHEMA)
        except BaseException:
            self._db.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    async def look(self, kci: IncomingKci) -> Look:
        """Whether it was handled before; one that is only kept is new."""

        def work(db: sqlite3.Cursor) -> Look:
            return self._look(db, kci, kept=Verdict.NEW)

        return await self._run(work)

    async def accept(self, kci: IncomingKci) -> Look:
        """Keep it, unless it came before."""

        def work(db: sqlite3.Cursor) -> Look:
            look = self._look(db, kci, kept=Verdict.SEEN)
            if look.verdict is Verdict.NEW:
                self._insert(db, kci, kci.model.to_json())
            return look

        return await self._run(work, write=True)

    async def done(self, kci: IncomingKci) -> None:
        """It was handled."""
        await self._run(lambda db: self._insert(db, kci, None), write=True)

    async def waiting(self) -> list[str]:
        """Entities whose first kept KCI waits for its handler, the longest waiting first."""
        rows = await self._rows(
            "select entity, min(number) from kci where body is not null group by entity"
            " having max(parked is not null) = 0 order by 2"
        )
        return [entity for entity, _ in rows]

    async def first(self, entity: str) -> KeptKci | None:
        """What is to be handled next; None: nothing, or it is parked."""
        rows = await self._rows(
            "select id, body, conversation_id, parked from kci"
            " where entity = ? and body is not null order by number limit 1",
            entity,
        )
        for kci_id, body, conversation_id, parked in rows:
            if parked is None:
                return KeptKci(kci_id, entity, body, conversation_id)
        return None

    async def finish(self, kci_id: str) -> None:
        """It was handled: its content is forgotten."""
        await self._change("update kci set body = null, parked = null where id = ?", kci_id)

    async def park(self, kci_id: str, reason: str) -> None:
        """Wait for a person."""
        await self._change(
            "update kci set parked = ? where id = ? and body is not null", reason, kci_id
        )

    async def parked(self) -> list[ParkedKci]:
        """What waits for a person."""
        rows = await self._rows(
            "select id, entity, parked from kci where parked is not null order by number"
        )
        return [ParkedKci(*row) for row in rows]

    async def retry(self, kci_id: str) -> str:
        """Let a parked KCI be handled again; gives its entity, for the worker's `wake`.

        Raises KeyError when it is not parked.
        """
        return await self._unpark(kci_id, "update kci set parked = null where id = ?")

    async def skip(self, kci_id: str) -> str:
        """Never handle a parked KCI, go on with those after it; gives its entity, for `wake`.

        Raises KeyError when it is not parked.
        """
        return await self._unpark(kci_id, "update kci set parked = null, body = null where id = ?")

    async def forget(self, before: float) -> int:
        """Forget KCIs that were handled and came before a moment (seconds since 1970).

        One that is then delivered once more is handled once more. Gives how many.
        """
        return await self._change(
            "delete from kci where body is null and received < ?", float(before)
        )

    def _look(self, db: sqlite3.Cursor, kci: IncomingKci, *, kept: Verdict) -> Look:
        row = db.execute("select last from entity where name = ?", (kci.entity,)).fetchone()
        last = row[0] if row else 0
        known = db.execute("select digest, body is null from kci where id = ?", (kci.id,))
        for digest, handled in known:
            if digest != kci.digest:
                return Look(Verdict.CONFLICT, last)
            return Look(Verdict.SEEN if handled else kept, last)
        return Look(Verdict.NEW, last)

    def _insert(self, db: sqlite3.Cursor, kci: IncomingKci, body: bytes | None) -> None:
        db.execute(
            "insert into kci (id, entity, digest, received, conversation_id, body)"
            " values (?, ?, ?, ?, ?, ?) on conflict (id) do update set body = null, parked = null",
            (kci.id, kci.entity, kci.digest, self._clock(), kci.conversation_id, body),
        )
        if kci.sequence is not None:
            db.execute(
                "insert into entity values (?, ?)"
                " on conflict (name) do update set last = max(last, excluded.last)",
                (kci.entity, kci.sequence),
            )

    async def _unpark(self, kci_id: str, statement: str) -> str:
        def work(db: sqlite3.Cursor) -> str:
            found = db.execute(
                "select entity from kci where id = ? and parked is not null", (kci_id,)
            ).fetchone()
            if found is None:
                raise KeyError(f"KCI {kci_id} is not parked")
            db.execute(statement, (kci_id,))
            return str(found[0])

        return await self._run(work, write=True)

    async def _rows(self, statement: str, *values: Any) -> list[Any]:
        return await self._run(lambda db: db.execute(statement, values).fetchall())

    async def _change(self, statement: str, *values: Any) -> int:
        return await self._run(lambda db: db.execute(statement, values).rowcount, write=True)

    async def _run(self, work: Callable[[sqlite3.Cursor], T], *, write: bool = False) -> T:
        def transaction() -> T:
            with self._lock, closing(self._db.cursor()) as db:
                db.execute("begin immediate" if write else "begin")
                try:
                    result = work(db)
                    db.execute("commit")
                except BaseException:
                    if self._db.in_transaction:
                        db.execute("rollback")
                    raise
                return result

        return await asyncio.to_thread(transaction)
