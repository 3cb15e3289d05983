"""A Tenant API 2.0 as its owner would bring it: JSON, with names and ids that are not ours."""

from __future__ import annotations

import copy
import json
from typing import Any

from fibrecafe_codegen.document.load import load
from tests.documents import ROOT

SCHEMAS = {"ProvideServiceOrder": "NewConnectionOrder", "CeaseServiceOrder": "DisconnectionOrder",
           "Address": "PostalAddress", "Timeslot": "VisitSlot", "OrderStatus": "OrderState",
           "Quote": "PriceQuote", "Contact": "Person"}  # fmt: skip
OPERATIONS = {"handleCreateOrder": "placeOrder", "handleGetOrder": "readOrder",
              "handleAvailabilityCheck": "checkAvailability"}  # fmt: skip


def owners_document() -> str:
    """The text of the file."""
    data: Any = copy.deepcopy(load(ROOT / "spec/tenant/1.17.yaml").data)
    schemas = data["components"]["schemas"]
    data["components"]["schemas"] = {SCHEMAS.get(n, n): schema for n, schema in schemas.items()}
    text = json.dumps(data, default=str)
    for ours, theirs in SCHEMAS.items():
        text = text.replace(f'#/components/schemas/{ours}"', f'#/components/schemas/{theirs}"')
    for ours, theirs in OPERATIONS.items():
        text = text.replace(f'"{ours}"', f'"{theirs}"')
    data = json.loads(text.replace('"externalIdentifier"', '"tenantReference"'))
    data["info"] = {**data["info"], "version": "2.0", "title": "FibreCafe Tenant Gateway"}
    region = {"name": "X-Tenant-Region", "in": "header", "required": True,
              "schema": {"type": "string"}}  # fmt: skip
    data["paths"]["/service-orders"]["post"]["parameters"].append(region)
    read = data["paths"]["/service-orders/{id}"]["get"]
    read["responses"]["429"] = {"description": "Too many."}
    data["components"]["securitySchemes"]["key"] = {
        "type": "apiKey",
        "in": "header",
        "name": "X-Key",
    }
    read["security"] = [{"key": []}]
    return json.dumps(data, indent=1)
