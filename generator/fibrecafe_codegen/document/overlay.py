"""Overlays: changes to a document that is not ours to edit (OpenAPI Overlay 1.0, `spec`).

Each action must say why it is there, and must still find something to change (`ours`).
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..finding import Finding
from .load import Document, DocumentError, load_mapping

_Match = tuple[list[str | int], Any]  # where, and what is there


def apply_overlay(document: Document, overlay: Path, *, name: str | None = None) -> Document:
    """A copy of the document with an overlay applied. Raises DocumentError."""
    source = load_mapping(overlay, name=name)
    findings = list(_form(source))
    if findings:
        raise DocumentError(findings)
    data = copy.deepcopy(document.data)
    for index, action in enumerate(source.data["actions"]):
        findings += _apply(source, data, f"/actions/{index}", action)
    if findings:
        raise DocumentError(findings)
    return replace(document, data=data)


def _finding(source: Document, pointer: str, rule: str, message: str, hint: str) -> Finding:
    return Finding(rule, message, source.name, pointer, source.line_of(pointer), hint)


def _form(source: Document) -> Iterator[Finding]:
    version = source.data.get("overlay")
    if not isinstance(version, str) or not version.startswith("1.0."):
        message = f"Overlay {version!r} is not supported" if version else "no `overlay` field"
        hint = "write `overlay: 1.0.0`"
        yield _finding(source, "/overlay", "overlay-version", message, hint)
    actions = source.data.get("actions")
    if not isinstance(actions, list) or not actions:
        hint = "write a list of actions, each with target, description and update or remove"
        yield _finding(source, "/actions", "overlay-form", "there are no actions", hint)
        return
    for index, action in enumerate(actions):
        yield from _action_form(source, f"/actions/{index}", action)


def _action_form(source: Document, pointer: str, action: Any) -> Iterator[Finding]:
    if not isinstance(action, Mapping) or not isinstance(action.get("target"), str):
        hint = "write `target: $.paths['/x'].get`"
        yield _finding(source, pointer, "overlay-form", "the action has no target", hint)
        return
    if "update" not in action and action.get("remove") is not True:
        hint = "write `update:` with what to merge, or `remove: true`"
        yield _finding(source, pointer, "overlay-form", "the action does nothing", hint)
    reasons = (action.get("description"), action.get("x-reason"))
    if not any(isinstance(reason, str) and reason.strip() for reason in reasons):
        hint = "write `description:` with a sentence"
        yield _finding(source, pointer, "overlay-reason", "the action has no reason", hint)


def _apply(
    source: Document, data: dict[str, Any], pointer: str, action: Mapping[str, Any]
) -> list[Finding]:
    target = action["target"]
    try:
        matches = _matches(target, data)
    except ValueError as error:
        hint = "see RFC 9535 for the form of a JSONPath"
        message = f"{target!r} is not a JSONPath: {error}"
        return [_finding(source, f"{pointer}/target", "overlay-target", message, hint)]
    if not matches:
        message = f"nothing in the document is at {target!r}"
        hint = "the document may have changed: adapt the target or drop the action"
        return [_finding(source, f"{pointer}/target", "overlay-unmatched", message, hint)]
    if action.get("remove") is True:
        wrong = any(not place for place, _ in matches)
        _remove(data, [place for place, _ in matches if place])
    else:
        updated = [_update(found, action["update"]) for _, found in matches]
        wrong = not all(updated)
    if wrong:
        message = f"what is at {target!r} cannot be changed so"
        hint = "target an object, with an object to merge, or a list; the root cannot be removed"
        return [_finding(source, pointer, "overlay-target", message, hint)]
    return []


def _matches(target: str, data: dict[str, Any]) -> list[_Match]:
    """What a JSONPath selects. Raises ValueError."""
    import jsonpath  # here, since only users of overlays need it

    try:
        found = [(list(match.parts), match.obj) for match in jsonpath.finditer(target, data)]
    except (jsonpath.JSONPathError, RecursionError) as error:
        raise ValueError(str(error).splitlines()[0] if str(error) else "too deep") from error
    return found


def _remove(data: Any, places: list[list[str | int]]) -> None:
    """Takes places out, the last of a list first, so that the others stay where they are."""
    unique = {tuple(place) for place in places}
    for place in sorted(unique, key=lambda p: [(isinstance(k, int), k) for k in p], reverse=True):
        holder = data
        for key in place[:-1]:
            holder = holder[key]
        del holder[place[-1]]


def _update(found: Any, update: Any) -> bool:
    """Merges in place: objects by key, lists by appending. False where neither fits."""
    if isinstance(found, dict) and isinstance(update, Mapping):
        _merge(found, update)
    elif isinstance(found, list):
        found.extend(copy.deepcopy(update if isinstance(update, list) else [update]))
    else:
        return False
    return True


def _merge(into: dict[str, Any], update: Mapping[str, Any]) -> None:
    for key, value in update.items():
        old = into.get(key)
        if not ((isinstance(old, dict) and isinstance(value, Mapping)) or (
            isinstance(old, list) and isinstance(value, list)
        )) or not _update(old, value):  # fmt: skip
            into[key] = copy.deepcopy(value)
