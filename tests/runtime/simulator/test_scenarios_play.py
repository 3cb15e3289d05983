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
    TENANT,
    Box,
    box,
    cease,
    check_content,
    entity,
    ethernet,
    modify,
    problem,
    provide,
    service_test,
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


async def ask(played: Box, name: str, section: Section) -> None:
    """Play a scenario with a request of its section."""
    client = played.client(name)
    if section is Section.ORDERS:
        await played.order(name)
    elif section is Section.SERVICE_TESTS:
        await client.service_test(body=service_test(), tenant=TENANT)
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
                await client.service_test(body=service_test(), tenant=TENANT)
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
                assert await client.create_ethernet_order(body=body) is None
            else:
                assert await client.create_order(body=body, tenant=TENANT) is None
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
