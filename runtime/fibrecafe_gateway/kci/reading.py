"""A supplier's update in one form, whatever it is about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json, to_json

from fibrecafe_api._support.codec import Codec
from fibrecafe_api._support.problem import Problem, complaints_of, refusal
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


_UNNAMED = "reportableIncident"

# A variant with nothing of its own: what all variants share, for those that are not known.
_SHARED: Codec[models.ReportableIncidentUpdate] = Codec(models.ReportableIncidentUpdate)

_LONGEST = 255
"""Characters of a supplier's reference that are kept."""


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
    """Reads an update that the generated models have accepted, and wrote as JSON.

    Raises Problem: a variant that they do not know may lack what every KCI has.
    """
    update: dict[str, Any] = from_json(body)
    name = next((name for name in _KINDS if isinstance(update.get(name), dict)), None)
    if name is None:
        _check_shared(update)
    told = Told(
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
    if told.reference is not None and usable_reference(told.reference) is None:
        raise Problem.invalid(
            f"/{name}: the supplier's reference must be printable, of at most {_LONGEST} characters"
        )
    return told


def usable_reference(reference: object) -> str | None:
    """A supplier's reference as it is kept; None when there is none that could be."""
    text = str(reference or "")
    return text if 1 <= len(text) <= _LONGEST and text.isprintable() else None


def _check_shared(update: dict[str, Any]) -> None:
    try:
        _SHARED.read(to_json({**update, _UNNAMED: {}}))
    except ValidationError as error:
        raise refusal(complaints_of(error, _SHARED)) from error
