"""How a supplier's failure reaches the tenant: at once for a question, by KCI for an order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest

from fibrecafe_api.tenant.client import TenantClient, errors
from tests.runtime.adapters.suppliers import answer, hang, raw_server, reset
from tests.runtime.gateway import bodies
from tests.runtime.gateway.running import Running, native, running

PREFIX = "The supplier API returned the following message: "
TIMED_OUT = "The gateway did not receive a timely response from the supplier"
GARBLED = "An invalid response was received from the supplier"
OURS = "The gateway sent an invalid request to the supplier"


def fault(status: int, code: str) -> Any:
    """An answer in the Supplier API's own form."""
    body = {
        "uuid": "87432dfb-2e47-4532-a1b7-4b113d48867d",
        "code": code,
        "messages": [f"it says {status}"],
    }
    return answer(status, json.dumps(body))


@dataclass(frozen=True)
class Failure:
    """How a supplier behaves, and what a tenant is told then."""

    behave: Any
    status: int
    """Of the answer to availability."""
    code: str
    message: str
    order: str = "FAILED_TO_SEND"
    error: str | None = None
    """Code of the order's error, if it differs."""
    appointments: int | None = None
    """Status of the answers about appointments, if it differs."""


FAILURES = {
    "S422": Failure(
        fault(422, "INVALID_REQUEST"),
        422,
        "INVALID_REQUEST",
        f"{PREFIX}it says 422",
        "REJECTED",
    ),
    "S400": Failure(fault(400, "MALFORMED_REQUEST"), 502, "GATEWAY_FAULT", OURS),
    "S404": Failure(fault(404, "NOT_FOUND"), 502, "GATEWAY_FAULT", OURS),
    "S401": Failure(fault(401, "NOT_AUTHORISED"), 502, "SUPPLIER_FAULT", f"{PREFIX}Not authorised"),
    "S403": Failure(answer(403), 502, "SUPPLIER_FAULT", f"{PREFIX}Not authorised"),
    "S500": Failure(fault(500, "SUPPLIER_FAULT"), 502, "SUPPLIER_FAULT", f"{PREFIX}it says 500"),
    "S501": Failure(
        fault(501, "NOT_IMPLEMENTED"),
        501,
        "SUPPLIER_FAULT",
        "The supplier does not support this operation",
        error="NOT_IMPLEMENTED",
        appointments=502,
    ),
    "S503": Failure(answer(503), 502, "SUPPLIER_FAULT", "The supplier is temporarily unavailable"),
    "REDIRECTS": Failure(
        answer(302, headers="location: http://elsewhere/\r\n"), 502, "SUPPLIER_FAULT", GARBLED
    ),
    "GARBAGE": Failure(
        answer(200, "<html>oops"), 502, "SUPPLIER_FAULT", GARBLED, error="SUPPLIER_TIMED_OUT"
    ),
    "OTHER_THING": Failure(
        answer(200, '["surprise"]'),
        502,
        "SUPPLIER_FAULT",
        GARBLED,
        error="SUPPLIER_TIMED_OUT",
    ),
    "HANGS": Failure(hang, 504, "SUPPLIER_TIMED_OUT", TIMED_OUT),
    "RESETS": Failure(reset, 504, "SUPPLIER_TIMED_OUT", TIMED_OUT),
    "NOBODY": Failure(None, 504, "SUPPLIER_TIMED_OUT", TIMED_OUT),
}


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, dict[str, int]]]:
    """A gateway with a supplier of each kind, and an order at each."""
    with ExitStack() as stack:
        suppliers = {}
        for name, failure in FAILURES.items():
            url = "http://127.0.0.1:9"  # nobody listens there
            if failure.behave is not None:
                url = stack.enter_context(raw_server(failure.behave))
            suppliers[name] = native(url, timeout=0.4)
        gateway = stack.enter_context(
            running(
                tmp_path_factory.mktemp("failing"),
                suppliers,
                delivery={"send_window": 0.2, "unknown_window": 0.5},
            )
        )
        orders = {}
        for name in FAILURES:
            orders[name] = gateway.client().create_order(body=bodies.provide(supplier=name)).id
        yield gateway, orders


Failing = tuple[Running, dict[str, int]]


@pytest.mark.parametrize("name", FAILURES)
def test_an_order_that_fails_is_told_by_a_kci(failing: Failing, name: str) -> None:
    gateway, orders = failing
    expected = FAILURES[name]
    kcis = gateway.inbox().wait(orders[name], expected.order)
    last = kcis[-1]
    assert last.body["sequenceNumber"] == len(kcis)
    if expected.order == "REJECTED":
        assert [kci.type for kci in kcis] == ["UPDATE", "TERMINATED"]
        assert last.said["text"] == "it says 422"
        return
    assert len(kcis) == 1
    error = last.body["error"]
    assert (last.body["updateType"], error["code"]) == (
        "ERROR",
        expected.error or expected.code,
    )
    if expected.error != "SUPPLIER_TIMED_OUT":
        assert error["messages"][0] == expected.message
    assert gateway.client().get_order(id=str(orders[name])).status == "FAILED_TO_SEND"


QUESTIONS: dict[str, Callable[[TenantClient, str], Any]] = {
    "availability": lambda client, supplier: client.availability_check(
        address=bodies.NAD, suppliers=[supplier]
    ),
    "quote": lambda client, supplier: client.quote(body=bodies.quote(supplier)),
    "appointments": lambda client, supplier: client.appointment_availability(
        supplier=supplier,
        address=bodies.NAD,
        service_specification=bodies.SPECIFICATION,
        appointment_purpose="PROVIDE",
    ),
    "reservation": lambda client, supplier: client.reserve_appointment(
        body=bodies.appointment(bodies.slot(), supplier=supplier)
    ),
}


def asked(gateway: Running, question: str, supplier: str) -> errors.AnswerError:
    with pytest.raises(errors.AnswerError) as caught:
        QUESTIONS[question](gateway.client(), supplier)
    return caught.value


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("name", FAILURES)
def test_a_question_that_fails_is_answered_with_an_error(
    failing: Failing, name: str, question: str
) -> None:
    gateway, _ = failing
    expected = FAILURES[name]
    error = asked(gateway, question, name)
    status = expected.status
    if question in ("appointments", "reservation"):
        status = expected.appointments or status
    assert (error.status, error.code) == (status, expected.code)
    joined = question in ("availability", "quote")
    name_of = f"{name}: " if question == "availability" else "1: " if joined else ""
    assert error.messages[0] == f"{name_of}{expected.message}"
    assert error.uuid


def test_a_native_supplier_has_no_address_look_up(failing: Failing) -> None:
    gateway, _ = failing
    with pytest.raises(errors.NotImplementedByServer, match="no address look-up"):
        gateway.client().address_lookup(uprn="1", supplier="S500")


def test_failed_questions_leave_nothing_behind(failing: Failing) -> None:
    gateway, orders = failing
    for name, failure in FAILURES.items():
        gateway.inbox().wait(orders[name], failure.order)
    gateway.settle()
    before = gateway.rows()
    for question in QUESTIONS:
        asked(gateway, question, "S500")
    assert gateway.rows() == before
