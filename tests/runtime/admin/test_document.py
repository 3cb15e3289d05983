"""The document of the admin API: whole, valid, and kept to whatever is sent."""

from __future__ import annotations

import json
from typing import Any

import pytest
import schemathesis
from openapi_spec_validator import validate

from fibrecafe_gateway.admin.document import document
from fibrecafe_gateway.commands import endpoint, kci, quarantine
from tests.generated.judging import try_out
from tests.runtime.admin.office import Office

DOCUMENT: dict[str, Any] = json.loads(document())

OPERATIONS = {
    found.ok().label: found.ok()
    for found in schemathesis.openapi.from_dict(DOCUMENT).get_all_operations()
}


def test_it_is_valid_and_served(desk: Office) -> None:
    validate(DOCUMENT)
    assert desk.http.get(f"{desk.url}/admin/v1/openapi.json").json() == DOCUMENT


def test_there_is_an_operation_for_everything_that_the_commands_do() -> None:
    groups: dict[str, Any] = {
        "kci": kci.command, "endpoint": endpoint.command, "quarantine": quarantine.command,
    }  # fmt: skip
    commands = {f"{name} {verb}" for name, group in groups.items() for verb in group.commands}
    ids = {o["operationId"] for path in DOCUMENT["paths"].values() for o in path.values()}
    kinds = {"kci": "Kcis", "endpoint": "Endpoint", "quarantine": "Quarantined"}
    named = {
        command: f"{command.split()[1]}{kinds[command.split()[0]]}" for command in commands
    } | {"endpoint list": "listEndpoints", "explain order": "explainOrder"}
    assert set(named.values()) == ids


@pytest.mark.parametrize("label", OPERATIONS)
def test_what_it_answers_is_as_the_document_says(desk: Office, label: str) -> None:
    try_out(OPERATIONS[label], f"{desk.url}/admin/v1", 2, desk.token)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/kcis/retry", '{"tenant": "acme", "id": 1e400}'),
        ("/kcis/retry", '{"tenant": "acme", "id": 9007199254740993}'),
        ("/kcis/skip", '{"tenant": "acme", "id": 1, "reason": "\\u0000"}'),
        ("/kcis/skip", '{"tenant": "acme", "id": 1, "reason": "\\ud800"}'),
        ("/kcis/resend", '{"tenant": "acme", "id": 1, "seq": 99999999999, "reason": "r"}'),
        ("/kcis/resend", '{"tenant": "acme", "within": 1e300, "reason": "r"}'),
        ("/kcis/resend", '{"tenant": "../..", "within": 1, "reason": "r"}'),
        ("/kcis/retry", "[" * 10_000),
        ("/endpoints/tenant/%00/pause", '{"reason": "r"}'),
        ("/quarantine/S1/%00/ignore", '{"reason": "r"}'),
        ("/quarantine/S1/a%2Fb/ignore", '{"reason": "r"}'),
    ],
)
def test_bad_input_is_the_askers_fault(desk: Office, path: str, body: str) -> None:
    answer = desk.http.post(
        f"{desk.url}/admin/v1{path}", content=body.encode(),
        headers={"Authorization": f"Bearer {desk.token}", "Content-Type": "application/json"},
    )  # fmt: skip
    assert answer.status_code in (400, 404, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code
