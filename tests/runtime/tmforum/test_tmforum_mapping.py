"""Field by field, with data that breaks what is not careful."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from fibrecafe_api.supplier import models as supplier
from fibrecafe_gateway.adapters.contract import Faulty, Refused
from fibrecafe_gateway.adapters.tmforum import mapping_north as north
from fibrecafe_gateway.adapters.tmforum import mapping_south as south
from fibrecafe_gateway.adapters.tmforum import resources
from fibrecafe_gateway.conformance import difficult_data

UPRN = supplier.AddressIdentifier(id="200004033694", type="UPRN")
CONTACT = supplier.Contact(name="Siân O'Brien", phone_number="01632 960123")
PRODUCT = supplier.ServiceSpecification(id="ftthl2r")


def provide(**changes: Any) -> supplier.CreateProvideServiceOrder:
    given: dict[str, Any] = {
        "id": 7,
        "order_type": supplier.ProvideOrderType.NEW,
        "tenant": "FIRST",
        "address": UPRN,
        "service_order_item": supplier.ServiceOrderItem(
            service_specification=PRODUCT,
            service_characteristics=[supplier.ServiceCharacteristic(name="VLAN", value="007")],
        ),
        "primary_contact": CONTACT,
    }
    return supplier.CreateProvideServiceOrder(**{**given, **changes})


def answer(**values: Any) -> resources.ServiceOrder:
    return north.read(resources.ServiceOrder, {"id": "SO-1", "state": "acknowledged", **values})


def test_an_order_is_what_tmf641_has() -> None:
    made = south.order(
        provide(
            requested_completion_date=date(2030, 2, 4),
            appointment_reservation_id=5,
            appointment_reservation_reference="A1",
            engineer_tasks=["Fit a shelf"],
            hazards="A dog",
        )
    )
    assert made == {
        "@type": "ServiceOrder",
        "externalId": "FIRST/7",
        "category": "NEW",
        "requestedCompletionDate": "2030-02-04T00:00:00.000Z",
        "note": [
            {"id": "hazards", "text": "A dog"},
            {"id": "engineerTask-1", "text": "Fit a shelf"},
        ],
        "relatedParty": [
            {"id": "FIRST", "role": "customer", "@referredType": "Organization"},
            {
                "@type": "RelatedParty",
                "@referredType": "Individual",
                "role": "primaryContact",
                "name": "Siân O'Brien",
                "contactMedium": [
                    {
                        "mediumType": "phone",
                        "characteristic": {"phoneNumber": "01632 960123"},
                    }
                ],
            },
        ],
        "serviceOrderItem": [
            {
                "id": "1",
                "action": "add",
                "appointment": {"id": "A1", "description": "5", "@referredType": "Appointment"},
                "service": {
                    "serviceSpecification": {"id": "ftthl2r"},
                    "serviceCharacteristic": [
                        {"name": "VLAN", "valueType": "string", "value": "007"}
                    ],
                    "place": [
                        {
                            "id": "200004033694",
                            "name": "UPRN",
                            "role": "installation",
                            "@referredType": "GeographicAddress",
                        }
                    ],
                },
            }
        ],
    }


def test_ceasing_and_modifying_name_the_service() -> None:
    cease = south.order(
        supplier.CreateCeaseServiceOrder(
            id=8,
            order_type=supplier.CeaseOrderType.CEASE,
            tenant="FIRST",
            service_id="S1",
            requested_completion_date=date(2030, 2, 4),
        )
    )
    assert cease["serviceOrderItem"] == [{"id": "1", "action": "delete", "service": {"id": "S1"}}]
    option = supplier.ServiceCharacteristic(name="VLAN", value="1")
    modify = south.order(
        supplier.CreateModifyServiceOrder(
            id=9,
            order_type=supplier.ModifyOrderType.MODIFY,
            tenant="FIRST",
            service_id="S1",
            service_characteristics=[option],
        )
    )
    item = modify["serviceOrderItem"][0]
    assert (item["action"], item["service"]["id"]) == ("modify", "S1")
    assert item["service"]["serviceCharacteristic"][0]["value"] == "1"


@pytest.mark.parametrize("text", difficult_data.TEXTS.values(), ids=difficult_data.TEXTS)
def test_texts_of_people_stay_as_they_are(text: str) -> None:
    made = json.loads(json.dumps(south.order(provide(notes=text, hazards=text))))
    assert made["note"] == [{"id": "hazards", "text": text}, {"id": "notes", "text": text}]


def test_an_amendment_says_nothing_of_what_does_not_change() -> None:
    only_the_date = supplier.AmendProvideServiceOrder(
        id=3, order_id=7, requested_completion_date=date(2030, 3, 1)
    )
    assert south.amendment(only_the_date) == {
        "externalReference": [{"name": "3", "externalReferenceType": "amendment"}],
        "requestedCompletionDate": "2030-03-01T00:00:00.000Z",
    }


def test_a_reservation_that_the_supplier_does_not_know_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="knows no reservation 5"):
        south.order(provide(appointment_reservation_id=5))


def test_the_largest_number_and_an_upper_case_id_come_through() -> None:
    reference = difficult_data.UUIDS["upper-case"]
    body = provide(id=2**53 - 1, appointment_reservation_reference=reference)
    made = south.order(body)
    assert made["externalId"] == "FIRST/9007199254740991"
    assert made["serviceOrderItem"][0]["appointment"]["id"] == reference
    made_of: Any = north.order(body, answer())
    assert made_of.id == 2**53 - 1


def test_an_answer_in_progress_commits_when_it_names_a_date() -> None:
    due = datetime(2030, 2, 4, 12, tzinfo=UTC)
    order: Any = north.order(
        provide(), answer(state="inProgress", expectedCompletionDate="2030-02-04T12:00:00")
    )
    assert (order.status, order.committed_date, order.target_date) == ("IN_PROGRESS", due, due)
    assert order.supplier_order_reference == "SO-1"
    without: Any = north.order(provide(), answer(state="inProgress"))
    assert (without.status, without.committed_date) == ("ACKNOWLEDGED", None)


def test_a_rejected_order_is_a_refusal_though_its_status_is_201() -> None:
    why = [{"code": "17", "reason": "INVALID", "message": "There is no fibre"}]
    with pytest.raises(Refused) as refusal:
        north.order(provide(), answer(state="rejected", errorMessage=why))
    assert refusal.value.messages == ("There is no fibre",)


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "SO-1", "state": ["x"]},
        {"state": "held"},
        [],
        None,
    ],
)
def test_an_answer_of_another_form_may_have_been_acted_on(wrong: Any) -> None:
    with pytest.raises(Faulty) as fault:
        north.read(resources.ServiceOrder, wrong)
    assert fault.value.may_have_acted
    assert fault.value.messages == ()


def test_null_lists_count_as_empty_and_numbers_as_texts() -> None:
    order = answer(id=12, errorMessage=None, milestone=None)
    assert (order.id, order.error_message, order.milestone) == ("12", [], [])


def test_a_cancellation_that_goes_on_is_no_answer_yet() -> None:
    body = supplier.CancelServiceOrder(id=4, order_id=7, reason_code="CUSTOMER_CHANGED_MIND")

    def said(state: str, **more: Any) -> resources.CancelServiceOrder:
        return north.read(resources.CancelServiceOrder, {"id": "C1", "state": state, **more})

    assert south.cancellation("FIRST", body, "SO-1")["externalId"] == "FIRST/7/4"
    assert north.cancellation(body, said("acknowledged")) is None
    done = north.cancellation(body, said("done"))
    assert done is not None
    assert done.supplier_reference == "C1"
    with pytest.raises(Refused, match="Too late"):
        north.cancellation(body, said("terminatedWithError", errorMessage=[{"reason": "Too late"}]))


def qualified(*items: dict[str, Any]) -> supplier.ServiceAvailability:
    values = {"id": "Q1", "state": "done", "serviceQualificationItem": list(items)}
    return north.availability(UPRN, north.read(resources.CheckServiceQualification, values))


def test_what_is_qualified_is_offered_with_all_values_of_a_characteristic() -> None:
    found = qualified(
        {
            "qualificationResult": "qualified",
            "service": {
                "serviceSpecification": {"id": "ftthl2r", "name": "Ffibr llawn: Tŷ Ŵyn"},
                "serviceCharacteristic": [
                    {"name": "LINE_PROFILE", "value": ["100M20M", "1G1G"]},
                    {"name": "VLAN", "value": 7},
                    {"name": "VLAN", "value": "8"},
                ],
                "place": [{"id": UPRN.id, "postcode": "TW184LG", "city": "Staines"}],
            },
            "expectedServiceAvailabilityDate": "2030-01-01T00:00:00Z",
        },
        {"qualificationResult": "unqualified"},
    )
    (offered,) = found.service_specifications or []
    values = {c.name: c.values for c in offered.service_characteristics or []}
    assert values == {"LINE_PROFILE": ["100M20M", "1G1G"], "VLAN": ["7", "8"]}
    assert offered.name == "Ffibr llawn: Tŷ Ŵyn"
    assert (found.address.postcode, found.address.city) == ("TW184LG", "Staines")
    assert found.site_information is not None
    assert found.site_information.service_ready_date == date(2030, 1, 1)


def test_what_is_not_qualified_has_its_reasons() -> None:
    found = qualified(
        {
            "qualificationResult": "unqualified",
            "eligibilityUnavailabilityReason": [{"code": "NOT_BUILT", "label": "Not yet"}],
        },
        {"qualificationResult": "alternate", "service": {"serviceSpecification": {"id": "x"}}},
    )
    assert found.service_specifications is None
    assert [(r.code, r.text) for r in found.unavailability_reasons or []] == [
        ("NOT_BUILT", "Not yet")
    ]


def test_the_slot_is_the_one_that_the_supplier_holds() -> None:
    asked = supplier.Timeslot(
        timeslot_start_date_time=datetime(2030, 1, 8, 8, tzinfo=UTC),
        timeslot_end_date_time=datetime(2030, 1, 8, 13, tzinfo=UTC),
    )
    body = supplier.ReserveAppointment(
        id=5, address=UPRN, service_specification=PRODUCT, purpose="VISIT", timeslot=asked
    )
    period = {"startDateTime": "2030-01-08T09:00:00Z", "endDateTime": "2030-01-08T12:00:00+00:00"}
    values = {"id": "A1", "status": "confirmed", "validFor": period}
    held = north.reservation(body, north.read(resources.Appointment, values))
    assert held.timeslot.timeslot_start_date_time == datetime(2030, 1, 8, 9, tzinfo=UTC)
    assert (held.id, held.supplier_reference) == (5, "A1")
    with pytest.raises(Refused, match="no longer free"):
        north.reservation(body, north.read(resources.Appointment, {**values, "status": "failed"}))
