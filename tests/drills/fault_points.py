"""Drill 3: at every named point of the code the process ends, an error is raised, or all hangs."""

from __future__ import annotations

import asyncio
import signal
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import httpx2

from fibrecafe_gateway import faults
from fibrecafe_gateway.store.migrations import HEAD

from .arming import KINDS, reached
from .forking import Forks, Process, forks
from .gateway import SECRET, SUPPLIER_CLIENT, Served, free_port, write_config
from .hanging_workers import take_over
from .inbox import Inbox
from .oracle import Verdict, judge
from .postgresql import own_server
from .result import Drill, Figure
from .tenant import Tenant

UNFLUSHED, SLOTS = 20, 16
"""Settings of the drill: so much may come again after a process has died."""

_STOP, _MIGRATION, _TIME_OUT = "worker.stops", "schema.migrated", "supplier.timed_out"

_REACH = 20.0  # seconds in which a point must be reached

_STOP_WITHIN = 30.0  # seconds that a stop may take

_SLOW = "ORDER_SUCCESSFUL?slow=1"  # the supplier answers later than it may


class Fault(NamedTuple):
    """What happens, where, and at which time that it is reached."""

    name: str
    kind: str
    nth: int


def faults_of(names: Iterable[str], kinds: Iterable[str], turns: Iterable[int]) -> list[Fault]:
    """All combinations that there can be: a process stops once, and has so many migrations."""
    most = {_STOP: 1, _MIGRATION: int(HEAD)}
    ways, ns = tuple(kinds), tuple(turns)
    return [
        Fault(name, kind, n)
        for name in names for kind in ways for n in ns if n <= most.get(name, n)
    ]  # fmt: skip


@dataclass
class Told:
    """What came of them."""

    runs: int
    verdict: Verdict
    again: int
    failed: int
    stops: list[float] = field(default_factory=list)
    """Seconds that stops took after an error had been raised."""


@dataclass
class _World:
    folder: Path
    forks: Forks
    served: Served
    inbox: Inbox
    tenant: Tenant
    http: httpx2.AsyncClient
    slow: list[asyncio.Task[int]] = field(default_factory=list)
    stops: list[float] = field(default_factory=list)

    async def suffer(self, *given: Fault) -> None:
        """Start a gateway that meets them, and end it. Several: of errors only, which end nothing."""
        process = self.served.start(faults=given)
        for fault in given:
            if fault.name == _TIME_OUT:
                slow = (self.tenant.order(_SLOW) for _ in range(fault.nth))
                self.slow += map(asyncio.create_task, slow)
        first = given[0]
        if first.name == _STOP:
            await self.served.must_be_ready(self.http)
            await asyncio.sleep(0.05)
            process.send(signal.SIGTERM)
        for fault in given:
            await _reached(process, fault)
        if first.kind == "exit" or (first.name == _MIGRATION and first.kind != "hang"):
            process.wait(10)
        elif first.kind == "hang":
            await asyncio.sleep(0.1)
            assert not process.ended
        else:
            await self._go_on(process, stopping=first.name == _STOP)
        self.served.kill()
        self.tenant.check()

    async def _go_on(self, process: Process, *, stopping: bool) -> None:
        """An error takes nothing down."""
        if not stopping:
            await asyncio.sleep(0.1)
            await self.served.must_be_ready(self.http)
            process.send(signal.SIGTERM)
        await self._stopped(process)

    async def _stopped(self, process: Process) -> None:
        begun = time.monotonic()
        await asyncio.to_thread(process.wait, _STOP_WITHIN)
        self.stops.append(time.monotonic() - begun)

    async def recover(self) -> None:
        """A gateway without faults; all that was begun comes to its end."""
        self.served.start()
        await self.served.must_be_ready(self.http)
        await asyncio.gather(*self.slow)
        await self.tenant.finish_ordering()
        await self.inbox.until_ended(self.tenant.accepted, 60, self.forks.said)
        self.served.kill()


async def _reached(process: Process, fault: Fault) -> None:
    deadline = time.monotonic() + _REACH
    while reached(fault.name) not in process.said():
        assert time.monotonic() < deadline, f"{fault} is not reached:\n{process.said()[-3000:]}"
        assert not process.ended, f"it ended before {fault}:\n{process.said()[-3000:]}"
        await asyncio.sleep(0.01)


