"""Drill 7: suppliers' KCIs come twice, too early, too late or never: tenants are told 1..n, once each."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

from fibrecafe_gateway.adapters.simulator.misbehaviour import Misbehaviour
from tests.runtime.gateway import bodies, flows
from tests.runtime.gateway.running import Running, running, simulated
from tests.runtime.gateway.test_misbehaving_suppliers import NUMBERS_MISSING
from tests.runtime.gateway.test_scenarios_reach_tenants import told

from .result import Drill, Figure

_DISORDER = tuple(
    name.value
    for name in (
        Misbehaviour.DUPLICATE, Misbehaviour.GAP, Misbehaviour.OUT_OF_ORDER, Misbehaviour.LATE,
    )
)  # fmt: skip

_HOLDS = {"PATIENT": 60.0, "IMPATIENT": 8.0, "HASTY": 0.2}
"""Seconds that a gap is waited for at each supplier. A late KCI is up to 5 seconds late: the hasty
one's are given up before, and come after later ones."""

_END = 60.0  # seconds after the last order in which all must be told


def disorder(folder: Path, orders: int, *, seed: int) -> list[Figure]:
    """Each order's supplier does one to four of these. Raises AssertionError when one is not told
    of as if its supplier had been orderly, but for what came too late for that."""
    rng = Random(seed)
    suppliers = {name: simulated(gap_hold=hold) for name, hold in _HOLDS.items()}
    with running(folder, suppliers) as gateway:
        placed: dict[int, tuple[str, ...]] = {}
        hasty = set[int]()
        for number in range(orders):
            names = tuple(sorted(rng.sample(_DISORDER, rng.randint(1, len(_DISORDER)))))
            is_hasty = number % 10 == 0
            order = _place(gateway, names, number, hasty=is_hasty)
            placed[order] = names
            if is_hasty:
                hasty.add(order)
        _until_completed(gateway, placed)
        for order, names in placed.items():
            kcis = gateway.inbox().about(order)
            if order not in hasty:
                tale = [told(kci) for kci in kcis]
                assert tale == flows.WHOLE, (order, names, tale)
        gateway.until(lambda: not gateway.count("inbound", "state = 'WAITING'"))
        gateway.settle()
        for order, names in placed.items():
            numbers = [kci.body["sequenceNumber"] for kci in gateway.inbox().about(order)]
            assert numbers == [*range(1, len(numbers) + 1)], (order, names, numbers)
        return _figures(gateway, placed, len(hasty))


def _until_completed(gateway: Running, orders: Collection[int]) -> None:
    deadline = time.monotonic() + _END
    while True:
        ended = {kci.id for kci in list(gateway.inbox().kcis) if kci.status == "COMPLETED"}
        if ended >= set(orders):
            return
        assert time.monotonic() < deadline, f"not told to the end: {set(orders) - ended}"
        time.sleep(0.1)


def _place(gateway: Running, names: tuple[str, ...], seed: int, *, hasty: bool) -> int:
    scenario = f"ORDER_SUCCESSFUL?kciDelay=0.05&seed={seed}&misbehave={','.join(names)}"
    supplier = "IMPATIENT" if NUMBERS_MISSING & set(names) else "PATIENT"
    body = bodies.provide(supplier="HASTY" if hasty else supplier)
    order: Any = gateway.client(scenario=scenario).create_order(body=body)
    return int(order.id)


def _figures(gateway: Running, placed: dict[int, tuple[str, ...]], hasty: int) -> list[Figure]:
    came = [kci.body["id"] for kci in gateway.inbox().kcis]
    with closing(sqlite3.connect(f"file:{gateway.store}?mode=ro", uri=True)) as connection:
        posts, made = (
            connection.execute(f"select count(*) from {table} where lane like 't/%'").fetchone()[0]
            for table in ("attempt", "message")
        )
    flagged = gateway.count("inbound", "reason is not null and state <> 'QUARANTINED'")
    quarantined = gateway.count("inbound", "state = 'QUARANTINED'")
    waiting = gateway.count("inbound", "state = 'WAITING'")
    often = Counter(name for names in placed.values() for name in names)
    return [
        Figure("orders whose supplier misbehaves: " + ", ".join(_DISORDER),
               "; ".join(str(often[name]) for name in _DISORDER)),
        Figure("orders told of as by an orderly supplier; of KCIs later than they are waited for",
               f"{len(placed) - hasty}; {hasty}"),
        Figure("their KCIs numbered 1..n", f"{len(placed)}", "all"),
        Figure("KCIs that there are; that were sent; different ones that came",
               f"{made}; {posts}; {len(set(came))}", "each once",
               made == posts == len(came) == len(set(came))),
        Figure("suppliers' KCIs applied with a flag; held back still; quarantined",
               f"{flagged}; {waiting}; {quarantined}"),
    ]  # fmt: skip


def _drill(orders: int) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        return disorder(Path(folder), orders, seed=7)


DRILL = Drill(7, "suppliers in disorder", lambda: _drill(600), lambda: _drill(40))
