"""KCIs to tenants, as an operator looks at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pydantic_core import from_json
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Table,
    and_,
    bindparam,
    func,
    literal,
    not_,
    select,
)

from ..store.messages import tenant_lane
from ..store.tables import (
    ATTEMPT,
    ATTEMPT_ARCHIVE,
    DECISION,
    LANE,
    MESSAGE,
    MESSAGE_ARCHIVE,
)
from ..store.unit import Row, Unit
from ..telemetry.redaction import redact
from ..telemetry.trace_context import taken_apart
from .decisions import NothingThere, decisions
from .lanes import again_lane, of_tenants, parts
from .paging import Page, behind, cursor_of, place_of
from .resending import number_of


class Status(StrEnum):
    """Of one KCI; the names are those of `deliveryStatus`."""

    PENDING = "PENDING"
    FAILED = "FAILED"
    """The head of a parked lane."""
    DELIVERED = "DELIVERED"
    SKIPPED = "SKIPPED"


@dataclass(frozen=True, slots=True)
class Listed:
    """A KCI. Times are milliseconds since 1970."""

    tenant: str
    id: int
    """Of the entity."""
    seq: int
    kci: str
    what: str
    status: Status
    again: bool
    """Whether it is one that an operator sent again."""
    created: int
    delivered: int | None
    attempts: int
    why: str | None
    """What the last attempt met, or why its lane is parked."""
    archived: bool = False
    """Whether it was moved out of the tables that delivery works on."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A KCI with all that was done about it."""

    kci: Listed
    content: dict[str, Any]
    """As it was or will be sent, but for `deliveredOn`; redacted unless asked otherwise."""
    tries: list[Row] = field(default_factory=list)
    decided: list[Row] = field(default_factory=list)


_PARKED_HEAD: ColumnElement[bool] = and_(
    LANE.c.parked.is_not(None), MESSAGE.c.seq == LANE.c.next_seq
)
_UNDELIVERED: ColumnElement[bool] = MESSAGE.c.seq >= LANE.c.next_seq
_LANES: BindParameter[str] = bindparam("lanes", expanding=True)
_OK = ATTEMPT.alias("delivery")


def _columns(message: Table, attempt: Table) -> list[Any]:
    """What a list and a look need, from the tables of delivery or from those of the archive."""
    its = (attempt.c.lane == message.c.lane, attempt.c.seq == message.c.seq)
    tries = select(func.count()).where(*its)
    said = select(attempt.c.detail).where(*its).order_by(attempt.c.id.desc()).limit(1)
    delivered = select(func.min(attempt.c.at)).where(*its, attempt.c.ok)
    return [
        *message.c, LANE.c.next_seq, LANE.c.parked, tries.scalar_subquery().label("tries"),
        said.scalar_subquery().label("said"), delivered.scalar_subquery().label("delivered"),
        literal(message is MESSAGE_ARCHIVE).label("archived"),
    ]  # fmt: skip


def _about(message: Table, attempt: Table) -> Select[Any]:
    return (
        select(*_columns(message, attempt))
        .outerjoin(LANE, LANE.c.key == message.c.lane)
        .where(message.c.lane.in_(_LANES))
        .order_by(message.c.lane, message.c.seq)
    )


_HOT = _columns(MESSAGE, ATTEMPT)
_ABOUT = (_about(MESSAGE_ARCHIVE, ATTEMPT_ARCHIVE), _about(MESSAGE, ATTEMPT))
_TRIES_OF = [
    select(table).where(table.c.lane.in_(_LANES)).order_by(table.c.id)
    for table in (ATTEMPT_ARCHIVE, ATTEMPT)
]
# From the attempts, and from the decisions, so that neither grows with what was ever delivered.
_ARRIVED = (
    select(*_HOT, _OK.c.id.label("delivery"))
    .select_from(_OK)
    .join(MESSAGE, (MESSAGE.c.lane == _OK.c.lane) & (MESSAGE.c.seq == _OK.c.seq))
    .outerjoin(LANE, LANE.c.key == MESSAGE.c.lane)
    .where(_OK.c.ok)
)
_SKIPPED = (
    select(*_HOT)
    .select_from(DECISION)
    .join(MESSAGE, (MESSAGE.c.lane == DECISION.c.about) & (MESSAGE.c.seq == DECISION.c.seq))
    .outerjoin(LANE, LANE.c.key == MESSAGE.c.lane)
    .where(DECISION.c.action == "skip")
)
_WAITING = select(*_HOT).join(LANE, LANE.c.key == MESSAGE.c.lane).where(_UNDELIVERED)


