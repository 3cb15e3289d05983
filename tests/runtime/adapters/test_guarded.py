"""Adapters that others write: whatever they do, the caller gets what the contract says."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from fibrecafe_api.supplier import models as supplier
from fibrecafe_api.tenant import models as tenant
from fibrecafe_gateway.adapters.contract import (
    Busy,
    Faulty,
    SupplierAdapter,
    SupplierCall,
    SupplierFailure,
    TimedOut,
    Unsupported,
)
from fibrecafe_gateway.adapters.guarded import call_adapter, look_up_addresses
from fibrecafe_gateway.adapters.wire import plain, told
from tests.runtime.adapters.suppliers import ADDRESS, a_call, a_provide_order, acknowledged

Behaviour = Callable[[], Awaitable[Any]]


class Acting(SupplierAdapter):
    """Does in every method what it is told."""

    def __init__(self, behave: Behaviour) -> None:
        self._behave = behave

    async def create_order(self, call: SupplierCall, body: Any) -> Any:
        return await self._behave()

    async def availability_check(self, call: SupplierCall, **_: Any) -> Any:
        return await self._behave()

    async def address_lookup(self, call: SupplierCall, **_: Any) -> Any:
        return await self._behave()


def order(behave: Behaviour, deadline: float = 2.0) -> Any:
    return asyncio.run(
        call_adapter(
            Acting(behave),
            SupplierAdapter.create_order,
            a_call(deadline=deadline),
            a_provide_order(),
        )
    )


def returning(value: Any) -> Behaviour:
    async def behave() -> Any:
        return value

    return behave


def raising(error: BaseException) -> Behaviour:
    async def behave() -> Any:
        raise error

    return behave


def test_a_good_answer_and_a_202_come_through() -> None:
    good = acknowledged(a_provide_order())
    assert order(returning(good)) is good
    assert order(returning(None)) is None


def test_a_failure_of_the_contract_comes_through_as_it_is() -> None:
    raised = Busy("later", retry_after=3.0)
    with pytest.raises(Busy) as caught:
        order(raising(raised))
    assert caught.value is raised


@pytest.mark.parametrize(
    "error",
    [KeyError("price"), RuntimeError("boom"), TimeoutError(), NotImplementedError(), OSError(5)],
    ids=repr,
)
def test_anything_else_that_is_raised_is_faulty_and_logged(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Faulty) as caught:
        order(raising(error))
    assert caught.value.messages == ()
    assert caught.value.may_have_acted
    assert f"Acting.create_order raised {type(error).__name__}" in caught.value.detail
    assert caplog.records[-1].exc_info


@pytest.mark.parametrize("value", ["ok", {"id": 123}, [], 0, False, ADDRESS], ids=repr)
def test_an_answer_of_another_type_is_faulty(value: Any) -> None:
    with pytest.raises(Faulty) as caught:
        order(returning(value))
    assert f"returned {type(value).__name__}" in caught.value.detail


def test_none_is_no_answer_where_there_is_no_202() -> None:
    async def run() -> None:
        await call_adapter(
            Acting(returning(None)),
            SupplierAdapter.availability_check,
            a_call(),
            address=ADDRESS,
            service_types=[supplier.ServiceType.BROADBAND],
        )

    with pytest.raises(Faulty):
        asyncio.run(run())


def test_an_answer_about_another_order_is_faulty() -> None:
    values = {**plain(acknowledged(a_provide_order())), "id": 124}
    with pytest.raises(Faulty) as caught:
        order(returning(told(supplier.ProvideServiceOrder, values)))
    assert caught.value.detail == "id was sent as 123 and came back as 124"


def test_one_that_hangs_is_timed_out() -> None:
    started = time.monotonic()
    with pytest.raises(TimedOut):
        order(lambda: asyncio.sleep(60), deadline=0.05)
    assert time.monotonic() - started < 1


def test_one_that_swallows_its_cancellation_is_timed_out_too() -> None:
    async def stubborn() -> None:
        until = time.monotonic() + 0.5
        while time.monotonic() < until:
            try:
                await asyncio.sleep(0.2)
            except asyncio.CancelledError:
                continue

    async def run() -> float:
        started = time.monotonic()
        with pytest.raises(TimedOut):
            await call_adapter(
                Acting(stubborn),
                SupplierAdapter.create_order,
                a_call(deadline=0.05),
                a_provide_order(),
            )
        return time.monotonic() - started

    assert asyncio.run(run()) < 0.45


def test_one_that_cancels_itself_does_not_cancel_its_caller() -> None:
    with pytest.raises(Faulty):
        order(raising(asyncio.CancelledError()))


def test_our_own_cancellation_reaches_the_adapter_and_the_caller() -> None:
    ended: list[bool] = []

    async def waiting() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.append(True)

    async def run() -> None:
        task = asyncio.create_task(
            call_adapter(Acting(waiting), SupplierAdapter.create_order, a_call(), a_provide_order())
        )
        await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(run())
    assert ended == [True]


def test_what_an_adapter_does_not_implement_is_unsupported() -> None:
    async def run() -> None:
        body = told(supplier.CancelServiceOrder, {"id": 1, "orderId": 2, "reasonCode": "OTHER"})
        await call_adapter(SupplierAdapter(), SupplierAdapter.cancel_order, a_call(), body)

    with pytest.raises(Unsupported):
        asyncio.run(run())


def test_addresses_are_looked_up_where_the_adapter_can() -> None:
    found = [told(tenant.Address, {"identifier": {"id": "1", "type": "UPRN"}})]

    def look_up(adapter: object) -> Any:
        return asyncio.run(look_up_addresses(adapter, a_call(), postal_code="TW18 4LG"))

    assert look_up(Acting(returning(found))) == found
    with pytest.raises(Unsupported, match="address look-up"):
        look_up(SupplierAdapter())
    for wrong in ([{"identifier": 1}], None, "addresses"):
        with pytest.raises(Faulty):
            look_up(Acting(returning(wrong)))
    with pytest.raises(SupplierFailure):
        look_up(Acting(raising(ValueError("no"))))
