"""The gateway beside other ways to deliver: the same KCIs, receiver and PostgreSQL server, and as
many requests at a time. Each peer is in an environment of its own, and set as its documents
recommend.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from fibrecafe_gateway.delivery.claiming import MESSAGES
from fibrecafe_gateway.delivery.outcome import Message
from fibrecafe_gateway.delivery.to_tenants import assemble
from fibrecafe_gateway.settings import Delivery

from . import peers
from .delivery_cases import SHAPES, Bench
from .delivery_environment import environment
from .delivery_peer_worker import Kci
from .delivery_receiver import Receiver
from .delivery_sender import FLIGHT, Sender
from .measure import table

_PATIENCE = 120.0
"""Seconds that a peer may take."""


@dataclass(frozen=True, slots=True)
class _Peer:
    """Another way, what it is set to, and what it then promises."""

    name: str
    setting: str
    order: str
    promise: str
    needs: tuple[str, ...] = ()
    """Packages of an environment of its own; without any it runs in ours."""
    slow: bool = False
    """It gets fewer KCIs."""


_PEERS = (
    _Peer(
        "procrastinate",
        f"one job a KCI with the order as its `lock`, concurrency {FLIGHT}, a pool of one connection"
        " more, as its pages on locks and on pool sizes say (on two processors a pool of 10 was"
        " somewhat faster with 1 of an order)",
        "kept",
        "jobs of a lock run one at a time in the order of their creation, also while one waits to be"
        " tried again, which its open issue 1599 calls a defect; one that has failed for good lets"
        " the next go",
        ("procrastinate==3.10.0", "psycopg[binary,pool]"),
        slow=True,
    ),
    _Peer(
        "dbos",
        "one workflow a KCI whose POST is a step, as its page on steps wants it (without, it was about"
        " twice as fast), a queue with partition_concurrency 1, the order as partition key and"
        f" worker_concurrency {FLIGHT}; it recommends no interval of polls, so 20 ms, since with its"
        f" default of a second only {FLIGHT} KCIs a second begin",
        "kept",
        "workflows of a partition run one at a time, first in, first out (by the millisecond, then by"
        " the workflow's id, which we make ascending); one that ends in an error lets the next go",
        ("dbos==3.4.0",),
        slow=True,
    ),
    _Peer(
        "txoutbox",
        f"the order as key, strict_ordering as is the default, concurrency {FLIGHT} and"
        f" {5 * FLIGHT} messages a round (its defaults are 10 and 50)",
        "kept",
        "messages of a key go one after the other in the order of their ids, also over retries and"
        " workers; a dead letter lets the next go",
        ("txoutbox[postgres]==0.2.2",),
    ),
    _Peer(
        "outbox",
        f"a plain one of our own: SELECT {5 * FLIGHT} unsent ORDER BY id FOR UPDATE SKIP LOCKED, POST"
        f" them, {FLIGHT} at a time, UPDATE, COMMIT",
        "no order",
        "KCIs of an order in one round are under way together, one that fails is overtaken, and a"
        " second worker takes what comes after the first one's",
    ),
)


@dataclass
class _Found:
    """Of the rounds, by shape and name."""

    stored: dict[tuple[int, str], int] = field(default_factory=dict)
    rates: dict[tuple[int, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    ratios: dict[tuple[int, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    disordered: Counter[tuple[int, str]] = field(default_factory=Counter)
    failed: dict[tuple[int, str], str] = field(default_factory=dict)

    def add(self, shape: int, name: str, count: int, rate: float, raw: float) -> None:
        """One round, in which the bare loop made `raw`."""
        self.stored[shape, name] = count
        self.rates[shape, name].append(rate)
        self.ratios[shape, name].append(rate / raw)


def compare(bench: Bench) -> None:
    """Print what is found. A peer that cannot be installed, or fails, is named with the reason."""
    found = _Found()
    pythons = {peer.name: _installed(peer, found) for peer in _PEERS}
    for _ in bench.rounds():
        for shape in SHAPES:
            raw = bench.raw()
            for kind in bench.make:
                count = bench.sizes.kcis // shape * shape
                store = bench.filled(kind, count // shape, shape)
                found.add(shape, f"gateway, {kind}", count, bench.rate(store, count), raw)
                store.drop()
            for peer in _PEERS:
                if (shape, peer.name) not in found.failed:
                    _round(bench, found, peer, pythons[peer.name], shape, raw)
    print(table(_HEADER, [_row(found, shape, name) for shape in SHAPES for name in _names(bench)]))
    _explain(bench, found)


_HEADER = (
    "KCIs", "who", "stored", "a second", "of the bare loop", "lowest", "highest",
    "order of an order",
)  # fmt: skip


def _round(bench: Bench, found: _Found, peer: _Peer, python: str, shape: int, raw: float) -> None:
    kcis = _kcis(bench, _count(bench, peer, shape) // shape, shape)
    store = bench.make["PostgreSQL"]()
    try:
        with _sending(peer, python, store.url, bench.receiver.url) as sender:
            _told(sender, do="store", kcis=[kci.as_json() for kci in kcis])
            store.settle()
            bench.receiver.behave()
            begin: float = _told(sender, do="start")
            found.disordered[shape, peer.name] += _until(bench.receiver, len(kcis))
            last = float(bench.receiver.ask(f"/at/{len(kcis) - 1}"))
    except RuntimeError as error:
        found.failed[shape, peer.name] = str(error)
    else:
        found.add(shape, peer.name, len(kcis), len(kcis) / (last - begin), raw)
    finally:
        store.drop()


def _count(bench: Bench, peer: _Peer, shape: int) -> int:
    """So few for the slow ones that it takes seconds, but of as many orders as there are
    requests."""
    count = bench.sizes.kcis
    if peer.slow:
        count = min(count, max(count // 10, 200, FLIGHT * shape))
    return count // shape * shape


def _kcis(bench: Bench, orders: int, each: int) -> list[Kci]:
    """The first of each order, then the second of each: as they come about, and so that those that
    take them by id find many orders."""
    rows = sorted(bench.kcis.waiting(orders, each)["message"], key=lambda row: row["seq"])
    return [
        Kci(
            tenant=row["lane"].split("/")[1],
            order=row["conversation_id"],
            seq=row["seq"],
            id=f"00000000-0000-4000-8000-{number:012}",
            body=assemble(Message(**row), "2026-01-01T00:00:00.000Z"),
        )
        for number, row in enumerate(rows)
    ]


def _until(receiver: Receiver, count: int) -> int:
    """Wait for so many: how often one came out of order. Raises RuntimeError where they do not."""
    deadline = time.monotonic() + _PATIENCE
    while (told := receiver.ask())["taken"] < count:
        if time.monotonic() > deadline:
            raise RuntimeError(f"{told['taken']} of {count} came in {_PATIENCE:.0f} s")
        time.sleep(0.02)
    return int(told["disordered"])


def _installed(peer: _Peer, found: _Found) -> str:
    """Its Python. What it needs is installed when it is missing."""
    if not peer.needs:
        return sys.executable
    # What posts is the same everywhere.
    needs = [*peer.needs, *(f"{name}=={version(name)}" for name in ("aiohttp", "uvloop"))]
    try:
        return environment(peer.name, needs)
    except RuntimeError as error:
        for shape in SHAPES:
            found.failed[shape, peer.name] = str(error)
        return ""


@contextmanager
def _sending(peer: _Peer, python: str, store: str, receiver: str) -> Iterator[Sender]:
    """Its worker. Raises RuntimeError with the last it said, where it dies."""
    command = [
        python, "-m", f"benchmarks.delivery_peer_{peer.name}", store, receiver, str(FLIGHT)
    ]  # fmt: skip
    with (
        tempfile.TemporaryFile("w+") as said,
        subprocess.Popen(
            command, cwd=peers.ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said,
        ) as process,
    ):  # fmt: skip
        try:
            _told(sender := Sender(process), do="nothing")
            yield sender
        except (RuntimeError, OSError) as error:
            said.seek(0)
            last = said.read().strip().rpartition("\n")[2]
            raise RuntimeError(f"{error}; {last}" if last else str(error)) from error
        finally:
            process.kill()


def _told(sender: Sender, **what: Any) -> Any:
    """The answer. Raises RuntimeError where it is that it failed."""
    answer = sender.ask(**what)
    if isinstance(answer, dict):
        raise RuntimeError(" ".join(answer["failed"].split())[:200])
    return answer


def _names(bench: Bench) -> list[str]:
    return [*(f"gateway, {kind}" for kind in bench.make), *(peer.name for peer in _PEERS)]


def _row(found: _Found, shape: int, name: str) -> list[str]:
    which = shape, name
    row = [f"{shape} of an order", name]
    if which in found.failed or which not in found.rates:
        return [*row, *("-",) * 5, f"failed: {found.failed[which]}"]
    ratios = found.ratios[which]
    order = next((peer.order for peer in _PEERS if peer.name == name), "kept")
    if found.disordered[which]:
        order += f", {found.disordered[which]} out of order"
    return [
        *row, str(found.stored[which]), f"{statistics.median(found.rates[which]):.0f}",
        *(f"{value:.2f}" for value in (statistics.median(ratios), min(ratios), max(ratios))), order,
    ]  # fmt: skip


def _explain(bench: Bench, found: _Found) -> None:
    settings = Delivery()
    fewer = ", ".join(peer.name for peer in _PEERS if peer.slow)
    print(
        f"\nAll wait when the clock starts, {bench.sizes.kcis} of them; {fewer} take long and have"
        " fewer, which flatters procrastinate, since it slows down with what waits. Peers have the"
        " first KCI of each order stored before the second of any, which helps those that take them"
        " by id. One worker each, with the same setting in both shapes.\n"
    )
    for peer in _PEERS:
        told = peer.name
        if peer.needs and not all((shape, peer.name) in found.failed for shape in SHAPES):
            told += f" {peers.version(peer.name)}"
        print(f"- {told}: {peer.setting}. Order: {peer.order}; {peer.promise}.")
    print(
        f"- gateway: its defaults, {settings.slots} requests in flight"
        f" ({settings.slots_per_endpoint} to a tenant). Order: kept; a dead letter blocks its order"
        " until someone decides. Tuned against this very benchmark, as no peer was: up to"
        f" {MESSAGES} KCIs of an order in a claim, which flatters the shape of 20; claims ahead of"
        f" free slots; up to {settings.unflushed} completions recorded together; statements built"
        " once; on PostgreSQL no hash or merge joins, sequential scans or compilation on the"
        " worker's connections."
    )
