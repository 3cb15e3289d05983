"""One line for each request, without what may be personal."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import httpx2
import pytest
import structlog

from fibrecafe_api.tenant.server import RequestHead
from fibrecafe_gateway.telemetry import AccessLog, get_logger, know
from fibrecafe_gateway.telemetry.access import route_of
from tests.generated.answering import Answering
from tests.runtime.telemetry.capturing import logged
from tests.serving import serve

IDS = {"X-Request-ID": "r-1", "X-Conversation-ID": "c-1"}


async def authenticate(head: RequestHead, scopes: tuple[str, ...]) -> str | None:
    if head.header("authorization") != "Bearer t":
        return None
    know(head.scope, tenant="T1")
    get_logger("inside").info("known")
    return "T1"


def test_a_request_has_one_line_with_its_ids_and_who_asked() -> None:
    app = AccessLog(Answering("tenant").app(authenticate=authenticate))
    with logged() as lines, serve(app) as url, httpx2.Client(base_url=url, headers=IDS) as http:
        http.get("/service-orders/123", headers={"Authorization": "Bearer t"})
        http.get("/addresses?postalCode=SW1A+1AA")
    told = [line for line in lines.read_json() if line["event"] in ("request", "known")]
    inside, first, second = told
    assert (inside["request_id"], inside["tenant"]) == ("r-1", "T1")
    assert first.pop("ms") > 0
    for name in ("time", "level", "logger"):
        first.pop(name)
    assert first == {
        "event": "request",
        "request_id": "r-1",
        "conversation_id": "c-1",
        "tenant": "T1",
        "method": "GET",
        "route": "/service-orders/{id}",
        "status": 200,
        "id": 123,
    }
    assert (second["route"], second["status"]) == ("/addresses", 401)
    assert "tenant" not in second
    assert "SW1A" not in lines.getvalue()


@pytest.mark.parametrize(
    ("path", "route", "number"),
    [
        ("/v1/service-orders/345", "/v1/service-orders/{id}", 345),
        ("/ethernet/service-orders/1", "/ethernet/service-orders/{id}", 1),
        ("/john@smith.com/John", "/{id}/{id}", None),
        ("/openapi.json", "/openapi.json", None),
        ("/service-orders/01234%20567890", "/service-orders/{id}", None),
        ("/" + "9" * 17, "/{id}", None),
        ("/" + "a" * 300, "(long)", None),
        ("/", "/", None),
    ],
)
def test_paths_are_written_without_what_may_be_personal(
    path: str, route: str, number: int | None
) -> None:
    assert route_of(path) == (route, number)


def call(app: Any, path: str = "/x", headers: Any = ()) -> None:
    async def send(message: Any) -> None: ...

    scope = {"type": "http", "method": "GET", "path": path, "headers": list(headers)}
    asyncio.run(app(scope, None, send))


async def answering(scope: Any, receive: Any, send: Any) -> None:
    status = {"/readyz": 503, "/livez": 200}.get(scope["path"], 204)
    await send({"type": "http.response.start", "status": status, "headers": []})


def test_quiet_paths_have_a_line_only_when_they_fail() -> None:
    with logged() as lines:
        for path in ("/livez", "/readyz", "/x"):
            call(AccessLog(answering), path)
    assert [line["status"] for line in lines.read_json()] == [503, 204]


def test_without_lines_the_ids_are_bound_all_the_same() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        get_logger("a").info("inside")

    with logged() as lines:
        call(AccessLog(app, lines=False), headers=[(b"x-request-id", b"r-9")])
        get_logger("a").info("outside")
    inside, outside = lines.read_json()
    assert inside["request_id"] == "r-9"
    assert "request_id" not in outside
    assert structlog.contextvars.get_contextvars() == {}


def test_an_app_that_breaks_and_a_client_that_goes_have_their_lines() -> None:
    async def broken(scope: Any, receive: Any, send: Any) -> None:
        raise RuntimeError("no")

    async def gone(scope: Any, receive: Any, send: Any) -> None:
        return

    ticks = iter([1.0, 1.25, 2.0, 2.5])
    with logged() as lines:
        with pytest.raises(RuntimeError):
            call(AccessLog(broken, clock=lambda: next(ticks)))
        call(AccessLog(gone, clock=lambda: next(ticks)))
    assert [(line["status"], line["ms"]) for line in lines.read_json()] == [(500, 250), (None, 500)]


def test_an_id_that_cannot_be_logged_is_left_out() -> None:
    with logged() as lines:
        call(AccessLog(answering), headers=[(b"x-request-id", b"a\x1bb")])
    assert "request_id" not in lines.read_json()[0]


def test_it_costs_little() -> None:
    app = AccessLog(answering)
    scope = {"type": "http", "method": "GET", "path": "/x", "headers": [(b"x-request-id", b"r")]}

    async def send(message: Any) -> None: ...

    async def run() -> float:
        best = 1.0
        for _ in range(5):
            begin = time.process_time()
            for _ in range(1000):
                await app(scope, None, send)  # type: ignore[arg-type]
            best = min(best, (time.process_time() - begin) / 1000)
        return best

    with logged("WARNING"):
        assert asyncio.run(run()) < 40e-6  # measured: 5
    with logged():
        assert asyncio.run(run()) < 200e-6  # measured: 26
