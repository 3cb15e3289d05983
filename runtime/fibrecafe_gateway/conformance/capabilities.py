"""What an adapter says it can do. What it does not say is not held against it, but it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from inspect import getattr_static
from types import MappingProxyType
from typing import Final

from ..adapters.contract import AddressSource, SupplierAdapter
from .places import OPERATIONS

ADDRESSES: Final = "address_lookup"
"""It can look addresses up."""
HEADERS: Final = "headers"
"""Its supplier takes X-Request-ID, X-Conversation-ID and Tenant."""
KCIS: Final = "kcis"
"""Its supplier's news can be brought about, and come to the gateway."""
TENANTS: Final = "tenants"
"""Each tenant has credentials of its own at the supplier."""
SERVER: Final = "server"
"""Its supplier serves the Supplier API itself, and can be asked without the adapter."""
OWN_NEWS: Final = "own_news"
"""Its supplier sends KCIs to the gateway by itself, when an order is placed."""

WORDS: Final = MappingProxyType(
    {
        **{name: f"the operation {name}" for name in OPERATIONS},
        ADDRESSES: "the look-up of addresses",
        HEADERS: "ids in headers",
        KCIS: "news of the supplier",
        TENANTS: "credentials for each tenant",
        SERVER: "the Supplier API itself, without the adapter",
        OWN_NEWS: "KCIs that the supplier sends by itself",
    }
)
"""Every capability, in words."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What is there, and what is meant to come. Raises ValueError for names that do not exist."""

    has: frozenset[str] = frozenset()
    planned: frozenset[str] = field(default_factory=frozenset[str])

    def __post_init__(self) -> None:
        unknown = sorted((self.has | self.planned) - set(WORDS))
        if unknown:
            raise ValueError(
                f"there is no capability {', '.join(unknown)}; there are {', '.join(sorted(WORDS))}"
            )
        both = sorted(self.has & self.planned)
        if both:
            raise ValueError(f"{', '.join(both)}: cannot be there and planned at once")


def operations_of(adapter: type[SupplierAdapter]) -> frozenset[str]:
    """The operations that a class has: those that it does not leave to the contract."""
    own = {
        name
        for name in OPERATIONS
        if getattr_static(adapter, name) is not getattr_static(SupplierAdapter, name)
    }
    return frozenset({*own, *([ADDRESSES] if issubclass(adapter, AddressSource) else [])})


def declared(
    adapter: type[SupplierAdapter],
    *more: str,
    planned: Iterable[str] = (),
    without: Iterable[str] = (),
) -> Capabilities:
    """What a class has, with `more` beside its operations."""
    coming = frozenset(planned)
    has = (operations_of(adapter) | frozenset(more)) - frozenset(without) - coming
    return Capabilities(has, coming)
