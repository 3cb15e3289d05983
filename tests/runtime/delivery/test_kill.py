"""An order that was answered 201 survives kill -9 at any moment, and is told of to its end."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
from aiohttp import web

from fibrecafe_gateway.security.passwords import hash_secret

KILLS = 20

_CONFIG = """
log_level = "WARNING"

[server]
port = {port}

[store]
url = "sqlite:///{folder}/store.db"

[delivery]
allow_internal = true
unflushed = 20

[suppliers.BOX]
adapter = "simulator"
test_headers = true
idempotent = true

[tenants.ACME]
suppliers = ["BOX"]
default_supplier = "BOX"
updates.url = "{inbox}"

[tenants.ACME.clients.acme]
secret_hash = "{secret}"
"""

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


class Inbox:
    """The tenant: what it received, in order."""

    def __init__(self) -> None:
        self.kcis: list[dict[str, Any]] = []

    async def take(self, request: web.Request) -> web.Response:
        self.kcis.append(await request.json())
        return web.Response(status=204)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[str]:
        app = web.Application()
        app.router.add_post("/kcis", self.take)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        await runner.cleanup()

    def firsts(self) -> dict[int, list[int]]:
        """Sequence numbers of each order, each when it came first."""
        found: dict[int, list[int]] = defaultdict(list)
        for kci in self.kcis:
            numbers = found[kci["entity"]["id"]]
            if kci["sequenceNumber"] not in numbers:
                numbers.append(kci["sequenceNumber"])
        return dict(found)

    def ended(self) -> set[int]:
        return {k["entity"]["id"] for k in self.kcis if k["entity"]["status"] == "COMPLETED"}


_FORKS = """
import os, sys
import fibrecafe_gateway.development, uvicorn
from fibrecafe_gateway.commands.serve import command
for line in sys.stdin:
    child = os.fork()
    if not child:
        command(line.split())
    print(child, flush=True)
    os.waitpid(child, 0)
    print("ended", flush=True)
