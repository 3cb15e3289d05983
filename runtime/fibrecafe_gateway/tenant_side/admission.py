"""Whether a KCI that comes is to be handled, and what is odd about it.

KCIs of an entity are numbered from 1 without gaps (rule: ours). The gateway sends a KCI after those
before it, so a gap means that an operator skipped one, or that some were taken elsewhere. Nothing
is refused for it: a KCI carries the whole latest entity.
"""

from __future__ import annotations

import logging

from fibrecafe_api._support.server import Problem

from .inbox import Look, Verdict
from .incoming import IncomingKci

_logger = logging.getLogger(__name__)


def is_new(kci: IncomingKci, look: Look) -> bool:
    """Whether it is to be handled; warns of what is odd.

    Raises Problem for another KCI under the same id: with 422 the gateway parks it, and an operator
    looks at it.
    """
    if look.verdict is Verdict.CONFLICT:
        _logger.warning("%s is refused: another one came before under the same id", kci)
        raise Problem.invalid("/id: another KCI came before under this id")
    if look.verdict is Verdict.SEEN:
        return False
    warning = sequence_warning(kci, look.last)
    if warning:
        _logger.warning("%s", warning)
    return True


def sequence_warning(kci: IncomingKci, last: int | None) -> str | None:
    """What is wrong with the number of a new KCI; None: nothing.

    `last` is the highest number of the entity so far, 0 when there was none, None when that is
    not known.
    """
    if last is None or kci.sequence is None or kci.sequence == last + 1:
        return None
    if kci.sequence <= last:
        return f"{kci} comes after number {last}: it may tell of an earlier state of its entity"
    missing = (
        f"number {last + 1} is"
        if kci.sequence == last + 2
        else f"numbers {last + 1} to {kci.sequence - 1} are"
    )
    return f"{kci}: {missing} missing; the entity's `updates`, read from the gateway, hold all"
