"""What the adapter makes of a supplier's ways, call by call, over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import pytest

from fibrecafe_api._support.auth import BearerToken
from fibrecafe_api.supplier import models as supplier
from fibrecafe_gateway.adapters.contract import Faulty, Refused, SupplierAdapter, SupplierCall
from fibrecafe_gateway.adapters.discovery import ConfigurationError, build_adapter
from fibrecafe_gateway.settings import SupplierSettings
from tests.runtime.tmforum.fake_supplier import FakeSupplier
from tests.runtime.tmforum.test_tmforum_mapping import provide
from tests.serving import serve

T = TypeVar("T")


def call(tenant: str = "FIRST") -> SupplierCall:
    return SupplierCall(tenant, "TMF", "request", "conversation", deadline=5.0)


def made(url: str | None) -> SupplierAdapter:
    settings = SupplierSettings(adapter="tmforum", base_url=url)
    return build_adapter("tmforum", "TMF", settings, lambda tenant: BearerToken(f"of-{tenant}"))


def asked(app: Any, work: Callable[[SupplierAdapter], Awaitable[T]]) -> T:
    """What the adapter answers before a supplier."""

    async def run(url: str) -> T:
        adapter = made(url)
        try:
            return await work(adapter)
        finally:
            await adapter.aclose()

    with serve(app) as url:
        return asyncio.run(run(url))


def answering(content: bytes) -> Any:
    """A supplier that answers all with the same."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 201, "headers": []})
            await send({"type": "http.response.body", "body": content})

    return app


def test_the_same_number_of_two_tenants_is_two_orders_and_a_repeated_one_is_one() -> None:
    fake = FakeSupplier()

    async def work(adapter: SupplierAdapter) -> list[str | None]:
        answers: list[Any] = [
            await adapter.create_order(call(tenant), provide(tenant=tenant))
            for tenant in ("FIRST", "SECOND", "FIRST")
        ]
        return [answer.supplier_order_reference for answer in answers]

    first, second, again = asked(fake, work)
    assert first == again != second
    assert len(fake.orders) == 2


def test_an_order_is_found_by_its_number_where_its_reference_is_not_known() -> None:
    fake = FakeSupplier()
    body = supplier.AmendProvideServiceOrder(id=8, order_id=7, notes="Ring twice")

    async def work(adapter: SupplierAdapter) -> Any:
        await adapter.create_order(call("SECOND"), provide(tenant="SECOND"))
        with pytest.raises(Refused, match="knows no order 7"):
            await adapter.amend_order(call(), body)
        await adapter.create_order(call(), provide())
        return await adapter.amend_order(call(), body)

    assert asked(fake, work).id == 8
    assert fake.orders["SO-FIRST-7"]["note"] == [{"id": "notes", "text": "Ring twice"}]
    assert "note" not in fake.orders["SO-SECOND-7"]


@pytest.mark.parametrize(
    "content", [b'{"id": "\\ud800", "state": "held"}', b"[" * 100_000, b"\xff"]
)
def test_an_answer_that_is_no_json_may_have_been_acted_on(content: bytes) -> None:
    with pytest.raises(Faulty) as fault:
        asked(answering(content), lambda adapter: adapter.create_order(call(), provide()))
    assert fault.value.may_have_acted


def test_a_supplier_without_an_address_is_a_matter_of_configuration() -> None:
    with pytest.raises(ConfigurationError, match="supplier TMF has no base_url"):
        made(None)
