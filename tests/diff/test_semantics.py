"""What is no difference, what is one thing in many places, and what is only guessed."""

from __future__ import annotations

import copy
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fibrecafe_codegen.diff import compare, judge
from fibrecafe_codegen.document.load import load
from tests.diff.pairs import JSON, carrying, changes, document, holding, of_operation, told
from tests.diff.random_documents import random_document
from tests.documents import PATHS, ROOT

_S = {"type": "string"}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _shuffled(value: Any, dice: random.Random) -> Any:
    """The same, its keys in another order; and the lists whose order means nothing."""
    if isinstance(value, dict):
        names = list(value)
        dice.shuffle(names)
        found = {name: _shuffled(value[name], dice) for name in names}
        for key in ("required", "enum"):
            if isinstance(found.get(key), list):
                dice.shuffle(found[key])
        return found
    return [_shuffled(item, dice) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("api", PATHS)
def test_a_document_does_not_differ_from_itself_or_a_reordered_copy(api: str) -> None:
    one = load(ROOT / PATHS[api])
    assert judge(compare(one, one)) == []
    other = replace(one, data=_shuffled(one.data, random.Random(1)))
    assert judge(compare(one, other)) == []


@pytest.mark.parametrize(
    ("one", "other", "parts"),
    [
        (holding({"type": "string", "enum": ["A"]}), holding(_ref("P")), {"P": {"enum": ["A"]}}),
        (holding(_ref("P")), holding({"allOf": [_ref("P")]}), {"P": _S}),
        (holding(_S), {"allOf": [_ref("P")]}, {"P": holding(_S)}),
        (
            {"allOf": [_ref("P"), {"properties": {"q": {"type": "integer", "minimum": 3}}}]},
            {"type": "object", "properties": {"p": _S, "q": {"type": "integer", "minimum": 3}}},
            {"P": holding(_S)},
        ),
        (
            {"allOf": [holding({"enum": ["A", "B", "C"]}), holding({"enum": ["C", "A"]})]},
            holding({"type": "string", "enum": ["A", "C"]}),
            {},
        ),
        (
            holding({"type": "number", "multipleOf": 1, "minimum": 1}),
            holding({"type": "integer", "minimum": 0, "exclusiveMinimum": True}),
            {},
        ),
        (holding({**_S, "minLength": 0}), holding(_S), {}),
        (holding({"oneOf": [_ref("P")]}), holding(_ref("P")), {"P": _S}),
        (holding({"type": ["string", "null"]}), holding({**_S, "nullable": True}), {}),
        (holding({"const": "A"}), holding({"enum": ["A"]}), {}),
        (holding({**_S, "pattern": "^(?:ab)$"}), holding({**_S, "pattern": "^ab$"}), {}),
    ],
)
def test_where_and_how_a_schema_is_written_is_no_difference(
    one: Any, other: Any, parts: dict[str, Any]
) -> None:
    for pair in ((one, other), (other, one)):
        old, new = (carrying(schema, "both", parts=parts) for schema in pair)
        assert told(old, new) == {}


def test_moving_a_parameter_an_answer_and_a_path_s_parameters_is_no_difference() -> None:
    where = {"name": "q", "in": "query", "schema": _S}
    answer = {"description": "ok", "content": {JSON: {"schema": holding(_S)}}}
    old = of_operation({"parameters": [where], "responses": {"200": answer}})
    new = of_operation(
        {"responses": {"200": {"$ref": "#/components/responses/Fine"}}},
        components={"parameters": {"Q": where}, "responses": {"Fine": answer}},
    )
    new["paths"]["/things"]["parameters"] = [{"$ref": "#/components/parameters/Q"}]
    assert told(old, new) == {}
    assert told(new, old) == {}


def test_a_new_version_number_is_no_difference() -> None:
    old = carrying(holding(_S), "both")
    assert told(old, {**old, "info": {"title": "Test", "version": "2"}}) == {}


def test_schemas_that_contain_themselves_are_compared_once() -> None:
    def tree(**more: Any) -> dict[str, Any]:
        below = {"type": "array", "items": _ref("Thing")}
        return {"type": "object", "properties": {"below": below, "again": _ref("Other"), **more}}

    other = {"Other": {"allOf": [_ref("Thing"), holding(_ref("Other"))]}}
    old = carrying(tree(), "both", parts=other)
    new = carrying(tree(name=_S), "both", parts=other)
    assert told(old, new) == {"request-optional-property-added": "compatible"}
    loop = carrying(_ref("Thing"), "both", parts={})
    assert told(loop, loop | {"openapi": "3.0.2"}) == {}


def test_a_schema_in_many_places_is_reported_once_with_its_operations() -> None:
    def documents(*values: str) -> dict[str, Any]:
        content = {"content": {JSON: {"schema": _ref("Thing")}}}
        answers = {"200": {"description": "ok", **content}}
        paths = {f"/{n}": {"get": {"operationId": f"get{n}", "responses": answers}} for n in "abc"}
        paths["/d"] = {"post": {"operationId": "post", "requestBody": content, "responses": {}}}
        thing = {"allOf": [_ref("Base"), holding(_ref("Status"))]}
        base = {"type": "object", "properties": {"status": _ref("Status"), "more": _ref("Status")}}
        schemas = {"Thing": thing, "Base": base, "Status": {"enum": list(values)}}
        return {**of_operation({}), "paths": paths, "components": {"schemas": schemas}}

    (change,) = changes(documents("A"), documents("A", "B"))
    assert change.pointer == "/components/schemas/Status/enum/1"
    assert change.old_pointer == "/components/schemas/Status/enum"
    assert change.operations == ("geta", "getb", "getc", "post")
    assert (change.rule, change.severity) == ("response-enum-value-added", "attention")
    assert (change.schema, change.property, change.new) == ("Status", None, "B")


def test_the_lines_are_those_of_both_files(tmp_path: Path) -> None:
    head = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n"
    files = []
    for name, body in (("old", "    A:\n      enum: [x]\n"), ("new", "\n    A:\n      enum:\n        - x\n        - y\n")):  # fmt: skip
        files.append(tmp_path / f"{name}.yaml")
        files[-1].write_text(head + body)
    (change,) = judge(compare(load(files[0]), load(files[1])))
    assert (change.old_line, change.new_line) == (7, 10)
    assert (change.severity, change.direction) == ("documentation", "none")


def test_schemas_of_another_name_are_matched_and_only_true_differences_told() -> None:
    def documents(prefix: str, *values: str) -> Any:
        names = {name: prefix + name for name in ("Order", "Item", "Cease", "Provide")}
        item = {"type": "object", "properties": {"status": {"enum": list(values)}}}
        variant: dict[str, Any] = {"type": "object", "required": ["kind"]}
        union = {
            "oneOf": [_ref(names["Cease"]), _ref(names["Provide"])],
            "discriminator": {
                "propertyName": "kind",
                "mapping": {n[0]: f"#/components/schemas/{names[n]}" for n in ("Cease", "Provide")},
            },
        }
        schemas = {
            names["Item"]: item,
            names["Cease"]: {**variant, "properties": {"kind": _S, "why": _S}},
            names["Provide"]: {**variant, "properties": {"kind": _S, "item": _ref(names["Item"])}},
            names["Order"]: union,
        }
        return carrying(holding(_ref(names["Order"])), "response", parts=schemas)

    old, new = documents("Own", "A"), documents("Their", "A", "B")
    found = compare(document(old), document(new))
    names = ("Order", "Item", "Cease", "Provide")
    assert found.renamed == {f"Own{name}": f"Their{name}" for name in names}
    assert [change.rule for change in judge(found) if change.kind != "schema-renamed"] == [
        "response-enum-value-added"
    ]


def test_a_rename_of_what_a_discriminator_implies_is_one_on_the_wire() -> None:
    def documents(name: str) -> Any:
        variant: Any = {"type": "object", "required": ["kind"], "properties": {"kind": _S}}
        union = {"oneOf": [_ref(name), _ref("Y")], "discriminator": {"propertyName": "kind"}}
        return carrying(holding(union), "request", parts={name: variant, "Y": variant})

    assert told(documents("X"), documents("W")) == {
        "schema-renamed": "attention",
        "request-discriminator-value-removed": "breaking",
        "request-discriminator-value-added": "compatible",
    }


@pytest.mark.parametrize(
    ("old", "new", "guess"),
    [
        ({"email": _S}, {"emails": _S}, True),
        ({"colour": {"enum": ["red"]}}, {"shade": {"enum": ["red"]}}, True),
        ({"colour": _S}, {"weight": _S}, False),
        ({"number": _S}, {"numbers": {"type": "array", "items": _S}}, False),
    ],
)
def test_a_rename_is_guessed_from_shape_and_name(old: Any, new: Any, guess: bool) -> None:
    pair = (carrying({"type": "object", "properties": p}, "request") for p in (old, new))
    found = changes(*pair)
    assert [change.kind for change in found if "renamed" in change.kind] == [
        "property-renamed"
    ] * guess
    assert all("a guess" in change.message for change in found if "renamed" in change.kind)


def test_a_oneof_that_became_two_operations_breaks_who_sent_the_variant_that_went() -> None:
    parts = {n: {"type": "object", "required": [n], "properties": {n: _S}} for n in ("U", "V")}

    def body(schema: Any) -> dict[str, Any]:
        return {
            "requestBody": {"required": True, "content": {JSON: {"schema": schema}}},
            "responses": {"204": {"description": "ok"}},
        }

    both = body({"oneOf": [_ref("U"), _ref("V")]})
    old = of_operation(both, components={"schemas": parts})
    new = of_operation(body(_ref("U")), components={"schemas": parts})
    new["paths"]["/others"] = {"post": {"operationId": "sendOther", **body(_ref("V"))}}
    assert told(old, new) == {
        "request-variant-removed": "breaking",
        "operation-added": "compatible",
    }


def test_a_document_of_any_form_is_compared_without_failing() -> None:
    junk: Any = (None, True, 0, "", "x", [], {}, [[]], {"$ref": "#/paths"}, {"$ref": 3}, {"allOf": [{"$ref": "#"}]})  # fmt: skip

    def places(value: Any) -> list[tuple[Any, Any]]:
        pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()  # fmt: skip
        return [place for key, part in pairs for place in [(value, key), *places(part)]]

    dice = random.Random(1)
    for seed in range(40):
        old = random_document(random.Random(seed), 2)
        new = copy.deepcopy(old)
        for _ in range(dice.randint(1, 8)):
            holder, key = dice.choice(places(new))
            holder[key] = copy.deepcopy(dice.choice(junk))
        for pair in ((old, new), (new, old)):
            changes(*pair)


def test_a_long_chain_of_compositions_is_followed() -> None:
    chain = {f"C{n}": {"allOf": [_ref(f"C{n + 1}")]} for n in range(3000)}
    old = carrying(holding(_ref("C0")), "request", parts={**chain, "C3000": _S})
    new = carrying(holding(_S), "request", parts={**chain, "C3000": _S})
    assert told(old, new) == {}


@pytest.mark.parametrize(
    ("beside", "description", "said"),
    [
        ({"codes": _S}, "A code.", "; codes beside it looks like what takes its place (a guess)"),
        ({"newCode": _S}, "Use newCode.", "; its description names newCode"),
        ({"note": _S}, "A note of it.", ""),
    ],
)
def test_what_takes_the_place_of_a_deprecated_property_is_said(
    beside: dict[str, Any], description: str, said: str
) -> None:
    code = {**_S, "description": description}
    new_code = {**code, "deprecated": True}
    old = carrying({"type": "object", "properties": {"code": code}}, "both")
    new = carrying({"type": "object", "properties": {"code": new_code, **beside}}, "both")
    [message] = [c.message for c in changes(old, new) if c.kind == "deprecated"]
    assert message.endswith(f"code is deprecated now{said}")


def test_a_property_under_another_name_is_known_by_its_description() -> None:
    text = {**_S, "description": "Tenant's own reference."}
    old = carrying({"type": "object", "properties": {"externalIdentifier": text}}, "both")
    new = carrying({"type": "object", "properties": {"theirNumber": text}}, "both")
    other = carrying({"type": "object", "properties": {"theirNumber": {**_S}}}, "both")
    assert [c.kind for c in changes(old, new)] == ["property-renamed"]
    assert "property-renamed" not in [c.kind for c in changes(old, other)]
