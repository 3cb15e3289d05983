"""What is known of a call with a client certificate that got no answer: whether it had left."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx2
import pytest

from fibrecafe_gateway.adapters.certified import CertifiedTransport
from fibrecafe_gateway.adapters.contract import (
    SupplierAdapter,
    SupplierFailure,
    TimedOut,
    Unreachable,
)
from fibrecafe_gateway.adapters.discovery import build_adapter
from fibrecafe_gateway.adapters.failures import Outcome, outcome_of
from fibrecafe_gateway.settings import SupplierSettings
from tests.runtime.adapters.suppliers import a_call, a_provide_order

POOL = 100  # connections that httpx2 opens at most

ADAPTERS = pytest.mark.parametrize("name", ["native", "tmforum"])


async def failure(adapter: SupplierAdapter, deadline: float) -> SupplierFailure:
    with pytest.raises(SupplierFailure) as failed:
        await adapter.create_order(a_call(deadline=deadline), a_provide_order())
    return failed.value


def adapter_of(name: str, url: str, transport: httpx2.AsyncBaseTransport) -> Any:
    settings = SupplierSettings(base_url=url)
    return build_adapter(name, "S1", settings, lambda tenant: None, transport)


@ADAPTERS
def test_one_that_waited_for_a_connection_only_is_tried_again(name: str) -> None:
    """Those that hold all connections had left, and may have been acted on."""
    taken, full, over = 0, asyncio.Event(), asyncio.Event()

    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal taken
        await reader.readuntil(b"\r\n\r\n")
        taken += 1
        if taken == POOL:
            full.set()
        await over.wait()
        writer.close()

    async def play() -> tuple[SupplierFailure, list[SupplierFailure]]:
        server = await asyncio.start_server(hang, "127.0.0.1", 0, backlog=POOL)
        port = server.sockets[0].getsockname()[1]
        adapter = adapter_of(name, f"http://127.0.0.1:{port}", CertifiedTransport(None, {}))
        try:
            async with asyncio.TaskGroup() as group:
                holding = [group.create_task(failure(adapter, 5.0)) for _ in range(POOL)]
                async with asyncio.timeout(5.0):
                    await full.wait()
                waiting = await failure(adapter, 0.1)
                over.set()
            return waiting, [task.result() for task in holding]
        finally:
            await adapter.aclose()
            server.close()
            await server.wait_closed()

    waiting, holding = asyncio.run(play())
    assert (type(waiting), outcome_of(waiting)) == (Unreachable, Outcome.TRY_AGAIN), waiting.detail
    assert not waiting.may_have_acted
    assert {(type(one), outcome_of(one)) for one in holding} == {(TimedOut, Outcome.UNKNOWN)}
    assert taken == POOL


class Silent(httpx2.AsyncBaseTransport):
    """Tells nothing of how far a request is."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        await asyncio.sleep(60)
        raise AssertionError


@ADAPTERS
def test_one_on_connections_that_tell_nothing_is_taken_at_its_worst(name: str) -> None:
    async def play() -> SupplierFailure:
        transport = CertifiedTransport(None, {}, lambda context: Silent())
        adapter = adapter_of(name, "http://nowhere.invalid", transport)
        try:
            return await failure(adapter, 0.05)
        finally:
            await adapter.aclose()

    assert type(asyncio.run(play())) is TimedOut
