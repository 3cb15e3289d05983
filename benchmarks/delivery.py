"""Delivery of KCIs through the gateway's own path, beside what limits it, on SQLite and PostgreSQL.

`python -m benchmarks.delivery [--quick] [CASE ...]`; all cases take an hour, `--quick` shows in two
minutes that each works, and its figures say nothing.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from .delivery_cases import (
    SHAPES,
    Bench,
    Sizes,
    blocked,
    down,
    quantile,
    ready,
    steady,
    throughput,
    workers,
)
from .delivery_receiver import receiving
from .delivery_sender import FLIGHT
from .delivery_stores import Kcis, stores
from .measure import table

_WHOLE = Sizes(rounds=3, kcis=10_000, fresh=5_000, few=1_000, many=100_000, history=1_000_000,
               seconds=10)  # fmt: skip
_QUICK = Sizes(rounds=1, kcis=1_000, fresh=500, few=100, many=1_000, history=20_000, seconds=1)

_KINDS = ("SQLite", "PostgreSQL")

_DELAY = 0.05

_Name = TypeVar("_Name")


def _throughput(bench: Bench) -> None:
    """All that waits, beside the bare loop."""
    rates: dict[tuple[int, str], list[float]] = defaultdict(list)
    for shape, who, rate in throughput(bench):
        rates[shape, who].append(rate)
    rows = []
    for shape in SHAPES:
        for who in ("raw", *_KINDS):
            ratios = _ratios(rates[shape, who], rates[shape, "raw"])
            rows.append([_SHAPE[shape], _WHO[who], _median(rates[shape, who]), *_spread(ratios)])
    print(table(["KCIs", "who", "a second", "of the bare loop", "lowest", "highest"], rows) + "\n")
    for kind in _KINDS:
        for shape, gate, goal in ((1, 0.35, 0.5), (20, 0.5, 0.65)):
            ratios = _ratios(rates[shape, kind], rates[shape, "raw"])
            _at_least(f"{kind}, {_SHAPE[shape]}, to the bare loop", ratios, gate, goal)
    for kind in _KINDS:
        store = bench.make[kind]()
        print(f"bare commits, one after the other, {kind}: {store.commits(2_000):.0f} a second")
        store.drop()


_SHAPE = {1: "1 of an order", 20: "20 of an order"}
_WHO = {"raw": "bare aiohttp loop", **{kind: f"gateway, {kind}" for kind in _KINDS}}


def _steady(bench: Bench, rate: int = 200) -> None:
    """An even rate, from commit to receipt."""
    taken: dict[str, list[list[float]]] = defaultdict(list)
    for _ in bench.rounds():
        for kind in _KINDS:
            taken[kind].append(steady(bench, kind, rate))
    for kind in _KINDS:
        p50, p99 = (
            [quantile(one, part) * 1000 for one in taken[kind]] for part in (0.5, 0.99)
        )  # fmt: skip
        print(
            f"{kind}, {rate} a second: half within {statistics.median(p50):.1f} ms;"
            f" {_verdict(statistics.median(p99) < 50)}: 99 % within"
            f" {statistics.median(p99):.1f} ms ({min(p99):.1f} to {max(p99):.1f}; under 50)"
        )


def _workers(bench: Bench) -> None:
    """Processes that share the work."""
    rates = _collected(workers(bench, (1, 2, 4), _DELAY))
    rows = [[count, _median(found)] for count, found in rates.items()]
    print(table(["workers", f"KCIs a second, {_DELAY * 1000:.0f} ms each"], rows) + "\n")
    for count, gate in ((2, 1.8), (4, 3.0)):
        _at_least(f"{count} workers to one", _ratios(rates[count], rates[1]), gate)


def _blocked(bench: Bench) -> None:
    """New KCIs beside orders that wait out a back-off."""
    sizes = bench.sizes
    for kind in _KINDS:
        rates = _collected(blocked(bench, kind))
        _show_backlog(f"{kind}, blocked", rates, sizes)
        _at_least(f"{kind}, {sizes.many} blocked to {sizes.few}",
                  _ratios(rates["many"], rates["few"]), 0.7, 0.9)  # fmt: skip
        _at_least(f"{kind}, the same with {sizes.history} delivered",
                  _ratios(rates["history"], rates["few"]), 0.7, 0.9)  # fmt: skip


def _ready(bench: Bench) -> None:
    """Much that is due at once."""
    sizes = bench.sizes
    for kind in _KINDS:
        rates = _collected(ready(bench, kind))
        _show_backlog(f"{kind}, ready", rates, sizes)
        _at_least(f"{kind}, {sizes.many} ready to {sizes.few}",
                  _ratios(rates["many"], rates["few"]), 1.0)  # fmt: skip
        _at_least(f"{kind}, the same with {sizes.history} delivered",
                  _ratios(rates["history"], rates["few"]), 1.0)  # fmt: skip


def _down(bench: Bench) -> None:
    """Nine tenants beside one that is down."""
    for kind in _KINDS:
        for orders in (50, 200):
            rates = _collected(down(bench, kind, orders))
            for how, words, gate, goal in (
                ("hang", "hangs", 0.6, 0.85),
                ("busy", "answers 503", 0.85, None),
            ):
                _at_least(
                    f"{kind}, nine tenants when the tenth with {orders} orders {words}, to"
                    f" {_median(rates['up'])} a second", _ratios(rates[how], rates["up"]), gate, goal,
                )  # fmt: skip


def _peers(bench: Bench) -> None:
    """Other ways to do it."""
    from .delivery_peers import compare

    compare(bench)


_CASES: dict[str, Callable[[Bench], None]] = {
    "throughput": _throughput,
    "steady": _steady,
    "workers": _workers,
    "blocked": _blocked,
    "ready": _ready,
    "down": _down,
    "peers": _peers,
}


def main(*arguments: str) -> None:
    """Print the figures."""
    sizes = _QUICK if "--quick" in arguments else _WHOLE
    chosen = [name for name in arguments if name != "--quick"] or list(_CASES)
    unknown = set(chosen) - _CASES.keys()
    if unknown:
        sys.exit(f"no case {', '.join(sorted(unknown))}; there are {', '.join(_CASES)}")
    with (
        tempfile.TemporaryDirectory(prefix="fibrecafe-") as name,
        receiving() as receiver,
        stores(Path(name)) as make,
    ):
        kcis = asyncio.run(Kcis.like_real(Path(name)))
        print(
            f"Python {sys.version.split()[0]}, aiohttp {version('aiohttp')}, uvloop"
            f" {version('uvloop')}, SQLAlchemy {version('sqlalchemy')}, asyncpg"
            f" {version('asyncpg')}; {FLIGHT} requests in flight, 10 tenants, KCIs of"
            f" {len(kcis.message['head'] + kcis.message['body'])} bytes; medians of {sizes.rounds}"
            " rounds. Worker, receiver and database share the machine's processors.\n"
        )
        bench = Bench(receiver, make, kcis, sizes)
        for case in chosen:
            print(f"### {_CASES[case].__doc__}\n")
            _CASES[case](bench)
            print(flush=True)


def _collected(found: Iterable[tuple[_Name, float]]) -> dict[_Name, list[float]]:
    made: dict[_Name, list[float]] = defaultdict(list)
    for name, value in found:
        made[name].append(value)
    return made


def _show_backlog(what: str, rates: dict[str, list[float]], sizes: Sizes) -> None:
    told = {"few": sizes.few, "many": sizes.many, "history": f"{sizes.many}, with history"}
    said = (f"{told[name]}: {_median(found)}" for name, found in rates.items())
    print(f"{what}, KCIs a second: {'; '.join(said)}")


def _ratios(some: list[float], others: list[float]) -> list[float]:
    """Of the same rounds."""
    return [one / other for one, other in zip(some, others, strict=True)]


def _median(values: Iterable[float]) -> str:
    return f"{statistics.median(values):.0f}"


def _spread(ratios: list[float]) -> list[str]:
    return [f"{value:.2f}" for value in (statistics.median(ratios), min(ratios), max(ratios))]


def _at_least(name: str, ratios: list[float], gate: float, goal: float | None = None) -> None:
    middle, lowest, highest = _spread(ratios)
    reached = "" if goal is None or statistics.median(ratios) < goal else ", goal reached"
    limit = f"at least {gate}" + (f", goal {goal}" if goal else "")
    print(
        f"{_verdict(statistics.median(ratios) >= gate)}{reached}: {name} {middle}"
        f" ({lowest} to {highest}; {limit})"
    )


def _verdict(holds: bool) -> str:
    return "holds" if holds else "FAILS"


if __name__ == "__main__":
    main(*sys.argv[1:])
