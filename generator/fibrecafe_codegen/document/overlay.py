"""Overlays (OpenAPI Overlay 1.0): corrections to a document that we do not control."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..finding import Finding
from .load import Document, DocumentError
from .yaml_reader import read_yaml


def apply_overlay(document: Document, overlay: Path) -> Document:
    """A copy of a document with the overlay's actions applied, in their order.

    Raises DocumentError for an action without a reason, or one that matches nothing.
    """
    from jsonpath import JSONPathError, finditer

    content = read_yaml(overlay.read_text(encoding="utf-8"))
    data = copy.deepcopy(document.data)
    findings: list[Finding] = []
    for index, action in enumerate((content or {}).get("actions") or ()):
        place = f"/actions/{index}"

        def wrong(rule: str, message: str, hint: str, place: str = place) -> None:
            findings.append(Finding(rule, message, overlay.as_posix(), place, hint=hint))

        if not action.get("description"):
            hint = "say in `description` why the document is corrected here"
            wrong("overlay-reason", "the action gives no reason", hint)
        target = str(action.get("target", ""))
        try:
            matches = list(finditer(target, data))
        except JSONPathError as error:
            wrong("overlay-target", f"{target!r} is no JSONPath: {error}", "see RFC 9535")
            continue
        if not matches:
            hint = f"does {document.name} still need it? remove the action or mend its target"
            wrong("overlay-unmatched", f"{target!r} matches nothing", hint)
        for match in matches:
            if action.get("remove") is True:
                _remove(match)
            elif "update" in action:
                _merge(match.obj, action["update"])
    if findings:
        raise DocumentError(findings)
    return replace(document, data=data)


def _remove(match: Any) -> None:
    parent = match.parent.obj if match.parent is not None else None
    key = match.parts[-1] if match.parts else None
    if isinstance(parent, (dict, list)) and key is not None:
        del parent[key]


def _merge(target: Any, update: Any) -> None:
    """Mappings are merged, what is given is appended to a list, anything else is replaced."""
    if isinstance(target, list):
        target.append(update)
    elif isinstance(target, dict) and isinstance(update, dict):
        for key, value in update.items():
            if isinstance(value, dict) and isinstance(target.get(key), dict):
                _merge(target[key], value)
            elif isinstance(value, list) and isinstance(target.get(key), list):
                target[key].extend(value)
            else:
                target[key] = value
