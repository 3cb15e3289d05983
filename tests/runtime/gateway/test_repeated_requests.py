"""The same request again gives the first answer and nothing else; another body is a new request."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.runtime.gateway import bodies
from tests.runtime.gateway.running import Running


def whole(answer: Any) -> Any:
    return json.loads(answer.to_json())


def cases(gateway: Running) -> dict[str, tuple[str, Any, Any]]:
    """An operation, a body, and another body, for all that makes something."""
    client = gateway.client(scenario="ORDER_IN_PROGRESS")
    order = client.create_order(body=bodies.provide())
    gateway.inbox().wait(order.id, 3)
    test = gateway.client(scenario="SERVICE_TEST_RED").service_test(body=bodies.service_test())
    gateway.inbox().wait(test.id, "COMPLETED")
    problem = gateway.client(scenario="PROBLEM_HELD").create_problem(body=bodies.problem(test.id))
    gateway.inbox().wait(problem.id, "HELD")
    return {
        "order": ("create_order", bodies.provide(), bodies.provide(notes="other")),
        "ethernet": (
            "create_ethernet_order",
            bodies.ethernet(),
            bodies.ethernet(supplier_quote_id="Q2"),
        ),
        "test": (
            "service_test",
            bodies.service_test(),
            bodies.service_test(service_id="S9"),
        ),
        "appointment": (
            "reserve_appointment",
            bodies.appointment(bodies.slot()),
            bodies.appointment(bodies.slot("2030-01-11T09:00:00Z")),
        ),
        "problem": (
            "create_problem",
            bodies.problem(test.id),
            bodies.problem(test.id, notes="other"),
        ),
        "amendment": (
            "amend_order",
            bodies.amendment(order.id, notes="a"),
            bodies.amendment(order.id, notes="b"),
        ),
        "cancellation": (
            "cancel_order",
            bodies.cancellation(order.id),
            bodies.cancellation(order.id, text="other"),
        ),
        "problem amendment": (
            "amend_problem",
            bodies.problem_amendment(problem.id, notes="a"),
            bodies.problem_amendment(problem.id, notes="b"),
        ),
        "problem cancellation": (
            "cancel_problem",
            bodies.problem_cancellation(problem.id),
            bodies.problem_cancellation(problem.id, text="other"),
        ),
    }


@pytest.fixture(scope="module")
def made(gateway: Running) -> dict[str, tuple[str, Any, Any]]:
    return cases(gateway)


KINDS = (
    "order",
    "ethernet",
    "test",
    "appointment",
    "problem",
    "amendment",
    "problem amendment",
    "cancellation",
    "problem cancellation",
)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_request_again_gets_the_first_answer(
    gateway: Running, made: dict[str, tuple[str, Any, Any]], kind: str
) -> None:
    operation, body, other = made[kind]
    # Amendments and cancellations that stay open, so that there can be another.
    client = gateway.client()
    held = {
        "amend_order": "AMENDMENT_PENDING",
        "amend_problem": "AMENDMENT_PENDING",
        "cancel_order": "CANCELLATION_PENDING",
        "cancel_problem": "CANCELLATION_PENDING",
    }
    client = gateway.client(scenario=held.get(operation))
    ask: Callable[..., Any] = getattr(client, operation)
    request_id = str(uuid4())
    first = ask(body=body, request_id=request_id)
    again = ask(body=body, request_id=request_id)
    assert whole(again) == whole(first)
    assert ask(body=body).id > first.id if operation not in held else True
    if operation.startswith("cancel"):
        return  # one cancellation is open: there is no other meanwhile
    assert ask(body=other, request_id=request_id).id > first.id


def test_another_tenant_may_use_the_same_request_id(gateway: Running) -> None:
    request_id = str(uuid4())
    mine = gateway.client().create_order(body=bodies.provide(), request_id=request_id)
    kept = len(gateway.inbox("TENANT2").kcis)
    theirs = gateway.client("TENANT2").create_order(body=bodies.provide(), request_id=request_id)
    gateway.inbox("TENANT2").wait(theirs.id, "COMPLETED")
    assert len(gateway.inbox("TENANT2").kcis) > kept
    assert mine.id >= 1


@pytest.mark.parametrize(
    ("operation", "kind", "body"),
    [
        ("create_order", "PROVIDE_ORDER", bodies.provide()),
        ("reserve_appointment", "APPOINTMENT", bodies.appointment(bodies.slot())),
    ],
)
def test_the_same_request_many_times_at_once_makes_one(
    gateway: Running, operation: str, kind: str, body: Any
) -> None:
    def kept() -> tuple[int, int]:
        return gateway.count("entity", f"kind = '{kind}'"), gateway.count("replay")

    entities, replays = kept()

    async def all_at_once() -> list[Any]:
        async with gateway.async_client(scenario=None) as client:
            await client.address_lookup(uprn="1")  # the token
            ask = getattr(client, operation)
            calls = (ask(body=body, request_id="many at once " + operation) for _ in range(12))
            return list(await asyncio.gather(*calls))

    answers = asyncio.run(all_at_once())
    assert len({answer.id for answer in answers}) == 1
    assert kept() == (entities + 1, replays + 1)
