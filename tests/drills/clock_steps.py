"""Drill 9: the clock of one machine jumps by an hour, and summer time begins and ends."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fibrecafe_gateway.clock import SystemClock, VirtualClock
from fibrecafe_gateway.delivery.lanes import take_back
from fibrecafe_gateway.store.database import open_database
from tests.runtime.delivery.posting import SETTINGS, Kci, Receiver, Reply, posting

from .heal_time import heal
from .postgresql import own_server
from .result import Drill, Figure

_HOUR = timedelta(hours=1)

_KCIS = 4  # of each order


class Jumping(SystemClock):
    """A machine's clock that somebody sets."""

    def __init__(self) -> None:
        self.by = timedelta()

    def now(self) -> datetime:
        """What it shows."""
        return super().now() + self.by


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of a run in which a clock jumped."""

    jumps: int
    kcis: int
    repeated: int
    took: float
    slowest: float
    """Seconds after its failure until an order that was refused once had its first KCI taken."""


async def jump(url: str, *, workers: int, orders: int) -> Kept:
    """The clock of the last worker jumps forth and back all the time, while some orders are refused
    at first. Raises AssertionError when something is lost or out of order."""
    failed: dict[int, float] = {}
    taken: dict[tuple[int, int], float] = {}

    def answer(kci: Kci) -> Reply:
        if kci.order % 10 == 0 and kci.order not in failed:
            failed[kci.order] = time.monotonic()
            return Reply(500)
        taken.setdefault((kci.order, kci.seq), time.monotonic())
        return Reply()

    clocks = [SystemClock() for _ in range(workers - 1)] + [Jumping()]
    jumping = clocks[-1]
    assert isinstance(jumping, Jumping)
    async with AsyncExitStack() as stack:
        receiver = await stack.enter_async_context(Receiver(answer, delay=0.01).listening())
        posts = [
            await stack.enter_async_context(
                posting(open_database(url, clock=clock), receiver, settings=SETTINGS, seed=seed)
            )
            for seed, clock in enumerate(clocks)
        ]
        for order in range(1, orders + 1):
            await posts[order % workers].tell(order, kcis=_KCIS)
        begun, jumps = time.monotonic(), 0
        running = [asyncio.create_task(post.engine.run()) for post in posts]
        wanted = orders * _KCIS
        try:
            async with asyncio.timeout(120):
                while len(taken) < wanted:
                    jumping.by = (_HOUR, -_HOUR, timedelta())[jumps % 3]
                    jumps += 1
                    await asyncio.sleep(0.05)
        finally:
            took = time.monotonic() - begun
            for post in posts:
                await post.engine.stop()
            await asyncio.gather(*running)
        assert await posts[0].lanes() == []
    for order in range(1, orders + 1):
        seen = list(dict.fromkeys(seq for _, seq in receiver.got(order)))
        assert seen == list(range(1, _KCIS + 1)), f"order {order}: {seen}"
    repeated = len(receiver.kcis) - len(failed) - wanted
    slowest = max(taken[order, 1] - at for order, at in failed.items())
    return Kept(jumps, wanted, repeated, took, slowest)


async def restart_after_a_step(url: str, hours: int) -> float:
    """The clock is set while the only process is down; virtual seconds until all is delivered."""
    before, after = VirtualClock(), VirtualClock()
    async with Receiver(lambda kci: Reply(503)).listening() as receiver:
        async with posting(open_database(url, clock=before), receiver) as post:
            await post.tell_many(range(20))
            await post.wait(120, step=5)
        after.advance(before.now() - after.now() + hours * _HOUR)
        receiver.answer = lambda kci: Reply()
        async with posting(open_database(url, clock=after), receiver) as post:
            await post.database.run(take_back)
            begun = after.now()
            while await post.lanes():
                await post.wait(1)
                assert after.now() - begun < timedelta(minutes=10)
            return (after.now() - begun).total_seconds()


@contextmanager
def _zone(name: str) -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = name
    time.tzset()
    try:
        yield
    finally:
        with suppress(KeyError):
            del os.environ["TZ"]
        if before is not None:
            os.environ["TZ"] = before
        time.tzset()


def _summer_time(change: datetime) -> float:
    """An outage over a change, in London and in UTC: how much later it ended there, in seconds."""
    ends = []
    for zone in ("Europe/London", "UTC"):
        with _zone(zone), tempfile.TemporaryDirectory() as folder:
            clock = VirtualClock(change - timedelta(minutes=5))
            database = open_database(f"sqlite:///{Path(folder) / 'store.db'}", clock=clock)
            healed = asyncio.run(heal(database, 600.0, "503", seed=1))
            ends.append((healed.first, healed.tries))
    (london, tries), (utc, as_many) = ends
    return abs(london - utc) + abs(tries - as_many)


_CHANGES = {
    "begins": datetime(2026, 3, 29, 1, tzinfo=UTC), "ends": datetime(2026, 10, 25, 1, tzinfo=UTC),
}  # fmt: skip


def _drill(orders: int) -> list[Figure]:
    found = []
    with own_server() as server:
        kept = asyncio.run(jump(server.url, workers=2, orders=orders))
    found += _jumped("PostgreSQL, one of two workers", kept)
    with tempfile.TemporaryDirectory() as folder:
        store = f"sqlite:///{Path(folder) / 'store.db'}"
        found += _jumped("SQLite", asyncio.run(jump(store, workers=1, orders=orders)))
    for hours in (1, -1):
        with tempfile.TemporaryDirectory() as folder:
            store = f"sqlite:///{Path(folder) / 'store.db'}"
            took = asyncio.run(restart_after_a_step(store, hours))
        found.append(
            Figure(f"SQLite, set by {hours:+} h while it is down and the tenant recovers: all told after",
                   f"{took:g} s", "≤ 60 s", took <= 60)
        )  # fmt: skip
    for what, change in _CHANGES.items():
        later = _summer_time(change)
        found.append(
            Figure(f"summer time {what} in an outage: difference to UTC in tries and times",
                   f"{later:g}", "0", later == 0)
        )  # fmt: skip
    return found


def _jumped(where: str, kept: Kept) -> list[Figure]:
    return [
        Figure(f"{where}: jumps by an hour, forth and back, while KCIs are delivered",
               f"{kept.jumps}; {kept.kcis}"),
        Figure("  lost or out of order; sent twice", f"0; {kept.repeated}", "0; 0",
               kept.repeated == 0),
        Figure("  an order in back-off is tried again after, at most", f"{kept.slowest:.1f} s",
               "≤ 10 s", kept.slowest <= 10),
    ]  # fmt: skip


DRILL = Drill(
    9, "steps of the clock, and summer time", lambda: _drill(1000), lambda: _drill(60)
)  # fmt: skip
