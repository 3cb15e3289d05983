"""A worker that hangs for good at a point of the code: another does what it held."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import httpx2

from .arming import reached
from .cluster import PATIENT, SLOTS, UNFLUSHED, cluster
from .forking import Process, forks
from .inbox import Inbox
from .oracle import judge
from .result import Figure
from .tenant import Tenant

_ORDERS = 20

_IDLE = 5.0  # seconds after which PostgreSQL ends a transaction that nobody goes on with


def _said(process: Process, text: str) -> bool:
    return text in process.said()


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not holds():
            await asyncio.sleep(0.01)


async def take_over(folder: Path, store: str, names: Sequence[str]) -> list[Figure]:
    """One point after the other. Raises AssertionError when something is lost or out of order."""
    inbox, found, times = Inbox(), [], PATIENT
    # A lease, perhaps once more for what the next step of an order finds held, and the work.
    supplier_lease = (times.supplier + 1.0) / 0.4
    limit = max(times.lease, supplier_lease) + _IDLE + 4.0
    async with inbox.listening() as url, httpx2.AsyncClient(timeout=20) as http:
        with (
            forks(folder) as started,
            cluster(started, folder, store=store, inbox=url, times=times, workers=1) as made,
        ):
            tenant = Tenant(made.api.url, http, pause=0.02)
            await made.api.must_be_ready(http)
            await tenant.authorize()
            for name in names:
                hanging = started.start(
                    "worker", "--config", made.config, faults=[(name, "hang", 3)]
                )  # fmt: skip
                await _until(partial(_said, hanging, "delivering"))
                async with tenant.ordering(1):
                    await _until(partial(_said, hanging, reached(name)))
                    await tenant.finish_ordering()
                begun = time.monotonic()
                for _ in range(_ORDERS):
                    await tenant.order()
                await inbox.until_ended(tenant.accepted, 60, started.said)
                took = time.monotonic() - begun
                assert not hanging.ended
                started.forget(hanging)
                what = f"one of two workers hangs for good at {name}: the other has done all after"
                found.append(Figure(what, f"{took:.1f} s", f"≤ {limit:g} s", took <= limit))
    verdict = judge(inbox.log, tenant.accepted)
    most = len(names) * (UNFLUSHED + SLOTS)
    found.append(
        Figure("KCIs that came again because of those", f"{verdict.repeated}", f"≤ {most}",
               verdict.repeated <= most)
    )  # fmt: skip
    return found