def list_kcis(
    unit: Unit,
    *,
    tenant: str | None = None,
    status: Status | None = None,
    created_before: int | None = None,
    limit: int = 100,
) -> list[Listed]:
    """KCIs, oldest first; those delivered or skipped the newest first.

    Without a status all that is undelivered. What is archived is in no list. `created_before` in
    milliseconds since 1970.
    """
    return page_of_kcis(
        unit, tenant=tenant, status=status, created_before=created_before, limit=limit
    ).items


def page_of_kcis(
    unit: Unit,
    *,
    tenant: str | None = None,
    status: Status | None = None,
    created_before: int | None = None,
    limit: int = 100,
    cursor: str | None = None,
) -> Page[Listed]:
    """The same by pages; `cursor` is that of the page before. Raises BadCursor."""
    selected, lane = _selected(status)
    statement = selected.where(of_tenants(lane, tenant))
    if created_before is not None:
        statement = statement.where(MESSAGE.c.created < created_before)
    order, kind = _order(status), f"kcis {status or ''}"
    if cursor is not None:
        types = [int] if len(order) == 1 else [int, str, int]
        statement = statement.where(behind(order, place_of(kind, cursor, *types)))
    ordered = statement.order_by(*(c.desc() if falls else c for c, falls in order))
    found = unit.all(ordered.limit(limit + 1))
    rows = {(row["lane"], row["seq"]): row for row in found[:limit]}  # one may have arrived twice
    more = cursor_of(kind, *_place(status, found[limit - 1])) if len(found) > limit else None
    return Page([_listed(row) for row in rows.values()], more)


def _selected(status: Status | None) -> tuple[Select[Any], ColumnElement[str]]:
    """And the lane as the first of its tables has it, so that others' are left out at once."""
    if status is Status.DELIVERED:
        return _ARRIVED, _OK.c.lane
    if status is Status.SKIPPED:
        return _SKIPPED, DECISION.c.about
    if status is Status.FAILED:
        return _WAITING.where(_PARKED_HEAD), LANE.c.key
    return (_WAITING if status is None else _WAITING.where(not_(_PARKED_HEAD))), LANE.c.key


def _order(status: Status | None) -> list[tuple[ColumnElement[Any], bool]]:
    """Columns, each with whether it falls."""
    if status is Status.DELIVERED:
        return [(_OK.c.id, True)]
    falls = status is Status.SKIPPED
    return [(MESSAGE.c.created, falls), (MESSAGE.c.lane, False), (MESSAGE.c.seq, falls)]


def _place(status: Status | None, row: Row) -> tuple[int | str, ...]:
    if status is Status.DELIVERED:
        return (row["delivery"],)
    return row["created"], row["lane"], row["seq"]


def show_kcis(
    unit: Unit, tenant: str, id: int, seq: int | None = None, *, personal_data: bool = False
) -> list[Shown]:
    """KCIs about something, or the one with a number, each with its attempts; those sent again, and
    those archived, too.

    Raises Undecidable.
    """
    lanes = [tenant_lane(tenant, id), again_lane(tenant, id)]
    found = [row for statement in _ABOUT for row in unit.all(statement, {"lanes": lanes})]
    rows = [row for row in found if seq in (None, number_of(row))]
    if not rows:
        which = f"KCI {seq}" if seq is not None else "KCI"
        raise NothingThere(f"there is no {which} about {id} of {tenant} in the store")
    rows.sort(key=lambda row: (row["lane"], row["seq"]))
    tries = [row for statement in _TRIES_OF for row in unit.all(statement, {"lanes": lanes})]
    decided = decisions(unit, lanes)
    return [_shown(row, tries, decided, personal_data) for row in rows]


def _shown(row: Row, tries: Sequence[Row], decided: Sequence[Row], personal_data: bool) -> Shown:
    content = {**from_json(taken_apart(row["head"]).head), "entity": from_json(row["body"])}
    place = (row["lane"], row["seq"])
    return Shown(
        _listed(row),
        content if personal_data else redact(content, "TenantUpdate", "tenant_updates"),
        [one for one in tries if (one["lane"], one["seq"]) == place],
        [one for one in decided if (one["about"], one["seq"]) == place],
    )


def _listed(row: Row) -> Listed:
    tenant, id = parts(row["lane"])
    status = _status(row)
    why = row["parked"] if status is Status.FAILED else row["said"]
    return Listed(
        tenant, id, number_of(row), row["key"], row["what"], status,
        row["lane"] != tenant_lane(tenant, id), row["created"], row["delivered"], row["tries"],
        why if status is not Status.DELIVERED else None, bool(row["archived"]),
    )  # fmt: skip


def _status(row: Row) -> Status:
    if row["delivered"] is not None:
        return Status.DELIVERED
    if row["next_seq"] is None or row["seq"] < row["next_seq"]:
        return Status.SKIPPED
    parked = row["parked"] and row["seq"] == row["next_seq"]
    return Status.FAILED if parked else Status.PENDING
