"""Reading models: ours, datamodel-code-generator's plain ones, msgspec."""

from __future__ import annotations

import importlib.util
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, UnsetType
from pydantic import TypeAdapter

from fibrecafe_api._support import Codec
from fibrecafe_api.tenant import models as ours
from fibrecafe_api.tenant_updates import models as updates
from fibrecafe_codegen.document.load import load
from tests.documents import PATHS

from .bodies import PROVIDE, RIGHT, ROOT, WRONG
from .measure import calls, table, verdict


def undiscriminated(node: Any) -> Any:
    """A document as the published pages have it: unions say what they are made of, and no more."""
    if isinstance(node, dict):
        return {k: undiscriminated(v) for k, v in node.items() if k != "discriminator"}
    return [undiscriminated(item) for item in node] if isinstance(node, list) else node


def plain(document: str, folder: Path, *, told: bool) -> tuple[ModuleType, Path]:
    """The output of datamodel-code-generator with its defaults, imported.

    `told`: from our document with its discriminators, else without.
    """
    name = "plain_" + Path(document).parent.name.replace("-", "_") + ("_told" if told else "")
    file, source = folder / f"{name}.py", folder / f"{name}.json"
    data = load(ROOT / document).data
    source.write_text(json.dumps(data if told else undiscriminated(data)))
    command = [
        sys.executable, "-m", "datamodel_code_generator", "--input", str(source),
        "--output", str(file), "--output-model-type", "pydantic_v2.BaseModel",
        "--disable-timestamp", "--disable-warnings",
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module, file


# The published order for msgspec, with all that the document says of it: limits, patterns (`$` of
# ECMAScript is the end of the text), and that what may be absent may not be null.
Text20 = Annotated[str, msgspec.Meta(min_length=1, max_length=20)]
Text50 = Annotated[str, msgspec.Meta(min_length=1, max_length=50)]
Text100 = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
Text1000 = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
Number = Annotated[int, msgspec.Meta(ge=1, le=9007199254740991)]
Supplier = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_]{1,20}\Z")]
Register = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z]{1,15}\Z")]
Email = Annotated[str, msgspec.Meta(pattern=r"^\S{1,64}@\S{2,254}\Z")]
Phone = Annotated[str, msgspec.Meta(pattern=r"^\+?[0-9\s\-#]{8,50}\Z")]


class Contact(msgspec.Struct, rename="camel"):
    """A contact."""

    name: Text100
    phone_number: Phone
    email: Email | UnsetType = UNSET


class SecondaryIdentifier(msgspec.Struct):
    """An address in another register."""

    id: Text20
    type: Register


class Identifier(msgspec.Struct, rename="camel"):
    """An address."""

    id: Text20
    type: Register
    additional_identifiers: (
        Annotated[list[SecondaryIdentifier], msgspec.Meta(min_length=1)] | UnsetType
    ) = UNSET


class Specification(msgspec.Struct):
    """A product; its name is read-only, so that a request's is ignored."""

    id: Text50


class Characteristic(msgspec.Struct):
    """An option."""

    name: Text50
    value: Text50


class Item(msgspec.Struct, rename="camel"):
    """What is ordered."""

    service_specification: Specification
    service_characteristics: list[Characteristic]


class Order(msgspec.Struct, rename="camel"):
    """The published order, known to be one."""

    order_type: ours.ProvideOrderType
    supplier: Supplier
    address: Identifier
    service_order_item: Item
    primary_contact: Contact
    secondary_contact: Contact | UnsetType = UNSET
    appointment_reservation_id: Number | UnsetType = UNSET
    requested_completion_date: date | UnsetType = UNSET
    engineer_tasks: list[str] | UnsetType = UNSET
    hazards: Text1000 | UnsetType = UNSET
    on_site_restrictions: Text1000 | UnsetType = UNSET
    notes: Text1000 | UnsetType = UNSET


# Beside the twenty bodies, each of these breaks one limit or pattern that they do not.
BROKEN: list[dict[str, Any]] = [
    {**PROVIDE, "supplier": "no spaces"},
    {**PROVIDE, "address": {"id": "A00000031882", "type": "N4D"}},
    {**PROVIDE, "address": {"id": "A" * 21, "type": "NAD"}},
    {**PROVIDE, "address": {**PROVIDE["address"], "additionalIdentifiers": []}},
    {**PROVIDE, "address": {**PROVIDE["address"], "additionalIdentifiers": [{"id": "A"}]}},
    {**PROVIDE, "primaryContact": {**PROVIDE["primaryContact"], "email": "john"}},
    {**PROVIDE, "primaryContact": {**PROVIDE["primaryContact"], "phoneNumber": "0123"}},
    {**PROVIDE, "primaryContact": {"name": "John Smith"}},
    {**PROVIDE, "serviceOrderItem": {"serviceSpecification": {"id": "ftthl2r"}}},
    {**PROVIDE, "appointmentReservationId": 0},
    {**PROVIDE, "engineerTasks": [1]},
    {**PROVIDE, "notes": ""},
]


