"""Calls of adapters that others write: bounded in time, and failing as the contract says only.

An adapter may raise anything, return anything, hang, or swallow its cancellation; whoever calls it
through here gets what the contract names, or a SupplierFailure, by the deadline.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from typing import Any, Concatenate, ParamSpec, TypeVar

from pydantic import BaseModel

from fibrecafe_api.supplier import models as supplier
from fibrecafe_api.tenant import models as tenant

from ..telemetry.asking import asking
from .certified import CALLED_FOR
from .contract import (
    AddressSource,
    Faulty,
    SupplierAdapter,
    SupplierCall,
    SupplierFailure,
    TimedOut,
    Unsupported,
)
from .echo import check_echo

T = TypeVar("T")
P = ParamSpec("P")

GRACE = 0.1
"""Seconds over its deadline: an adapter knows best whether its request had left."""

_logger = logging.getLogger(__name__)

_ORDERS = (supplier.ProvideServiceOrder, supplier.CeaseServiceOrder, supplier.ModifyServiceOrder)
_AMENDMENTS = (
    supplier.AmendProvideServiceOrder,
    supplier.AmendModifyServiceOrder,
    supplier.AmendCeaseServiceOrder,
)
_RECEIVED = (type(None),)  # 202

_ANSWERS: Mapping[str, tuple[type, ...]] = {
    "availability_check": (supplier.ServiceAvailability,),
    "quote": (supplier.Quote,),
    "appointment_availability": (supplier.AvailableAppointments,),
    "reserve_appointment": (supplier.AppointmentReservation,),
    "create_order": (*_ORDERS, *_RECEIVED),
    "amend_order": (*_AMENDMENTS, *_RECEIVED),
    "cancel_order": (supplier.ServiceOrderCancellation, *_RECEIVED),
    "create_ethernet_order": (supplier.ProvideEthernetOrder, *_RECEIVED),
    "service_test": (supplier.ServiceTest,),
    "create_problem": (supplier.ServiceProblem, *_RECEIVED),
    "amend_problem": (supplier.AmendServiceProblem, *_RECEIVED),
    "cancel_problem": (supplier.ServiceProblemCancellation, *_RECEIVED),
    "service_problem_resolution": (supplier.ServiceProblemResolution,),
    "address_lookup": (list,),
}


async def call_adapter(
    adapter: SupplierAdapter,
    method: Callable[Concatenate[SupplierAdapter, SupplierCall, P], Awaitable[T]],
    call: SupplierCall,
    /,
    *arguments: P.args,
    **named: P.kwargs,
) -> T:
    """Call one method of an adapter: `call_adapter(adapter, SupplierAdapter.quote, call, body)`.

    Raises SupplierFailure and nothing else.
    """
    name = method.__name__
    with asking(call, name):
        answer = await _checked(adapter, name, call, arguments, named)
        if arguments and isinstance(arguments[0], BaseModel) and isinstance(answer, BaseModel):
            check_echo(arguments[0], answer)
    made: T = answer
    return made


async def look_up_addresses(
    adapter: object,
    call: SupplierCall,
    *,
    postal_code: str | None = None,
    uprn: str | None = None,
    name: str | None = None,
    street_number: str | None = None,
    street_name: str | None = None,
) -> list[tenant.Address]:
    """Addresses that match; Unsupported where the adapter has no look-up.

    Raises SupplierFailure and nothing else.
    """
    criteria = {
        "postal_code": postal_code,
        "uprn": uprn,
        "name": name,
        "street_number": street_number,
        "street_name": street_name,
    }
    with asking(call, "address_lookup"):
        if not isinstance(adapter, AddressSource):
            raise Unsupported("The supplier has no address look-up")
        addresses: list[Any] = await _checked(adapter, "address_lookup", call, (), criteria)
        if not all(isinstance(address, tenant.Address) for address in addresses):
            raise Faulty(detail=f"{_named(adapter, 'address_lookup')} returned what is no address")
    return addresses


async def _checked(
    adapter: object,
    name: str,
    call: SupplierCall,
    arguments: Sequence[Any],
    named: Mapping[str, Any],
) -> Any:
    answer = await bounded(_attempt(adapter, name, call, arguments, named), call.deadline + GRACE)
    if not isinstance(answer, _ANSWERS[name]):
        raise Faulty(
            detail=f"{_named(adapter, name)} returned {type(answer).__name__}",
            may_have_acted=True,
        )
    return answer


async def _attempt(
    adapter: object,
    name: str,
    call: SupplierCall,
    arguments: Sequence[Any],
    named: Mapping[str, Any],
) -> Any:
    CALLED_FOR.set(call.tenant)  # in the task of this call
    try:
        return await getattr(adapter, name)(call, *arguments, **named)
    except SupplierFailure:
        raise
    except Exception as error:
        _logger.exception("%s raised what the contract does not know", _named(adapter, name))
        # Where it happened is not known, so neither is whether the supplier had acted.
        raise Faulty(
            detail=f"{_named(adapter, name)} raised {type(error).__name__}: {error}",
            may_have_acted=True,
        ) from error


async def bounded(work: Coroutine[Any, Any, T], seconds: float) -> T:
    """The result of `work`, or TimedOut after `seconds`, even if it does not heed its cancellation.

    Raises SupplierFailure, whatever `work` raises, and CancelledError if the caller is cancelled.
    """
    task = asyncio.create_task(work)
    try:
        await asyncio.wait({task}, timeout=max(seconds, 0.0))
    except asyncio.CancelledError:
        await _end(task)
        raise
    if not task.done():
        await _end(task)
        raise TimedOut(detail=f"no answer within {seconds:g} s")
    if task.cancelled():
        raise Faulty(detail="the adapter cancelled itself", may_have_acted=True)
    return task.result()


async def _end(task: asyncio.Task[Any]) -> None:
    """Cancel, and wait a little; one that goes on is left alone and its result dropped."""
    task.cancel()
    task.add_done_callback(_drop)
    await asyncio.wait({task}, timeout=GRACE)


def _drop(task: asyncio.Task[Any]) -> None:
    if not task.cancelled():
        task.exception()


def _named(adapter: object, name: str) -> str:
    return f"{type(adapter).__module__}.{type(adapter).__qualname__}.{name}"
