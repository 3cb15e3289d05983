"""Whatever is sent to a generated server, the answer is the API's own error, never a 500."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from fibrecafe_api._support.codec import Codec
from fibrecafe_api.tenant.server import ROUTES, Problem, RequestHead
from tests.documents import VERSIONS, described
from tests.generated.answering import Answering
from tests.serving import serve

ORDER = next(o for o in described("tenant") if o.name == "create_order").bodies["provide"]
JSON = {"Content-Type": "application/json", "X-Request-ID": "r-1", "X-Conversation-ID": "c-1"}


async def authenticate(head: RequestHead, scopes: tuple[str, ...]) -> str | None:
    token = head.header("authorization")
    if token == "Bearer forbidden":
        raise Problem.forbidden()
    return None if token == "Bearer wrong" else "tenant-1"


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, Answering]]:
    answering = Answering("tenant")
    with serve(answering.app(authenticate=authenticate)) as url:
        yield url, answering


class Answer:
    """An answer as the wire has it."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = {k.lower(): v for k, v in response.getheaders()}
        self.body = response.read()

    @property
    def error(self) -> dict[str, Any]:
        """The API's own error body."""
        found: dict[str, Any] = json.loads(self.body)
        assert set(found) == {"uuid", "code", "messages"}
        UUID(found["uuid"])
        return found


def send(
    url: str,
    method: str,
    path: str,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
) -> Answer:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 0, timeout=20)
    try:
        connection.request(method, path, body, JSON if headers is None else headers)
        return Answer(connection.getresponse())
    finally:
        connection.close()


def order(**changes: Any) -> bytes:
    return json.dumps({**ORDER, **changes}).encode()


HOSTILE = {
    "no JSON": (b"{", 400),
    "invalid UTF-8": (order().replace(b"NEW", b"\xff\xfe"), 400),
    "NaN": (order().replace(b'"NEW"', b"NaN"), 400),
    "Infinity": (b'{"orderType": -Infinity}', 400),
    "deep nesting": (b"[" * 10_000 + b"]" * 10_000, 400),
    "deep nesting of objects": (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, 400),
    "a lone surrogate": (order(notes="x").replace(b'"x"', rb'"\ud800"'), 400),
    "a number beyond 64 bits": (order(appointmentReservationId=10**40), 422),
    "a number beyond all floats": (order().replace(b'"NEW"', b"1e999"), 422),
    "a long number": (b"9" * 10_000, 400),
    "a list": (b"[]", 400),
    "a text": (b'"order"', 400),
    "null": (b"null", 400),
    "an empty object": (b"{}", 400),
    "an unknown variant": (order(orderType="NONSENSE"), 422),
    "no tag": (json.dumps({k: v for k, v in ORDER.items() if k != "orderType"}).encode(), 400),
    "a tag of another type": (order(orderType=["NEW"]), 422),
    "null where none may be": (order(notes=None), 400),
    "a text for a number": (order(appointmentReservationId="345"), 400),
    "true for a number": (order(appointmentReservationId=True), 400),
    "an epoch number for a date": (order(requestedCompletionDate=1669852800), 400),
    "a time for a date": (order(requestedCompletionDate="2022-12-01T10:00:00Z"), 422),
    "a value too long": (order(notes="x" * 1001), 422),
    "two megabytes": (order(notes="x" * 2_000_000), 400),
    "five megabytes": (b" " * 5_000_000, 400),
}


@pytest.mark.parametrize(("body", "status"), HOSTILE.values(), ids=HOSTILE)
def test_a_wrong_body(body: bytes, status: int, server: tuple[str, Answering]) -> None:
    url, answering = server
    answering.received.clear()
    answer = send(url, "POST", "/service-orders", body)
    assert (answer.status, answering.received) == (status, []), answer.body[:300]
    assert answer.headers["content-type"] == "application/json"
    assert (answer.headers["x-request-id"], answer.headers["x-conversation-id"]) == ("r-1", "c-1")
    assert answer.error["code"] == {400: "MALFORMED_REQUEST", 422: "INVALID_REQUEST"}[status]
    assert answer.error["messages"]


POINTERS = {
    "wrong field of the right variant": (order(primaryContact={"name": 3}), "/primaryContact/name"),
    "wrong item of a list": (
        order(serviceOrderItem={"serviceCharacteristics": [{"name": 1}]}),
        "/0/name",
    ),
    "wrong value": (order(notes=""), "/notes"),
    "unknown variant": (order(orderType="NONSENSE"), "/orderType"),
}


@pytest.mark.parametrize(("body", "pointer"), POINTERS.values(), ids=POINTERS)
def test_the_messages_name_the_place(
    body: bytes, pointer: str, server: tuple[str, Answering]
) -> None:
    messages = send(server[0], "POST", "/service-orders", body).error["messages"]
    assert any(pointer in message for message in messages), messages


