"""Drill 2: workers, the API and the database are killed, cut off and stopped, on PostgreSQL."""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from .backlog import Backlog
from .cluster import PATIENT, SLOTS, UNFLUSHED, Cluster, Times, cluster
from .forking import forks
from .inbox import Inbox
from .oracle import Verdict, judge
from .postgresql import OwnServer, cut_off, own_server
from .result import Drill, Figure
from .tenant import Tenant


@dataclass(frozen=True, slots=True)
class Blows:
    """How often each happens, in an order that is drawn."""

    workers: int
    """kill -9 of one of the two."""
    apis: int
    """kill -9 of the API process."""
    cuts: int
    """A connection's backend is terminated."""
    pauses: int
    """A worker is stopped past its lease, and goes on."""
    servers: int
    """The database server is stopped at once, and started again."""

    def in_turn(self, rng: random.Random) -> list[str]:
        """Names of blows."""
        names = [name for name in self.__slots__ for _ in range(getattr(self, name))]
        rng.shuffle(names)
        return names

    @property
    def most_repeated(self) -> int:
        """KCIs that may come again: of each worker that died or was overtaken."""
        return (self.workers + self.pauses + 2 * self.servers) * (UNFLUSHED + SLOTS)


@dataclass(frozen=True, slots=True)
class Told:
    """What a run of the drill gave."""

    verdict: Verdict
    given: Counter[str]
    """Blows that were given."""
    again: int
    failed: int
    ended: int
    """Processes that could not start while the server was away."""
    overtaken: float | None
    """Seconds in which one worker did all, with the other stopped from its midst."""
    late: int
    """KCIs that came when that one went on."""


async def strike(
    folder: Path, store: str, blows: Blows, *, seed: int, times: Times, server: OwnServer | None = None,
    overtake: bool = True,
) -> Told:  # fmt: skip
    """`server`: the store's, for blows to it. `overtake`: see there, at the end. Raises
    AssertionError when something is lost, accepted twice or out of order."""
    rng = random.Random(seed)
    inbox, backlog = Inbox(), Backlog(store)
    given: Counter[str] = Counter()
    overtaken, late = None, 0
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(inbox.listening())
        http = await stack.enter_async_context(httpx2.AsyncClient(timeout=20))
        started = stack.enter_context(forks(folder))
        made = stack.enter_context(cluster(started, folder, store=store, inbox=url, times=times))
        tenant = Tenant(made.api.url, http, pause=0.03)
        await made.api.must_be_ready(http)
        await tenant.authorize()
        await stack.enter_async_context(tenant.ordering())
        supervisor = asyncio.create_task(_supervise(made))
        stack.callback(supervisor.cancel)
        pauses: list[asyncio.Task[None]] = []
        for place, blow in enumerate(blows.in_turn(rng)):
            if place % 10 == 0:
                await _add(backlog, 40)
            await asyncio.sleep(rng.uniform(0.0, 0.5))
            await _give(blow, made, rng, store, server, pauses, times)
            given[blow] += 1
            tenant.check()
        await asyncio.gather(*pauses)
        await tenant.finish_ordering()
        told_of = tenant.accepted | backlog.lengths.keys()
        await inbox.until_ended(told_of, 90, started.said)
        if overtake:
            overtaken, late = await _overtake(made, backlog, inbox, times)
        made_ended = made.ended
    verdict = judge(
        inbox.log, tenant.accepted | backlog.lengths.keys(), lengths=backlog.lengths
    )  # fmt: skip
    return Told(verdict, given, tenant.unanswered, tenant.failed, made_ended, overtaken, late)


async def _supervise(made: Cluster) -> None:
    while True:
        made.keep_alive()
        await asyncio.sleep(0.25)


async def _add(backlog: Backlog, orders: int) -> None:
    for _ in range(20):  # the server may be away
        try:
            await backlog.add(orders)
            return
        except Exception:
            await asyncio.sleep(0.5)
    raise AssertionError("the store does not come back")


