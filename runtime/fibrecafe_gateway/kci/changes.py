"""What a supplier's KCI, or its answer, changes in the entity that the tenant sees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..adapters.northbound import reference
from ..lifecycle.kinds import EntityKind
from ..store.entities import Entities, Entity
from ..store.unit import Unit
from .kinds import APPOINTMENT

_NO_VISIT = "APPOINTMENT_NOT_REQUIRED"

_VISIT = ("appointmentReservationId", "appointmentSupplierReference", "appointmentTimeslot")

# Of a request itself; the rest of an amendment is what it changes.
_OWN = frozenset({"id", "status", "orderId", "serviceProblemId", "supplier", "supplierReference"})


def changes_of(
    entity: Entity,
    news: Mapping[str, Any],
    *,
    reason: str,
    problem_code: str | None = None,
) -> dict[str, Any]:
    """Properties of the tenant's entity, from those of the supplier's; None removes one."""
    kind = EntityKind(entity.kind)
    if kind is EntityKind.SERVICE_TEST:
        return _present({"supplierReference": news.get("supplierReference"),
                         "result": news.get("result")})  # fmt: skip
    if kind is EntityKind.SERVICE_PROBLEM:
        return _present({"supplierIdentifier": news.get("supplierServiceProblemReference")})
    # A reference that the Tenant API cannot carry is kept for the supplier alone.
    found = _present({"supplierOrderNumber": reference(news.get("supplierOrderReference"))})
    if kind is EntityKind.UNSOLICITED_CEASE_ORDER:
        return found | _present({"requestedCeaseDate": news.get("requestedCeaseDate"),
                                 "reason": news.get("reason")})  # fmt: skip
    return (
        found
        | _dates(entity, news, reason)
        | _visit(kind, news, problem_code)
        | _options(entity, kind, news, reason)
    )


def _dates(entity: Entity, news: Mapping[str, Any], reason: str) -> dict[str, Any]:
    """`committedDate` is set once, when the supplier commits; only what the tenant asked for moves
    it afterwards (`spec`)."""
    setter = "AMENDED" if "committedDate" in entity.body else "COMMITTED"
    committed = news.get("committedDate") if reason == setter else None
    return _present({"committedDate": committed, "targetDate": news.get("targetDate")})


def _visit(kind: EntityKind, news: Mapping[str, Any], problem_code: str | None) -> dict[str, Any]:
    if kind not in (EntityKind.PROVIDE_ORDER, EntityKind.MODIFY_ORDER):
        return {}
    # Earlier pages call the same thing appointmentReservationReference.
    slot = news.get("appointmentSupplierReference") or reference(
        news.get("appointmentReservationReference")
    )
    if problem_code == _NO_VISIT and not slot:
        return dict.fromkeys(_VISIT)
    return _present(
        {
            "appointmentSupplierReference": slot,
            "appointmentTimeslot": news.get("appointmentTimeslot"),
        }
    )


def visit_of(reservation: Entity | None) -> dict[str, Any]:
    """What an order shows of its reservation."""
    if reservation is None:
        return {}
    slot = reservation.body.get("supplierReference") if reservation.reference else None
    return _present(
        {
            "appointmentSupplierReference": slot,
            "appointmentTimeslot": reservation.body.get("timeslot"),
        }
    )


def _options(
    entity: Entity, kind: EntityKind, news: Mapping[str, Any], reason: str
) -> dict[str, Any]:
    """Characteristics that the supplier adds, such as SERVICE_ID (`guide`: ADDITIONAL)."""
    if reason not in ("ADDITIONAL", "COMPLETED", "UPDATE"):
        return {}
    if kind is EntityKind.PROVIDE_ORDER:
        item: Mapping[str, Any] = news.get("serviceOrderItem") or {}
        given = item.get("serviceCharacteristics")
        own = entity.body["serviceOrderItem"]
        if not given:
            return {}
        merged = _merged(own.get("serviceCharacteristics") or [], given)
        return {"serviceOrderItem": {**own, "serviceCharacteristics": merged}}
    if kind is EntityKind.MODIFY_ORDER and news.get("serviceCharacteristics"):
        own_list = entity.body.get("serviceCharacteristics") or []
        return {"serviceCharacteristics": _merged(own_list, news["serviceCharacteristics"])}
    return {}


def _merged(own: list[dict[str, Any]], given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    named = {option["name"]: option for option in given}
    kept = [{**option, **named.pop(option["name"], {})} for option in own]
    return [*kept, *named.values()]


def reserved(unit: Unit, request: Entity) -> Entity | None:
    """The reservation that an amendment names, where it is one of ours."""
    number = request.body.get("appointmentReservationId")
    if number is None:
        return None
    return Entities(unit, request.tenant).get(int(number), (APPOINTMENT,))


def amended(
    body: Mapping[str, Any], amendment: Mapping[str, Any], reservation: Entity | None = None
) -> dict[str, Any]:
    """What an amendment makes of an order or a problem, as changes: a value replaces the old one,
    an array the whole array, an empty value or array removes it (`guide`).

    `reservation`: the one that it names, where it is one of ours.
    """
    found: dict[str, Any] = {}
    for name, value in amendment.items():
        if name in _OWN:
            continue
        if name == "serviceCharacteristics" and "serviceOrderItem" in body:
            item = {k: v for k, v in body["serviceOrderItem"].items() if k != name}
            found["serviceOrderItem"] = {**item, name: value}
        else:
            found[name] = value if value not in ("", [], {}, None) else None
    if "appointmentReservationId" in amendment and "orderType" in body:
        found |= {"appointmentSupplierReference": None, "appointmentTimeslot": None}
        found |= visit_of(reservation)
    return found


def _present(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}
