"""Drill 6: how soon a tenant has its KCIs after an outage, in virtual time, and that they do not come
all at once."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

from fibrecafe_gateway.clock import VirtualClock
from fibrecafe_gateway.delivery.to_tenants import Target
from fibrecafe_gateway.store.database import Database, open_database
from tests.runtime.delivery.posting import SETTINGS, Post, Receiver, Reply, posting

from .postgresql import own_server
from .result import Drill, Figure

_PROMISE = 60.0  # seconds from the recovery to the first delivery

_ORDERS = 200  # that wait when it recovers

_STEP = 15.0  # virtual seconds between looks during the outage

WAYS = {
    "503": Reply(503), "404": Reply(404), "no answer": Reply(hangs=True),
    "nobody listens": Reply(breaks=True),
}  # fmt: skip
"""How an endpoint is down."""


@dataclass(frozen=True, slots=True)
class Healed:
    """One recovery."""

    first: float
    """Virtual seconds until the first KCI was taken."""
    tries: int
    """During the outage."""
    at_once: Sequence[int]
    """Requests in flight, from one look to the next."""
    repeated: int
    """KCIs that were taken twice."""


async def heal(database: Database, outage: float, way: str, seed: int) -> Healed:
    """`outage` in seconds. Raises AssertionError when something is lost or out of order."""
    random, down = Random(seed), WAYS[way]
    settings = SETTINGS.model_copy(update={"timeout": 0.05}) if down.hangs else SETTINGS
    async with (
        Receiver(lambda kci: down).listening() as receiver,
        posting(database, receiver, settings=settings, seed=seed) as post,
    ):
        if down.breaks:
            post.targets["A"] = Target("http://127.0.0.1:9", None)
        passed, told = 0.0, 0
        while passed < outage:  # business goes on
            if told < _ORDERS and told / _ORDERS <= passed / outage:
                await post.tell(told, kcis=3)
                told += 1
            await post.wait(step := min(_STEP, outage - passed + 0.001), step=step)
            passed += step
        await post.wait(random.uniform(0.0, 60.0), step=1.0)
        tries = len(await post.attempts())
        receiver.kcis.clear()
        receiver.answer = lambda kci: Reply()
        post.targets["A"] = Target(f"{receiver.url}/A", None)
        healed = post.clock.now()
        while not receiver.kcis:
            await _look(post, [])
            if not receiver.kcis:
                post.clock.advance(timedelta(seconds=0.5))
        first = (post.clock.now() - healed).total_seconds()
        at_once = [1]
        while await post.lanes():
            await _look(post, at_once)
            post.clock.advance(timedelta(milliseconds=50))
        for order in range(told):
            seen = list(dict.fromkeys(seq for _, seq in receiver.got(order)))
            assert seen == [1, 2, 3], f"order {order}: {seen}"
        return Healed(first, tries, at_once, len(receiver.got()) - len(receiver.firsts()))


async def _look(post: Post, at_once: list[int]) -> None:
    await post.engine.tick()
    tasks = set(post.engine._tasks)
    if tasks:
        at_once.append(len(tasks))
        await asyncio.wait(tasks)


def rises_gently(at_once: Sequence[int], most: int) -> bool:
    """Whether never more than twice what was before went out."""
    peaks = [max(at_once[: place + 1]) for place in range(len(at_once))]
    return max(at_once) <= most and all(b <= 2 * a for a, b in pairwise(peaks))


@contextmanager
def _databases(kind: str) -> Iterator[Database]:
    if kind == "SQLite":
        with tempfile.TemporaryDirectory() as folder:
            yield open_database(f"sqlite:///{Path(folder) / 'store.db'}", clock=VirtualClock())
    else:
        with own_server() as server:
            yield open_database(server.url, clock=VirtualClock())


def _figures(cases: Sequence[tuple[str, float, str, int]]) -> list[Figure]:
    found = []
    most = SETTINGS.slots_per_endpoint
    for kind, outage, way, times in cases:
        healed = []
        for seed in range(times):
            with _databases(kind) as database:
                healed.append(asyncio.run(heal(database, outage, way, seed)))
        worst = max(one.first for one in healed)
        peaks = [max(one.at_once) for one in healed]
        length = f"{outage / 60:g} minutes" if outage < 3600 else f"{outage / 3600:g} hours"
        what = f"{kind}, {way} for {length}, {_ORDERS} orders wait, recovered {times} times: "
        found += [
            Figure(f"{what}first KCI after, at most", f"{worst:.1f} s", f"≤ {_PROMISE:g} s",
                   worst <= _PROMISE),
            Figure("  then at once 1, 2, 4 ..., at most; tries during the outage, at most",
                   f"{max(peaks)}; {max(one.tries for one in healed)}", f"≤ {most}, doubling",
                   all(rises_gently(one.at_once, most) for one in healed)),
        ]  # fmt: skip
    return found


_TEN_MINUTES, _EIGHT_HOURS = 600.0, 8 * 3600.0

DRILL = Drill(
    6, "heal time after an outage, in virtual time",
    lambda: _figures([
        ("SQLite", _TEN_MINUTES, "503", 10), ("SQLite", _TEN_MINUTES, "404", 5),
        ("SQLite", _TEN_MINUTES, "no answer", 5), ("SQLite", _TEN_MINUTES, "nobody listens", 5),
        ("SQLite", _EIGHT_HOURS, "503", 5), ("SQLite", _EIGHT_HOURS, "nobody listens", 3),
        ("PostgreSQL", _TEN_MINUTES, "503", 3), ("PostgreSQL", _EIGHT_HOURS, "503", 2),
    ]),
    lambda: _figures([("SQLite", _TEN_MINUTES, "503", 2)]),
)  # fmt: skip
