"""Each scenario gives the states that its name promises, in KCIs that a strict reader takes."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest

from fibrecafe_api.supplier import models as supplier
from fibrecafe_api.supplier.client import errors
from fibrecafe_gateway.adapters.simulator.scenarios import SCENARIOS, scenarios_of
from fibrecafe_gateway.adapters.simulator.script import Section
from tests.runtime.simulator.box import (
    STRICT,
    TENANT,
    Box,
    amendment,
    box,
    cancellation,
    cease,
    entity,
    ethernet,
    modify,
    problem,
    provide,
    test,
)

# What the published pages say, or their names and the state machine; SENT_TO_SUPPLIER is the
# gateway's own.
FLOWS = {
    "ORDER_SUCCESSFUL": ["ACKNOWLEDGED", "IN_PROGRESS", "COMPLETED"],
    "ORDER_ACKNOWLEDGED": ["ACKNOWLEDGED"],
    "ORDER_IN_PROGRESS": ["ACKNOWLEDGED", "IN_PROGRESS"],
    "ORDER_CANCELLED": ["ACKNOWLEDGED", "IN_PROGRESS", "CANCELLED"],
    "ORDER_DELAYED": ["ACKNOWLEDGED", "IN_PROGRESS", "HELD"],
    "ORDER_PENDING": ["ACKNOWLEDGED", "IN_PROGRESS", "PENDING"],
    "ORDER_REAPPOINT": ["ACKNOWLEDGED", "IN_PROGRESS", "PENDING"],
    "ORDER_REJECTED": ["REJECTED"],
    "ORDER_REAPPOINTED": ["ACKNOWLEDGED", "IN_PROGRESS", "IN_PROGRESS"],
    "ORDER_RESUMED": ["ACKNOWLEDGED", "IN_PROGRESS", "HELD", "IN_PROGRESS", "COMPLETED"],
    "ORDER_PARTIAL": ["ACKNOWLEDGED", "IN_PROGRESS", "PARTIAL"],
    "ORDER_REMARKS": [*["ACKNOWLEDGED"] * 2, *["IN_PROGRESS"] * 3, "COMPLETED"],
    "SERVICE_TEST_GREEN": ["COMPLETED GREEN"],
    "SERVICE_TEST_AMBER": ["COMPLETED AMBER"],
    "SERVICE_TEST_RED": ["COMPLETED RED"],
    "SERVICE_TEST_FAILED": ["COMPLETED FAILED"],
    "SERVICE_TEST_UNAVAILABLE": ["COMPLETED UNAVAILABLE"],
    "PROBLEM_RESOLVED": ["ACKNOWLEDGED", "IN_PROGRESS", "RESOLVED"],
    "PROBLEM_ACKNOWLEDGED": ["ACKNOWLEDGED"],
    "PROBLEM_REJECTED": ["REJECTED"],
    "PROBLEM_PENDING": ["ACKNOWLEDGED", "IN_PROGRESS", "PENDING"],
    "PROBLEM_HELD": ["ACKNOWLEDGED", "IN_PROGRESS", "HELD"],
    "PROBLEM_NETWORK_INCIDENT": ["ACKNOWLEDGED", "IN_PROGRESS", "NETWORK_INCIDENT"],
    "CEASE_COMPLETED": ["ACKNOWLEDGED", "IN_PROGRESS", "COMPLETED"],
    "CEASE_COMMITTED_AT_ONCE": ["IN_PROGRESS", "COMPLETED"],
    "CEASE_CREATED": ["ACKNOWLEDGED"],
}

# Reasons that must say why.
PROBLEM = {
    "DELAY",
    "WARNING",
    "REAPPOINT",
    "CANCELLED",
    "ORDER_REJECTED",
    "AMENDMENT_REJECTED",
    "CANCELLATION_REJECTED",
}
TEXT = {"INFORMATION_REQUIRED", "ORDER_REJECTED", "AMENDMENT_REJECTED", "CANCELLATION_REJECTED"}


def check_content(kcis: list[dict[str, Any]]) -> None:
    """The content rules of the published reason-code pages, and strict validity."""
    assert [kci["sequenceNumber"] for kci in kcis] == list(range(1, len(kcis) + 1))
    assert len({kci["id"] for kci in kcis}) == len(kcis)
    for kci in kcis:
        STRICT.accept(json.dumps(kci))
        held, reason = entity(kci), kci["reasonCode"]
        assert held["tenant"] == TENANT
        assert "unsolicitedCeaseServiceOrder" in kci or held["id"] >= 1
        names = ("supplierOrderReference", "supplierReference", "supplierServiceProblemReference")
        assert any(held.get(name) for name in names)
        assert reason not in PROBLEM or kci["problemCode"]
        assert reason not in TEXT or kci["text"]
        if reason == "COMMITTED" and "serviceProblem" not in kci:
            assert held["committedDate"] == held["targetDate"]
        if reason == "REAPPOINTED":
            assert held["appointmentTimeslot"]
            assert held["appointmentSupplierReference"]
            assert held["targetDate"] != held["committedDate"]
        if reason == "RESOLVED":
            assert held["serviceProblemResolution"]["status"] == "PENDING"


async def ask(played: Box, name: str, section: Section) -> None:
    """Play a scenario with a request of its section."""
    client = played.client(name)
    if section is Section.ORDERS:
        await played.order(name)
    elif section is Section.SERVICE_TESTS:
        await client.service_test(body=test(), tenant=TENANT)
    elif section is Section.SERVICE_PROBLEMS:
        await client.create_problem(body=problem(), tenant=TENANT)
    else:
        await played.simulator.cease(TENANT, "S12345", scenario=name)


def outcomes(kcis: list[dict[str, Any]]) -> list[str]:
    found = []
    for kci in kcis:
        held = entity(kci)
        result = held.get("result", {}).get("testOutcome", {}).get("testResult")
        found.append(" ".join(filter(None, (held["status"], result))))
    return found


@pytest.mark.parametrize("name", FLOWS)
def test_a_scenario_leads_through_the_states_of_its_name(name: str) -> None:
    async def run() -> None:
        async with box() as played:
            await ask(played, name, SCENARIOS[name].section)
            await played.play()
            assert outcomes(played.gateway.kcis) == FLOWS[name]
            check_content(played.gateway.kcis)

    asyncio.run(run())


def test_no_scenario_of_these_sections_is_left_out_of_the_flows() -> None:
    sections = (Section.ORDERS, Section.SERVICE_TESTS, Section.SERVICE_PROBLEMS, Section.CEASES)
    names = {one.name for section in sections for one in scenarios_of(section)}
    assert names - set(FLOWS) == {"SERVICE_TEST_REJECTED"}


def test_a_rejected_test_is_refused_at_once() -> None:
    async def run() -> None:
        async with box() as played:
            client = played.client("SERVICE_TEST_REJECTED?text=not%20now")
            with pytest.raises(errors.InvalidRequest, match="not now"):
                await client.service_test(body=test(), tenant=TENANT)
            await played.play()
            assert played.gateway.kcis == []

    asyncio.run(run())


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (provide(), "provideServiceOrder"),
        (cease(), "ceaseServiceOrder"),
        (modify(), "modifyServiceOrder"),
        (ethernet(), "provideEthernetOrder"),
    ],
    ids=["provide", "cease", "modify", "ethernet"],
)
def test_every_kind_of_order_is_delivered_with_its_latest_details(body: Any, kind: str) -> None:
    async def run() -> None:
        async with box() as played:
            client = played.client()
            if kind == "provideEthernetOrder":
                answer = await client.create_ethernet_order(body=body)
            else:
                answer = await client.create_order(body=body, tenant=TENANT)
            assert answer is None
            await played.play()
            kcis = played.gateway.kcis
            assert all(kind in kci for kci in kcis)
            assert outcomes(kcis) == FLOWS["ORDER_SUCCESSFUL"]
            check_content(kcis)
            asked = json.loads(body.to_json())
            shared = asked.keys() & kcis[0][kind].keys()
            assert len(shared) >= 4
            assert {n: kcis[0][kind][n] for n in shared} == {n: asked[n] for n in shared}

    asyncio.run(run())


def test_kcis_follow_at_the_delay_asked_for_with_the_conversation_of_the_order() -> None:
    async def run() -> None:
        async with box() as played:
            await played.client(X_Kci_Delay="5").create_order(
                body=provide(), tenant=TENANT, conversation_id="journey"
            )
            await played.wait(4.9)
            assert played.gateway.reasons == []
            await played.wait(0.1)
            assert played.gateway.reasons == ["ACKNOWLEDGED"]
            await played.wait(5)
            await played.wait(5)
            assert played.gateway.reasons == ["ACKNOWLEDGED", "COMMITTED", "COMPLETED"]
            assert played.gateway.conversations == ["journey"] * 3
            assert len(set(played.gateway.request_ids)) == 3

    asyncio.run(run())


def test_the_delay_is_thirty_seconds_unless_the_simulator_or_the_request_says() -> None:
    async def run() -> None:
        async with box() as played:
            await played.order()
            assert await played.simulator.next_due() == played.clock.now() + timedelta(seconds=30)
        async with box(kci_delay=1) as played:
            await played.order()
            assert await played.simulator.next_due() == played.clock.now() + timedelta(seconds=1)
            await played.order("ORDER_SUCCESSFUL?kciDelay=0", provide(124))
            await played.simulator.pump_due()
            assert played.gateway.reasons == ["ACKNOWLEDGED", "COMMITTED", "COMPLETED"]

    asyncio.run(run())


@pytest.mark.parametrize("name", ["ORDER_CANCELLED", "ORDER_DELAYED"])
def test_the_problem_code_is_the_one_asked_for_else_unknown_fault(name: str) -> None:
    async def run() -> None:
        async with box() as played:
            await played.order(name)
            await played.order(name, provide(124), X_Problem_Code="NETWORK_ISSUE")
            await played.order(f"{name}?problemCode=SITE_UNSAFE", provide(125))
            await played.play()
            codes = [k["problemCode"] for k in played.gateway.kcis if "problemCode" in k]
            assert codes == ["UNKNOWN_FAULT", "NETWORK_ISSUE", "SITE_UNSAFE"]

    asyncio.run(run())


def test_the_target_date_is_set_by_its_offset_the_day_asked_for_or_the_visit() -> None:
    async def run() -> None:
        async with box() as played:
            client = played.client()
            slot = supplier.Timeslot.from_json(
                b'{"timeslotStartDateTime":"2026-01-20T09:00:00Z",'
                b'"timeslotEndDateTime":"2026-01-20T13:00:00Z"}'
            )
            reservation = await client.reserve_appointment(
                body=supplier.ReserveAppointment(
                    id=5,
                    address=provide().address,
                    service_specification=supplier.ServiceSpecification(id="ftthl2r"),
                    timeslot=slot,
                ),
                tenant=TENANT,
            )
            name = "ORDER_IN_PROGRESS?kciDelay=1"
            await played.order(f"{name}&targetDateOffset=3", provide(1))
            await played.order(name, cease(2))
            reference = reservation.supplier_reference
            await played.order(name, provide(3, appointment_reservation_reference=reference))
            await played.order(name, provide(4))
            await played.play()
            found = {entity(k)["id"]: entity(k)["targetDate"][:10] for k in played.gateway.kcis[4:]}
            assert found == {1: "2026-01-08", 2: "2026-02-02", 3: "2026-01-20", 4: "2026-01-15"}

    asyncio.run(run())


def test_an_answer_at_once_says_what_the_first_kcis_would_have() -> None:
    async def run() -> None:
        async with box() as played:
            taken = await played.order("ORDER_SUCCESSFUL?answer=201")
            assert (taken.status, bool(taken.supplier_order_reference)) == ("ACKNOWLEDGED", True)
            committed = await played.order("ORDER_SUCCESSFUL?answer=committed", provide(124))
            assert committed.status == "IN_PROGRESS"
            assert committed.committed_date == committed.target_date is not None
            found = await played.client("PROBLEM_RESOLVED?answer=201").create_problem(
                body=problem(), tenant=TENANT
            )
            assert found is not None
            assert found.status == "ACKNOWLEDGED"
            await played.play()
            by_id: dict[int, list[str]] = {}
            for kci in played.gateway.kcis:
                by_id.setdefault(entity(kci)["id"], []).append(kci["reasonCode"])
            assert by_id == {
                123: ["COMMITTED", "COMPLETED"],
                124: ["COMPLETED"],
                900: ["COMMITTED", "RESOLVED"],
            }

    asyncio.run(run())


def test_a_repeated_request_gets_the_first_answer_and_no_second_set_of_kcis() -> None:
    async def run() -> None:
        async with box() as played:
            first = await played.order("ORDER_SUCCESSFUL?answer=201")
            await played.wait(60)
            assert await played.order("ORDER_SUCCESSFUL?answer=201") == first
            assert await played.order() == first
            started = await played.client().service_test(body=test(), tenant=TENANT)
            assert await played.client().service_test(body=test(), tenant=TENANT) == started
            await played.play()
            assert await played.order() == first
            await played.play()
            assert sorted(played.gateway.reasons) == ["COMMITTED", "COMPLETED", "COMPLETED"]

    asyncio.run(run())


def test_the_same_number_with_other_content_is_refused() -> None:
    async def run() -> None:
        async with box() as played:
            await played.order()
            with pytest.raises(errors.InvalidRequest, match="with other content"):
                await played.order(body=provide(notes="another"))
            other = provide(tenant="TENANT2")
            assert await played.order(body=other) is None
            assert await played.client().create_problem(body=problem(123), tenant=TENANT) is None

    asyncio.run(run())


def test_the_tenant_in_the_header_must_be_that_of_the_order() -> None:
    async def run() -> None:
        async with box() as played:
            with pytest.raises(errors.InvalidRequest, match="/tenant"):
                await played.client().create_order(body=provide(), tenant="TENANT2")

    asyncio.run(run())


def test_scenarios_stand_in_notes_contacts_and_service_ids_too() -> None:
    async def run() -> None:
        async with box() as played:
            await played.order(body=provide(notes="Ring first. SCENARIO:ORDER_REJECTED please"))
            await played.play()
            assert played.gateway.reasons == ["ORDER_REJECTED"]
            contact = supplier.Contact(name="SCENARIO:ORDER_ACKNOWLEDGED", phone_number="01234567890")
            await played.order(body=provide(124, primary_contact=contact))
            await played.client().create_ethernet_order(
                body=ethernet(notes="SCENARIO:ORDER_REJECTED?text=no")
            )
            body = test(service_id="SCENARIO:SERVICE_TEST_RED")
            await played.client().service_test(body=body, tenant=TENANT)
            await played.play()
            assert sorted(played.gateway.statuses[1:]) == ["ACKNOWLEDGED", "COMPLETED", "REJECTED"]
            # The header goes first.
            await played.order("ORDER_ACKNOWLEDGED", provide(125, notes="SCENARIO:ORDER_REJECTED"))
            await played.play()
            assert played.gateway.statuses[4:] == ["ACKNOWLEDGED"]

    asyncio.run(run())


def test_scenarios_for_later_requests_can_come_with_the_order() -> None:
    async def run() -> None:
        async with box() as played:
            notes = "SCENARIO:ORDER_IN_PROGRESS SCENARIO:CANCELLATION_REJECTED?text=too%20late"
            await played.order(body=provide(notes=notes))
            await played.play()
            await played.client().cancel_order(body=cancellation(), tenant=TENANT)
            await played.client().amend_order(body=amendment(), tenant=TENANT)
            await played.play()
            assert played.gateway.reasons[2:] == ["CANCELLATION_REJECTED", "AMENDED"]
            assert played.gateway.kcis[2]["text"] == "too late"

    asyncio.run(run())


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({"X-Scenario": "ORDER_LOST"}, "ORDER_LOST.*ORDER_SUCCESSFUL.*CANCELLATION_ACCEPTED"),
        ({"X-Scenario": "SERVICE_TEST_RED"}, "not for orders.*ORDER_DELAYED"),
        ({"X-Scenario": "ORDER_DELAYED?colour=red"}, "colour: is no parameter.*targetDateOffset"),
        ({"X-Scenario": "ORDER_DELAYED?misbehave=badly"}, "misbehave.*out_of_order"),
        ({"X-Scenario": "ORDER_REJECTED?answer=201"}, "answer must be one of 202, 422"),
        ({"X-Scenario": "ORDER_DELAYED?status=200"}, "status"),
        ({"X-Problem-Code": "TOO_COLD"}, "TOO_COLD.*NETWORK_ISSUE"),
        ({"X-Kci-Delay": "soon"}, "X-Kci-Delay"),
        ({"X-Kci-Delay": "nan"}, "X-Kci-Delay"),
    ],
)
def test_what_cannot_be_played_is_refused_with_what_can(
    headers: dict[str, str], said: str
) -> None:
    async def run() -> None:
        async with box() as played:
            with pytest.raises(errors.InvalidRequest, match=said):
                await played.order(**headers)
            await played.play()
            assert played.gateway.kcis == []
            assert await played.simulator.count() == 0

    asyncio.run(run())
