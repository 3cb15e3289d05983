"""Service problems, and the resolutions that the tenant accepts or rejects."""

from __future__ import annotations

from typing import Final

from fibrecafe_api.tenant_updates.models import (
    ActionType,
    InformationType,
    ServiceProblemResolutionStatus,
    ServiceProblemStatus,
)

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

RECEIVED, SENT = ServiceProblemStatus.RECEIVED_BY_GATEWAY, ServiceProblemStatus.SENT_TO_SUPPLIER
ACKNOWLEDGED, IN_PROGRESS = ServiceProblemStatus.ACKNOWLEDGED, ServiceProblemStatus.IN_PROGRESS
PENDING, HELD = ServiceProblemStatus.PENDING, ServiceProblemStatus.HELD
INCIDENT, RESOLVED = ServiceProblemStatus.NETWORK_INCIDENT, ServiceProblemStatus.RESOLVED
AMENDING = ServiceProblemStatus.PENDING_AMENDMENT
CANCELLING = ServiceProblemStatus.PENDING_CANCELLATION

REQUESTS: Final = frozenset({AMENDING, CANCELLING})
TERMINAL: Final = frozenset(
    {
        ServiceProblemStatus.FAILED_TO_SEND,
        ServiceProblemStatus.REJECTED,
        ServiceProblemStatus.CANCELLED,
        ServiceProblemStatus.COMPLETED,
    }
)
WORKING: Final = frozenset({ACKNOWLEDGED, IN_PROGRESS, PENDING, HELD, INCIDENT})
"""Acknowledged, no request open, not resolved."""
INFLIGHT: Final = WORKING | REQUESTS | {SENT, RESOLVED}

_UPDATE = informs(InformationType.UPDATE)
_DELAY = informs(InformationType.DELAY)
_RESUMED = informs(InformationType.RESUMED)
_COMPLETED = informs(InformationType.COMPLETED)
_COMMITTED = informs(InformationType.COMMITTED)
_TERMINATED = informs(InformationType.TERMINATED)
_CONFIRM = asks(ActionType.CONFIRM)
_INFORMATION = asks(ActionType.INFORMATION_REQUIRED)
_REAPPOINT = asks(ActionType.REAPPOINT)
_AS_ORDERS = "as for orders"

BIRTH: Final[tuple[Transition[ServiceProblemStatus], ...]] = (
    row((), t.ACCEPTED, RECEIVED, None, Source.GUIDE),
    row({RECEIVED}, t.SENT, SENT, _UPDATE, Source.GUIDE, "type of the KCI by analogy"),
    row({RECEIVED}, t.SEND_FAILED, ServiceProblemStatus.FAILED_TO_SEND, ERROR, Source.GUIDE,
        "a new problem has to be reported"),
)  # fmt: skip

ANSWERS: Final[tuple[Transition[ServiceProblemStatus], ...]] = (
    row({SENT}, t.ACKNOWLEDGED, ACKNOWLEDGED, informs(InformationType.ACKNOWLEDGED), Source.SPEC),
    row({SENT}, t.ORDER_REJECTED, ServiceProblemStatus.REJECTED, _TERMINATED, Source.GUIDE,
        "before acknowledgement"),
    row({SENT}, t.COMMITTED, IN_PROGRESS, _COMMITTED, Source.SPEC,
        "that ACKNOWLEDGED is added is inferred", first=t.ACKNOWLEDGED),
)  # fmt: skip

MILESTONES: Final[tuple[Transition[ServiceProblemStatus], ...]] = (
    row({ACKNOWLEDGED}, t.COMMITTED, IN_PROGRESS, _COMMITTED, Source.SPEC),
    row({IN_PROGRESS}, t.INFORMATION_REQUIRED, PENDING, _INFORMATION, Source.GUIDE),
    row({PENDING}, t.INFORMATION_REQUIRED, Back.SAME, _INFORMATION, Source.OURS,
        "a further question"),
    row({IN_PROGRESS}, t.REAPPOINT, PENDING, _REAPPOINT, Source.GUIDE),
    row({PENDING}, t.REAPPOINT, Back.SAME, _REAPPOINT, Source.OURS, "a further question"),
    row({IN_PROGRESS}, t.DELAY, HELD, _DELAY, Source.GUIDE),
    row({HELD}, t.DELAY, Back.SAME, _DELAY, Source.OURS, "a further delay"),
    row({HELD}, t.RESUMED, IN_PROGRESS, _RESUMED, Source.GUIDE),
    row({IN_PROGRESS}, t.NETWORK_INCIDENT, INCIDENT, _UPDATE, Source.OURS),
    row({INCIDENT}, t.RESUMED, IN_PROGRESS, _RESUMED, Source.OURS, "the incident is over"),
    row({HELD, PENDING, INCIDENT}, t.RESUMED_BY_UPDATE, IN_PROGRESS, _UPDATE, Source.OURS,
        _AS_ORDERS),
    row({HELD, PENDING, INCIDENT}, t.RESUMED_BY_REAPPOINTED, IN_PROGRESS,
        informs(InformationType.REAPPOINTED), Source.OURS, _AS_ORDERS),
    row({IN_PROGRESS}, t.RESOLVED, RESOLVED, _CONFIRM, Source.SPEC),
    row({INCIDENT}, t.RESOLVED, RESOLVED, _CONFIRM, Source.OURS, "the incident is over"),
    row(WORKING, t.TERMINATED, ServiceProblemStatus.CANCELLED, _TERMINATED, Source.OURS,
        _AS_ORDERS),
)  # fmt: skip

