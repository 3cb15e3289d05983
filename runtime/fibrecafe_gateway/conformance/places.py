"""Where in the documents a rule stands: `supplier/1.15 #/paths/~1quote/post/responses/201`."""

from __future__ import annotations

from collections.abc import Mapping

from fibrecafe_api import supplier, supplier_updates, tenant_updates
from fibrecafe_api.supplier.server import ROUTES
from fibrecafe_api.supplier_updates.server import ROUTES as UPDATE_ROUTES

_VERSIONS: Mapping[str, str] = {
    "supplier": supplier.SPEC_VERSION,
    "supplier-updates": supplier_updates.SPEC_VERSION,
    "tenant-updates": tenant_updates.SPEC_VERSION,
}

OPERATIONS: Mapping[str, tuple[str, str]] = {
    route.handler: (route.path, route.method.lower()) for route in ROUTES
}
"""Path and method of each operation of the Supplier API, by the adapter's method."""

STATUSES: Mapping[str, tuple[int, ...]] = {
    route.handler: tuple(answer.status for answer in route.answers) for route in ROUTES
}
"""The statuses of success that each may have."""


def place(document: str, *parts: str) -> str:
    """A pointer into a document."""
    escaped = (part.replace("~", "~0").replace("/", "~1") for part in parts)
    return f"{document}/{_VERSIONS[document]} #/" + "/".join(escaped)


def of_operation(operation: str, *parts: str) -> str:
    """A pointer below an operation of the Supplier API."""
    return place("supplier", "paths", *OPERATIONS[operation], *parts)


def of_success(operation: str) -> str:
    """An operation's first successful answer."""
    return of_operation(operation, "responses", str(STATUSES[operation][0]))


def of_kci(*parts: str) -> str:
    """A pointer into what suppliers tell the gateway."""
    (route,) = UPDATE_ROUTES
    if parts:
        return place("supplier-updates", *parts)
    return place("supplier-updates", "paths", route.path, route.method.lower())


def of_schema(name: str, *parts: str, document: str = "supplier-updates") -> str:
    """A schema, or something in it."""
    return place(document, "components", "schemas", name, *parts)
