"""The operations that go to suppliers."""

from __future__ import annotations

ADDRESS_LOOKUP = "address_lookup"

AVAILABILITY = "availability_check"

OPERATIONS = (
    ADDRESS_LOOKUP,
    AVAILABILITY,
    "quote",
    "appointment_availability",
    "reserve_appointment",
    "create_order",
    "amend_order",
    "cancel_order",
    "create_ethernet_order",
    "service_test",
    "create_problem",
    "amend_problem",
    "cancel_problem",
    "service_problem_resolution",
)
"""As the adapters' methods are called."""

MANY = (AVAILABILITY, "quote")
"""Those for which a tenant may name several suppliers."""
