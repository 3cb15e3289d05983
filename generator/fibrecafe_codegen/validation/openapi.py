"""A document against the OpenAPI Specification, by openapi-spec-validator."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from ..document.pointers import BrokenReference, at, parts
from ..finding import Finding
from .explain import Trouble, explain
from .view import View

RULE = "openapi"
TITLE = "The document is as the OpenAPI Specification has it"
# What rules of ours tell with its place.
_TOLD_ELSEWHERE = (
    "DuplicateOperationIDError",
    "UnresolvableParameterError",
    "ExtraParametersError",
)


def check(view: View, broken: set[str]) -> Iterator[Finding]:
    """All errors of the validator. `broken` are places of references that lead nowhere: they are
    told already, and must not be followed (they may lead to the network)."""
    data = _without(view.data, broken) if broken else view.data
    errors, failure = _errors(data, view.is_31)
    seen = set()
    for trouble in _troubles(errors):
        if trouble not in seen and not _at_broken(trouble.pointer, broken):
            seen.add(trouble)
            yield view.finding(RULE, trouble.pointer, trouble.message, trouble.hint)
    if failure and not seen and not broken:
        hint = "other findings may say why; else please report the document"
        message = f"openapi-spec-validator could not read the document: {failure}"
        yield view.finding(RULE, "", message, hint)


def _errors(data: dict[str, Any], is_31: bool) -> tuple[list[Any], str]:
    """The errors, and how the validator itself failed."""
    found: list[Any] = []
    try:
        with warnings.catch_warnings(action="ignore"):
            for error in _validator_class(is_31)(data).iter_errors():
                found.append(error)
    except Exception as error:  # it is not made for documents that are wrong in any way
        return found, f"{type(error).__name__}: {error}"[:200]
    return found, ""


@lru_cache(maxsize=2)
def _validator_class(is_31: bool) -> Any:
    """The validator with jsonschema, whatever else is installed: the messages depend on it."""
    from jsonschema import Draft4Validator, Draft202012Validator
    from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator
    from openapi_spec_validator.schemas import schema_v30, schema_v31

    if is_31:
        plain: Any = Draft202012Validator(dict(schema_v31))
        return type("Validator31", (OpenAPIV31SpecValidator,), {"schema_validator": plain})
    plain = Draft4Validator(dict(schema_v30))
    return type("Validator30", (OpenAPIV30SpecValidator,), {"schema_validator": plain})


def _troubles(errors: list[Any]) -> Iterator[Trouble]:
    found = [
        (error, trouble)
        for error in errors
        if type(error).__name__ not in _TOLD_ELSEWHERE and not _about_defaults(error)
        for trouble in explain(error)
    ]
    solid = [t.pointer for e, t in found if e.validator != "unevaluatedProperties"]
    for error, trouble in found:
        # what is wrong inside counts as not known outside
        if error.validator == "unevaluatedProperties" and any(
            (pointer + "/").startswith(trouble.pointer + "/") for pointer in solid
        ):
            continue
        yield trouble


def _about_defaults(error: Any) -> bool:
    """Errors of default values, which the validator gives without a place in the document."""
    whole = isinstance(error.instance, dict) and "openapi" in error.instance
    return (
        type(error).__name__ == "OpenAPIValidationError" and not error.absolute_path and not whole
    )


def _at_broken(pointer: str, broken: set[str]) -> bool:
    return any((pointer + "/").startswith(place + "/") for place in broken)


def _without(data: dict[str, Any], broken: set[str]) -> dict[str, Any]:
    cut = copy.deepcopy(data)
    for place in broken:
        try:
            holder = at(cut, place.rpartition("/")[0])
        except BrokenReference:
            continue
        key = parts(place)[-1]
        holder[int(key) if isinstance(holder, list) else key] = {}
    return cut
