"""Reads OpenAPI documents, from YAML or JSON, without surprises.

YAML is read as its version 1.2 has it: dates stay text, `yes` and `on` are text, a key that comes
twice is a finding. Whatever the file is, the outcome is a document or findings.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from ..fileset import digest
from ..finding import Finding
from .positions import line_index
from .yaml_reader import MAX_DEPTH, DuplicateKey, TooManyAliases, read_json, read_yaml

MAX_BYTES = 20 * 1024 * 1024


class DocumentError(Exception):
    """A file that is no document we can work with; `findings` say why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("; ".join(str(finding) for finding in findings))
        self.findings = list(findings)


@dataclass
class Document:
    """A document as it was read."""

    path: Path
    name: str
    """How messages name it."""
    raw: bytes = field(repr=False)
    data: dict[str, Any] = field(repr=False)

    @property
    def sha256(self) -> str:
        """Hash of the file."""
        return digest(self.raw)

    @property
    def version(self) -> str:
        """`info.version`."""
        info = self.data.get("info")
        return str(info.get("version", "")) if isinstance(info, dict) else ""

    @cached_property
    def _lines(self) -> Mapping[str, int]:
        return line_index(self.raw)

    def line_of(self, pointer: str) -> int | None:
        """The line a pointer leads to, or the nearest place above it that exists."""
        while pointer:
            if pointer in self._lines:
                return self._lines[pointer]
            pointer = pointer.rpartition("/")[0]
        return self._lines.get("")


def load(path: Path, *, name: str | None = None) -> Document:
    """Reads a document of OpenAPI 3.0 or 3.1. Raises DocumentError."""
    document = load_mapping(path, name=name)
    _check_version(document)
    return document


def load_mapping(path: Path, *, name: str | None = None) -> Document:
    """Reads a file that is to hold a mapping, of whatever kind. Raises DocumentError."""
    shown = name or path.as_posix()
    raw = _read(path, shown)
    return Document(path, shown, raw, _parse(raw, shown))


def _refuse(
    shown: str, rule: str, message: str, hint: str, *, line: int | None = None
) -> DocumentError:
    return DocumentError([Finding(rule, message, shown, line=line, hint=hint)])


def _read(path: Path, shown: str) -> bytes:
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)  # a device may never end
    except IsADirectoryError as error:
        hint = "name the document inside it"
        raise _refuse(shown, "file-unreadable", "this is a folder", hint) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise _refuse(shown, "file-unreadable", reason, "check the path and its rights") from error
    if len(raw) > MAX_BYTES:
        message = f"the file has more than {MAX_BYTES // 2**20} MB"
        raise _refuse(shown, "file-too-large", message, "is this an OpenAPI document?")
    if not raw.strip():
        raise _refuse(shown, "file-empty", "the file is empty", "start with `openapi: 3.0.3`")
    return raw


def _parse(raw: bytes, shown: str) -> dict[str, Any]:
    if b"\0" in raw[:8192] and not raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        hint = "give an OpenAPI document in YAML or JSON"
        raise _refuse(shown, "file-binary", "this is not a text file", hint)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message = f"byte {error.start} is not UTF-8"
        raise _refuse(
            shown, "file-encoding", message, "save the file as UTF-8", line=line
        ) from error
    try:
        data = _content(text)
    except DuplicateKey as error:
        message = f"the key {error.key!r} comes twice"
        hint = "keep one of the two; YAML would silently take the last"
        raise _refuse(shown, "yaml-duplicate-key", message, hint, line=error.line) from error
    except TooManyAliases as error:
        hint = "write the repeated parts as components and refer to them with $ref"
        raise _refuse(shown, "yaml-aliases", str(error), hint) from error
    except RecursionError as error:
        message = f"nested deeper than {MAX_DEPTH} levels"
        raise _refuse(shown, "yaml-depth", message, "is this an OpenAPI document?") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        broken = mark.line + 1 if mark else None
        where = f", column {mark.column + 1}" if mark else ""
        hint = "check indentation, colons and quotes at this line and the one above"
        message = f"not valid YAML{where}: {problem}"
        raise _refuse(shown, "yaml-syntax", message, hint, line=broken) from error
    except json.JSONDecodeError as error:
        message = f"not valid JSON, column {error.colno}: {error.msg}"
        hint = "check commas, quotes and braces at this place and before it"
        raise _refuse(shown, "json-syntax", message, hint, line=error.lineno) from error
    if not isinstance(data, dict):
        message = f"the document is {_kind(data)}, not a mapping"
        raise _refuse(shown, "not-openapi", message, "start with `openapi: 3.0.3`", line=1)
    return data


def _content(text: str) -> Any:
    """JSON where the text is JSON, which the YAML parser reads slowly and not in full."""
    if not text.lstrip().startswith(("{", "[")):
        return read_yaml(text)
    try:
        return read_json(text)
    except (ValueError, DuplicateKey) as error:
        try:
            return read_yaml(text)  # YAML in flow style, or a duplicate key with its line
        except yaml.YAMLError:
            if isinstance(error, json.JSONDecodeError) and not _looks_like_yaml(text):
                raise error from None
            if isinstance(error, DuplicateKey):
                raise error from None
            raise


def _looks_like_yaml(text: str) -> bool:
    """Whether text that begins with a brace has keys without quotes, as JSON has not."""
    return not text.lstrip()[1:].lstrip().startswith(('"', "{", "[", "}"))


def _kind(data: Any) -> str:
    kinds = {list: "a list", str: "plain text", type(None): "empty"}
    return kinds.get(type(data), f"a {type(data).__name__}")


def _check_version(document: Document) -> None:
    version = document.data.get("openapi")
    if version is None and "swagger" in document.data:
        raise _refuse(
            document.name,
            "openapi-version",
            f"this is an OpenAPI {document.data['swagger']} document (swagger)",
            "convert it to OpenAPI 3.0 first, for instance with swagger2openapi",
            line=document.line_of("/swagger"),
        )
    if version is None:
        message = "there is no `openapi` field, so this is no OpenAPI document"
        raise _refuse(document.name, "not-openapi", message, "add `openapi: 3.0.3`", line=1)
    if not isinstance(version, str) or not version.startswith(("3.0.", "3.1.")):
        raise _refuse(
            document.name,
            "openapi-version",
            f"OpenAPI {version!r} is not supported",
            "versions 3.0.x and 3.1.x are (write it as text: '3.0.3')",
            line=document.line_of("/openapi"),
        )
