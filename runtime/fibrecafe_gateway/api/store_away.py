"""What callers are told while the store is away: 503, and when to ask again (rule: ours).

Nothing is half done then: what was not committed is not there, and a request that is repeated with
its id gets the first answer if it was committed after all.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable
from typing import TypeVar

from ..store.database import StoreError, is_passing, why
from .problems import Problem

T = TypeVar("T")

_logger = logging.getLogger(__name__)

PATIENCE = 5.0
"""Seconds that a request waits for the store."""

RETRY_AFTER = 5
"""Seconds after which it is worth to ask again."""

_EVERY = 30.0  # seconds between lines of the log: each request has its own in the access log


class _Told:
    at = -_EVERY


async def or_unavailable(unit: Awaitable[T]) -> T:
    """What a unit of work gives. Raises Problem (503) where the store is the reason that it fails."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await unit
    except Exception as error:
        if not (isinstance(error, StoreError) or is_passing(error)):
            raise
        _tell(error)
        raise Problem.unavailable(retry_after=RETRY_AFTER) from error


def _tell(error: Exception) -> None:
    now = time.monotonic()
    if now - _Told.at >= _EVERY:
        _Told.at = now
        _logger.error(
            "requests are refused with 503, because the store does not do its work: %s",
            f"no answer in {PATIENCE:g} s" if isinstance(error, TimeoutError) else why(error),
        )
