"""Answers that are late, broken or nonsense, as the simulator's operations ask for."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from .desk import FAULTS, AnswerFaults
from .misbehaviour import Misbehaviour

Message = MutableMapping[str, Any]

_GARBAGE = b"<html><body><h1>It works!</h1></body></html>"

_WRONG = json.dumps({"id": "none", "status": ["ACKNOWLEDGED"], "address": 20}).encode()


class FaultyAnswers:
    """Wraps an app whose operations may leave `AnswerFaults` in the scope."""

    def __init__(self, app: Any, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._app = app
        self._sleep = sleep

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        """The ASGI interface."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self._app(scope, receive, keep)
        faults: AnswerFaults | None = scope.get(FAULTS)
        if faults is not None and messages:
            if faults.slow:
                await self._sleep(faults.slow)
            messages = _spoiled(messages, faults)
        for message in messages:
            await send(message)


def _spoiled(messages: list[Message], faults: AnswerFaults) -> list[Message]:
    start = dict(messages[0])
    if faults.status is not None:
        start["status"] = faults.status  # also one that the document lacks
        return [start, *messages[1:]]
    if not faults.kinds or start["status"] >= 300:
        return messages
    if Misbehaviour.WRONG_ANSWER in faults.kinds:
        kind, body = b"application/json", _WRONG
    else:
        kind, body = b"text/html", _GARBAGE
    if start["status"] == 202:
        start["status"] = 201  # one that has no body could not be wrong
    kept = [(n, v) for n, v in start["headers"] if n not in (b"content-length", b"content-type")]
    start["headers"] = [*kept, (b"content-type", kind), (b"content-length", b"%d" % len(body))]
    if Misbehaviour.RESET in faults.kinds:
        # Unfinished: the server closes the connection.
        return [start, {"type": "http.response.body", "body": body[:10], "more_body": True}]
    return [start, {"type": "http.response.body", "body": body}]
