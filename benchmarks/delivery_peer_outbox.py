"""A plain outbox, as textbooks have it: take some in the order of their ids, post them, mark
them."""

from __future__ import annotations

import asyncio
import time

import asyncpg  # type: ignore[import-untyped]

from .delivery_peer_worker import Kci, Place, serve

_ROUNDS = 5
"""KCIs of a round for each that is posted at a time, as in `delivery_peer_txoutbox`."""

_TABLE = """
CREATE TABLE plain_outbox (
    id bigserial PRIMARY KEY, tenant text NOT NULL, subject text NOT NULL,
    request_id text NOT NULL, body text NOT NULL, sent_at timestamptz
);
CREATE INDEX plain_outbox_unsent ON plain_outbox (id) WHERE sent_at IS NULL;
"""
_TAKE = """
SELECT id, tenant, subject, request_id, body FROM plain_outbox WHERE sent_at IS NULL
ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED
"""
_MARK = "UPDATE plain_outbox SET sent_at = now() WHERE id = ANY($1)"


class _Outbox:
    def __init__(self, place: Place) -> None:
        self._place = place

    async def store(self, kcis: list[Kci]) -> None:
        """One row each."""
        self._connection = await asyncpg.connect(self._place.store)
        await self._connection.execute(_TABLE)
        await self._connection.copy_records_to_table(
            "plain_outbox", columns=["tenant", "subject", "request_id", "body"],
            records=[(kci.tenant, kci.order, kci.id, kci.body) for kci in kcis],
        )  # fmt: skip

    async def start(self) -> float:
        """One loop."""
        begin = time.monotonic()
        self._task = asyncio.create_task(self._run())
        return begin

    async def _run(self) -> None:
        while True:
            async with self._connection.transaction():
                rows = await self._connection.fetch(_TAKE, _ROUNDS * self._place.flight)
                sent = await asyncio.gather(*map(self._post, rows))
                await self._connection.execute(_MARK, [id for id in sent if id is not None])
            if not rows:
                await asyncio.sleep(0.05)

    async def _post(self, row: asyncpg.Record) -> int | None:
        """Its id, where it is taken."""
        id, *what = row
        try:
            await self._place.poster.post(*what)
        except Exception:  # the next round tries it again
            return None
        return int(id)


if __name__ == "__main__":
    serve(_Outbox)
