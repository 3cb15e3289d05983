"""What taking an order costs, and showing one, in a store that is empty and in one that is full.

`python -m benchmarks.intake [ORDERS]`; the full store has a million orders unless told otherwise, which take 6 GB where temporary files are
and some minutes.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path

from .committing import bare_commits
from .filling import SHOWN, fill
from .gateways import ORDER, STORE, Served, serving
from .load import getting, posting, send
from .measure import table, verdict

FLIGHT = 32
"""Requests at a time, where many are sent."""

_FEW = 200
"""Orders in an empty store: those that are read."""

_ROUNDS = 5

_REQUESTS = 800


def main(orders: int = 1_000_000) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory(prefix="fibrecafe-") as name, ExitStack() as stack:
        folder = Path(name)
        folders = {kind: folder / kind for kind in ("bare", "empty", "full")}
        for one in folders.values():
            one.mkdir()
        shown = random.Random(1).sample(range(1, orders + 1), min(_FEW, orders))
        started = time.perf_counter()
        fill(folders["empty"], _FEW, range(1, _FEW + 1))
        fill(folders["full"], orders, shown)
        size = (folders["full"] / STORE).stat().st_size / 2**20
        print(
            f"Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}, pydantic"
            f" {version('pydantic')}, SQLAlchemy {version('sqlalchemy')}, uvicorn"
            f" {version('uvicorn')}; over HTTP on loopback, the server in a process of its own."
            f" The full store has {orders} orders, {size:.0f} MB,"
            f" filled in {time.perf_counter() - started:.0f} s.\n"
        )
        servers = {
            kind: stack.enter_context(serving("bare" if kind == "bare" else "intake", place))
            for kind, place in folders.items()
        }
        numbers = {"empty": list(range(1, _FEW + 1)), "full": shown}
        _report(_measured(servers, numbers), folder)


_Taken = dict[str, tuple[float, float]]
"""Processor time and time of a request, in seconds, by its name."""


def _measured(servers: dict[str, Served], numbers: dict[str, list[int]]) -> _Taken:
    cases: dict[str, Callable[[], tuple[float, float]]] = {}
    for kind, server in servers.items():
        post = posting(ORDER, server.token)
        for flight in (1, FLIGHT):
            cases[f"POST {kind} {flight}"] = _case(server, post, flight, 201)
        if kind in numbers:
            get = getting(itertools.cycle(numbers[kind]), server.token)
            cases[f"GET {kind}"] = _case(server, get, FLIGHT, 200)
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in cases}
    for number in range(_ROUNDS + 1):
        for name, case in cases.items():
            one = case()
            if number:  # the first warms up
                taken[name].append(one)
    return {
        name: (statistics.median(c for c, _ in rows), statistics.median(w for _, w in rows))
        for name, rows in taken.items()
    }


def _case(
    server: Served, request: Callable[[], bytes], flight: int, status: int
) -> Callable[[], tuple[float, float]]:
    def run() -> tuple[float, float]:
        before, begin = server.used()["cpu"], time.perf_counter()
        asyncio.run(send(server.port, request, _REQUESTS, flight, status))
        wall = time.perf_counter() - begin
        return (server.used()["cpu"] - before) / _REQUESTS, wall / _REQUESTS

    return run


_CASES = {
    "POST bare": "POST, validated, nothing stored",
    "POST empty": "POST, accepted, empty store",
    "POST full": "POST, accepted, full store",
}


def _report(taken: _Taken, folder: Path) -> None:
    rows = [
        [
            f"{words}, {'one' if flight == 1 else flight} at a time",
            *_figures(taken[f"{name} {flight}"]),
        ]
        for name, words in _CASES.items()
        for flight in (1, FLIGHT)
    ]
    rows += [
        [f"GET of an order with {SHOWN} KCIs, {kind} store", *_figures(taken[f"GET {kind}"])]
        for kind in ("empty", "full")
    ]
    bare = bare_commits(folder / "commits", (1, FLIGHT))
    rows += [
        [f"bare commit of an order's rows, {'one' if group == 1 else group} a commit",
         *_figures(bare[group])]
        for group in (1, FLIGHT)
    ]  # fmt: skip
    print(table(["what", "us of processor", "a second"], rows))
    print()
    alone, many = (
        taken[f"POST empty {flight}"][0] / taken[f"POST bare {flight}"][0] for flight in (1, FLIGHT)
    )
    print(verdict(f"an accepted order to a POST that stores nothing, {FLIGHT} at a time", many, 5))
    part = bare[1][0] / taken["POST bare 1"][0]
    print(f"one at a time: {alone:.2f}; each pays a commit of its own, which alone is {part:.2f}")
    for name in (f"POST {{}} {FLIGHT}", "GET {}"):
        ratio = taken[name.format("full")][0] / taken[name.format("empty")][0]
        print(verdict(f"{name.split()[0]} in a full store to an empty one", ratio, 1.2))


def _figures(one: tuple[float, float]) -> list[str]:
    return [f"{one[0] * 1e6:.0f}", f"{1 / one[1]:.0f}"]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
