"""YAML with the C parser, in the sense of YAML 1.2."""

from __future__ import annotations

import re
from typing import Any

import yaml

_MAX_ALIASES = 1000
_MAX_DEPTH = 200
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class DuplicateKey(Exception):
    """A key that comes twice in one mapping."""

    def __init__(self, key: str, line: int) -> None:
        super().__init__(key)
        self.key = key
        self.line = line


class TooManyAliases(Exception):
    """A file whose anchors would blow up when they are followed."""


class _Reader(_Base):  # type: ignore[misc]
    """A safe loader that refuses what would be read in two ways."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """A mapping, with a check that YAML asks for and PyYAML does not make."""
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag != "tag:yaml.org,2002:merge":
                if key.value in seen:
                    raise DuplicateKey(key.value, key.start_mark.line + 1)
                seen.add(key.value)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return mapping


def _only_12(resolvers: dict[str, Any]) -> dict[str, Any]:
    """No dates, and true and false only as YAML 1.2 writes them."""
    left_out = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
    return {
        first: [(tag, pattern) for tag, pattern in found if tag not in left_out]
        for first, found in resolvers.items()
    }


_Reader.yaml_implicit_resolvers = _only_12(_Base.yaml_implicit_resolvers)
_Reader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


def read_yaml(text: str) -> Any:
    """The content of one YAML document; keys are text.

    Raises yaml.YAMLError, DuplicateKey, TooManyAliases and RecursionError.
    """
    aliases = len(re.findall(r"(?m)(?:^|[\s\[,{:])\*[A-Za-z0-9_-]+", text)) if "&" in text else 0
    if aliases > _MAX_ALIASES:
        raise TooManyAliases(f"the file uses {aliases} YAML aliases, more than {_MAX_ALIASES}")
    data = yaml.load(text, Loader=_Reader)
    return _plain(data, 0, [0])


def _plain(node: Any, depth: int, count: list[int]) -> Any:
    """Text keys (a status may be written as a number), and no part twice, so that a change of
    one place is not one of another. Raises RecursionError and TooManyAliases."""
    if depth > _MAX_DEPTH:
        raise RecursionError
    count[0] += 1
    if count[0] > 5_000_000:
        raise TooManyAliases("the file's YAML aliases grow to more than 5 million parts")
    if isinstance(node, dict):
        return {_key(key): _plain(value, depth + 1, count) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value, depth + 1, count) for value in node]
    return node


def _key(key: Any) -> str:
    if isinstance(key, bool):
        return "true" if key else "false"
    return str(key)
