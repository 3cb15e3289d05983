"""Delivery, and what happens with time."""

from __future__ import annotations

from pydantic import Field

from .section import Seconds, Section


class Delivery(Section):
    """Messages to tenants and to suppliers."""

    slots: int = Field(default=64, gt=0)
    """Requests in flight at once."""
    slots_per_endpoint: int = Field(default=16, gt=0)
    """Of them, to one tenant or one supplier."""
    timeout: Seconds = 10.0
    """Of one request to a tenant."""
    lease: Seconds = 30.0
    """How long a claim holds; a dead worker's lanes are free after it."""
    unflushed: int = Field(default=512, gt=0)
    """Deliveries done and not yet recorded, at most: the bound of repeated ones after a crash."""
    poll: Seconds = 0.05
    """Pause when there is nothing to do; a new message in the same process ends it."""
    probe: Seconds = 45.0
    """Between probes of a paused endpoint."""
    send_window: Seconds = 60.0
    """How long a supplier that cannot be reached, or is busy, is tried again."""
    unknown_window: Seconds = 900.0
    """How long the outcome of a supplier call may stay unknown, before FAILED_TO_SEND."""
    allow_internal: bool = False
    """Whether tenants' endpoints may be at loopback, private and link-local addresses."""


class Problems(Section):
    """Service problems that are resolved."""

    warn_after: Seconds = 24 * 3600.0
    """Silence of the tenant after which it is told that the problem closes."""
    close_after: Seconds = 24 * 3600.0
    """From that warning to the closing."""


class Retention(Section):
    """How long what is finished stays in the tables that delivery works on."""

    delivered: Seconds = 30 * 24 * 3600.0
    """Messages of a lane with nothing undelivered, and their attempts, from the last try on; then they
    go to tables of their own, where a GET of the order still finds them."""
