"""What sends: a gateway's worker, or the bare loop that it is compared with. Each a process of its
own.

`python -m benchmarks.delivery_sender work|tell|raw STORE RECEIVER [OPTIONS]`: `work` delivers,
`tell` only writes, `raw` posts without a store. Commands come as lines of JSON, and each is
answered so. Nothing is begun before `start`.
"""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import uvloop
from pydantic import SecretStr

from fibrecafe_gateway.gateway import Gateway
from fibrecafe_gateway.settings import (
    Delivery,
    Secret,
    Settings,
    Store,
    SupplierSettings,
    TenantSettings,
    Tokens,
    Updates,
)

from .delivery_stores import SUPPLIER, TENANTS, add_order, tell_of

FLIGHT = 64
"""Requests at a time, as `[delivery] slots` has them when nothing else is said."""


@dataclass
class Sender:
    """The process, seen from the benchmark."""

    process: subprocess.Popen[str]

    def ask(self, **what: Any) -> Any:
        """Have something done. Raises RuntimeError when the process has died."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the sender died")
        return json.loads(line)


@contextmanager
def sending(kind: str, store: str, receiver: str, **options: Any) -> Iterator[Sender]:
    """One that runs, and has begun. `options` of `[delivery]`."""
    command = [
        sys.executable, "-m", "benchmarks.delivery_sender", kind, store, receiver,
        json.dumps(options),
    ]  # fmt: skip
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        sender = Sender(process)
        try:
            sender.ask(do="nothing")
            yield sender
        finally:
            process.kill()


def _settings(store: str, receiver: str, options: dict[str, Any]) -> Settings:
    tenants = options.pop("tenants", TENANTS)
    return Settings(
        store=Store(url=store),
        tokens=Tokens(secret=Secret(value=SecretStr("of a benchmark, " * 4))),
        delivery=Delivery(allow_internal=True, **options),
        suppliers={SUPPLIER: SupplierSettings(adapter="native", base_url="http://127.0.0.1:9")},
        tenants={
            name: TenantSettings(suppliers=(SUPPLIER,), updates=Updates(url=f"{receiver}/{name}"))
            for name in tenants
        },
    )


async def _gateway(kind: str, store: str, receiver: str, options: dict[str, Any]) -> None:
    gateway = Gateway(_settings(store, receiver, options))
    orders: list[tuple[str, int]] = []
    async for command in _commands():
        if command["do"] == "start":
            await gateway.start(work=kind == "work")
            _answer(time.monotonic())  # its tasks are made, and have not begun
        elif command["do"] == "orders":
            orders += await _orders(gateway, command["each"])
            _answer(len(orders))
        elif command["do"] == "tell":
            _answer(await _tell(gateway, orders, command["rate"], command["seconds"]))
        else:
            _answer(kind)


async def _orders(gateway: Gateway, each: int) -> list[tuple[str, int]]:
    """So many new ones of each tenant."""
    return await gateway.database.run(
        lambda unit: [(tenant, add_order(unit, tenant)) for _ in range(each) for tenant in TENANTS]
    )


async def _tell(
    gateway: Gateway, orders: list[tuple[str, int]], rate: int, seconds: float
) -> dict[str, float]:
    """KCIs at an even rate, each in a transaction with its order; when each was committed."""
    committed: dict[str, float] = {}
    loop = asyncio.get_running_loop()

    async def tell(order: tuple[str, int]) -> None:
        name = await gateway.database.run(lambda unit: tell_of(unit, *order))
        committed[name] = time.monotonic()

    tasks = []
    begin = loop.time()
    for number in range(round(rate * seconds)):
        await asyncio.sleep(begin + number / rate - loop.time())
        tasks.append(asyncio.create_task(tell(orders[number % len(orders)])))
    await asyncio.gather(*tasks)
    return committed


async def _raw(receiver: str) -> None:
    """The bare loop."""
    async for command in _commands():
        if command["do"] == "post":
            _answer(await _post(receiver, command["body"].encode(), command["count"]))
        else:
            _answer("raw")


async def _post(receiver: str, body: bytes, count: int) -> float:
    """POSTs of the same bytes, one after the other in each of `FLIGHT` tasks; when it began."""
    urls = [f"{receiver}/{name}/kcis" for name in TENANTS]
    numbers = iter(range(count))
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(
        connector=connector, cookie_jar=aiohttp.DummyCookieJar()
    ) as http:

        async def post() -> None:
            for number in numbers:
                headers = {
                    "content-type": "application/json",
                    "accept": "application/json",
                    "x-request-id": f"00000000-0000-4000-8000-{number:012}",
                    "x-conversation-id": f"raw-{number}",
                }
                async with http.post(
                    urls[number % len(urls)], data=body, headers=headers, allow_redirects=False
                ) as response:
                    assert response.status == 204

        begin = time.monotonic()
        await asyncio.gather(*(post() for _ in range(FLIGHT)))
    return begin


async def _commands() -> Any:
    loop = asyncio.get_running_loop()
    while True:
        line = await loop.run_in_executor(None, sys.stdin.readline)
        if not line:
            return
        yield json.loads(line)


def _answer(what: Any) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    logging.disable()
    _kind, _store, _receiver, _options = sys.argv[1:]
    if _kind == "raw":
        uvloop.run(_raw(_receiver))
    else:
        uvloop.run(_gateway(_kind, _store, _receiver, json.loads(_options)))
