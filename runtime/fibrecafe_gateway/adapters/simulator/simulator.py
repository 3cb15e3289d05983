"""A supplier in a box: what it has taken, and the KCIs that follow."""

from __future__ import annotations

import asyncio
import hashlib
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID
from zlib import crc32

from pydantic import BaseModel

from fibrecafe_api.supplier_updates.models import ReasonCode

from ...clock import Clock, SystemClock, to_text
from .content import commit
from .directions import Direction, Parameters, Unplayable, read_scenario
from .entity import Entity
from .journal import Journal, Rows
from .misbehaviour import plan
from .pump import Pump, Send
from .scenarios import default_of
from .script import AT_ONCE, AT_ONCE_COMMITTED, Brings, Kci, Section

T = TypeVar("T")

ORDERS = "orders"
"""Where orders are, but for ethernet ones."""

CEASE_REASONS = ("CHANGE_OF_CP", "WORKING_LINE_TAKEOVER", "CP_REQUEST")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What a new entity is made of."""

    tenant: str
    shelf: str
    kind: str
    id: int | None
    reference: str
    body: BaseModel | None
    facts: dict[str, Any]
    wanted: str | None = None
    conversation: str | None = None
    kept: tuple[str, ...] = ()


class Simulator:
    """Takes requests, answers them as their scenario says, and sends the KCIs that follow.

    Everything random comes from `seed`; None draws one. `kci_delay`: seconds between KCIs, where a
    request does not say. `journal`: the file that survives a restart; None: memory. `sleep` waits
    where an answer shall be slow. Close it with `aclose`. Raises JournalUnusable.
    """

    def __init__(
        self,
        send: Send,
        *,
        clock: Clock | None = None,
        seed: int | None = None,
        journal: Path | None = None,
        kci_delay: float = 30.0,
        parallel: int = 16,
        keep_open: int = 20_000,
        keep_done: int = 2_000,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.clock: Clock = clock or SystemClock()
        self.seed = random.SystemRandom().randrange(2**32) if seed is None else seed
        self.kci_delay = kci_delay
        self.sleep = sleep
        self._rng = random.Random(self.seed)
        self._journal = Journal(journal, keep_open=keep_open, keep_done=keep_done)
        self._pump = Pump(self._journal, send, self.clock, self._uuid, parallel=parallel)
        self._ceases = 0

    async def run(self) -> None:
        """Send KCIs as they become due, until it is cancelled."""
        await self._pump.run()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Send KCIs meanwhile."""
        task = asyncio.create_task(self.run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def pump_due(self, now: datetime | None = None) -> int:
        """Send all that is due at a time, by default now; gives how many KCIs arrived."""
        return await self._pump.pump_due(now)

    async def next_due(self) -> datetime | None:
        """When there is something to do; None: never, as things are."""
        return await self._pump.next_due()

    async def count(self) -> int:
        """How many orders, tests and problems are remembered."""
        return await self._journal.run(lambda rows: rows.count())

    async def keep(self, unit: Callable[[Rows], T]) -> T:
        """Run a unit of the journal, and send what is due after it."""
        result = await self._journal.run(unit)
        self._pump.wake()
        return result

    async def aclose(self) -> None:
        """Close the journal."""
        self._journal.close()

    async def cease(
        self,
        tenant: str,
        service_id: str,
        reason: str = "CHANGE_OF_CP",
        *,
        status: str = "ACKNOWLEDGED",
        requested_cease_date: datetime | None = None,
        scenario: str | None = None,
    ) -> str:
        """Cease a tenant's service unasked; gives the supplier's reference of the order.

        `status`: ACKNOWLEDGED or IN_PROGRESS, as the order is created. `scenario` says more.
        Raises Unplayable.
        """
        direction = self._cease_direction(status, scenario)
        if reason not in CEASE_REASONS:
            raise Unplayable(f"reason: must be one of {', '.join(CEASE_REASONS)}")
        now = self.clock.now()
        self._ceases += 1
        wanted = requested_cease_date or now
        if not 2000 <= wanted.year < 2100:
            raise Unplayable("requestedCeaseDate: must be in this century")
        newcomer = Newcomer(
            tenant=tenant,
            shelf=ORDERS,
            kind="unsolicitedCeaseServiceOrder",
            id=None,
            # Not only a count: the gateway still knows those of the process before.
            reference=f"UC{round(now.timestamp() * 1000):X}{self._rng.getrandbits(16):04X}"
            f"_{self._ceases}",
            body=None,
            facts={
                "orderType": "UNSOLICITED_CEASE",
                "serviceId": service_id,
                "reason": reason,
                "requestedCeaseDate": to_text(wanted),
            },
            wanted=to_text(wanted) if requested_cease_date else None,
            conversation=self._uuid(),
        )
        entity = self.enter(newcomer, direction)
        await self.keep(lambda rows: rows.add(entity))
        return entity.reference

    def enter(self, new: Newcomer, direction: Direction) -> Entity:
        """A new entity, with the KCIs that its scenario has."""
        entity = Entity(
            tenant=new.tenant,
            shelf=new.shelf,
            kind=new.kind,
            id=new.id,
            reference=new.reference,
            conversation=new.conversation,
            seed=str(self.seed),
            digest=digest(new.body) if new.body is not None else "",
            facts=new.facts,
            wanted=new.wanted,
            outcome=direction.scenario.outcome,
            delay=direction.kci_delay,
            target_offset=direction.parameters.target_date_offset,
            delay_days=direction.parameters.delay_days,
            kept=list(new.kept),
        )
        now = self.clock.now()
        kcis = _after_answer(entity, direction, now)
        own = direction.parameters.seed
        rng = random.Random(own) if own is not None else entity.rng("plan")
        planned = plan(kcis, direction.parameters.misbehave, rng)
        entity.steps = entity.steps_of(planned, now, direction.manner)
        later = plan(direction.scenario.resume, (), rng)
        entity.resume = entity.steps_of(later, now, direction.manner)
        return entity

    def _cease_direction(self, status: str, text: str | None) -> Direction:
        if status not in ("ACKNOWLEDGED", "IN_PROGRESS"):
            raise Unplayable("status: must be ACKNOWLEDGED or IN_PROGRESS")
        scenario, parameters = default_of(Section.CEASES), Parameters()
        if text:
            scenario, parameters = read_scenario(text)
        elif status == "IN_PROGRESS":
            scenario, parameters = read_scenario("CEASE_COMMITTED_AT_ONCE")
        if scenario.section is not Section.CEASES:
            raise Unplayable(f"{scenario.name} is not for {Section.CEASES}")
        delay = self.kci_delay if parameters.kci_delay is None else parameters.kci_delay
        return Direction(scenario, parameters, parameters.problem_code, delay)

    def _uuid(self) -> str:
        return str(UUID(int=self._rng.getrandbits(128), version=4))


def _after_answer(entity: Entity, direction: Direction, now: datetime) -> tuple[Kci, ...]:
    """The KCIs that are left when the answer has told the first ones."""
    kcis = direction.scenario.kcis
    if direction.scenario.section is Section.SERVICE_TESTS:
        entity.status = "IN_PROGRESS"
    elif direction.answer in (AT_ONCE, AT_ONCE_COMMITTED):
        count = 1
        if direction.answer == AT_ONCE_COMMITTED:
            count += [kci.reason for kci in kcis].index(ReasonCode.COMMITTED)
        entity.status = kcis[count - 1].status
        if kcis[count - 1].brings is Brings.DATES:
            commit(entity, now)
        return kcis[count:]
    return kcis


def reference_for(prefix: str, tenant: str, id: int) -> str:
    """The supplier's reference of what the gateway numbers so: the same each time, at most 25
    characters of those that all references may have."""
    return f"{prefix}{crc32(tenant.encode()) & 0xFFFFFF:06X}_{id}"


def digest(body: BaseModel) -> str:
    """Tells two requests apart."""
    text = body.model_dump_json(by_alias=True, exclude_none=True)
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()
