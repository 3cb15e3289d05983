"""Scenarios by header and by magic text; what is repeated, and what cannot be played."""

from __future__ import annotations

import asyncio

import pytest

from fibrecafe_api.supplier import models as supplier
from fibrecafe_api.supplier.client import errors
from tests.runtime.simulator.box import (
    TENANT,
    amendment,
    box,
    cancellation,
    ethernet,
    problem,
    provide,
    service_test,
)


def test_a_repeated_request_gets_the_first_answer_and_no_second_set_of_kcis() -> None:
    async def run() -> None:
        async with box() as played:
            first = await played.order("ORDER_SUCCESSFUL?answer=201")
            await played.wait(60)
            assert await played.order("ORDER_SUCCESSFUL?answer=201") == first
            assert await played.order() == first
            started = await played.client().service_test(body=service_test(), tenant=TENANT)
            assert await played.client().service_test(body=service_test(), tenant=TENANT) == started
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
            contact = supplier.Contact(
                name="SCENARIO:ORDER_ACKNOWLEDGED", phone_number="01234567890"
            )
            await played.order(body=provide(124, primary_contact=contact))
            await played.client().create_ethernet_order(
                body=ethernet(notes="SCENARIO:ORDER_REJECTED?text=no")
            )
            body = service_test(service_id="SCENARIO:SERVICE_TEST_RED")
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
def test_what_cannot_be_played_is_refused_with_what_can(headers: dict[str, str], said: str) -> None:
    async def run() -> None:
        async with box() as played:
            with pytest.raises(errors.InvalidRequest, match=said):
                await played.order(**headers)
            await played.play()
            assert played.gateway.kcis == []
            assert await played.simulator.count() == 0

    asyncio.run(run())
