"""Error answers, and bodies that are read again once it is known what they are about."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import to_json

from fibrecafe_api._support.codec import Codec
from fibrecafe_api._support.problem import Problem

T = TypeVar("T")

__all__ = ["MAX_NUMBER", "Problem", "checked", "number"]

MAX_NUMBER = 2**53 - 1
"""The greatest id that the documents allow."""


def number(text: str) -> int:
    """An id in a path; one that was never issued, where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 16 else 0


def checked(kind: Any, values: dict[str, Any]) -> Any:
    """A value of a generated type, from JSON values. Raises Problem (422) with pointers."""
    codec: Codec[Any] = Codec(kind)
    try:
        return codec.accept(to_json(values))
    except ValidationError as error:
        faults = codec.faults(error)
        raise Problem.invalid(*(f"{f.pointer or '/'}: {f.message}" for f in faults)) from error
