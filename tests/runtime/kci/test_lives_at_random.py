"""Orders' lives at random: tenants, suppliers, failures and time in any order, and what always holds."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from fibrecafe_api._support.problem import Problem
from fibrecafe_gateway.kci.journey import OPEN
from fibrecafe_gateway.kci.kinds import REQUESTS
from fibrecafe_gateway.lifecycle import AMENDABLE, CANCELLABLE, Back, EntityKind
from fibrecafe_gateway.store.entities import Entities, Entity
from fibrecafe_gateway.store.messages import lane_state, of_lane, supplier_lane
from fibrecafe_gateway.store.tables import INBOUND, TIMER
from fibrecafe_gateway.store.unit import Unit
from tests.runtime.gateway import bodies
from tests.runtime.kci import bench as benches
from tests.runtime.kci.bench import Bench, find, kci
from tests.runtime.kci.lives import ANSWERS, ORDER, REASONS, STATUSES, TERMINAL, USUAL
from tests.runtime.kci.moody import SCRIPT, Moody, Tenant


@dataclass
class Known:
    """What is remembered of an order between steps."""

    committed: str | None = None
    ended: str | None = None
    steps: int = 0
    sent: list[dict[str, Any]] = field(default_factory=list)
    """The supplier's KCIs."""
    seq: int = 0


