"""A gateway's process under load, whose system takes its store from it, and gives it back."""

from __future__ import annotations

import asyncio
import resource
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from .forking import forks
from .gateway import SECRET, SUPPLIER_CLIENT, Served, free_port, write_config
from .inbox import Inbox
from .oracle import Verdict, judge
from .tenant import Tenant

_UNLIMITED = resource.RLIM_INFINITY

_ROOM = 64 * 1024  # bytes of a file, with a disk that is full


@dataclass
class Seen:
    """What a run gave."""

    statuses: Counter[int] = field(default_factory=Counter)
    """Of the answers to orders."""
    hasty: int = 0
    """Refusals that did not say when to come again."""
    ready: list[float] = field(default_factory=list)
    """Seconds from the end of a trouble until the gateway was ready."""
    accepted: list[float] = field(default_factory=list)
    """... until it took an order."""
    told: list[float] = field(default_factory=list)
    """... until a tenant had a KCI."""
    verdict: Verdict | None = None
    lines: int = 0
    """Errors in the log."""

    async def note(self, answer: httpx2.Response) -> None:
        """Called for each."""
        if answer.request.url.path.endswith("/service-orders"):
            self.statuses[answer.status_code] += 1
            self.hasty += answer.status_code == 503 and "retry-after" not in answer.headers


@contextmanager
def full(served: Served, _: Path) -> Iterator[None]:
    """No file may grow; SQLite's files are longer already."""
    assert served.process is not None
    pid = served.process.pid
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (_ROOM, _UNLIMITED))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (_UNLIMITED, _UNLIMITED))


@contextmanager
def locked(_: Served, store: Path) -> Iterator[None]:
    """By somebody else's tool."""
    with closing(sqlite3.connect(store, isolation_level=None, timeout=10)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def gone(_: Served, store: Path) -> Iterator[None]:
    """Somebody moved the file."""
    away = store.with_name("away")
    store.rename(away)
    try:
        yield
    finally:
        away.rename(store)


WAYS: dict[str, Callable[[Served, Path], AbstractContextManager[None]]] = {
    "full": full, "locked": locked, "gone": gone,
}  # fmt: skip


async def take_away(folder: Path, ways: list[str]) -> Seen:
    """Each in its turn, with orders coming all the time. Raises AssertionError when an order is lost,
    accepted twice, or told of out of order, and when the file is damaged."""
    seen, inbox = Seen(), Inbox()
    store, port, supplier = folder / "store.db", free_port(), free_port()
    hooks = {"response": [seen.note]}
    async with inbox.listening() as url, httpx2.AsyncClient(timeout=20, event_hooks=hooks) as http:
        with forks(folder) as started:
            config = write_config(
                folder / "fibrecafe.toml", port=port, store=f"sqlite:///{store}", inbox=url,
                delivery={"unflushed": 20, "slots": 32, "slots_per_endpoint": 32},
                supplier={"base_url": f"http://127.0.0.1:{supplier}", "timeout": 5.0},
            )  # fmt: skip
            served = Served(started, config, f"http://127.0.0.1:{port}")
            (folder / "secret").write_text(SECRET)
            started.start(
                "simulator", "--port", supplier, "--gateway", f"{served.url}/v1",
                "--client-id", SUPPLIER_CLIENT, "--client-secret-file", folder / "secret",
                "--kci-delay", "0.02", "--seed", "1",
            )  # fmt: skip
            tenant = Tenant(served.url, http, pause=0.02)
            process = served.start()
            await served.must_be_ready(http)
            await tenant.authorize()
            async with tenant.ordering():
                for way in ways:
                    await _until(lambda n=seen.statuses[201] + 5: seen.statuses[201] >= n, way)
                    await _suffer(way, served, store, tenant, inbox, seen, http)
                await tenant.finish_ordering()
            await inbox.until_ended(tenant.accepted, 60, started.said)
            process.send(signal.SIGTERM)
            process.wait(30)
            seen.lines = process.said().count("ERROR")
    with closing(sqlite3.connect(store)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    seen.verdict = judge(inbox.log, tenant.accepted)
    return seen


async def _suffer(
    way: str, served: Served, store: Path, tenant: Tenant, inbox: Inbox, seen: Seen,
    http: httpx2.AsyncClient,
) -> None:  # fmt: skip

    async def health(path: str) -> int:
        return (await http.get(f"{served.url}{path}", timeout=10)).status_code

    with WAYS[way](served, store):
        refused = seen.statuses[503]
        await _until(lambda: seen.statuses[503] > refused, f"{way}: nothing is refused")
        await _until_it(lambda: health("/readyz"), 503, f"{way}: readiness stays green")
        assert await health("/livez") == 200
        await asyncio.sleep(0.3)
    begun, before, kcis = time.monotonic(), len(tenant.accepted), len(inbox.log)
    await _until_it(lambda: health("/readyz"), 200, f"{way}: it is not ready again")
    seen.ready.append(time.monotonic() - begun)
    await _until(lambda: len(tenant.accepted) > before, f"{way}: no order is taken again")
    seen.accepted.append(time.monotonic() - begun)
    await _until(lambda: len(inbox.log) > kcis, f"{way}: no KCI is sent again")
    seen.told.append(time.monotonic() - begun)
    tenant.check()


async def _until(fits: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + 30
    while not fits():
        assert time.monotonic() < deadline, what
        await asyncio.sleep(0.005)


async def _until_it(asked: Callable[[], Awaitable[int]], status: int, what: str) -> None:
    deadline = time.monotonic() + 30
    while await asked() != status:
        assert time.monotonic() < deadline, what
        await asyncio.sleep(0.01)
