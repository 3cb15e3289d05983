"""Who the tenants and the suppliers are, and who goes with whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fibrecafe_api.tenant.server import Problem

from ..adapters.slots import StandardSlots, standard_slots
from ..adapters.versions import SupplierVersion
from ..settings import Settings, SupplierSettings, TenantSettings


class NotRouted(Exception):
    """No supplier can be asked; the messages are sentences for the tenant."""

    def __init__(self, *messages: str, unsupported: bool = False) -> None:
        super().__init__(*messages)
        self.messages = messages
        self.unsupported = unsupported
        """Whether suppliers were named well, and lack what is asked for."""

    def problem(self) -> Problem:
        """The answer to the tenant."""
        if self.unsupported:
            return Problem(501, *self.messages, code="SUPPLIER_FAULT")
        return Problem(422, *self.messages, code="INVALID_REQUEST")


@dataclass(frozen=True, slots=True)
class Supplier:
    """A supplier, as routing sees it."""

    id: str
    settings: SupplierSettings
    version: SupplierVersion
    standard_slots: StandardSlots | None
    """Which appointment slots are standard by agreement; None: there is none."""


@dataclass(frozen=True, slots=True)
class Tenant:
    """A tenant, as routing sees it."""

    id: str
    settings: TenantSettings
    suppliers: Mapping[str, Supplier]
    """Its suppliers, in the order of its configuration."""


class Directory:
    """All tenants and suppliers of a configuration."""

    def __init__(self, settings: Settings) -> None:
        """Raises ValueError for options of a supplier that make no sense; it names the supplier."""
        self._suppliers = {name: _supplier(name, s) for name, s in settings.suppliers.items()}
        self._tenants = {
            name: Tenant(name, s, {own: self._suppliers[own] for own in s.suppliers})
            for name, s in settings.tenants.items()
        }

    def tenant(self, tenant_id: str) -> Tenant:
        """Raises KeyError: tenants come from tokens, and are known by then."""
        return self._tenants[tenant_id]

    def knows_tenant(self, tenant_id: str) -> bool:
        """Whether there is such a tenant."""
        return tenant_id in self._tenants

    def supplier(self, supplier_id: str) -> Supplier:
        """Any supplier, whoever uses it. Raises KeyError."""
        return self._suppliers[supplier_id]

    @property
    def tenants(self) -> Mapping[str, Tenant]:
        """All tenants by id."""
        return self._tenants

    @property
    def suppliers(self) -> Mapping[str, Supplier]:
        """All suppliers by id."""
        return self._suppliers

    def supplier_of(self, tenant_id: str, name: str | None) -> Supplier:
        """The supplier that a tenant names; without a name its default, or its only one (ours).

        Raises NotRouted.
        """
        tenant = self.tenant(tenant_id)
        if name is not None:
            if name not in tenant.suppliers:
                raise NotRouted(unknown_supplier(tenant, name))
            return tenant.suppliers[name]
        if tenant.settings.default_supplier is not None:
            return self._suppliers[tenant.settings.default_supplier]
        if len(tenant.suppliers) == 1:
            return next(iter(tenant.suppliers.values()))
        raise NotRouted(f"no supplier is named; {_yours(tenant)}")


def unknown_supplier(tenant: Tenant, name: str) -> str:
    """The same for a supplier of others and for one that nobody has."""
    return f"supplier {name} is not one of yours; {_yours(tenant)}"


def _yours(tenant: Tenant) -> str:
    if not tenant.suppliers:
        return "you have none yet"
    return f"yours are {', '.join(tenant.suppliers)}"


def _supplier(name: str, settings: SupplierSettings) -> Supplier:
    try:
        return Supplier(name, settings, SupplierVersion.of(settings), standard_slots(settings))
    except ValueError as error:
        raise ValueError(f"supplier {name}: {error}") from error
