"""What bad input gets: an error that says where, never a 500, and nothing is stored."""

from __future__ import annotations

import copy
import json
import socket
from typing import Any

import httpx2
import pytest

from fibrecafe_api.tenant.client import errors
from tests.runtime.gateway import bodies
from tests.runtime.gateway.raw import CODES, send
from tests.runtime.gateway.running import Running


def order(**changes: Any) -> dict[str, Any]:
    """An order as JSON; None takes a property away."""
    values: dict[str, Any] = {**json.loads(bodies.provide().to_json()), **changes}
    return {name: value for name, value in values.items() if value is not None}


def nested(pointer: str, value: Any) -> dict[str, Any]:
    """An order with a value at a place."""
    made = copy.deepcopy(order())
    *way, last = pointer.strip("/").split("/")
    at: Any = made
    for step in way:
        at = at[int(step) if step.isdigit() else step]
    at[last] = value
    return made


WRONG: dict[str, tuple[Any, int, str]] = {
    "no JSON": ("{", 400, ""),
    "not UTF-8": (b'{"orderType": "\xff"}', 400, ""),
    "no object": ("[]", 400, ""),
    "an unknown kind of order": (order(orderType="GIFT"), 422, "/orderType"),
    "no kind of order": (order(orderType=None), 400, "/orderType"),
    "no supplier": (order(supplier=None), 400, "/supplier"),
    "a supplier of nobody": (order(supplier="NOBODY"), 422, "NOBODY is not one of yours"),
    "a number for a text": (nested("/primaryContact/name", 7), 400, "/primaryContact/name"),
    "a text for a number": (
        order(appointmentReservationId="345"),
        400,
        "/appointmentReservationId",
    ),
    "a negative number": (
        order(appointmentReservationId=-1),
        422,
        "/appointmentReservationId",
    ),
    "a fraction": (order(appointmentReservationId=1.5), 400, "/appointmentReservationId"),
    "null": (nested("/notes", None), 400, "/notes"),
    "no date": (
        order(requestedCompletionDate="10/01/2030"),
        422,
        "/requestedCompletionDate",
    ),
    "a day that is none": (
        order(requestedCompletionDate="2030-02-30"),
        422,
        "/requestedCompletionDate",
    ),
    "a text that is too long": (order(notes="x" * 100_000), 422, "/notes"),
    "an address without an id": (nested("/address", {"type": "UPRN"}), 400, "/address/id"),
    "an identifier that the supplier cannot use": (
        {**order(address={"id": "A00000031882", "type": "NAD"}), "supplier": "SUPPLIER2"},
        422,
        "the supplier understands UPRN",
    ),
    "a reservation that there is not": (
        order(appointmentReservationId=77),
        422,
        "/appointmentReservationId: 77 is no reservation of yours",
    ),
    "a cease without a service": (
        {"orderType": "CEASE", "supplier": "DUMMY_SUPPLIER"},
        400,
        "/serviceId",
    ),
    "too deep": ("[" * 50_000 + "]" * 50_000, 400, ""),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_order_is_answered_with_the_place_and_not_stored(quiet: Running, what: str) -> None:
    body, status, said = WRONG[what]
    before = quiet.rows()
    answer = send(quiet, "/service-orders", body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/json")
    error = answer.json()
    assert error["code"] == CODES[status]
    assert error["uuid"]
    assert any(said in message for message in error["messages"])
    assert (answer.headers["x-request-id"], answer.headers["x-conversation-id"]) == ("r-1", "c-1")
    assert quiet.rows() == before


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/service-order-amendments", "orderId"),
        ("/service-order-cancellations", "orderId"),
        ("/service-problem-amendments", "serviceProblemId"),
        ("/service-problem-cancellations", "serviceProblemId"),
    ],
)
@pytest.mark.parametrize(
    ("number", "status"),
    [
        *((number, 422) for number in (987654, 2**53 - 1, 2**53, 10**30, 0, -1)),
        *((number, 400) for number in (1.5, "1", None, True)),
    ],
)
def test_a_change_of_what_there_is_not_is_refused(
    quiet: Running, path: str, field: str, number: Any, status: int
) -> None:
    before = quiet.rows()
    body = {field: number, "reasonCode": "NO_LONGER_REQUIRED"}
    answer = send(quiet, path, body)
    assert answer.status_code == status
    assert answer.json()["code"] == CODES[status]
    assert any(field in message for message in answer.json()["messages"])
    assert quiet.rows() == before


@pytest.mark.parametrize(
    "id",
    ["0", "987654", "9" * 16, "9" * 400, "-1", "1.5", "x", "%00", "\N{ARABIC-INDIC DIGIT ONE}"],
)
@pytest.mark.parametrize(
    "path",
    ["/service-orders", "/ethernet/service-orders", "/service-tests", "/service-problems"],
)
def test_a_read_of_what_there_is_not_is_not_found(quiet: Running, path: str, id: str) -> None:
    answer = send(quiet, f"{path}/{id}", b"", "GET")
    assert answer.status_code in (404, 422)
    assert answer.json()["code"] in ("NOT_FOUND", "INVALID_REQUEST")


