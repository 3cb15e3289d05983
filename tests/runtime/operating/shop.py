"""A worker with a tenant, and an operator's commands on the same store."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from click.testing import CliRunner

from fibrecafe_gateway.clock import VirtualClock
from fibrecafe_gateway.commands import endpoint, explain, kci
from fibrecafe_gateway.lifecycle import EntityKind
from fibrecafe_gateway.store.entities import Entities
from fibrecafe_gateway.store.messages import enqueue, tenant_endpoint, tenant_lane
from fibrecafe_gateway.store.unit import Unit
from tests.runtime.databases import NewDatabases
from tests.runtime.delivery.posting import Post, Receiver, posting

_GROUPS: dict[str, click.Command] = {
    "endpoint": endpoint.command, "explain": explain.command, "kci": kci.command,
}  # fmt: skip

CONFIG = """
[store]
url = "{url}"
[suppliers.S1]
base_url = "https://one.invalid"
[tenants.A]
suppliers = ["S1"]
[tenants.A.updates]
url = "{tenant}/A"
"""


def tell(unit: Unit, orders: Iterable[int]) -> None:
    """One KCI about each of these orders of tenant A."""
    for order in orders:
        enqueue(
            unit, lane=tenant_lane("A", order), endpoint=tenant_endpoint("A"), seq=1, what="KCI",
            key=f"kci-{order}", subject=order, conversation_id="talk",
            head=json.dumps({"id": f"kci-{order}", "sequenceNumber": 1}),
            body=json.dumps({"id": order}),
        )  # fmt: skip


def run(config: Path, *arguments: str, status: int = 0) -> str:
    """A command; what it says."""
    group, *rest = arguments
    result = CliRunner().invoke(_GROUPS[group], [*rest, "--config", str(config)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == status, result.output
    return result.output


@dataclass
class Shop:
    post: Post
    receiver: Receiver
    config: Path

    async def order(self, id: int, kcis: int = 1) -> None:
        """One that the tenant is told of."""

        def work(unit: Unit) -> None:
            body = {"status": "ACKNOWLEDGED"}
            kind = EntityKind.PROVIDE_ORDER.value
            Entities(unit, "A").add(kind, "S1", body, conversation_id="talk", id=id)

        await self.post.database.run(work)
        await self.post.tell(id, kcis=kcis)
        await self.post.engine.drain()

    async def say(self, *arguments: str, status: int = 0) -> str:
        """Run a command while the worker's process goes on."""
        return await asyncio.to_thread(run, self.config, *arguments, status=status)

    async def ask(self, *arguments: str) -> Any:
        """The same as JSON."""
        return json.loads(await self.say(*arguments, "--format", "json"))


@asynccontextmanager
async def shop(
    databases: NewDatabases, folder: Path, receiver: Receiver | None = None
) -> AsyncIterator[Shop]:
    """Open while the block runs."""
    url = databases.url()
    async with (
        (receiver or Receiver()).listening() as listening,
        posting(databases.open(url, clock=VirtualClock()), listening) as post,
    ):
        config = folder / "fibrecafe.toml"
        config.write_text(CONFIG.format(url=url, tenant=listening.url))
        yield Shop(post, listening, config)