CONFIRMATION: Final[tuple[Transition[ServiceProblemStatus], ...]] = (
    row({RESOLVED}, t.RESOLUTION_ACCEPTED, ServiceProblemStatus.COMPLETED, _COMPLETED, Source.SPEC),
    row({RESOLVED}, t.RESOLUTION_REJECTED, IN_PROGRESS, _UPDATE, Source.SPEC,
        "type of the KCI inferred"),
    row({RESOLVED}, t.CLOSURE_WARNED, Back.SAME, informs(InformationType.ADDITIONAL), Source.GUIDE,
        "the tenant is silent"),
    row({RESOLVED}, t.CLOSED_BY_TIME, ServiceProblemStatus.COMPLETED, _COMPLETED, Source.GUIDE,
        "24 hours after the warning"),
    row({RESOLVED}, t.COMPLETED, ServiceProblemStatus.COMPLETED, _COMPLETED, Source.OURS,
        "the supplier closes what it resolved"),
)  # fmt: skip

NOTES: Final[tuple[Transition[ServiceProblemStatus], ...]] = (
    row(INFLIGHT, t.UPDATE, Back.SAME, _UPDATE, Source.OURS, _AS_ORDERS),
    row(INFLIGHT, t.ADDITIONAL, Back.SAME, informs(InformationType.ADDITIONAL), Source.OURS,
        _AS_ORDERS),
    row(INFLIGHT, t.WARNING, Back.SAME, informs(InformationType.WARNING), Source.OURS, _AS_ORDERS),
    row(INFLIGHT, t.REAPPOINTED, Back.SAME, informs(InformationType.REAPPOINTED), Source.OURS,
        _AS_ORDERS),
)  # fmt: skip

# Not before acknowledgement: the supplier's reference is needed, and it comes with that.
ASKED: Final[tuple[Transition[ServiceProblemStatus], ...]] = (
    *amendment_rows(
        amendable=WORKING | {AMENDING},
        past={RESOLVED},
        waiting=AMENDING,
        cancelling=CANCELLING,
        pending=PENDING,
        onward=IN_PROGRESS,
        source=Source.OURS,
    ),
    *cancellation_rows(
        cancellable=WORKING | {AMENDING},
        past={RESOLVED},
        cancelling=CANCELLING,
        cancelled=ServiceProblemStatus.CANCELLED,
        source=Source.OURS,
    ),
    *resubmit_rows(requests=REQUESTS, others=WORKING | {RESOLVED}),
)

SERVICE_PROBLEM: Final = Machine(
    name="service problem",
    enum=ServiceProblemStatus,
    initial=RECEIVED,
    terminal=TERMINAL,
    requests=REQUESTS,
    transitions=(
        *BIRTH,
        *ANSWERS,
        *MILESTONES,
        *CONFIRMATION,
        *NOTES,
        *ASKED,
        # A resolution ends the waiting: it is to be confirmed, whatever becomes of the request.
        *while_open(MILESTONES, requests=REQUESTS, ends=TERMINAL | {RESOLVED}),
        *overtaking((*ANSWERS, *NOTES), received=RECEIVED, sent=SENT),
    ),
)

_UNANSWERED = ServiceProblemResolutionStatus.PENDING
_ACCEPTED = ServiceProblemResolutionStatus.ACCEPTED
_REJECTED = ServiceProblemResolutionStatus.REJECTED

RESOLUTION: Final = Machine(
    name="resolution",
    enum=ServiceProblemResolutionStatus,
    initial=_UNANSWERED,
    terminal=frozenset({_ACCEPTED, _REJECTED}),
    # The tenant is told by the problem's own transition.
    transitions=(
        row((), t.RESOLVED, _UNANSWERED, None, Source.SPEC),
        row({_UNANSWERED}, t.RESOLUTION_ACCEPTED, _ACCEPTED, None, Source.SPEC),
        row({_UNANSWERED}, t.RESOLUTION_REJECTED, _REJECTED, None, Source.SPEC),
        row({_UNANSWERED}, t.CLOSED_BY_TIME, _ACCEPTED, None, Source.GUIDE, "the tenant is silent"),
        row({_UNANSWERED}, t.COMPLETED, _ACCEPTED, None, Source.OURS, "the supplier closes it"),
    ),
)
