"""KCIs of suppliers: each is kept once, with what became of it."""

from __future__ import annotations

from enum import StrEnum
from hashlib import sha256

from sqlalchemy import ColumnElement, and_, bindparam, insert, literal_column, select, update

from .tables import INBOUND
from .unit import Row, Unit


class State(StrEnum):
    """What became of a KCI."""

    APPLIED = "APPLIED"
    WAITING = "WAITING"
    """For those before it, or for an answer of the supplier."""
    QUARANTINED = "QUARANTINED"
    """Not legal as things stood; an operator accepts, ignores or replays it."""
    IGNORED = "IGNORED"
    """By an operator, or because it is about nothing that is kept."""


OPEN: ColumnElement[bool] = literal_column(
    f"inbound.state IN ('{State.WAITING.value}', '{State.QUARANTINED.value}')"
)
"""As the partial index `inbound_open` says it: with parameters instead it would not be used."""

_KEY = and_(INBOUND.c.supplier == bindparam("_supplier"), INBOUND.c.kci == bindparam("_kci"))
_FIND = select(INBOUND).where(_KEY)
_INSERT = insert(INBOUND)
_SET_STATE = (
    update(INBOUND).where(_KEY).values(state=bindparam("state"), reason=bindparam("reason"))
)
_WAITING = (
    select(INBOUND)
    .where(
        INBOUND.c.tenant == bindparam("tenant"),
        INBOUND.c.entity == bindparam("entity"),
        INBOUND.c.state == State.WAITING.value,
    )
    .order_by(INBOUND.c.seq, INBOUND.c.received)
)
_QUARANTINE = (
    select(INBOUND)
    .where(OPEN, INBOUND.c.state == State.QUARANTINED.value)
    .order_by(INBOUND.c.received)
)


def digest_of(body: str) -> bytes:
    """What tells two bodies apart."""
    return sha256(body.encode()).digest()


def find(unit: Unit, supplier: str, kci: str) -> Row | None:
    """A KCI that was received before."""
    return unit.one(_FIND, {"_supplier": supplier, "_kci": kci})


def keep(
    unit: Unit,
    *,
    supplier: str,
    kci: str,
    tenant: str | None,
    entity: int | None,
    seq: int,
    state: State,
    body: str,
    reason: str | None = None,
) -> None:
    """Keep a new one."""
    unit.execute(
        _INSERT,
        {
            "supplier": supplier, "kci": kci, "tenant": tenant, "entity": entity, "seq": seq,
            "state": state.value, "reason": reason and reason[:500], "digest": digest_of(body),
            "body": body, "received": unit.milliseconds,
        },
    )  # fmt: skip


def set_state(unit: Unit, supplier: str, kci: str, state: State, reason: str | None = None) -> None:
    """Say what became of it."""
    unit.execute(
        _SET_STATE,
        {
            "_supplier": supplier,
            "_kci": kci,
            "state": state.value,
            "reason": reason and reason[:500],
        },
    )


def waiting(unit: Unit, tenant: str, entity: int) -> list[Row]:
    """Those that wait for earlier ones, in their order."""
    return list(unit.all(_WAITING, {"tenant": tenant, "entity": entity}))


def quarantined(unit: Unit) -> list[Row]:
    """Those that an operator decides on, oldest first."""
    return list(unit.all(_QUARANTINE))
