"""The typed view of one document: what every template is given, and nothing else.

It is made from the normalised document, so that names here and names in `models.py` agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .names import ClassName, PythonName

Location = Literal["path", "query", "header", "cookie"]
Encoding = Literal["plain", "comma", "exploded", "json"]
ErrorShape = Literal["gateway", "problem"]


@dataclass(frozen=True, slots=True)
class TypeRef:
    """A type as Python code.

    `expression` is what stands in an annotation (`models.Quote`, `list[models.Address]`, `str`,
    `date`); `imports` names the standard types it needs as (module, name), models apart.
    """

    expression: str
    imports: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation."""

    name: str  # on the wire
    python_name: PythonName
    location: Location
    required: bool
    encoding: Encoding  # plain text, comma separated, one name=value each, or one JSON document
    type: TypeRef
    item_type: TypeRef | None  # of arrays in the encodings "comma" and "exploded"
    description: str
    provenance: str | None = None
    default: Any = None  # as documented; None where there is none
    deprecated: bool = False
    role: Literal["request_id", "conversation_id", None] = None  # filled by the client itself


@dataclass(frozen=True, slots=True)
class Body:
    """What a request carries."""

    media_type: str
    required: bool
    type: TypeRef
    tolerant: bool  # news (KCIs): kept as told, not refused; see x-tolerant-reader
    read_only: Mapping[str, Any] | None  # pydantic `exclude` of what a request does not send
    description: str = ""
    examples: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Header:
    """A header of an answer."""

    name: str
    required: bool
    description: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """One documented answer."""

    status: int  # 0 stands for `default`
    description: str
    type: TypeRef | None  # None: no body
    media_type: str | None
    headers: tuple[Header, ...] = ()
    provenance: str | None = None
    examples: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: a method of the client and of the server."""

    id: str
    name: PythonName
    method: str  # upper case
    path: str
    tag: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    body: Body | None
    responses: tuple[Response, ...]
    secured: bool
    scopes: tuple[str, ...] = ()
    deprecated: bool = False
    provenance: str | None = None

    @property
    def successes(self) -> tuple[Response, ...]:
        """The documented 2xx answers, in document order."""
        return tuple(r for r in self.responses if 200 <= r.status < 300)

    @property
    def failures(self) -> tuple[Response, ...]:
        """The documented answers of 4xx and 5xx, in document order."""
        return tuple(r for r in self.responses if r.status >= 400)

    @property
    def parameters_given(self) -> tuple[Parameter, ...]:
        """The parameters a caller gives: all but the two ids, which have arguments of their own."""
        return tuple(p for p in self.parameters if p.role is None)

    @property
    def returns(self) -> str:
        """The annotation of what the operation gives back: the body, `| None` where one success
        has none."""
        kinds: list[str] = []
        for response in self.successes:
            kind = response.type.expression if response.type else "None"
            if kind not in kinds:
                kinds.append(kind)
        kinds.sort(key=lambda kind: kind == "None")
        return " | ".join(kinds) or "None"


@dataclass(frozen=True, slots=True)
class Tag:
    """A section of the API."""

    name: str
    class_name: ClassName
    description: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Api:
    """One document, ready to be printed."""

    title: str
    version: str
    description: str
    key: str  # as in family.yaml: tenant-updates
    package: PythonName  # tenant_updates
    class_name: ClassName  # TenantUpdates
    document: str  # path below spec/, as the user names it
    servers: tuple[tuple[str, str], ...]  # (url, description)
    token_url: str | None
    scopes: tuple[str, ...]
    error_shape: ErrorShape  # gateway: {uuid, code, messages}; problem: RFC 9457
    error_codes: tuple[str, ...]  # values of the error body's code, if it has one
    tags: tuple[Tag, ...]
    schema_names: tuple[ClassName, ...]  # public names of models.py
    served_document: Mapping[str, Any]  # the document as it is published by the server

    @property
    def operations(self) -> tuple[Operation, ...]:
        """All operations, in document order."""
        return tuple(operation for tag in self.tags for operation in tag.operations)

    @property
    def has_bodies(self) -> bool:
        """Whether any operation takes a body."""
        return any(operation.body for operation in self.operations)
