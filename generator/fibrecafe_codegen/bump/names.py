"""`spec/API/names.yaml`: what documents from outside call our schemas; and giving them our names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from ..document.load import Document
from ..document.pointers import join
from ..document.yaml_reader import DuplicateKey, read_yaml
from .matching import Matches
from .stop import Stop

FILE = "names.yaml"
_REF = "#/components/schemas/"
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_HEAD = """\
# What documents from outside call our schemas: their name, then ours. `fibrecafe bump` proposes lines
# and applies them all. To take over a name of theirs, write it on both sides.
names:
"""


def read_names(file: Path) -> dict[str, str | None]:
    """The map that is kept; None: not decided yet. Raises Stop."""
    if not file.is_file():
        return {}
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        names = content.get("names") or {}
        return {str(theirs): None if ours is None else str(ours) for theirs, ours in names.items()}
    except (yaml.YAMLError, UnicodeDecodeError, AttributeError) as error:
        raise Stop(f"{file} cannot be read: {error}", "mend it, or take it out") from error


def with_proposals(file: Path, matches: Matches, known: Mapping[str, str | None]) -> str | None:
    """The file's text with new lines at its end; None where there is nothing to add."""
    lines = [
        f"  {theirs}: {ours}  # {why}\n"
        for theirs, (ours, why) in sorted(matches.certain.items())
        if theirs not in known
    ]
    lines += [
        f"  {theirs}: ~  # of one shape with {', '.join(ours)}: which? or itself, if it is new\n"
        for theirs, ours in sorted(matches.undecided.items())
        if theirs not in known
    ]
    if not lines:
        return None
    text = file.read_text(encoding="utf-8") if file.is_file() else _HEAD
    return text.rstrip("\n") + "\n" + "".join(lines)


def renamed_text(document: Document, names: Mapping[str, str | None]) -> str:
    """The document with our names in it; comments and layout stay where that can be."""
    text = document.raw.decode("utf-8-sig")
    there = (document.data.get("components") or {}).get("schemas") or {}
    chosen = {t: o for t, o in names.items() if t in there and o is not None and t != o}
    if not text.lstrip().startswith("{"):
        if not chosen:
            return text
        changed = _in_text(text, document, chosen)
        wanted = _in_data(document.data, chosen)
        try:
            if read_yaml(changed) == wanted:
                return changed
        except (yaml.YAMLError, DuplicateKey):
            pass
    text = yaml.dump(
        _in_data(document.data, chosen),
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=100,
    )
    return str(text)


def _in_text(text: str, document: Document, names: Mapping[str, str]) -> str:
    lines = text.splitlines(keepends=True)
    for theirs, ours in names.items():
        number = document.line_of(join("/components/schemas", theirs))
        if number is not None and number <= len(lines):
            key = re.compile(rf"(?<![\w.-]){re.escape(theirs)}(?=[\"']?\s*:)")
            lines[number - 1] = key.sub(ours, lines[number - 1], count=1)
    found = re.compile(re.escape(_REF) + r"(?P<name>[\w.-]+)")
    return found.sub(lambda m: _REF + names.get(m["name"], m["name"]), "".join(lines))


def _in_data(data: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = _referring(data, names)
    if not names:
        return found
    schemas = found["components"]["schemas"]
    renamed = {names.get(name, name): schema for name, schema in schemas.items()}
    found["components"] = {**found["components"], "schemas": renamed}
    return found


def _referring(node: Any, names: Mapping[str, str], *, mapping: bool = False) -> Any:
    if isinstance(node, dict):
        if mapping:  # of a discriminator: names may stand there bare
            return {
                k: names.get(v, _referring(v, names)) if isinstance(v, str) else v
                for k, v in node.items()
            }
        return {k: _referring(v, names, mapping=k == "mapping") for k, v in node.items()}
    if isinstance(node, list):
        return [_referring(value, names) for value in node]
    if isinstance(node, str) and node.startswith(_REF):
        return _REF + names.get(node[len(_REF) :], node[len(_REF) :])
    return node
