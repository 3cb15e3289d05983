"""A gateway's settings for drills, and its processes."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx2

from fibrecafe_gateway.security.passwords import hash_secret

from .forking import Forks, Process

CLIENT, SECRET = "acme", "a-secret"
"""Of the tenant ACME."""

SUPPLIER_CLIENT = "box"
"""Of the supplier BOX, with the same secret."""

_CONFIG = """
log_level = "WARNING"

[server]
port = {port}

[store]
url = "{store}"

[tokens]
secret = {{value = "of a drill, known to all of them"}}

[delivery]
allow_internal = true
{delivery}

[suppliers.BOX]
adapter = "simulator"
test_headers = true
idempotent = true
{supplier}

[suppliers.BOX.clients.{supplier_client}]
secret_hash = "{secret}"

[tenants.ACME]
suppliers = ["BOX"]
default_supplier = "BOX"

[tenants.ACME.updates]
url = "{inbox}/ACME"
{auth}

[tenants.ACME.clients.{client}]
secret_hash = "{secret}"

[tenants.ACME.credentials.BOX]
kind = "bearer"
token = {{value = "any"}}
"""

_OAUTH = """
[tenants.ACME.updates.auth]
kind = "oauth"
token_url = "{inbox}/token"
client_id = "fibrecafe"
client_secret = {{value = "another secret"}}
"""


@cache
def _hash() -> str:
    return hash_secret(SECRET)


def free_port() -> int:
    """One that nobody listens at now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def write_config(
    file: Path,
    *,
    port: int,
    store: str,
    inbox: str,
    delivery: Mapping[str, Any],
    supplier: Mapping[str, Any] | None = None,
    oauth: bool = False,
) -> Path:
    """One tenant and one simulator, inside the gateway where `supplier` gives no address."""
    file.write_text(
        _CONFIG.format(
            port=port, store=store, inbox=inbox, client=CLIENT, supplier_client=SUPPLIER_CLIENT,
            secret=_hash(), delivery=_lines(delivery), supplier=_lines(supplier or {}),
            auth=_OAUTH.format(inbox=inbox) if oauth else "",
        )
    )  # fmt: skip
    return file


def _lines(values: Mapping[str, Any]) -> str:
    return "\n".join(f"{name} = {json.dumps(value)}" for name, value in values.items())


@dataclass
class Served:
    """`fibrecafe serve`, again and again on the same store."""

    forks: Forks
    config: Path
    url: str
    options: tuple[str, ...] = ()
    starts: list[float] = field(default_factory=list)
    """Seconds from the start until it was ready."""
    process: Process | None = None
    _begun: float = 0.0

    def start(self, **more: Any) -> Process:
        """`more` as `Forks.start`."""
        self._begun = time.monotonic()
        self.process = self.forks.start("serve", "--config", self.config, *self.options, **more)
        return self.process

    async def ready(self, http: httpx2.AsyncClient, within: float = 60.0) -> bool:
        """Wait until it is; False when it has ended or hangs."""
        assert self.process is not None
        while True:
            try:
                answer = await http.get(f"{self.url}/readyz", timeout=2.0)
                if answer.status_code == 200:
                    break
            except httpx2.TransportError:
                pass
            if self.process.ended:
                return False
            if time.monotonic() - self._begun > within:
                return False
            await asyncio.sleep(0.005)
        self.starts.append(time.monotonic() - self._begun)
        return True

    async def must_be_ready(self, http: httpx2.AsyncClient) -> None:
        """The same. Raises AssertionError with the end of its log."""
        ready = await self.ready(http)
        assert self.process is not None
        assert ready, self.process.said()[-3000:]

    def kill(self) -> None:
        """kill -9."""
        assert self.process is not None
        self.process.kill()
        self.forks.forget(self.process)
        self.process = None
