"""A tenant that places orders, and repeats each until it is answered: as our pages tell it to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx2

from .gateway import CLIENT, SECRET

_ORDER = {
    "orderType": "NEW",
    "supplier": "BOX",
    "address": {"id": "A00000031882", "type": "NAD"},
    "serviceOrderItem": {
        "serviceSpecification": {"id": "ftthl2r"},
        "serviceCharacteristics": [{"name": "LINE_PROFILE", "value": "1G1G"}],
    },
    "primaryContact": {"name": "John Smith", "phoneNumber": "01234 567890"},
}


@dataclass
class Tenant:
    """Knows which orders were accepted."""

    url: str
    http: httpx2.AsyncClient
    kci_delay: float = 0.02
    pause: float = 0.0
    """Seconds between an answer and the next order."""
    accepted: set[int] = field(default_factory=set)
    unanswered: int = 0
    """Requests that were sent in vain, and sent again."""
    failed: int = 0
    """Requests that were answered 5xx, and sent again."""
    begun: int = 0
    _numbers: Any = field(default_factory=lambda: count(1))
    _token: str = ""
    _over: bool = False
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def authorize(self) -> None:
        """Fetch a token, which holds for the drill."""
        answer = await self.http.post(
            f"{self.url}/v1/auth/tenant/access-token",
            data={"grant_type": "client_credentials"}, auth=(CLIENT, SECRET),
        )  # fmt: skip
        assert answer.status_code == 200, answer.text
        self._token = answer.json()["access_token"]

    async def order(self, scenario: str | None = None) -> int:
        """Place one; its number. Answered or not, it is the same request until it is answered."""
        number = next(self._numbers)
        self.begun += 1
        headers = {
            "Authorization": f"Bearer {self._token}",
            "X-Request-ID": f"request-{number}",
            "X-Conversation-ID": f"conversation-{number}",
            "X-Kci-Delay": str(self.kci_delay),
        } | ({"X-Scenario": scenario} if scenario else {})
        while True:
            try:
                answer = await self.http.post(
                    f"{self.url}/v1/service-orders", json=_ORDER, headers=headers
                )
            except httpx2.TransportError:
                self.unanswered += 1
                await asyncio.sleep(0.02)
                continue
            if answer.status_code >= 500:
                self.failed += 1
                await asyncio.sleep(0.02)
                continue
            assert answer.status_code == 201, answer.text
            id: int = answer.json()["id"]
            assert id not in self.accepted, f"order {id} was answered to two requests"
            self.accepted.add(id)
            return id

    @asynccontextmanager
    async def ordering(self, at_once: int = 3) -> AsyncIterator[None]:
        """Place one order after the other, so many at once, until `finish_ordering`."""
        self._over = False
        self._tasks = [asyncio.create_task(self._keep_ordering()) for _ in range(at_once)]
        try:
            yield
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _keep_ordering(self) -> None:
        while not self._over:
            await self.order()
            await asyncio.sleep(self.pause)

    async def finish_ordering(self) -> None:
        """Wait for the answers to those that are under way."""
        self._over = True
        await asyncio.gather(*self._tasks)

    def check(self) -> None:
        """Raises what went wrong while ordering."""
        for task in self._tasks:
            if task.done():
                task.result()
