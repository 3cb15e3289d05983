"""Alive while the loop runs, ready when every check passes."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from typing import Any

import httpx2
import pytest

from fibrecafe_gateway.telemetry import HealthApp
from tests.serving import serve


async def fine() -> None: ...


async def broken() -> None:
    raise ConnectionError("postgresql://me:hush@db is not there")


async def slow() -> None:
    await asyncio.sleep(60)


def test_alive_whatever_the_checks_say_and_ready_when_all_pass() -> None:
    with serve(HealthApp({"store": fine, "delivery": fine})) as url:
        ready = httpx2.get(f"{url}/readyz")
    assert ready.status_code == 200
    assert ready.json() == {"status": "ready", "checks": {"store": "ok", "delivery": "ok"}}
    with serve(HealthApp({"store": broken})) as url:
        assert httpx2.get(f"{url}/livez").status_code == 200
        assert httpx2.get(f"{url}/livez").json() == {"status": "alive"}
        head = httpx2.head(f"{url}/livez")
        assert (head.status_code, head.content) == (200, b"")
        assert httpx2.post(f"{url}/readyz").status_code == 405
        assert httpx2.get(f"{url}/other").status_code == 404


def ask(app: Any, path: str = "/readyz") -> tuple[int, Any]:
    return asyncio.run(asked(app, path))


async def asked(app: Any, path: str = "/readyz") -> tuple[int, Any]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    await app({"type": "http", "method": "GET", "path": path, "headers": []}, None, send)
    return sent[0]["status"], json.loads(sent[1]["body"])


def test_checks_run_side_by_side_each_with_its_time() -> None:
    app = HealthApp({"a": slow, "b": slow, "c": fine, "d": broken}, timeout=0.05)
    begin = time.monotonic()
    status, told = ask(app)
    assert time.monotonic() - begin < 1
    assert status == 503
    assert told == {
        "status": "not ready",
        "checks": {
            "a": "timed out after 0.05 s",
            "b": "timed out after 0.05 s",
            "c": "ok",
            "d": "failed",
        },
    }


def test_why_it_is_not_ready_is_logged_once_and_not_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    checks = {"store": broken}
    app = HealthApp(checks)

    async def run() -> list[int]:
        statuses = [(await asked(app))[0], (await asked(app))[0]]
        app._checks["store"] = fine
        return [*statuses, (await asked(app))[0]]

    with caplog.at_level(logging.WARNING):
        assert asyncio.run(run()) == [503, 503, 200]
    messages = [record.getMessage() for record in caplog.records]
    assert messages == ["not ready: store failed", "ready again: store"]
    assert "is not there" in caplog.text


def test_all_who_ask_at_once_share_one_round() -> None:
    calls = 0

    async def counted() -> None:
        nonlocal calls
        calls += 1
        await asyncio.sleep(0.01)

    async def run() -> None:
        app = HealthApp({"store": counted})
        answers = await asyncio.gather(*(asked(app) for _ in range(10)))
        assert {status for status, _ in answers} == {200}
        await asked(app)

    asyncio.run(run())
    assert calls == 2


def test_a_check_that_cannot_be_cancelled_is_not_begun_again_until_it_ends() -> None:
    calls = 0

    async def stubborn() -> None:
        nonlocal calls
        calls += 1
        if calls > 1:
            return
        end = asyncio.get_running_loop().time() + 0.1
        while (left := end - asyncio.get_running_loop().time()) > 0:
            try:
                await asyncio.sleep(left)
            except asyncio.CancelledError:
                continue
        raise RuntimeError("late")

    async def run() -> list[int]:
        app = HealthApp({"store": stubborn}, timeout=0.02)
        statuses = [(await asked(app))[0], (await asked(app))[0]]
        assert calls == 1
        await asyncio.sleep(0.15)
        return [*statuses, (await asked(app))[0]]

    assert asyncio.run(run()) == [503, 503, 200]


def test_a_check_that_timed_out_is_asked_again() -> None:
    answers = iter([slow, fine])

    async def check() -> None:
        await next(answers)()

    async def run() -> list[int]:
        app = HealthApp({"store": check}, timeout=0.02)
        return [(await asked(app))[0], (await asked(app))[0]]

    assert asyncio.run(run()) == [503, 200]


def test_a_process_that_stops_is_not_ready() -> None:
    app = HealthApp({})
    assert ask(app)[0] == 200
    app.stop()
    assert ask(app) == (503, {"status": "stopping", "checks": {}})
    assert ask(app, "/livez")[0] == 200


def test_other_paths_go_to_the_app_behind() -> None:
    seen: list[str] = []

    async def behind(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope.get("path", scope["type"]))
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b"null"})

    app = HealthApp({}, then=behind)
    assert ask(app, "/service-orders")[0] == 204
    assert ask(app, "/livez")[0] == 200
    assert seen == ["/service-orders"]
