"""What a supplier's KCI must carry, by its reason code.

Stated by the guides: COMMITTED, WARNING, DELAY, INFORMATION_REQUIRED, REAPPOINT, REAPPOINTED,
AMENDED, CANCELLED, ORDER_REJECTED, and the problem code OTHER. By firm analogy (`ours`):
AMENDMENT_REJECTED and CANCELLATION_REJECTED need a text and the request that they refuse, as
ORDER_REJECTED, AMENDED and CANCELLED do; RESOLVED needs the resolution that the tenant confirms.
Whether a problem code fits the reason code is not checked: that table is published in part only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from . import triggers as t
from .kinds import EntityKind

_NEEDS_PROBLEM_CODE = frozenset({t.WARNING, t.DELAY, t.REAPPOINT, t.CANCELLED})
_NEEDS_TEXT = frozenset(
    {t.INFORMATION_REQUIRED, t.ORDER_REJECTED, t.AMENDMENT_REJECTED, t.CANCELLATION_REJECTED}
)
# Kinds that have a committed date: a problem or a test has none, and what is told of an
# unsolicited cease has none either (`ours`).
_COMMITS_TO_DATES = frozenset(EntityKind) - {
    EntityKind.UNSOLICITED_CEASE_ORDER,
    EntityKind.SERVICE_TEST,
    EntityKind.SERVICE_PROBLEM,
}


def missing_content(
    kind: EntityKind,
    reason_code: str,
    *,
    problem_code: str | None = None,
    text: str | None = None,
    supplier_codes: Sequence[str] = (),
    committed_date: datetime | None = None,
    target_date: datetime | None = None,
    amendment_ref: int | str | None = None,
    cancellation_ref: int | str | None = None,
    appointment: object | None = None,
    resolution: object | None = None,
    cancellation_open: bool = False,
) -> list[str]:
    """What is missing, one message for each, with the name of the field; empty when all is there.

    `supplier_codes` are supplierCode and supplierCodes together. `amendment_ref` and
    `cancellation_ref` are the gateway's id or the supplier's reference. `appointment` is
    appointmentTimeslot or appointmentSupplierReference. `cancellation_open`: the tenant asked for a
    cancellation and has no answer.
    """
    of_order = kind not in (EntityKind.SERVICE_PROBLEM, EntityKind.SERVICE_TEST)
    given = {
        "problemCode": problem_code,
        "text": text,
        "committedDate": committed_date,
        "targetDate": target_date,
        "serviceOrderAmendmentId or serviceOrderAmendmentReference": amendment_ref,
        "serviceOrderCancellationId or serviceOrderCancellationReference": cancellation_ref,
        "appointmentTimeslot or appointmentSupplierReference": appointment,
        "serviceProblemResolution": resolution,
    }
    messages = [
        f"{name} must be given with {reason_code}{why}"
        for name, why in _needed(kind, reason_code, of_order, cancellation_open)
        if given[name] in (None, "")
    ]
    if problem_code == "OTHER" and not text and not any(supplier_codes):
        messages.append("text or supplierCodes must be given with problemCode OTHER")
    return messages


def _needed(
    kind: EntityKind, reason_code: str, of_order: bool, cancellation_open: bool
) -> Iterator[tuple[str, str]]:
    if reason_code in _NEEDS_PROBLEM_CODE:
        yield "problemCode", ""
    if reason_code in _NEEDS_TEXT:
        yield "text", ""
    if reason_code == t.COMMITTED and kind in _COMMITS_TO_DATES:
        yield "committedDate", ""
        yield "targetDate", ""
    # What a supplier's problem carries has no field for its requests.
    if reason_code in (t.AMENDED, t.AMENDMENT_REJECTED) and of_order:
        yield "serviceOrderAmendmentId or serviceOrderAmendmentReference", ""
    if reason_code == t.CANCELLATION_REJECTED and of_order:
        yield "serviceOrderCancellationId or serviceOrderCancellationReference", ""
    if reason_code == t.CANCELLED and of_order and cancellation_open:
        yield (
            "serviceOrderCancellationId or serviceOrderCancellationReference",
            " when the tenant asked for the cancellation",
        )
    if reason_code == t.REAPPOINTED:
        yield "appointmentTimeslot or appointmentSupplierReference", ""
    if reason_code == t.RESOLVED:
        yield "serviceProblemResolution", ""
