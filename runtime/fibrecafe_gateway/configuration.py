"""Renders docs/configuration.md from the settings: `python -m fibrecafe_gateway.configuration`."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from . import settings

_HEAD = """\
# Configuration

`fibrecafe serve --config fibrecafe.toml`. Without a file, and without tenants in the environment, the
gateway starts for trying it out. What is written here is made from `settings/`:
`python -m fibrecafe_gateway.configuration > docs/configuration.md`.

- Every key can also come from the environment, which goes over the file:
  `FIBRECAFE_SERVER__PORT=9000` is `[server] port = 9000`; tables of names take JSON:
  `FIBRECAFE_TENANTS='{"ACME": {...}}'`.
- Unknown keys are refused, with their place.
- A secret is `{file = "PATH"}`, or `{value = "..."}` best in the environment; it is never printed.
- Times are in seconds, sizes in bytes.

## An example

```toml
[store]
url = "postgresql://fibrecafe@db.internal/fibrecafe"
password = {file = "/run/secrets/db"}

[tokens]
secret = {file = "/run/secrets/token-key"}   # the same on every gateway of one store

[suppliers.NORTHERN_FIBRE]
base_url = "https://api.northern-fibre.example/wholesale"
api_version = "1.13"
address_types = ["UPRN"]

[suppliers.NORTHERN_FIBRE.clients.northern]  # fetches tokens for its KCIs
secret_hash = "scrypt$..."                   # fibrecafe secret new

[tenants.ACME]
suppliers = ["NORTHERN_FIBRE"]
default_supplier = "NORTHERN_FIBRE"

[tenants.ACME.clients.acme-orders]           # fetches tokens for the Tenant API
secret_hash = "scrypt$..."

[tenants.ACME.updates]                       # where its KCIs go: POST https://.../kcis
url = "https://kcis.acme.example"
[tenants.ACME.updates.auth]
kind = "oauth"
token_url = "https://login.acme.example/token"
client_id = "fibrecafe"
client_secret = {file = "/run/secrets/acme"}

[tenants.ACME.credentials.NORTHERN_FIBRE]    # the tenant's own at the supplier
kind = "oauth"
token_url = "https://login.northern-fibre.example/token"
client_id = "acme"
client_secret = {file = "/run/secrets/acme-at-northern"}
```

`fibrecafe explain route --config fibrecafe.toml --tenant ACME --operation availability_check` says who
is asked, and why not.

## Options of a supplier

`[suppliers.NAME.options]` is for its adapter. All adapters over the Supplier API know two:

- `features = {quotes = false}`: the supplier lacks, or has, what its version says otherwise;
- `standard_slots = ["WEEKDAY_AM", "WEEKDAY_PM"]`: which appointments are standard by agreement.
"""


def page() -> str:
    """The whole page."""
    parts = [_HEAD, "\n## Keys\n", *_section("", settings.Settings)]
    return "\n".join(parts).rstrip() + "\n"


def _section(prefix: str, model: type[BaseModel]) -> Iterator[str]:
    rows: list[str] = []
    below: list[tuple[str, type[BaseModel]]] = []
    for name, field in model.model_fields.items():
        inner = list(_models(field.annotation))
        if _is_mapping(field.annotation) and inner:
            below += [(f"{prefix}{name}.NAME", one) for one in inner]
        elif inner and inner != [settings.Secret] and len(inner) == 1:
            below.append((f"{prefix}{name}", inner[0]))
        elif len(inner) > 1:
            below += [(f"{prefix}{name}", one) for one in inner]
        else:
            rows.append(f"| `{name}` | {_type(field)} | {_default(field)} | {_text(field)} |")
    if rows:
        title = f"`[{prefix.rstrip('.')}]`" if prefix else "At the top"
        yield f"### {title}\n"
        yield f"{(model.__doc__ or '').strip()}\n"
        yield "| key | kind | default | what |\n|---|---|---|---|"
        yield from rows
        yield ""
    for place, one in below:
        yield from _section(f"{place}.", one)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def _is_mapping(annotation: Any) -> bool:
    return get_origin(annotation) is dict


def _text(field: FieldInfo) -> str:
    return " ".join((field.description or "").split()).replace("|", "\\|")


def _default(field: FieldInfo) -> str:
    default = field.get_default(call_default_factory=False)
    if field.is_required() or default is PydanticUndefined:
        return "needed"
    if default is None:
        return "none"
    if default in ((), {}, ""):
        return "empty"
    if isinstance(default, tuple):
        return ", ".join(f"`{item}`" for item in default)
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def _type(field: FieldInfo) -> str:
    return _kind(field.annotation)


def _kind(annotation: Any) -> str:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is typing.Literal:
        return " or ".join(f"`{value}`" for value in inner)
    if origin in (typing.Union, UnionType):
        return " or ".join(_kind(one) for one in inner if one is not type(None))
    if origin is tuple:
        return f"list of {_kind(inner[0])}"
    if origin is dict:
        return "table"
    if origin is typing.Annotated:
        return _kind(inner[0])
    names = {str: "text", int: "number", float: "number", bool: "true or false", Path: "path",
             SecretStr: "secret", settings.Secret: "secret"}  # fmt: skip
    return names.get(annotation, "any")


if __name__ == "__main__":
    print(page(), end="")
