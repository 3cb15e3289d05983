"""What a supplier's KCI must carry."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from fibrecafe_api.supplier_updates.models import ReasonCode
from fibrecafe_gateway.lifecycle import EntityKind, missing_content

ORDER = EntityKind.PROVIDE_ORDER
PROBLEM = EntityKind.SERVICE_PROBLEM
DATE = datetime(2026, 1, 5, 9, tzinfo=UTC)
EVERYTHING: dict[str, Any] = {
    "problem_code": "ACCESS_ISSUE",
    "text": "The gate is locked.",
    "committed_date": DATE,
    "target_date": DATE,
    "amendment_ref": 7,
    "cancellation_ref": "C-7",
    "appointment": "A-7",
    "resolution": {"resolutionCode": "ACCESS_ISSUE"},
}
AMENDMENT = "serviceOrderAmendmentId or serviceOrderAmendmentReference"
CANCELLATION = "serviceOrderCancellationId or serviceOrderCancellationReference"


@pytest.mark.parametrize(
    ("reason", "left_out", "message"),
    [
        ("COMMITTED", "committed_date", "committedDate must be given with COMMITTED"),
        ("COMMITTED", "target_date", "targetDate must be given with COMMITTED"),
        ("WARNING", "problem_code", "problemCode must be given with WARNING"),
        ("DELAY", "problem_code", "problemCode must be given with DELAY"),
        ("REAPPOINT", "problem_code", "problemCode must be given with REAPPOINT"),
        ("CANCELLED", "problem_code", "problemCode must be given with CANCELLED"),
        ("INFORMATION_REQUIRED", "text", "text must be given with INFORMATION_REQUIRED"),
        ("ORDER_REJECTED", "text", "text must be given with ORDER_REJECTED"),
        ("AMENDED", "amendment_ref", f"{AMENDMENT} must be given with AMENDED"),
        ("AMENDMENT_REJECTED", "text", "text must be given with AMENDMENT_REJECTED"),
        (
            "AMENDMENT_REJECTED",
            "amendment_ref",
            f"{AMENDMENT} must be given with AMENDMENT_REJECTED",
        ),
        ("CANCELLATION_REJECTED", "text", "text must be given with CANCELLATION_REJECTED"),
        (
            "CANCELLATION_REJECTED",
            "cancellation_ref",
            f"{CANCELLATION} must be given with CANCELLATION_REJECTED",
        ),
        (
            "REAPPOINTED",
            "appointment",
            "appointmentTimeslot or appointmentSupplierReference must be given with REAPPOINTED",
        ),
    ],
)
def test_what_is_missing_is_named(reason: str, left_out: str, message: str) -> None:
    assert missing_content(ORDER, reason, **EVERYTHING) == []
    assert missing_content(ORDER, reason, **{**EVERYTHING, left_out: None}) == [message]


@pytest.mark.parametrize("reason", ["CREATED", "ACKNOWLEDGED", "UPDATE", "ADDITIONAL", "RESUMED",
                                    "RESUBMIT", "COMPLETED", "TELEPORTED"])  # fmt: skip
def test_other_reason_codes_need_nothing(reason: str) -> None:
    assert missing_content(ORDER, reason) == []


def test_an_empty_text_is_no_text() -> None:
    assert missing_content(ORDER, "ORDER_REJECTED", text="")


def test_a_cancellation_is_named_only_when_the_tenant_asked_for_it() -> None:
    told: dict[str, Any] = {"problem_code": "NO_LONGER_REQUIRED"}
    assert missing_content(ORDER, "CANCELLED", **told) == []
    assert missing_content(ORDER, "CANCELLED", **told, cancellation_open=True) == [
        f"{CANCELLATION} must be given with CANCELLED when the tenant asked for the cancellation"
    ]


def test_the_problem_code_other_needs_a_text_or_a_code_of_the_supplier() -> None:
    message = ["text or supplierCodes must be given with problemCode OTHER"]
    assert missing_content(ORDER, "DELAY", problem_code="OTHER") == message
    assert missing_content(ORDER, "UPDATE", problem_code="OTHER", supplier_codes=[""]) == message
    assert missing_content(ORDER, "DELAY", problem_code="OTHER", text="Snow.") == []
    assert missing_content(ORDER, "DELAY", problem_code="OTHER", supplier_codes=["X1"]) == []


def test_kinds_that_lack_a_field_need_not_carry_it() -> None:
    for kind in (EntityKind.UNSOLICITED_CEASE_ORDER, EntityKind.SERVICE_TEST, PROBLEM):
        assert missing_content(kind, "COMMITTED") == []
    assert missing_content(PROBLEM, "AMENDED") == []
    told: dict[str, Any] = {"problem_code": "OTHER", "text": "Solved."}
    assert missing_content(PROBLEM, "CANCELLED", **told, cancellation_open=True) == []


def test_a_resolved_problem_carries_its_resolution() -> None:
    assert missing_content(PROBLEM, "RESOLVED") == [
        "serviceProblemResolution must be given with RESOLVED"
    ]
    assert missing_content(PROBLEM, "RESOLVED", resolution=object()) == []


@pytest.mark.parametrize("kind", list(EntityKind))
def test_a_full_kci_lacks_nothing(kind: EntityKind) -> None:
    for reason in ReasonCode:
        assert missing_content(kind, reason, **EVERYTHING, cancellation_open=True) == []