async def suffer_all(folder: Path, given: Sequence[tuple[Fault, ...]]) -> Told:
    """One after the other, on one store, under load; see `suffer`. Raises AssertionError when something is lost,
    accepted twice or out of order, or when a gateway does not survive an error."""
    inbox = Inbox(token_life=0.5)
    port, supplier_port = free_port(), free_port()
    url = f"http://127.0.0.1:{port}"
    async with inbox.listening() as base, httpx2.AsyncClient(timeout=20) as http:
        with forks(folder) as started:
            secret = folder / "secret"
            secret.write_text(SECRET)
            started.start(
                "simulator", "--port", supplier_port, "--gateway", f"{url}/v1",
                "--client-id", SUPPLIER_CLIENT, "--client-secret-file", secret,
                "--kci-delay", "0.02", "--seed", "1",
            )  # fmt: skip
            config = write_config(
                folder / "fibrecafe.toml", port=port, store=f"sqlite:///{folder / 'store.db'}",
                inbox=base, oauth=True,
                delivery={
                    "unflushed": UNFLUSHED, "slots": SLOTS, "slots_per_endpoint": SLOTS,
                    "timeout": 2.0, "probe": 1.0,
                },
                supplier={"base_url": f"http://127.0.0.1:{supplier_port}", "timeout": 0.4},
            )  # fmt: skip
            served = Served(started, config, url)
            world = _World(folder, started, served, inbox, Tenant(url, http, pause=0.02), http)
            await _meet(world, given)
    verdict = judge(inbox.log, world.tenant.accepted)
    return Told(len(given), verdict, world.tenant.unanswered, world.tenant.failed, world.stops)


async def _meet(world: _World, given: Sequence[tuple[Fault, ...]]) -> None:
    at_first = [group for group in given if group[0].name == _MIGRATION]
    for group in at_first:
        await world.suffer(*group)  # nothing of it is kept: the next begins with an empty store
    world.served.start()
    await world.served.must_be_ready(world.http)
    await world.tenant.authorize()
    world.served.kill()
    async with world.tenant.ordering(2):
        for group in given:
            if group not in at_first:
                world.inbox.turn += 1
                await world.suffer(*group)
        await world.recover()


def _drill(turns: Sequence[int], names: Sequence[str], hanging: Sequence[str]) -> list[Figure]:
    given = [(fault,) for fault in faults_of(names, KINDS, turns)]
    with tempfile.TemporaryDirectory() as folder:
        told = asyncio.run(suffer_all(Path(folder), given))
    verdict, most = told.verdict, told.runs * (UNFLUSHED + SLOTS)
    found = [
        Figure("named points; what happens there", f"{len(names)}; {', '.join(KINDS)}"),
        Figure("faults, each in a gateway of its own, at the " +
               ", ".join(map(str, turns)) + ". time", f"{told.runs}"),
        Figure("requests repeated by the tenant: unanswered; answered 5xx",
               f"{told.again}; {told.failed}"),
        Figure("orders acknowledged, each once, and told of to the end", f"{verdict.orders}", "all"),
        Figure("KCIs lost, or out of order when first seen", f"0 of {verdict.kcis}", "0"),
        Figure("KCIs that came again", f"{verdict.repeated}", f"≤ {most}",
               verdict.repeated <= most),
        Figure("longest stop of a gateway in which an error was raised", f"{max(told.stops):.1f} s",
               f"≤ {_STOP_WITHIN:g} s"),
    ]  # fmt: skip
    if hanging:
        with own_server() as server, tempfile.TemporaryDirectory() as folder:
            found += asyncio.run(take_over(Path(folder), server.url, hanging))
    return found


_ALL = tuple(faults.POINTS)

_IN_WORKERS = (
    "lane.claimed", "attempt.recorded", "kci.sent", "message.done", "supplier.answered",
)  # fmt: skip

DRILL = Drill(
    3, "faults at named points of the code",
    lambda: _drill((1, 2, 3, 5, 8), _ALL, _IN_WORKERS), lambda: _drill((1,), _ALL, ()),
)  # fmt: skip
