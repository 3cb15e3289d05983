"""A listener for Prometheus and for probes, in a process that serves nothing else."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

import uvicorn

from fibrecafe_api._support.request import Receive, Scope, Send

from .health import HealthApp
from .observing import METRICS

if TYPE_CHECKING:
    from ..gateway import Gateway


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """They are the process's own."""
        yield


@asynccontextmanager
async def scraped_at(listener: socket.socket, gateway: Gateway) -> AsyncIterator[None]:
    """`/metrics`, `/livez` and `/readyz` while the block runs; the listener is closed after it."""
    scraped = gateway.observing.scraped(
        gateway.database, check=gateway.check, tasks=gateway.tasks
    )  # fmt: skip
    elsewhere = HealthApp({})  # says 404

    async def route(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == METRICS and scraped is not None:
            await scraped(scope, receive, send)
        else:
            await elsewhere(scope, receive, send)

    server = _Server(
        uvicorn.Config(
            HealthApp({"worker": gateway.check}, then=route), log_config=None, access_log=False,
            server_header=False, lifespan="off", timeout_graceful_shutdown=1, log_level="warning",
        )
    )  # fmt: skip
    serving = asyncio.create_task(server.serve([listener]), name="metrics")
    try:
        yield
    finally:
        server.should_exit = True
        await serving
        listener.close()