"""
"""Starts the command again and again, without the second that Python takes to load it."""


class Served:
    """`fibrecafe serve`, again and again on the same store."""

    def __init__(self, folder: Path, inbox: str) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.config = folder / "fibrecafe.toml"
        self.config.write_text(
            _CONFIG.format(port=port, folder=folder, inbox=inbox, secret=hash_secret("a-secret"))
        )
        self.starts: list[float] = []
        self._begun = 0.0
        self._process: subprocess.Popen[str] | None = None
        self._forks = self._run([sys.executable, "-u", "-c", _FORKS], stdin=subprocess.PIPE)

    def _run(self, command: list[Any], stdin: int | None = None) -> subprocess.Popen[str]:
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                command, stdin=stdin, stdout=subprocess.PIPE, stderr=log, cwd=self.folder,
                env={k: v for k, v in os.environ.items() if not k.startswith("FIBRECAFE_")},
                text=True,
            )  # fmt: skip

    def start(self, *, whole: bool = False) -> None:
        """`whole`: by the command itself, and not by a fork of one that is loaded."""
        self._begun = time.monotonic()
        if whole:
            command = Path(sys.executable).parent / "fibrecafe"
            self._process = self._run([command, "serve", "--config", self.config])
            self._pid = self._process.pid
        else:
            assert self._forks.stdin is not None
            self._forks.stdin.write(f"--config {self.config}\n")
            self._forks.stdin.flush()
            self._pid = self._told(int)

    def _told(self, kind: Any) -> Any:
        """What the forking process says; its children say where they listen."""
        assert self._forks.stdout is not None
        for line in self._forks.stdout:
            if kind is int and line.strip().isdecimal():
                return int(line)
            if line == f"{kind}\n":
                return None
        raise AssertionError((self.folder / "log").read_text()[-3000:])

    async def ready(self, http: httpx2.AsyncClient) -> None:
        while True:
            try:
                if (await http.get(f"{self.url}/readyz")).status_code == 200:
                    break
            except httpx2.TransportError:
                pass
            took = time.monotonic() - self._begun
            assert took < 60, (self.folder / "log").read_text()[-3000:]
            await asyncio.sleep(0.005)
        self.starts.append(time.monotonic() - self._begun)

    def kill(self) -> None:
        os.kill(self._pid, signal.SIGKILL)
        if self._process is None:
            self._told("ended")
            return
        self._process.communicate(timeout=10)
        self._process = None

    def close(self) -> None:
        self._forks.communicate(timeout=10)


class Tenant:
    """Places orders, and knows which were accepted."""

    def __init__(self, served: Served, http: httpx2.AsyncClient) -> None:
        self._served = served
        self._http = http
        self._token = ""
        self._count = 0
        self.accepted: set[int] = set()

    async def authorize(self) -> None:
        answer = await self._http.post(
            f"{self._served.url}/v1/auth/tenant/access-token",
            data={"grant_type": "client_credentials"}, auth=("acme", "a-secret"),
        )  # fmt: skip
        assert answer.status_code == 200, answer.text
        self._token = answer.json()["access_token"]

    async def order(self) -> None:
        """Place one, which may meet its end on the way."""
        self._count += 1
        headers = {
            "Authorization": f"Bearer {self._token}",
            "X-Request-ID": f"request-{self._count}",
            "X-Conversation-ID": f"conversation-{self._count}",
            "X-Kci-Delay": "0.02",
        }
        url = f"{self._served.url}/v1/service-orders"
        try:
            answer = await self._http.post(url, json=_ORDER, headers=headers)
        except httpx2.TransportError:
            await asyncio.sleep(0.01)
            return
        assert answer.status_code == 201, answer.text
        self.accepted.add(answer.json()["id"])

    async def keep_ordering(self) -> None:
        while True:
            await self.order()


def test_every_accepted_order_survives_kill_9_and_is_told_of_in_order(tmp_path: Path) -> None:
    rng = random.Random(9)

    async def play() -> None:
        inbox = Inbox()
        async with inbox.listening() as url, httpx2.AsyncClient(timeout=20) as http:
            served = Served(tmp_path, url)
            tenant = Tenant(served, http)
            served.start(whole=True)
            await served.ready(http)
            await tenant.authorize()
            for turn in range(KILLS):
                if turn:
                    served.start()
                if turn % 5 == 4:  # while it starts, half-way through what it takes up again
                    await asyncio.sleep(rng.uniform(0.3, 1.5) * min(served.starts))
                else:
                    await served.ready(http)
                ordering = [asyncio.create_task(tenant.keep_ordering()) for _ in range(3)]
                await asyncio.sleep(rng.uniform(0.0, 0.5))
                served.kill()
                for task in ordering:
                    task.cancel()
                await asyncio.gather(*ordering, return_exceptions=True)
            served.start(whole=True)
            try:
                async with asyncio.timeout(60):
                    while not tenant.accepted <= inbox.ended():
                        await asyncio.sleep(0.05)
            finally:
                served.kill()
                served.close()
        _judge(tenant, inbox, served)

    asyncio.run(play())


def _judge(tenant: Tenant, inbox: Inbox, served: Served) -> None:
    firsts = inbox.firsts()
    assert len(tenant.accepted) > 20
    for order, numbers in firsts.items():
        assert numbers == list(range(1, len(numbers) + 1)), f"order {order}: {numbers}"
    assert tenant.accepted <= firsts.keys()
    whole = {len(firsts[order]) for order in tenant.accepted}
    assert len(whole) == 1, "each order's life is the same"
    bodies: dict[tuple[int, int], set[str]] = defaultdict(set)
    for kci in inbox.kcis:
        bodies[kci["entity"]["id"], kci["sequenceNumber"]].add(
            repr({**kci, "deliveredOn": None})
        )  # fmt: skip
    assert all(len(said) == 1 for said in bodies.values()), "what is sent again is the same"
    repeated = len(inbox.kcis) - len(bodies)
    assert repeated <= KILLS * (20 + 64)
    print(f"{len(tenant.accepted)} orders, {len(inbox.kcis)} KCIs, {repeated} of them again;"
          f" start {min(served.starts):.2f} to {max(served.starts):.2f} s")  # fmt: skip
