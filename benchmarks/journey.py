"""Whole orders: from the POST to the COMPLETED KCI at the tenant, and the gateway's memory meanwhile.

`python -m benchmarks.journey [ORDERS]`; a hundred thousand unless told otherwise. The simulator is
in the gateway's process and waits for nothing; the tenant is in another.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from .gateways import ORDER, Served, serving
from .load import posting, send
from .measure import table, verdict
from .receiver import received, receiving

_OPEN = 200
"""Orders under way at most, so that the store and not a queue in front of it is measured."""

_PARTS = 10

_GROWTH = 1.05
"""Of memory, from the first half of the orders to the last: what is flat (ours). The store's cache of
64 MB is full after some five thousand."""


@dataclass
class _Part:
    """One tenth of the orders."""

    completed: int
    seconds: float
    cpu: float
    own: float
    mapped: float


def main(orders: int = 100_000) -> None:
    """Print the figures."""
    with (
        tempfile.TemporaryDirectory(prefix="fibrecafe-") as folder,
        receiving() as receiver,
        serving("whole", Path(folder), receiver) as server,
    ):
        parts = asyncio.run(_run(server, receiver, orders))
        kcis = received(receiver)["kcis"]
    rows = [
        [part.completed, f"{orders / _PARTS / part.seconds:.0f}",
         f"{part.cpu / (orders / _PARTS) * 1e3:.1f}", f"{part.own:.0f}", f"{part.mapped:.0f}"]
        for part in parts
    ]  # fmt: skip
    print(f"{kcis / orders:.1f} KCIs an order; at most {_OPEN} orders under way\n")
    print(
        table(
            [
                "completed",
                "orders a second",
                "ms of processor an order",
                "MB",
                "MB of mapped files",
            ],
            rows,
        )
    )
    print()
    growth = parts[-1].own / parts[_PARTS // 2 - 1].own
    print(verdict(f"memory after {orders} orders to that after {parts[_PARTS // 2 - 1].completed}", growth, _GROWTH))  # fmt: skip


async def _run(server: Served, receiver: str, orders: int) -> list[_Part]:
    post = posting(ORDER, server.token)
    placed = done = 0
    parts: list[_Part] = []
    begin, cpu = time.perf_counter(), server.used()["cpu"]
    while done < orders:
        more = min(_OPEN - (placed - done), orders - placed)
        if more >= min(_OPEN // 4, orders - placed) and more:
            await send(server.port, post, more, min(16, more), 201)
            placed += more
        await asyncio.sleep(0.02)
        done = (await asyncio.to_thread(received, receiver))["completed"]
        if done >= orders * (len(parts) + 1) // _PARTS:
            now, used = time.perf_counter(), server.used()
            parts.append(_Part(done, now - begin, used["cpu"] - cpu, used["own"], used["mapped"]))
            begin, cpu = now, used["cpu"]
    return parts


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
