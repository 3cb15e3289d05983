"""What a tenant is told of each failure."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fibrecafe_api._support.codec import Codec
from fibrecafe_api.tenant_updates import models as updates
from fibrecafe_gateway.adapters import failures
from fibrecafe_gateway.adapters.contract import (
    Busy,
    Faulty,
    Misunderstood,
    NotAuthorised,
    Refused,
    TimedOut,
    Unreachable,
    Unsupported,
)
from fibrecafe_gateway.adapters.failures import Outcome, clean, error_of, outcome_of, problem_of
from fibrecafe_gateway.adapters.southbound import CannotMap
from fibrecafe_gateway.adapters.versions import NotInVersion

SAID = "The supplier API returned the following message: "
SECRET = "db-7.internal:5432 refused"

TABLE: list[tuple[Any, int, str, str, Outcome, list[str]]] = [
    (
        Refused("UPRN not covered", detail=SECRET),
        422,
        "INVALID_REQUEST",
        "INVALID_REQUEST",
        Outcome.REJECTED,
        [f"{SAID}UPRN not covered"],
    ),
    (
        Misunderstood(detail=SECRET),
        502,
        "GATEWAY_FAULT",
        "GATEWAY_FAULT",
        Outcome.FAILED,
        ["The gateway sent an invalid request to the supplier"],
    ),
    (
        NotAuthorised("token expired", detail=SECRET),
        502,
        "SUPPLIER_FAULT",
        "SUPPLIER_FAULT",
        Outcome.FAILED,
        [f"{SAID}Not authorised"],
    ),
    (
        Unsupported(detail=SECRET),
        501,
        "SUPPLIER_FAULT",
        "NOT_IMPLEMENTED",
        Outcome.FAILED,
        ["The supplier does not support this operation"],
    ),
    (
        NotInVersion("Supplier API 1.8 has no quotes; 1.10 has"),
        501,
        "SUPPLIER_FAULT",
        "NOT_IMPLEMENTED",
        Outcome.FAILED,
        ["Supplier API 1.8 has no quotes; 1.10 has"],
    ),
    (
        Busy(detail=SECRET),
        502,
        "SUPPLIER_FAULT",
        "SUPPLIER_FAULT",
        Outcome.TRY_AGAIN,
        ["The supplier is temporarily unavailable"],
    ),
    (
        Faulty(detail=SECRET, may_have_acted=True),
        502,
        "SUPPLIER_FAULT",
        "SUPPLIER_FAULT",
        Outcome.UNKNOWN,
        ["An invalid response was received from the supplier"],
    ),
    (
        Faulty("out of order", detail=SECRET),
        502,
        "SUPPLIER_FAULT",
        "SUPPLIER_FAULT",
        Outcome.FAILED,
        [f"{SAID}out of order"],
    ),
    (
        Unreachable(detail=SECRET),
        504,
        "SUPPLIER_TIMED_OUT",
        "SUPPLIER_TIMED_OUT",
        Outcome.TRY_AGAIN,
        ["The gateway did not receive a timely response from the supplier"],
    ),
    (
        TimedOut(detail=SECRET),
        504,
        "SUPPLIER_TIMED_OUT",
        "SUPPLIER_TIMED_OUT",
        Outcome.UNKNOWN,
        ["The gateway did not receive a timely response from the supplier"],
    ),
    (
        CannotMap(("/problemType", "too long")),
        422,
        "INVALID_REQUEST",
        "INVALID_REQUEST",
        Outcome.REJECTED,
        ["/problemType: too long"],
    ),
]


@pytest.mark.parametrize(("failure", "status", "code", "kci", "outcome", "messages"), TABLE)
def test_each_failure_is_told_as_the_table_says(
    failure: Any, status: int, code: str, kci: str, outcome: Outcome, messages: list[str]
) -> None:
    problem = problem_of(failure, "quote")
    assert (problem.status, problem.code, list(problem.messages)) == (status, code, messages)
    error = error_of(failure, new_id=lambda: "u-1")
    assert (error.uuid, error.code, error.messages) == ("u-1", kci, messages)
    Codec[Any](updates.Error).accept(error.to_json())
    assert outcome_of(failure) is outcome
    assert SECRET not in json.dumps([problem.messages, error.messages])


def test_every_kind_of_failure_is_in_the_table() -> None:
    from fibrecafe_gateway.adapters.contract import SupplierFailure

    assert set(SupplierFailure.__subclasses__()) <= {type(row[0]) for row in TABLE}


def test_where_501_is_not_documented_it_is_502() -> None:
    assert problem_of(Unsupported(), "appointment_availability").status == 502
    assert problem_of(Unsupported(), "availability_check").status == 501


def test_each_error_has_an_id_of_its_own() -> None:
    first, second = error_of(TimedOut()), error_of(TimedOut())
    assert len(first.uuid) == 36
    assert first.uuid != second.uuid


def test_what_the_supplier_said_of_a_wrong_request_is_told_too() -> None:
    assert problem_of(Misunderstood("no such path"), "quote").messages == (
        "The gateway sent an invalid request to the supplier",
        f"{SAID}no such path",
    )


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("O'Brien\u2019s café 測試 👩‍👩‍👧", "O'Brien\u2019s café 測試 👩‍👩‍👧"),
        ("two\r\nlines\tand\x1b[31m red\x00", "two lines and [31m red"),
        ("a\u2028b\u0085c", "a b c"),
        ("\u202etxt.exe\u202c", "txt.exe"),
        ("broken \ud800 surrogate", "broken surrogate"),
        ("  \n ", ""),
        ("x" * 501, "x" * 499 + "…"),
        ("x" * 498 + "e\u0301" + "y" * 9, "x" * 498 + "…"),
        ("x" * 500, "x" * 500),
    ],
)
def test_a_suppliers_text_is_one_harmless_line(given: str, shown: str) -> None:
    assert clean(given) == shown
    clean(given).encode()


def test_many_messages_and_empty_ones_are_cut() -> None:
    messages = problem_of(Refused(*["", "no"] * 1000), "quote").messages
    assert len(messages) == 20
    assert set(messages) == {f"{SAID}no"}
    assert problem_of(Refused("", "\n"), "quote").messages == (
        "The supplier refused the request and gave no reason",
    )
    assert failures.MAX_TEXT == 500
