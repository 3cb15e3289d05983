"""Kinds of entities in the store: those that tenants are told of, and their requests."""

from __future__ import annotations

from typing import Final

from ..lifecycle.kinds import EntityKind

ORDERS: Final = (
    EntityKind.PROVIDE_ORDER,
    EntityKind.CEASE_ORDER,
    EntityKind.MODIFY_ORDER,
    EntityKind.UNSOLICITED_CEASE_ORDER,
)
ETHERNET: Final = (EntityKind.PROVIDE_ETHERNET_ORDER,)
ALL_ORDERS: Final = (*ORDERS, *ETHERNET)
ORDERS_WITH_DATES: Final = tuple(
    kind for kind in ALL_ORDERS if kind is not EntityKind.UNSOLICITED_CEASE_ORDER
)
"""Those that have a committed and a target date."""
TESTS: Final = (EntityKind.SERVICE_TEST,)
PROBLEMS: Final = (EntityKind.SERVICE_PROBLEM,)
TOLD: Final = (*ALL_ORDERS, *TESTS, *PROBLEMS)

ORDER_AMENDMENT: Final = "ORDER_AMENDMENT"
ORDER_CANCELLATION: Final = "ORDER_CANCELLATION"
PROBLEM_AMENDMENT: Final = "PROBLEM_AMENDMENT"
PROBLEM_CANCELLATION: Final = "PROBLEM_CANCELLATION"
RESOLUTION: Final = "PROBLEM_RESOLUTION"
APPOINTMENT: Final = "APPOINTMENT"

AMENDMENTS: Final = (ORDER_AMENDMENT, PROBLEM_AMENDMENT)
CANCELLATIONS: Final = (ORDER_CANCELLATION, PROBLEM_CANCELLATION)
REQUESTS: Final = (*AMENDMENTS, *CANCELLATIONS)

SHOWN_AS: Final = {
    ORDER_AMENDMENT: "serviceOrderAmendment",
    ORDER_CANCELLATION: "serviceOrderCancellation",
    PROBLEM_AMENDMENT: "serviceProblemAmendment",
    PROBLEM_CANCELLATION: "serviceProblemCancellation",
    RESOLUTION: "serviceProblemResolution",
}
"""Property of the entity in a KCI under which a request or resolution is shown."""
