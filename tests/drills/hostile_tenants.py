"""Drill 4: poison KCIs and hostile endpoints: only that lane or endpoint suffers."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

from fibrecafe_gateway.clock import VirtualClock
from fibrecafe_gateway.delivery.to_tenants import Target
from fibrecafe_gateway.store.database import open_database
from tests.runtime.delivery.posting import SETTINGS, Kci, Post, Receiver, Reply, posting

from .hostile import ANSWERS, Answer, hostile, redirect_to
from .result import Drill, Figure

T = TypeVar("T")

Play = Callable[[str], Coroutine[Any, Any, "Beside"]]

_OTHERS = tuple("BCDEFGHIJ")  # tenants that are well

_KCIS = 5  # of each order

_HOSTILE = 40  # orders of the one that is not well

_SETTINGS = SETTINGS.model_copy(update={"timeout": 0.5})

MEMORY = 64
"""Megabytes that hostile answers may cost."""

_SHARE = 0.6  # of their rate that the others keep at least


@dataclass(frozen=True, slots=True)
class Beside:
    """How others did beside a hostile tenant."""

    took: float
    """Seconds until all of theirs was delivered."""
    grown: float
    """Megabytes of memory, at most."""
    state: str
    """Of the first hostile tenant's circuit and lanes."""


async def beside(store: str, answers: Sequence[Answer], orders: int) -> Beside:
    """Nine tenants with so many orders each, beside one tenant for each of the answers; none: one
    more that is well. Raises AssertionError when something of the nine is lost, repeated or out of
    order."""
    bad = [f"A{number}" for number in range(len(answers))] or ["A0"]
    async with AsyncExitStack() as stack:
        receiver = await stack.enter_async_context(Receiver().listening())
        post = await stack.enter_async_context(
            posting(
                open_database(store), receiver, tenants=(*bad, *_OTHERS), settings=_SETTINGS
            )
        )  # fmt: skip
        for tenant, answer in zip(bad, answers, strict=False):
            url = await stack.enter_async_context(hostile(answer))
            post.targets[tenant] = Target(url, None)
        for number, tenant in enumerate(bad, 1):
            for order in range(_HOSTILE):
                await post.tell(100_000 * number + order, kcis=2, tenant=tenant)
        for number, tenant in enumerate(_OTHERS, 1):
            for order in range(orders):
                await post.tell(1000 * number + order, kcis=_KCIS, tenant=tenant)
        begun, before, grown = time.monotonic(), _resident(), 0.0
        running = asyncio.create_task(post.engine.run())
        wanted = len(_OTHERS) * orders * _KCIS
        try:
            async with asyncio.timeout(60):
                while sum(k.tenant in _OTHERS for k in receiver.kcis) < wanted:
                    await asyncio.sleep(0.01)
                    grown = max(grown, _resident() - before)
            took = time.monotonic() - begun
            await asyncio.sleep(0.3)
            state = await _state(post)
        finally:
            await post.engine.stop()
            await running
        _check(receiver, orders)
        return Beside(took, grown, state)


def _check(receiver: Receiver, orders: int) -> None:
    got: dict[int, list[int]] = {}
    for kci in receiver.kcis:
        if kci.tenant in _OTHERS:
            got.setdefault(kci.order, []).append(kci.seq)
    assert len(got) == len(_OTHERS) * orders
    for order, seen in got.items():
        assert seen == list(range(1, _KCIS + 1)), f"order {order}: {seen}"


async def _state(post: Post) -> str:
    circuit = await post.circuit("A0")
    lanes = [lane for lane in await post.lanes() if lane["endpoint"] == "tenant/A0"]
    parked = sum(lane["parked"] is not None for lane in lanes)
    how = "paused" if circuit.is_open else "open"
    return f"{how}, {len(lanes)} of {_HOSTILE} orders wait, {parked} parked"


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20


async def poison(store: str, status: int, orders: int) -> tuple[int, int, str, int]:
    """One order is refused for ever, in virtual time: KCIs of others, of which so many were taken,
    why its lane is parked, and how often it was tried."""

    def answer(kci: Kci) -> Reply:
        return Reply(status, body=b"never") if kci.order == 0 else Reply()

    async with (
        Receiver(answer).listening() as receiver,
        posting(open_database(store, clock=VirtualClock()), receiver) as post,
    ):
        await post.tell(0, kcis=3)
        for order in range(1, orders + 1):
            await post.tell(order, kcis=2)
            await post.wait(5, step=2.5)
        lane = await post.lane(0)
        assert lane is not None
        taken = sum(k.order != 0 for k in receiver.kcis)
        assert not (await post.circuit()).is_open
        return 2 * orders, taken, str(lane["parked"] or "not parked"), len(receiver.got(0))


def _with_store(play: Callable[[str], Coroutine[Any, Any, T]]) -> T:
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(play(f"sqlite:///{Path(folder) / 'store.db'}"))


def _drill(orders: int, rounds: int) -> list[Figure]:
    found = []
    for status in (422, 500):
        told, taken, why, tries = _with_store(partial(poison, status=status, orders=120))
        found.append(
            Figure(f"{status} for ever, on one order: tries, then",
                   f"{tries}; parked: {why.split(':')[0]}", "parked", why != "not parked")
        )  # fmt: skip
        found.append(
            Figure("  KCIs of the same tenant's other orders, taken meanwhile", f"{taken} of {told}",
                   "all", taken == told)
        )  # fmt: skip
    found += _hostile(orders, rounds)
    return found


def _hostile(orders: int, rounds: int) -> list[Figure]:
    found = []
    for name, answer in ANSWERS.items():
        play = partial(beside, answers=[answer], orders=orders)
        found += _figures(name, *_compared(play, orders, rounds))
    hits: list[bytes] = []

    async def inside(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        hits.append(await reader.read(100))
        writer.close()

    async def redirected(store: str) -> Beside:
        server = await asyncio.start_server(inside, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            return await beside(store, [redirect_to(f"http://127.0.0.1:{port}/admin")], orders)

    found += _figures("a redirect to an internal address", *_compared(redirected, orders, rounds))
    found.append(Figure("  requests that came to that address", f"{len(hits)}", "0", not hits))
    return found


def _compared(play: Play, orders: int, rounds: int) -> tuple[float, list[Beside]]:
    """One after the other, so that what else the machine does hits both."""
    shares, runs = [], []
    for _ in range(rounds):
        usual = _with_store(partial(beside, answers=[], orders=orders)).took
        runs.append(_with_store(play))
        shares.append(usual / runs[-1].took)
    return median(shares), runs


def _figures(name: str, share: float, runs: Sequence[Beside]) -> list[Figure]:
    grown = max(run.grown for run in runs)
    return [
        Figure(f"{name}: rate of the nine others, of theirs when all are well", f"{share:.2f}",
               f"≥ {_SHARE}", share >= _SHARE),
        Figure("  memory, at most; its endpoint", f"+{grown:.0f} MB; {runs[-1].state}",
               f"+{MEMORY} MB", grown <= MEMORY),
    ]  # fmt: skip


DRILL = Drill(
    4, "poison KCIs and hostile tenants", lambda: _drill(60, 3), lambda: _drill(40, 1)
)  # fmt: skip
