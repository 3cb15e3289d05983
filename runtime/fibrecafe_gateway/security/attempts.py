"""Failed attempts of clients, counted so that secrets cannot be guessed."""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from collections.abc import Hashable, Iterable

from ..clock import Clock

MAX_FAILURES = 10

WINDOW = 60.0
"""Seconds in which the failures are counted."""

_STRANGERS = 4096


class FailedAttempts:
    """Failures of each client within the last minute.

    Clients that are known are never forgotten for others' sake; of those that are not, the latest
    are kept, so that they are answered in the same way.
    """

    def __init__(self, known: Iterable[Hashable], clock: Clock) -> None:
        self._known: dict[Hashable, deque[float]] = {
            client: deque(maxlen=MAX_FAILURES) for client in known
        }
        self._strangers: OrderedDict[Hashable, deque[float]] = OrderedDict()
        self._clock = clock

    def wait(self, client: Hashable) -> int:
        """Whole seconds until a client may try again; 0: now."""
        failures = self._known.get(client) or self._strangers.get(client)
        if failures is None or len(failures) < MAX_FAILURES:
            return 0
        return max(0, math.ceil(failures[0] + WINDOW - self._now()))

    def failed(self, client: Hashable) -> None:
        """Count a failure."""
        failures = self._known.get(client)
        if failures is None:
            failures = self._strangers.setdefault(client, deque(maxlen=MAX_FAILURES))
            self._strangers.move_to_end(client)
            if len(self._strangers) > _STRANGERS:
                self._strangers.popitem(last=False)
        failures.append(self._now())

    def _now(self) -> float:
        return self._clock.now().timestamp()
