"""The good adapter with something between it and its gateway."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import httpx2

from ...adapters.contract import SupplierAdapter, SupplierCall
from ...adapters.discovery import AdapterFactory
from ...adapters.native import Credentials as Auth
from ...settings import SupplierSettings
from ..behaviours import Behaviour
from ..levels import Level
from ..native_subject import NativeSubject
from ..places import OPERATIONS


@dataclass(frozen=True, slots=True)
class Asked:
    """A call of an adapter."""

    operation: str
    call: SupplierCall
    arguments: tuple[Any, ...]
    named: Mapping[str, Any]
    good: SupplierAdapter

    @property
    def body(self) -> Any:
        """Of the request; None: it has none."""
        return self.arguments[0] if self.arguments else None

    def but(self, body: Any = None, call: SupplierCall | None = None) -> Asked:
        """The same with another body or call, where one is given."""
        arguments = self.arguments if body is None else (body,)
        return replace(self, arguments=arguments, call=call or self.call)

    async def proceed(self) -> Any:
        """Ask the good adapter."""
        method = getattr(self.good, self.operation)
        return await method(self.call, *self.arguments, **self.named)


class Broken(NativeSubject):
    """The native adapter in process, wrong in one way."""

    level: ClassVar[Level] = Level.BRONZE
    """The level whose checks see it."""
    fails: ClassVar[frozenset[str]]
    """The checks of that level that it must fail; no other one may."""

    def __init__(self) -> None:
        super().__init__(http=False)
        self.name = type(self).__name__

    @property
    def behaviour(self) -> Behaviour | None:
        """What the supplier was made to do."""
        return self._supplier.behaviour

    @property
    def good_factory(self) -> AdapterFactory:
        """Makes the good adapter."""
        return super().factory

    @property
    def factory(self) -> AdapterFactory:
        """Makes the good adapter, and wraps it."""
        make = self.good_factory

        def made(
            supplier_id: str,
            settings: SupplierSettings,
            credentials: Auth,
            transport: httpx2.AsyncBaseTransport | None = None,
        ) -> SupplierAdapter:
            return Wrapped(make(supplier_id, settings, credentials), self)

        return made

    async def around(self, asked: Asked) -> Any:
        """What becomes of a call; here it is made as it should be."""
        return await asked.proceed()


class Wrapped(SupplierAdapter):
    """Asks its subject what to do with each call."""

    def __init__(self, good: SupplierAdapter, broken: Broken) -> None:
        self._good = good
        self._broken = broken

    async def aclose(self) -> None:
        """Close the good one."""
        await self._good.aclose()


def _method(operation: str) -> Any:
    async def method(self: Wrapped, call: SupplierCall, *arguments: Any, **named: Any) -> Any:
        asked = Asked(operation, call, arguments, named, self._good)
        return await self._broken.around(asked)

    method.__name__ = operation
    return method


for _operation in OPERATIONS:
    setattr(Wrapped, _operation, _method(_operation))


def fails(level: str, *names: str) -> frozenset[str]:
    """Ids of checks of a level."""
    return frozenset(f"{level}.{name}" for name in names)
