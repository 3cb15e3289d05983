"""`spec/API/operations.yaml`: what documents from outside call our operations.

An operation is the same where method and path are, and perhaps where it moved but carries the same;
clients and servers keep their methods' names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from ..diff.pairs import Side
from ..diff.paths import Operation, operations, pair_up
from ..document.load import Document
from ..document.pointers import BrokenReference, resolve
from .stop import Stop

FILE = "operations.yaml"
_HEAD = """\
# What documents from outside call our operations: their operationId, then ours. `fibrecafe bump`
# proposes lines and applies them all. To take over an id of theirs, write it on both sides.
operations:
"""
_GUESS = "  # a guess: another path, the same bodies"


def read_operations(file: Path) -> dict[str, str]:
    """The map that is kept. Raises Stop."""
    if not file.is_file():
        return {}
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        return {str(theirs): str(ours) for theirs, ours in (content["operations"] or {}).items()}
    except (yaml.YAMLError, UnicodeDecodeError, AttributeError, KeyError, TypeError) as error:
        raise Stop(f"{file} cannot be read: {error!r}", "mend it, or take it out") from error


def settle(
    file: Path, before: Document, after: Document, names: Mapping[str, str]
) -> tuple[dict[str, str], str, int]:
    """All that is known of their ids, the file's text where there is something new in it, and how
    many lines of it are. `names`: our names of their schemas.

    Raises Stop.
    """
    known = read_operations(file)
    old, new = operations(Side(before)), operations(Side(after))
    ours, theirs = {each.id for each in old}, {each.id for each in new}
    both, gone, come = pair_up(old, new)
    moved = _same_content(before, gone, after, come, names)
    lines: dict[str, str] = {}
    for said, pairs in (("", both), (_GUESS, moved)):
        for one, other in pairs:
            # Either may have a meaning of its own in the other document.
            if other.id and other.id not in {*known, *ours} and one.id and one.id not in theirs:
                lines.setdefault(other.id, f"  {other.id}: {one.id}{said}\n")
                known[other.id] = one.id
    if not lines:
        return known, "", 0
    text = file.read_text(encoding="utf-8") if file.is_file() else _HEAD
    added = "".join(line for _, line in sorted(lines.items()))
    return known, text.rstrip("\n") + "\n" + added, len(lines)


def _same_content(
    before: Document, gone: list[Operation], after: Document, come: list[Operation],
    names: Mapping[str, str],
) -> Iterator[tuple[Operation, Operation]]:  # fmt: skip
    """Guesses: of operations whose path is another, those with one method and the same bodies."""
    left = [(one, one.method, frozenset(_carried(before, one.content, {}))) for one in gone]
    right = [(two, two.method, frozenset(_carried(after, two.content, names))) for two in come]
    for one, *what in left:
        alike = [other for other, *that in right if that == what]
        rivals = [other for other, *that in left if that == what]
        if what[1] and len(alike) == len(rivals) == 1:
            yield one, alike[0]


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


def _carried(
    document: Document, operation: Mapping[str, Any], names: Mapping[str, str]
) -> Iterator[str]:
    """The schemas of its body and of its successes, under our names."""
    responses = operation.get("responses") or {}
    successes = [response for status, response in responses.items() if str(status)[:1] == "2"]
    for side, node in (("body", operation.get("requestBody")), *(("answer", r) for r in successes)):
        if isinstance(node, Mapping) and isinstance(node.get("$ref"), str):
            try:
                node = resolve(document.data, node["$ref"])
            except BrokenReference:
                continue
        for media in ((node or {}).get("content") or {}).values():
            reference = ((media or {}).get("schema") or {}).get("$ref")
            if isinstance(reference, str):
                name = reference.rpartition("/")[2]
                yield f"{side} {names.get(name, name)}"
