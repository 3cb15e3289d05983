"""The supplier's events come in over HTTP, and go to the gateway as KCIs.

An ASGI app of its own, to be served where the supplier reaches it. It answers an event when it is
written down; what the gateway does not take at once is sent again, in the order's order.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from pydantic import ValidationError

from fibrecafe_api._support.codec import Codec
from fibrecafe_api.supplier_updates.client import ApiError, AsyncSupplierUpdatesClient, errors
from fibrecafe_api.supplier_updates.models import SupplierUpdate

from .events import kci, news, order_of
from .ledger import Entry, Ledger
from .resources import Event

MAX_EVENT = 1024 * 1024
"""Bytes of an event."""

_REFUSED = frozenset({400, 422})

_logger = logging.getLogger(__name__)

_KCIS: Codec[SupplierUpdate] = Codec(SupplierUpdate)


class NotTaken(Exception):
    """An event that is none, or that the gateway refuses; the text may be shown to the supplier."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Bridge:
    """From events to KCIs. One for each supplier, with a ledger of its own."""

    def __init__(
        self, ledger: Ledger, gateway: AsyncSupplierUpdatesClient, *, retry: float = 5.0
    ) -> None:
        """`gateway` is a client of the gateway's Supplier Updates API, with the supplier's token;
        `retry`: seconds until what it did not take is sent again."""
        self._ledger = ledger
        self._gateway = gateway
        self._retry = retry
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._again: asyncio.Task[None] | None = None

    async def take(self, event: Event) -> None:
        """Write an event down and tell the gateway. Raises NotTaken."""
        order = order_of(event)
        if order is None:
            raise NotTaken(400, "the event is about no serviceOrder and no cancelServiceOrder")
        async with self._turn(order):
            if not self._ledger.seen(event.event_id):
                known = self._ledger.known(order)
                told = news(event, known)
                if told is None:
                    return
                now = datetime.now(UTC)
                try:
                    self._ledger.enter(
                        event.event_id,
                        order,
                        told.known,
                        lambda number: kci(event, told, number, now).to_json().decode(),
                    )
                except ValidationError as error:
                    raise NotTaken(422, f"the event makes no KCI: {_faults(error)}") from error
            await self._send(order, event.event_id)

    async def start(self) -> None:
        """Go on with what was left waiting before."""
        self._later()

    async def aclose(self) -> None:
        """Stop; what waits is sent after the next start."""
        if self._again is not None:
            self._again.cancel()
            with suppress(asyncio.CancelledError):
                await self._again
        await self._gateway.aclose()
        self._ledger.close()

    async def _send(self, order: str, event: str | None = None) -> None:
        """Send what waits of an order, until the gateway cannot be reached. Raises NotTaken when
        it refuses `event`."""
        for entry in self._ledger.waiting(order):
            try:
                await self._post(entry)
            except NotTaken:
                self._ledger.strike(entry)
                if entry.event == event:
                    raise
            except ApiError as error:
                _logger.warning("the gateway did not take KCI %s yet: %s", entry.event, error)
                self._later()
                return
            else:
                self._ledger.taken(entry)

    async def _post(self, entry: Entry) -> None:
        update = _KCIS.read(entry.kci)
        try:
            await self._gateway.order_update(body=update)
        except errors.RequestInvalid as error:
            raise NotTaken(422, f"the event makes no KCI: {error}") from error
        except errors.AnswerError as error:
            if error.status not in _REFUSED:
                raise
            _logger.warning("the gateway refuses the KCI of event %s: %s", entry.event, error)
            said = "; ".join(error.messages) or "the gateway gives no reason"
            raise NotTaken(422, said) from error

    def _turn(self, order: str) -> asyncio.Lock:
        """Events of one order are dealt with one after the other."""
        return self._locks.setdefault(order, asyncio.Lock())

    def _later(self) -> None:
        if self._again is None or self._again.done():
            self._again = asyncio.create_task(self._try_again())

    async def _try_again(self) -> None:
        while orders := {entry.order for entry in self._ledger.waiting()}:
            await asyncio.sleep(self._retry)
            for order in orders:
                async with self._turn(order):
                    await self._send(order)


class Listener:
    """The app: POST below `/listener/`, as TMF641 has it. Anything else is 404."""

    def __init__(self, bridge: Bridge, token: str) -> None:
        """`token`: what the supplier sends as its bearer token."""
        self._bridge = bridge
        self._expected = f"Bearer {token}".encode()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """The ASGI interface."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            try:
                await self._take(scope, receive)
            except NotTaken as refusal:
                await _answer(send, refusal.status, str(refusal))
            else:
                await _answer(send, 201)

    async def _take(self, scope: Mapping[str, Any], receive: Any) -> None:
        given = dict(scope["headers"]).get(b"authorization", b"")
        if not secrets.compare_digest(given, self._expected):
            raise NotTaken(401, "the token is not known here")
        if scope["method"] != "POST" or not scope["path"].startswith("/listener/"):
            raise NotTaken(404, "events are taken by POST below /listener/")
        try:
            event = Event.model_validate_json(await _body(receive))
        except ValidationError as error:
            raise NotTaken(400, f"this is no event: {_faults(error)}") from error
        try:
            await self._bridge.take(event)
        except sqlite3.Error as error:
            _logger.exception("event %s cannot be written down", event.event_id)
            raise NotTaken(503, "the event was not written down; send it again") from error

    async def _live(self, receive: Any, send: Any) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self._bridge.start()
            else:
                await self._bridge.aclose()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return


def create_bridge(
    file: Path, gateway: AsyncSupplierUpdatesClient, token: str, *, retry: float = 5.0
) -> Listener:
    """The app, with its ledger in `file`. Raises sqlite3.Error, and ValueError without a token."""
    if not token:
        raise ValueError("the supplier needs a token: without one anybody could tell of orders")
    return Listener(Bridge(Ledger(file), gateway, retry=retry), token)


def _faults(error: ValidationError) -> str:
    faults = [(".".join(map(str, fault["loc"])), fault["msg"]) for fault in error.errors()[:10]]
    return ", ".join(f"{place or 'it'}: {text}" for place, text in faults)


async def _body(receive: Any) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > MAX_EVENT:
            raise NotTaken(413, f"an event has at most {MAX_EVENT} bytes")
        if not message.get("more_body"):
            return bytes(body)


async def _answer(send: Any, status: int, reason: str = "") -> None:
    """TM Forum's answer to an event, or its error."""
    content = {"code": str(status), "reason": reason, "status": str(status)} if reason else {}
    body = json.dumps(content).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
