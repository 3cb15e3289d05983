"""For each kind of difference outside schemas: a pair of operations, and what is said of it."""

from __future__ import annotations

from typing import Any, NamedTuple

from tests.diff.pairs import JSON

B, A, C, D = "breaking", "attention", "compatible", "documentation"
OK: dict[str, Any] = {"responses": {"204": {"description": "ok"}}}


class Case(NamedTuple):
    """A pair of operations, and the one rule with its severity."""

    rule: str
    old: dict[str, Any]
    new: dict[str, Any]
    severity: str
    direction: str = "both"


def _asked(**more: Any) -> dict[str, Any]:
    parameter = {"name": "q", "in": "query", "schema": {"type": "string"}, **more}
    return {**OK, "parameters": [parameter]}


def _answer(status: str = "200", text: str = "ok", **more: Any) -> dict[str, Any]:
    return {"responses": {status: {"description": text, **more}}}


def _head(**more: Any) -> dict[str, Any]:
    return _answer(headers={"X-Left": {"schema": {"type": "integer"}, **more}})


def _body(*types: str, required: bool = True, **more: Any) -> dict[str, Any]:
    content = {name: {"schema": {"type": "object"}, **more} for name in types or (JSON,)}
    return {**OK, "requestBody": {"required": required, "content": content}}


def _carrying(*types: str, **more: Any) -> dict[str, Any]:
    return _answer(content={name: {"schema": {"type": "object"}, **more} for name in types or (JSON,)})  # fmt: skip


def _news(*types: str, **more: Any) -> dict[str, Any]:
    return {**_body(*types, **more), "x-tolerant-reader": True}


def _answers(*statuses: str, body: bool = False) -> dict[str, Any]:
    return {"responses": {s: next(iter((_carrying() if body else OK)["responses"].values())) for s in statuses}}  # fmt: skip


_PARTS = {"a": {"contentType": "text/csv"}}
_XML = "application/xml"

CASES = [
    Case("operation-id-changed", {**OK, "operationId": "one"}, {**OK, "operationId": "two"}, A),
    Case("operation-deprecated", OK, {**OK, "deprecated": True}, A),
    Case("operation-undeprecated", {**OK, "deprecated": True}, OK, D),
    Case("operation-tags-changed", {**OK, "tags": ["A"]}, {**OK, "tags": ["B"]}, A),
    Case("tolerant-reader-added", OK, {**OK, "x-tolerant-reader": True}, C),
    Case("tolerant-reader-removed", {**OK, "x-tolerant-reader": True}, OK, B),
    Case("callbacks-changed", OK, {**OK, "callbacks": {"done": {}}}, A),
    Case("servers-changed", OK, {**OK, "servers": [{"url": "https://a.example"}]}, A),
    Case("text-changed", OK, {**OK, "summary": "Sends"}, D),
    Case("text-changed", _answer(), _answer(text="fine"), D),
    Case("example-changed", _carrying(), _carrying(example={}), D),
    Case("extension-changed", OK, {**OK, "x-tmf": "TMF641"}, D),
    Case("links-changed", _answer(), _answer(links={"next": {"operationId": "sendThing"}}), D),
    Case("request-required-parameter-added", OK, _asked(required=True), B, "request"),
    Case("request-optional-parameter-added", OK, _asked(), C, "request"),
    Case("request-parameter-removed", _asked(), OK, B, "request"),
    Case("request-parameter-moved", _asked(), _asked(**{"in": "header"}), B, "request"),
    Case("request-parameter-became-required", _asked(), _asked(required=True), B, "request"),
    Case("request-parameter-became-optional", _asked(required=True), _asked(), C, "request"),
    Case("request-parameter-encoding-changed", _asked(schema={"type": "array", "items": {}}), _asked(schema={"type": "array", "items": {}}, explode=False), B, "request"),
    Case("request-parameter-deprecated", _asked(), _asked(deprecated=True), A, "request"),
    Case("request-parameter-undeprecated", _asked(deprecated=True), _asked(), D, "request"),
    Case("request-enum-value-removed", _asked(schema={"enum": ["A", "B"]}), _asked(schema={"enum": ["A"]}), B, "request"),
    Case("response-required-header-added", _answer(), _head(required=True), A, "response"),
    Case("response-optional-header-added", _answer(), _head(), C, "response"),
    Case("response-header-removed", _head(), _answer(), B, "response"),
    Case("response-header-became-required", _head(), _head(required=True), A, "response"),
    Case("response-header-became-optional", _head(required=True), _head(), B, "response"),
    Case("response-header-encoding-changed", _head(schema={"type": "object"}), _head(schema={"type": "object"}, explode=True), B, "response"),
    Case("response-header-deprecated", _head(), _head(deprecated=True), A, "response"),
    Case("response-header-undeprecated", _head(deprecated=True), _head(), D, "response"),
    Case("request-required-body-added", OK, _body(), B, "request"),
    Case("request-optional-body-added", OK, _body(required=False), C, "request"),
    Case("request-body-removed", _body(), OK, B, "request"),
    Case("news-body-removed", _news(), {**OK, "x-tolerant-reader": True}, B, "news"),
    Case("request-body-became-required", _body(required=False), _body(), B, "request"),
    Case("request-body-became-optional", _body(), _body(required=False), C, "request"),
    Case("request-media-type-added", _body(), _body(JSON, _XML), C, "request"),
    Case("request-media-type-removed", _body(JSON, _XML), _body(), B, "request"),
    Case("request-media-encoding-changed", _body(), _body(encoding=_PARTS), B, "request"),
    Case("news-media-type-added", _news(), _news(JSON, _XML), A, "news"),
    Case("news-media-type-removed", _news(JSON, _XML), _news(), B, "news"),
    Case("news-media-encoding-changed", _news(), _news(encoding=_PARTS), B, "news"),
    Case("response-body-added", _answer(), _carrying(), C, "response"),
    Case("response-body-removed", _carrying(), _answer(), B, "response"),
    Case("response-media-type-added", _carrying(), _carrying(JSON, _XML), C, "response"),
    Case("response-media-type-removed", _carrying(JSON, _XML), _carrying(), B, "response"),
    Case("response-media-encoding-changed", _carrying(), _carrying(encoding=_PARTS), B, "response"),
    Case("response-success-added", _answers("200", body=True), {"responses": {**_answers("200", body=True)["responses"], **_answers("202")["responses"]}}, B, "response"),
    Case("response-alike-success-added", _answers("200", body=True), _answers("200", "201", body=True), A, "response"),
    Case("response-success-removed", _answers("200", "202"), _answers("200"), B, "response"),
    Case("response-error-added", _answers("200"), _answers("200", "409"), C, "response"),
    Case("response-error-removed", _answers("200", "409"), _answers("200"), A, "response"),
    Case("security-tightened", {**OK, "security": []}, {**OK, "security": [{"key": []}]}, B),
    Case("security-tightened", {**OK, "security": [{"key": ["a"]}]}, {**OK, "security": [{"key": ["a", "b"]}]}, B),
    Case("security-loosened", {**OK, "security": [{"key": []}]}, {**OK, "security": [{"key": []}, {}]}, C),
]  # fmt: skip
