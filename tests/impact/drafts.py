"""A made-up Tenant API 1.18, and projects to bring it into."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.documents import ROOT, document

_NEW_OPERATION = """\
  /service-modifications:
    post:
      operationId: handleModifyService
      tags: [Order Management]
      summary: Change a service
      description: Takes an order to change a service.
      parameters:
        - {$ref: '#/components/parameters/XRequestID'}
        - {$ref: '#/components/parameters/XConversationID'}
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/CreateModifyServiceOrder'}
            example: {orderType: MODIFY, supplier: DUMMY_SUPPLIER, serviceId: S12345,
                      serviceCharacteristics: [{name: LINE_PROFILE, value: 1G1G, action: ADD}]}
      responses:
        "201":
          description: Received; its progress is told by KCIs.
          headers:
            X-Request-ID: {$ref: '#/components/headers/XRequestID'}
            X-Conversation-ID: {$ref: '#/components/headers/XConversationID'}
          content:
            application/json:
              schema: {$ref: '#/components/schemas/ModifyServiceOrder'}
              example: {id: 124, status: ACKNOWLEDGED, supplierOrderNumber: A124X,
                        created: "2022-01-01T09:09:33.001Z", updated: "2022-01-01T09:45:39.001Z",
                        orderType: MODIFY, supplier: DUMMY_SUPPLIER, serviceId: S12345,
                        serviceCharacteristics: [{name: LINE_PROFILE, value: 1G1G, action: ADD}]}
        "400": {$ref: '#/components/responses/BadRequest'}
        "401": {$ref: '#/components/responses/Unauthorised'}
        "403": {$ref: '#/components/responses/Forbidden'}
        "422": {$ref: '#/components/responses/Unprocessable'}
        "500": {$ref: '#/components/responses/GatewayFault'}
        "503": {$ref: '#/components/responses/Unavailable'}

