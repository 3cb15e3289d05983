"""Personal data and secrets are masked where the documents mark them, and by how they look."""

from __future__ import annotations

import json
import random
import time
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fibrecafe_api.supplier import models as supplier
from fibrecafe_api.tenant import models as tenant
from fibrecafe_gateway.telemetry import Redacted, redact, redact_text
from fibrecafe_gateway.telemetry.marks import APIS, MARK
from tests.documents import PATHS, Described, described, document, every_operation

PERSONAL = (
    "John Smith",
    "john@smith.com",
    "01234 567890",
    "Hazardous materials",
    "Restricted access",
    "Lorem ipsum",
    "A00000031882",
    "TW184LG",
)


def examples(operation: Described) -> list[tuple[str, Any]]:
    """Bodies of an operation, in and out, with the names of their schemas."""
    contents = [operation.source.get("requestBody")]
    contents += list(operation.source["responses"].values())
    found = []
    for holder in contents:
        media = ((holder or {}).get("content") or {}).get("application/json") or {}
        reference = media.get("schema", {}).get("$ref")
        for example in (media.get("examples") or {}).values():
            if reference and "value" in example:
                found.append((reference.rpartition("/")[2], example["value"]))
    return found


OPERATIONS = [operation for operation in every_operation() if examples(operation)]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: f"{o.api}-{o.name}")
def test_no_example_keeps_what_is_marked(operation: Described) -> None:
    for schema, body in examples(operation):
        redacted = redact(body, schema, operation.api)  # type: ignore[arg-type]
        text = json.dumps(redacted)
        assert [word for word in PERSONAL if word in text] == []
        assert shape(redacted) == shape(body)


def shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: shape(held) for key, held in value.items()}
    return [shape(item) for item in value] if isinstance(value, list) else None


def test_what_is_not_marked_stays() -> None:
    body = next(o for o in described("tenant") if o.name == "create_order").bodies["provide"]
    redacted = redact(body, "CreateServiceOrder", "tenant")
    assert redacted["primaryContact"] == dict.fromkeys(
        ("name", "email", "phoneNumber"), "[contact]"
    )
    assert redacted["address"]["id"] == "[location]"
    assert redacted["notes"] == "[free-text]"
    for name in ("orderType", "supplier", "serviceOrderItem", "appointmentReservationId"):
        assert redacted[name] == body[name]
    assert redacted["address"]["type"] == "NAD"


def test_every_mark_of_every_document_works() -> None:
    count = 0
    for api in PATHS:
        for name, schema in document(api)["components"]["schemas"].items():
            for found, mark in properties(schema):
                value = redact({found: "x"}, name, api)  # type: ignore[arg-type]
                assert value == {found: f"[{mark}]"}, (api, name)
                count += 1
    assert count > 120


def properties(schema: Any) -> list[tuple[str, str]]:
    parts = [schema, *schema.get("allOf", ())]
    return [
        (name, held[MARK])
        for part in parts
        for name, held in part.get("properties", {}).items()
        if MARK in held
    ]


def test_a_model_says_which_schema_it_is() -> None:
    contact = {"name": "John Smith", "phoneNumber": "01234 567890", "preferred": "morning"}
    assert redact(contact, tenant.Contact) == redact(contact, "Contact", "supplier")
    model = supplier.Contact.model_validate(contact)
    assert Redacted(model).plain() == {
        "name": "[contact]",
        "phoneNumber": "[contact]",
        "preferred": "morning",
    }
    with pytest.raises(KeyError, match="no schema Contacts in supplier"):
        redact({}, "Contacts", "supplier")


