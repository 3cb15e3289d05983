"""Ways in which a PostgreSQL does not do its work for a gateway, each for as long as a block runs."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import asyncpg  # type: ignore[import-untyped]

from tests.runtime.gateway.running import Running

from .postgresql import OwnServer, ask

_CONNECTIONS = 12  # that a gateway has for requests, at most


@contextmanager
def stopped(server: OwnServer, _: Running) -> Iterator[None]:
    """At once, as by a power cut."""
    server.stop_at_once()
    try:
        yield
    finally:
        server.start_again()


@contextmanager
def reads_only(server: OwnServer, _: Running) -> Iterator[None]:
    """As one that another has taken over from."""
    _set_read_only(server, "on")
    try:
        yield
    finally:
        _set_read_only(server, "off")


def _set_read_only(server: OwnServer, value: str) -> None:
    name = "default_transaction_read_only"
    asyncio.run(ask(server.url, f"ALTER SYSTEM SET {name} = {value}"))
    asyncio.run(ask(server.url, "SELECT pg_reload_conf()"))
    until = f"SELECT 1 WHERE current_setting('{name}') = '{value}'"
    while not asyncio.run(ask(server.url, until)):
        time.sleep(0.01)


@contextmanager
def locked(server: OwnServer, _: Running) -> Iterator[None]:
    """By somebody who has forgotten a transaction."""
    loop = asyncio.new_event_loop()
    connection = loop.run_until_complete(asyncpg.connect(server.url))
    loop.run_until_complete(connection.execute("BEGIN; LOCK TABLE entity, replay"))
    try:
        yield
    finally:
        loop.run_until_complete(connection.close())
        loop.close()


@contextmanager
def used_up(_: OwnServer, gateway: Running) -> Iterator[None]:
    """All connections that requests may have are taken."""

    async def take() -> list[Any]:
        database: Any = gateway.app.gateway.database
        engine = getattr(database, "_inner", database)._engine
        return [await engine.connect() for _ in range(_CONNECTIONS)]

    async def give() -> None:
        for connection in taken:
            await connection.close()

    taken = gateway.in_gateway(take())
    try:
        yield
    finally:
        gateway.in_gateway(give())


WAYS: dict[str, Callable[[OwnServer, Running], AbstractContextManager[None]]] = {
    "stopped": stopped,
    "reads only": reads_only,
    "tables locked": locked,
    "connections used up": used_up,
}
