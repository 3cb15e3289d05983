"""Delivery to a tenant that takes KCIs over HTTP, in virtual time."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from random import Random
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from sqlalchemy import select

from fibrecafe_gateway.clock import Clock, VirtualClock
from fibrecafe_gateway.delivery.circuit import Circuit, circuits
from fibrecafe_gateway.delivery.engine import Engine
from fibrecafe_gateway.delivery.outcome import Handler
from fibrecafe_gateway.delivery.to_tenants import Target, TenantPosts
from fibrecafe_gateway.settings import Delivery
from fibrecafe_gateway.store.database import Database
from fibrecafe_gateway.store.messages import enqueue, lane_state, tenant_endpoint, tenant_lane
from fibrecafe_gateway.store.tables import ATTEMPT, LANE
from fibrecafe_gateway.store.unit import Row, Unit


@dataclass(frozen=True)
class Kci:
    """One that a tenant received."""

    tenant: str
    order: int
    seq: int
    delivered_on: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Reply:
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    hangs: bool = False
    breaks: bool = False


@dataclass
class Receiver:
    """A tenant's endpoint; `answer` says how it does."""

    answer: Callable[[Kci], Reply] = lambda kci: Reply()
    kcis: list[Kci] = field(default_factory=list)
    delay: float = 0.0
    url: str = ""
    in_flight: int = 0
    most_in_flight: int = 0
    _end: asyncio.Event = field(default_factory=asyncio.Event)

    def got(self, order: int | None = None) -> list[tuple[int, int]]:
        """Order and number of each that was sent, in order."""
        return [(k.order, k.seq) for k in self.kcis if order in (None, k.order)]

    def firsts(self) -> list[tuple[int, int]]:
        """The same without repetitions."""
        return list(dict.fromkeys(self.got()))

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        kci = Kci(request.match_info["tenant"], body["entity"]["id"], body["sequenceNumber"],
                  body["deliveredOn"], request.headers.copy())  # fmt: skip
        self.kcis.append(kci)
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            reply = self.answer(kci)
            if reply.hangs:
                await self._end.wait()
            if self.delay:
                await asyncio.sleep(self.delay)
        finally:
            self.in_flight -= 1
        if reply.breaks:
            assert request.transport is not None
            request.transport.abort()
        return web.Response(status=reply.status, headers=reply.headers, body=reply.body)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Receiver]:
        app = web.Application()
        app.router.add_post("/{tenant}/kcis", self.handle)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        try:
            yield self
        finally:
            self._end.set()
            await runner.cleanup()


class _Resolver(AbstractResolver):
    """Knows no host, so that no test asks a real DNS."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        raise OSError(None, f"{host} is not known")

    async def close(self) -> None:
        return


@dataclass
class Post:
    """A worker, its store, and those whom it delivers to."""

    database: Database
    engine: Engine
    clock: VirtualClock
    targets: dict[str, Target]
    random: Random
    _told: dict[tuple[str, int], int] = field(default_factory=dict)
    _ids: Any = field(default_factory=lambda: count(1))

    async def tell(self, order: int, kcis: int = 1, tenant: str = "A") -> None:
        """Have KCIs to be delivered."""

        def work(unit: Unit) -> None:
            for _ in range(kcis):
                self._tell(unit, tenant, order)

        await self.database.run(work)

    async def tell_many(self, orders: Sequence[int], tenant: str = "A") -> None:
        """One about each."""

        def work(unit: Unit) -> None:
            for order in orders:
                self._tell(unit, tenant, order)

        await self.database.run(work)

    def _tell(self, unit: Unit, tenant: str, order: int) -> None:
        seq = self._told[tenant, order] = self._told.get((tenant, order), 0) + 1
        enqueue(
            unit, lane=tenant_lane(tenant, order), endpoint=tenant_endpoint(tenant), seq=seq,
            what="KCI", key=f"kci-{order}-{seq}", subject=order, conversation_id=f"talk-{order}",
            head=json.dumps({"id": f"kci-{order}-{seq}", "sequenceNumber": seq}),
            body=json.dumps({"id": order}),
        )  # fmt: skip

    async def wait(self, seconds: float, step: float = 1.0) -> None:
        """Let virtual time pass, and deliver what becomes due."""
        passed = 0.0
        while passed < seconds:
            self.clock.advance(timedelta(seconds=min(step, seconds - passed)))
            passed += step
            await self.engine.drain()

    async def lane(self, order: int, tenant: str = "A") -> Row | None:
        """Of an order, while something is undelivered."""
        return await self.database.read(lambda unit: lane_state(unit, tenant_lane(tenant, order)))

    async def lanes(self) -> list[Row]:
        """All."""
        return list(await self.database.read(lambda unit: unit.all(select(LANE))))

    async def attempts(self, order: int | None = None, tenant: str = "A") -> list[Row]:
        """What was tried, oldest first."""
        statement = select(ATTEMPT).order_by(ATTEMPT.c.id)
        if order is not None:
            statement = statement.where(ATTEMPT.c.lane == tenant_lane(tenant, order))
        return list(await self.database.read(lambda unit: unit.all(statement)))

    async def circuit(self, tenant: str = "A") -> Circuit:
        """How a tenant's endpoint does."""
        name = tenant_endpoint(tenant)
        found = await self.database.read(lambda unit: circuits(unit, {name}))
        return found.get(name, Circuit())


SETTINGS = Delivery(allow_internal=True, timeout=1.5, poll=0.005)


@asynccontextmanager
async def posting(
    database: Database,
    receiver: Receiver | str,
    *,
    tenants: Sequence[str] = ("A",),
    settings: Delivery = SETTINGS,
    seed: int = 1,
    authorization: Any = None,
    messages: int = 4,
    clock: Clock | None = None,
    post: Callable[[TenantPosts], Handler] = lambda posts: posts,
) -> AsyncIterator[Post]:
    """A worker over a store that is opened and closed with it."""
    base = receiver if isinstance(receiver, str) else receiver.url
    targets = {tenant: Target(f"{base}/{tenant}", authorization) for tenant in tenants}
    ids = count(1)
    random = Random(seed)
    await database.start()
    connector = aiohttp.TCPConnector(limit=0, resolver=_Resolver())
    async with aiohttp.ClientSession(connector=connector) as http:
        posts = TenantPosts(
            http, targets.get, timeout=settings.timeout, clock=database.clock,
            new_id=lambda: f"request-{seed}-{next(ids)}", unavailable=(LookupError,),
        )  # fmt: skip
        engine = Engine(
            database, settings, {"t": post(posts)},
            lambda: [tenant_endpoint(tenant) for tenant in targets],
            random=random, messages=messages,
        )  # fmt: skip
        virtual = database.clock if isinstance(database.clock, VirtualClock) else VirtualClock()
        try:
            yield Post(database, engine, virtual, targets, random)
        finally:
            await database.aclose()
