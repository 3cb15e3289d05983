"""Amendments and cancellations of orders: answered as asked, and the order's own KCIs after."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

import pytest

from fibrecafe_api.supplier import models as supplier
from fibrecafe_api.supplier.client import errors
from tests.runtime.simulator.box import (
    TENANT,
    Box,
    amendment,
    box,
    cancellation,
    check_content,
    entity,
    provide,
)

PROFILE = [supplier.ServiceCharacteristic(name="LINE_PROFILE", value="100/20")]


async def amend(played: Box, scenario: str | None = None, **more: Any) -> Any:
    return await played.client(scenario).amend_order(body=amendment(**more), tenant=TENANT)


async def cancel(played: Box, scenario: str | None = None, **more: Any) -> Any:
    return await played.client(scenario).cancel_order(body=cancellation(**more), tenant=TENANT)


def test_an_accepted_amendment_changes_what_it_names_and_the_order_goes_on_after_it() -> None:
    async def run() -> None:
        async with box() as played:
            await played.order()
            await played.wait(30)
            await played.wait(20)
            assert await amend(played, service_characteristics=PROFILE) is None
            await played.wait(29)
            assert played.gateway.reasons == ["ACKNOWLEDGED"]  # COMMITTED was due, and waits
            await played.wait(1)
            assert played.gateway.reasons == ["ACKNOWLEDGED", "AMENDED"]
            await played.play()
            assert played.gateway.reasons[2:] == ["COMMITTED", "COMPLETED"]
            check_content(played.gateway.kcis)
            amended = entity(played.gateway.kcis[1])
            assert amended["status"] == "ACKNOWLEDGED"
            assert amended["serviceOrderAmendmentId"] == 345
            assert amended["serviceOrderAmendmentReference"]
            for kci in played.gateway.kcis[1:3]:
                profile = entity(kci)["serviceOrderItem"]["serviceCharacteristics"]
                assert profile == [{"name": "LINE_PROFILE", "value": "100/20"}]
            assert entity(played.gateway.kcis[2])["primaryContact"]["name"] == "John Smith"
            assert "serviceOrderAmendmentId" not in entity(played.gateway.kcis[2])

    asyncio.run(run())


def test_a_rejected_amendment_changes_nothing_and_the_order_goes_on_after_it() -> None:
    async def run() -> None:
        async with box() as played:
            await played.order()
            await played.wait(30)
            await amend(played, "AMENDMENT_REJECTED", service_characteristics=PROFILE)
            await played.play()
            reasons = ["ACKNOWLEDGED", "AMENDMENT_REJECTED", "COMMITTED", "COMPLETED"]
            assert played.gateway.reasons == reasons
            check_content(played.gateway.kcis)
            assert entity(played.gateway.kcis[1])["serviceOrderAmendmentId"] == 345
            profile = entity(played.gateway.kcis[2])["serviceOrderItem"]["serviceCharacteristics"]
            assert profile[0]["value"] == "1G1G"

    asyncio.run(run())


def test_a_pending_amendment_stops_the_order_until_it_is_cancelled() -> None:
    async def run() -> None:
        async with box() as played:
            await played.order()
            await played.wait(30)
            await amend(played, "AMENDMENT_PENDING")
            await played.play()
            assert played.gateway.reasons == ["ACKNOWLEDGED"]
            await cancel(played)
            await played.play()
            assert played.gateway.reasons == ["ACKNOWLEDGED", "CANCELLED"]

    asyncio.run(run())


@pytest.mark.parametrize("scenario", ["ORDER_PENDING", "ORDER_REAPPOINT"])
def test_an_order_that_waits_for_its_tenant_is_delivered_after_an_amendment(scenario: str) -> None:
    async def run() -> None:
        async with box() as played:
            await played.order(scenario)
            await played.play()
            assert played.gateway.statuses[-1] == "PENDING"
            await amend(played, appointment_reservation_reference="A9-202602030900-240-0000")
            await played.play()
            assert played.gateway.reasons[3:] == ["AMENDED", "COMPLETED"]
            assert played.gateway.statuses[3:] == ["IN_PROGRESS", "COMPLETED"]
            assert entity(played.gateway.kcis[3])["committedDate"] == "2026-02-03T09:00:00Z"
            check_content(played.gateway.kcis)

    asyncio.run(run())


def test_an_accepted_cancellation_ends_the_order_and_all_that_was_to_come() -> None:
    async def run() -> None:
        async with box() as played:
            await played.order()
            await played.wait(30)
            assert await cancel(played, reason="NETWORK_ISSUE") is None
            await played.play()
            assert played.gateway.reasons == ["ACKNOWLEDGED", "CANCELLED"]
            kci = played.gateway.kcis[1]
            assert kci["problemCode"] == "NETWORK_ISSUE"
            assert entity(kci)["status"] == "CANCELLED"
            assert entity(kci)["serviceOrderCancellationId"] == 346
            check_content(played.gateway.kcis)
            with pytest.raises(errors.InvalidRequest, match="is CANCELLED"):
                await amend(played)

    asyncio.run(run())


def test_a_rejected_cancellation_lets_the_order_go_on() -> None:
    async def run() -> None:
        async with box() as played:
            await played.order()
            await cancel(played, "CANCELLATION_REJECTED")
            await played.play()
            reasons = ["CANCELLATION_REJECTED", "ACKNOWLEDGED", "COMMITTED", "COMPLETED"]
            assert played.gateway.reasons == reasons
            assert "status" not in entity(played.gateway.kcis[0])  # it had none yet
            check_content(played.gateway.kcis)

    asyncio.run(run())


def test_a_pending_cancellation_is_never_answered() -> None:
    async def run() -> None:
        async with box() as played:
            await played.order("ORDER_ACKNOWLEDGED")
            await played.play()
            assert await cancel(played, "CANCELLATION_PENDING") is None
            await played.play()
            assert played.gateway.reasons == ["ACKNOWLEDGED"]

    asyncio.run(run())


def test_requests_can_be_answered_at_once_and_then_no_kci_says_so() -> None:
    async def run() -> None:
        async with box() as played:
            await played.order("ORDER_PENDING")
            await played.play()
            done = await amend(played, "AMENDMENT_ACCEPTED?answer=201", notes="ring")
            assert (done.id, done.notes, bool(done.supplier_reference)) == (345, "ring", True)
            await played.play()
            assert played.gateway.reasons[3:] == ["COMPLETED"]
            await played.order(body=provide(200))
            await played.wait(30)
            ended = await cancel(played, "CANCELLATION_ACCEPTED?answer=201", order_id=200)
            assert (ended.order_id, bool(ended.supplier_reference)) == (200, True)
            await played.play()
            assert played.gateway.reasons[4:] == ["ACKNOWLEDGED"]

    asyncio.run(run())


@pytest.mark.parametrize("kind", ["AMENDMENT", "CANCELLATION"])
def test_requests_can_be_refused_at_once(kind: str) -> None:
    async def run() -> None:
        async with box() as played:
            await played.order()
            ask = amend if kind == "AMENDMENT" else cancel
            with pytest.raises(errors.InvalidRequest, match="no way"):
                await ask(played, f"{kind}_REJECTED?answer=422&text=no+way")
            await played.play()
            assert played.gateway.reasons == ["ACKNOWLEDGED", "COMMITTED", "COMPLETED"]

    asyncio.run(run())


def test_a_repeated_request_is_answered_as_before_and_played_once() -> None:
    async def run() -> None:
        async with box() as played:
            await played.order("ORDER_IN_PROGRESS")
            await played.play()
            first = await amend(played, "AMENDMENT_ACCEPTED?answer=201")
            assert await amend(played) == first
            assert await cancel(played) is None
            assert await cancel(played) is None
            await played.play()
            assert await cancel(played) is None  # also when it is over
            await played.play()
            assert played.gateway.reasons[2:] == ["CANCELLED"]

    asyncio.run(run())


def test_requests_for_unknown_orders_and_wrong_references_are_refused() -> None:
    async def run() -> None:
        async with box() as played:
            with pytest.raises(errors.InvalidRequest, match="knows no number 123"):
                await amend(played)
            await played.order()
            with pytest.raises(errors.InvalidRequest, match="and not FC1"):
                await cancel(played, supplier_order_reference="FC1")
            with pytest.raises(errors.InvalidRequest, match="knows no number 123 of TENANT2"):
                await played.client().cancel_order(body=cancellation(), tenant="TENANT2")

    asyncio.run(run())


def test_a_cease_can_get_another_day() -> None:
    async def run() -> None:
        async with box() as played:
            body = supplier.CreateCeaseServiceOrder.from_json(
                b'{"id":123,"orderType":"CEASE","tenant":"TENANT1","serviceId":"S1",'
                b'"requestedCompletionDate":"2026-02-02"}'
            )
            await played.order("ORDER_IN_PROGRESS", body)
            await played.play()
            change = supplier.AmendCeaseServiceOrder(
                id=1, order_id=123, requested_completion_date=date(2026, 3, 2)
            )
            await played.client().amend_order(body=change, tenant=TENANT)
            await played.play()
            found = entity(played.gateway.kcis[-1])
            assert found["requestedCompletionDate"] == "2026-03-02"
            assert found["committedDate"] == found["targetDate"] == "2026-03-02T09:00:00Z"

    asyncio.run(run())


def test_an_unsolicited_cease_can_be_objected_to_but_not_amended() -> None:
    async def run() -> None:
        async with box() as played:
            reference = await played.simulator.cease(TENANT, "S12345", "CP_REQUEST")
            await played.simulator.pump_due()
            created = entity(played.gateway.kcis[0])
            assert played.gateway.reasons == ["CREATED"]
            assert created["supplierOrderReference"] == reference
            assert (created["reason"], created["serviceId"]) == ("CP_REQUEST", "S12345")
            assert "id" not in created
            with pytest.raises(errors.InvalidRequest, match="cannot be amended"):
                await amend(played, order_id=77, supplier_order_reference=reference)
            await cancel(
                played,
                order_id=77,
                supplier_order_reference=reference,
                reason="PURCHASED_DIFFERENT_PRODUCT",
            )
            await played.play()
            assert played.gateway.reasons == ["CREATED", "CANCELLED"]
            cancelled = entity(played.gateway.kcis[1])
            assert (cancelled["id"], cancelled["serviceOrderCancellationId"]) == (77, 346)
            check_content(played.gateway.kcis)

    asyncio.run(run())
