"""Adapters by name: `native`, `tmforum`, those that the application brings, and those installed.

A package offers one through the entry-point group `fibrecafe.adapters`; what it names is called
with the supplier's id, its settings and the tenants' credentials, and gives a `SupplierAdapter`:

    [project.entry-points."fibrecafe.adapters"]
    acme = "acme_adapter:AcmeAdapter"
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import entry_points
from typing import Protocol

import httpx2

from ..settings import SupplierSettings
from .contract import SupplierAdapter
from .native import Credentials, NativeAdapter

GROUP = "fibrecafe.adapters"


class ConfigurationError(Exception):
    """The configuration asks for what cannot be had; the message says what to change."""


class AdapterFactory(Protocol):
    """Makes the adapter of one supplier; usually the adapter's class."""

    def __call__(
        self,
        supplier_id: str,
        settings: SupplierSettings,
        credentials: Credentials,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> SupplierAdapter:
        """`transport` carries HTTP requests under the gateway's policy, where there is one."""
        ...


def build_adapter(
    name: str,
    supplier_id: str,
    settings: SupplierSettings,
    credentials: Credentials,
    transport: httpx2.AsyncBaseTransport | None = None,
    *,
    extra: Mapping[str, AdapterFactory] | None = None,
) -> SupplierAdapter:
    """The adapter of a supplier. `extra` are adapters that are not installed, by name.

    Raises ConfigurationError.
    """
    own: dict[str, AdapterFactory] = {"native": NativeAdapter, "tmforum": _tmforum, **(extra or {})}
    factory = own.get(name) or _installed(name, supplier_id, own)
    try:
        adapter = factory(supplier_id, settings, credentials, transport)
    except Exception as error:
        raise ConfigurationError(
            f"supplier {supplier_id}: adapter {name} cannot be made: {_told(error)}"
        ) from error
    if not isinstance(adapter, SupplierAdapter):
        raise ConfigurationError(
            f"supplier {supplier_id}: adapter {name} gave a {type(adapter).__name__}, which is no"
            " fibrecafe_gateway.adapters.contract.SupplierAdapter; derive it from that class"
        )
    return adapter


def _tmforum(
    supplier_id: str,
    settings: SupplierSettings,
    credentials: Credentials,
    transport: httpx2.AsyncBaseTransport | None = None,
) -> SupplierAdapter:
    """Imported where it is used: most gateways have no such supplier."""
    from .tmforum.adapter import TmForumAdapter

    return TmForumAdapter(supplier_id, settings, credentials, transport)


def _installed(name: str, supplier_id: str, own: Mapping[str, AdapterFactory]) -> AdapterFactory:
    found = {point.name: point for point in entry_points(group=GROUP)}
    if name not in found:
        known = ", ".join(sorted({*own, *found}))
        raise ConfigurationError(
            f"supplier {supplier_id}: there is no adapter {name!r}; there are {known}. Others"
            f" come with packages that register one in the entry-point group {GROUP}"
        )
    try:
        factory: AdapterFactory = found[name].load()
    except Exception as error:  # a package of someone else's may raise anything
        raise ConfigurationError(
            f"supplier {supplier_id}: adapter {name} ({found[name].value}) cannot be imported:"
            f" {_told(error)}"
        ) from error
    if not callable(factory):
        raise ConfigurationError(
            f"supplier {supplier_id}: adapter {name} ({found[name].value}) is no class or function"
        )
    return factory


def _told(error: Exception) -> str:
    return str(error) if isinstance(error, ValueError) else f"{type(error).__name__}: {error}"
