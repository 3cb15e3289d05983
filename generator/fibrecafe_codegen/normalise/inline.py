"""Local references of parameters, bodies, responses and headers put in place."""

from __future__ import annotations

from typing import Any

from .shape import Normalised, operations


def inline_components(document: Normalised) -> None:
    """After this only schemas are still referred to; parameters of a path stand in each of its
    operations (an operation's own wins, as the specification says)."""
    data = document.data
    for _, _, item, operation in operations(data):
        own = [_resolve(data, parameter) for parameter in operation.get("parameters") or ()]
        names = {(parameter.get("name"), parameter.get("in")) for parameter in own}
        shared = [_resolve(data, parameter) for parameter in item.get("parameters") or ()]
        operation["parameters"] = [
            p for p in shared if (p.get("name"), p.get("in")) not in names
        ] + own
        if "requestBody" in operation:
            operation["requestBody"] = _resolve(data, operation["requestBody"])
        responses = operation.get("responses") or {}
        for status, response in responses.items():
            responses[status] = resolved = _resolve(data, response)
            for name, header in (resolved.get("headers") or {}).items():
                resolved["headers"][name] = _resolve(data, header)


def _resolve(data: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """A copy of what `node` is or refers to, so that operations can be changed apart."""
    seen: set[str] = set()
    while isinstance(node.get("$ref"), str) and node["$ref"] not in seen:
        seen.add(node["$ref"])
        target: Any = data
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        node = target
    copied: dict[str, Any] = _copy(node)
    return copied


def _copy(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _copy(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_copy(value) for value in node]
    return node
