"""What is checked: an adapter, and the supplier behind it that can be made to misbehave.

A project gives one by a function `subject()` in `conformance.py` or `tests/conformance.py`:

    class AcmeSubject(Subject):
        name = "acme"
        capabilities = declared(AcmeAdapter, KCIS)
        behaviours = frozenset({Behaviour.REFUSE, Behaviour.HANG, ...})

        async def start(self) -> None: ...        # start the fake supplier
        async def provoke(self, behaviour): ...   # make it answer so from now on
        ...

    def subject() -> Subject:
        return AcmeSubject()
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeAlias

import httpx2

from fibrecafe_api.supplier_updates.models import SupplierUpdate

from ..adapters.discovery import AdapterFactory
from ..lifecycle.kinds import EntityKind
from ..settings import Credentials, SupplierSettings
from .behaviours import Behaviour
from .capabilities import Capabilities
from .samples import TestData

SUPPLIER = "CONFORMANCE"
"""What the supplier is called in the kit's gateway."""

TENANTS = ("FIRST", "SECOND")
"""The tenants on whose behalf the kit asks."""

Door: TypeAlias = Callable[[SupplierUpdate], Awaitable[None]]
"""Where KCIs go into the gateway. Raises the client's ApiError when one is not taken."""


class CannotSay(Exception):
    """The supplier has no such news; the text says why."""


@dataclass(frozen=True, slots=True)
class Received:
    """A request as it came to the supplier."""

    what: str
    """`POST /service-orders`."""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    """With names in lower case."""
    body: Any = None
    """JSON values, or the text where it is none."""
    query: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Listening:
    """Where the kit's gateway listens for KCIs that a supplier sends by itself, and who may."""

    host: str = "127.0.0.1"
    port: int = 0
    client_id: str = "supplier"
    client_secret: str = "conformance"


class Subject(ABC):
    """An adapter with its supplier. What it cannot do it leaves as it is here, and the checks that
    need it are skipped and say so."""

    name: str = "adapter"
    capabilities: Capabilities = Capabilities()
    behaviours: frozenset[Behaviour] = frozenset()
    """What `provoke` can bring about."""
    data: TestData = TestData()
    is_server: bool = False
    """Whether the supplier's own server is what is checked; what its failures make of the adapter
    is then of no interest."""
    listening: Listening = Listening()
    patience: float = 60.0
    """Seconds in which a supplier that sends its KCIs by itself brings an order to its end."""
    drops: Mapping[str, str] = MappingProxyType({})
    """Fields of requests that the supplier has no place for, and why: `create_order.hazards`."""
    first_number: int = 1000
    """Where the numbers of orders begin; a supplier that remembers wants new ones in each run."""
    reshapes_texts: str = ""
    """Why texts do not come to the supplier as they are, where they must not."""

    async def start(self) -> None:
        """Start the supplier. Called once."""
        return

    async def close(self) -> None:
        """End it. Called once, also when `start` failed."""
        return

    @property
    @abstractmethod
    def factory(self) -> AdapterFactory:
        """Makes the adapter, as the gateway would: usually its class."""

    def settings(self) -> SupplierSettings:
        """The supplier's section of the gateway's configuration; asked for when it is started."""
        return SupplierSettings(adapter=self.name)

    def credentials(self, tenant: str) -> Credentials | None:
        """A tenant's at the supplier; None: it asks for none."""
        return None

    def transport(self) -> httpx2.AsyncBaseTransport | None:
        """What carries requests to the supplier's server; None: the network."""
        return None

    async def provoke(self, behaviour: Behaviour | None) -> None:
        """Make the supplier answer in a way until the next call; None: as it usually does.

        What hangs is answered then. Only what `behaviours` has is asked for.
        """
        return

    def received(self) -> Sequence[Received]:
        """All that came to the supplier so far, the oldest first; empty: it is not recorded."""
        return ()

    async def told_gateway(self, url: str) -> None:
        """The kit's gateway listens there now: KCIs go to `/v1/kcis` below it."""
        return

    def reference_of(self, kind: EntityKind, tenant: str, id: int) -> str | None:
        """How the supplier calls what the gateway numbers so; None: it is not known yet."""
        return None

    async def cease(self, tenant: str, service_id: str) -> str | None:
        """Have the supplier end a service unasked; its reference of that. None: any will do."""
        return None

    async def say(self, update: SupplierUpdate, door: Door) -> None:
        """Have the supplier tell the gateway some news.

        `update` has them as the Supplier Updates API does. A supplier that speaks it says just
        that; another says it in its own words, and the adapter's side of it makes the KCI, with the
        `id` and number of `update` where the supplier has none. Raises CannotSay.
        """
        await door(update)
