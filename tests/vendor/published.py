"""The examples of all four documents, with the model that each is read as."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.documents import every_operation, follow
from tests.vendor.reading import Case


def published_cases() -> list[Case]:
    """Bodies and successes of every operation whose schema has a name."""
    return list(_cases())


def _cases() -> Iterator[Case]:
    for operation in every_operation():
        name = _schema(operation.source.get("requestBody") or {})
        for body in operation.bodies.values() if name else ():
            yield operation.api, name, body
        for status, examples in operation.successes.items():
            answer = follow(operation.api, operation.source["responses"][str(status)])
            name = _schema(answer)
            for body in examples.values() if name else ():
                yield operation.api, name, body


def _schema(holder: Mapping[str, Any]) -> str:
    media = (holder.get("content") or {}).get("application/json") or {}
    return str((media.get("schema") or {}).get("$ref", "")).rpartition("/")[2]