"""
_EDITS = {
    "version": ('  version: "1.17"\n', '  version: "1.18"\n'),
    "an enum grows": ("        - HELD\n        - PENDING_AMENDMENT\n        - PENDING_CANCELLATION\n"
                      "        - CANCELLED\n        - COMPLETED\n        - PARTIAL\n",
                      "        - HELD\n        - SUSPENDED\n        - PENDING_AMENDMENT\n"
                      "        - PENDING_CANCELLATION\n        - CANCELLED\n        - COMPLETED\n"
                      "        - PARTIAL\n"),
    "an optional property": ("            expiryDateTime:\n              description: When the hold",
                             "            engineerName:\n              description: Who comes.\n"
                             "              type: string\n              example: Jane\n"
                             "              x-personal-data: contact\n"
                             "            expiryDateTime:\n              description: When the hold"),
    "a plural instead": ("          description: What the visit is for.\n        timeslot:",
                         "          description: What the visit is for.\n          deprecated: true\n"
                         "        purposes:\n          description: What the visit is for.\n"
                         "          type: array\n          items: {$ref: "
                         "'#/components/schemas/AppointmentPurpose'}\n        timeslot:"),
    "an anchored pattern": (
        "          description: Tenant's own reference.\n          type: string\n          minLength: 0\n"
        "          maxLength: 64\n          example: QUO-ETH-5001\n        quoteItems:\n",
        "          description: Tenant's own reference.\n          type: string\n          minLength: 0\n"
        "          maxLength: 64\n          pattern: ^[A-Z0-9-]{0,64}$\n          example: QUO-ETH-5001\n"
        "        quoteItems:\n"),
    "optional became required": (
        "      required: [supplier, address, serviceSpecification, purpose, timeslot]\n",
        "      required: [supplier, address, serviceSpecification, serviceId, purpose, timeslot]\n"),
    "examples follow": (
        "                  purpose: PROVIDE\n                  timeslot:\n",
        "                  serviceId: S1\n                  purpose: PROVIDE\n                  timeslot:\n"),
    "the answer's example too": (
        "                    purpose: PROVIDE\n                    timeslot:\n",
        "                    serviceId: S1\n                    purpose: PROVIDE\n"
        "                    timeslot:\n"),
    "two operations, a variant less": (
        "        - {$ref: '#/components/schemas/CreateModifyServiceOrder'}\n      description: A new order",
        "      description: A new order"),
    "two operations, a value less": (
        "          MODIFY: '#/components/schemas/CreateModifyServiceOrder'\n", ""),
    "two operations, the new one": ("  /service-orders/{id}:\n", _NEW_OPERATION + "  /service-orders/{id}:\n"),
}  # fmt: skip
_EXAMPLE = (
    "              modify:\n                value:\n                  orderType: MODIFY\n",
    7,
)


def draft() -> str:
    """The draft: 1.17 with the changes that a real version has had."""
    text = (ROOT / "spec/tenant/1.17.yaml").read_text(encoding="utf-8")
    for what, (before, after) in _EDITS.items():
        assert text.count(before) == 1, what
        text = text.replace(before, after)
    start = text.index(_EXAMPLE[0])
    rest = text[start + len(_EXAMPLE[0]) :].splitlines(keepends=True)
    return text[:start] + "".join(rest[_EXAMPLE[1] - 1 :])


def states() -> list[str]:
    """The states of an order in 1.17."""
    known: list[str] = document("tenant")["components"]["schemas"]["OrderStatus"]["enum"]
    return known


THEIR_NAMES = {
    "Contact": "ContactDto", "Quote": "QuoteResponse", "OrderStatus": "OrderState",
    "CreateAppointment": "AppointmentReservation", "CreateProvideServiceOrder": "NewOrderRequest",
}  # fmt: skip


def with_their_names(text: str) -> str:
    """A document whose owner calls schemas otherwise."""
    for ours, theirs in THEIR_NAMES.items():
        text = re.sub(rf"(?m)^    {ours}:$", f"    {theirs}:", text)
        text = re.sub(rf"(#/components/schemas/){ours}(?!\w)", rf"\g<1>{theirs}", text)
    return text


def project(folder: Path) -> Path:
    """The project's documents in a folder of their own, models alone; generated already."""
    shutil.copytree(ROOT / "spec", folder / "spec")
    (folder / "pyproject.toml").write_text(
        '[tool.fibrecafe]\nfamily = "spec/family.yaml"\noutput = "generated"\n'
        'package = "fibrecafe_api"\n'
    )
    shutil.copytree(ROOT / "generated", folder / "generated")
    (folder / "CHANGELOG.md").write_text(
        "# Changelog\n\n## Unreleased\n\n- Something.\n\n## 0.1\n\n- Older.\n"
    )
    code = folder / "runtime"
    code.mkdir()
    (code / "portal.py").write_text(PORTAL)
    return folder


def family_agrees(root: Path) -> None:
    """What the maintainer does when the family no longer agrees."""
    family = root / "spec/family.yaml"
    text = family.read_text(encoding="utf-8")
    for before, after in (
        ("ErrorCode, EthernetOrderItem, EthernetSiteInformation, OrderStatus,",
         "ErrorCode, EthernetOrderItem, EthernetSiteInformation,"),
        ("        CreateServiceOrder, CreateServiceOrderCancellation,",
         "        CreateServiceOrderCancellation,"),
        ("differ:\n", "differ:\n  - reason: Since Tenant API 1.18 services are modified by an operation "
         "of their own.\n    names: [CreateServiceOrder]\n"),
    ):  # fmt: skip
        assert before in text, before
        text = text.replace(before, after, 1)
    family.write_text(text, encoding="utf-8")


PORTAL = """\
from fibrecafe_api.tenant import models
from fibrecafe_api.tenant.client import TenantClient


def colour(order: models.ProvideServiceOrder) -> str:
    if order.status == models.OrderStatus.HELD:
        return "red"
    return "green"


def reserve(client: TenantClient, address: models.AddressIdentifier, slot: models.Timeslot) -> int:
    held = client.reserve_appointment(
        models.CreateAppointment(supplier="S", address=address, purpose="PROVIDE", timeslot=slot)
    )
    print(held.purpose)
    return held.id


def unrelated(status: str, thing: object) -> bool:
    return thing.purpose == "x" or status == "HELD"
"""
