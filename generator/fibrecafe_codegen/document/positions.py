"""Which line each place of a document is on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from .pointers import escape

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def line_index(raw: bytes) -> Mapping[str, int]:
    """Line from 1 of every JSON pointer; of a key where there is one. Empty for broken files.

    A second pass over the file, made only when a finding needs it.
    """
    lines: dict[str, int] = {"": 1}
    try:
        root = yaml.compose(raw.decode("utf-8-sig"), Loader=_Loader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError):
        return lines
    stack: list[tuple[str, yaml.Node]] = [("", root)] if root is not None else []
    visited: set[int] = set()
    while stack:
        pointer, node = stack.pop()
        if id(node) in visited:
            continue
        visited.add(id(node))
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                place = f"{pointer}/{escape(str(key.value))}"
                lines[place] = key.start_mark.line + 1
                stack.append((place, value))
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                place = f"{pointer}/{index}"
                lines[place] = value.start_mark.line + 1
                stack.append((place, value))
    return lines
