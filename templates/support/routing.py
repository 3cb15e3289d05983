"""The route table: what the generated code declares, and how a path finds its operation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A documented parameter."""

    name: str
    argument: str | None
    """The implementation's argument; None: it is validated, and found in the context."""
    location: Literal["path", "query", "header"]
    type: Any
    encoding: Literal["plain", "comma", "exploded", "json"] = "plain"
    required: bool = False
    default: str | None = None
    """What the document says for when it is absent, as JSON."""


@dataclass(frozen=True, slots=True)
class Body:
    """A documented body."""

    type: Any
    media_type: str = "application/json"
    required: bool = True
    tolerant: bool = False
    """News is kept as it is told: unknown values, properties and variants are no error."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A documented success."""

    status: int
    type: Any = None
    """None: it has no body."""
    media_type: str = "application/json"


@dataclass(frozen=True, slots=True)
class Route:
    """A documented operation."""

    operation_id: str
    handler: str
    """The implementation's method."""
    method: str
    path: str
    answers: tuple[Answer, ...]
    failures: Mapping[int, bool]
    """Documented error statuses (0 for all others), and whether each has a body."""
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    secured: bool = True
    scopes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Node(Generic[T]):
    """What may follow at one depth of the paths; literals go before templates."""

    literals: dict[str, _Node[T]] = field(default_factory=dict[str, Any])
    templates: list[_Template[T]] = field(default_factory=list[Any])
    methods: dict[str, T] | None = None


@dataclass(frozen=True, slots=True)
class _Template(Generic[T]):
    """A part of a path with parameters in it: `{id}`, `{from}-{to}.json`."""

    pattern: re.Pattern[str]
    names: tuple[str, ...]
    node: _Node[T]


class Router(Generic[T]):
    """Finds by path what was added for it, by method."""

    def __init__(self) -> None:
        self._literal: dict[str, dict[str, T]] = {}
        self._root: _Node[T] = _Node()

    def add(self, method: str, path: str, target: T) -> None:
        """Add a path; `{name}` stands for a part between slashes, or within one."""
        if "{" not in path:
            self._literal.setdefault(path, {})[method] = target
            return
        node = self._root
        for segment in path.removeprefix("/").split("/"):
            node = _child(node, segment)
        if node.methods is None:
            node.methods = {}
        node.methods[method] = target

    def literal(self, path: str) -> dict[str, T] | None:
        """What stands at exactly this path."""
        return self._literal.get(path)

    def templated(self, segments: list[str]) -> tuple[dict[str, T], dict[str, str]] | None:
        """What stands at a templated path, and the values of its parameters."""
        values: dict[str, str] = {}
        methods = _search(self._root, segments, 0, values)
        return None if methods is None else (methods, values)


def _child(node: _Node[T], segment: str) -> _Node[T]:
    if "{" not in segment:
        return node.literals.setdefault(segment, _Node())
    literals_and_names = re.split(r"\{([^}]*)\}", segment)
    pattern = re.compile("(.+?)".join(map(re.escape, literals_and_names[::2])), re.DOTALL)
    names = tuple(literals_and_names[1::2])
    for template in node.templates:
        if (template.pattern, template.names) == (pattern, names):
            return template.node
    following: _Node[T] = _Node()
    template = _Template(pattern, names, following)
    node.templates.append(template)
    return template.node


def _search(
    node: _Node[T], segments: list[str], depth: int, values: dict[str, str]
) -> dict[str, T] | None:
    if depth == len(segments):
        return node.methods
    literal = node.literals.get(segments[depth])
    if literal is not None:
        found = _search(literal, segments, depth + 1, values)
        if found is not None:
            return found
    for template in node.templates:
        match = template.pattern.fullmatch(segments[depth])
        found = _search(template.node, segments, depth + 1, values) if match else None
        if match and found is not None:
            values.update(zip(template.names, match.groups(), strict=True))
            return found
    return None
