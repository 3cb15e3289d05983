"""Schemathesis as the judge of a server: does it keep to its document, whatever it is sent?"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import hypothesis
import schemathesis
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.documents import document

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    ignored_auth,
]
TOLD = {"tenant_updates", "supplier_updates"}


EXPENSIVE = {"POST /quote", "POST /ethernet/service-orders"}
"""Operations whose bodies take seconds to make up, for lists within lists: one example each."""


def opened(node: Any) -> Any:
    """A document of news as a tolerant reader reads it: any text is an enum's, an update may be of
    a kind that is not known."""
    if isinstance(node, list):
        return [opened(item) for item in node]
    if not isinstance(node, dict):
        return node
    made = {k: opened(v) for k, v in node.items() if not (k == "enum" and len(node["enum"]) > 1)}
    if "x-discriminate-by-presence" in node:
        known = [{"required": [name]} for name in node["x-discriminate-by-presence"]]
        made["oneOf"].append({"type": "object", "not": {"anyOf": known}})
    return made


def served_document(api: str) -> dict[str, Any]:
    """The document as schemathesis understands it: it knows no OAuth 2, whose tokens are sent as
    those of the bearer scheme."""
    found = copy.deepcopy(document(api))
    schemes = found["components"]["securitySchemes"]
    for name in schemes:
        schemes[name] = {"type": "http", "scheme": "bearer"}
    for operation in (o for item in found["paths"].values() for o in item.values()):
        for needed in operation.get("security", ()) if isinstance(operation, dict) else ():
            needed.update({key: [] for key in needed})
    for needed in found.get("security", ()):
        needed.update({key: [] for key in needed})
    for parameter in all_parameters(found):
        media = parameter.get("content", {}).get("application/json")
        if media:
            media["schema"] = as_sent(found, media["schema"])
    return opened(found) if api in TOLD else found


def all_parameters(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The parameters of all operations that are written where they are used."""
    for item in document["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict):
                yield from operation.get("parameters", ())


def as_sent(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """A schema without read-only properties: requests may hold anything there, it is ignored."""
    if "$ref" not in schema:
        return schema
    own = copy.deepcopy(document["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    own["properties"] = {
        n: p for n, p in own.get("properties", {}).items() if not p.get("readOnly")
    }
    return own if own["properties"] else schema


def judged(api: str) -> Any:
    """The document, ready to try operations out."""
    return schemathesis.openapi.from_dict(served_document(api))


def try_out(operation: Any, url: str, examples: int, token: str = "good") -> None:
    """Send what fits the document and what does not. Raises what schemathesis finds."""
    examples = 1 if operation.label in EXPENSIVE else examples
    for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE):

        @hypothesis.seed(1)
        @hypothesis.settings(
            max_examples=examples,
            deadline=None,
            database=None,
            suppress_health_check=list(hypothesis.HealthCheck),
            phases=[hypothesis.Phase.generate],
        )
        @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
        def sends(case: Any) -> None:
            case.call_and_validate(
                base_url=url, headers={"Authorization": f"Bearer {token}"}, checks=CHECKS
            )

        sends()