def test_unknown_properties_are_masked_by_their_names_and_looks() -> None:
    body = {
        "id": 7,
        "colour": "red",
        "landlord": {"name": "Jane Roe", "email": "jane@roe.com", "phone_number": 1234567890},
        "remark": ["ring 07700 900123", "at SW1A 1AA", "twice"],
        "clientSecret": {"value": "s3cret"},
    }
    redacted = redact(body, "ProvideServiceOrder", "tenant")
    assert redacted["id"] == 7
    assert redacted["colour"] == "red"
    assert set(redacted["landlord"].values()) <= {"[contact]", "[location]"}
    assert redacted["remark"] == ["ring [contact]", "at [location]", "twice"]
    assert redacted["clientSecret"] == "[secret]"


@pytest.mark.parametrize("wrong", ["John Smith", ["John Smith"], [["John Smith"]]])
def test_what_is_not_as_documented_is_not_shown(wrong: Any) -> None:
    redacted = redact({"primaryContact": wrong}, "CreateProvideServiceOrder", "tenant")
    assert redacted == {"primaryContact": "[unexpected]"}
    marked = redact({"notes": {"text": wrong}}, "CreateProvideServiceOrder", "tenant")
    assert marked == {"notes": "[free-text]"}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.just("John Smith"),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["name", "primaryContact", "notes", "updates", "address", "id", "x"]),
        inner,
        max_size=3,
    ),
    max_leaves=12,
)


@given(VALUES)
@settings(max_examples=100, deadline=None)
def test_any_value_can_be_redacted_and_again(value: Any) -> None:
    once = redact({"primaryContact": value}, "ProvideServiceOrder", "tenant")
    json.dumps(once)
    assert redact(once, "ProvideServiceOrder", "tenant") == once
    if not isinstance(value, dict):
        assert "John Smith" not in json.dumps(once)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("call 01234 567890 now", "call [contact] now"),
        ("+44 (0)1234 567890", "[contact]"),
        ("(020) 7946 0958", "[contact]"),
        ("0044 7700900123", "[contact]"),
        ("mail <john.o'smith+x@smith.co.uk>", "mail <[contact]>"),
        ("at SW1A 1AA, TW184LG, m1 1ae and GIR 0AA", "at [location], [location], [location] and [location]"),
        ("https://me:pw@host/x?token=abc&y=1", "https://[secret]@host/x?token=[secret]&y=1"),
        ("Authorization: Bearer abcdef.GHI", "Authorization: Bearer [secret]"),
        ("client_secret=abc", "client_secret=[secret]"),
        ("got eyJhbGciOi.eyJzdWIi.c2ln", "got [secret]"),
        ("x, input_value={'name': 'John'}, input_type=dict]", "x, input_value=[not logged], input_type=dict]"),
        ("[SQL: select 1]\n[parameters: ('John',)]\n(Background on", "[SQL: select 1]\n[parameters: not logged]\n(Background on"),
    ],
)  # fmt: skip
def test_text_is_masked_by_its_look(text: str, masked: str) -> None:
    assert redact_text(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "2022-01-10T09:00:00.000Z",
        "order 123 of 2026 took 0.0123456789012 s",
        "10.0.0.1:8080 answered 201",
        "sequence 1704445200000 of DUMMY_SUPPLIER A123X",
        "Basic authentication is required; Bearer authentication too",
        "sqlite:///fibrecafe.db",
        "LINE_PROFILE=1G1G",
    ],
)
def test_other_text_stays(text: str) -> None:
    assert redact_text(text) == text


def test_ids_are_never_taken_for_something_else() -> None:
    chance = random.Random(7)
    ids = [str(UUID(int=chance.getrandbits(128))) for _ in range(20_000)]
    assert [one for one in ids if redact_text(one) != one] == []


@pytest.mark.parametrize(
    "evil", ["a." * 50_000 + "@", "(" * 50_000, "0 " * 50_000, "token" * 20_000 + "=", "://" * 30_000]
)  # fmt: skip
def test_no_text_takes_long(evil: str) -> None:
    begin = time.process_time()
    redact_text(evil)
    assert time.process_time() - begin < 1


def test_all_documents_are_looked_at() -> None:
    assert set(APIS) == set(PATHS)
