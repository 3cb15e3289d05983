"""Requests, counted by operation: ASGI middleware, and who names the operation."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fibrecafe_api._support.request import Message, Receive, Scope, Send

if TYPE_CHECKING:
    from .metrics import Metrics

_KEY = "fibrecafe.operation"

QUIET = frozenset({"/livez", "/readyz", "/metrics"})

App = Callable[[Scope, Receive, Send], Any]


@dataclass(slots=True)
class Operation:
    """Of a request; as long as nobody names it, none of a document."""

    api: str = "other"
    name: str = "none"


def operation_of(scope: Scope) -> Operation:
    """That of a request; what is set on it stays with the request."""
    known: Operation = scope.setdefault(_KEY, Operation())
    return known


def name_operation(scope: Scope, api: str, name: str) -> None:
    """Say which operation of a document a request is for; the names of it, never the request's."""
    operation = operation_of(scope)
    operation.api, operation.name = api, name


class CountedRequests:
    """Counts, and measures; what is asked all the time by machines is left out. What stops before
    there is an answer counts as status 0."""

    def __init__(
        self, app: App, metrics: Metrics, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self._app = app
        self._metrics = metrics
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""
        if scope["type"] != "http" or scope["path"] in QUIET:
            await self._app(scope, receive, send)
            return
        operation = operation_of(scope)
        status = 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        begin = self._clock()
        try:
            await self._app(scope, receive, noting)
        except Exception:
            status = status or 500
            raise
        finally:
            took = self._clock() - begin
            labels = (operation.api, operation.name)
            self._metrics.requests.labels(*labels, str(status)).inc()
            self._metrics.request_seconds.labels(*labels).observe(took)
