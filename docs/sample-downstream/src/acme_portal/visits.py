"""From an order to the visit that it takes."""

from __future__ import annotations

from datetime import date

from acme_wire.tenant_updates import models
from visits_api.models import Visit


def visit_of(order: models.ProvideServiceOrder, today: date) -> Visit | None:
    """The visit to announce, if the order is one that an engineer comes for."""
    if order.id is None or order.status in (models.OrderStatus.CANCELLED, None):
        return None
    slot = order.appointment_timeslot
    return Visit(order_id=order.id, when=slot.date if slot else today)
