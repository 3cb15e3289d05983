"""Orders, requests, tests, problems, resolutions and reservations, of one tenant at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json, to_json
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from ..clock import to_text
from ..lifecycle import triggers
from .tables import ENTITY, HISTORY, SERIES
from .unit import Row, Unit


@dataclass(slots=True)
class Entity:
    """Something with a number and a life, as it is now. Change it, then `save` it."""

    tenant: str
    id: int
    kind: str
    supplier: str
    status: str
    resume: str | None
    reference: str | None
    parent: int | None
    conversation_id: str
    test_headers: str | None
    body: dict[str, Any]
    """As the tenant sees it, with the API's names."""
    created: int
    updated: int
    steps: int = 0
    told: int = 0
    asked: int = 0
    heard: int = 0


_SELECT = select(ENTITY)
_ONE = _SELECT.where(ENTITY.c.tenant == bindparam("tenant"), ENTITY.c.id == bindparam("id"))
_LOCKED = _ONE.with_for_update()
# Not ordered: for the order SQLite would go through everything that the tenant has.
_CHILDREN = _SELECT.where(
    ENTITY.c.tenant == bindparam("tenant"), ENTITY.c.parent == bindparam("parent")
).where(ENTITY.c.status.in_(bindparam("statuses", expanding=True)))
_BY_REFERENCE = _SELECT.where(
    ENTITY.c.supplier == bindparam("supplier"),
    ENTITY.c.reference == bindparam("reference"),
    ENTITY.c.tenant.in_(bindparam("tenants", expanding=True)),
    ENTITY.c.kind.in_(bindparam("kinds", expanding=True)),
).limit(2)
_BY_ID = _SELECT.where(
    ENTITY.c.id == bindparam("id"),
    ENTITY.c.tenant.in_(bindparam("tenants", expanding=True)),
    ENTITY.c.supplier == bindparam("supplier"),
    ENTITY.c.kind.in_(bindparam("kinds", expanding=True)),
).limit(2)
_INSERT = insert(ENTITY)
_UPDATE = (
    update(ENTITY)
    .where(ENTITY.c.tenant == bindparam("_tenant"), ENTITY.c.id == bindparam("_id"))
    .values(
        {
            name: bindparam(name)
            for name in (
                "status", "resume", "reference", "body", "updated", "steps", "told", "asked",
                "heard",
            )
        }
    )
)  # fmt: skip
_HISTORY = insert(HISTORY)
_READ_HISTORY = (
    select(HISTORY)
    .where(HISTORY.c.tenant == bindparam("tenant"), HISTORY.c.entity == bindparam("entity"))
    .order_by(HISTORY.c.step)
)


def _next_id(dialect: str) -> Any:
    make: Any = postgres_insert if dialect == "postgresql" else sqlite_insert
    first = make(SERIES).values(tenant=bindparam("tenant"), last_id=1)
    return first.on_conflict_do_update(
        index_elements=[SERIES.c.tenant], set_={"last_id": SERIES.c.last_id + 1}
    ).returning(SERIES.c.last_id)


_NEXT_ID = {dialect: _next_id(dialect) for dialect in ("sqlite", "postgresql")}


