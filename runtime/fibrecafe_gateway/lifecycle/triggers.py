"""What can happen to an entity: the triggers of the tables, by who causes them.

A supplier's trigger is named as the reason code that brings it, unless the reason code alone does
not say where the entity goes; `reading.trigger_of` chooses then. A synchronous answer uses the same
triggers: 201 is ACKNOWLEDGED, COMMITTED, AMENDED, CANCELLED or STARTED, 422 is ORDER_REJECTED,
AMENDMENT_REJECTED or CANCELLATION_REJECTED, 202 is SENT, AMENDMENT_PENDING or CANCELLATION_PENDING.
"""

from __future__ import annotations

from typing import Final

# The tenant
ACCEPTED: Final = "ACCEPTED"
"""A request passed the gateway's validation and has its id."""
RESOLUTION_ACCEPTED: Final = "RESOLUTION_ACCEPTED"
RESOLUTION_REJECTED: Final = "RESOLUTION_REJECTED"

# The gateway
SENT: Final = "SENT"
"""Handed to the supplier."""
SEND_FAILED: Final = "SEND_FAILED"
AMENDMENT_PENDING: Final = "AMENDMENT_PENDING"
"""The supplier has an amendment and answers later (202)."""
AMENDMENT_SEND_FAILED: Final = "AMENDMENT_SEND_FAILED"
CANCELLATION_PENDING: Final = "CANCELLATION_PENDING"
"""The supplier has a cancellation and answers later (202)."""
CANCELLATION_SEND_FAILED: Final = "CANCELLATION_SEND_FAILED"
CLOSURE_WARNED: Final = "CLOSURE_WARNED"
"""The tenant was told that a silent problem closes in 24 hours."""
CLOSED_BY_TIME: Final = "CLOSED_BY_TIME"
"""24 hours have passed since that warning."""
ENTITY_ENDED: Final = "ENTITY_ENDED"
"""What an amendment or cancellation was about has ended before it was answered."""

# The supplier, by reason code
CREATED: Final = "CREATED"
ACKNOWLEDGED: Final = "ACKNOWLEDGED"
COMMITTED: Final = "COMMITTED"
UPDATE: Final = "UPDATE"
INFORMATION_REQUIRED: Final = "INFORMATION_REQUIRED"
DELAY: Final = "DELAY"
RESUBMIT: Final = "RESUBMIT"
RESUMED: Final = "RESUMED"
REAPPOINT: Final = "REAPPOINT"
REAPPOINTED: Final = "REAPPOINTED"
ADDITIONAL: Final = "ADDITIONAL"
WARNING: Final = "WARNING"
AMENDED: Final = "AMENDED"
AMENDMENT_REJECTED: Final = "AMENDMENT_REJECTED"
CANCELLED: Final = "CANCELLED"
"""Cancelled because the tenant asked for it."""
CANCELLATION_REJECTED: Final = "CANCELLATION_REJECTED"
ORDER_REJECTED: Final = "ORDER_REJECTED"
"""Refused before acknowledgement; tests and problems too."""
COMPLETED: Final = "COMPLETED"
RESOLVED: Final = "RESOLVED"

# The supplier, by reason code and status
CREATED_ACKNOWLEDGED: Final = "CREATED_ACKNOWLEDGED"
CREATED_COMMITTED: Final = "CREATED_COMMITTED"
COMMITTED_LATE: Final = "COMMITTED_LATE"
"""COMMITTED for an order that went past ACKNOWLEDGED without being committed."""
COMPLETED_PARTIALLY: Final = "COMPLETED_PARTIALLY"
DELAY_WITHOUT_HOLD: Final = "DELAY_WITHOUT_HOLD"
"""DELAY whose status says that the work goes on."""
FAILED: Final = "FAILED"
"""The supplier ends it undelivered."""
NETWORK_INCIDENT: Final = "NETWORK_INCIDENT"
"""A problem is attached to a wider incident."""
RESULT: Final = "RESULT"
"""The result of a service test."""
RESUMED_BY_REAPPOINTED: Final = "RESUMED_BY_REAPPOINTED"
RESUMED_BY_UPDATE: Final = "RESUMED_BY_UPDATE"
STARTED: Final = "STARTED"
"""The supplier runs a service test."""
TERMINATED: Final = "TERMINATED"
"""Cancelled by the supplier; the tenant did not ask."""

BY_TENANT: Final = frozenset({ACCEPTED, RESOLUTION_ACCEPTED, RESOLUTION_REJECTED})
BY_GATEWAY: Final = frozenset(
    {
        SENT,
        SEND_FAILED,
        AMENDMENT_PENDING,
        AMENDMENT_SEND_FAILED,
        CANCELLATION_PENDING,
        CANCELLATION_SEND_FAILED,
        CLOSURE_WARNED,
        CLOSED_BY_TIME,
        ENTITY_ENDED,
    }
)
BY_SUPPLIER: Final = frozenset(
    {
        CREATED,
        ACKNOWLEDGED,
        COMMITTED,
        UPDATE,
        INFORMATION_REQUIRED,
        DELAY,
        RESUBMIT,
        RESUMED,
        REAPPOINT,
        REAPPOINTED,
        ADDITIONAL,
        WARNING,
        AMENDED,
        AMENDMENT_REJECTED,
        CANCELLED,
        CANCELLATION_REJECTED,
        ORDER_REJECTED,
        COMPLETED,
        RESOLVED,
        CREATED_ACKNOWLEDGED,
        CREATED_COMMITTED,
        COMMITTED_LATE,
        COMPLETED_PARTIALLY,
        DELAY_WITHOUT_HOLD,
        FAILED,
        NETWORK_INCIDENT,
        RESULT,
        RESUMED_BY_REAPPOINTED,
        RESUMED_BY_UPDATE,
        STARTED,
        TERMINATED,
    }
)
