"""An API process, two workers and a supplier, each a process of its own, on one PostgreSQL."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from .forking import Forks, Process
from .gateway import SECRET, SUPPLIER_CLIENT, Served, free_port, write_config

UNFLUSHED, SLOTS = 20, 16
"""Settings of the drill: so much may come again after a worker has died."""


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds."""

    tenant: float
    """What a tenant has to answer."""
    lease: float
    supplier: float
    """What a supplier has to answer; a lease of what it is asked is 2.5 times that and more."""


PATIENT = Times(tenant=1.6, lease=4.0, supplier=1.0)
HASTY = Times(tenant=1.0, lease=2.5, supplier=0.5)


@dataclass
class Cluster:
    """What runs."""

    api: Served
    forks: Forks
    config: Path
    workers: list[Process] = field(default_factory=list)
    paused: set[int] = field(default_factory=set)
    """Places of workers that are stopped."""
    ended: int = 0
    """Processes that ended by themselves, since they could not start, and were started again."""

    def start(self, workers: int) -> None:
        """The API and workers."""
        self.api.start()
        self.workers = [self._worker() for _ in range(workers)]

    def _worker(self) -> Process:
        return self.forks.start("worker", "--config", self.config)

    def kill_worker(self, place: int) -> None:
        """kill -9, and another in its place."""
        self.forks.forget(self.workers[place])
        self.workers[place] = self._worker()

    def kill_api(self) -> None:
        """The same."""
        self.api.kill()
        self.api.start()

    def pause(self, place: int) -> None:
        """It does not get the processor any more, as in a machine that is moved."""
        self.workers[place].send(signal.SIGSTOP)
        self.paused.add(place)

    def resume(self, place: int) -> None:
        """It goes on, and knows nothing of what happened."""
        self.workers[place].send(signal.SIGCONT)
        self.paused.discard(place)

    def keep_alive(self) -> None:
        """As a supervisor does."""
        for place, worker in enumerate(self.workers):
            if worker.ended:
                self.ended += 1
                self.kill_worker(place)
        if self.api.process is not None and self.api.process.ended:
            self.ended += 1
            self.kill_api()


@contextmanager
def cluster(
    forks: Forks, folder: Path, *, store: str, inbox: str, times: Times, workers: int = 2
) -> Iterator[Cluster]:
    """Started, and ended with the block; the supplier is never killed."""
    port, supplier_port = free_port(), free_port()
    config = write_config(
        folder / "fibrecafe.toml", port=port, store=store, inbox=inbox,
        delivery={
            "unflushed": UNFLUSHED, "slots": SLOTS, "slots_per_endpoint": SLOTS,
            "timeout": times.tenant, "lease": times.lease,
        },
        supplier={
            "base_url": f"http://127.0.0.1:{supplier_port}", "timeout": times.supplier,
        },
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    secret = folder / "secret"
    secret.write_text(SECRET)
    forks.start(
        "simulator", "--port", supplier_port, "--gateway", f"{url}/v1", "--client-id",
        SUPPLIER_CLIENT, "--client-secret-file", secret, "--kci-delay", "0.02", "--seed", "1",
    )  # fmt: skip
    made = Cluster(Served(forks, config, url, ("--no-delivery",)), forks, config)
    made.start(workers)
    try:
        yield made
    finally:
        for place in tuple(made.paused):
            made.resume(place)