def test_one_wrong_field_is_one_message(server: tuple[str, Answering]) -> None:
    messages = send(server[0], "POST", "/service-orders", order(notes="")).error["messages"]
    assert len(messages) == 1


def test_of_two_equal_keys_the_last_wins(server: tuple[str, Answering]) -> None:
    url, answering = server
    body = order(notes="second").replace(b'"orderType"', b'"notes": "first", "orderType"', 1)
    answering.received.clear()
    assert send(url, "POST", "/service-orders", body).status == 201
    assert answering.received[0].body.notes == "second"


def test_what_the_document_does_not_know_is_left_out_of_a_request(
    server: tuple[str, Answering],
) -> None:
    url, answering = server
    answering.received.clear()
    assert send(url, "POST", "/service-orders", order(colour="blue", id=12)).status == 201
    assert answering.received[0].body.model_extra in ({}, None)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "application/json; charset=latin-1"]
)
def test_a_wrong_content_type(kind: str, server: tuple[str, Answering]) -> None:
    answer = send(server[0], "POST", "/service-orders", order(), {**JSON, "Content-Type": kind})
    assert answer.status == 400
    assert "Content-Type" in answer.error["messages"][0]


def test_a_body_is_required(server: tuple[str, Answering]) -> None:
    answer = send(server[0], "POST", "/service-orders", b"")
    assert answer.status == 400
    assert answer.error["messages"] == ["body: is required"]


@pytest.mark.parametrize("missing", ["X-Request-ID", "X-Conversation-ID"])
def test_mandatory_ids(missing: str, server: tuple[str, Answering]) -> None:
    headers = {name: value for name, value in JSON.items() if name != missing}
    answer = send(server[0], "POST", "/service-orders", order(), headers)
    assert answer.status == 400
    assert missing.lower() in answer.error["messages"][0].lower()


@pytest.mark.parametrize(
    "query",
    [
        "",
        "address=%7B",
        "address=1",
        "address=%7B%22id%22%3A%22A1%22%7D",
        "address=%ff%fe",
        "address=%zz",
        "address=%7B%7D&address=%7B%7D",
    ],
)
def test_a_wrong_query(query: str, server: tuple[str, Answering]) -> None:
    answer = send(server[0], "GET", f"/service-availability?{query}")
    assert answer.status in (400, 422)
    assert answer.error["messages"]


def test_who_asks(server: tuple[str, Answering]) -> None:
    url, _ = server
    refused = send(
        url, "GET", "/service-orders/345", headers={**JSON, "Authorization": "Bearer wrong"}
    )
    assert (refused.status, refused.error["code"]) == (401, "NOT_AUTHORISED")
    assert refused.headers["www-authenticate"] == "Bearer"
    headers = {**JSON, "Authorization": "Bearer forbidden"}
    forbidden = send(url, "GET", "/service-orders/345", headers=headers)
    assert (forbidden.status, forbidden.body) == (403, b"")


def test_paths_and_methods_outside_the_document(server: tuple[str, Answering]) -> None:
    nowhere = send(server[0], "GET", "/nowhere")
    assert nowhere.status == 404
    assert nowhere.error
    wrong = send(server[0], "DELETE", "/service-orders")
    assert (wrong.status, wrong.headers["allow"]) == (405, "POST")


def test_an_implementation_that_fails_tells_the_caller_nothing(
    server: tuple[str, Answering], caplog: pytest.LogCaptureFixture
) -> None:
    url, answering = server
    answering.answers["get_order"] = object()
    try:
        answer = send(url, "GET", "/service-orders/345")
    finally:
        del answering.answers["get_order"]
    assert answer.status == 500
    assert answer.error["messages"] == ["an unexpected error occurred"]
    assert answer.error["uuid"] in caplog.text


def test_an_answer_with_a_value_of_another_type_is_not_sent(
    server: tuple[str, Answering], caplog: pytest.LogCaptureFixture
) -> None:
    url, answering = server
    example = next(o for o in described("tenant") if o.name == "get_order").successes[200]
    route = next(r for r in ROUTES if r.handler == "get_order")
    value: Any = Codec[Any](route.answers[0].type).read(json.dumps(example["published"]))
    value.id = "not a number"
    answering.answers["get_order"] = value
    try:
        answer = send(url, "GET", "/service-orders/345")
    finally:
        del answering.answers["get_order"]
    assert answer.status == 500
    assert "id" in caplog.text


def test_the_server_shows_its_document(server: tuple[str, Answering]) -> None:
    document = send(server[0], "GET", "/openapi.json", headers={})
    assert json.loads(document.body)["info"]["version"] == VERSIONS["tenant"]
    page = send(server[0], "GET", "/reference", headers={})
    assert page.headers["content-type"].startswith("text/html")
    assert b"handleCreateOrder" in page.body
