"""Tenants' endpoints in the drill's own process. Their log is the oracle: nothing ends it."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from aiohttp import web


class Received(NamedTuple):
    """A KCI as it came."""

    tenant: str
    entity: int
    seq: int
    status: str
    content: bytes
    """Digest of all that must be the same when it comes again."""
    turn: int
    """Turn of the drill in which it came."""


Answer = Callable[[Received], int]


@dataclass
class Inbox:
    """What tenants received, in order."""

    log: list[Received] = field(default_factory=list)
    answer: Answer = lambda kci: 204
    """The status that one is answered with."""
    delay: float = 0.0
    """Seconds before the answer."""
    turn: int = 0
    token_life: float = 3600.0
    """Seconds."""
    tokens: int = 0
    """How many were fetched."""
    ended: set[int] = field(default_factory=set)
    """Entities that are COMPLETED."""
    taken: asyncio.Event = field(default_factory=asyncio.Event)

    async def settle(self, seconds: float = 0.03) -> None:
        """What was sent before has come: its sender is dead, and nothing has come for a while."""
        while True:
            self.taken.clear()
            try:
                async with asyncio.timeout(seconds):
                    await self.taken.wait()
            except TimeoutError:
                return

    async def until_ended(
        self, entities: Collection[int], seconds: float, said: Callable[[], str]
    ) -> None:
        """Raises AssertionError with those that do not come to their end, and what was `said`."""
        missing = set(entities)
        try:
            async with asyncio.timeout(seconds):
                while missing:
                    await asyncio.sleep(0.02)
                    missing -= self.ended
        except TimeoutError:
            few = sorted(missing)[:20]
            text = f"{len(missing)} orders do not come to their end: {few}\n{said()[-6000:]}"
            raise AssertionError(text) from None

    async def _take(self, request: web.Request) -> web.Response:
        body = json.loads(await request.read())
        about = body["entity"]
        told = json.dumps({**body, "deliveredOn": None}, sort_keys=True).encode()
        kci = Received(
            request.match_info["tenant"], about["id"], body["sequenceNumber"],
            about.get("status", ""), hashlib.blake2b(told, digest_size=12).digest(), self.turn,
        )  # fmt: skip
        status = self.answer(kci)
        if status < 300:
            self.log.append(kci)
            self.taken.set()
            if kci.status == "COMPLETED":
                self.ended.add(kci.entity)
        if self.delay:
            await asyncio.sleep(self.delay)
        return web.Response(status=status)

    async def _token(self, request: web.Request) -> web.Response:
        await request.read()
        self.tokens += 1
        answer = {
            "access_token": f"t{self.tokens}",
            "token_type": "bearer",
            "expires_in": self.token_life,
        }
        return web.json_response(answer)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[str]:
        """The base of tenants' addresses; `/token` is a token endpoint."""
        app = web.Application()
        app.router.add_post("/token", self._token)
        app.router.add_post("/{tenant}/kcis", self._take)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()
