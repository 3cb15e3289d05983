"""What each version of the Supplier API has.

`guide`: what the change log states. `ours`: 1.10 to 1.15 have no public notes, so that what came
somewhere in them counts as there from 1.10; and that cease, modify and orders for existing lines
came with 1.7 follows from "NEW provide orders only in practice" before it. A supplier that differs
says so in its configuration: `options.features = {quotes = false}`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeVar

from pydantic import BaseModel

from fibrecafe_api.supplier import models as supplier

from ..settings import SupplierSettings
from .contract import Unsupported

M = TypeVar("M", bound=BaseModel)


class NotInVersion(Unsupported):
    """The gateway's own word: the supplier's version lacks it; nothing was sent."""


class Feature(Enum):
    """Something that not every version has: its first version, and its name for people."""

    LIVE_LINES = (7, "orders for existing lines (START, TAKEOVER, TRANSFER)")  # ours
    CHANGES = (7, "cease and modify orders")  # ours
    SWAP = (9, "SWAP orders")  # guide
    SERVICE_TYPES = (10, "ETHERNET availability")  # ours
    QUOTES = (10, "quotes")  # ours
    ETHERNET_ORDERS = (10, "ethernet orders")  # ours
    SERVICE_TESTS = (10, "service tests")  # ours
    SERVICE_PROBLEMS = (10, "service problems")  # ours
    ORDER_REFERENCES = (10, "order references on amendments and cancellations")  # ours

    @property
    def since(self) -> int:
        """N of the first version 1.N that has it."""
        return self.value[0]

    @property
    def what(self) -> str:
        """Its name for people."""
        return self.value[1]


_NAMED: Mapping[str, Feature] = {feature.name.lower(): feature for feature in Feature}

_NEEDS: Mapping[str, Feature] = {
    "quote": Feature.QUOTES,
    "create_ethernet_order": Feature.ETHERNET_ORDERS,
    "service_test": Feature.SERVICE_TESTS,
    "create_problem": Feature.SERVICE_PROBLEMS,
    "amend_problem": Feature.SERVICE_PROBLEMS,
    "cancel_problem": Feature.SERVICE_PROBLEMS,
    "service_problem_resolution": Feature.SERVICE_PROBLEMS,
}

_ORDER_NEEDS: Mapping[str, Feature] = {
    "START": Feature.LIVE_LINES,
    "TAKEOVER": Feature.LIVE_LINES,
    "TRANSFER": Feature.LIVE_LINES,
    "SWAP": Feature.SWAP,
    "CEASE": Feature.CHANGES,
    "MODIFY": Feature.CHANGES,
}


@dataclass(frozen=True, slots=True)
class SupplierVersion:
    """A supplier's version of the Supplier API, with what its configuration says otherwise."""

    number: str = "1.15"
    configured: Mapping[Feature, bool] = field(default_factory=dict[Feature, bool])

    @classmethod
    def of(cls, settings: SupplierSettings) -> SupplierVersion:
        """The version of a supplier. Raises ValueError for features that do not exist."""
        given = settings.options.get("features", {})
        if not isinstance(given, Mapping):
            raise ValueError("options.features must be a table, such as {quotes = false}")
        configured: dict[Feature, bool] = {}
        for name, value in given.items():
            if name not in _NAMED or not isinstance(value, bool):
                known = ", ".join(_NAMED)
                raise ValueError(
                    f"options.features: {name} = {value!r}; features are {known}, with true or false"
                )
            configured[_NAMED[name]] = value
        return cls(settings.api_version, configured)

    def has(self, feature: Feature) -> bool:
        """Whether it has something."""
        minor = int(self.number.partition(".")[2])
        return self.configured.get(feature, minor >= feature.since)

    def lacks(
        self,
        operation: str,
        *,
        order_type: str | None = None,
        service_types: Iterable[str] = (),
    ) -> str | None:
        """A sentence that says why it cannot do an operation; None when it can.

        `order_type` is that of an order; `service_types` those that availability is asked for.
        """
        needed = _NEEDS.get(operation)
        if operation == "create_order" and order_type is not None:
            needed = _ORDER_NEEDS.get(order_type)
        if operation == "availability_check":
            # BROADBAND is what every version answers with, so one of the two is enough.
            wanted = {str(getattr(kind, "value", kind)) for kind in service_types}
            needed = Feature.SERVICE_TYPES if wanted == {"ETHERNET"} else None
        if needed is None or self.has(needed):
            return None
        if needed in self.configured:
            return f"it is configured without {needed.what}"
        return f"Supplier API {self.number} has no {needed.what}; 1.{needed.since} has"


def require(
    version: SupplierVersion,
    operation: str,
    *,
    order_type: str | None = None,
    service_types: Iterable[str] = (),
) -> None:
    """Raises NotInVersion when the version lacks what an operation needs."""
    missing = version.lacks(operation, order_type=order_type, service_types=service_types)
    if missing is not None:
        raise NotInVersion(missing)


def strip(version: SupplierVersion, model: M) -> M:
    """A request without what the version lacks; the same object when there is nothing to leave."""
    if (
        not version.has(Feature.ORDER_REFERENCES)
        and getattr(model, "supplier_order_reference", None) is not None
    ):
        return model.model_copy(update={"supplier_order_reference": None})
    return model


def strip_service_types(
    version: SupplierVersion, service_types: Sequence[supplier.ServiceType]
) -> list[supplier.ServiceType] | None:
    """The parameter `serviceTypes`; None: the version lacks it, and BROADBAND is what it has."""
    if not version.has(Feature.SERVICE_TYPES):
        return None
    return list(service_types) or [supplier.ServiceType.BROADBAND]
