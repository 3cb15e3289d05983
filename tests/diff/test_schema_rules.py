"""Every rule of schemas, in each direction, from a small pair of documents."""

from __future__ import annotations

from typing import Any

import pytest

from fibrecafe_codegen.diff.rules import BY_ID, TOPICS
from tests.diff.pairs import carrying, changes, told
from tests.diff.schema_cases import CASES, Case

DIRECTIONS = ("request", "response", "news")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{CASES.index(case)}-{case.kind}")
def test_a_pair_is_judged_by_the_way_its_messages_go(case: Case) -> None:
    for direction, severity in zip(DIRECTIONS, case.severities, strict=True):
        old = carrying(case.old, direction, parts=case.parts)
        new = carrying(case.new, direction, parts=case.parts)
        assert told(old, new) == {f"{direction}-{case.kind}": severity}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{CASES.index(case)}-{case.kind}")
def test_a_schema_used_both_ways_takes_the_worse(case: Case) -> None:
    old = carrying(case.old, "both", parts=case.parts)
    new = carrying(case.new, "both", parts=case.parts)
    (change,) = changes(old, new)
    order = ("breaking", "attention", "compatible", "documentation")
    assert change.severity == min(case.severities[:2], key=order.index)
    assert change.direction == "both"
    assert {change.rule, *change.also} == {f"request-{case.kind}", f"response-{case.kind}"}


def test_every_rule_of_schemas_has_a_pair() -> None:
    covered = {case.kind for case in CASES}
    for kinds in (kinds for _, kinds in TOPICS.values()):
        for kind in kinds:
            if all(f"{direction}-{kind.id}" in BY_ID for direction in DIRECTIONS):
                assert kind.id in covered | {
                    "body-removed",
                    "media-type-added",
                    "media-type-removed",
                    "media-encoding-changed",
                }


def test_what_became_writable_and_is_required_breaks_requests() -> None:
    part = {"type": "object", "required": ["p"], "properties": {"p": {"type": "string"}}}
    mark = {**part, "properties": {"p": {"type": "string", "readOnly": True}}}
    assert told(carrying(mark, "request"), carrying(part, "request")) == {
        "request-property-became-writable": "compatible",
        "request-required-property-added": "breaking",
    }


def test_read_only_properties_are_no_matter_of_requests() -> None:
    def with_(*values: str) -> Any:
        part = {"type": "string", "enum": list(values), "readOnly": True}
        return carrying({"type": "object", "properties": {"p": part}}, "both")

    (change,) = changes(with_("A"), with_("B"))[:1]
    assert {c.direction for c in changes(with_("A"), with_("B"))} == {"response"}
    assert change.severity == "attention"


def test_the_tag_of_a_union_is_open_only_where_it_is_read_as_a_union() -> None:
    def parts(*values: str) -> dict[str, Any]:
        return {
            name: {
                "type": "object",
                "required": ["kind"],
                "properties": {"kind": {"type": "string", "enum": kinds}},
            }
            for name, kinds in {"X": list(values), "Y": ["Y"]}.items()
        }

    union = {"oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in "XY"]}
    alone: dict[str, Any] = {
        "type": "object",
        "properties": {"one": {"$ref": "#/components/schemas/X"}},
    }
    both = {**alone, "properties": {"any": union, **alone["properties"]}}
    named = {"type": "object", "properties": {"any": {"$ref": "#/components/schemas/U"}}}
    old, new = {**parts("X"), "U": union}, {**parts("X", "W"), "U": union}
    rule = "response-enum-value-added"
    for schema, severity in ((named, "attention"), (alone, "breaking"), (both, "breaking")):
        pair = (carrying(schema, "response", parts=p) for p in (old, new))
        assert told(*pair)[rule] == severity
