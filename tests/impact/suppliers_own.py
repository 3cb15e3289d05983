"""A Supplier API 1.16 as a supplier's own team would hand it over: nothing in it is written our way.

JSON; names, ids and texts of its own; no extension, no discriminator, no example; parts in line that we
refer to and the reverse; flat where we compose and composed where we are flat. Beside all that, which
means nothing on the wire, it differs as `TRUE_DIFFERENCES` says. The draft was written before the
rules were looked at.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from typing import Any

from fibrecafe_codegen.document.load import load
from fibrecafe_codegen.document.pointers import resolve
from tests.documents import PATHS, ROOT

TRUE_DIFFERENCES = {
    "operation-moved": "handleQuote was POST /quote, is POST /quotes now",
    "response-success-removed": "handleServiceTest: answer 201, a success, is gone",
    "response-alike-success-added": "handleServiceTest: answer 202 is new",
    "response-format-removed": "AppointmentReservation.expiryDateTime no longer has the format",
    "response-property-removed": "ExistingLine.enniId is gone",
    "response-optional-property-added": "ServiceAvailability.checkedAt is new",
    "request-optional-parameter-added": "header X-Trace-State is new",
    "request-limit-widened": "tenantNotes: maxLength was 1000, is 2000 now",
    "request-path-parameter-renamed": "`id` in the path is called `fixId` now",
    "security-loosened": "apiKey header X-Client-Certificate",
    "server-url-removed": "https://api.provided_by_supplier.net",
    "schema-in-line": "AppointmentPurpose has no name any more",
}
"""What a reader has to be told, beside texts: rules, and words of one message of each."""

OPERATIONS = {
    "handleAvailabilityCheck": "getServiceability", "handleQuote": "priceServices",
    "handleAppointmentAvailability": "listSlots", "handleReserveAppointment": "holdSlot",
    "handleCreateOrder": "submitOrder", "handleAmendOrder": "changeOrder",
    "handleCancelOrder": "withdrawOrder", "handleCreateEthernetOrder": "submitEthernetOrder",
    "handleServiceTest": "runDiagnostics", "handleCreateProblem": "openTicket",
    "handleAmendProblem": "changeTicket", "handleCancelProblem": "withdrawTicket",
    "handleServiceProblemResolution": "decideOnFix",
}  # fmt: skip
_IN_LINE = ("AppointmentPurpose", "OrderStatusSupplier", "RequestId", "ConversationId", "ServiceType",
            "SiteRole", "ErrorCode")  # fmt: skip
_FLAT = ("AppointmentReservation", "ServiceTest", "ProvideServiceOrder", "ServiceProblem")
_COMPOSED = ("ExistingLine", "UpdateServiceProblemResolution", "CreateServiceTest")


def suppliers_document() -> str:
    """The text of the file."""
    data: Any = copy.deepcopy(load(ROOT / PATHS["supplier"]).data)
    _differ(data)
    _flatten(data)
    _compose(data)
    data = _each(data, _in_line(data))
    for name in _IN_LINE:
        del data["components"]["schemas"][name]
    data = _each(data, _plain)
    _share_parameters(data)
    text = json.dumps(data, default=str)
    for name in data["components"]["schemas"]:
        text = text.replace(
            f'#/components/schemas/{name}"', f'#/components/schemas/{_theirs(name)}"'
        )
    for ours, theirs in OPERATIONS.items():
        text = text.replace(f'"{ours}"', f'"{theirs}"')
    data = json.loads(text)
    schemas = data["components"]["schemas"]
    data["components"]["schemas"] = {_theirs(n): schemas[n] for n in sorted(schemas, key=_theirs)}
    return json.dumps(data, indent=2)


def _theirs(name: str) -> str:
    """Their name of a schema of ours: `CreateServiceTest` is a `ServiceTestInput`."""
    made = re.fullmatch("(Create|Amend|Cancel|Update|Reserve)(.*)", name)
    if made:
        return made[2] + {"Create": "Input", "Amend": "Patch", "Cancel": "Withdrawal",
                          "Update": "Verdict", "Reserve": "Wish"}[made[1]]  # fmt: skip
    return f"{name}Dto"


def _differ(data: Any) -> None:
    """What a reader has to be told."""
    data["info"] = {"title": "Partner Access API", "version": "1.16"}
    data["servers"] = [{"url": "https://partner.example.net/access/v1"}]
    paths, schemas = data["paths"], data["components"]["schemas"]
    trace = {"name": "X-Trace-State", "in": "header", "schema": {"type": "string"}}
    paths["/service-orders"]["post"]["parameters"].append(trace)
    data["components"]["securitySchemes"]["certificate"] = {
        "type": "apiKey", "in": "header", "name": "X-Client-Certificate"}  # fmt: skip
    data["security"] = [{"oauth2": []}, {"certificate": []}]
    responses = paths["/service-tests"]["post"]["responses"]
    responses["202"] = responses.pop("201")
    held = schemas["AppointmentReservation"]["allOf"][1]["properties"]
    del held["expiryDateTime"]["format"]
    line = schemas["ExistingLine"]["properties"]
    schemas["ExistingLine"]["properties"] = {
        "handoverReference" if name == "enniId" else name: schema for name, schema in line.items()
    }
    schemas["ServiceAvailability"]["properties"]["checkedAt"] = {
        "type": "string", "format": "date-time"}  # fmt: skip
    schemas["UpdateServiceProblemResolution"]["properties"]["tenantNotes"]["maxLength"] = 2000
    data["paths"] = {path.replace("/quote", "/quotes").replace("{id}", "{fixId}"): item
                     for path, item in paths.items()}  # fmt: skip
    data["paths"]["/service-problem-resolutions/{fixId}"]["patch"]["parameters"][0][
        "name"
    ] = "fixId"


def _flatten(data: Any) -> None:
    schemas = data["components"]["schemas"]
    for name in _FLAT:
        base, own = schemas[name]["allOf"]
        base = resolve(data, base["$ref"])
        schemas[name] = {
            "type": "object",
            "required": [*base.get("required", ()), *own.get("required", ())],
            "properties": {**base["properties"], **own["properties"]},
        }


def _compose(data: Any) -> None:
    """Halves, the one a schema of its own."""
    schemas = data["components"]["schemas"]
    for name in _COMPOSED:
        names = list(schemas[name]["properties"])
        half = len(names) // 2
        required = schemas[name].get("required", ())
        parts = []
        for chosen in (names[:half], names[half:]):
            part = {
                "type": "object",
                "properties": {n: schemas[name]["properties"][n] for n in chosen},
            }
            there = [n for n in chosen if n in required]
            parts.append({**part, "required": there} if there else part)
        schemas[f"{name}Base"] = parts[0]
        schemas[name] = {"allOf": [{"$ref": f"#/components/schemas/{name}Base"}, parts[1]]}


def _each(node: Any, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    """Every object of a tree, changed from the leaves on."""
    if isinstance(node, list):
        return [_each(item, change) for item in node]
    if isinstance(node, dict):
        return change({key: _each(value, change) for key, value in node.items()})
    return node


def _in_line(data: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Simple schemas, and every answer, where they are used."""

    def change(node: dict[str, Any]) -> dict[str, Any]:
        target = str(node.get("$ref", ""))
        if target.startswith("#/components/responses/") or target.rpartition("/")[2] in _IN_LINE:
            return dict(_each(resolve(data, target), change))
        return node

    return change


