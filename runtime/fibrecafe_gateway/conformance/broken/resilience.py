"""Wrong when the supplier is: seen by the checks of gold."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID, uuid5

from fibrecafe_api.supplier_updates.models import SupplierUpdate

from ...adapters.contract import (
    Busy,
    Faulty,
    Refused,
    SupplierAdapter,
    SupplierFailure,
    TimedOut,
)
from ...adapters.discovery import AdapterFactory
from ...settings import Bearer, Credentials, Secret
from ..behaviours import SLOW, Behaviour
from ..levels import Level
from ..subject import TENANTS, Door
from .breaking import Asked, Broken, Wrapped, fails
from .life import changed

_NAMESPACE = UUID(int=7)


class UnderStress(Broken):
    """Seen by gold."""

    level = Level.GOLD


class HasNoPatience(UnderStress):
    """A time-out of its own, whatever the call's deadline is."""

    fails = fails("gold", "slow")

    async def around(self, asked: Asked) -> Any:
        """Raises TimedOut."""
        try:
            async with asyncio.timeout(SLOW / 2 if self.behaviour is Behaviour.SLOW else None):
                return await super().around(asked)
        except TimeoutError as error:
            raise TimedOut(detail="0.1 s") from error


class GivesUp(UnderStress):
    """Whatever goes wrong is a refusal."""

    fails = fails("gold", "reset", "garbage", "rate-limit", "busy", "restart.in-flight")

    async def around(self, asked: Asked) -> Any:
        """Raises Refused."""
        try:
            return await super().around(asked)
        except (Busy, Faulty, TimedOut) as error:
            raise Refused("it did not work") from error


class StaysBroken(UnderStress):
    """After a failure the connection is not usable, until it is noticed."""

    fails = fails("gold", "recovers")
    _broken = False

    async def around(self, asked: Asked) -> Any:
        """Raises Busy after a failure."""
        if self._broken and self.behaviour is None:
            self._broken = False
            raise Busy(detail="the connection is in use")
        try:
            return await super().around(asked)
        except SupplierFailure:
            self._broken = self.behaviour in (Behaviour.RESET, Behaviour.GARBAGE)
            raise


class OneAtATime(UnderStress):
    """One lock for all calls."""

    fails = fails("gold", "one-alone")
    _lock: asyncio.Lock | None = None

    async def around(self, asked: Asked) -> Any:
        """Waits for its turn."""
        if self._lock is None:
            self._lock = asyncio.Lock()
        try:
            async with asyncio.timeout(asked.call.deadline), self._lock:
                return await super().around(asked)
        except TimeoutError as error:
            raise TimedOut(detail="not its turn") from error


class FetchesOneToken(UnderStress):
    """A token is fetched once, and used for ever."""

    fails = fails("gold", "token-expires")

    def credentials(self, tenant: str) -> Credentials | None:
        """A token that is known."""
        return Bearer(kind="bearer", token=Secret.model_validate({"value": f"fixed-{tenant}"}))

    async def start(self) -> None:
        """The tokens are good at first."""
        await super().start()
        self._good()

    async def provoke(self, behaviour: Behaviour | None) -> None:
        """They are good again when the check is over."""
        await super().provoke(behaviour)
        if behaviour is None:
            self._good()

    def _good(self) -> None:
        for tenant in TENANTS:
            self._desk.know(f"fixed-{tenant}", tenant)


class RemembersOrders(UnderStress):
    """Orders that it did not place it does not know; and its KCIs are counted from its start."""

    fails = fails("gold", "restart.adapter", "restart.gateway")
    _kcis = 0

    @property
    def factory(self) -> AdapterFactory:
        """With a memory that ends with it."""
        make = self.good_factory

        class Remembering(Wrapped):
            def __init__(self, *given: Any) -> None:
                super().__init__(*given)
                self.placed: set[int] = set()

            async def create_order(self, call: Any, *arguments: Any, **named: Any) -> Any:
                """Remembers it."""
                self.placed.add(arguments[0].id)
                return await super().create_order(call, *arguments, **named)

            async def amend_order(self, call: Any, *arguments: Any, **named: Any) -> Any:
                """Raises Refused for one that it does not know."""
                if arguments[0].order_id not in self.placed:
                    raise Refused("there is no such order")
                return await super().amend_order(call, *arguments, **named)

        def made(*given: Any) -> SupplierAdapter:
            self._kcis = 0
            return Remembering(make(*given), self)

        return made  # type: ignore[return-value]

    async def say(self, update: SupplierUpdate, door: Door) -> None:
        """With an id that is counted."""
        self._kcis += 1
        id = uuid5(_NAMESPACE, str(self._kcis))
        await super().say(changed(update, id=str(id)), door)


RESILIENCE: tuple[type[Broken], ...] = (
    HasNoPatience,
    GivesUp,
    StaysBroken,
    OneAtATime,
    FetchesOneToken,
    RemembersOrders,
)
