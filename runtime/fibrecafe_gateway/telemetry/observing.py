"""What is observed of one gateway, by its settings: nothing at all unless they say so."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from fibrecafe_api._support.request import Receive, Scope, Send

from ..delivery.outcome import Handler
from ..settings import Telemetry
from ..store.database import Database

if TYPE_CHECKING:
    from .metrics import Known, Metrics
    from .scraping import MetricsApp

METRICS = "/metrics"

App = Callable[[Scope, Receive, Send], Any]


class Observing:
    """Puts what observes around what is observed."""

    def __init__(self, settings: Telemetry, known: Known) -> None:
        """Raises ConfigurationError when what the settings want is not installed."""
        self._metrics: Metrics | None = None
        if settings.metrics:
            from .metrics import Metrics

            self._metrics = Metrics(known)

    def database(self, inner: Database) -> Database:
        """A store whose failures are counted."""
        if self._metrics is None:
            return inner
        from .storing import ObservedDatabase

        errors = self._metrics.store_errors
        return ObservedDatabase(inner, lambda kind: errors.labels(kind).inc())

    def handler(self, inner: Handler) -> Handler:
        """A handler whose deliveries are counted."""
        if self._metrics is not None:
            from .delivering import CountedDeliveries

            inner = CountedDeliveries(inner, self._metrics)
        return inner

    def requests(self, app: App) -> App:
        """An app whose requests are counted."""
        if self._metrics is not None:
            from .requests import CountedRequests

            app = CountedRequests(app, self._metrics)
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