def _plain(node: dict[str, Any]) -> dict[str, Any]:
    """No extension, no example, no discriminator, `integer`, other words."""
    is_schema = "properties" not in node or "type" in node
    left = {key: value for key, value in node.items()
            if not key.startswith("x-")
            and not (key in ("example", "examples", "discriminator") and is_schema)}  # fmt: skip
    if left.get("multipleOf") == 1:
        del left["multipleOf"]
        left["type"] = "integer"
    if left.keys() in ({"allOf"}, {"allOf", "description"}) and len(left["allOf"]) == 1:
        return dict(left["allOf"][0])
    if isinstance(left.get("description"), str):
        left["description"] = f"See the partner handbook: {len(left['description'])}."
    return left


def _share_parameters(data: Any) -> None:
    """Ours referred to stand in line, those in line are referred to."""
    shared = data["components"]["parameters"]
    known, moved = dict(shared), {}
    for item in data["paths"].values():
        for operation in item.values():
            for index, parameter in enumerate(operation["parameters"]):
                if "$ref" in parameter:
                    name = parameter["$ref"].rpartition("/")[2]
                    operation["parameters"][index] = known[name]
                else:
                    name = f"{operation['operationId']}-{parameter['name']}"
                    moved[name] = parameter
                    operation["parameters"][index] = {"$ref": f"#/components/parameters/{name}"}
    data["components"]["parameters"] = moved
