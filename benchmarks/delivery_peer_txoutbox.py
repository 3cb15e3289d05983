"""KCIs as messages of txoutbox, with the order as their key."""

from __future__ import annotations

import asyncio
import time

from txoutbox import OutboxMessage, Relay, RelayConfig
from txoutbox.adapters.postgres import PostgresStorage

from .delivery_peer_worker import Kci, Place, serve

_ROUNDS = 5
"""Messages of a round for each that is published at a time, as its own defaults have it (50 and
10); so the longest round stays shorter than the lease."""


class _Txoutbox:
    def __init__(self, place: Place) -> None:
        self._place = place

    async def store(self, kcis: list[Kci]) -> None:
        """One message each."""
        self._storage = await PostgresStorage.connect(self._place.store)
        await self._storage.create_schema()
        async with self._storage.pool.acquire() as connection, connection.transaction():
            for kci in kcis:
                await self._storage.insert(
                    connection, kci.tenant, kci.body, key=kci.order, headers={"id": kci.id}
                )

    async def start(self) -> float:
        """One relay."""
        flight = self._place.flight
        config = RelayConfig(batch_size=_ROUNDS * flight, concurrency=flight)
        begin = time.monotonic()
        self._task = asyncio.create_task(Relay(self._storage, self._post, config=config).run())
        return begin

    async def _post(self, message: OutboxMessage) -> None:
        assert message.key is not None
        await self._place.poster.post(
            message.topic, message.key, message.headers["id"], message.text()
        )


if __name__ == "__main__":
    serve(_Txoutbox)
