"""KCIs as jobs of procrastinate, with a lock for each order."""

from __future__ import annotations

import asyncio
import time

from procrastinate import App, PsycopgConnector

from .delivery_peer_worker import Kci, Place, serve


class _Procrastinate:
    def __init__(self, place: Place) -> None:
        self._flight = place.flight
        # "The shorter your average job execution time, the more your pool will need to contain as
        # many connections as your concurrency (plus one)"; all are open before the clock starts.
        size = place.flight + 1
        connector = PsycopgConnector(conninfo=place.store, min_size=size, max_size=size)
        self._app = App(connector=connector)
        self._post = self._app.task(place.poster.post, name="post")

    async def store(self, kcis: list[Kci]) -> None:
        """One job each."""
        await self._app.open_async()
        await self._app.schema_manager.apply_schema_async()
        for kci in kcis:
            await self._post.configure(lock=kci.order).defer_async(
                tenant=kci.tenant, order=kci.order, id=kci.id, body=kci.body
            )

    async def start(self) -> float:
        """One worker."""
        begin = time.monotonic()
        self._task = asyncio.create_task(
            self._app.run_worker_async(concurrency=self._flight, install_signal_handlers=False)
        )
        return begin


if __name__ == "__main__":
    serve(_Procrastinate)
