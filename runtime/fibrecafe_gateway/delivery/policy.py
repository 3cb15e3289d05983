"""How long to wait after a failure, and when to give a lane up (rules: ours)."""

from __future__ import annotations

from random import Random

QUICK_RETRIES = 2
"""Of a message that was refused."""

STRIKES = 3
"""Failures in a row after which an endpoint backs off as a whole."""

PATIENCE = 8
"""Failures of a lane, while others of its endpoint succeed, after which it is parked alone."""

LONGEST = 45.0
"""Seconds."""

PROBE_SPREAD = 10.0
"""Seconds, to both sides."""

MAX_RETRY_AFTER = 60.0
"""Seconds that a Retry-After is honoured."""


def back_off(failures: int, random: Random, after: float | None = None) -> float:
    """Seconds before the next try, after so many failures in a row: 1, 2, 4 ... 45, spread by a
    fifth; not before `after`."""
    usual: float = min(2.0 ** min(failures - 1, 10), LONGEST) * random.uniform(0.8, 1.2)
    return max(usual, min(after, MAX_RETRY_AFTER)) if after is not None else usual


def quick(refusals: int) -> float:
    """Seconds before a message that was refused is tried again."""
    return float(refusals)


def pause(probe: float, random: Random, after: float | None = None) -> float:
    """Seconds until a paused endpoint is probed."""
    spread = min(PROBE_SPREAD, probe / 4)
    usual = random.uniform(probe - spread, probe + spread)
    return max(usual, min(after, MAX_RETRY_AFTER)) if after is not None else usual
