"""Sends requests over connections that stay open, with little more work than the bytes take."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Callable, Iterable, Iterator

Request = Callable[[], bytes]


def posting(body: object, token: str, path: str = "/v1/service-orders") -> Request:
    """Makes POSTs, each with an id of its own."""
    content = json.dumps(body).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n"
    )
    return lambda: (f"{head}X-Request-ID: {uuid.uuid4()}\r\nX-Conversation-ID: {uuid.uuid4()}\r\n\r\n").encode() + content  # fmt: skip


def getting(ids: Iterator[int], token: str) -> Request:
    """Makes GETs of orders."""
    head = f"HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer {token}\r\n"
    return lambda: (
        f"GET /v1/service-orders/{next(ids)} {head}"
        f"X-Request-ID: {uuid.uuid4()}\r\nX-Conversation-ID: c\r\n\r\n"
    ).encode()


async def send(port: int, make: Request, count: int, flight: int, status: int) -> None:
    """Send `count` requests, `flight` at a time. Raises AssertionError for another answer."""
    turns = iter(range(count))
    await asyncio.gather(*(_connection(port, make, turns, status) for _ in range(flight)))


async def _connection(port: int, make: Request, turns: Iterable[int], status: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    expected = f"HTTP/1.1 {status} ".encode()
    try:
        for _ in turns:
            writer.write(make())
            head = await reader.readuntil(b"\r\n\r\n")
            fields = head.lower()
            at = fields.index(b"content-length: ") + 16
            body = await reader.readexactly(int(fields[at : fields.index(b"\r", at)]))
            assert head.startswith(expected), head + body
    finally:
        writer.close()
        await writer.wait_closed()
