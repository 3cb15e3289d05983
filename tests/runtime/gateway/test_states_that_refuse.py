"""Amendments and cancellations in states that do not allow them: 422, with the state and what is
allowed."""

from __future__ import annotations

from typing import Any

import pytest

from fibrecafe_api.tenant import models
from fibrecafe_api.tenant.client import errors
from tests.runtime.gateway import bodies
from tests.runtime.gateway.running import Running

AMENDABLE = "ACKNOWLEDGED, IN_PROGRESS, PENDING or PENDING_AMENDMENT"

ENDS = {
    "ORDER_SUCCESSFUL": "COMPLETED",
    "ORDER_PARTIAL": "PARTIAL",
    "ORDER_CANCELLED": "CANCELLED",
    "ORDER_REJECTED": "REJECTED",
    "ORDER_SUCCESSFUL?status=500": "FAILED_TO_SEND",
}


def placed(gateway: Running, scenario: str, until: str, body: Any = None) -> int:
    order = gateway.client(scenario=scenario).create_order(body=body or bodies.provide())
    gateway.inbox().wait(order.id, until)
    return order.id


def refused(ask: Any, body: Any) -> str:
    with pytest.raises(errors.InvalidRequest) as caught:
        ask(body=body)
    assert caught.value.code == "INVALID_REQUEST"
    (message,) = caught.value.messages
    return message


@pytest.mark.parametrize("scenario", ENDS)
def test_what_has_ended_cannot_be_changed(gateway: Running, scenario: str) -> None:
    state = ENDS[scenario]
    order = placed(gateway, scenario, state)
    client, before = gateway.client(), gateway.count("replay")
    message = refused(client.amend_order, bodies.amendment(order))
    assert f"in state {state}: it has ended" in message
    assert AMENDABLE in message
    message = refused(client.cancel_order, bodies.cancellation(order))
    assert f"in state {state}: it has ended, and can be cancelled only in" in message
    assert gateway.count("replay") == before
    assert gateway.count("entity", f"tenant = 'TENANT1' and parent = {order}") == 0


def test_a_held_order_can_be_cancelled_and_not_amended(gateway: Running) -> None:
    order = placed(gateway, "ORDER_DELAYED", "HELD")
    client = gateway.client()
    message = refused(client.amend_order, bodies.amendment(order))
    assert "in state HELD, and can be amended only in" in message
    assert AMENDABLE in message
    assert message.endswith("now it can be cancelled")
    client.cancel_order(body=bodies.cancellation(order))
    gateway.inbox().wait(order, "CANCELLED")


def test_while_a_cancellation_is_open_nothing_more_is_taken(gateway: Running) -> None:
    order = placed(gateway, "ORDER_IN_PROGRESS", "IN_PROGRESS")
    client = gateway.client(scenario="CANCELLATION_PENDING")
    client.cancel_order(body=bodies.cancellation(order))
    gateway.inbox().wait(order, "PENDING_CANCELLATION")
    assert "PENDING_CANCELLATION" in refused(client.amend_order, bodies.amendment(order))
    assert "PENDING_CANCELLATION" in refused(client.cancel_order, bodies.cancellation(order))


def test_amendments_may_wait_beside_each_other(gateway: Running) -> None:
    order = placed(gateway, "ORDER_IN_PROGRESS", "IN_PROGRESS")
    client = gateway.client(scenario="AMENDMENT_PENDING")
    first = client.amend_order(body=bodies.amendment(order, notes="a"))
    gateway.inbox().wait(order, "PENDING_AMENDMENT")
    second = client.amend_order(body=bodies.amendment(order, notes="b"))
    assert second.id > first.id


def test_an_unsolicited_cease_cannot_be_amended_and_needs_its_own_reasons(
    gateway: Running,
) -> None:
    cease = gateway.cease("S-refusing", scenario="CEASE_CREATED").id
    gateway.inbox().wait(cease, "ACKNOWLEDGED")
    client = gateway.client()
    message = refused(client.amend_order, bodies.amendment(cease))
    assert "its kind can never be amended" in message
    message = refused(client.cancel_order, bodies.cancellation(cease))
    assert "/reasonCode: CUSTOMER_CHANGED_MIND is not for this kind of order" in message
    assert "CUSTOMER_NOT_AWARE" in message


def test_an_ethernet_order_cannot_be_amended(gateway: Running) -> None:
    order = gateway.client(scenario="ORDER_IN_PROGRESS").create_ethernet_order(
        body=bodies.ethernet()
    )
    gateway.inbox().wait(order.id, "IN_PROGRESS")
    message = refused(gateway.client().amend_order, bodies.amendment(order.id))
    assert "can never be amended" in message


def test_a_resolution_is_decided_once(gateway: Running) -> None:
    client, inbox = gateway.client(), gateway.inbox()
    test = gateway.client(scenario="SERVICE_TEST_RED").service_test(body=bodies.service_test())
    inbox.wait(test.id, "COMPLETED")
    problem = client.create_problem(body=bodies.problem(test.id))
    kcis = inbox.wait(problem.id, "RESOLVED")
    id = str(kcis[-1].body["entity"]["serviceProblemResolution"]["id"])
    status = models.ServiceProblemResolutionStatus

    def decide(**given: Any) -> Any:
        return client.service_problem_resolution(
            id=id, body=models.UpdateServiceProblemResolution(**given)
        )

    with pytest.raises(errors.InvalidRequest, match="/tenantNotes: say why"):
        decide(status=status.REJECTED)
    with pytest.raises(errors.InvalidRequest, match="/status: say ACCEPTED or REJECTED"):
        decide(status=status.PENDING)
    assert decide(status=status.ACCEPTED).status == "ACCEPTED"
    assert decide(status=status.ACCEPTED).status == "ACCEPTED"  # said again
    with pytest.raises(errors.InvalidRequest, match="ACCEPTED already"):
        decide(status=status.REJECTED, tenant_notes="no")
    kcis = inbox.wait(problem.id, "COMPLETED")
    assert [kci.status for kci in kcis].count("COMPLETED") == 1
    with pytest.raises(errors.InvalidRequest, match="in state COMPLETED: it has ended"):
        client.amend_problem(body=bodies.problem_amendment(problem.id))


def test_an_amendment_is_of_the_kind_of_its_order(gateway: Running) -> None:
    """The document cannot tell the variants apart; the order can."""
    order = placed(gateway, "ORDER_IN_PROGRESS", "IN_PROGRESS", bodies.cease())
    client = gateway.client()
    with pytest.raises(errors.InvalidRequest) as caught:
        client.amend_order(body=bodies.amendment(order, hazards="a dog"))
    assert caught.value.messages == ("/hazards: a cease order has none",)
    later = models.CreateCeaseServiceOrderAmendment.from_json(
        b'{"orderId": %d, "requestedCompletionDate": "2030-03-01"}' % order
    )
    answer = client.amend_order(body=later)
    assert answer.requested_completion_date == later.requested_completion_date
    kcis = gateway.inbox().wait(order, lambda found: any(k.type == "AMENDED" for k in found))
    assert kcis[-1].body["entity"]["requestedCompletionDate"] == "2030-03-01"
