"""What the workers of peers have in common: they post as the bare loop does, and do as they are
told.

It runs in the environment of a peer, so it may import nothing of the gateway, and none of the
benchmark's modules that do. `python -m benchmarks.delivery_peer_PEER STORE RECEIVER FLIGHT`:
commands come as lines of JSON, and each is answered so.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import aiohttp
import uvloop


@dataclass(frozen=True, slots=True)
class Kci:
    """One to post."""

    tenant: str
    order: str
    """The conversation, to whose KCIs an order is kept."""
    seq: int
    id: str
    body: str

    def as_json(self) -> dict[str, Any]:
        """As a command has it."""
        return asdict(self)


class Poster:
    """Posts to the receiver, with the bytes and the headers of the bare loop."""

    def __init__(self, receiver: str, http: aiohttp.ClientSession) -> None:
        self._receiver = receiver
        self._http = http

    async def post(self, tenant: str, order: str, id: str, body: str) -> None:
        """Raises RuntimeError where it is not taken."""
        headers = {
            "content-type": "application/json",
            "accept": "application/json",
            "x-request-id": id,
            "x-conversation-id": order,
        }
        async with self._http.post(
            f"{self._receiver}/{tenant}/kcis",
            data=body.encode(), headers=headers, allow_redirects=False,
        ) as response:  # fmt: skip
            if response.status != 204:
                raise RuntimeError(f"answered {response.status}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a peer works."""

    store: str
    """URL of a PostgreSQL database of its own."""
    poster: Poster
    flight: int
    """Requests at a time."""


class Peer(Protocol):
    """A way to deliver."""

    async def store(self, kcis: list[Kci]) -> None:
        """Let them wait, as its documents say that it is done."""

    async def start(self) -> float:
        """Begin to deliver, and return at once: the monotonic clock when it began."""


def serve(make: Callable[[Place], Peer]) -> None:
    """Do as told, until there are no more commands."""
    logging.disable()
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a peer prints is no answer
    uvloop.run(_serve(make, lambda what: print(json.dumps(what), file=answers, flush=True)))


async def _serve(make: Callable[[Place], Peer], answer: Callable[[Any], None]) -> None:
    store, receiver, flight = sys.argv[1:]
    connector = aiohttp.TCPConnector(limit=int(flight))
    async with aiohttp.ClientSession(
        connector=connector, cookie_jar=aiohttp.DummyCookieJar()
    ) as http:
        peer = make(Place(store, Poster(receiver, http), int(flight)))
        async for command in _commands():
            try:
                answer(await _do(peer, command))
            except Exception as error:
                answer({"failed": f"{type(error).__name__}: {error}"})


async def _do(peer: Peer, command: dict[str, Any]) -> float | None:
    if command["do"] == "start":
        return await peer.start()
    if command["do"] == "store":
        await peer.store([Kci(**one) for one in command["kcis"]])
    return None


async def _commands() -> AsyncIterator[dict[str, Any]]:
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        yield json.loads(line)
