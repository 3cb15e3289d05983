"""Twenty bodies of orders: ten as the Tenant API has them, ten each wrong in one place."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def _examples() -> dict[str, Any]:
    document = json.loads((ROOT / "generated/fibrecafe_api/tenant/openapi.json").read_text())
    media = document["paths"]["/service-orders"]["post"]["requestBody"]["content"][
        "application/json"
    ]
    return {name: example["value"] for name, example in media["examples"].items()}


EXAMPLES = _examples()
PROVIDE, CEASE, MODIFY = (EXAMPLES[name] for name in ("provide", "cease", "modify"))


def _with(base: Any, path: str, value: Any) -> Any:
    made = copy.deepcopy(base)
    *way, last = path.split(".")
    node = made
    for part in way:
        node = node[int(part)] if isinstance(node, list) else node[part]
    if value is None:
        del node[last]
    else:
        node[last] = value
    return made


RIGHT = [
    PROVIDE,
    CEASE,
    MODIFY,
    *(_with(PROVIDE, "orderType", kind) for kind in ("START", "TAKEOVER", "TRANSFER")),
    _with(PROVIDE, "secondaryContact", None),
    _with(PROVIDE, "hazards", None),
    _with(PROVIDE, "primaryContact.name", "Siân O'Neill"),
    _with(PROVIDE, "requestedCompletionDate", "2027-02-28"),
]
WRONG = [
    _with(PROVIDE, "orderType", "NONSENSE"),
    _with(PROVIDE, "orderType", None),
    _with(PROVIDE, "address", None),
    _with(PROVIDE, "hazards", "x" * 1001),
    _with(PROVIDE, "requestedCompletionDate", "2027-02-30"),
    _with(PROVIDE, "requestedCompletionDate", 1700000000),
    _with(PROVIDE, "appointmentReservationId", "345"),
    _with(PROVIDE, "primaryContact.name", 3),
    {**PROVIDE, "notes": {"text": "no"}},
    {**PROVIDE, "hazards": None},
]
