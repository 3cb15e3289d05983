"""Takes suppliers' KCIs: each once, in order, and none that is accepted is lost.

    identify ─▶ duplicate? ─▶ content ─▶ sequence: now, later, late ─▶ legal? ─▶ apply | quarantine

Duplicates by (supplier, KCI id): the same body again is fine, another body is 422. A KCI that comes
before its turn waits for those before it, up to a time, and is then applied with a flag; one that
comes after its turn is applied too, but undoes nothing that later ones said. One that overtakes the
supplier's own answer to the gateway waits for that, where the answer makes a difference. One that is
not legal as things stand is quarantined: the supplier is answered 204, an operator decides.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from fibrecafe_api._support.problem import Problem

from ..lifecycle import triggers
from ..lifecycle.content import missing_content
from ..lifecycle.kinds import EntityKind
from ..store import inbound as kept
from ..store.entities import Entity
from ..store.inbound import State
from ..store.timers import clear_timer, set_timer
from ..store.unit import Row, Unit
from .applying import Application
from .attempt import Arrival, attempt
from .identify import identify, known_cease, tenant_of_new
from .journey import open_requests
from .kinds import CANCELLATIONS
from .reading import Told, told_of

_logger = logging.getLogger(__name__)

GAP = "GAP"
"""The timer of KCIs that wait for earlier ones."""

_LATE = "came after later ones"

_GAP = "applied though earlier ones are missing"


class Suppliers(Protocol):
    """What has to be known of suppliers."""

    def tenants_of(self, supplier: str) -> Collection[str]:
        """Whom a supplier serves."""
        ...

    def gap_hold(self, supplier: str) -> timedelta:
        """How long a KCI waits for those before it."""
        ...


@dataclass(frozen=True, slots=True)
class Inbound:
    """Takes suppliers' KCIs."""

    suppliers: Suppliers
    application: Application

    def receive(self, unit: Unit, supplier: str, body: str) -> None:
        """Take one, as the generated models wrote it. Raises Problem."""
        told = told_of(body)
        before = kept.find(unit, supplier, told.kci)
        if before is not None:
            self._again(supplier, told, body, bytes(before["digest"]))
            return
        if told.kind is None:
            self._keep(
                unit, supplier, told, body, None, State.IGNORED, "about nothing of a tenant's"
            )
            _logger.warning("%s told of something that tenants are not told of: KCI %s",
                            supplier, told.kci)  # fmt: skip
            return
        entity = self._entity(unit, supplier, told, told.kind)
        self._check_content(unit, told, entity)
        self._in_turn(unit, supplier, told, body, entity)

    def _again(self, supplier: str, told: Told, body: str, digest: bytes) -> None:
        if kept.digest_of(body) == digest:
            return
        _logger.error("%s sent KCI %s again with another body", supplier, told.kci)
        raise Problem.invalid(f"id: {told.kci} was used before, for a KCI that says something else")

    def _entity(self, unit: Unit, supplier: str, told: Told, kind: EntityKind) -> Entity:
        tenants = self.suppliers.tenants_of(supplier)
        is_cease = kind is EntityKind.UNSOLICITED_CEASE_ORDER
        if is_cease and told.reason == triggers.CREATED and told.value("id") is None:
            known = known_cease(unit, supplier, told, tenants)
            return known or self._new_cease(unit, supplier, told, tenants)
        return identify(unit, supplier, told, kind, tenants)

    def _new_cease(self, unit: Unit, supplier: str, told: Told, tenants: Collection[str]) -> Entity:
        tenant = tenant_of_new(supplier, told, tenants)
        if told.value("serviceId") is None:
            raise Problem.invalid("unsolicitedCeaseServiceOrder.serviceId: is needed")
        return self.application.new_cease(unit, tenant, supplier, told)

    def _check_content(self, unit: Unit, told: Told, entity: Entity) -> None:
        codes = (told.supplier_code, *told.supplier_codes)
        missing = missing_content(
            EntityKind(entity.kind),
            triggers.RESOLVED if _resolves(told, entity) else told.reason,
            problem_code=told.problem_code,
            text=told.text,
            supplier_codes=[code for code in codes if code],
            committed_date=told.value("committedDate"),
            target_date=told.value("targetDate"),
            amendment_ref=told.value("serviceOrderAmendmentId")
            or told.value("serviceOrderAmendmentReference"),
            cancellation_ref=told.value("serviceOrderCancellationId")
            or told.value("serviceOrderCancellationReference"),
            appointment=told.value("appointmentSupplierReference")
            or told.value("appointmentReservationReference")
            or told.value("appointmentTimeslot"),
            resolution=told.value("serviceProblemResolution"),
            cancellation_open=told.reason == triggers.CANCELLED
            and _cancellation_known(unit, entity),
        )
        if missing:
            raise Problem.invalid(*missing)

    def _in_turn(self, unit: Unit, supplier: str, told: Told, body: str, entity: Entity) -> None:
        born = not entity.status
        if not born and told.seq > entity.heard + 1:
            self._keep(unit, supplier, told, body, entity, State.WAITING,
                       f"number {told.seq} came when {entity.heard + 1} was next")  # fmt: skip
            self._hold(unit, supplier, entity)
            return
        state, reason = self._take(unit, told, entity, unit.milliseconds, born=born)
        self._keep(unit, supplier, told, body, entity, state, reason)
        if state is State.WAITING:
            self._hold(unit, supplier, entity)
        else:
            self._go_on(unit, supplier, entity)

    def _take(
        self,
        unit: Unit,
        told: Told,
        entity: Entity,
        received: int,
        *,
        born: bool = False,
        patient: bool = True,
    ) -> tuple[State, str | None]:
        flag = None
        if not born and told.seq > entity.heard + 1:
            flag = _GAP
        elif not born and told.seq <= entity.heard:
            flag = _LATE
        if flag:
            _logger.warning("KCI %s of %s for %s %s %s", told.kci, entity.supplier,
                            entity.kind, entity.id, flag)  # fmt: skip
        heard, entity.heard = entity.heard, max(entity.heard, told.seq)
        late = told.seq < heard
        arrival = Arrival(received, flag, late=late, patient=patient)
        state, reason = attempt(self.application, unit, entity, told, arrival)
        if state is State.WAITING:
            entity.heard = heard
        return state, reason

    def _hold(self, unit: Unit, supplier: str, entity: Entity) -> None:
        """The one that has waited longest says until when the gap before them is waited for."""
        rows = kept.waiting(unit, entity.tenant, entity.id)
        if not rows:
            clear_timer(unit, entity.tenant, entity.id, GAP)
            return
        waited = timedelta(milliseconds=unit.milliseconds - min(row["received"] for row in rows))
        left = max(self.suppliers.gap_hold(supplier) - waited, timedelta())
        set_timer(unit, entity.tenant, entity.id, GAP, left)

    def _go_on(self, unit: Unit, supplier: str, entity: Entity) -> None:
        """Apply what waited, as far as the numbers follow."""
        rows = kept.waiting(unit, entity.tenant, entity.id)
        for row in rows:
            if row["seq"] > entity.heard + 1:
                break
            if self._take_waiting(unit, supplier, entity, row) is State.WAITING:
                break
        if rows:
            self._hold(unit, supplier, entity)

    def _take_waiting(
        self, unit: Unit, supplier: str, entity: Entity, row: Row, *, patient: bool = True
    ) -> State:
        told = told_of(row["body"])
        state, reason = self._take(unit, told, entity, row["received"], patient=patient)
        kept.set_state(unit, supplier, row["kci"], state, reason)
        return state

    def answered(self, unit: Unit, entity: Entity) -> None:
        """The supplier has answered a question: what waited for that goes on."""
        self._go_on(unit, entity.supplier, entity)

    def release_gap(self, unit: Unit, entity: Entity) -> None:
        """The time is up: what waits is applied up to the next gap, and flagged."""
        rows = kept.waiting(unit, entity.tenant, entity.id)
        if rows:
            self._take_waiting(unit, entity.supplier, entity, rows[0], patient=False)
            if len(rows) > 1:
                self._go_on(unit, entity.supplier, entity)

    def _keep(
        self,
        unit: Unit,
        supplier: str,
        told: Told,
        body: str,
        entity: Entity | None,
        state: State,
        reason: str | None,
    ) -> None:
        kept.keep(
            unit, supplier=supplier, kci=told.kci, tenant=entity.tenant if entity else None,
            entity=entity.id if entity else None, seq=told.seq, state=state, body=body,
            reason=reason,
        )  # fmt: skip


def _resolves(told: Told, entity: Entity) -> bool:
    """Whether it says by its status that a problem is resolved."""
    if entity.kind != EntityKind.SERVICE_PROBLEM or entity.status == "RESOLVED":
        return False
    return told.status == "RESOLVED" and told.reason in (triggers.COMPLETED, triggers.UPDATE)


def _cancellation_known(unit: Unit, entity: Entity) -> bool:
    """Whether the tenant asked for a cancellation, and the supplier has said that it knows."""
    if not entity.status:
        return False
    requests = open_requests(unit, entity)
    return any(r.kind in CANCELLATIONS and r.status == "PENDING" for r in requests)
