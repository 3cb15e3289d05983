"""What is counted and measured, in Prometheus' terms. Label sets are bounded: names of the settings,
operations of the documents, never ids.

Counters and histograms are of this process; what is said of the store is asked when it is scraped
(`backlog`), and the same for all processes on one store. `docs/metrics.md` lists all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import choose_encoder

from .backlog import Backlog, Process

disable_created_metrics()  # type: ignore[no-untyped-call]  # a series more for each, asked by nobody

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0)


class Known(Protocol):
    """What there is by the settings: of these there is a value even when nothing waits."""

    @property
    def tenants(self) -> Iterable[str]:
        """All of them."""
        ...

    @property
    def suppliers(self) -> Iterable[str]:
        """All of them."""
        ...


class Metrics:
    """All of one gateway."""

    def __init__(self, known: Known) -> None:
        self._registry = registry = CollectorRegistry()
        self._state = _State(known)
        registry.register(self._state)
        self.requests = Counter(
            "fibrecafe_requests", "Requests answered.", ("api", "operation", "status"),
            registry=registry,
        )  # fmt: skip
        self.request_seconds = Histogram(
            "fibrecafe_request_duration_seconds", "From a request to its answer.",
            ("api", "operation"), buckets=_SECONDS, registry=registry,
        )  # fmt: skip
        self.deliveries = Counter(
            "fibrecafe_deliveries", "Tries to deliver, by what came of them.",
            ("endpoint", "outcome"), registry=registry,
        )  # fmt: skip
        self.delivery_seconds = Histogram(
            "fibrecafe_delivery_duration_seconds", "Of tries to deliver in which something was sent.",
            ("endpoint",), buckets=_SECONDS, registry=registry,
        )  # fmt: skip
        self.in_flight = Gauge(
            "fibrecafe_deliveries_in_flight", "Deliveries under way.", registry=registry
        )
        self.store_errors = Counter(
            "fibrecafe_store_errors", "Units of work that the store failed.", ("kind",),
            registry=registry,
        )  # fmt: skip
        for kind in ("read", "write"):
            self.store_errors.labels(kind)

    def scrape(self, accept: str, backlog: Backlog | None, process: Process) -> tuple[bytes, str]:
        """All of it, and its media type. `backlog`: None when the store does not answer."""
        self._state.backlog, self._state.process = backlog, process
        encode: Any
        encode, media_type = choose_encoder(accept)
        return encode(self._registry), media_type


class _State:
    """What is looked up when it is asked for."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self.backlog: Backlog | None = None
        self.process = Process()

    def describe(self) -> list[Any]:
        """Nothing is looked up when this is registered."""
        return []

    def collect(self) -> Iterator[Any]:
        """Called by prometheus_client."""
        yield _gauge("ready", "Whether /readyz says so.", value=self.process.ready)
        yield _gauge(
            "worker_alive", "Whether what delivers, and what fires timers, lives here.", "task",
            self.process.tasks,
        )  # fmt: skip
        yield _gauge(
            "store_up", "Whether the store answered this scrape.", value=self.backlog is not None
        )
        if self.backlog is not None:  # no value is better than an old one
            yield from self._of_store(self.backlog)

    def _of_store(self, backlog: Backlog) -> Iterator[Any]:
        tenants = dict.fromkeys(self._known.tenants, 0.0)
        suppliers = dict.fromkeys(self._known.suppliers, 0.0)
        endpoints = {
            **{f"tenant/{name}": 0 for name in tenants},
            **{f"supplier/{name}": 0 for name in suppliers},
        }
        yield _gauge(
            "oldest_undelivered_kci_age_seconds",
            "Age of the oldest KCI that a tenant has not got, whatever the reason.", "tenant",
            tenants | backlog.oldest_of_tenants,
        )  # fmt: skip
        yield _gauge(
            "oldest_unsent_request_age_seconds",
            "Age of the oldest request that a supplier has not answered, whatever the reason.",
            "supplier", suppliers | backlog.oldest_of_suppliers,
        )  # fmt: skip
        yield _gauge(
            "lanes_waiting", "Lanes with something undelivered, those parked too.", "endpoint",
            endpoints | backlog.waiting,
        )  # fmt: skip
        yield _gauge(
            "lanes_parked", "Lanes that wait for an operator.", "endpoint",
            endpoints | backlog.parked,
        )  # fmt: skip
        yield _gauge(
            "endpoint_paused", "1: it failed, and nothing but probes goes out.", "endpoint",
            endpoints | dict.fromkeys(backlog.paused, 1),
        )  # fmt: skip
        yield _gauge(
            "endpoint_held", "1: an operator paused it.", "endpoint",
            endpoints | dict.fromkeys(backlog.held, 1),
        )  # fmt: skip
        yield _gauge(
            "quarantined_kcis", "KCIs of a supplier that an operator is to decide on.", "supplier",
            suppliers | backlog.quarantined,
        )  # fmt: skip
        yield _gauge(
            "held_back_kcis", "KCIs of a supplier that wait for earlier ones, or for an answer.",
            "supplier", suppliers | backlog.held_back,
        )  # fmt: skip
        yield _gauge("timers_overdue", "Timers that should have fired.", value=backlog.overdue)
        yield _gauge(
            "timer_overdue_seconds", "How late the latest of them is.", value=backlog.overdue_for
        )


def _gauge(
    name: str,
    what: str,
    label: str | None = None,
    values: dict[str, Any] | None = None,
    *,
    value: float | None = None,
) -> Any:
    family: Any = GaugeMetricFamily(
        f"fibrecafe_{name}", what, value=value, labels=(label,) if label else None
    )
    for given, held in sorted((values or {}).items()):
        family.add_metric((given,), held)
    return family
