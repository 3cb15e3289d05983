"""What generated models do, from small documents."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from tests.generator.execution import Package, generate_package, schemas


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """One document for all that a single schema or union can show."""
    text = schemas("""
        Base:
          type: object
          required: [kind]
          properties:
            id: {type: number, minimum: 1, multipleOf: 1, readOnly: true}
            kind: {type: string, enum: [NEW, START, CEASE, MOVE]}
            note: {type: string, maxLength: 5}
        Provide:
          allOf:
            - {$ref: '#/components/schemas/Base'}
            - type: object
              required: [items]
              properties:
                kind: {type: string, enum: [NEW, START]}
                items: {type: array, minItems: 1, items: {$ref: '#/components/schemas/Item'}}
        Cease:
          type: object
          required: [kind, day]
          properties:
            kind: {type: string, enum: [CEASE]}
            day: {type: string, format: date}
        Order:
          oneOf:
            - {$ref: '#/components/schemas/Provide'}
            - {$ref: '#/components/schemas/Cease'}
        Item:
          type: object
          required: [amount]
          properties:
            amount: {type: integer, minimum: 1, maximum: 99}
            price: {type: number}
            status: {type: string, enum: [OPEN, CLOSED]}
            date: {type: string, format: date}
            at: {type: string, format: date-time}
            class: {type: string}
            24hr: {type: string}
            "+": {type: string}
            code: {type: string, pattern: '^\\w\\d$'}
            comment: {type: string, nullable: true}
            flag: {type: boolean, default: false}
        Tree:
          type: object
          properties:
            name: {type: string}
            children: {type: array, items: {$ref: '#/components/schemas/Tree'}}
        Other:
          type: object
          properties:
            status: {type: string, enum: [LIT, DARK]}
            words: {type: array, items: {type: string, minLength: 2}}
            text: {type: string, description: 'Ends with a quote "'}
        Tuple:
          type: object
          additionalProperties: {type: integer}
        """)
    return generate_package(text, tmp_path_factory.mktemp("shop"))


PROVIDE = {"kind": "NEW", "items": [{"amount": 1}]}


def test_the_tag_chooses_the_variant(shop: Package) -> None:
    assert type(shop.accept("Order", PROVIDE)) is shop.models.Provide
    assert type(shop.accept("Order", {"kind": "CEASE", "day": "2026-01-02"})) is shop.models.Cease


def test_a_discriminator_is_found_where_the_document_has_none(shop: Package) -> None:
    """dcg alone makes a smart union of it: 52 errors for one bad field."""
    wrong = {"kind": "START", "items": [{"amount": 0}]}
    assert shop.faults("Order", wrong) == [("/items/0/amount", "greater_than_equal")]


def test_properties_taken_over_by_all_of_are_the_class_own(shop: Package) -> None:
    order = shop.accept("Order", {**PROVIDE, "note": "abc"})
    assert order.note == "abc"
    assert shop.faults("Order", {**PROVIDE, "note": "abcdef"}) == [("/note", "string_too_long")]
    assert shop.models.Provide.__mro__[1].__name__ == "WireModel"


def test_ids_written_as_numbers_are_integers(shop: Package) -> None:
    told = shop.read("Order", {**PROVIDE, "id": 345.0})
    assert (told.id, type(told.id)) == (345, int)
    assert b'"id":345' in told.to_json()


@pytest.mark.parametrize(
    ("field", "value"),
    [("amount", "3"), ("amount", True), ("amount", 1.5), ("amount", 0), ("amount", 100),
     ("price", "3.5"), ("status", "LOST"), ("status", None), ("date", 1669852800),
     ("date", "2026-1-2"), ("date", "2026-01-02T00:00:00Z"), ("at", "2026-01-02T00:00:00"),
     ("at", 1669852800), ("code", "É1"), ("code", "a\N{ARABIC-INDIC DIGIT ONE}"), ("code", "a1\n"), ("flag", "true"),
     ("flag", 1)],
)  # fmt: skip
def test_requests_are_read_strictly(shop: Package, field: str, value: object) -> None:
    ((pointer, _),) = shop.faults("Item", {"amount": 1, field: value})
    assert pointer == f"/{field}"


def test_python_names_are_not_wire_names(shop: Package) -> None:
    item = shop.accept("Item", {"amount": 1, "class": "a", "class_": "b"})
    assert item.class_ == "a"


def test_answers_are_read_with_tolerance(shop: Package) -> None:
    item = shop.read(
        "Item",
        {"amount": 1, "status": "LOST", "date": "2026-01-02T10:00:00Z", "price": None, "new": 1},
    )
    assert item.status == "LOST"
    assert item.date == datetime.date(2026, 1, 2)
    unknown = shop.module("_support").unknown_values(item)
    assert [(u.pointer, u.value, u.kind) for u in unknown] == [
        ("/status", "LOST", "enum"),
        ("/new", 1, "property"),
    ]
    assert b'"status":"LOST"' in item.to_json()
    assert b'"new":1' in item.to_json()


def test_an_unknown_variant_is_kept_and_a_broken_known_one_is_not(shop: Package) -> None:
    moved = shop.read("Order", {"kind": "MOVE", "to": "here"})
    assert type(moved) is shop.models.UnknownOrder
    assert moved.to_json() == b'{"kind":"MOVE","to":"here"}'
    assert [u.kind for u in shop.module("_support").unknown_values(moved)] == ["variant"]
    with pytest.raises(ValidationError):
        shop.read("Order", {"kind": "CEASE", "day": 3})
    assert shop.faults("Order", {"kind": "MOVE"}) == [("/kind", "union_tag_invalid")]


def test_enums_of_one_property_name_have_names_of_their_own(shop: Package) -> None:
    """dcg numbers them: Status, Status1."""
    assert [e.value for e in shop.models.ItemStatus] == ["OPEN", "CLOSED"]
    assert [e.value for e in shop.models.OtherStatus] == ["LIT", "DARK"]


def test_optional_is_not_nullable(shop: Package) -> None:
    assert shop.faults("Item", {"amount": 1, "comment": None}) == []
    absent, null = shop.accept("Item", {"amount": 1}), shop.accept(
        "Item", {"amount": 1, "comment": None}
    )
    assert absent.to_json() == b'{"amount":1,"flag":false}'
    assert null.to_json() == b'{"amount":1,"flag":false,"comment":null}'


def test_read_only_properties_are_ignored_in_requests(shop: Package) -> None:
    assert shop.accept("Order", {**PROVIDE, "id": "nonsense"}).id is None


def test_names_that_python_does_not_take(shop: Package) -> None:
    item = shop.read("Item", {"amount": 1, "class": "a", "24hr": "b", "+": "c"})
    assert item.class_ == "a"
    assert item.field_24hr == "b"
    assert b'"24hr":"b"' in item.to_json()
    assert b'"+":"c"' in item.to_json()


def test_a_schema_within_itself(shop: Package) -> None:
    tree = shop.accept("Tree", {"name": "a", "children": [{"name": "b", "children": []}]})
    assert tree.children[0].name == "b"
    assert shop.faults("Tree", {"children": [{"children": [{"name": 1}]}]}) == [
        ("/children/0/children/0/name", "string_type")
    ]


def test_properties_named_as_types_are(tmp_path: Path) -> None:
    made = generate_package(
        """
        openapi: 3.0.3
        info: {title: Clash, version: "1"}
        paths: {}
        components:
          schemas:
            Clash:
              type: object
              properties:
                str: {type: string}
                list: {type: array, items: {type: string}}
                int: {type: integer}
                date: {type: string, format: date}
                day: {type: string, format: date}
                words: {type: array, items: {type: string}}
                number: {type: integer}
        """,
        tmp_path,
    )
    body = {"str": "a", "list": ["b"], "int": 1, "date": "2027-02-28", "day": "2027-02-28"}
    read = made.accept("Clash", {**body, "words": ["c"], "number": 2})
    assert json.loads(read.to_json()) == {**body, "words": ["c"], "number": 2}


def test_items_with_limits(shop: Package) -> None:
    assert shop.faults("Other", {"words": ["ab", "c"]}) == [("/words/1", "string_too_short")]


def test_date_times_are_aware_and_come_back_as_the_same_instant(shop: Package) -> None:
    item = shop.read("Item", {"amount": 1, "at": "2026-01-02T10:00:00.044+01:00"})
    assert item.at.utcoffset() is not None
    again = shop.codec("Item").read(item.to_json())
    assert again.at == item.at


def test_a_map_of_values(shop: Package) -> None:
    assert shop.accept("Tuple", {"a": 1}) is not None
    assert shop.faults("Tuple", {"a": "x"})[0][0] == "/a"


def test_the_constructor_takes_attribute_names(shop: Package) -> None:
    item = shop.models.Item(amount=3, class_="a")
    assert item.to_json() == b'{"amount":3,"class":"a","flag":false}'


def test_order_of_schemas_decides_nothing(tmp_path: Path) -> None:
    one = schemas(
        "{B: {type: object, properties: {status: {type: string, enum: [X]}}}, A: {type: object, properties: {status: {type: string, enum: [Y]}, b: {$ref: '#/components/schemas/B'}}}}"
    )
    two = schemas(
        "{A: {type: object, properties: {status: {type: string, enum: [Y]}, b: {$ref: '#/components/schemas/B'}}}, B: {type: object, properties: {status: {type: string, enum: [X]}}}}"
    )
    texts = [
        (generate_package(text, tmp_path, artifacts="models").folder / "models.py")
        .read_text()
        .split('"""', 2)[2]
        for text in (one, two)
    ]
    assert texts[0] == texts[1]


