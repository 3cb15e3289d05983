"""Unsolicited ceases: orders that the supplier makes, about a service that the tenant loses.

The supplier may make one that is already acknowledged or committed; every cease then has the same
short life for the tenant, the steps in between filled in (`guide`). It cannot be amended; the
tenant may object to it by a cancellation ("cancel other").
"""

from __future__ import annotations

from typing import Final

from fibrecafe_api.tenant_updates.models import InformationType, OrderStatus

from . import triggers as t
from .machine import Machine
from .open_requests import cancellation_rows, resubmit_rows, while_open
from .transition import Back, Source, Transition, informs, row

RECEIVED, ACKNOWLEDGED = OrderStatus.RECEIVED_BY_GATEWAY, OrderStatus.ACKNOWLEDGED
IN_PROGRESS, CANCELLING = OrderStatus.IN_PROGRESS, OrderStatus.PENDING_CANCELLATION

REQUESTS: Final = frozenset({CANCELLING})
TERMINAL: Final = frozenset({OrderStatus.CANCELLED, OrderStatus.COMPLETED, OrderStatus.FAILED})
WORKING: Final = frozenset({RECEIVED, ACKNOWLEDGED, IN_PROGRESS})

_CREATED = informs(InformationType.CREATED)
_COMMITTED = informs(InformationType.COMMITTED)
_COMPLETED = informs(InformationType.COMPLETED)
_TERMINATED = informs(InformationType.TERMINATED)
_FILLED = "every cease has the same steps"
_ANY_TIME = "before acknowledgement too: the supplier made it"

BIRTH: Final[tuple[Transition[OrderStatus], ...]] = (
    row((), t.CREATED, RECEIVED, _CREATED, Source.GUIDE),
    row((), t.CREATED_ACKNOWLEDGED, RECEIVED, _CREATED, Source.GUIDE, _FILLED,
        then=t.ACKNOWLEDGED),
    row((), t.CREATED_COMMITTED, RECEIVED, _CREATED, Source.GUIDE, _FILLED, then=t.COMMITTED),
)  # fmt: skip

MILESTONES: Final[tuple[Transition[OrderStatus], ...]] = (
    row({RECEIVED}, t.ACKNOWLEDGED, ACKNOWLEDGED, informs(InformationType.ACKNOWLEDGED),
        Source.GUIDE),
    row({RECEIVED}, t.COMMITTED, IN_PROGRESS, _COMMITTED, Source.GUIDE, _FILLED,
        first=t.ACKNOWLEDGED),
    row({ACKNOWLEDGED}, t.COMMITTED, IN_PROGRESS, _COMMITTED, Source.GUIDE),
    row({IN_PROGRESS}, t.COMPLETED, OrderStatus.COMPLETED, _COMPLETED, Source.GUIDE),
    row({RECEIVED, ACKNOWLEDGED}, t.COMPLETED, OrderStatus.COMPLETED, _COMPLETED, Source.GUIDE,
        _FILLED, first=t.COMMITTED),
    row({ACKNOWLEDGED, IN_PROGRESS}, t.TERMINATED, OrderStatus.CANCELLED, _TERMINATED,
        Source.GUIDE, "type of the KCI inferred"),
    row({RECEIVED}, t.TERMINATED, OrderStatus.CANCELLED, _TERMINATED, Source.OURS, _ANY_TIME),
    row({ACKNOWLEDGED, IN_PROGRESS}, t.FAILED, OrderStatus.FAILED, _TERMINATED, Source.GUIDE),
    row({RECEIVED}, t.FAILED, OrderStatus.FAILED, _TERMINATED, Source.OURS, _ANY_TIME),
)  # fmt: skip

NOTES: Final[tuple[Transition[OrderStatus], ...]] = (
    row(WORKING | REQUESTS, t.UPDATE, Back.SAME, informs(InformationType.UPDATE), Source.GUIDE,
        "such as a moved date"),
    row(WORKING | REQUESTS, t.ADDITIONAL, Back.SAME, informs(InformationType.ADDITIONAL),
        Source.GUIDE),
    row(WORKING | REQUESTS, t.WARNING, Back.SAME, informs(InformationType.WARNING), Source.GUIDE),
)  # fmt: skip

UNSOLICITED_CEASE: Final = Machine(
    name="unsolicited cease",
    enum=OrderStatus,
    initial=RECEIVED,
    terminal=TERMINAL,
    requests=REQUESTS,
    unused=frozenset(OrderStatus) - WORKING - REQUESTS - TERMINAL,
    transitions=(
        *BIRTH,
        *MILESTONES,
        *NOTES,
        *cancellation_rows(
            cancellable=WORKING,
            cancelling=CANCELLING,
            cancelled=OrderStatus.CANCELLED,
            source=Source.GUIDE,
        ),
        *resubmit_rows(requests=REQUESTS, others=WORKING),
        *while_open(MILESTONES, requests=REQUESTS, ends=TERMINAL),
    ),
)
