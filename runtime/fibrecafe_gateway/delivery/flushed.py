"""What came of a tick, beside what is written."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from .circuit import Circuit

_logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Flushed:
    """What was learned while writing."""

    succeeded: set[str] = field(default_factory=set[str])
    opened: dict[str, Circuit] = field(default_factory=dict[str, Circuit])
    closed: list[str] = field(default_factory=list[str])
    parked: dict[str, str] = field(default_factory=dict[str, str])
    """Lanes, with the reason of each."""

    def log(self) -> None:
        """Say what an operator wants to know of."""
        for name, circuit in self.opened.items():
            _logger.error("%s is paused, and probed at times: %s", name, circuit.reason)
        for name in self.closed:
            _logger.warning("%s answers again", name)
        for key, reason in self.parked.items():
            _logger.error("lane %s is parked until an operator looks at it: %s", key, reason)
