"""First answers, for requests that are repeated (rule: ours).

The same tenant, operation, `X-Request-ID` and body within 24 hours get the first answer again.
"""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import bindparam, delete, insert, select

from .tables import REPLAY
from .unit import Unit

WINDOW = 24 * 3600 * 1000
"""Milliseconds."""

_KEY = (
    REPLAY.c.tenant == bindparam("tenant"),
    REPLAY.c.operation == bindparam("operation"),
    REPLAY.c.request_id == bindparam("request_id"),
    REPLAY.c.digest == bindparam("digest"),
)
_FIND = select(REPLAY.c.answer, REPLAY.c.created).where(*_KEY)
_INSERT = insert(REPLAY)
_FORGET_ONE = delete(REPLAY).where(*_KEY)
_FORGET = delete(REPLAY).where(REPLAY.c.created < bindparam("before"))


class Replays:
    """Answers of one tenant's operation under one request id and body."""

    def __init__(
        self, unit: Unit, tenant: str, operation: str, request_id: str, body: bytes
    ) -> None:
        self._unit = unit
        self._key = {
            "tenant": tenant,
            "operation": operation,
            "request_id": request_id,
            "digest": sha256(body).digest(),
        }

    def first(self) -> str | None:
        """The answer that was given, as JSON."""
        row = self._unit.one(_FIND, self._key)
        if row is None:
            return None
        if row["created"] < self._unit.milliseconds - WINDOW:
            self._unit.execute(_FORGET_ONE, self._key)
            return None
        return str(row["answer"])

    def keep(self, answer: str) -> None:
        """Remember the answer."""
        self._unit.execute(
            _INSERT, {**self._key, "answer": answer, "created": self._unit.milliseconds}
        )

    def forget(self) -> None:
        """Drop it."""
        self._unit.execute(_FORGET_ONE, self._key)


def forget_old(unit: Unit) -> int:
    """Drop what is older than the window; how many."""
    return unit.execute(_FORGET, {"before": unit.milliseconds - WINDOW}).rowcount
