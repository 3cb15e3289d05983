"""Amendments and cancellations, of orders and of problems."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fibrecafe_api._support.request import RequestContext
from fibrecafe_api.tenant import models

from ..adapters import southbound
from ..adapters.southbound import CannotMap
from ..kci.changes import amended
from ..kci.kinds import (
    ALL_ORDERS,
    ORDER_AMENDMENT,
    ORDER_CANCELLATION,
    PROBLEM_AMENDMENT,
    PROBLEM_CANCELLATION,
    PROBLEMS,
)
from ..lifecycle.kinds import EntityKind
from ..lifecycle.requests import Ask, allows, refusal
from ..store.entities import Entities, Entity
from ..store.unit import Unit
from .intake import as_text, intend, take, values_of
from .problems import Problem, checked
from .references import reservation
from .services import Services, test_headers, unfit

_RECEIVED = "RECEIVED_BY_GATEWAY"

_AMENDMENT_OF: Mapping[EntityKind, Any] = {
    EntityKind.PROVIDE_ORDER: models.CreateProvideServiceOrderAmendment,
    EntityKind.MODIFY_ORDER: models.CreateModifyServiceOrderAmendment,
    EntityKind.CEASE_ORDER: models.CreateCeaseServiceOrderAmendment,
}

_AMENDED: Mapping[EntityKind, Any] = {
    EntityKind.PROVIDE_ORDER: models.CreateProvideServiceOrder,
    EntityKind.MODIFY_ORDER: models.CreateModifyServiceOrder,
    EntityKind.CEASE_ORDER: models.CreateCeaseServiceOrder,
    EntityKind.SERVICE_PROBLEM: models.CreateServiceProblem,
}

# Reasons that are for one kind of order only (guide); others are the supplier's to judge.
_OF_CEASES = frozenset(
    {
        "NO_AUTHORISATION", "CUSTOMER_NOT_AWARE", "DELIBERATE_MISLEAD",
        "PURCHASED_DIFFERENT_PRODUCT", "END_USER_NOT_MOVING",
    }
)  # fmt: skip
_OF_ORDERS = frozenset({"CUSTOMER_CHANGED_MIND", "INSTALL_FAILED", "NETWORK_ISSUE"})


class Requests:
    """Asks for changes of what is in flight."""

    services: Services

    async def amend_order(
        self, ctx: RequestContext, body: models.CreateServiceOrderAmendment
    ) -> Any:
        """Ask to change an order."""

        def make(unit: Unit, entities: Entities) -> Entity:
            order = _found(entities, body.order_id, ALL_ORDERS, "orderId", "order")
            kind = EntityKind(order.kind)
            _same_supplier(order, body.supplier)
            _allowed(order, Ask.AMENDMENT)
            read = values_of(checked(_AMENDMENT_OF[kind], values_of(body)))
            _none_is_lost(kind, values_of(body), read)
            values = {"supplier": order.supplier, **read}
            self._may_be_amended(unit, entities, order, values)
            return self._asked(
                unit, entities, ctx, ORDER_AMENDMENT, order, values, "amend_order",
                lambda n: southbound.amend_order(
                    values, amendment_id=n, order_type=order.body["orderType"],
                    supplier_order_reference=order.reference,
                ),
            )  # fmt: skip

        return await take(
            self.services, ctx, "amend_order", body, models.ServiceOrderAmendment, make
        )

    async def cancel_order(
        self, ctx: RequestContext, body: models.CreateServiceOrderCancellation
    ) -> Any:
        """Ask to cancel an order, or object to an unsolicited cease."""

        def make(unit: Unit, entities: Entities) -> Entity:
            order = _found(entities, body.order_id, ALL_ORDERS, "orderId", "order")
            _same_supplier(order, body.supplier)
            _reason_fits(order, body.reason_code)
            _allowed(order, Ask.CANCELLATION)
            values = {"supplier": order.supplier, **values_of(body)}
            return self._asked(
                unit, entities, ctx, ORDER_CANCELLATION, order, values, "cancel_order",
                lambda n: southbound.cancel_order(
                    values, cancellation_id=n, supplier_order_reference=order.reference
                ),
            )  # fmt: skip

        return await take(
            self.services, ctx, "cancel_order", body, models.ServiceOrderCancellation, make
        )

    async def amend_problem(
        self, ctx: RequestContext, body: models.CreateServiceProblemAmendment
    ) -> Any:
        """Ask to change a problem."""

        def make(unit: Unit, entities: Entities) -> Entity:
            problem = _problem(entities, body.service_problem_id)
            _allowed(problem, Ask.AMENDMENT)
            values = values_of(body)
            self._may_be_amended(unit, entities, problem, values)
            return self._asked(
                unit, entities, ctx, PROBLEM_AMENDMENT, problem, values, "amend_problem",
                lambda n: southbound.amend_problem(
                    values, amendment_id=n, supplier_service_problem_reference=problem.reference
                ),
            )  # fmt: skip

        return await take(
            self.services, ctx, "amend_problem", body, models.ServiceProblemAmendment, make
        )

    async def cancel_problem(
        self, ctx: RequestContext, body: models.CreateServiceProblemCancellation
    ) -> Any:
        """Ask to withdraw a problem."""

        def make(unit: Unit, entities: Entities) -> Entity:
            problem = _problem(entities, body.service_problem_id)
            _allowed(problem, Ask.CANCELLATION)
            values = values_of(body)
            return self._asked(
                unit, entities, ctx, PROBLEM_CANCELLATION, problem, values, "cancel_problem",
                lambda n: southbound.cancel_problem(
                    values, cancellation_id=n,
                    supplier_service_problem_reference=problem.reference,
                ),
            )  # fmt: skip

        return await take(
            self.services, ctx, "cancel_problem", body, models.ServiceProblemCancellation, make
        )

    def _may_be_amended(
        self, unit: Unit, entities: Entities, entity: Entity, values: dict[str, Any]
    ) -> None:
        """What it would become is as the document says; a reservation that it names is good."""
        changes = amended(entity.body, values)
        become = {
            name: value for name, value in {**entity.body, **changes}.items() if value is not None
        }
        checked(_AMENDED[EntityKind(entity.kind)], become)
        passes = self.services.directory.tenant(entity.tenant).settings.unknown_references
        reservation(
            unit, entities, values.get("appointmentReservationId"), entity.supplier,
            pass_unknown=passes == "pass",
        )  # fmt: skip

    def _asked(
        self,
        unit: Unit,
        entities: Entities,
        ctx: RequestContext,
        kind: str,
        about: Entity,
        values: dict[str, Any],
        operation: str,
        fits: Any,
    ) -> Entity:
        supplier = self.services.directory.suppliers.get(about.supplier)
        if supplier is None:
            raise Problem.invalid(f"supplier {about.supplier} is not served any more")
        lacking = supplier.version.lacks(operation)
        if lacking is not None:
            raise Problem.invalid(f"supplier {supplier.id}: {lacking}")
        try:
            fits(1)
        except CannotMap as error:
            raise unfit(error) from error
        request = entities.add(
            kind, about.supplier, {"status": _RECEIVED, **values}, parent=about.id,
            conversation_id=about.conversation_id, timestamps=False,
            test_headers=as_text(test_headers(ctx, supplier)),
        )  # fmt: skip
        intend(unit, operation, request, about)
        entities.save(about)
        return request


def _found(
    entities: Entities, id: int, kinds: tuple[EntityKind, ...], field: str, word: str
) -> Entity:
    found = entities.lock(id, kinds)
    if found is None:
        raise Problem.invalid(f"/{field}: {word} {id}: there is none of yours")
    return found


def _problem(entities: Entities, id: int) -> Entity:
    return _found(entities, id, PROBLEMS, "serviceProblemId", "problem")


def _same_supplier(order: Entity, supplier: str | None) -> None:
    if supplier is not None and supplier != order.supplier:
        raise Problem.invalid(f"/supplier: order {order.id} is with {order.supplier}")


def _allowed(entity: Entity, what: Ask) -> None:
    kind = EntityKind(entity.kind)
    if not allows(kind, entity.status, what):
        raise Problem.invalid(refusal(kind, entity.status, what))


def _none_is_lost(kind: EntityKind, given: Mapping[str, Any], read: Mapping[str, Any]) -> None:
    """The document cannot tell which order an amendment is of; what only others have is refused."""
    strange = [name for name in given if name not in read]
    if strange:
        raise Problem.invalid(*(f"/{name}: a {kind.words} has none" for name in strange))


def _reason_fits(order: Entity, reason: str) -> None:
    is_cease = order.kind == EntityKind.UNSOLICITED_CEASE_ORDER
    if reason in (_OF_ORDERS if is_cease else _OF_CEASES):
        fitting = _OF_CEASES if is_cease else {*_OF_ORDERS, "NO_LONGER_REQUIRED", "OTHER"}
        raise Problem.invalid(
            f"/reasonCode: {reason} is not for this kind of order; {', '.join(sorted(fitting))} are"
        )
