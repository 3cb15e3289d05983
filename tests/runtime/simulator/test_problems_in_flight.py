"""Problems: their resolutions, amendments and cancellations."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from fibrecafe_api.supplier import models as supplier
from fibrecafe_api.supplier.client import errors
from tests.runtime.simulator.box import (
    TENANT,
    Box,
    box,
    check_content,
    entity,
    problem,
)


async def decide(played: Box, id: str, status: str, notes: str | None = None) -> Any:
    body = supplier.UpdateServiceProblemResolution(
        status=supplier.ResolutionDecision(status), tenant_notes=notes
    )
    return await played.client().service_problem_resolution(body=body, id=id, tenant=TENANT)


def resolution(played: Box) -> str:
    found = entity(played.gateway.kcis[-1])["serviceProblemResolution"]["supplierReference"]
    assert isinstance(found, str)
    return found


def test_an_accepted_resolution_completes_the_problem() -> None:
    async def run() -> None:
        async with box() as played:
            await played.client().create_problem(body=problem(), tenant=TENANT)
            await played.play()
            id = resolution(played)
            accepted = await decide(played, id, "ACCEPTED")
            assert (accepted.status, accepted.supplier_reference) == ("ACCEPTED", id)
            assert accepted.closed_date is not None
            assert await decide(played, id, "ACCEPTED") == accepted
            with pytest.raises(errors.InvalidRequest, match="was ACCEPTED before"):
                await decide(played, id, "REJECTED")
            await played.play()
            assert played.gateway.reasons == ["ACKNOWLEDGED", "COMMITTED", "RESOLVED", "COMPLETED"]
            check_content(played.gateway.kcis)

    asyncio.run(run())


def test_a_rejected_resolution_opens_the_problem_again_until_it_is_resolved_once_more() -> None:
    async def run() -> None:
        async with box() as played:
            await played.client().create_problem(body=problem(), tenant=TENANT)
            await played.play()
            first = resolution(played)
            rejected = await decide(played, first, "REJECTED", "still down")
            assert (rejected.status, rejected.tenant_notes) == ("REJECTED", "still down")
            await played.play()
            assert played.gateway.statuses[3:] == ["IN_PROGRESS", "RESOLVED"]
            assert resolution(played) != first
            await decide(played, resolution(played), "ACCEPTED")
            await played.play()
            assert played.gateway.statuses[5:] == ["COMPLETED"]
            check_content(played.gateway.kcis)

    asyncio.run(run())


def test_a_resolution_that_does_not_exist_is_not_found() -> None:
    async def run() -> None:
        async with box() as played:
            for id in ("1234", "SP000000_1_R1"):
                with pytest.raises(errors.NotFound):
                    await decide(played, id, "ACCEPTED")

    asyncio.run(run())


def test_problems_are_amended_and_cancelled_as_orders_are() -> None:
    async def run() -> None:
        async with box() as played:
            await played.client("PROBLEM_PENDING").create_problem(body=problem(), tenant=TENANT)
            await played.play()
            held = entity(played.gateway.kcis[-1])
            assert held["status"] == "PENDING"
            reference = held["supplierServiceProblemReference"]
            change = supplier.AmendServiceProblem(
                id=1, service_problem_id=900, problem_text="Down since noon"
            )
            assert await played.client().amend_problem(body=change, tenant=TENANT) is None
            await played.play()
            assert played.gateway.reasons[3:] == ["AMENDED", "RESOLVED"]
            assert entity(played.gateway.kcis[3])["problemText"] == "Down since noon"
            end = supplier.CancelServiceProblem(
                id=2,
                service_problem_id=900,
                supplier_service_problem_reference=reference,
                reason_code="ISSUE_RESOLVED",
            )
            assert await played.client().cancel_problem(body=end, tenant=TENANT) is None
            await played.play()
            assert played.gateway.statuses[5:] == ["CANCELLED"]
            check_content(played.gateway.kcis)

    asyncio.run(run())
