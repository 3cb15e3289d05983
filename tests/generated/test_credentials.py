"""Client credentials over real HTTP, and what clients raise."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx2
import pytest

from fibrecafe_api._support import errors
from fibrecafe_api.tenant.client import (
    AsyncTenantClient,
    BearerToken,
    ClientCredentials,
    TenantClient,
)


@dataclass
class Gateway:
    """A server that answers as it is told, and remembers what came."""

    url: str = ""
    status: int = 404
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    token_status: int = 200
    token: dict[str, Any] = field(default_factory=lambda: {"expires_in": 3600})
    tokens: int = 0
    good_from: int = 0
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    state = Gateway()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            headers = {k.lower(): v for k, v in self.headers.items()}
            state.requests.append((self.path, headers, self.rfile.read(length)))
            if self.path == "/token":
                state.tokens += 1
                token = {"access_token": f"t{state.tokens}", **state.token}
                return self.answer(state.token_status, json.dumps(token).encode(), {})
            given = headers.get("authorization", "")
            if state.good_from and int(given.removeprefix("Bearer t") or 0) < state.good_from:
                return self.answer(401, b"", {})
            return self.answer(state.status, state.body, state.headers)

        do_POST = do_GET  # noqa: N815

        def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(ConnectionError):  # a client that has enough leaves
                self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_port}"
    yield state
    server.shutdown()
    server.server_close()
    thread.join(5)


ERROR = {
    "uuid": "4e2f0f5c-0f0e-4d4e-8f7e-7d1c2b3a4f5e",
    "code": "INVALID_REQUEST",
    "messages": ["/a: b"],
}


def get_order(gateway: Gateway, auth: httpx2.Auth | None = None, **options: Any) -> Any:
    with TenantClient(gateway.url, auth=auth, **options) as client:
        return client.get_order(id="345", request_id="r-1", conversation_id="c-1")


STATUSES = {
    301: errors.Redirected, 400: errors.MalformedRequest, 401: errors.NotAuthorised,
    403: errors.Forbidden, 404: errors.NotFound, 409: errors.AnswerError,
    422: errors.InvalidRequest, 429: errors.TooManyRequests, 500: errors.ServerFault,
    501: errors.NotImplementedByServer, 502: errors.BadGateway, 503: errors.Unavailable,
    504: errors.GatewayTimedOut, 599: errors.ServerFault,
}  # fmt: skip


@pytest.mark.parametrize(("status", "expected"), STATUSES.items())
@pytest.mark.parametrize("body", [b"", b"<html>", json.dumps(ERROR).encode()])
def test_each_error_status_has_its_class(
    status: int, expected: type[errors.AnswerError], body: bytes, gateway: Gateway
) -> None:
    gateway.status, gateway.body = status, body
    gateway.headers = {"Retry-After": "7", "Location": "http://169.254.169.254/"}
    with pytest.raises(errors.AnswerError) as caught:
        get_order(gateway)
    error = caught.value
    assert type(error) is expected
    assert (error.status, error.body, error.retry_after) == (status, body, 7.0)
    assert (error.operation_id, error.request_id, error.conversation_id) == (
        "handleGetOrder",
        "r-1",
        "c-1",
    )
    assert len(gateway.requests) == 1


def test_the_error_body_is_a_model(gateway: Gateway) -> None:
    gateway.status, gateway.body = 422, json.dumps({**ERROR, "code": "NEW_CODE"}).encode()
    with pytest.raises(errors.InvalidRequest) as caught:
        get_order(gateway)
    assert (caught.value.code, caught.value.messages) == ("NEW_CODE", ("/a: b",))
    assert caught.value.uuid == ERROR["uuid"]
    assert "422 NEW_CODE /a: b" in str(caught.value)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b"\xff", b"[" * 100_000])
def test_an_answer_that_cannot_be_read(body: bytes, gateway: Gateway) -> None:
    gateway.status, gateway.body = 200, body
    with pytest.raises(errors.UnreadableAnswer) as caught:
        get_order(gateway)
    assert (caught.value.status, caught.value.body) == (200, body)


def test_an_answer_without_end_is_cut(gateway: Gateway) -> None:
    gateway.status, gateway.body = 200, b" " * 3_000_000
    with pytest.raises(errors.UnreadableAnswer, match="more than 1000 bytes"):
        get_order(gateway, max_answer=1000)


def test_an_answer_that_says_gzip_and_is_none(gateway: Gateway) -> None:
    gateway.status, gateway.body, gateway.headers = 200, b"no gzip", {"Content-Encoding": "gzip"}
    with pytest.raises(errors.UnreadableAnswer):
        get_order(gateway)


def test_a_server_that_is_not_there() -> None:
    with (
        TenantClient("http://127.0.0.1:9") as client,
        pytest.raises(errors.TransportFailed) as caught,
    ):
        client.get_order(id="345")
    assert not caught.value.sent


def test_a_server_that_does_not_answer() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with TenantClient(url, timeout=0.2) as client, pytest.raises(errors.TimedOut) as caught:
            client.get_order(id="345")
    assert caught.value.sent


@pytest.mark.parametrize("url", ["", "gateway.example", "ftp://x", "https://x?y=1", "https://x#y"])
def test_a_base_url_that_is_none(url: str) -> None:
    with pytest.raises(ValueError, match="not a base URL"):
        TenantClient(url)


def test_a_base_url_may_have_a_path(gateway: Gateway) -> None:
    gateway.url += "/v1/"
    with pytest.raises(errors.NotFound):
        get_order(gateway)
    assert gateway.requests[0][0] == "/v1/service-orders/345"


def test_a_bearer_token(gateway: Gateway) -> None:
    with pytest.raises(errors.NotFound):
        get_order(gateway, BearerToken("abc"))
    assert gateway.requests[0][1]["authorization"] == "Bearer abc"


def credentials(gateway: Gateway, **options: Any) -> ClientCredentials:
    return ClientCredentials(f"{gateway.url}/token", "me", "s:cret", scopes=["a", "b"], **options)


def test_one_token_for_many_calls(gateway: Gateway) -> None:
    auth = credentials(gateway)
    with TenantClient(gateway.url, auth=auth) as client, ThreadPoolExecutor(8) as pool:
        calls = [pool.submit(client.get_order, id="345") for _ in range(24)]
        assert all(isinstance(call.exception(), errors.NotFound) for call in calls)
    assert gateway.tokens == 1
    path, headers, body = gateway.requests[0]
    assert (path, body) == ("/token", b"grant_type=client_credentials&scope=a+b")
    assert headers["authorization"] == "Basic bWU6cyUzQWNyZXQ="
    assert "cret" not in repr(auth)


def test_one_token_for_many_asynchronous_calls(gateway: Gateway) -> None:
    async def run() -> list[Any]:
        async with AsyncTenantClient(gateway.url, auth=credentials(gateway)) as client:
            calls = [client.get_order(id="345") for _ in range(24)]
            return await asyncio.gather(*calls, return_exceptions=True)

    assert all(isinstance(error, errors.NotFound) for error in asyncio.run(run()))
    assert gateway.tokens == 1


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_token_that_is_refused_is_renewed_once(kind: str, gateway: Gateway) -> None:
    auth = credentials(gateway)

    async def run() -> None:
        async with AsyncTenantClient(gateway.url, auth=auth) as client:
            await client.get_order(id="345")

    def call() -> None:
        asyncio.run(run()) if kind == "async" else get_order(gateway, auth)

    gateway.good_from = 2
    with pytest.raises(errors.NotFound):
        call()
    assert gateway.tokens == 2
    gateway.good_from = 99
    with pytest.raises(errors.NotAuthorised):
        call()
    assert gateway.tokens == 3


def test_a_token_is_renewed_a_minute_before_its_end(gateway: Gateway) -> None:
    now = [0.0]
    auth = credentials(gateway, clock=lambda: now[0])
    for moment, tokens in ((0.0, 1), (3539.0, 1), (3541.0, 2)):
        now[0] = moment
        with pytest.raises(errors.NotFound):
            get_order(gateway, auth)
        assert gateway.tokens == tokens


@pytest.mark.parametrize(
    ("status", "token", "reason"),
    [
        (401, {"error": "invalid_client", "error_description": "who?"}, "invalid_client: who?"),
        (200, {"access_token": 3}, "no access_token"),
        (200, {"access_token": "x", "expires_in": "soon"}, "no token"),
    ],
)
def test_a_token_endpoint_that_refuses(
    status: int, token: dict[str, Any], reason: str, gateway: Gateway
) -> None:
    gateway.token_status, gateway.token = status, token
    with pytest.raises(errors.TokenRefused, match=reason) as caught:
        get_order(gateway, credentials(gateway))
    assert caught.value.status == status
    assert "cret" not in str(caught.value)


def test_credentials_in_the_form(gateway: Gateway) -> None:
    with pytest.raises(errors.NotFound):
        get_order(gateway, credentials(gateway, in_body=True))
    _, headers, body = gateway.requests[0]
    assert b"client_id=me&client_secret=s%3Acret" in body
    assert "authorization" not in headers
