"""Deliveries, counted and measured around the handlers that make them."""

from __future__ import annotations

import time
from collections.abc import Callable

from ..delivery.outcome import Claim, Handler, Message, Outcome
from ..store.unit import Unit
from .metrics import Metrics


class CountedDeliveries:
    """A handler that counts what another does."""

    def __init__(
        self, inner: Handler, metrics: Metrics, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self._inner = inner
        self._metrics = metrics
        self._clock = clock

    async def deliver(self, message: Message, claim: Claim) -> Outcome:
        """Send it."""
        begin = self._clock()
        self._metrics.in_flight.inc()
        try:
            outcome = await self._inner.deliver(message, claim)
        except Exception:
            self._metrics.deliveries.labels(claim.endpoint, "fault").inc()
            raise
        finally:
            self._metrics.in_flight.dec()
        for one in (*outcome.earlier, outcome):
            kind = one.kind.value.lower() if one.sent else "not_sent"
            self._metrics.deliveries.labels(claim.endpoint, kind).inc()
        if outcome.sent:
            self._metrics.delivery_seconds.labels(claim.endpoint).observe(self._clock() - begin)
        return outcome

    def settle(self, unit: Unit, message: Message, outcome: Outcome) -> None:
        """As the other does."""
        self._inner.settle(unit, message, outcome)

    def overtaken(self, unit: Unit, message: Message) -> bool:
        """As the other does."""
        return self._inner.overtaken(unit, message)
