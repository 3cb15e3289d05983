"""One line for each request, and the request's ids on all lines that are written meanwhile."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any

import structlog

from fibrecafe_api._support.request import Message, Receive, Scope, Send, usable_id

from .logs import FIELDS

_logger = logging.getLogger(__name__)

_KEY = "fibrecafe.log"

_IDS = {b"x-request-id": "request_id", b"x-conversation-id": "conversation_id"}

_LITERAL = re.compile(r"[a-z][a-z.-]{0,40}|v\d{1,2}")

_NUMBER = re.compile(r"\d{1,16}")

# What the API's own error body calls an error, by which a tenant asks for it.
_UUID = re.compile(rb'"uuid"\s*:\s*"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"')

_LOOKED_AT = 200  # bytes of an error's body; the uuid is its first property

App = Callable[[Scope, Receive, Send], Any]


def know(
    scope: Scope,
    *,
    tenant: str | None = None,
    supplier: str | None = None,
    admin: str | None = None,
) -> None:
    """Say who asks, on the line of a request and on all lines that it writes from now on.

    For `authenticate`, which finds out: `know(head.scope, tenant="TENANT1")`.
    """
    ids = {"tenant": tenant, "supplier": supplier, "admin": admin}
    given = {name: value for name, value in ids.items() if value is not None}
    known = scope.get(_KEY)
    if known is not None:
        known.update(given)
    structlog.contextvars.bind_contextvars(**given)


def known_of(scope: Scope) -> Mapping[str, str]:
    """Who asks, as far as it is known by now."""
    known: Mapping[str, str] = scope.get(_KEY) or {}
    return known


class AccessLog:
    """ASGI middleware. Paths are written without what may be personal, queries not at all.

    `lines`: whether there is a line for each request; ids are bound in any case. `quiet`: paths
    that are asked all the time, which get a line only when their status is 500 or more. `clock`:
    seconds.
    """

    def __init__(
        self,
        app: App,
        *,
        lines: bool = True,
        quiet: Collection[str] = ("/livez", "/readyz", "/metrics"),
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._app = app
        self._lines = lines
        self._quiet = frozenset(quiet)
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        ids = {
            _IDS[name]: usable
            for name, value in scope["headers"]
            if name in _IDS and (usable := usable_id(value))
        }
        known: dict[str, str] = {}
        scope[_KEY] = known
        before = structlog.contextvars.get_contextvars()
        structlog.contextvars.bind_contextvars(**ids)
        try:
            if self._lines and _logger.isEnabledFor(logging.INFO):
                await self._noted(scope, receive, send, known)
            else:
                await self._app(scope, receive, send)
        finally:
            structlog.contextvars.clear_contextvars()
            structlog.contextvars.bind_contextvars(**before)

    async def _noted(
        self, scope: Scope, receive: Receive, send: Send, known: dict[str, str]
    ) -> None:
        status: int | None = None  # stays None when the client went before there was an answer
        error: str | None = None

        async def noting(message: Message) -> None:
            nonlocal status, error
            if message["type"] == "http.response.start":
                status = message["status"]
            elif (status or 0) >= 400 and error is None:
                found = _UUID.search(message.get("body", b"")[:_LOOKED_AT])
                error = found[1].decode() if found else None
            await send(message)

        begin = self._clock()
        try:
            await self._app(scope, receive, noting)
        except BaseException:
            status = status or 500
            raise
        finally:
            if scope["path"] not in self._quiet or (status or 0) >= 500:
                route, number = route_of(scope["path"])
                fields = {
                    "method": scope["method"],
                    "route": route,
                    "status": status,
                    "ms": round((self._clock() - begin) * 1000, 2),
                    **known,
                }
                if number is not None:
                    fields["id"] = number
                if error is not None:
                    fields["error"] = error
                _logger.info("request", extra={FIELDS: fields})


@lru_cache(maxsize=1024)
def route_of(path: str) -> tuple[str, int | None]:
    """A path with `{id}` for all but its words, and the number in it: ids are numbers, anything
    else that somebody writes there may be personal."""
    if len(path) > 200:
        return "(long)", None
    number: int | None = None
    parts: list[str] = []
    for part in path.split("/"):
        if _NUMBER.fullmatch(part):
            number = int(part)
        parts.append(part if not part or _LITERAL.fullmatch(part) else "{id}")
    return "/".join(parts), number
