"""Tenant API to Supplier API: tests, problems and resolutions."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fibrecafe_api.supplier import models as supplier
from fibrecafe_api.tenant import models as tenant
from fibrecafe_gateway.adapters import southbound
from fibrecafe_gateway.adapters.southbound import CannotMap
from fibrecafe_gateway.adapters.wire import plain
from tests.runtime.adapters.suppliers import DIFFICULT

PUBLISHED = json.loads(
    (Path(__file__).parents[2] / "generated" / "published-payloads.json").read_text()
)
TODAY = date(2026, 3, 2)


def faults_of(work: Callable[[], Any]) -> list[str]:
    with pytest.raises(CannotMap) as caught:
        work()
    return [pointer for pointer, _ in caught.value.faults]


def test_a_test_leaves_its_characteristics_behind() -> None:
    values: dict[str, Any] = {
        "serviceId": "SI2345432345",
        "problemType": "CPE",
        "serviceSpecification": {"id": "ftthl2r", "name": "FTTH"},
        "supplier": "S1",
        "characteristics": [{"name": "SERVICE_HAS_WORKED", "value": "false"}],
    }
    assert plain(southbound.service_test(values, test_id=7)) == {
        "id": 7,
        "serviceId": "SI2345432345",
        "problemType": "CPE",
        "serviceSpecification": {"id": "ftthl2r"},
    }
    values["problemType"] = "Cpe1"
    assert faults_of(lambda: southbound.service_test(values, test_id=7)) == ["/problemType"]


PROBLEM: dict[str, Any] = {
    "externalIdentifier": "DS-1",
    "problemType": "OUTAGE",
    "problemText": "No light " + "é" * 20,
    "serviceId": "SI1",
    "serviceSpecification": {"id": "ftthl2r"},
    "supplier": "S1",
    "serviceTestId": 55,
    "characteristics": [{"name": "END_USER_CPE", "value": DIFFICULT}],
    "primaryContact": {"name": "John Smith", "phoneNumber": "01234 567890"},
    "parentServiceProblemId": 3,
}


def test_a_problem_goes_south_with_the_suppliers_reference_of_its_test() -> None:
    made = plain(
        southbound.create_problem(PROBLEM, problem_id=9, service_test_reference="TEST_233827673")
    )
    assert made == {
        **{
            name: value
            for name, value in PROBLEM.items()
            if name not in ("externalIdentifier", "supplier", "parentServiceProblemId")
        },
        "id": 9,
        "serviceTestReference": "TEST_233827673",
    }


def test_a_problem_without_what_the_supplier_needs_names_each_field() -> None:
    values = {
        name: value
        for name, value in PROBLEM.items()
        if name not in ("serviceId", "serviceSpecification")
    }
    values["problemType"] = "A_PROBLEM_TYPE_THAT_IS_FAR_TOO_LONG"
    assert sorted(faults_of(lambda: southbound.create_problem(values, problem_id=9))) == [
        "/problemType",
        "/serviceId",
        "/serviceSpecification",
    ]


def test_a_problem_is_amended_by_number_when_its_reference_does_not_fit() -> None:
    values = {"serviceProblemId": 9, "notes": DIFFICULT}
    for reference, expected in (("SK_PRO233", "SK_PRO233"), ("a-1", None), (None, None)):
        made = southbound.amend_problem(
            values, amendment_id=4, supplier_service_problem_reference=reference
        )
        assert made.supplier_service_problem_reference == expected
        assert made.notes == DIFFICULT


@pytest.mark.parametrize("reference", [None, "a-1", "", "SK_PRO233827673\n"])
def test_a_problem_cannot_be_cancelled_without_a_usable_reference(reference: str | None) -> None:
    values = {"serviceProblemId": 9, "reasonCode": "ISSUE_RESOLVED", "text": DIFFICULT}
    assert faults_of(
        lambda: southbound.cancel_problem(
            values, cancellation_id=4, supplier_service_problem_reference=reference
        )
    ) == ["/serviceProblemId"]
    made = southbound.cancel_problem(
        values, cancellation_id=4, supplier_service_problem_reference="SK_PRO233827673"
    )
    assert made.text == DIFFICULT


def test_a_resolution_is_accepted_or_rejected_and_nothing_between() -> None:
    made = southbound.resolution(
        tenant.UpdateServiceProblemResolution(
            status=tenant.ServiceProblemResolutionStatus.REJECTED, tenant_notes=DIFFICULT
        )
    )
    assert (made.status, made.tenant_notes) == (supplier.ResolutionDecision.REJECTED, DIFFICULT)
    assert faults_of(lambda: southbound.resolution({"status": "PENDING"})) == ["/status"]
