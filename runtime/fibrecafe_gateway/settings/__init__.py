"""What the gateway can be told: a TOML file, then the environment over it.

`FIBRECAFE_SERVER__PORT=9000` is `[server] port = 9000`. Unknown keys are refused. A secret is given
as `..._file` (a path) or in the environment, and never printed. `docs/configuration.md` lists all.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal, Self

from pydantic import model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from .credentials import Basic, Bearer, Certificate, Credentials, OAuth, Secret
from .delivery import Delivery, Problems, Retention
from .parties import SupplierSettings, TenantSettings, Updates
from .section import SupplierId, TenantId
from .server import Admin, Client, Server, Store, Telemetry, Tokens

__all__ = [
    "Admin", "Basic", "Bearer", "Certificate", "Client", "Credentials", "Delivery", "OAuth",
    "Problems", "Retention", "Secret", "Server", "Settings", "Store", "SupplierSettings",
    "Telemetry", "TenantSettings", "Tokens", "Updates",
]  # fmt: skip


class Settings(BaseSettings):
    """All of it."""

    model_config = SettingsConfigDict(
        env_prefix="FIBRECAFE_",
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        use_attribute_docstrings=True,
    )

    server: Server = Server()
    store: Store = Store()
    tokens: Tokens = Tokens()
    delivery: Delivery = Delivery()
    problems: Problems = Problems()
    retention: Retention = Retention()
    admin: Admin = Admin()
    telemetry: Telemetry = Telemetry()
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """From which level on the log is written."""
    suppliers: dict[SupplierId, SupplierSettings] = {}
    tenants: dict[TenantId, TenantSettings] = {}

    @model_validator(mode="after")
    def _agree(self) -> Self:
        for name, tenant in self.tenants.items():
            named = {*tenant.suppliers, *tenant.credentials, *tenant.certificates}
            if tenant.default_supplier:
                named.add(tenant.default_supplier)
            for missing in sorted(named - set(self.suppliers)):
                raise ValueError(f"tenant {name} names supplier {missing}, which is not configured")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment goes over the file."""
        return (env_settings, init_settings)

    @classmethod
    def load(cls, file: Path | None = None) -> Self:
        """Read a file and the environment.

        Raises OSError, tomllib.TOMLDecodeError and pydantic's ValidationError.
        """
        return cls(**(tomllib.loads(file.read_text()) if file else {}))
