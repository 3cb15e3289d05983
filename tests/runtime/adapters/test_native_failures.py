"""The native adapter against real servers: how each failure is told."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from typing import Any

import httpx2
import pytest

from fibrecafe_api.supplier import models as supplier
from fibrecafe_api.supplier.client import ClientCredentials
from fibrecafe_api.supplier.server import Problem
from fibrecafe_gateway.adapters.contract import (
    Busy,
    Faulty,
    Misunderstood,
    NotAuthorised,
    Refused,
    SupplierFailure,
    TimedOut,
    Unreachable,
    Unsupported,
)
from fibrecafe_gateway.adapters.native import NativeAdapter
from fibrecafe_gateway.adapters.wire import plain, told
from fibrecafe_gateway.settings import SupplierSettings
from tests.runtime.adapters.suppliers import (
    ADDRESS,
    FakeSupplier,
    a_call,
    a_provide_order,
    acknowledged,
    answer,
    hang,
    order,
    raw_server,
    reset,
    say,
    with_adapter,
)


def failure(url: str, **options: Any) -> SupplierFailure:
    with pytest.raises(SupplierFailure) as caught:
        order(url, **options)
    return caught.value


# Answers that are errors


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        (Problem(422, "UPRN not in coverage"), Refused),
        (Problem(400, "what is this"), Misunderstood),
        (Problem(401, "who are you"), NotAuthorised),
        (Problem(403), NotAuthorised),
        (Problem(500, "our database is down"), Faulty),
        (Problem(503, headers={"Retry-After": "17"}), Busy),
    ],
)
def test_an_error_answer_becomes_the_contracts_failure(
    problem: Problem, expected: type, url: str, fake: FakeSupplier
) -> None:
    fake.refuse = problem
    raised = failure(url)
    assert type(raised) is expected
    assert not raised.may_have_acted
    if problem.status not in (403, 503):
        assert raised.messages == problem.messages
        assert problem.uuid in raised.detail
    if isinstance(raised, Busy):
        assert raised.retry_after == 17.0


@pytest.mark.parametrize(
    ("status", "expected", "may_have_acted"),
    [
        (404, Misunderstood, False),
        (409, Misunderstood, False),
        (413, Misunderstood, False),
        (408, Busy, False),
        (429, Busy, False),
        (501, Unsupported, False),
        (502, Faulty, True),
        (504, Faulty, True),
        (599, Faulty, False),
        (302, Faulty, False),
    ],
)
def test_statuses_that_the_document_lacks_have_a_failure_too(
    status: int, expected: type, may_have_acted: bool
) -> None:
    with raw_server(answer(status, "<html>proxy says no</html>", kind="text/html")) as url:
        raised = failure(url)
    assert type(raised) is expected
    assert raised.may_have_acted is may_have_acted
    assert raised.messages == ()


def test_a_redirect_is_not_followed() -> None:
    asked: list[bytes] = []

    def elsewhere(connection: socket.socket, request: bytes) -> None:
        asked.append(request)
        answer(307, "", f"location: {trap}/service-orders\r\n")(connection, request)

    with raw_server(lambda c, r: asked.append(b"followed")) as trap, raw_server(elsewhere) as url:
        raised = failure(url)
    assert type(raised) is Faulty
    assert len(asked) == 1
    assert trap in raised.detail


def test_a_slot_that_is_gone_is_a_refusal() -> None:
    body = supplier.ReserveAppointment(
        id=5,
        address=ADDRESS,
        service_specification=supplier.ServiceSpecification(id="ftthl2r"),
        timeslot=told(
            supplier.Timeslot,
            {
                "timeslotStartDateTime": "2022-01-10T09:00:00Z",
                "timeslotEndDateTime": "2022-01-10T13:00:00Z",
            },
        ),
    )
    with raw_server(answer(409)) as url, pytest.raises(Refused) as caught:
        with_adapter(url, lambda a: a.reserve_appointment(a_call(), body))
    assert caught.value.messages == ("the slot is no longer free",)


# Answers that cannot be read


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "null", '{"id": 123}', "\udcff", '{"id": NaN}', "<html></html>"],
)
def test_a_201_that_cannot_be_read_may_have_been_acted_on(body: str) -> None:
    raw = body.encode("utf-8", "surrogateescape").decode("latin-1")
    head = f"HTTP/1.1 201 Created\r\ncontent-length: {len(raw)}\r\n\r\n"
    with raw_server(say(head + raw)) as url:
        raised = failure(url)
    assert type(raised) is Faulty
    assert raised.may_have_acted


@pytest.mark.parametrize(
    "changed", [{"id": 124}, {"tenant": "zenith"}, {"orderType": "SWAP"}, {"orderType": "FUTURE"}]
)
def test_an_answer_about_another_order_is_faulty(changed: dict[str, Any]) -> None:
    body = json.dumps({**plain(acknowledged(a_provide_order())), **changed})
    with raw_server(answer(201, body)) as url:
        raised = failure(url)
    assert type(raised) is Faulty
    assert raised.may_have_acted
    assert "was sent as" in raised.detail


# No answer


def test_a_supplier_that_hangs_costs_the_deadline_and_may_have_acted() -> None:
    with raw_server(hang) as url:
        started = time.monotonic()
        raised = failure(url, deadline=0.3)
        assert time.monotonic() - started < 1.5
    assert type(raised) is TimedOut
    assert raised.may_have_acted


def test_the_deadline_is_of_the_whole_call_not_of_each_pause() -> None:
    def drip(connection: socket.socket, _: bytes) -> None:
        connection.sendall(b"HTTP/1.1 201 Created\r\ncontent-length: 1000\r\n\r\n")
        for _pause in range(100):
            connection.sendall(b" ")
            time.sleep(0.05)

    with raw_server(drip) as url:
        started = time.monotonic()
        raised = failure(url, deadline=0.3)
        assert time.monotonic() - started < 1.5
    assert type(raised) is TimedOut


@pytest.mark.parametrize("behaviour", [reset, say(""), say("HTTP/1.1 201 Cre"), say("lorem ipsum")])
def test_a_connection_that_breaks_after_sending_may_have_been_acted_on(behaviour: Any) -> None:
    with raw_server(behaviour) as url:
        raised = failure(url)
    assert type(raised) is TimedOut


def test_a_body_that_breaks_off_may_have_been_acted_on() -> None:
    with raw_server(say("HTTP/1.1 201 Created\r\ncontent-length: 50\r\n\r\n{")) as url:
        assert type(failure(url)) is TimedOut


def test_a_port_where_nobody_listens_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    raised = failure(f"http://127.0.0.1:{port}")
    assert type(raised) is Unreachable
    assert not raised.may_have_acted


def test_a_connection_that_is_never_accepted_is_unreachable_not_timed_out() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        address = listener.getsockname()
        # Fill the backlog, so that the next one is left waiting for its connection.
        fillers = [socket.socket() for _ in range(3)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(address)
        try:
            raised = failure(f"http://127.0.0.1:{address[1]}", deadline=0.3)
        finally:
            for filler in fillers:
                filler.close()
    assert type(raised) is Unreachable
    assert "had not left" in raised.detail or "imeout" in raised.detail


def test_a_transport_that_tells_nothing_is_taken_at_its_worst() -> None:
    class Silent(httpx2.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
            await asyncio.sleep(60)
            raise AssertionError

    assert type(failure("http://nowhere.invalid", deadline=0.05, transport=Silent())) is TimedOut


# Tokens


def a_token(url: str) -> ClientCredentials:
    return ClientCredentials(f"{url}/token", "client", "s3cret")


@pytest.mark.parametrize(
    ("behaviour", "expected"),
    [
        (answer(401, '{"error": "invalid_client"}'), NotAuthorised),
        (answer(400, '{"error": "invalid_scope"}'), NotAuthorised),
        (answer(200, "{}"), NotAuthorised),
        (answer(503), Busy),
        (hang, Unreachable),
        (reset, Unreachable),
    ],
)
def test_without_a_token_the_supplier_was_not_asked(
    behaviour: Any, expected: type, url: str, fake: FakeSupplier
) -> None:
    with raw_server(behaviour) as tokens:
        raised = failure(url, deadline=0.4, auth=a_token(tokens))
    assert type(raised) is expected
    assert not raised.may_have_acted
    assert fake.answering.received == []
    assert "s3cret" not in raised.detail


def test_credentials_that_cannot_be_read_are_no_traceback(url: str) -> None:
    def unreadable(tenant: str) -> httpx2.Auth:
        raise FileNotFoundError(2, "No such file", f"{tenant}.key")

    async def run() -> None:
        adapter = NativeAdapter("S1", SupplierSettings(base_url=url), unreadable)
        with pytest.raises(NotAuthorised) as caught:
            await adapter.create_order(a_call(), a_provide_order())
        assert "acme.key" in caught.value.detail
        await adapter.aclose()

    asyncio.run(run())
