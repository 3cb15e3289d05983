"""What a worker does once, before its first tick."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterable
from functools import cache

from ..store.database import Database
from . import lanes

_logger = logging.getLogger(__name__)


@cache
def settle_heap() -> None:
    """What was loaded stays: the collector of garbage need not go through it again and again, which
    took a quarter of a busy worker's time. Once in a process."""
    gc.collect()
    gc.freeze()


async def warn_of_strangers(database: Database, known: Iterable[str]) -> None:
    """Say which endpoints lanes wait for that are not among those that are configured."""
    names = set(known)
    try:
        found = await database.read(lanes.waiting, delivery=True)
    except Exception as error:
        _logger.warning("the backlog could not be read: %s", error)
        return
    for name, count in found.items():
        if name not in names:
            _logger.warning(
                "%d lanes wait for %s, which is not configured, or has no address", count, name
            )
