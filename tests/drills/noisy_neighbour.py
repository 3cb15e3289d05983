"""Drill 5: one tenant hangs with a thousand KCIs queued; the rate of nineteen others is compared with
what it is when that one answers too."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fibrecafe_gateway.settings import Delivery
from fibrecafe_gateway.store.database import open_database
from tests.runtime.delivery.posting import Receiver, Reply, posting

from .postgresql import own_server
from .result import Drill, Figure

_GATE = 0.6
_GOAL = 0.85

_QUEUED = 1000
"""KCIs of the tenant that hangs."""

_OTHERS = [f"T{number}" for number in range(1, 20)]


async def rate(url: str, hanging: int, orders: int) -> float:
    """KCIs a second of the nineteen. `hanging`: orders of the first that hang, none if 0."""

    def answer(kci: object) -> Reply:
        return Reply(hangs=bool(hanging) and getattr(kci, "tenant", "") == "T0")

    settings = Delivery(allow_internal=True, timeout=2.0)
    async with (
        Receiver(answer).listening() as receiver,
        posting(
            open_database(url), receiver, tenants=["T0", *_OTHERS], settings=settings
        ) as post,
    ):  # fmt: skip
        known = hanging or 50
        for order in range(known):
            await post.tell(order, kcis=_QUEUED // known, tenant="T0")
        working = asyncio.create_task(post.engine.run())
        await asyncio.sleep(0.3)  # it is met before the others have anything
        begun = time.monotonic()
        for tenant in _OTHERS:
            await post.tell_many(range(orders), tenant=tenant)
        wanted = orders * len(_OTHERS)
        while sum(kci.tenant != "T0" for kci in receiver.kcis) < wanted:
            assert time.monotonic() - begun < 60, "the others do not get their KCIs"
            await asyncio.sleep(0.005)
        took = time.monotonic() - begun
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        return wanted / took


@contextmanager
def _stores() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory(prefix="fibrecafe-drill-") as folder, own_server() as server:
        yield {"SQLite": f"sqlite:///{Path(folder) / 'a.db'}", "PostgreSQL": server.url}


def _run(orders: int, rounds: int) -> list[Figure]:
    figures = []
    for name in ("SQLite", "PostgreSQL"):
        for hanging in (50, 200):
            ratio = statistics.median(_ratio(name, hanging, orders) for _ in range(rounds))
            figures.append(
                Figure(
                    f"{name}: rate of 19 while one hangs with {hanging} orders, to that when it"
                    f" answers (goal {_GOAL})",
                    f"{ratio:.2f}", f"{_GATE}", ratio >= _GATE,
                )
            )  # fmt: skip
    return figures


def _ratio(name: str, hanging: int, orders: int) -> float:
    found = []
    for count in (0, hanging):
        with _stores() as stores:
            found.append(asyncio.run(rate(stores[name], count, orders)))
    return found[1] / found[0]


DRILL = Drill(5, "Noisy neighbour", lambda: _run(100, 3), lambda: _run(30, 1))
