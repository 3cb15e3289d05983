"""One try of one message, whatever its handler does."""

from __future__ import annotations

import logging

from .outcome import Claim, Handler, Health, Kind, Message, Outcome

_logger = logging.getLogger(__name__)

CUT_OFF = Outcome(
    Kind.UNKNOWN, detail="the worker stopped before the answer came", judged=Health.UNTOUCHED,
    after=0.0,
)  # fmt: skip
"""Of a try that the end of the worker has ended."""


async def attempt(handler: Handler, message: Message, claim: Claim) -> Outcome:
    """Send it; a defect of ours is a failure that says nothing of the endpoint."""
    try:
        return await handler.deliver(message, claim)
    except Exception as error:
        _logger.exception("message %s of lane %s could not be sent", message.seq, message.lane)
        detail = f"{type(error).__name__} in the gateway"
        return Outcome(Kind.RETRY, detail=detail, judged=Health.UNTOUCHED)
