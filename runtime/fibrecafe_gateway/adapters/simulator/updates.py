"""KCIs: an entity and what happened to it, as the Supplier Updates API has it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from pydantic.alias_generators import to_camel

from fibrecafe_api._support.codec import Codec
from fibrecafe_api.supplier_updates import models

from ...clock import to_text
from .entity import Entity, Request, Step
from .misbehaviour import UNKNOWN_PROBLEM, Misbehaviour


@dataclass(frozen=True, slots=True)
class Kind:
    """How KCIs of a kind of entity look."""

    update: type[BaseModel]
    entity: type[BaseModel]
    reference: str = "supplierOrderReference"

    @property
    def names(self) -> frozenset[str]:
        """Properties of the entity."""
        return _names(self.entity)


@cache
def _names(entity: type[BaseModel]) -> frozenset[str]:
    return frozenset(map(to_camel, entity.model_fields))


KINDS: Mapping[str, Kind] = {
    "provideServiceOrder": Kind(models.ProvideServiceOrderUpdate, models.ProvideServiceOrder),
    "ceaseServiceOrder": Kind(models.CeaseServiceOrderUpdate, models.CeaseServiceOrder),
    "modifyServiceOrder": Kind(models.ModifyServiceOrderUpdate, models.ModifyServiceOrder),
    "provideEthernetOrder": Kind(models.ProvideEthernetOrderUpdate, models.ProvideEthernetOrder),
    "unsolicitedCeaseServiceOrder": Kind(
        models.UnsolicitedCeaseServiceOrderUpdate, models.UnsolicitedCeaseServiceOrder
    ),
    "serviceTest": Kind(models.ServiceTestUpdate, models.ServiceTest, "supplierReference"),
    "serviceProblem": Kind(
        models.ServiceProblemUpdate, models.ServiceProblem, "supplierServiceProblemReference"
    ),
}

_UPDATES: Codec[models.SupplierUpdate] = Codec(models.SupplierUpdate)

_DATES = ("committedDate", "targetDate")


def facts_of(kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """What of a request's JSON values its KCIs repeat."""
    names = KINDS[kind].names
    return {name: value for name, value in body.items() if name in names}


def build(entity: Entity, step: Step, request: Request | None) -> str:
    """The KCI of a step that was played; takes the next sequence number.

    The id depends on the seed, the entity and the sequence number alone.
    """
    kind = KINDS[entity.kind]
    entity.sequence += 2 if Misbehaviour.GAP in step.quirks else 1
    status = step.status if Misbehaviour.ILLEGAL in step.quirks else entity.status
    held: dict[str, Any] = {
        **entity.facts,
        "id": entity.id,
        "tenant": entity.tenant,
        kind.reference: entity.reference,
        "status": status,
        **_asked_by(kind, request),
    }
    body: dict[str, Any] = {
        "id": str(UUID(int=entity.rng("kci", entity.sequence).getrandbits(128), version=4)),
        "sequenceNumber": entity.sequence,
        "issuedOn": to_text(step.due),
        "reasonCode": step.reason,
        "problemCode": step.problem,
        "text": step.text or _text_for(entity, request),
        entity.kind: held,
    }
    if Misbehaviour.UNKNOWN_ENUM in step.quirks:
        body["problemCode"] = UNKNOWN_PROBLEM
    if Misbehaviour.WRONG_CONTENT in step.quirks:
        for name in ("problemCode", "text"):
            body.pop(name)
        for name in (*_DATES, *_asked_by(kind, request)):
            held.pop(name, None)
    return kind.update.model_validate_json(json.dumps(_present(body))).model_dump_json(
        by_alias=True, exclude_none=True
    )


def read(body: str) -> models.SupplierUpdate:
    """A KCI that `build` made, as a model."""
    return _UPDATES.read(body)


def _asked_by(kind: Kind, request: Request | None) -> dict[str, Any]:
    """Which request an order's KCI answers. A problem's has no place for it."""
    if request is None or f"serviceOrder{request.kind}Id" not in kind.names:
        return {}
    return {
        f"serviceOrder{request.kind}Id": request.id,
        f"serviceOrder{request.kind}Reference": request.reference,
    }


def _text_for(entity: Entity, request: Request | None) -> str | None:
    if request is None or entity.kind != "serviceProblem":
        return None
    return f"{request.kind} {request.id} ({request.reference}) was accepted"


def _present(body: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _present(value) if isinstance(value, dict) else value
        for name, value in body.items()
        if value is not None
    }
