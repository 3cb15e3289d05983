"""`/metrics`: looks at the store when it is asked, and not more often than it can bear."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fibrecafe_api._support.request import RawHeaders, Receive, Scope, Send

from ..store.database import Database
from . import backlog
from .backlog import Backlog, Process

if TYPE_CHECKING:
    from .metrics import Metrics

_FRESH = 1.0  # seconds that a look is good for

_SHARE = 20  # times as long as it took, so that it costs a twentieth of one reader at most

_STALE = 60.0  # seconds that it is good for at most

_PATIENCE = 8.0  # seconds for the store to answer; Prometheus waits 10

_READY = 2.0  # seconds for the process to be ready, as /readyz has it

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Look:
    found: Backlog | None
    process: Process
    until: float


class MetricsApp:
    """ASGI: answers GET of any path."""

    def __init__(
        self,
        metrics: Metrics,
        database: Database,
        *,
        check: Callable[[], Awaitable[object]],
        tasks: Callable[[], dict[str, bool]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`check` raises when the process is not ready. `tasks`: whether those it has live."""
        self._metrics = metrics
        self._database = database
        self._check = check
        self._tasks = tasks
        self._clock = clock
        self._last: _Look | None = None
        self._looking: asyncio.Task[_Look] | None = None
        self._failing = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""
        if scope["type"] != "http":
            return
        if scope["method"] not in ("GET", "HEAD"):
            await _answer(send, 405, b"", [(b"allow", b"GET, HEAD")])
            return
        look = await self._look()
        accept = dict(scope["headers"]).get(b"accept", b"").decode("latin-1")
        body, media_type = self._metrics.scrape(accept, look.found, look.process)
        headers = [(b"content-type", media_type.encode("latin-1")), (b"cache-control", b"no-store")]
        await _answer(send, 200, b"" if scope["method"] == "HEAD" else body, headers)

    async def _look(self) -> _Look:
        """One for all who ask at the same time."""
        if self._last is not None and self._clock() < self._last.until:
            return self._last
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._ask())
        return await asyncio.shield(self._looking)

    async def _ask(self) -> _Look:
        begin = self._clock()
        found, process = await asyncio.gather(self._backlog(), self._process())
        took = self._clock() - begin
        good = min(max(_FRESH, took * _SHARE), _STALE) if found is not None else _FRESH
        self._last = _Look(found, process, self._clock() + good)
        return self._last

    async def _backlog(self) -> Backlog | None:
        try:
            async with asyncio.timeout(_PATIENCE):
                found = await self._database.read(backlog.look)
        except Exception as error:
            if not self._failing:
                self._failing = True
                _logger.error("the store did not answer a scrape of /metrics: %s: %s",
                              type(error).__name__, error)  # fmt: skip
            return None
        self._failing = False
        return found

    async def _process(self) -> Process:
        try:
            async with asyncio.timeout(_READY):
                await self._check()
            ready = True
        except Exception:
            ready = False  # /readyz logs why
        return Process(ready=ready, tasks=self._tasks())


async def _answer(send: Send, status: int, body: bytes, headers: RawHeaders) -> None:
    length = (b"content-length", b"%d" % len(body))
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": body})
