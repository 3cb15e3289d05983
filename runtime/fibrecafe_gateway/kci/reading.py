"""A supplier's update in one form, whatever it is about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pydantic_core import from_json

from fibrecafe_api.supplier_updates import models

from ..lifecycle.kinds import EntityKind
from .news import News

_KINDS = {
    "provideServiceOrder": EntityKind.PROVIDE_ORDER,
    "ceaseServiceOrder": EntityKind.CEASE_ORDER,
    "modifyServiceOrder": EntityKind.MODIFY_ORDER,
    "unsolicitedCeaseServiceOrder": EntityKind.UNSOLICITED_CEASE_ORDER,
    "provideEthernetOrder": EntityKind.PROVIDE_ETHERNET_ORDER,
    "serviceTest": EntityKind.SERVICE_TEST,
    "serviceProblem": EntityKind.SERVICE_PROBLEM,
}

_REFERENCES = {
    EntityKind.SERVICE_TEST: "supplierReference",
    EntityKind.SERVICE_PROBLEM: "supplierServiceProblemReference",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What a supplier's KCI says."""

    kci: str
    seq: int
    issued_on: str
    reason: str
    kind: EntityKind | None
    """None: it is about nothing that tenants are told of."""
    entity: dict[str, Any]
    """The supplier's entity, with the API's names."""
    problem_code: str | None = None
    text: str | None = None
    supplier_code: str | None = None
    supplier_codes: tuple[str, ...] = ()
    notes: tuple[dict[str, Any], ...] = field(default=())

    @property
    def reference(self) -> str | None:
        """The supplier's own name of it."""
        if self.kind is None:
            return None
        reference = self.entity.get(_REFERENCES.get(self.kind, "supplierOrderReference"))
        return str(reference) if reference else None

    @property
    def status(self) -> str | None:
        """The state that the supplier says it is in."""
        status = self.entity.get("status")
        return str(status) if status else None

    def value(self, name: str) -> Any:
        """A property of the supplier's entity; empty counts as absent."""
        return self.entity.get(name) or None

    def news(self, received_on: str) -> News:
        """What the tenant is told beside the entity."""
        return News(
            kci=self.kci,
            issued_on=self.issued_on,
            received_on=received_on,
            code=self.problem_code,
            text=self.text,
            supplier_code=self.supplier_code,
            supplier_codes=self.supplier_codes,
            notes=self.notes,
        )


def told_of(body: str) -> Told:
    """Reads an update that the generated models have accepted, and wrote as JSON."""
    update: dict[str, Any] = from_json(body)
    name = next((name for name in _KINDS if isinstance(update.get(name), dict)), None)
    return Told(
        kci=update["id"],
        seq=update["sequenceNumber"],
        issued_on=update["issuedOn"],
        reason=update["reasonCode"],
        kind=_KINDS[name] if name else None,
        entity=update[name] if name else {},
        problem_code=update.get("problemCode"),
        text=update.get("text"),
        supplier_code=update.get("supplierCode"),
        supplier_codes=tuple(update.get("supplierCodes") or ()),
        notes=tuple(update.get("supplierNotes") or ()),
    )


def is_known(update: models.SupplierUpdate) -> bool:
    """Whether it is of a variant that this version knows."""
    return not isinstance(update, models.UnknownSupplierUpdate)
