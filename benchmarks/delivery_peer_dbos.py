"""KCIs as workflows of DBOS, on a queue with a partition for each order."""

from __future__ import annotations

import time

from dbos import DBOS, SetEnqueueOptions, SetWorkflowID

from .delivery_peer_worker import Kci, Place, serve

_POLL = 0.02
"""Seconds between looks at the queue. Each starts no more than there is room for, so with the
default of a second there would be as many KCIs a second as requests at a time."""


class _Dbos:
    def __init__(self, place: Place) -> None:
        self._place = place

        @DBOS.step()
        async def post(tenant: str, order: str, id: str, body: str) -> None:
            await place.poster.post(tenant, order, id, body)

        @DBOS.workflow()
        async def deliver(tenant: str, order: str, id: str, body: str) -> None:
            await post(tenant, order, id, body)

        self._deliver = deliver

    async def store(self, kcis: list[Kci]) -> None:
        """One workflow each. Nothing is begun, since the queue lets none run yet."""
        DBOS(config={"name": "delivery", "system_database_url": self._place.store})
        DBOS.launch()
        self._queue = await DBOS.register_queue_async(
            "kcis", worker_concurrency=0, partition_concurrency=1, polling_interval_sec=_POLL
        )
        for kci in kcis:
            # It orders by the millisecond, and then by the workflow's id.
            with (
                SetWorkflowID(f"{kci.order}-{kci.seq:04}"),
                SetEnqueueOptions(queue_partition_key=kci.order),
            ):
                await self._queue.enqueue_async(
                    self._deliver, kci.tenant, kci.order, kci.id, kci.body
                )

    async def start(self) -> float:
        """The queue lets them run."""
        begin = time.monotonic()
        await self._queue.set_worker_concurrency_async(self._place.flight)
        return begin


if __name__ == "__main__":
    serve(_Dbos)
