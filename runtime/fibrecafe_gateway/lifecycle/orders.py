"""Provide, cease, modify and ethernet orders."""

from __future__ import annotations

from typing import Final

from fibrecafe_api.tenant_updates.models import ActionType, InformationType, OrderStatus

from . import triggers as t
from .machine import Machine
from .open_requests import (
    amendment_rows,
    cancellation_rows,
    overtaking,
    resubmit_rows,
    while_open,
)
from .transition import ERROR, Back, Source, Transition, asks, informs, row

RECEIVED, SENT = OrderStatus.RECEIVED_BY_GATEWAY, OrderStatus.SENT_TO_SUPPLIER
ACKNOWLEDGED, IN_PROGRESS = OrderStatus.ACKNOWLEDGED, OrderStatus.IN_PROGRESS
PENDING, HELD = OrderStatus.PENDING, OrderStatus.HELD
AMENDING, CANCELLING = OrderStatus.PENDING_AMENDMENT, OrderStatus.PENDING_CANCELLATION

REQUESTS: Final = frozenset({AMENDING, CANCELLING})
TERMINAL: Final = frozenset(
    {
        OrderStatus.FAILED_TO_SEND,
        OrderStatus.REJECTED,
        OrderStatus.CANCELLED,
        OrderStatus.COMPLETED,
        OrderStatus.PARTIAL,
        OrderStatus.FAILED,
    }
)
WORKING: Final = frozenset({ACKNOWLEDGED, IN_PROGRESS, PENDING, HELD})
"""Acknowledged, and no request open."""
INFLIGHT: Final = WORKING | REQUESTS | {SENT}
"""The supplier has it and it has not ended."""

_TERMINATED = informs(InformationType.TERMINATED)
_DELAY = informs(InformationType.DELAY)
_INFORMATION = asks(ActionType.INFORMATION_REQUIRED)
_REAPPOINT = asks(ActionType.REAPPOINT)
_FROM = "from-states inferred"

BIRTH: Final[tuple[Transition[OrderStatus], ...]] = (
    row((), t.ACCEPTED, RECEIVED, None, Source.SPEC),
    row({RECEIVED}, t.SENT, SENT, informs(InformationType.UPDATE), Source.SPEC),
    row({RECEIVED}, t.SEND_FAILED, OrderStatus.FAILED_TO_SEND, ERROR, Source.SPEC,
        "a new order has to be placed"),
)  # fmt: skip

ANSWERS: Final[tuple[Transition[OrderStatus], ...]] = (
    row({SENT}, t.ACKNOWLEDGED, ACKNOWLEDGED, informs(InformationType.ACKNOWLEDGED), Source.SPEC),
    row({SENT}, t.ORDER_REJECTED, OrderStatus.REJECTED, _TERMINATED, Source.GUIDE,
        "before acknowledgement"),
    row({SENT}, t.COMMITTED, IN_PROGRESS, informs(InformationType.COMMITTED), Source.SPEC,
        "that ACKNOWLEDGED is added is inferred", first=t.ACKNOWLEDGED),
)  # fmt: skip

