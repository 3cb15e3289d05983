"""Names as types: a string that has become one of these is safe to print into Python code."""

from __future__ import annotations

import builtins
import keyword
import re

_WORD_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOT_WORD = re.compile(r"[^0-9A-Za-z]+")

# Names that mean something to the code we print, beside Python's own keywords.
RESERVED_PARAMETERS = frozenset({"self", "cls", "ctx", "body", "models"})


class ClassName(str):
    """A name in CapWords that is a valid Python identifier."""

    @classmethod
    def of(cls, text: str) -> ClassName:
        """`A-END order` becomes `AENDOrder`; a leading digit gets `Model` before it."""
        parts = [part for part in _NOT_WORD.split(text) if part]
        name = "".join(part[0].upper() + part[1:] for part in parts) or "Model"
        if name[0].isdigit():
            name = "Model" + name
        if keyword.iskeyword(name):
            name += "Model"
        return cls(name)


class PythonName(str):
    """A name in snake_case that is a valid Python identifier and hides no keyword or builtin."""

    @classmethod
    def of(cls, text: str) -> PythonName:
        """`X-Request-ID` becomes `x_request_id`, `class` becomes `class_`, `24hr` `field_24hr`
        (as datamodel-code-generator has it)."""
        words = [w for part in _NOT_WORD.split(text) if part for w in _WORD_BOUNDARY.split(part)]
        name = "_".join(word.lower() for word in words) or "value"
        if name[0].isdigit():
            name = "field_" + name
        if keyword.iskeyword(name):
            name += "_"
        return cls(name)

    @classmethod
    def of_parameter(cls, text: str) -> PythonName:
        """As `of`, and apart from the names that every generated method already has."""
        name = cls.of(text)
        return cls(name + "_") if name in RESERVED_PARAMETERS else name

    @classmethod
    def of_operation(cls, operation_id: str) -> PythonName:
        """`handleCreateOrder` becomes `create_order` (rule: ours)."""
        stripped = re.sub(r"^handle(?=[A-Z])", "", operation_id)
        name = cls.of(stripped)
        return cls(name + "_") if hasattr(builtins, name) else name
