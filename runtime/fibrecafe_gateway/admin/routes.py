"""The operations of the admin API, declared: requests are read by them, and the document made."""

from __future__ import annotations

from typing import Literal

from fibrecafe_api._support.routing import Answer, Body, Parameter, Route

from ..operating.listing import Status
from . import models

_REFUSED = {400: True, 401: True, 403: True, 422: True, 500: True, 503: True}
_ABOUT_ONE = {**_REFUSED, 404: True}
_DECIDED = {**_ABOUT_ONE, 409: True}

_LIMIT = Parameter("limit", "limit", "query", models.Limit, default="100")
_CURSOR = Parameter("cursor", "cursor", "query", models.Cursor)
_OLDER_THAN = Parameter("olderThan", "older_than", "query", models.Seconds)
_TENANT = Parameter("tenant", "tenant", "path", models.Tenant, required=True)
_ID = Parameter("id", "id", "path", models.Number, required=True)
_SUPPLIER = Parameter("supplier", "supplier", "path", models.Supplier, required=True)
_KCI = Parameter("kci", "kci", "path", models.KciId, required=True)
_PARTY = Parameter("party", "party", "path", Literal["tenant", "supplier"], required=True)
_NAME = Parameter("name", "name", "path", models.Tenant, required=True)
_DRY_RUN = Parameter("dryRun", "dry_run", "query", bool, default="false")


def _decide(path: str, handler: str, parameters: tuple[Parameter, ...], body: type, answer: type,
            *, body_required: bool = True) -> Route:  # fmt: skip
    return Route(
        operation_id=_id(handler), handler=handler, method="POST", path=path,
        answers=(Answer(200, answer),), failures=_DECIDED, parameters=parameters,
        body=Body(body, required=body_required),
    )  # fmt: skip


def _look(path: str, handler: str, parameters: tuple[Parameter, ...], answer: type,
          *, about_one: bool = False) -> Route:  # fmt: skip
    return Route(
        operation_id=_id(handler), handler=handler, method="GET", path=path,
        answers=(Answer(200, answer),), failures=_ABOUT_ONE if about_one else _REFUSED,
        parameters=parameters,
    )  # fmt: skip


def _id(handler: str) -> str:
    first, *rest = handler.split("_")
    return first + "".join(word.capitalize() for word in rest)


ROUTES: tuple[Route, ...] = (
    _look(
        "/kcis", "list_kcis",
        (
            Parameter("tenant", "tenant", "query", models.Tenant),
            Parameter("status", "status", "query", Status),
            _OLDER_THAN, _LIMIT, _CURSOR,
        ),
        models.Kcis,
    ),
    _look(
        "/kcis/{tenant}/{id}", "show_kcis",
        (
            _TENANT, _ID,
            Parameter("seq", "seq", "query", models.Sequence),
            Parameter("personalData", "personal_data", "query", bool, default="false"),
        ),
        models.ShownKcis, about_one=True,
    ),
    _decide("/kcis/retry", "retry_kcis", (_DRY_RUN,), models.Retry, models.Done),
    _decide("/kcis/skip", "skip_kcis", (_DRY_RUN,), models.Skip, models.Done),
    _decide("/kcis/resend", "resend_kcis", (_DRY_RUN,), models.Resend, models.Done),
    _look("/endpoints", "list_endpoints", (_LIMIT, _CURSOR), models.Endpoints),
    _decide(
        "/endpoints/{party}/{name}/pause", "pause_endpoint", (_PARTY, _NAME), models.Because,
        models.Endpoint,
    ),
    _decide(
        "/endpoints/{party}/{name}/resume", "resume_endpoint", (_PARTY, _NAME),
        models.PerhapsBecause, models.Endpoint, body_required=False,
    ),
    _decide(
        "/endpoints/{party}/{name}/probe", "probe_endpoint", (_PARTY, _NAME),
        models.PerhapsBecause, models.Probed, body_required=False,
    ),
    _look(
        "/quarantine", "list_quarantined",
        (Parameter("supplier", "supplier", "query", models.Supplier), _LIMIT, _CURSOR),
        models.Quarantine,
    ),
    _decide(
        "/quarantine/{supplier}/{kci}/replay", "replay_quarantined", (_SUPPLIER, _KCI),
        models.PerhapsBecause, models.Decided, body_required=False,
    ),
    _decide(
        "/quarantine/{supplier}/{kci}/accept", "accept_quarantined", (_SUPPLIER, _KCI),
        models.Acceptance, models.Decided,
    ),
    _decide(
        "/quarantine/{supplier}/{kci}/ignore", "ignore_quarantined", (_SUPPLIER, _KCI),
        models.Because, models.Decided,
    ),
    _look(
        "/orders/{tenant}/{id}", "explain_order",
        (_TENANT, _ID, Parameter("steps", "steps", "query", models.Steps, default="5")),
        models.Explained, about_one=True,
    ),
)  # fmt: skip