class Lives(RuleBasedStateMachine):
    """Up to four orders, with what is asked of them."""

    def __init__(self) -> None:
        super().__init__()
        SCRIPT.answers.clear()
        SCRIPT.takes.clear()
        SCRIPT.received.clear()
        self._stack = ExitStack()
        folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        shutil.copy(SCRIPT.store, folder / "store.db")
        self.bench: Bench = self._stack.enter_context(
            benches.bench(folder, Moody, tenant_handler=Tenant())
        )
        self.orders: dict[int, Known] = {}
        self.taken = 0
        """KCIs that the supplier was answered 204."""

    # ---------------------------------------------------------------------------------- rules

    @precondition(lambda self: len(self.orders) < 4)
    @rule(answer=st.sampled_from(ANSWERS))
    def place(self, answer: str) -> None:
        SCRIPT.answers.append(answer)
        made = self.bench.api("create_order", bodies.provide(supplier="S1"))
        self.orders[made.id] = Known()

    @precondition(lambda self: self.orders)
    @rule(data=st.data(), answer=st.sampled_from(ANSWERS), amends=st.booleans())
    def ask(self, data: Any, answer: str, amends: bool) -> None:
        id = data.draw(st.sampled_from([*self.orders]))
        state = self.bench.find(id).status
        allowed = (AMENDABLE if amends else CANCELLABLE)[EntityKind.PROVIDE_ORDER]
        body: Any = bodies.amendment(id) if amends else bodies.cancellation(id)
        if state not in allowed:
            with pytest.raises(Problem, match=state):
                self.bench.api("amend_order" if amends else "cancel_order", body)
            return
        SCRIPT.answers.append(answer)
        self.bench.api("amend_order" if amends else "cancel_order", body)

    @precondition(lambda self: self.orders)
    @rule(data=st.data(), answer=st.sampled_from(["202", "201", "committed"]))
    def go_on(self, data: Any, answer: str) -> None:
        """What usually happens next, so that lives get anywhere."""
        id = data.draw(st.sampled_from([*self.orders]))
        order = self.bench.find(id)
        if order.status == "RECEIVED_BY_GATEWAY":
            SCRIPT.answers[:] = [answer]
            self.deliver([])
        elif order.status not in TERMINAL:
            place = order.resume or order.status
            self._tell(id, data.draw(st.sampled_from(USUAL[place])), None, 0)

    @precondition(lambda self: self.orders)
    @rule(
        data=st.data(),
        reason=st.sampled_from(REASONS),
        status=st.sampled_from(STATUSES),
        skip=st.sampled_from([0, 0, 0, 0, 1, 2, -1]),
    )
    def tell(self, data: Any, reason: str, status: str | None, skip: int) -> None:
        id = data.draw(st.sampled_from([*self.orders]))
        self._tell(id, reason, status, skip)

    @precondition(lambda self: self.orders)
    @rule(data=st.data(), reason=st.sampled_from(["AMENDED", "AMENDMENT_REJECTED", "CANCELLED",
                                                  "CANCELLATION_REJECTED"]))  # fmt: skip
    def tell_of_a_request(self, data: Any, reason: str) -> None:
        id = data.draw(st.sampled_from([*self.orders]))
        kind, name = (
            ("AMEND", "Amendment") if reason.startswith("AMEND") else ("CANCEL", "Cancellation")
        )
        numbers = [r.id for r in self._requests(id) if kind in r.kind] or [987654]
        self._tell(
            id, reason, None, 0, {f"serviceOrder{name}Id": data.draw(st.sampled_from(numbers))}
        )

    def _tell(
        self,
        id: int,
        reason: str,
        status: str | None,
        skip: int,
        more: dict[str, Any] | None = None,
    ) -> None:
        known = self.orders[id]
        seq = max(1, known.seq + 1 + skip)
        known.seq = max(known.seq, seq)
        entity = {"id": id, "tenant": "acme", **(more or {})}
        if reason == "COMMITTED":  # each says another date
            date = f"2026-03-{1 + len(known.sent) % 28:02}T12:00:00Z"
            entity |= {"committedDate": date, "targetDate": date}
        body = kci("provideServiceOrder", entity, reason, status, seq=seq, id=self.bench.kci_id())
        self._send(known, body)

    @precondition(lambda self: any(known.sent for known in self.orders.values()))
    @rule(data=st.data(), other=st.booleans())
    def tell_again(self, data: Any, other: bool) -> None:
        known = data.draw(st.sampled_from([k for k in self.orders.values() if k.sent]))
        body = data.draw(st.sampled_from(known.sent))
        if not other:
            self.bench.receive(body)
            return
        with pytest.raises(Problem, match="was used before"):
            self.bench.receive({**body, "text": "something else"})

    def _send(self, known: Known, body: dict[str, Any]) -> None:
        try:
            self.bench.receive(body)
        except Problem as problem:
            if problem.status != 422:
                raise
            return
        self.taken += 1
        known.sent.append(body)

    @rule(takes=st.lists(st.sampled_from(["204", "204", "503", "lost", "422"]), max_size=4))
    def deliver(self, takes: list[str]) -> None:
        SCRIPT.takes[:] = takes
        self.bench.runner.run(self.bench.gateway.engine.drain())

    @rule(seconds=st.sampled_from([1, 20, 61, 300, 1000]))
    def wait(self, seconds: float) -> None:
        self.bench.pass_time(seconds=seconds)
        self.bench.runner.run(self.bench.gateway.engine.drain())

    # ----------------------------------------------------------------------------- invariants

    @invariant()
    def what_always_holds(self) -> None:
        self.bench.read(self._check)

    def _check(self, unit: Unit) -> None:
        for id, known in self.orders.items():
            order = find(unit, "acme", id)
            self._check_history(unit, order, known)
            self._check_kcis(unit, order)
            requests = Entities(unit, "acme").children(id, OPEN)
            if order.status in TERMINAL:
                assert not requests
            self._check_nothing_is_lost(unit, order, requests)
        rows = unit.all(select(INBOUND))
        assert len(rows) == self.taken
        waits = {row["entity"] for row in unit.all(select(TIMER))}
        for row in rows:
            assert row["state"] != "WAITING" or row["entity"] in waits
            assert row["state"] != "QUARANTINED" or row["reason"]

    def _check_history(self, unit: Unit, order: Entity, known: Known) -> None:
        rows = Entities(unit, "acme").history(order.id)
        assert [row["step"] for row in rows] == [*range(1, order.steps + 1)]
        before = None
        for row in rows:
            assert row["before"] == before
            assert _is_in_the_table(row), dict(row)
            assert before not in TERMINAL
            before = row["after"]
        assert before == order.status == order.body["status"]
        assert (order.resume is not None) == (order.status in ORDER.requests)
        if known.ended:
            assert (order.status, order.steps) == (known.ended, known.steps)
        if order.status in TERMINAL:
            known.ended, known.steps = order.status, order.steps
        if known.committed:
            assert order.body["committedDate"] == known.committed
        known.committed = order.body.get("committedDate")

    def _check_kcis(self, unit: Unit, order: Entity) -> None:
        kcis = benches.told(unit, "acme", order.id)
        assert len(kcis) == order.told
        ids = [one.head["id"] for one in kcis]
        assert len(set(ids)) == len(ids)
        if kcis:
            assert kcis[-1].entity["status"] == order.status
        received = SCRIPT.received.get(f"t/acme/{order.id}", [])
        expected = 1
        for seq, whole in received:
            assert seq in (expected, expected - 1)  # the next, or the last again
            expected = max(expected, seq + 1)
            assert whole["id"] == ids[seq - 1]
            assert whole["sequenceNumber"] == seq

    def _check_nothing_is_lost(self, unit: Unit, order: Entity, requests: list[Entity]) -> None:
        lane = supplier_lane("acme", order.id)
        state = lane_state(unit, lane)
        pending = {
            row["subject"]
            for row in of_lane(unit, lane)
            if state is not None and row["seq"] >= state["next_seq"]
        }
        for one in (order, *requests):
            assert one.status != "RECEIVED_BY_GATEWAY" or one.id in pending
        assert state is None or state["parked"] is None

    def _requests(self, id: int) -> list[Entity]:
        statuses = (*OPEN, "COMPLETED", "REJECTED", "FAILED_TO_SEND")
        found = self.bench.read(lambda unit: Entities(unit, "acme").children(id, statuses))
        return [one for one in found if one.kind in REQUESTS]

    def teardown(self) -> None:
        """Once all goes well again, every question is settled and every KCI arrives."""
        try:
            SCRIPT.answers.clear()
            SCRIPT.takes.clear()
            for _ in range(6):
                self.wait(400)
            self.bench.read(self._check)
            self.bench.read(self._check_settled)
        finally:
            self._stack.close()

    def _check_settled(self, unit: Unit) -> None:
        for id in self.orders:
            self._check_one_settled(unit, id)

    def _check_one_settled(self, unit: Unit, id: int) -> None:
        order = find(unit, "acme", id)
        assert order.status != "RECEIVED_BY_GATEWAY"
        assert lane_state(unit, supplier_lane("acme", id)) is None
        assert all(
            r.status != "RECEIVED_BY_GATEWAY" for r in Entities(unit, "acme").children(id, OPEN)
        )
        received = {seq for seq, _ in SCRIPT.received.get(f"t/acme/{id}", [])}
        lane = lane_state(unit, f"t/acme/{id}")
        if lane is None:
            assert received == {*range(1, order.told + 1)}
        else:
            assert lane["parked"]  # it was refused three times: an operator's


def _is_in_the_table(row: Any) -> bool:
    for transition in ORDER.transitions:
        if transition.trigger != row["trigger"] or transition.first is not None:
            continue
        if row["before"] is None and not transition.sources:
            return bool(row["after"] == transition.target)
        if row["before"] not in {str(source) for source in transition.sources}:
            continue
        target = transition.target
        if isinstance(target, Back):
            if target is Back.PREVIOUS or row["after"] == row["before"]:
                return True
        elif row["after"] == target:
            return True
    return False


@pytest.fixture
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_whatever_happens_kcis_orders_and_requests_hold_together(
    quiet: None, tmp_path: Path
) -> None:
    with benches.bench(tmp_path, Moody):
        SCRIPT.store = tmp_path / "store.db"
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=[*HealthCheck],
            phases=[Phase.generate],  # Phase.shrink takes minutes: for who looks for a fault
        ),
    )