def test_a_discriminator_without_mapping_means_the_names_of_schemas(tmp_path: Path) -> None:
    """dcg takes the name as the only tag; the specification says so too, and the values follow."""
    package = generate_package(
        schemas("""
            Pet:
              oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
              discriminator: {propertyName: petType}
            Cat: {type: object, required: [petType], properties: {petType: {type: string}, lives: {type: integer}}}
            Dog: {type: object, required: [petType], properties: {petType: {type: string}}}
            """),
        tmp_path,
    )
    assert type(package.accept("Pet", {"petType": "Cat", "lives": 9})) is package.models.Cat
    assert package.faults("Pet", {"petType": "Cow"}) == [("/petType", "union_tag_invalid")]


def test_a_union_told_by_the_property_that_is_there(tmp_path: Path) -> None:
    package = generate_package(
        schemas("""
            Update:
              oneOf: [{$ref: '#/components/schemas/OrderUpdate'}, {$ref: '#/components/schemas/TestUpdate'}]
              x-discriminate-by-presence:
                order: '#/components/schemas/OrderUpdate'
                test: '#/components/schemas/TestUpdate'
            OrderUpdate: {type: object, required: [id, order], properties: {id: {type: integer}, order: {type: string, minLength: 2}}}
            TestUpdate: {type: object, required: [id, test], properties: {id: {type: integer}, test: {type: integer}}}
            """),
        tmp_path,
    )
    assert type(package.accept("Update", {"id": 1, "test": 2})) is package.models.TestUpdate
    assert package.faults("Update", {"id": 1, "order": "x"}) == [("/order", "string_too_short")]
    unknown = package.read("Update", {"id": 1, "incident": {}})
    assert type(unknown) is package.models.UnknownUpdate
    assert unknown.to_json() == b'{"id":1,"incident":{}}'


def test_open_api_3_1(tmp_path: Path) -> None:
    package = generate_package(
        schemas(
            """
            Thing:
              type: object
              required: [name]
              properties:
                name: {type: [string, 'null']}
                size: {type: integer, exclusiveMinimum: 0}
                kind: {const: THING}
                part: {oneOf: [{$ref: '#/components/schemas/Part'}, {type: 'null'}]}
            Part: {type: object, properties: {n: {type: integer}}}
            """,
            "3.1.0",
        ),
        tmp_path,
    )
    assert package.accept("Thing", {"name": None, "part": None}).name is None
    assert package.faults("Thing", {"name": "a", "size": 0}) == [("/size", "greater_than")]
    assert package.faults("Thing", {"name": "a", "kind": "OTHER"})[0][0] == "/kind"
    assert package.accept("Thing", {"name": "a", "part": {"n": 1}}).part.n == 1
