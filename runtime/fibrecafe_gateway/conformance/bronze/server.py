"""The supplier's own server, asked without an adapter: what it says to a gateway that is wrong."""

from __future__ import annotations

from typing import Any

import httpx2

from fibrecafe_api.supplier import models

from ..capabilities import SERVER
from ..findings import Unmet
from ..places import OPERATIONS, of_operation
from ..registry import check
from ..showing import faults_of, shown
from ..trial import Trial

_FIX = "Answer with the document's Error: uuid, code and messages."


async def _post(trial: Trial, content: bytes, *, known: bool = True) -> httpx2.Response:
    """An order, as bytes. `known`: with the tenant's credentials."""
    call = trial.call()
    settings = trial.subject.settings()
    path, _ = OPERATIONS["create_order"]
    headers = {
        "content-type": "application/json",
        "x-request-id": call.request_id,
        "x-conversation-id": call.conversation_id,
        "tenant": call.tenant,
    }
    auth = (trial.auth_of(call.tenant) if known else None) or httpx2.Auth()
    trial.note("sent", f"POST {path}, {'with' if known else 'without'} credentials")
    async with httpx2.AsyncClient(transport=trial.subject.transport(), trust_env=False) as http:
        try:
            answer = await http.post(
                f"{settings.base_url}{path}", content=content, headers=headers, auth=auth,
                timeout=10.0,
            )  # fmt: skip
        except httpx2.HTTPError as error:
            raise Unmet(f"the server gave no answer: {type(error).__name__}") from error
    trial.note("received", f"status {answer.status_code}", _body(answer))
    return answer


def _body(answer: httpx2.Response) -> Any:
    try:
        return shown(answer.json())
    except ValueError:
        return f"{len(answer.content)} bytes that are no JSON"


async def _refused(trial: Trial, content: bytes, *statuses: int, known: bool = True) -> None:
    answer = await _post(trial, content, known=known)
    if answer.status_code not in statuses:
        wanted = " or ".join(map(str, statuses))
        raise Unmet(f"the server answered {answer.status_code}, and should answer {wanted}")
    try:
        said = models.Error.model_validate(answer.json())
    except ValueError as error:
        raise Unmet(
            f"the answer's body is no Error of the document ({answer.status_code})"
        ) from error
    faults = faults_of(models.Error, said)
    if faults:
        raise Unmet(f"the Error is not as documented: {'; '.join(faults)}")


@check(
    "bronze.server.unauthenticated",
    "Who does not say who it is gets nothing",
    rule="A request without credentials is answered with 401 and an Error.",
    source=of_operation("create_order", "responses", "401"),
    cause="Authentication is not switched on, or a proxy answers in its own form.",
    fix=_FIX,
    needs=["create_order", SERVER],
)
async def _unauthenticated(trial: Trial) -> None:
    body = trial.sample("create_order").body
    await _refused(trial, body.to_json(), 401, known=False)


@check(
    "bronze.server.malformed",
    "What is no JSON is malformed",
    rule="A body that is no JSON is answered with 400 and an Error.",
    source=of_operation("create_order", "responses", "400"),
    cause="The server's framework answers in its own form, or with 500.",
    fix=_FIX,
    needs=["create_order", SERVER],
)
async def _malformed(trial: Trial) -> None:
    await _refused(trial, b'{"id": 1,', 400)


@check(
    "bronze.server.invalid",
    "What lacks a mandatory field is invalid",
    rule="A body without a mandatory field is answered with 400 or 422, and an Error.",
    source=of_operation("create_order", "responses", "422"),
    cause="The body is not validated, or the framework answers in its own form.",
    fix=_FIX,
    needs=["create_order", SERVER],
)
async def _invalid(trial: Trial) -> None:
    await _refused(trial, b'{"id": 7, "orderType": "NEW"}', 400, 422)