class Entities:
    """What belongs to one tenant. Nothing of another is found here."""

    def __init__(self, unit: Unit, tenant: str) -> None:
        self._unit = unit
        self._tenant = tenant

    def new_number(self) -> int:
        """The tenant's next number, from 1, for whatever is numbered."""
        return int(
            self._unit.execute(_NEXT_ID[self._unit.dialect], {"tenant": self._tenant}).scalar_one()
        )

    def get(self, id: int, kinds: Collection[str]) -> Entity | None:
        """What has that number, if it is of one of these kinds."""
        return self._found(_ONE, id, kinds)

    def lock(self, id: int, kinds: Collection[str]) -> Entity | None:
        """The same, and nobody else changes it until this unit ends."""
        return self._found(_LOCKED, id, kinds)

    def _found(self, statement: Any, id: int, kinds: Collection[str]) -> Entity | None:
        row = self._unit.one(statement, {"tenant": self._tenant, "id": id})
        return _entity(row) if row is not None and row["kind"] in kinds else None

    def children(self, parent: int, statuses: Iterable[str]) -> list[Entity]:
        """Requests and resolutions of something, those in one of these states, oldest first."""
        rows = self._unit.all(
            _CHILDREN, {"tenant": self._tenant, "parent": parent, "statuses": list(statuses)}
        )
        return sorted((_entity(row) for row in rows), key=lambda child: child.id)

    def add(
        self,
        kind: str,
        supplier: str,
        body: dict[str, Any],
        *,
        conversation_id: str,
        test_headers: str | None = None,
        parent: int | None = None,
        reference: str | None = None,
        id: int | None = None,
        timestamps: bool = True,
        actor: str | None = "TENANT",
        asked: int = 0,
    ) -> Entity:
        """Number and keep something new. `body` has its status and is given its id.

        `actor` is who brought it about; None: its history begins otherwise. `asked`: messages to
        the supplier that the caller enqueues with it.
        """
        unit = self._unit
        number = self.new_number() if id is None else id
        whole = {"id": number, **body}
        if timestamps:
            whole["created"] = whole["updated"] = to_text(unit.now)
        entity = Entity(
            self._tenant, number, kind, supplier, str(body["status"]), None, reference, parent,
            conversation_id, test_headers, whole, unit.milliseconds, unit.milliseconds,
            steps=1 if actor else 0, asked=asked,
        )  # fmt: skip
        unit.execute(_INSERT, {**_columns(entity), "tenant": entity.tenant, "id": entity.id,
                               "kind": kind, "supplier": supplier, "parent": parent,
                               "conversation_id": conversation_id, "test_headers": test_headers,
                               "created": entity.created})  # fmt: skip
        if actor:
            self._write_step(entity, None, triggers.ACCEPTED, actor, None, None)
        return entity

    def save(self, entity: Entity) -> None:
        """Keep it as it is now."""
        assert entity.tenant == self._tenant
        entity.updated = self._unit.milliseconds
        if "updated" in entity.body:
            entity.body["updated"] = to_text(self._unit.now)
        self._unit.execute(_UPDATE, {**_columns(entity), "_tenant": entity.tenant,
                                     "_id": entity.id})  # fmt: skip

    def record(
        self,
        entity: Entity,
        *,
        before: str | None,
        trigger: str,
        actor: str,
        kci: str | None = None,
        flag: str | None = None,
    ) -> None:
        """Add a step to its history; `save` it after."""
        entity.steps += 1
        self._write_step(entity, before, trigger, actor, kci, flag)

    def _write_step(
        self,
        entity: Entity,
        before: str | None,
        trigger: str,
        actor: str,
        kci: str | None,
        flag: str | None,
    ) -> None:
        self._unit.execute(
            _HISTORY,
            {
                "tenant": entity.tenant, "entity": entity.id, "step": entity.steps,
                "at": self._unit.milliseconds, "before": before, "after": entity.status,
                "trigger": trigger, "actor": actor, "kci": kci, "flag": flag,
            },
        )  # fmt: skip

    def history(self, id: int) -> list[Row]:
        """Every step it took."""
        return list(self._unit.all(_READ_HISTORY, {"tenant": self._tenant, "entity": id}))


def by_reference(
    unit: Unit, supplier: str, reference: str, tenants: Collection[str], kinds: Collection[str]
) -> list[Entity]:
    """What a supplier has under its own reference, for these tenants; two at most, so that a double
    one shows."""
    rows = unit.all(
        _BY_REFERENCE,
        {
            "supplier": supplier,
            "reference": reference,
            "tenants": list(tenants),
            "kinds": list(kinds),
        },
    )
    return [_entity(row) for row in rows]


def by_number(
    unit: Unit, supplier: str, id: int, tenants: Collection[str], kinds: Collection[str]
) -> list[Entity]:
    """What has a number with any of these tenants at a supplier; two at most."""
    rows = unit.all(
        _BY_ID,
        {"supplier": supplier, "id": id, "tenants": list(tenants), "kinds": list(kinds)},
    )
    return [_entity(row) for row in rows]


def _columns(entity: Entity) -> dict[str, Any]:
    return {
        "status": entity.status,
        "resume": entity.resume,
        "reference": entity.reference,
        "body": to_json(entity.body).decode(),
        "updated": entity.updated,
        "steps": entity.steps,
        "told": entity.told,
        "asked": entity.asked,
        "heard": entity.heard,
    }


def _entity(row: Row) -> Entity:
    return Entity(**{**row, "body": from_json(row["body"])})
