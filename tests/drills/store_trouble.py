"""Drill 8: the store cannot be written to: work is refused, nothing is half done, all goes on after."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import httpx2

from fibrecafe_gateway.adapters.simulator import playing
from fibrecafe_gateway.api import store_away
from fibrecafe_gateway.settings import Secret, Tokens
from fibrecafe_gateway.store.unit import Unit
from tests.runtime.gateway import bodies
from tests.runtime.gateway.running import Running, running

from .full_disk import take_away
from .postgresql import own_server
from .postgresql_trouble import WAYS
from .result import Drill, Figure

KINDS = ("full", "read-only", "locked", "file gone", "log gone", "other file")

HEALED = 10.0
"""Seconds until all goes on, at most: pauses between tries have 5."""


def place(gateway: Running, request_id: str) -> httpx2.Response:
    """An order."""
    head = {"Authorization": f"Bearer {gateway.token()}", "X-Request-ID": request_id,
            "X-Conversation-ID": "c", "Content-Type": "application/json"}  # fmt: skip
    body = bodies.provide().to_json()
    return httpx2.post(f"{gateway.url}/v1/service-orders", headers=head, content=body)


def ready(gateway: Running) -> int:
    """The status of `/readyz`."""
    return httpx2.get(f"{gateway.url}/readyz").status_code


class Trouble:
    """A SQLite store that can be made unusable, and usable again."""

    def __init__(self, gateway: Running) -> None:
        self._gateway = gateway
        self._writer: Any = gateway.in_gateway(self._find())

    async def _find(self) -> Any:
        return await self._gateway.app.gateway.database.run(_driver)

    @contextmanager
    def of(self, kind: str) -> Iterator[None]:
        """For as long as the block runs."""
        store = self._gateway.store
        if kind == "full":
            with self._pragma("max_page_count", self._pages(), 2**30):
                yield
        elif kind == "read-only":
            with self._pragma("query_only", 1, 0):
                yield
        elif kind == "locked":
            with closing(sqlite3.connect(store, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                yield
        else:
            file = store.with_name(f"{store.name}-wal") if kind == "log gone" else store
            with _moved(file):
                if kind == "other file":
                    file.touch()
                yield

    @contextmanager
    def _pragma(self, name: str, begin: int, end: int) -> Iterator[None]:
        """On the connection that writes; it was found while it still might."""
        self._writer.execute(f"PRAGMA {name}={begin}")
        try:
            yield
        finally:
            self._writer.execute(f"PRAGMA {name}={end}")

    def _pages(self) -> int:
        with closing(sqlite3.connect(f"file:{self._gateway.store}?mode=ro", uri=True)) as found:
            return int(found.execute("PRAGMA page_count").fetchone()[0])


@contextmanager
def _moved(file: Path) -> Iterator[None]:
    away = file.with_name("away")
    file.rename(away)
    try:
        yield
    finally:
        away.rename(file)


def _driver(unit: Unit) -> Any:
    held: Any = unit
    return held._connection.connection.driver_connection


class Told:
    """What happened over all kinds of trouble."""

    def __init__(self) -> None:
        self.taken: list[int] = []
        self.refused = 0
        self.healed: list[float] = []


def until_refused(gateway: Running, name: str, taken: list[int]) -> tuple[httpx2.Response, str]:
    """The first refusal with readiness red, and the request's id. A disk that is full takes what has
    room in pages that are there, and more while others become free."""
    for number in range(400):
        request_id = f"{name}-{number}"
        answer = place(gateway, request_id)
        if answer.status_code == 201:
            taken.append(answer.json()["id"])
        else:
            assert answer.status_code == 503, answer.text
            if ready(gateway) == 503:
                return answer, request_id
    raise AssertionError("nothing was refused")


def _run(times: int) -> list[Figure]:
    told = Told()
    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(store_away, "PATIENCE", 0.5))
        # A drill does not wait for a supplier that comes again after a minute.
        stack.enter_context(mock.patch.object(playing, "MAX_PAUSE", 0.2))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        lost = _sqlite(folder, times, told) + _postgresql(folder, times, told)
    rounds = times * (len(KINDS) + len(WAYS))
    return [
        Figure("orders taken", str(len(told.taken))),
        Figure("orders taken and lost, or told of with a gap", str(lost), "0", lost == 0),
        Figure("troubles in which orders got 503 with Retry-After, and readiness was red",
               f"{told.refused} of {rounds}", "all", told.refused == rounds),
        Figure("seconds until it is ready again, at most", f"{max(told.healed):.2f}",
               f"≤ {HEALED:g}", max(told.healed) <= HEALED),
    ]  # fmt: skip


def _under_load(times: int) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        seen = asyncio.run(take_away(Path(folder), ["full", "gone", "locked"] * times))
    assert seen.verdict is not None
    refused = seen.statuses[503]
    odd = sum(count for status, count in seen.statuses.items() if status not in (201, 503))
    troubles = len(seen.ready)
    longest = [max(seconds) for seconds in (seen.ready, seen.accepted, seen.told)]
    way = "a process under load, SQLite: "
    return [
        Figure(f"{way}no room (EFBIG), file moved away, locked", f"{troubles} times"),
        Figure(f"{way}orders acknowledged, each once, and told of to the end, in order",
               f"{seen.verdict.orders}", "all"),
        Figure(f"{way}requests refused with 503, without Retry-After, otherwise",
               f"{refused}, {seen.hasty}, {odd}", "any, 0, 0", not (seen.hasty or odd)),
        Figure(f"{way}seconds until ready, an order taken, a KCI sent, at most",
               ", ".join(f"{seconds:.2f}" for seconds in longest), f"≤ {HEALED:g}",
               max(longest) <= HEALED),
        Figure(f"{way}errors in the log, for each trouble", f"{seen.lines / troubles:.1f}",
               "≤ 4", seen.lines <= 4 * troubles),
    ]  # fmt: skip


def _refused(gateway: Running, name: str, told: Told) -> str:
    answer, request_id = until_refused(gateway, name, told.taken)
    assert answer.headers["retry-after"] == str(store_away.RETRY_AFTER)
    told.refused += 1
    return request_id


def _healed(gateway: Running, request_id: str, told: Told) -> None:
    begun = time.monotonic()
    gateway.until(lambda: ready(gateway) == 200)
    told.healed.append(time.monotonic() - begun)
    answer = place(gateway, request_id)
    assert answer.status_code == 201, answer.text
    told.taken.append(answer.json()["id"])


def _lost(gateway: Running, taken: list[int]) -> int:
    lost = 0
    for id in taken:
        kcis = gateway.inbox().wait(id, "COMPLETED")
        numbers = [k.body["sequenceNumber"] for k in kcis]
        lost += list(dict.fromkeys(numbers)) != list(range(1, len(set(numbers)) + 1))
    return lost


def _sqlite(folder: Path, times: int, told: Told) -> int:
    with running(folder) as gateway:
        trouble = Trouble(gateway)
        for number in range(times):
            for kind in KINDS:
                with trouble.of(kind):
                    request_id = _refused(gateway, f"{kind}{number}", told)
                _healed(gateway, request_id, told)
        return _lost(gateway, told.taken)


def _postgresql(folder: Path, times: int, told: Told) -> int:
    tokens = Tokens(secret=Secret(value="of a drill, and shared, " * 2))
    with own_server() as server, running(folder, store_url=server.url, tokens=tokens) as gateway:
        first = len(told.taken)
        for number in range(times):
            for kind, way in WAYS.items():
                name = f"{kind}{number}"
                told.taken.append(place(gateway, name).json()["id"])
                with way(server, gateway):
                    request_id = _refused(gateway, name, told)
                _healed(gateway, request_id, told)
        return _lost(gateway, told.taken[first:])


DRILL = Drill(
    8,
    "Disk full, read-only, locked, connection lost",
    lambda: _run(10) + _under_load(10),
    lambda: _run(1) + _under_load(1),
)