def test_a_problem_needs_a_test_of_the_same_supplier_with_a_fault(quiet: Running) -> None:
    client, before = quiet.client(), quiet.rows()
    with pytest.raises(errors.InvalidRequest, match="no test of yours"):
        client.create_problem(body=bodies.problem(77))
    with pytest.raises(errors.InvalidRequest, match="no test of yours"):
        client.create_problem(body=bodies.problem(77, parent_service_problem_id=78))
    assert quiet.rows() == before
    running_test = client.service_test(body=bodies.service_test())
    quiet.inbox().wait(running_test.id, "IN_PROGRESS")
    with pytest.raises(errors.InvalidRequest, match="in state IN_PROGRESS, it has no result"):
        client.create_problem(body=bodies.problem(running_test.id))
    with pytest.raises(errors.InvalidRequest, match="was run at DUMMY_SUPPLIER"):
        client.create_problem(body=bodies.problem(running_test.id, supplier="SUPPLIER2"))


def test_a_test_without_a_fault_allows_no_problem(gateway: Running) -> None:
    test = gateway.client().service_test(body=bodies.service_test())
    gateway.inbox().wait(test.id, "COMPLETED")
    with pytest.raises(errors.InvalidRequest, match="is GREEN; a problem needs AMBER"):
        gateway.client().create_problem(body=bodies.problem(test.id))


def test_a_reservation_that_has_lapsed_is_refused(gateway: Running) -> None:
    client = gateway.client(scenario="APPOINTMENT_HELD?expiry=0")
    lapsed = client.reserve_appointment(body=bodies.appointment(bodies.slot()))
    with pytest.raises(errors.InvalidRequest, match="lapsed at"):
        gateway.client().create_order(body=bodies.provide(appointment_reservation_id=lapsed.id))
    client = gateway.client()
    kept = client.reserve_appointment(body=bodies.appointment(bodies.slot()))
    with pytest.raises(errors.InvalidRequest, match="is with DUMMY_SUPPLIER, not with SUPPLIER2"):
        client.create_order(
            body=bodies.provide(appointment_reservation_id=kept.id, supplier="SUPPLIER2")
        )


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("/addresses", "postalCode or uprn"),
        ("/addresses?uprn=1&supplier=NOBODY", "NOBODY is not one of yours"),
        ("/service-availability", "address"),
        ("/service-availability?address=x", "address"),
        ("/service-availability?address=%7B%22id%22%3A7%7D", "address"),
        (
            '/service-availability?address={"id":"1","type":"UPRN"}&serviceTypes=TV',
            "serviceTypes",
        ),
        (
            '/service-availability?address={"id":"1","type":"UPRN"}&suppliers=NOBODY',
            "NOBODY is not one of yours",
        ),
        (
            '/available-appointments?supplier=DUMMY_SUPPLIER&address={"id":"1","type":"UPRN"}'
            '&serviceSpecification={"id":"x"}&appointmentPurpose=PROVIDE'
            "&appointmentFromDate=tomorrow",
            "appointmentFromDate",
        ),
    ],
)
def test_a_wrong_query_is_answered_with_the_parameter(
    quiet: Running, query: str, said: str
) -> None:
    answer = send(quiet, query, b"", "GET")
    assert answer.status_code in (400, 422)
    assert any(said in message for message in answer.json()["messages"])


def test_a_request_without_its_ids_is_refused(quiet: Running) -> None:
    before = quiet.rows()
    for name in ("X-Request-ID", "X-Conversation-ID"):
        answer = send(quiet, "/service-orders", order(), **{name: ""})
        assert answer.status_code in (400, 422)
        assert any(name.lower() in m.lower() for m in answer.json()["messages"])
    assert quiet.rows() == before


def test_limits_of_body_and_headers(quiet: Running) -> None:
    before = quiet.rows()
    answer = send(quiet, "/service-orders", b" " * (1024 * 1024 + 1))
    assert (answer.status_code, answer.json()["code"]) == (400, "MALFORMED_REQUEST")
    answer = send(quiet, "/service-orders", order(), X_Request_ID="x" * 256)
    assert answer.status_code in (400, 422)
    assert quiet.rows() == before


def test_a_request_that_breaks_off_stores_nothing(quiet: Running) -> None:
    before = quiet.rows()
    host, port = quiet.url.removeprefix("http://").split(":")
    head = (
        f"POST /v1/service-orders HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
        f"{quiet.token()}\r\nX-Request-ID: r\r\nX-Conversation-ID: c\r\n"
        "Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n"
    )
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(head.encode() + json.dumps(order()).encode())
    assert httpx2.get(f"{quiet.url}/readyz").status_code == 200
    assert quiet.rows() == before


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("", 401),
        ("Bearer", 401),
        ("Bearer x.y.z", 401),
        ("Basic dGVuYW50MTp4", 401),
        ("supplier", 401),
    ],
)
def test_who_has_no_tenants_token_is_not_authorised(
    quiet: Running, header: str, status: int
) -> None:
    if header == "supplier":
        header = f"Bearer {quiet.token('DUMMY_SUPPLIER', 'supplier')}"
    before = quiet.rows()
    answer = send(quiet, "/service-orders", order(), Authorization=header)
    assert (answer.status_code, answer.json()["code"]) == (status, "NOT_AUTHORISED")
    assert quiet.rows() == before
