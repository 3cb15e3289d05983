"""What a tenant is told of a supplier's failure (rules: the table of error translation).

failure        synchronous call        asynchronous request
Refused        422 INVALID_REQUEST     REJECTED
Misunderstood  502 GATEWAY_FAULT       FAILED_TO_SEND, GATEWAY_FAULT
NotAuthorised  502 SUPPLIER_FAULT      FAILED_TO_SEND, SUPPLIER_FAULT
Unsupported    501 SUPPLIER_FAULT      FAILED_TO_SEND, NOT_IMPLEMENTED
Busy           502 SUPPLIER_FAULT      tried again, then FAILED_TO_SEND, SUPPLIER_FAULT
Faulty         502 SUPPLIER_FAULT      FAILED_TO_SEND, or its outcome is unknown
Unreachable    504 SUPPLIER_TIMED_OUT  tried again, then FAILED_TO_SEND, SUPPLIER_TIMED_OUT
TimedOut       504 SUPPLIER_TIMED_OUT  its outcome is unknown
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from enum import Enum
from uuid import uuid4

from fibrecafe_api.tenant.server import Problem
from fibrecafe_api.tenant_updates import models as updates

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
from .southbound import CannotMap
from .versions import NotInVersion

PREFIX = "The supplier API returned the following message: "
TIMED_OUT = "The gateway did not receive a timely response from the supplier"
INVALID_ANSWER = "An invalid response was received from the supplier"
INVALID_REQUEST = "The gateway sent an invalid request to the supplier"

MAX_TEXT = 500
"""Characters of one message of a supplier."""

_MAX_MESSAGES = 20

# Where 501 is documented; elsewhere a supplier's 501 is one of its failures, as 502.
_KNOWS_501 = frozenset({"address_lookup", "availability_check", "quote"})

# They turn the text around them, and nobody who reads a log sees them.
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


class Outcome(Enum):
    """What a failure means for a request that was accepted with 201."""

    REJECTED = "rejected"
    """The supplier said no."""
    TRY_AGAIN = "try again"
    """Not acted on: the same request may be sent again without harm."""
    UNKNOWN = "unknown"
    """It may have been acted on: reconcile."""
    FAILED = "failed"
    """It will not work: FAILED_TO_SEND."""


def outcome_of(failure: SupplierFailure | CannotMap) -> Outcome:
    """What becomes of the request.

    `Unsupported` has failed and is not rejected (rule: ours): nobody looked at the order, and to
    correct and send it again, as after a rejection, would not help.
    """
    if isinstance(failure, (Refused, CannotMap)):
        return Outcome.REJECTED
    if isinstance(failure, (Busy, Unreachable)):
        return Outcome.TRY_AGAIN
    return Outcome.UNKNOWN if failure.may_have_acted else Outcome.FAILED


def problem_of(failure: SupplierFailure | CannotMap, operation: str) -> Problem:
    """The answer to a tenant's synchronous call; `operation` as the adapter's method is called."""
    messages = _messages(failure)
    if isinstance(failure, (Refused, CannotMap)):
        return Problem(422, *messages, code="INVALID_REQUEST")
    if isinstance(failure, (TimedOut, Unreachable)):
        return Problem(504, *messages, code="SUPPLIER_TIMED_OUT")
    if isinstance(failure, Unsupported) and operation in _KNOWS_501:
        return Problem(501, *messages, code="SUPPLIER_FAULT")
    if isinstance(failure, Misunderstood):
        return Problem(502, *messages, code="GATEWAY_FAULT")
    return Problem(502, *messages, code="SUPPLIER_FAULT")


def error_of(
    failure: SupplierFailure | CannotMap, *, new_id: Callable[[], str] = lambda: str(uuid4())
) -> updates.Error:
    """The error of an ERROR KCI."""
    return updates.Error(uuid=new_id(), code=_code(failure), messages=list(_messages(failure)))


def _code(failure: SupplierFailure | CannotMap) -> updates.ErrorCode:
    codes = updates.ErrorCode
    for kinds, code in (
        ((Refused, CannotMap), codes.INVALID_REQUEST),
        ((Misunderstood,), codes.GATEWAY_FAULT),
        ((Unsupported,), codes.NOT_IMPLEMENTED),
        ((TimedOut, Unreachable), codes.SUPPLIER_TIMED_OUT),
    ):
        if isinstance(failure, kinds):
            return code
    return codes.SUPPLIER_FAULT


def _messages(failure: SupplierFailure | CannotMap) -> tuple[str, ...]:
    if isinstance(failure, CannotMap):
        return tuple(map(clean, failure.messages))
    if isinstance(failure, NotInVersion):  # the gateway's own words
        return tuple(map(clean, failure.messages))
    if isinstance(failure, (TimedOut, Unreachable)):
        return (TIMED_OUT,)
    if isinstance(failure, NotAuthorised):
        return (f"{PREFIX}Not authorised",)
    said = tuple(PREFIX + text for text in _texts(failure.messages))
    if isinstance(failure, Misunderstood):
        return (INVALID_REQUEST, *said)
    if said:
        return said
    if isinstance(failure, Faulty):
        return (INVALID_ANSWER,)
    if isinstance(failure, Busy):
        return ("The supplier is temporarily unavailable",)
    if isinstance(failure, Unsupported):
        return ("The supplier does not support this operation",)
    return ("The supplier refused the request and gave no reason",)


def _texts(messages: Iterable[str]) -> list[str]:
    cleaned = list(filter(None, map(clean, messages)))
    return cleaned[:_MAX_MESSAGES]


def clean(text: str) -> str:
    """A supplier's text as it may be shown: one line, at most MAX_TEXT characters, no control
    characters."""
    shown = "".join(
        " " if character.isspace() or unicodedata.category(character) == "Cc" else character
        for character in str(text)[: MAX_TEXT * 4]
        if character not in _BIDI and unicodedata.category(character) != "Cs"
    )
    line = " ".join(shown.split())
    if len(line) <= MAX_TEXT:
        return line
    cut = MAX_TEXT - 1
    while cut and (unicodedata.combining(line[cut]) or "\u200d" in line[cut - 1 : cut + 1]):
        cut -= 1  # not between a letter and its accent, or inside a joined emoji
    return line[:cut] + "…"
