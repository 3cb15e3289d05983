"""YAML with the C parser, in the sense of YAML 1.2: `yes`, `1:30` and dates are text, `010` is ten.

Nothing that a file can hold makes it fail in another way than with the errors named here.
"""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

MAX_DEPTH = 200
_MAX_PARTS = 5_000_000
_SUSPECT_OPENERS = 10_000  # below, no nesting can hurt the C parser
_SUSPECT_INDENT = re.compile(r"(?m)^[ \-?:]{500}")
_CORE = "tag:yaml.org,2002:"
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class DuplicateKey(Exception):
    """A key that comes twice in one mapping."""

    def __init__(self, key: str, line: int | None) -> None:
        super().__init__(key)
        self.key = key
        self.line = line


class TooManyAliases(Exception):
    """A file whose anchors would blow up when they are followed."""


class _Reader(_Base):  # type: ignore[misc]
    """A safe loader that refuses what would be read in two ways."""

    def __init__(self, stream: Any) -> None:
        super().__init__(stream)
        self._flat: dict[int, dict[str, yaml.Node] | None] = {}
        self._merged = 0

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[str, Any]:
        """A mapping; its keys are the text that the file has."""
        if not isinstance(node, yaml.MappingNode):
            raise _error(node, "expected a mapping")
        pairs = self._pairs(node)
        return {key: self.construct_object(value, deep=deep) for key, value in pairs.items()}

    def _pairs(self, node: yaml.MappingNode) -> dict[str, yaml.Node]:
        """Keys and values, merge keys (`<<`) followed; what stands here wins."""
        if id(node) in self._flat:
            known = self._flat[id(node)]
            if known is None:
                raise _error(node, "a merge key that leads back to itself")
            return known
        self._flat[id(node)] = None
        own: dict[str, yaml.Node] = {}
        merged: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _error(key, "a key must be text, not a list or a mapping")
            if key.tag == _CORE + "merge":
                self._merge(value, merged)
            elif key.value in own:
                raise DuplicateKey(key.value, key.start_mark.line + 1)
            else:
                own[key.value] = value
        pairs = {**merged, **own} if merged else own
        self._flat[id(node)] = pairs
        return pairs

    def _merge(self, value: yaml.Node, into: dict[str, yaml.Node]) -> None:
        sources = value.value if isinstance(value, yaml.SequenceNode) else [value]
        for source in sources:
            if not isinstance(source, yaml.MappingNode):
                raise _error(source, "expected a mapping to merge (`<<: *name`)")
            for key, part in self._pairs(source).items():
                into.setdefault(key, part)
                self._merged += 1
                if self._merged > _MAX_PARTS:
                    raise TooManyAliases("the file's merge keys grow to more than 5 million parts")

    def construct_number(self, node: yaml.ScalarNode) -> int | float:
        """A number as YAML 1.2 has it; text that is none is refused."""
        text = str(self.construct_scalar(node))
        try:
            if text.startswith(("0x", "0o")):
                return int(text, 0)
            if node.tag == _CORE + "int":
                return int(text, 10)
            return float(re.sub(r"(?i)\.(inf|nan)$", r"\1", text))
        except ValueError as error:
            raise _error(node, f"not a number we can read: {text[:40]}") from error


def _error(node: yaml.Node, problem: str) -> yaml.YAMLError:
    return yaml.constructor.ConstructorError(None, None, problem, node.start_mark)


_RESOLVED = {  # YAML 1.2, core schema (10.3.2)
    "null": (r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    "bool": (r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    "int": (r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    "float": (
        r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"
        r"|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
        list("-+.0123456789"),
    ),
    "merge": (r"<<", ["<"]),
}
_Reader.yaml_implicit_resolvers = {}
for _name, (_pattern, _first) in _RESOLVED.items():
    _Reader.add_implicit_resolver(_CORE + _name, re.compile(f"^(?:{_pattern})$"), _first)
_KEPT = ("null", "bool", "str", "seq", "map")
_Reader.yaml_constructors = {
    tag: made
    for tag, made in _Base.yaml_constructors.items()
    if tag is None or tag in [_CORE + name for name in _KEPT]
}
_Reader.add_constructor(_CORE + "int", _Reader.construct_number)
_Reader.add_constructor(_CORE + "float", _Reader.construct_number)


def read_yaml(text: str) -> Any:
    """The content of one YAML document; keys are text.

    Raises yaml.YAMLError, DuplicateKey, TooManyAliases and RecursionError.
    """
    _check_depth(text)
    try:
        data = yaml.load(text, Loader=_Reader)
    except (ValueError, LookupError, TypeError) as error:  # a tag that its value does not fit
        raise yaml.YAMLError(f"a value does not fit its tag: {error}") from error
    return _plain(data, 0, [0])


def read_json(text: str) -> Any:
    """The content of a JSON document. Raises ValueError, DuplicateKey and RecursionError."""
    data = json.loads(text, object_pairs_hook=_unique)
    return _plain(data, 0, [0])


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise DuplicateKey(next(name for name in names if names.count(name) > 1), None)
    return found


def _check_depth(text: str) -> None:
    """The C parser overflows its stack on some 50,000 levels, which would end the process; so what
    looks deep is read once without building anything. Raises RecursionError."""
    openers = text.count("[") + text.count("{")
    if openers < _SUSPECT_OPENERS and not _SUSPECT_INDENT.search(text):
        return
    depth = 0
    for event in yaml.parse(text, Loader=_Base):
        if isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            depth += 1
            if depth > MAX_DEPTH:
                raise RecursionError
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            depth -= 1


def _plain(node: Any, depth: int, count: list[int]) -> Any:
    """No part twice, so that a change of one place is not one of another. Raises RecursionError
    and TooManyAliases."""
    if depth > MAX_DEPTH:
        raise RecursionError
    count[0] += 1
    if count[0] > _MAX_PARTS:
        raise TooManyAliases("the file's YAML aliases grow to more than 5 million parts")
    if isinstance(node, dict):
        return {key: _plain(value, depth + 1, count) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value, depth + 1, count) for value in node]
    return node
