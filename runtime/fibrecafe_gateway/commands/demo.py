"""`fibrecafe demo`: one order's life, shown as it happens."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import click

_MEANING = {
    "SENT_TO_SUPPLIER": "handed to the supplier",
    "ACKNOWLEDGED": "the supplier has it, under its own number",
    "IN_PROGRESS": "the supplier commits to a date, and works on it",
    "PENDING": "the tenant has to do something first",
    "HELD": "something is in the supplier's way",
    "COMPLETED": "the line works",
    "REJECTED": "the supplier refuses it",
    "CANCELLED": "it was cancelled",
    "FAILED_TO_SEND": "it could not be handed to the supplier",
}

_ENDS = frozenset({"COMPLETED", "PARTIAL", "FAILED", "REJECTED", "CANCELLED", "FAILED_TO_SEND"})


@click.command(short_help="Watch an order from its placing to its end.")
@click.option(
    "--scenario",
    default="ORDER_SUCCESSFUL",
    show_default=True,
    help="What the supplier does; `fibrecafe simulator --list` names all.",
)
@click.option(
    "--delay",
    type=click.FloatRange(0, 60),
    default=1.0,
    show_default=True,
    help="Seconds between the supplier's updates.",
)
def command(scenario: str, delay: float) -> None:
    """Start a gateway, a tenant and a simulated supplier on this machine, place the published
    example order over HTTP, and show each update as it reaches the tenant.

    \b
    Examples:
        fibrecafe demo
        fibrecafe demo --scenario ORDER_DELAYED
    """
    with tempfile.TemporaryDirectory(prefix="fibrecafe-demo-") as folder:
        asyncio.run(_demo(Path(folder), scenario, delay))


async def _demo(folder: Path, scenario: str, delay: float) -> None:
    from fibrecafe_api.tenant.client import AsyncTenantClient, ClientCredentials, errors

    from ..development import build, credentials_beside, development_settings
    from ..settings import Updates
    from .listening import listen, url_of
    from .showing import shown_inbox

    arrived: asyncio.Queue[Any] = asyncio.Queue()
    with listen("127.0.0.1", 0, "port") as at, listen("127.0.0.1", 0, "port") as inbox_at:
        base, inbox = url_of(at), url_of(inbox_at)
        credentials = credentials_beside(folder)
        settings = development_settings(base, folder / "store.db", credentials)
        tenant = settings.tenants["TENANT1"].model_copy(update={"updates": Updates(url=inbox)})
        settings = settings.model_copy(update={"tenants": {"TENANT1": tenant}})
        app = build(settings, kci_delay=delay, access_log=False)
        async with (
            _serving(shown_inbox(arrived.put_nowait), inbox_at),
            _serving(app, at),
            AsyncTenantClient(
                f"{base}/v1",
                auth=ClientCredentials(
                    f"{base}/v1/auth/tenant/access-token",
                    credentials.client_id,
                    credentials.client_secret,
                ),
                headers={"X-Scenario": scenario},
            ) as client,
        ):
            _introduce(base, inbox)
            try:
                await _follow(client, arrived, silence=2 * delay + 3)
            except errors.ApiError as error:
                raise click.ClickException(str(error)) from error


def _introduce(base: str, inbox: str) -> None:
    click.echo(f"""\
A tenant orders a fibre line from a supplier, through the gateway. Each step of the order reaches
the tenant as a KCI ("Keep Customer Informed" update), in order, by HTTP.

  tenant    {inbox}  takes KCIs
  gateway   {base}  keeps orders in an embedded store
  supplier  DUMMY_SUPPLIER, simulated, behind the Supplier API
""")


async def _follow(client: Any, arrived: asyncio.Queue[Any], *, silence: float) -> None:
    """`silence`: seconds after which no more KCI is expected."""
    from fibrecafe_api._support.codec import Codec
    from fibrecafe_api.tenant import models

    loop = asyncio.get_running_loop()
    begun = loop.time()
    order = Codec[Any](models.CreateServiceOrder).read(json.dumps(published_order()))
    _line(0.0, "tenant ─▶ gateway", f"POST /service-orders: {_summary(order)}")
    placed = await client.create_order(body=order)
    _line(
        loop.time() - begun, "gateway ─▶ tenant",
        f"201, order {placed.id}: {placed.status}, kept and numbered",
    )  # fmt: skip
    status = str(placed.status)
    while status not in _ENDS:
        try:
            async with asyncio.timeout(silence):
                kci = await arrived.get()
        except TimeoutError:
            break
        status = str(kci.entity.status)
        _line(loop.time() - begun, f"KCI {kci.sequence_number} ─▶ tenant", _told(kci))
    await asyncio.sleep(0.2)  # the last KCI's delivery is recorded
    found = await client.get_order(id=str(placed.id))
    delivered = [update for update in found.updates or () if update.delivery_status == "DELIVERED"]
    click.echo(
        f"\nGET /service-orders/{found.id}: {found.status}, supplier's number"
        f" {found.supplier_order_number}, {len(delivered)} KCIs delivered"
    )


def published_order() -> dict[str, Any]:
    """The example order of the published Tenant API page."""
    document = json.loads(files("fibrecafe_api.tenant").joinpath("openapi.json").read_text())
    media = document["paths"]["/service-orders"]["post"]["requestBody"]["content"]
    examples = media["application/json"]["examples"]
    order: dict[str, Any] = next(
        example["value"] for example in examples.values() if example["value"]["orderType"] == "NEW"
    )
    return order


def _summary(order: Any) -> str:
    item = order.service_order_item
    options = ", ".join(f"{c.name} {c.value}" for c in item.service_characteristics)
    return (
        f"{order.order_type} {item.service_specification.id} ({options}) at"
        f" {order.address.type} {order.address.id}"
    )


def _told(kci: Any) -> str:
    status = str(kci.entity.status)
    said = getattr(kci, "information", None) or getattr(kci, "action", None)
    name = f"{said.type}" if said is not None else "ERROR"
    more = [_MEANING.get(status, "")]
    if said is not None:
        more += [text for text in (said.code, said.text) if text]
    else:
        more += kci.error.messages
    return f"{status:<17} {name:<13} {'; '.join(filter(None, more))}"


def _line(seconds: float, who: str, what: str) -> None:
    click.echo(f"{seconds:6.2f} s  {who:<18}  {what}")


@asynccontextmanager
async def _serving(app: Any, listener: Any) -> AsyncIterator[None]:
    import uvicorn

    config = uvicorn.Config(app, log_level="error", access_log=False, lifespan="on",
                            timeout_graceful_shutdown=2)  # fmt: skip
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    task = asyncio.create_task(server.serve([listener]))
    while not server.started:
        if task.done():
            raise click.ClickException("a server did not start")
        await asyncio.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        await task
