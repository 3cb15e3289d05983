"""Service tests. They cannot be amended or cancelled."""

from __future__ import annotations

from typing import Final

from fibrecafe_api.tenant_updates.models import InformationType, ServiceTestStatus

from . import triggers as t
from .machine import Machine
from .open_requests import overtaking
from .transition import ERROR, Back, Source, Transition, informs, row

RECEIVED, SENT = ServiceTestStatus.RECEIVED_BY_GATEWAY, ServiceTestStatus.SENT_TO_SUPPLIER
IN_PROGRESS = ServiceTestStatus.IN_PROGRESS
INFLIGHT: Final = frozenset({SENT, IN_PROGRESS})

_UPDATE = informs(InformationType.UPDATE)
_COMPLETED = informs(InformationType.COMPLETED)
_TERMINATED = informs(InformationType.TERMINATED)
_TYPE = "type of the KCI inferred"
_NOT_STARTED = "overtook the answer that it runs"
_AS_ORDERS = "as for orders"

BIRTH: Final[tuple[Transition[ServiceTestStatus], ...]] = (
    row((), t.ACCEPTED, RECEIVED, None, Source.GUIDE),
    row({RECEIVED}, t.SENT, SENT, _UPDATE, Source.SPEC),
    row({RECEIVED}, t.SEND_FAILED, ServiceTestStatus.FAILED_TO_SEND, ERROR, Source.SPEC,
        "a new test has to be made"),
)  # fmt: skip

RUN: Final[tuple[Transition[ServiceTestStatus], ...]] = (
    row({SENT}, t.STARTED, IN_PROGRESS, _UPDATE, Source.SPEC, _TYPE),
    row({SENT}, t.ORDER_REJECTED, ServiceTestStatus.REJECTED, _TERMINATED, Source.SPEC, _TYPE),
    row({IN_PROGRESS}, t.RESULT, ServiceTestStatus.COMPLETED, _COMPLETED, Source.SPEC, _TYPE),
    row({SENT}, t.RESULT, ServiceTestStatus.COMPLETED, _COMPLETED, Source.OURS, _NOT_STARTED,
        first=t.STARTED),
    row({IN_PROGRESS}, t.FAILED, ServiceTestStatus.FAILED, _TERMINATED, Source.OURS),
    row({SENT}, t.FAILED, ServiceTestStatus.FAILED, _TERMINATED, Source.OURS, _NOT_STARTED,
        first=t.STARTED),
    row(INFLIGHT, t.UPDATE, Back.SAME, _UPDATE, Source.OURS, _AS_ORDERS),
    row(INFLIGHT, t.ADDITIONAL, Back.SAME, informs(InformationType.ADDITIONAL), Source.OURS,
        _AS_ORDERS),
    row(INFLIGHT, t.WARNING, Back.SAME, informs(InformationType.WARNING), Source.OURS, _AS_ORDERS),
)  # fmt: skip

SERVICE_TEST: Final = Machine(
    name="service test",
    enum=ServiceTestStatus,
    initial=RECEIVED,
    terminal=frozenset(
        {
            ServiceTestStatus.FAILED_TO_SEND,
            ServiceTestStatus.REJECTED,
            ServiceTestStatus.FAILED,
            ServiceTestStatus.COMPLETED,
        }
    ),
    transitions=(*BIRTH, *RUN, *overtaking(RUN, received=RECEIVED, sent=SENT)),
)
