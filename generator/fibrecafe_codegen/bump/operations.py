"""`spec/API/operations.yaml`: what documents from outside call our operations.

An operation is the same where method and path are; clients and servers keep their methods' names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from ..document.load import Document
from ..normalise.shape import operations
from .stop import Stop

FILE = "operations.yaml"
_HEAD = """\
# What documents from outside call our operations: their operationId, then ours. `fibrecafe bump`
# proposes lines and applies them all. To take over an id of theirs, write it on both sides.
operations:
"""


def read_operations(file: Path) -> dict[str, str]:
    """The map that is kept. Raises Stop."""
    if not file.is_file():
        return {}
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        return {str(theirs): str(ours) for theirs, ours in (content["operations"] or {}).items()}
    except (yaml.YAMLError, UnicodeDecodeError, AttributeError, KeyError, TypeError) as error:
        raise Stop(f"{file} cannot be read: {error!r}", "mend it, or take it out") from error


def settle(file: Path, before: Document, after: Document) -> tuple[dict[str, str], str]:
    """All that is known of their ids, and the file's text where there is something new in it.

    Raises Stop.
    """
    known = read_operations(file)
    proposed = _proposals(before, after, known)
    if not proposed:
        return known, ""
    text = file.read_text(encoding="utf-8") if file.is_file() else _HEAD
    lines = [f"  {theirs}: {ours}\n" for theirs, ours in sorted(proposed.items())]
    return {**known, **proposed}, text.rstrip("\n") + "\n" + "".join(lines)


def _proposals(before: Document, after: Document, known: Mapping[str, str]) -> dict[str, str]:
    """Ids of theirs, and ours at the same method and path."""
    ours, theirs = _ids(before), _ids(after)
    return {
        theirs[place]: id
        for place, id in ours.items()
        if place in theirs
        and theirs[place] != id
        and theirs[place] not in known
        and id not in theirs.values()
        and theirs[place] not in ours.values()
    }


def with_our_ids(text: str, names: Mapping[str, str]) -> str:
    """A document's text with our ids; comments and layout stay."""
    changed = {theirs: ours for theirs, ours in names.items() if theirs != ours}
    if not changed:
        return text
    listed = "|".join(re.escape(theirs) for theirs in sorted(changed, key=len, reverse=True))
    found = re.compile(
        rf"""(?P<key>["']?operationId["']?\s*:\s*["']?)(?P<id>{listed})(?=["']?\s*(?:$|[,}}#]))""",
        re.MULTILINE,
    )
    return found.sub(lambda m: m["key"] + changed[m["id"]], text)


def _ids(document: Document) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for path, method, _, operation in operations(document.data):
        id: Any = operation.get("operationId")
        if isinstance(id, str):
            found[re.sub(r"\{[^}]*\}", "{}", path), method] = id
    return found
