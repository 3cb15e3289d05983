"""A supplier's app that does as it is told: wraps any Supplier API server, and remembers requests.

For the fakes of projects too: what a failure looks like in their supplier's own API is a `Manners`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from .behaviours import PAGE, RETRY_AFTER, SLOW, Behaviour
from .subject import Received

Message = dict[str, Any]
Send = Callable[[Any], Awaitable[None]]

_STATUSES: Mapping[Behaviour, tuple[int, str, str]] = {
    Behaviour.REFUSE: (422, "INVALID_REQUEST", "The conformance kit asked for a refusal"),
    Behaviour.MISUNDERSTAND: (400, "MALFORMED_REQUEST", "The conformance kit asked for a 400"),
    Behaviour.UNAUTHORISED: (401, "NOT_AUTHORISED", "Not authorised"),
    Behaviour.NOT_IMPLEMENTED: (501, "NOT_IMPLEMENTED", "Not here"),
    Behaviour.BUSY: (503, "SUPPLIER_FAULT", "Come back later"),
    Behaviour.RATE_LIMIT: (429, "SUPPLIER_FAULT", "Too many requests"),
    Behaviour.FAIL: (500, "SUPPLIER_FAULT", "Something broke"),
}

_WRONG = {"id": "none", "status": ["ACKNOWLEDGED"], "address": 20}


@dataclass(frozen=True, slots=True)
class Manners:
    """How a supplier's API says that something went wrong."""

    media_type: str = "application/json"

    def error(self, status: int, code: str, message: str) -> Any:
        """The JSON of an error; by default the Supplier API's."""
        return {"uuid": str(UUID(int=status)), "code": code, "messages": [message]}


class FaultySupplier:
    """Serves another app, and does as `behaviour` says. Requests for tokens are left alone."""

    def __init__(
        self,
        app: Any,
        *,
        manners: Manners | None = None,
        direct: Callable[[Behaviour | None, str], Mapping[str, str]] | None = None,
        untouched: tuple[str, ...] = ("/token",),
    ) -> None:
        """`direct` gives headers that make `app` answer at once or later, by behaviour and path."""
        self._app = app
        self._manners = manners or Manners()
        self._direct = direct
        self._untouched = untouched
        self.behaviour: Behaviour | None = None
        self.received: list[Received] = []
        self._released = asyncio.Event()

    def provoke(self, behaviour: Behaviour | None) -> None:
        """What is answered from now on; what hangs is answered now."""
        self.behaviour = behaviour
        self._released.set()
        self._released = asyncio.Event()

    async def __call__(self, scope: Any, receive: Any, send: Send) -> None:
        """The ASGI interface."""
        if scope["type"] != "http" or scope["path"] in self._untouched:
            await self._app(scope, receive, send)
            return
        behaviour, released = self.behaviour, self._released
        body = await read_body(receive)
        self.received.append(_recorded(scope, body))
        if behaviour is not None and behaviour in _STATUSES:
            await self._fail(_STATUSES[behaviour], behaviour, scope, send)
            return
        messages = await self._answer(behaviour, scope, body)
        if behaviour is Behaviour.HANG:
            await released.wait()
        elif behaviour is Behaviour.SLOW:
            await asyncio.sleep(SLOW)
        for message in self._spoiled(behaviour, messages):
            await send(message)

    async def _answer(self, behaviour: Behaviour | None, scope: Any, body: bytes) -> list[Message]:
        if self._direct is not None:
            added = self._direct(behaviour, scope["path"])
            headers = [(n.lower().encode(), v.encode()) for n, v in added.items()]
            scope = {**scope, "headers": [*scope["headers"], *headers]}
        messages: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def keep(message: Message) -> None:
            messages.append(message)

        await self._app(scope, receive, keep)
        return messages

    def _spoiled(self, behaviour: Behaviour | None, messages: list[Message]) -> list[Message]:
        if behaviour not in (Behaviour.RESET, Behaviour.GARBAGE, Behaviour.WRONG):
            return messages
        if messages[0]["status"] >= 300:
            return messages
        kind, text = self._manners.media_type, json.dumps(_WRONG)
        if behaviour is not Behaviour.WRONG:
            kind, text = "text/html", PAGE
        headers = [(b"content-type", kind.encode()), (b"content-length", b"%d" % len(text))]
        status = 201 if messages[0]["status"] == 202 else messages[0]["status"]
        start = {"type": "http.response.start", "status": status, "headers": headers}
        if behaviour is Behaviour.RESET:
            # Unfinished: the server closes the connection.
            part = {"type": "http.response.body", "body": text[:10].encode(), "more_body": True}
            return [start, part]
        return [start, {"type": "http.response.body", "body": text.encode()}]

    async def _fail(
        self, said: tuple[int, str, str], behaviour: Behaviour, scope: Any, send: Send
    ) -> None:
        status, code, message = said
        body = json.dumps(self._manners.error(status, code, message)).encode()
        headers = [
            (b"content-type", self._manners.media_type.encode()),
            (b"content-length", b"%d" % len(body)),
        ]
        if behaviour is Behaviour.RATE_LIMIT:
            headers.append((b"retry-after", b"%d" % RETRY_AFTER))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


async def read_body(receive: Any) -> bytes:
    """All of a request's body."""
    body = b""
    while True:
        message = await receive()
        part: bytes = message.get("body", b"")
        body += part
        if not message.get("more_body"):
            return body


def _recorded(scope: Any, body: bytes) -> Received:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
    return Received(f"{scope['method']} {scope['path']}", headers, _values(body), query)


def _values(body: bytes) -> Any:
    if not body:
        return None
    try:
        return json.loads(body)
    except ValueError:
        return body.decode("utf-8", "replace")
