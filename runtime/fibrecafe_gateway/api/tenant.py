"""The Tenant API, all sections together."""

from __future__ import annotations

from fibrecafe_api.tenant.server import TenantApi

from .assurance import Assurance
from .look_ups import LookUps
from .orders import Orders
from .requests import Requests
from .services import Services


class GatewayTenantApi(LookUps, Orders, Requests, Assurance, TenantApi):
    """What tenants ask of the gateway."""

    def __init__(self, services: Services) -> None:
        self.services = services
