"""What may happen to an order, for `test_lives_at_random`."""

from __future__ import annotations

from fibrecafe_gateway.lifecycle import EntityKind, machine_of

ORDER = machine_of(EntityKind.PROVIDE_ORDER)
TERMINAL = {str(state) for state in ORDER.terminal}

ANSWERS = ["202", "202", "201", "committed", "422", "500", "503", "time-out", "unreachable"]

REASONS = [
    "ACKNOWLEDGED", "ACKNOWLEDGED", "COMMITTED", "COMMITTED", "UPDATE", "INFORMATION_REQUIRED",
    "DELAY", "RESUMED", "REAPPOINT", "REAPPOINTED", "ADDITIONAL", "WARNING", "RESUBMIT", "COMPLETED",
    "CANCELLED", "ORDER_REJECTED", "CREATED", "TELEPORTED",
]  # fmt: skip

USUAL = {
    "SENT_TO_SUPPLIER": ["ACKNOWLEDGED", "COMMITTED", "UPDATE"],
    "ACKNOWLEDGED": ["COMMITTED", "COMMITTED", "DELAY", "INFORMATION_REQUIRED", "REAPPOINT"],
    "IN_PROGRESS": ["DELAY", "INFORMATION_REQUIRED", "ADDITIONAL", "COMMITTED", "COMPLETED"],
    "PENDING": ["UPDATE", "WARNING", "COMMITTED"],
    "HELD": ["RESUMED", "RESUMED", "DELAY", "COMMITTED"],
}

STATUSES = [None, None, None, "IN_PROGRESS", "HELD", "COMPLETED", "PARTIAL", "FAILED"]
