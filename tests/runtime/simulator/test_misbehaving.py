"""Misbehaviours do what they say, and the same again with the same seed."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from typing import Any

import pytest
from pydantic import ValidationError

from fibrecafe_api._support.model import unknown_values
from fibrecafe_api.supplier.client import errors
from fibrecafe_gateway.adapters.simulator.misbehaviour import MEANINGS, ON_ANSWERS, Misbehaviour
from tests.runtime.simulator.box import STRICT, TENANT, Gateway, box, entity, provide

ON_KCIS = [one for one in Misbehaviour if one not in ON_ANSWERS]


def played(misbehave: str, *, orders: int = 1, seed: int = 7, query: str = "") -> Gateway:
    """What a gateway gets of delivered orders, one after the other."""
    found = Gateway()

    async def run() -> None:
        async with box(gateway=found, seed=seed) as simulated:
            for id in range(1, orders + 1):
                scenario = f"ORDER_SUCCESSFUL?misbehave={misbehave}{query}"
                await simulated.order(scenario, provide(id))
                await simulated.play()

    asyncio.run(run())
    return found


@pytest.mark.parametrize("misbehaviour", ON_KCIS)
def test_a_misbehaviour_is_the_same_with_the_same_seed(misbehaviour: str) -> None:
    assert played(misbehaviour, orders=5).bodies == played(misbehaviour, orders=5).bodies


def test_another_seed_gives_other_ids_and_other_choices() -> None:
    one, other = (played("duplicate", orders=8, seed=seed) for seed in (1, 2))
    assert not {k["id"] for k in one.kcis} & {k["id"] for k in other.kcis}
    assert one.reasons != other.reasons
    assert played("duplicate", seed=1, query="&seed=5").reasons == (
        played("duplicate", seed=2, query="&seed=5").reasons
    )


def test_every_misbehaviour_is_explained() -> None:
    assert set(MEANINGS) == set(Misbehaviour)


def test_duplicates_have_the_same_id_and_content() -> None:
    found = played("duplicate", orders=5)
    assert len(found.bodies) > 15
    assert len(set(found.bodies)) == 15
    assert len({kci["id"] for kci in found.kcis}) == 15


def test_kcis_out_of_order_have_their_right_numbers() -> None:
    found = played("out_of_order", orders=5)
    for place in range(0, 15, 3):
        numbers = found.sequence[place : place + 3]
        assert sorted(numbers) == [1, 2, 3] != numbers
    reasons = {k["sequenceNumber"]: k["reasonCode"] for k in found.kcis}
    assert reasons == {1: "ACKNOWLEDGED", 2: "COMMITTED", 3: "COMPLETED"}


def test_late_kcis_were_issued_long_before() -> None:
    arrivals: list[float] = []

    async def run() -> None:
        async with box() as simulated:
            await simulated.order("ORDER_SUCCESSFUL?misbehave=late")
            while (due := await simulated.simulator.next_due()) is not None:
                simulated.clock.advance(due - simulated.clock.now())
                await simulated.simulator.pump_due()
                for kci in simulated.gateway.kcis[len(arrivals) :]:
                    issued = datetime.fromisoformat(kci["issuedOn"])
                    arrivals.append((simulated.clock.now() - issued).total_seconds())
            assert simulated.gateway.sequence == [1, 2, 3]

    asyncio.run(run())
    assert max(arrivals) >= 30
    assert max(arrivals) <= 30 * 5 + 60


def test_a_gap_leaves_one_number_out() -> None:
    found = played("gap", orders=3)
    for place in range(0, 9, 3):
        numbers = found.sequence[place : place + 3]
        assert numbers == sorted(numbers)
        assert numbers != [1, 2, 3]
        assert numbers[-1] == 4


def test_an_unknown_enum_comes_in_a_kci_of_its_own() -> None:
    found = played("unknown_enum", orders=3)
    odd = [body for body in found.bodies if unknown_values(STRICT.read(body))]
    assert len(odd) == 3
    assert len(found.bodies) == 12
    with pytest.raises(ValidationError):
        STRICT.accept(odd[0])
    assert [k["sequenceNumber"] for k in found.kcis[:4]] == [1, 2, 3, 4]


def test_a_commitment_can_be_left_out() -> None:
    found = played("skip_commit")
    assert found.reasons == ["ACKNOWLEDGED", "COMPLETED"]
    assert found.sequence == [1, 2]


def test_wrong_content_lacks_what_the_reason_demands() -> None:
    found = played("wrong_content")
    assert not {"committedDate", "targetDate"} & entity(found.kcis[1]).keys()
    STRICT.accept(found.bodies[1])  # it breaks a rule of the guide, not the schema


def test_an_illegal_kci_comes_after_the_last() -> None:
    found = played("illegal")
    assert found.reasons == ["ACKNOWLEDGED", "COMMITTED", "COMPLETED", "ACKNOWLEDGED"]
    assert found.statuses[-1] == "ACKNOWLEDGED"
    assert found.sequence == [1, 2, 3, 4]
    assert len({kci["id"] for kci in found.kcis}) == 4


def test_several_can_be_had_at_once() -> None:
    found = played("duplicate,out_of_order,illegal", orders=4)
    assert len(found.bodies) > 16
    assert len({k["id"] for k in found.kcis}) == 16


@pytest.mark.parametrize(
    ("misbehaviour", "error"),
    [
        ("garbage", errors.UnreadableAnswer),
        ("wrong_answer", errors.UnreadableAnswer),
        ("reset", errors.TransportFailed),
    ],
)
def test_an_answer_that_goes_wrong_leaves_an_order_that_was_taken(
    misbehaviour: str, error: type[Exception]
) -> None:
    async def run() -> None:
        async with box() as simulated:
            with pytest.raises(error):
                await simulated.order(f"ORDER_ACKNOWLEDGED?misbehave={misbehaviour}")
            assert await simulated.order("ORDER_ACKNOWLEDGED") is None
            await simulated.play()
            assert simulated.gateway.reasons == ["ACKNOWLEDGED"]

    asyncio.run(run())


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422, 429, 500, 501, 503, 504])
def test_a_status_that_was_asked_for_is_answered_and_nothing_is_done(status: int) -> None:
    async def run() -> None:
        async with box() as simulated:
            with pytest.raises(errors.AnswerError) as caught:
                await simulated.order(f"ORDER_SUCCESSFUL?status={status}")
            assert caught.value.status == status
            assert await simulated.simulator.count() == 0

    asyncio.run(run())


def test_a_status_can_be_answered_a_few_times_only() -> None:
    async def run() -> None:
        async with box() as simulated:
            scenario = "ORDER_ACKNOWLEDGED?status=503&times=2"
            for _ in range(2):
                with pytest.raises(errors.Unavailable):
                    await simulated.order(scenario)
            assert await simulated.order(scenario) is None
            with pytest.raises(errors.Unavailable):
                await simulated.order(scenario, provide(2))

    asyncio.run(run())


def test_a_slow_answer_comes_after_the_order_was_taken() -> None:
    async def run() -> None:
        async with box() as simulated:
            before = simulated.clock.now()
            await simulated.order("ORDER_ACKNOWLEDGED?slow=45")
            assert (simulated.clock.now() - before).total_seconds() == 45
            await simulated.simulator.pump_due()
            assert simulated.gateway.reasons == ["ACKNOWLEDGED"]
            assert entity(simulated.gateway.kcis[0])["tenant"] == TENANT

    asyncio.run(run())


def test_the_answer_to_an_amendment_misbehaves_too() -> None:
    async def run() -> Any:
        from tests.runtime.simulator.box import amendment

        async with box() as simulated:
            await simulated.order("ORDER_ACKNOWLEDGED")
            await simulated.play()
            client = simulated.client("AMENDMENT_ACCEPTED?misbehave=duplicate,unknown_enum")
            await client.amend_order(body=amendment(), tenant=TENANT)
            await simulated.play()
            return [json.dumps(kci["reasonCode"]) for kci in simulated.gateway.kcis]

    reasons = asyncio.run(run())
    assert reasons.count('"AMENDED"') + reasons.count('"SIMULATED_REASON"') >= 3