def judged(read: Callable[[bytes], object]) -> list[bool]:
    """Which provide orders a reader takes."""
    return [_taken(read, json.dumps(body).encode()) for body in (*PROVIDES, *WRONG, *BROKEN)]


PROVIDES = [body for body in RIGHT if body["orderType"] not in ("CEASE", "MODIFY")]


def _taken(read: Callable[[bytes], object], body: bytes) -> bool:
    try:
        read(body)
    except ValueError:
        return False
    return True


def import_times(files: dict[str, str]) -> dict[str, float]:
    """Seconds of processor to import each module, pydantic apart, in processes, in turns."""
    taken: dict[str, list[float]] = {name: [] for name in files}
    for _ in range(11):
        for name, code in files.items():
            timed = f"import pydantic, pydantic.alias_generators, datetime, enum, time, typing_extensions; t = time.process_time(); {code}; print(time.process_time() - t)"
            done = subprocess.run(
                [sys.executable, "-c", timed], capture_output=True, text=True, check=True
            )
            taken[name].append(float(done.stdout))
    return {name: statistics.median(values) for name, values in taken.items()}


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tenant, tenant_file = plain(PATHS["tenant"], folder, told=False)
        updates_plain, _ = plain(PATHS["tenant_updates"], folder, told=False)
        tenant_told, _ = plain(PATHS["tenant"], folder, told=True)
        updates_told, _ = plain(PATHS["tenant_updates"], folder, told=True)
        order = json.dumps(PROVIDE).encode()
        document = json.loads(
            (ROOT / "generated/fibrecafe_api/tenant_updates/openapi.json").read_text()
        )
        media = document["paths"]["/kcis"]["post"]["requestBody"]["content"]["application/json"]
        kci = json.dumps(media["examples"]["orderSent"]["value"]).encode()
        codec: Codec[ours.CreateServiceOrder] = Codec(ours.CreateServiceOrder)
        known: Codec[ours.CreateProvideServiceOrder] = Codec(ours.CreateProvideServiceOrder)
        update: Codec[updates.TenantUpdate] = Codec(updates.TenantUpdate)
        struct = msgspec.json.Decoder(Order)
        expected = [True] * len(PROVIDES) + [False] * (len(WRONG) + len(BROKEN))
        assert judged(struct.decode) == judged(known.accept) == expected, "they check the same"
        their_order = TypeAdapter(tenant.CreateServiceOrder)
        their_update = TypeAdapter(updates_plain.TenantUpdate)
        told_order = TypeAdapter(tenant_told.CreateServiceOrder)
        told_update = TypeAdapter(updates_told.TenantUpdate)
        taken = calls(
            {
                "order, ours (strict, any variant)": lambda: codec.accept(order),
                "order, ours (strict, known class)": lambda: known.accept(order),
                "order, datamodel-code-generator": lambda: their_order.validate_json(order),
                "order, the same with our discriminators": lambda: told_order.validate_json(order),
                "order, msgspec (known class)": lambda: struct.decode(order),
                "KCI, ours (tolerant)": lambda: update.read(kci),
                "KCI, datamodel-code-generator": lambda: their_update.validate_json(kci),
                "KCI, the same with our discriminators": lambda: told_update.validate_json(kci),
            }
        )
        imports = import_times(
            {
                "ours": "import fibrecafe_api.tenant.models",
                "plain": f"import sys; sys.path.insert(0, {str(folder)!r}); import {tenant_file.stem}",
            }
        )
    print(
        f"pydantic {version('pydantic')}, datamodel-code-generator {version('datamodel-code-generator')}, msgspec {version('msgspec')}\n"
    )
    print(table(["reading", "us"], [[k, f"{v * 1e6:.1f}"] for k, v in taken.items()]))
    print()
    any_order = taken["order, ours (strict, any variant)"]
    print(
        verdict(
            "order to datamodel-code-generator's",
            any_order / taken["order, datamodel-code-generator"],
            0.5,
        )
    )
    print(
        verdict(
            "order of a known class to msgspec's",
            taken["order, ours (strict, known class)"] / taken["order, msgspec (known class)"],
            2.2,
        )
    )
    print(
        verdict(
            "KCI to the plain union",
            taken["KCI, ours (tolerant)"] / taken["KCI, datamodel-code-generator"],
            0.2,
        )
    )
    print(verdict("import of the module to the plain one", imports["ours"] / imports["plain"], 1.0))


if __name__ == "__main__":
    main()
