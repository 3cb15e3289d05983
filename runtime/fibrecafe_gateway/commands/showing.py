"""KCIs as a person reads them, on the terminal of `serve` and `demo`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import click

from fibrecafe_api.tenant_updates import models
from fibrecafe_api.tenant_updates.server import (
    RequestContext,
    TenantUpdatesApi,
    anonymous,
    create_app,
)


class _Inbox(TenantUpdatesApi):
    def __init__(self, show: Callable[[models.TenantUpdate], None]) -> None:
        self._show = show

    async def kci(self, ctx: RequestContext, body: models.TenantUpdate) -> None:
        self._show(body)


def shown_inbox(show: Callable[[models.TenantUpdate], None] | None = None) -> Any:
    """A tenant's Tenant Updates API that shows what comes."""
    return create_app(_Inbox(show or _echo), authenticate=anonymous, document=False)


def _echo(update: models.TenantUpdate) -> None:
    click.echo(f"KCI  {line_of(update)}")


def line_of(update: models.TenantUpdate) -> str:
    """One line: which, about what, its state, what it says."""
    told: Any = update
    if isinstance(update, models.UnknownTenantUpdate):
        return f"of an unknown kind: {update.entity_type}"
    words = str(told.entity_type).lower().replace("_", " ")
    line = f"{told.sequence_number}  {words} {told.entity.id}  {told.entity.status}"
    said = getattr(told, "information", None) or getattr(told, "action", None)
    if said is not None:
        line += f"  {told.update_type} / {said.type}"
        line += "".join(f"  {text}" for text in (said.code, said.text) if text)
    error = getattr(told, "error", None)
    if error is not None:
        line += f"  ERROR {error.code}: {' '.join(error.messages)}"
    return line


def clock_time(moment: datetime) -> str:
    """`09:30:05`."""
    return moment.astimezone().strftime("%H:%M:%S")
