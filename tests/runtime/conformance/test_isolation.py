"""An adapter that misbehaves harms its own call only, and its text never reaches a tenant."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from fibrecafe_api.supplier import models
from fibrecafe_api.tenant.client import ApiError
from fibrecafe_gateway.adapters import guarded
from fibrecafe_gateway.adapters.contract import SupplierAdapter, SupplierCall, Unsupported
from fibrecafe_gateway.adapters.guarded import call_adapter
from fibrecafe_gateway.conformance.broken.breaking import Asked, Broken
from fibrecafe_gateway.conformance.capabilities import operations_of
from fibrecafe_gateway.conformance.life import Life, tenant_request
from fibrecafe_gateway.conformance.stage import Stage
from fibrecafe_gateway.conformance.trial import Trial
from fibrecafe_gateway.lifecycle.kinds import EntityKind

LEAK = "/srv/acme/secrets.py line 7: password=hunter2"

BAD = "BAD"
"""In the notes of orders with which the adapter misbehaves."""


class Rubbish:
    def __repr__(self) -> str:
        raise RuntimeError(LEAK)

    __str__ = __repr__


async def _raises() -> Any:
    raise ValueError(LEAK)


async def _misses_a_key() -> Any:
    raise KeyError(LEAK)


async def _hangs() -> Any:
    await asyncio.sleep(60)


async def _will_not_stop() -> Any:
    for _ in range(20):
        try:
            await asyncio.sleep(0.05)
        except asyncio.CancelledError:
            continue


async def _gives_rubbish() -> Any:
    return Rubbish()


async def _gives_another_model() -> Any:
    return models.Constraint(code=LEAK)


async def _cancels_itself() -> Any:
    task = asyncio.current_task()
    assert task is not None
    task.cancel()
    await asyncio.sleep(1)


WAYS: list[Callable[[], Awaitable[Any]]] = [
    _raises, _misses_a_key, _hangs, _will_not_stop, _gives_rubbish, _gives_another_model, _cancels_itself,
]  # fmt: skip


class Misbehaving(Broken):
    def __init__(self, way: Callable[[], Awaitable[Any]]) -> None:
        super().__init__()
        self._way = way

    async def around(self, asked: Asked) -> Any:
        if asked.operation == "availability_check" or BAD in str(getattr(asked.body, "notes", "")):
            return await self._way()
        return await super().around(asked)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_an_adapter_harms_its_own_call_only(way: Callable[[], Awaitable[Any]]) -> None:
    async def work() -> None:
        subject = Misbehaving(way)
        trial = Trial(subject)
        stage = Stage(trial, timeout=0.15)
        try:
            await subject.start()
            await stage.start()
            bad = Life(trial, stage, EntityKind.PROVIDE_ORDER)
            good = Life(trial, stage, EntityKind.PROVIDE_ORDER, "SECOND")
            await bad.create(notes=BAD)
            await good.create()
            await stage.deliver()
            assert (await good.seen()).status == "SENT_TO_SUPPLIER"
            for _ in range(12):
                await stage.pass_time(250)
                seen = await bad.seen()
                if seen.status != "RECEIVED_BY_GATEWAY":
                    break
            assert seen.status == "FAILED_TO_SEND"
            assert seen.tells[-1] == "ERROR"
            assert "hunter2" not in str(seen)
            with pytest.raises(ApiError) as refused:
                await stage.tenant().availability_check(
                    address=tenant_request(trial, EntityKind.PROVIDE_ORDER).address,
                    suppliers=["CONFORMANCE"],
                )
            assert "hunter2" not in str(refused.value)
            await good.say("ACKNOWLEDGED", "ACKNOWLEDGED")
            await good.expect("ACKNOWLEDGED")
        finally:
            await stage.aclose()
            await trial.aclose()
            await subject.close()

    asyncio.run(work())


class OfTheLastContract(SupplierAdapter):
    """Written before the contract had the operation that the test adds, and declares what it has."""

    async def availability_check(self, call: SupplierCall, **named: Any) -> Any:
        return models.ServiceAvailability(address=models.Address(identifier=named["address"]))


def test_an_adapter_of_the_last_contract_keeps_working(monkeypatch: pytest.MonkeyPatch) -> None:
    async def swap_terminal(self: SupplierAdapter, call: SupplierCall, body: Any) -> Any:
        raise Unsupported

    monkeypatch.setattr(SupplierAdapter, "swap_terminal", swap_terminal, raising=False)
    monkeypatch.setitem(guarded._ANSWERS, "swap_terminal", (models.ServiceTest,))
    adapter, call = OfTheLastContract(), SupplierCall("acme", "S1", "r-1", "c-1", 1.0)
    place = models.AddressIdentifier(id="1", type="UPRN")

    async def work() -> None:
        found = await call_adapter(
            adapter, SupplierAdapter.availability_check, call, address=place, service_types=[]
        )
        assert found.address.identifier.id == "1"
        with pytest.raises(Unsupported):
            await call_adapter(adapter, swap_terminal, call, models.Constraint(code="x"))
        await adapter.aclose()

    asyncio.run(work())
    assert operations_of(OfTheLastContract) == {"availability_check"}
