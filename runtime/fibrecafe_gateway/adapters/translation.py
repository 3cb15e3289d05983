"""What the generated client raises, as failures of the adapter contract."""

from __future__ import annotations

import httpx2

from fibrecafe_api.supplier.client import ApiError, errors

from ..security.tls_reasons import reason_of
from .contract import (
    Busy,
    Faulty,
    Misunderstood,
    NotAuthorised,
    Refused,
    SupplierFailure,
    TimedOut,
    Unreachable,
    Unsupported,
)
from .sending import Sending

# 408 and 425: the server did not take the request in; like 429 and 503 it was not acted on (ours).
_NOT_NOW = frozenset({408, 425, 429, 503})

# Someone between the gateway and the supplier got no answer from it (ours).
_OUTCOME_UNKNOWN = frozenset({502, 504})


def failure_of(error: ApiError, sending: Sending, operation: str = "") -> SupplierFailure:
    """The failure; `operation` is the adapter's method."""
    detail = str(error)
    if isinstance(error, errors.AnswerError):
        return _of_answer(error, operation)
    if isinstance(error, errors.UnreadableAnswer):
        return Faulty(detail=detail, may_have_acted=True)
    if isinstance(error, errors.TokenRefused):
        # A token endpoint that is down says nothing of the credentials (ours).
        return Busy(detail=detail) if _is_down(error.status) else NotAuthorised(detail=detail)
    if isinstance(error, errors.TransportFailed):
        return _of_transport(error, sending)
    return Misunderstood(detail=detail)  # RequestInvalid: not sent


def _is_down(status: int) -> bool:
    return status >= 500 or status in _NOT_NOW


def _of_transport(error: errors.TransportFailed, sending: Sending) -> SupplierFailure:
    reason = reason_of(error)
    if reason is not None:
        return Unreachable(detail=f"TLS: {reason}")
    detail = str(error)
    if isinstance(error.__cause__, httpx2.LocalProtocolError):
        return Misunderstood(detail=detail)  # the request could not even be written
    if error.sent and sending.may_have_arrived:
        return TimedOut(detail=detail)
    return Unreachable(detail=detail)


def _of_answer(error: errors.AnswerError, operation: str) -> SupplierFailure:
    status, said, detail = error.status, error.messages, str(error)
    if error.uuid:
        detail = f"{detail}; the supplier calls it {error.uuid}"
    if status == 422 or (status == 409 and operation == "reserve_appointment"):
        # A public implementation answers 409 when the slot is gone.
        return Refused(*(said or _gone(status)), detail=detail)
    if status in (401, 403):
        return NotAuthorised(*said, detail=detail)
    if status in _NOT_NOW:
        return Busy(*said, detail=detail, retry_after=error.retry_after)
    if status == 501:
        return Unsupported(*said, detail=detail)
    if 400 <= status < 500:
        return Misunderstood(*said, detail=detail)
    return Faulty(*said, detail=detail, may_have_acted=status in _OUTCOME_UNKNOWN)


def _gone(status: int) -> tuple[str, ...]:
    return ("the slot is no longer free",) if status == 409 else ()
