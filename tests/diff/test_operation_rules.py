"""Every rule outside schemas, from a small pair of documents; and the symmetry of all rules."""

from __future__ import annotations

from typing import Any

import pytest

from fibrecafe_codegen.diff.rules import BY_ID, TOPICS
from tests.diff import operation_cases, schema_cases
from tests.diff.operation_cases import CASES, OK, Case
from tests.diff.pairs import carrying, changes, holding, of_operation, told


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{CASES.index(case)}-{case.rule}")
def test_a_pair_of_operations(case: Case) -> None:
    (change,) = changes(of_operation(case.old), of_operation(case.new))
    assert (change.rule, change.severity) == (case.rule, case.severity)
    assert change.direction == case.direction
    assert len(change.operations) == 1


def _documents(**root: Any) -> dict[str, Any]:
    return {**of_operation(OK), **root}


def _at(*paths: str) -> dict[str, Any]:
    return _documents(paths={path: {"get": {**OK, "operationId": path[1:4]}} for path in paths})


def _scheme(**more: Any) -> dict[str, Any]:
    flow = {"tokenUrl": "https://a.example", "scopes": {}, **more}
    scheme = {"type": "oauth2", "flows": {"clientCredentials": flow}}
    return _documents(components={"securitySchemes": {"o": scheme}})


def _choice(*, written: bool) -> dict[str, Any]:
    """A union whose variants differ in the values of `kind`."""
    variants = [{"$ref": f"#/components/schemas/{name}"} for name in "XY"]
    parts = {
        name: {"type": "object", "required": ["kind"], "properties": {"kind": {"enum": [name]}}}
        for name in "XY"
    }
    union: dict[str, Any] = {"oneOf": variants}
    if written:
        union["discriminator"] = {"propertyName": "kind"}
    return carrying(union, "both", parts=parts)


_NAMED = {"a": {"type": "string", "format": "date"}}
_SPARE = {"Spare": {"type": "string"}}
WHOLE = {
    "operation-added": (_at("/one"), _at("/one", "/two"), "compatible"),
    "operation-removed": (_at("/one", "/two"), _at("/one"), "breaking"),
    "operation-moved": (_at("/one"), _at("/one/more"), "breaking"),
    "server-url-added": (_documents(), _documents(servers=[{"url": "/"}]), "documentation"),
    "server-url-removed": (_documents(servers=[{"url": "/"}]), _documents(), "attention"),
    "openapi-version-changed": (_documents(), _documents(openapi="3.1.0"), "documentation"),
    "security-scheme-changed": (_scheme(), _scheme(scopes={"a": "A"}), "attention"),
    "schema-added": (carrying({}, "request"), carrying({}, "request", parts=_SPARE), "documentation"),
    "schema-removed": (carrying({}, "request", parts=_SPARE), carrying({}, "request"), "attention"),
    "personal-data-changed": (carrying(holding({}), "both"), carrying(holding({"x-personal-data": "contact"}), "both"), "attention"),
    "schema-renamed": (
        carrying(holding({"$ref": "#/components/schemas/One"}), "both", parts={"One": _NAMED["a"]}),
        carrying(holding({"$ref": "#/components/schemas/Two"}), "both", parts={"Two": _NAMED["a"]}),
        "attention",
    ),
    "schema-replaced": (
        carrying(holding({"$ref": "#/components/schemas/One"}), "both", parts={"One": _NAMED["a"], "Two": _NAMED["a"]}),
        carrying(holding({"$ref": "#/components/schemas/Two"}), "both", parts={"One": _NAMED["a"], "Two": _NAMED["a"]}),
        "attention",
    ),
    "discriminator-left-out": (_choice(written=True), _choice(written=False), "documentation"),
    "discriminator-written-out": (_choice(written=False), _choice(written=True), "documentation"),
    "schema-in-line": (
        carrying(holding({"$ref": "#/components/schemas/One"}), "both", parts={"One": _NAMED["a"]}),
        carrying(holding(_NAMED["a"]), "both"),
        "attention",
    ),
    "callbacks-changed": (_documents(), _documents(webhooks={"done": {}}), "attention"),
}  # fmt: skip


@pytest.mark.parametrize("rule", WHOLE)
def test_a_pair_of_documents(rule: str) -> None:
    old, new, severity = WHOLE[rule]
    assert told(old, new) == {rule: severity}


def test_a_place_in_a_path_may_have_another_name() -> None:
    def with_(name: str) -> dict[str, Any]:
        where = {"name": name, "in": "path", "required": True, "schema": {"type": "integer"}}
        operation = {**OK, "operationId": "get", "parameters": [where]}
        return _documents(paths={f"/things/{{{name}}}": {"get": operation}})

    assert told(with_("id"), with_("number")) == {"request-path-parameter-renamed": "attention"}


def test_what_is_said_of_all_operations_is_told_once() -> None:
    """Not for each operation that says nothing of its own."""
    two = _at("/one", "/two")
    old, new = ({**two, "security": alternatives} for alternatives in ([{"a": []}], [{"b": []}]))
    (change,) = changes(old, new)
    assert (change.rule, change.operations) == ("security-tightened", ("one", "two"))


def test_a_mark_on_a_security_scheme_is_no_other_scheme() -> None:
    old, new = _scheme(), _scheme()
    new["components"]["securitySchemes"]["o"]["x-provenance"] = "older"
    assert told(old, new) == {"extension-changed": "documentation"}


def test_a_discriminator_that_says_otherwise_than_the_values_is_one() -> None:
    crossed = _choice(written=True)
    schema = crossed["components"]["schemas"]["Thing"]
    schema["discriminator"]["mapping"] = {"X": "Y", "Y": "X"}
    assert "request-discriminator-removed" in told(crossed, _choice(written=False)).keys() | {
        also for change in changes(crossed, _choice(written=False)) for also in change.also
    }


def test_every_rule_has_a_pair() -> None:
    covered = {case.rule for case in CASES} | WHOLE.keys() | {"request-path-parameter-renamed"}
    covered |= {f"{d}-{case.kind}" for case in schema_cases.CASES for d in ("request", "response", "news")}  # fmt: skip
    assert covered == BY_ID.keys()
    assert operation_cases.CASES


def test_every_rule_of_requests_has_its_mirror_or_a_waiver() -> None:
    for rule in BY_ID.values():
        if rule.direction != "request":
            continue
        mirror = rule.kind.mirror or rule.kind.id
        there = f"response-{mirror}" in BY_ID
        assert there != bool(rule.kind.waiver), rule.id


def test_every_kind_and_sentence_is_filled_in() -> None:
    kinds = [kind for _, kinds in TOPICS.values() for kind in kinds]
    assert len({kind.id for kind in kinds}) == len(kinds)
    words = {"where": "w", "what": "x", "old": "o", "new": "n"}
    for rule in BY_ID.values():
        for meaning in (rule.meaning, rule.exposed or rule.meaning):
            for sentence in (meaning.client, meaning.server, meaning.adapter):
                filled = sentence.format_map(words)
                assert filled.endswith(".")
                assert "{" not in filled
