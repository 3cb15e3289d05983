"""All that is asked of datamodel-code-generator: one preset, in one place."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

from ..model.read_only import is_nullable
from ..normalise.shape import Normalised, Schema

_BASE = "fibrecafe_support.WireModel"


def load_tools() -> None:
    """Imports what `classes` uses."""
    for module in (
        "datamodel_code_generator.config",
        "datamodel_code_generator.model.pydantic_v2",
        "datamodel_code_generator.parser.openapi",
    ):
        import_module(module)


def dcg_options() -> dict[str, Any]:
    """The preset. A change of it changes every model."""
    from datamodel_code_generator.enums import DataModelType, InputFileType
    from datamodel_code_generator.format import DatetimeClassType, PythonVersion

    return {
        "input_file_type": InputFileType.OpenAPI,
        "output_model_type": DataModelType.PydanticV2BaseModel,
        "target_python_version": PythonVersion.PY_311,
        "output_datetime_class": DatetimeClassType.Awaredatetime,
        "base_class": _BASE,
        "alias_generator": "to_camel",
        "snake_case_field": True,
        "use_annotated": True,
        "field_constraints": True,
        "use_union_operator": True,
        "use_standard_collections": True,
        "use_double_quotes": True,
        "use_specialized_enum": True,
        "capitalise_enum_members": True,
        "use_enum_values_in_discriminator": True,
        "use_type_alias": True,
        "collapse_root_models": False,
        "use_schema_description": True,
        "use_field_description": True,
        "use_single_line_docstring": True,
        "strict_refs": True,
        "allow_remote_refs": False,
        "disable_timestamp": True,
        "custom_file_header": "#",
        "formatters": [],
        "strip_default_none": False,
        "keep_model_order": True,
    }


def classes(document: Normalised) -> str:
    """A module with a class or an alias for each schema."""
    from datamodel_code_generator import generate

    schemas = {name: _for_dcg(document, schema) for name, schema in document.schemas.items()}
    data = {
        "openapi": "3.0.3",
        "info": {"title": "models", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }
    if not schemas:
        return ""
    generated = generate(data, **dcg_options())
    if not isinstance(generated, str):
        raise TypeError("datamodel-code-generator was expected to make one module")
    return _plain(generated)


def _for_dcg(document: Normalised, schema: Schema) -> Schema:
    """What datamodel-code-generator is to see: no examples, and descriptions that say where a
    fact comes from."""
    dropped = ("example", "examples", "readOnly", "writeOnly", "nullable", "title", "xml", "x-")
    seen: Schema = {k: v for k, v in schema.items() if not k.startswith(dropped)}
    described = _described(schema)
    if described:
        seen["description"] = described
    elif "description" in seen:
        del seen["description"]
    for key in ("items", "additionalProperties"):
        if isinstance(seen.get(key), dict):
            seen[key] = _for_dcg(document, seen[key])
    for key in ("allOf", "anyOf", "oneOf"):
        if key in seen:
            seen[key] = [_for_dcg(document, part) for part in seen[key]]
    if "properties" in seen:
        required = seen.get("required") or ()
        seen["properties"] = {
            name: _for_dcg(document, part) for name, part in seen["properties"].items()
        }
        # readOnly and nullable-but-required: what an answer may leave out is optional here too.
        loose = {
            n for n, part in schema["properties"].items() if n in required and is_nullable(part)
        }
        if loose:
            seen["required"] = [name for name in required if name not in loose]
    return seen


def _described(schema: Schema) -> str:
    from ..model.build import provenance_of

    text = " ".join(str(schema.get("description", "")).split())
    provenance = provenance_of(schema)
    if provenance:
        text = f"{text} ({provenance})".strip()
    return text.replace("\\", "\\\\").replace('"""', "'''")


def _plain(raw: str) -> str:
    """`alias` would be the constructor's parameter to type checkers; the API's names are for the
    wire only."""
    raw = re.sub(
        r'\balias=("(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\')',
        r"validation_alias=\1, serialization_alias=\1",
        raw,
    )
    return raw.replace("date_aliased", "Date").replace("datetime_aliased", "DateTime")
