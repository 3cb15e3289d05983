"""Takes suppliers' KCIs: each once, in order, and none that is accepted is lost.

    identify ─▶ duplicate? ─▶ content ─▶ sequence: now, later, late ─▶ legal? ─▶ apply | quarantine

Duplicates by (supplier, KCI id): the same body again is fine, another body is 422. A KCI that comes
before its turn waits for those before it, up to a time, and is then applied with a flag. One that is
not legal as things stand is quarantined: the supplier is answered 204, an operator decides.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from fibrecafe_api._support.problem import Problem

from ..clock import to_text
from ..delivery.lanes import stir
from ..lifecycle import triggers
from ..lifecycle.content import missing_content
from ..lifecycle.kinds import EntityKind
from ..lifecycle.machine import Illegal
from ..store import inbound as kept
from ..store.entities import Entities, Entity
from ..store.inbound import State
from ..store.messages import supplier_lane
from ..store.timers import clear_timer, set_timer
from ..store.unit import Row, Unit
from .applying import Application, apply
from .identify import identify, tenant_of_new
from .journey import open_requests
from .kinds import CANCELLATIONS
from .outbound import Untellable
from .reading import Told, told_of

_logger = logging.getLogger(__name__)

GAP = "GAP"
"""The timer of KCIs that wait for earlier ones."""


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
            self._keep(unit, supplier, told, body, None, State.IGNORED, "about no tenant's order")
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
            return self._new_cease(unit, supplier, told, tenants)
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
            told.reason,
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
            or told.value("appointmentTimeslot"),
            resolution=told.value("serviceProblemResolution"),
            cancellation_open=_cancellation_open(unit, entity),
        )
        if missing:
            raise Problem.invalid(*missing)

    def _in_turn(self, unit: Unit, supplier: str, told: Told, body: str, entity: Entity) -> None:
        born = not entity.status
        if not born and told.seq > entity.heard + 1:
            self._wait(unit, supplier, told, body, entity)
            return
        flag = None
        if not born and told.seq <= entity.heard:
            flag = "came after later ones"
            _logger.warning("KCI %s of %s for %s %s came after later ones",
                            told.kci, supplier, entity.kind, entity.id)  # fmt: skip
        entity.heard = max(entity.heard, told.seq)
        state, reason = self._apply(unit, supplier, told, entity, flag)
        self._keep(unit, supplier, told, body, entity, state, reason)
        self._go_on(unit, supplier, entity)

    def _wait(self, unit: Unit, supplier: str, told: Told, body: str, entity: Entity) -> None:
        waiting = kept.waiting(unit, entity.tenant, entity.id)
        self._keep(unit, supplier, told, body, entity, State.WAITING,
                   f"number {told.seq} came when {entity.heard + 1} was next")  # fmt: skip
        if not waiting:
            hold = self.suppliers.gap_hold(supplier)
            set_timer(unit, entity.tenant, entity.id, GAP, hold)

    def _go_on(self, unit: Unit, supplier: str, entity: Entity, *, force: bool = False) -> None:
        """Apply what waited, as far as the numbers follow; `force`: all of it."""
        for row in kept.waiting(unit, entity.tenant, entity.id):
            if row["seq"] > entity.heard + 1 and not force:
                return
            flag = (
                "applied though earlier ones are missing" if row["seq"] > entity.heard + 1 else None
            )
            entity.heard = max(entity.heard, row["seq"])
            state, reason = self._apply(unit, supplier, told_of(row["body"]), entity, flag)
            kept.set_state(unit, supplier, row["kci"], state, reason or flag)
        clear_timer(unit, entity.tenant, entity.id, GAP)

    def release_gap(self, unit: Unit, entity: Entity) -> None:
        """The time is up: what waits is applied, and flagged."""
        _logger.warning("%s %s of %s: earlier KCIs of %s did not come in time",
                        entity.kind, entity.id, entity.tenant, entity.supplier)  # fmt: skip
        self._go_on(unit, entity.supplier, entity, force=True)

    def _apply(
        self, unit: Unit, supplier: str, told: Told, entity: Entity, flag: str | None
    ) -> tuple[State, str | None]:
        before = (entity.status, entity.resume, dict(entity.body), entity.told, entity.steps)
        try:
            with unit.savepoint():
                apply(self.application, unit, entity, told, flag, to_text(unit.now))
        except (Illegal, Untellable) as error:
            entity.status, entity.resume, entity.body, entity.told, entity.steps = before
            if not entity.status:  # a cease that could not even begin
                raise Problem.invalid(str(error)) from error
            Entities(unit, entity.tenant).save(entity)
            _logger.error("KCI %s of %s is quarantined: %s", told.kci, supplier, error)
            return State.QUARANTINED, str(error)
        stir(unit, supplier_lane(entity.tenant, entity.id))
        return State.APPLIED, flag

    def apply_again(self, unit: Unit, row: Row) -> tuple[State, str | None]:
        """Try one once more that was quarantined; what becomes of it now."""
        told = told_of(row["body"])
        entity = Entities(unit, row["tenant"]).lock(row["entity"], tuple(EntityKind))
        if entity is None:
            return State.QUARANTINED, "what it is about is not there"
        state, reason = self._apply(unit, row["supplier"], told, entity, "replayed by an operator")
        kept.set_state(unit, row["supplier"], row["kci"], state, reason)
        return state, reason

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


def _cancellation_open(unit: Unit, entity: Entity) -> bool:
    if not entity.status:
        return False
    return any(request.kind in CANCELLATIONS for request in open_requests(unit, entity))
