"""A supplier and a tenant of many moods."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fibrecafe_api.supplier import models as supplier
from fibrecafe_gateway.adapters.contract import (
    Busy,
    Faulty,
    Refused,
    SupplierAdapter,
    TimedOut,
    Unreachable,
)
from fibrecafe_gateway.adapters.wire import plain, told
from fibrecafe_gateway.delivery.outcome import Claim, Kind, Message, Outcome
from fibrecafe_gateway.store.unit import Unit


@dataclass
class Script:
    """What the supplier answers next, and how the tenant takes what it is sent."""

    answers: list[str] = field(default_factory=list)
    takes: list[str] = field(default_factory=list)
    received: dict[str, list[tuple[int, dict[str, Any]]]] = field(default_factory=dict)
    store: Path = Path()
    """One whose schema is there, so that each life need not make it."""


SCRIPT = Script()


class Moody(SupplierAdapter):
    """Answers as the script says; without one, 202."""

    def __init__(self, *_: object) -> None:
        """As the factory of an adapter is called."""

    async def create_order(self, call: Any, body: Any) -> Any:
        dates = {"committedDate": "2026-02-02T12:00:00Z", "targetDate": "2026-02-02T12:00:00Z"}
        return _answer(body, supplier.ProvideServiceOrder, dates)

    async def amend_order(self, call: Any, body: Any) -> Any:
        return _answer(body, supplier.AmendProvideServiceOrder, {})

    async def cancel_order(self, call: Any, body: Any) -> Any:
        return _answer(body, supplier.ServiceOrderCancellation, {})


def _answer(body: Any, kind: Any, dates: dict[str, str]) -> Any:
    answer = SCRIPT.answers.pop(0) if SCRIPT.answers else "202"
    failures = {
        "422": Refused("no"),
        "500": Faulty("broken"),
        "503": Busy(),
        "time-out": TimedOut(),
        "unreachable": Unreachable(),
    }
    if answer in failures:
        raise failures[answer]
    if answer == "202":
        return None
    status = "IN_PROGRESS" if answer == "committed" else "ACKNOWLEDGED"
    more = {"status": status, **dates} if dates else {}
    return told(kind, {**plain(body), **more})


class Tenant:
    """Takes KCIs in the place of the one that posts them."""

    async def deliver(self, message: Message, claim: Claim) -> Outcome:
        takes = SCRIPT.takes.pop(0) if SCRIPT.takes else "204"
        whole = json.loads(message.head) | {"entity": json.loads(message.body)}
        if takes in ("204", "lost"):  # lost: received, and the answer did not come
            SCRIPT.received.setdefault(message.lane, []).append((message.seq, whole))
        kinds = {"204": Kind.DONE, "422": Kind.REFUSED, "503": Kind.RETRY, "lost": Kind.RETRY}
        return Outcome(kinds[takes], "r", 204 if takes == "204" else None, takes)

    def settle(self, unit: Unit, message: Message, outcome: Outcome) -> None:
        """Nothing follows."""
