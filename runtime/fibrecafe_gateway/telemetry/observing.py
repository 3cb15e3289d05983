"""What is observed of one gateway, by its settings: nothing at all unless they say so."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from fibrecafe_api._support.request import Receive, Scope, Send

from ..delivery.outcome import Handler
from ..settings import Telemetry
from ..store.database import Database

if TYPE_CHECKING:
    from .metrics import Known, Metrics
    from .scraping import MetricsApp
    from .tracing import Tracing

METRICS = "/metrics"

App = Callable[[Scope, Receive, Send], Any]


class Observing:
    """Puts what observes around what is observed."""

    def __init__(self, settings: Telemetry, known: Known) -> None:
        """Raises TracingMissing, a ValueError, when what the settings want is not installed."""
        self._metrics: Metrics | None = None
        self._tracing: Tracing | None = None
        if settings.metrics:
            from .metrics import Metrics

            self._metrics = Metrics(known)
        if settings.traces is not None:
            from .tracing import Tracing

            self._tracing = Tracing(settings)

    def database(self, inner: Database) -> Database:
        """A store whose failures are counted, and whose units know their trace."""
        if self._metrics is None and self._tracing is None:
            return inner
        from .storing import ObservedDatabase

        return ObservedDatabase(inner, self._failed, traced=self._tracing is not None)

    def _failed(self, kind: str) -> None:
        if self._metrics is not None:
            self._metrics.store_errors.labels(kind).inc()

    def handler(self, inner: Handler) -> Handler:
        """A handler whose deliveries are counted, and part of a trace."""
        if self._metrics is not None:
            from .delivering import CountedDeliveries

            inner = CountedDeliveries(inner, self._metrics)
        if self._tracing is not None:
            from .tracing import TracedDeliveries

            inner = TracedDeliveries(inner, self._tracing)
        return inner

    def requests(self, app: App) -> App:
        """An app whose requests are counted, and part of a trace."""
        if self._metrics is not None:
            from .requests import CountedRequests

            app = CountedRequests(app, self._metrics)
        if self._tracing is not None:
            from .tracing import TracedRequests

            app = TracedRequests(app, self._tracing)
        return app

    def scraped(
        self,
        database: Database,
        *,
        check: Callable[[], Awaitable[object]],
        tasks: Callable[[], dict[str, bool]],
    ) -> MetricsApp | None:
        """What answers at `/metrics`; see there."""
        if self._metrics is None:
            return None
        from .scraping import MetricsApp

        return MetricsApp(self._metrics, database, check=check, tasks=tasks)

    async def aclose(self) -> None:
        """Send what is left of traces."""
        if self._tracing is not None:
            await asyncio.to_thread(self._tracing.close)