async def _give(
    blow: str, made: Cluster, rng: random.Random, store: str, server: OwnServer | None,
    pauses: list[asyncio.Task[None]], times: Times,
) -> None:  # fmt: skip
    awake = [place for place in range(len(made.workers)) if place not in made.paused]
    if blow == "workers":
        made.kill_worker(rng.choice(awake))
    elif blow == "apis":
        made.kill_api()
    elif blow == "cuts":
        await cut_off(store)
    elif blow == "pauses":
        await asyncio.gather(*pauses)  # one at a time
        pauses.append(asyncio.create_task(_pause(made, rng.choice((0, 1)), times.lease + 2.0)))
        await asyncio.sleep(0)
    elif blow == "servers":
        assert server is not None
        await asyncio.to_thread(server.stop_at_once)
        await asyncio.sleep(rng.choice((0.3, times.lease + 1.5)))
        await asyncio.to_thread(server.start_again)


async def _pause(made: Cluster, place: int, seconds: float) -> None:
    made.pause(place)
    await asyncio.sleep(seconds)
    made.resume(place)


async def _overtake(
    made: Cluster, backlog: Backlog, inbox: Inbox, times: Times
) -> tuple[float, int]:
    """One of two workers is stopped in the midst of its work: the other does all, also what that
    one held. Then it goes on, and may send late what is known already."""
    before = len(inbox.log)
    await backlog.add(150)
    while len(inbox.log) < before + 100:
        await asyncio.sleep(0.002)
    made.pause(0)
    begun = time.monotonic()
    await inbox.until_ended(backlog.lengths.keys(), 60, made.forks.said)
    took = time.monotonic() - begun
    before = len(inbox.log)
    made.resume(0)
    await asyncio.sleep(1.5)
    return took, len(inbox.log) - before


def figures(told: Told, blows: Blows, times: Times) -> list[Figure]:
    """As the table has them."""
    verdict, most = told.verdict, blows.most_repeated
    given = told.given
    found = [
        Figure("kill -9 of one of two workers; of the API process",
               f"{given['workers']}; {given['apis']}"),
        Figure("backends terminated; workers stopped past their lease and continued; immediate stops"
               " of the server", f"{given['cuts']}; {given['pauses']}; {given['servers']}"),
        Figure("requests repeated by the tenant: unanswered; answered 5xx",
               f"{told.again}; {told.failed}"),
        Figure("orders acknowledged, each once, and told of to the end", f"{verdict.orders}", "all"),
        Figure("KCIs lost, or out of order when first seen", f"0 of {verdict.kcis}", "0"),
        Figure("KCIs that came again", f"{verdict.repeated}",
               f"≤ {most} (each worker's {UNFLUSHED} unflushed + {SLOTS} slots)",
               verdict.repeated <= most),
    ]  # fmt: skip
    if told.overtaken is not None:
        limit = times.lease + 5 + 3
        found.append(
            Figure("a worker stopped in its midst: the other has done all, also what it held, after",
                   f"{told.overtaken:.1f} s", f"≤ {limit:g} s (lease {times.lease:g} s, an open"
                   " transaction 5 s, the work)", told.overtaken <= limit)
        )  # fmt: skip
        found.append(
            Figure("KCIs that it sent late when it went on: duplicates by then", f"{told.late}",
                   f"≤ {SLOTS}", told.late <= SLOTS)
        )  # fmt: skip
    return found


@contextmanager
def _store() -> Iterator[tuple[OwnServer, Path]]:
    with own_server() as server, tempfile.TemporaryDirectory() as folder:
        yield server, Path(folder)


def _drill(blows: Blows) -> list[Figure]:
    with _store() as (server, folder):
        told = asyncio.run(
            strike(folder, server.url, blows, seed=2, times=PATIENT, server=server)
        )  # fmt: skip
    return figures(told, blows, PATIENT)


DRILL = Drill(
    2, "kill -9, cut connections, stopped server and stopped workers, PostgreSQL",
    lambda: _drill(Blows(workers=70, apis=30, cuts=30, pauses=4, servers=4)),
    lambda: _drill(Blows(workers=8, apis=4, cuts=4, pauses=1, servers=1)),
)  # fmt: skip
