"""The cases of the benchmark of delivery: each fills stores, lets workers run, and says what it
saw."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from fibrecafe_gateway.delivery.outcome import Message
from fibrecafe_gateway.delivery.to_tenants import assemble

from .delivery_receiver import Receiver
from .delivery_sender import Sender, sending
from .delivery_stores import TENANTS, Kcis, Store

SHAPES = (1, 20)
"""KCIs of an order."""

_DOWN = TENANTS[0]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is done."""

    rounds: int
    kcis: int
    fresh: int
    """KCIs that are added where much waits already."""
    few: int
    many: int
    """Orders that wait."""
    history: int
    """KCIs that are delivered."""
    seconds: float
    """Of an even rate."""


@dataclass
class Bench:
    """What the cases have in common."""

    receiver: Receiver
    make: dict[str, Callable[[], Store]]
    """Of new stores."""
    kcis: Kcis
    sizes: Sizes

    def raw(self) -> float:
        """KCIs a second of the bare loop."""
        row = self.kcis.waiting(1, 1)["message"][0]
        body = assemble(Message(**row), "2026-01-01T00:00:00.000Z")
        self.receiver.behave()
        with sending("raw", "", self.receiver.url) as sender:
            begin: float = sender.ask(do="post", body=body, count=self.sizes.kcis)
        return self.sizes.kcis / (float(self.receiver.ask()["last"]) - begin)

    def rate(self, store: Store, count: int, **options: Any) -> float:
        """KCIs a second of a worker that delivers so many that wait."""
        self.receiver.behave()
        with sending("work", store.url, self.receiver.url, **options) as sender:
            begin: float = sender.ask(do="start")
            self.receiver.until(count)
        return count / (float(self.receiver.ask(f"/at/{count - 1}")) - begin)

    def filled(self, kind: str, orders: int, each: int = 1, **how: Any) -> Store:
        """A new store with KCIs that wait."""
        store = self.make[kind]()
        store.put(self.kcis.waiting(orders, each, **how))
        store.settle()
        return store

    def rounds(self) -> range:
        """Of which the median counts."""
        return range(self.sizes.rounds)


