"""Availability, quotes and appointments at the simulator: computed, nothing is remembered."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import blake2b
from uuid import UUID

from fibrecafe_api.supplier import models
from fibrecafe_api.supplier.server import (
    AppointmentManagement,
    Problem,
    QuoteManagement,
    RequestContext,
    ServiceAvailability,
)

from . import offers
from .desk import Desk
from .directions import Direction
from .script import Section
from .slots import UK, classify, offered, reference_of

_LONGEST_VISIT = timedelta(days=1)

_YEARS = range(2000, 2100)


class LookUps(Desk, ServiceAvailability, QuoteManagement, AppointmentManagement):
    """Answers the operations that change nothing, and reservations."""

    async def availability_check(
        self,
        ctx: RequestContext,
        *,
        address: models.AddressIdentifier,
        service_types: models.ServiceTypeList,
        tenant: str,
    ) -> models.ServiceAvailability:
        """What is offered, by the address."""
        direction = self._look_up(ctx, address, tenant)
        return offers.availability(
            address, service_types, direction.scenario.name, self._today() + timedelta(days=5)
        )

    async def quote(self, ctx: RequestContext, body: models.QuoteRequest) -> models.Quote:
        """A price by sites and length of the contract; the same for the same request."""
        addresses = [site.address for site in body.sites]
        odd = next((one for one in addresses if offers.is_magic(one)), addresses[0])
        direction = self._look_up(ctx, odd, body.id)
        text = body.model_dump_json(by_alias=True, exclude_none=True)
        id = UUID(bytes=blake2b(text.encode(), digest_size=16).digest(), version=4)
        if direction.scenario.name == "LOOK_UP_NOTHING":
            return offers.no_quote(id, body)
        return offers.quote(id, body, self._today() + timedelta(days=30))

    async def appointment_availability(
        self,
        ctx: RequestContext,
        *,
        address: models.AddressIdentifier,
        service_specification: models.ServiceSpecification,
        appointment_from_date: date | None = None,
        classifications: list[models.TimeslotClassification] | None = None,
        appointment_purpose: models.AppointmentPurpose,
        tenant: str,
    ) -> models.AvailableAppointments:
        """Slots of the next two weeks."""
        direction = self._look_up(ctx, address, tenant)
        slots = offered(self._today(), appointment_from_date, classifications)
        if direction.scenario.name == "LOOK_UP_NOTHING":
            slots = iter(())
        return models.AvailableAppointments(
            address=address,
            service_specification=service_specification,
            available_timeslots=[
                models.Timeslot(
                    timeslot_start_date_time=slot.start,
                    timeslot_end_date_time=slot.end,
                    classification=slot.classification,
                    standard=slot.standard,
                )
                for slot in slots
            ],
        )

    async def reserve_appointment(
        self, ctx: RequestContext, body: models.ReserveAppointment, *, tenant: str
    ) -> models.AppointmentReservation:
        """Hold any slot, also one of the past: the published examples are."""
        direction = self._direct(ctx, Section.APPOINTMENTS, who=(tenant, body.id))
        start, end = body.timeslot.timeslot_start_date_time, body.timeslot.timeslot_end_date_time
        if start.year not in _YEARS or not timedelta() < end - start <= _LONGEST_VISIT:
            raise Problem.invalid(
                "/timeslot: must be in this century, and end within a day of its start, and after it"
            )
        if direction.scenario.name == "APPOINTMENT_TAKEN":
            raise Problem.invalid(direction.parameters.text or "the slot has been taken meanwhile")
        classification, standard = classify(start)
        return models.AppointmentReservation(
            id=body.id,
            address=body.address,
            service_specification=body.service_specification,
            purpose=body.purpose,
            timeslot=models.Timeslot(
                timeslot_start_date_time=start,
                timeslot_end_date_time=end,
                classification=classification,
                standard=standard,
            ),
            supplier_reference=reference_of(tenant, body.id, start, end),
            expiry_date_time=self._simulator.clock.now()
            + timedelta(seconds=direction.parameters.expiry),
        )

    def _look_up(
        self, ctx: RequestContext, address: models.AddressIdentifier, who: object
    ) -> Direction:
        """What is to be found. Raises Problem."""
        direction = self._direct(ctx, Section.LOOK_UPS, who=(who, address.id), address=address.id)
        if direction.scenario.name == "LOOK_UP_REFUSED":
            raise Problem.invalid(
                direction.parameters.text or f"{address.type} {address.id} is not in our area"
            )
        return direction

    def _today(self) -> date:
        return self._simulator.clock.now().astimezone(UK).date()