MILESTONES: Final[tuple[Transition[OrderStatus], ...]] = (
    row({ACKNOWLEDGED}, t.COMMITTED, IN_PROGRESS, informs(InformationType.COMMITTED), Source.SPEC),
    row({IN_PROGRESS, PENDING, HELD}, t.COMMITTED_LATE, IN_PROGRESS,
        informs(InformationType.COMMITTED), Source.OURS,
        "it left ACKNOWLEDGED by a question or a delay"),
    row({ACKNOWLEDGED, IN_PROGRESS, HELD}, t.INFORMATION_REQUIRED, PENDING, _INFORMATION,
        Source.GUIDE, _FROM),
    row({PENDING}, t.INFORMATION_REQUIRED, Back.SAME, _INFORMATION, Source.OURS,
        "a further question"),
    row({ACKNOWLEDGED, IN_PROGRESS, HELD}, t.REAPPOINT, PENDING, _REAPPOINT, Source.GUIDE, _FROM),
    row({PENDING}, t.REAPPOINT, Back.SAME, _REAPPOINT, Source.OURS, "a further question"),
    row({ACKNOWLEDGED, IN_PROGRESS}, t.DELAY, HELD, _DELAY, Source.GUIDE, _FROM),
    row({HELD}, t.DELAY, Back.SAME, _DELAY, Source.OURS, "a further delay"),
    row({ACKNOWLEDGED, IN_PROGRESS}, t.DELAY_WITHOUT_HOLD, Back.SAME, _DELAY, Source.GUIDE,
        "HELD is usual, not certain"),
    row({HELD}, t.RESUMED, IN_PROGRESS, informs(InformationType.RESUMED), Source.GUIDE),
    row({IN_PROGRESS}, t.RESUMED, Back.SAME, informs(InformationType.RESUMED), Source.OURS,
        "after a delay that did not hold it"),
    row({HELD, PENDING}, t.RESUMED_BY_UPDATE, IN_PROGRESS, informs(InformationType.UPDATE),
        Source.OURS),
    row({HELD, PENDING}, t.RESUMED_BY_REAPPOINTED, IN_PROGRESS,
        informs(InformationType.REAPPOINTED), Source.OURS),
    row({IN_PROGRESS}, t.COMPLETED, OrderStatus.COMPLETED, informs(InformationType.COMPLETED),
        Source.GUIDE),
    row({IN_PROGRESS}, t.COMPLETED_PARTIALLY, OrderStatus.PARTIAL,
        informs(InformationType.COMPLETED), Source.GUIDE),
    row(WORKING, t.TERMINATED, OrderStatus.CANCELLED, _TERMINATED, Source.GUIDE,
        "type of the KCI inferred"),
    row(WORKING, t.FAILED, OrderStatus.FAILED, _TERMINATED, Source.GUIDE),
)  # fmt: skip

NOTES: Final[tuple[Transition[OrderStatus], ...]] = (
    row(INFLIGHT, t.UPDATE, Back.SAME, informs(InformationType.UPDATE), Source.GUIDE),
    row(INFLIGHT, t.ADDITIONAL, Back.SAME, informs(InformationType.ADDITIONAL), Source.GUIDE),
    row(INFLIGHT, t.WARNING, Back.SAME, informs(InformationType.WARNING), Source.GUIDE),
    row(INFLIGHT, t.REAPPOINTED, Back.SAME, informs(InformationType.REAPPOINTED), Source.GUIDE),
)

ASKED: Final[tuple[Transition[OrderStatus], ...]] = (
    *amendment_rows(
        amendable={ACKNOWLEDGED, IN_PROGRESS, PENDING, AMENDING},
        overtaken={HELD},
        waiting=AMENDING,
        cancelling=CANCELLING,
        pending=PENDING,
        onward=IN_PROGRESS,
        source=Source.GUIDE,
    ),
    *cancellation_rows(
        cancellable=WORKING | {SENT, AMENDING},
        unsent={RECEIVED},
        cancelling=CANCELLING,
        cancelled=OrderStatus.CANCELLED,
        source=Source.GUIDE,
    ),
    *resubmit_rows(requests=REQUESTS, others=WORKING),
)

ORDER: Final = Machine(
    name="order",
    enum=OrderStatus,
    initial=RECEIVED,
    terminal=TERMINAL,
    requests=REQUESTS,
    transitions=(
        *BIRTH,
        *ANSWERS,
        *MILESTONES,
        *NOTES,
        *ASKED,
        *while_open(ANSWERS, requests={CANCELLING}, ends=TERMINAL),
        *while_open(MILESTONES, requests=REQUESTS, ends=TERMINAL),
        *overtaking((*ANSWERS, *NOTES, *ASKED), received=RECEIVED, sent=SENT),
    ),
)