def throughput(bench: Bench) -> Iterator[tuple[int, str, float]]:
    """All that waits, as fast as it goes: shape, who, and KCIs a second, round after round.

    `raw` is the bare loop.
    """
    count = bench.sizes.kcis
    for _ in bench.rounds():
        for shape in SHAPES:
            yield shape, "raw", bench.raw()
            for kind in bench.make:
                store = bench.filled(kind, count // shape, shape)
                yield shape, kind, bench.rate(store, count)
                store.drop()


def steady(bench: Bench, kind: str, rate: int) -> list[float]:
    """Seconds from commit to receipt of KCIs at an even rate, each in a transaction with its order.

    On PostgreSQL one process writes and another delivers; on SQLite one does both.
    """
    store = bench.make[kind]()
    bench.receiver.behave()
    with ExitStack() as stack:

        def started(what: str) -> Sender:
            sender = stack.enter_context(sending(what, store.url, bench.receiver.url))
            sender.ask(do="start")
            return sender

        worker = started("work")
        teller = worker if kind == "SQLite" else started("tell")
        teller.ask(do="orders", each=100)
        teller.ask(do="tell", rate=rate, seconds=1)  # warms up
        committed = teller.ask(do="tell", rate=rate, seconds=bench.sizes.seconds)
        bench.receiver.until(rate + len(committed))
        came = bench.receiver.ask("/log")
    store.drop()
    return [max(0.0, came[name] - at) for name, at in committed.items()]


def workers(bench: Bench, counts: Sequence[int], delay: float) -> Iterator[tuple[int, float]]:
    """Workers of one PostgreSQL, and KCIs a second to endpoints that take `delay` seconds."""
    for _ in bench.rounds():
        for count in counts:
            total = bench.sizes.kcis * min(count, 2)
            store = bench.filled("PostgreSQL", total)
            bench.receiver.behave(delay=delay)
            with ExitStack() as stack:
                senders = [
                    stack.enter_context(sending("work", store.url, bench.receiver.url))
                    for _ in range(count)
                ]
                begin = max(sender.ask(do="start") for sender in senders)
                last = bench.receiver.until(total)["last"]
            yield count, total / (last - begin)
            store.drop()


def blocked(bench: Bench, kind: str) -> Iterator[tuple[str, float]]:
    """KCIs a second of new orders, while others of the same tenants wait out a back-off.

    `few`, `many`, `history`: as many as `many`, and what was delivered before.
    """
    sizes = bench.sizes
    with _history(bench, kind) as old:
        old.put(bench.kcis.waiting(sizes.many, 1, blocked=True))
        cases = {
            "few": bench.filled(kind, sizes.few, blocked=True),
            "many": bench.filled(kind, sizes.many, blocked=True),
            "history": old,
        }
        old.settle()
        for _ in bench.rounds():
            for name, store in cases.items():
                store.put(bench.kcis.waiting(sizes.fresh, 1))
                yield name, bench.rate(store, sizes.fresh)
        for name in ("few", "many"):
            cases[name].drop()


def ready(bench: Bench, kind: str) -> Iterator[tuple[str, float]]:
    """KCIs a second, where few or many orders are due; names as `blocked` has them."""
    sizes = bench.sizes
    with _history(bench, kind) as old:
        old.put(bench.kcis.waiting(sizes.many, 1))
        cases = {"many": bench.filled(kind, sizes.many), "history": old}
        few = bench.make[kind]()
        old.settle()
        for _ in bench.rounds():
            yield "few", _in_parts(bench, few)
            for name, store in cases.items():
                yield name, bench.rate(store, sizes.fresh)
        for store in (few, cases["many"]):
            store.drop()


def _in_parts(bench: Bench, store: Store) -> float:
    """So few are sent too soon to be measured: several, one after the other, each but for its
    beginning and its end."""
    few, parts = bench.sizes.few, max(1, bench.sizes.fresh // bench.sizes.few)
    edge = few // 10
    bench.receiver.behave()
    taken = 0.0
    with sending("work", store.url, bench.receiver.url) as sender:
        sender.ask(do="start")
        for part in range(parts):
            store.put(bench.kcis.waiting(few, 1))
            bench.receiver.until(few * (part + 1))
            first, last = few * part + edge, few * (part + 1) - 1 - edge
            taken += bench.receiver.ask(f"/at/{last}") - bench.receiver.ask(f"/at/{first}")
    return parts * (few - 1 - 2 * edge) / taken


@contextmanager
def _history(bench: Bench, kind: str) -> Iterator[Store]:
    """A store in which much was delivered; given up with the block."""
    store = bench.make[kind]()
    try:
        for part in bench.kcis.delivered(bench.sizes.history):
            store.put(part)
        yield store
    finally:
        store.drop()


def down(bench: Bench, kind: str, orders: int) -> Iterator[tuple[str, float]]:
    """KCIs a second of nine tenants, while the tenth with so many orders is `up`, `hang`s, is
    `busy`."""
    others = bench.sizes.kcis // 10 * 9
    for _ in bench.rounds():
        for how in ("up", "hang", "busy"):
            store = bench.filled(kind, orders, tenants=[_DOWN])
            store.put(bench.kcis.waiting(others, 1, tenants=TENANTS[1:]))
            bench.receiver.behave(**({how: [_DOWN]} if how != "up" else {}))
            with sending("work", store.url, bench.receiver.url) as sender:
                begin = sender.ask(do="start")
                bench.receiver.until(others + (orders if how == "up" else 0))
            log = bench.receiver.ask("/log")
            last = max(at for name, at in log.items() if not name.startswith(f"{_DOWN}-"))
            yield how, others / (last - begin)
            store.drop()


def quantile(values: Sequence[float], part: float) -> float:
    """A value that so great a part is not above."""
    return statistics.quantiles(values, n=1000, method="inclusive")[round(part * 1000) - 1]
