"""Whatever a supplier's KCIs and answers suffer on the way, the tenant is told in order, once each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.runtime.gateway import bodies, flows
from tests.runtime.gateway.running import Running, running, simulated
from tests.runtime.gateway.test_scenarios_reach_tenants import told

BEGUN = flows.BEGUN[:2]

KCIS = {
    # misbehaviour: what the tenant is told, and how many of the supplier's KCIs are quarantined
    "late": (flows.WHOLE, 0),
    "duplicate": (flows.WHOLE, 0),
    "out_of_order": (flows.WHOLE, 0),
    "late,duplicate,out_of_order": (flows.WHOLE, 0),
    "gap": (flows.WHOLE, 0),
    "unknown_enum": (flows.WHOLE, 1),
    "illegal": (flows.WHOLE, 1),
    "skip_commit": (BEGUN, 1),
    "wrong_content": (BEGUN, 1),
}

ANSWERS = ("garbage", "wrong_answer", "reset")
"""What goes wrong with the answer to the order itself, which the supplier has taken."""

NUMBERS_MISSING = {"gap", "wrong_content"}
"""Where a KCI waits in vain for one before it."""

SEEDS = (2, 3, 4)


@dataclass
class Stage:
    """A gateway with orders at a supplier that does all of this at once."""

    gateway: Running
    orders: dict[tuple[str, int], int]

    def quarantined(self, order: int) -> int:
        """How many KCIs of an order are."""
        return self.gateway.count("inbound", f"entity = {order} and state = 'QUARANTINED'")


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    suppliers = {"DUMMY_SUPPLIER": simulated(), "IMPATIENT": simulated(gap_hold=0.3)}
    with running(tmp_path_factory.mktemp("misbehaving"), suppliers) as gateway:
        # Others between the bad answers: several in a row, and the supplier is left alone a while.
        wanted = [
            (name, seed)
            for seed, answer in zip(SEEDS, ANSWERS, strict=True)
            for name in (answer, *KCIS)
        ]

        def place(name: str, seed: int) -> int:
            scenario = f"ORDER_SUCCESSFUL?kciDelay=0.05&seed={seed}&misbehave={name}"
            supplier = "IMPATIENT" if name in NUMBERS_MISSING else "DUMMY_SUPPLIER"
            order = gateway.client(scenario=scenario).create_order(
                body=bodies.provide(supplier=supplier)
            )
            return order.id

        yield Stage(gateway, {one: place(*one) for one in wanted})


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", KCIS)
def test_the_tenant_is_told_in_order_and_once(stage: Stage, name: str, seed: int) -> None:
    expected, quarantined = KCIS[name]
    check(stage, stage.orders[name, seed], expected, quarantined)


@pytest.mark.parametrize("name", ANSWERS)
def test_an_order_whose_answer_was_lost_is_known_by_its_kcis(stage: Stage, name: str) -> None:
    (order,) = (order for (one, _), order in stage.orders.items() if one == name)
    check(stage, order, flows.WHOLE, 0)


def check(stage: Stage, order: int, expected: list[str], quarantined: int) -> None:
    kcis = stage.gateway.inbox().wait(order, len(expected))
    stage.gateway.until(lambda: stage.quarantined(order) >= quarantined)
    assert [told(kci) for kci in kcis] == expected
    assert [kci.body["sequenceNumber"] for kci in kcis] == [*range(1, len(kcis) + 1)]
    assert len({kci.body["id"] for kci in kcis}) == len(kcis)
    assert stage.quarantined(order) == quarantined
    shown: Any = stage.gateway.client().get_order(id=str(order))
    assert shown.status == kcis[-1].status
