"""Whether the process is alive, and ready for requests."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from fibrecafe_api._support.request import Receive, Scope, Send

_logger = logging.getLogger(__name__)

Check = Callable[[], Awaitable[object]]
"""Raises when what it looks at is not ready."""


class NotReady(Exception):
    """Raised by a check that knows the reason, in words for the log."""


class HealthApp:
    """`/livez`: 200 while the loop runs. `/readyz`: 200, or 503 when a check fails.

        {"status": "not ready", "checks": {"store": "ok", "delivery": "timed out after 2 s"}}

    The answer names no reasons, since anybody may ask; they are logged when a check begins to fail.
    Checks run side by side, once for all who ask at the same time. `then` gets all other paths.
    """

    def __init__(
        self,
        checks: Mapping[str, Check],
        *,
        timeout: float = 2.0,
        then: Callable[[Scope, Receive, Send], Awaitable[Any]] | None = None,
    ) -> None:
        """`timeout`: seconds for each check."""
        self._checks = dict(checks)
        self._timeout = timeout
        self._then = then
        self._stopping = False
        self._round: asyncio.Task[dict[str, str]] | None = None
        self._failing: set[str] = set()
        self._hanging: dict[str, asyncio.Task[object]] = {}

    def stop(self) -> None:
        """Not ready any more: a balancer is to send requests elsewhere before the process ends."""
        self._stopping = True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""
        path = scope.get("path") if scope["type"] == "http" else None
        if path not in ("/livez", "/readyz"):
            if self._then is not None:
                await self._then(scope, receive, send)
            elif scope["type"] == "lifespan":
                await _live(receive, send)
            elif scope["type"] == "http":
                await _answer(scope, send, 404, {"status": "not found"})
        elif scope["method"] not in ("GET", "HEAD"):
            await _answer(scope, send, 405, {"status": "method not allowed"}, allow=b"GET, HEAD")
        elif path == "/livez":
            await _answer(scope, send, 200, {"status": "alive"})
        else:
            await self._readiness(scope, send)

    async def _readiness(self, scope: Scope, send: Send) -> None:
        if self._stopping:
            await _answer(scope, send, 503, {"status": "stopping", "checks": {}})
            return
        if self._round is None or self._round.done():
            self._round = asyncio.create_task(self._run())
        checks = await asyncio.shield(self._round)
        ready = all(result == "ok" for result in checks.values())
        told = {"status": "ready" if ready else "not ready", "checks": checks}
        await _answer(scope, send, 200 if ready else 503, told)

    async def _run(self) -> dict[str, str]:
        """The result of each check. Raises nothing."""
        running: dict[str, asyncio.Task[object]] = {}
        for name, check in self._checks.items():
            # One that does not even end when it is cancelled is not begun a second time.
            hanging = self._hanging.pop(name, None)
            if hanging is not None and not hanging.done():
                running[name] = hanging
            else:
                running[name] = asyncio.create_task(_call(check))
        if running:
            await asyncio.wait(running.values(), timeout=self._timeout)
        return {name: self._result(name, task) for name, task in running.items()}

    def _result(self, name: str, task: asyncio.Task[object]) -> str:
        error: BaseException | None = None
        if not task.done():
            task.cancel()
            task.add_done_callback(_ignore)
            self._hanging[name] = task
            result = f"timed out after {self._timeout:g} s"
        elif task.cancelled():  # in an earlier round
            result = f"timed out after {self._timeout:g} s"
        else:
            error = task.exception()
            result = "ok" if error is None else "failed"
        self._note(name, result, error)
        return result

    def _note(self, name: str, result: str, error: BaseException | None) -> None:
        if result == "ok":
            if name in self._failing:
                self._failing.discard(name)
                _logger.warning("ready again: %s", name)
        elif name not in self._failing:
            self._failing.add(name)
            if isinstance(error, NotReady):
                _logger.error("not ready: %s: %s", name, error)
            else:
                _logger.error("not ready: %s %s", name, result, exc_info=error)


def _ignore(task: asyncio.Task[object]) -> None:
    """What a check that was given up says in the end is of no interest."""
    if not task.cancelled():
        task.exception()


async def _call(check: Check) -> object:
    return await check()


async def _live(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


async def _answer(
    scope: Scope, send: Send, status: int, told: dict[str, Any], *, allow: bytes | None = None
) -> None:
    body = json.dumps(told).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"no-store"),
    ]
    if allow is not None:
        headers.append((b"allow", allow))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
