"""The simulator under the adapter contract, as the gateway calls it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from fibrecafe_gateway.adapters.contract import (
    AddressSource,
    Busy,
    Faulty,
    Refused,
    SupplierAdapter,
    SupplierCall,
    SupplierFailure,
    TimedOut,
)
from fibrecafe_gateway.adapters.discovery import build_adapter
from fibrecafe_gateway.adapters.simulator import Simulator, bearer, create_app
from fibrecafe_gateway.adapters.simulator.adapter import adapter_for
from fibrecafe_gateway.settings import SupplierSettings
from tests.runtime.simulator.box import TENANT, Gateway, provide
from tests.serving import serve

CALL = SupplierCall(TENANT, "DUMMY_SUPPLIER", "request", "journey", 5.0)


def play(what: Callable[[SupplierAdapter, Simulator], Awaitable[Any]], **settings: Any) -> Gateway:
    gateway = Gateway()

    async def run() -> None:
        simulator = Simulator(gateway, seed=7, kci_delay=0)
        adapter = build_adapter(
            "simulator",
            "DUMMY_SUPPLIER",
            SupplierSettings(adapter="simulator", **settings),
            lambda tenant: None,
            extra={"simulator": adapter_for(simulator)},
        )
        try:
            await what(adapter, simulator)
            await simulator.pump_due()
        finally:
            await adapter.aclose()
            await simulator.aclose()

    asyncio.run(run())
    return gateway


def scenario(text: str) -> SupplierCall:
    return replace(CALL, test_headers={"X-Scenario": text})


def test_an_order_in_process_is_played_with_the_tenants_test_headers() -> None:
    async def what(adapter: SupplierAdapter, _: Simulator) -> None:
        taken = await adapter.create_order(scenario("ORDER_DELAYED?answer=201"), provide())
        assert taken is not None
        assert getattr(taken, "status", None) == "ACKNOWLEDGED"

    gateway = play(what)
    assert gateway.reasons == ["COMMITTED", "DELAY"]
    assert gateway.conversations == ["journey"] * 2


@pytest.mark.parametrize(
    ("text", "failure", "acted"),
    [
        ("ORDER_REJECTED?answer=422", Refused, False),
        ("ORDER_SUCCESSFUL?status=503", Busy, False),
        ("ORDER_SUCCESSFUL?status=500", Faulty, False),
        ("ORDER_SUCCESSFUL?misbehave=garbage", Faulty, True),
        ("ORDER_SUCCESSFUL?misbehave=wrong_answer", Faulty, True),
        ("ORDER_SUCCESSFUL?misbehave=reset", TimedOut, True),
        ("ORDER_SUCCESSFUL?slow=60", TimedOut, True),
    ],
)
def test_misbehaviour_is_what_the_contract_says(
    text: str, failure: type[SupplierFailure], acted: bool
) -> None:
    async def what(adapter: SupplierAdapter, _: Simulator) -> None:
        with pytest.raises(failure) as caught:
            await adapter.create_order(replace(scenario(text), deadline=0.3), provide())
        assert caught.value.may_have_acted is acted

    assert bool(play(what).reasons) is acted


def test_it_is_an_address_source() -> None:
    async def what(adapter: SupplierAdapter, _: Simulator) -> None:
        assert isinstance(adapter, AddressSource)
        found = await adapter.address_lookup(
            CALL,
            postal_code="TW18 4LG",
            uprn=None,
            name=None,
            street_number=None,
            street_name=None,
        )
        assert [one.identifier.id for one in found] == ["A00000031882"]

    play(what)


def test_a_base_url_leads_to_a_simulator_in_another_process() -> None:
    other = Gateway()
    elsewhere = Simulator(other, seed=1, kci_delay=0)

    async def what(adapter: SupplierAdapter, here: Simulator) -> None:
        with pytest.raises(SupplierFailure):  # it wants a token
            await adapter.create_order(CALL, provide())
        assert await here.count() == 0

    with serve(create_app(elsewhere, authenticate=bearer())) as url:
        play(what, base_url=url)
    asyncio.run(elsewhere.aclose())
