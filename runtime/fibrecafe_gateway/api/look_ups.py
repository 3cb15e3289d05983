"""What is answered at once: addresses, availability, quotes, appointments."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from pydantic_core import to_json

from fibrecafe_api._support.codec import Codec
from fibrecafe_api._support.request import RequestContext
from fibrecafe_api.tenant import models

from ..adapters import northbound, questions, southbound
from ..adapters.contract import SupplierAdapter, SupplierFailure
from ..adapters.failures import problem_of
from ..adapters.guarded import call_adapter, look_up_addresses
from ..adapters.southbound import CannotMap
from ..clock import to_text
from ..kci.kinds import APPOINTMENT
from ..routing.choice import Decision, Wanted
from ..routing.directory import Supplier
from ..routing.fanout import collect, fan_out
from ..store.entities import Entities
from ..store.replays import Replays
from ..store.unit import Unit
from .intake import as_text, values_of
from .problems import Problem
from .services import Services, tenant_of, test_headers, unfit

_logger = logging.getLogger(__name__)


class LookUps:
    """Asks suppliers, and answers at once."""

    services: Services

    async def address_lookup(
        self,
        ctx: RequestContext,
        *,
        postal_code: str | None = None,
        uprn: str | None = None,
        name: str | None = None,
        street_number: str | None = None,
        street_name: str | None = None,
        supplier: str | None = None,
    ) -> list[models.Address]:
        """Find addresses."""
        if not postal_code and not uprn:
            raise Problem.invalid("postalCode or uprn: one of the two is needed")
        wanted = Wanted("address_lookup", suppliers=None if supplier is None else [supplier])
        asked = _supplier(self.services.decisions(tenant_of(ctx), wanted)[0])
        try:
            return await look_up_addresses(
                self.services.adapters[asked.id], self.services.call(ctx, asked),
                postal_code=postal_code, uprn=uprn, name=name, street_number=street_number,
                street_name=street_name,
            )  # fmt: skip
        except SupplierFailure as failure:
            raise _problem(failure, "address_lookup", asked) from failure

    async def availability_check(
        self,
        ctx: RequestContext,
        *,
        address: models.AddressIdentifier,
        suppliers: list[str] | None = None,
        postal_code: str | None = None,
        service_types: list[models.ServiceType] | None = None,
    ) -> list[models.ServiceAvailability]:
        """What each supplier offers; who fails costs its own element only."""
        wanted = Wanted(
            "availability_check", suppliers=suppliers, address=address,
            service_types=[kind.value for kind in service_types or ()],
        )  # fmt: skip
        asked = [_supplier(d) for d in self.services.decisions(tenant_of(ctx), wanted)]

        def one(supplier: Supplier) -> Callable[[], Awaitable[models.ServiceAvailability]]:
            question = questions.availability(
                address, service_types, address_types=supplier.settings.address_types
            )

            async def ask() -> models.ServiceAvailability:
                answer = await call_adapter(
                    self.services.adapters[supplier.id],
                    SupplierAdapter.availability_check,
                    self.services.call(ctx, supplier),
                    **question,
                )
                return northbound.availability(answer, supplier_id=supplier.id)

            return ask

        try:
            calls = {supplier.id: one(supplier) for supplier in asked}
        except CannotMap as error:
            raise unfit(error) from error
        outcomes = await fan_out(calls, {s.id: s.settings.timeout for s in asked})
        for supplier in asked:
            _note(outcomes[supplier.id], "availability_check", supplier)
        return collect(outcomes, "availability_check")

    async def quote(self, ctx: RequestContext, body: models.CreateQuote) -> models.Quote:
        """Prices; each item goes to its supplier. An item that fails is not quoted, and says why."""
        tenant = tenant_of(ctx)
        items = {str(item.id): item for item in body.quote_items}
        if len(items) != len(body.quote_items):
            raise Problem.invalid("/quoteItems: two have the same id")
        asked: dict[str, Supplier] = {}
        for index, item in enumerate(body.quote_items):
            wanted = Wanted("quote", suppliers=[item.supplier])
            try:
                asked[str(item.id)] = _supplier(self.services.decisions(tenant, wanted)[0])
            except Problem as problem:
                messages = [f"/quoteItems/{index}: {text}" for text in problem.messages]
                raise Problem(problem.status, *messages, code=problem.code) from problem

        def one(key: str) -> Callable[[], Awaitable[models.QuoteItem]]:
            async def ask() -> models.QuoteItem:
                supplier, item = asked[key], items[key]
                request = southbound.quote_item(
                    item, external_identifier=body.external_identifier,
                    address_types=supplier.settings.address_types,
                )  # fmt: skip
                answer = await call_adapter(
                    self.services.adapters[supplier.id], SupplierAdapter.quote,
                    self.services.call(ctx, supplier), request,
                )  # fmt: skip
                return northbound.quote_item(item, answer)

            return ask

        self._quotes_fit(body, asked)
        outcomes = await fan_out(
            {key: one(key) for key in items}, {k: s.settings.timeout for k, s in asked.items()}
        )
        for key, supplier in asked.items():
            _note(outcomes[key], "quote", supplier)
        collect(outcomes, "quote")
        quoted = [
            _not_quoted(items[key], outcome) if isinstance(outcome, SupplierFailure) else outcome
            for key, outcome in outcomes.items()
        ]
        values = {
            "id": self.services.database.new_id(),
            "created": to_text(self.services.clock.now()),
            "externalId": body.external_identifier,
            "quoteItems": [values_of(item) for item in quoted],
        }
        return Codec(models.Quote).read(_json(values))

    def _quotes_fit(self, body: models.CreateQuote, asked: dict[str, Supplier]) -> None:
        for index, item in enumerate(body.quote_items):
            try:
                southbound.quote_item(
                    item, external_identifier=body.external_identifier,
                    address_types=asked[str(item.id)].settings.address_types,
                )  # fmt: skip
            except CannotMap as error:
                raise Problem.invalid(
                    *(f"/quoteItems/{index}{message}" for message in error.messages)
                ) from error

    async def appointment_availability(
        self,
        ctx: RequestContext,
        *,
        supplier: str,
        address: models.AddressIdentifier,
        service_specification: models.ServiceSpecification,
        service_characteristics: list[models.ServiceCharacteristic] | None = None,
        appointment_from_date: date | None = None,
        standard_only: bool = False,
        single_day_appointment: bool = False,
        appointment_purpose: str,
        service_id: str | None = None,
    ) -> models.AppointmentAvailability:
        """Slots in which an engineer can come."""
        wanted = Wanted("appointment_availability", suppliers=[supplier])
        asked = self._one(tenant_of(ctx), wanted)
        try:
            question = questions.appointments(
                address=address, service_specification=service_specification,
                appointment_purpose=appointment_purpose,
                appointment_from_date=appointment_from_date, standard_only=standard_only,
                standard_slots=asked.standard_slots, address_types=asked.settings.address_types,
            )  # fmt: skip
            answer = await call_adapter(
                self.services.adapters[asked.id], SupplierAdapter.appointment_availability,
                self.services.call(ctx, asked), **question,
            )  # fmt: skip
            return northbound.appointments(
                answer, supplier_id=asked.id, address=address,
                service_specification=service_specification, standard_slots=asked.standard_slots,
                standard_only=standard_only, single_day=single_day_appointment,
            )  # fmt: skip
        except (SupplierFailure, CannotMap) as failure:
            raise _problem(failure, "appointment_availability", asked) from failure

    async def reserve_appointment(
        self, ctx: RequestContext, body: models.CreateAppointment
    ) -> models.Appointment:
        """Hold a slot, under a number of the gateway's."""
        tenant = tenant_of(ctx)
        asked = self._one(tenant, Wanted("reserve_appointment", suppliers=[body.supplier]))
        written = body.to_json()

        def begin(unit: Unit) -> tuple[str | None, int]:
            first = Replays(
                unit, tenant, "reserve_appointment", ctx.request_id or "", written
            ).first()
            return first, 0 if first else Entities(unit, tenant).new_number()

        first, number = await self.services.run(begin)
        if first is not None:
            return Codec(models.Appointment).read(first)
        try:
            request = questions.reserve(
                body, reservation_id=number, address_types=asked.settings.address_types
            )
            answer = await call_adapter(
                self.services.adapters[asked.id], SupplierAdapter.reserve_appointment,
                self.services.call(ctx, asked), request,
            )  # fmt: skip
            appointment = northbound.reservation(body, answer, standard_slots=asked.standard_slots)
        except (SupplierFailure, CannotMap) as failure:
            raise _problem(failure, "reserve_appointment", asked) from failure
        values = values_of(appointment)

        def keep(unit: Unit) -> str:
            replays = Replays(unit, tenant, "reserve_appointment", ctx.request_id or "", written)
            meanwhile = replays.first()
            if meanwhile is not None:
                return meanwhile  # the same request came at the same time; this hold lapses
            Entities(unit, tenant).add(
                APPOINTMENT, asked.id, {**values, "status": "RESERVED"}, id=number,
                conversation_id=ctx.conversation_id or unit.new_id(), timestamps=False,
                test_headers=as_text(test_headers(ctx, asked)),
                reference=answer.supplier_reference,
            )  # fmt: skip
            kept = _json(values).decode()
            replays.keep(kept)
            return kept

        return Codec(models.Appointment).read(await self.services.run(keep))

    def _one(self, tenant: str, wanted: Wanted) -> Supplier:
        """The supplier of an operation that documents 502 and not 501."""
        try:
            return _supplier(self.services.decisions(tenant, wanted)[0])
        except Problem as problem:
            if problem.status == 501:
                raise Problem.invalid(*problem.messages) from problem
            raise


def _supplier(decision: Decision) -> Supplier:
    assert decision.supplier is not None, "it was asked, so it is there"
    return decision.supplier


def _problem(failure: SupplierFailure | CannotMap, operation: str, supplier: Supplier) -> Problem:
    _note(failure, operation, supplier)
    return problem_of(failure, operation)


def _note(outcome: object, operation: str, supplier: Supplier) -> None:
    """What a tenant is not told of a failure is in the log, with the ids of its request."""
    if isinstance(outcome, SupplierFailure):
        detail = outcome.detail or type(outcome).__name__
        _logger.warning("%s at %s: %s", operation, supplier.id, detail)


def _not_quoted(item: models.CreateQuoteItem, failure: SupplierFailure) -> models.QuoteItem:
    messages = list(problem_of(failure, "quote").messages)
    values: dict[str, Any] = {**values_of(item), "status": "NOT_QUOTED", "messages": messages}
    return Codec(models.QuoteItem).read(_json(values))


def _json(values: dict[str, Any]) -> bytes:
    return to_json(values)
