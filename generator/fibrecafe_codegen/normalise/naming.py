"""Schemas renamed to the class names they will have."""

from __future__ import annotations

from typing import Any

from ..model.names import ClassName
from .shape import REF, Normalised

# Names that models.py imports; a schema of that name gets `Model` behind it.
_TAKEN = frozenset(
    {
        "Annotated", "Any", "AwareDatetime", "BaseModel", "ClassVar", "ConfigDict", "Discriminator",
        "Enum", "Field", "IntEnum", "Literal", "Never", "None", "NotOneOf", "NullableModel",
        "Present", "RootModel", "StrEnum", "Tag", "TypeAliasType", "UnknownVariant", "WireModel",
    }
)  # fmt: skip


def name_schemas(document: Normalised) -> None:
    """Renames components and every reference to them. Two schemas that would get one name are
    told apart by a number, in document order."""
    renamed: dict[str, str] = {}
    taken = set(_TAKEN)
    for name in document.schemas:
        candidate = base = ClassName.of(name)
        if base in _TAKEN:
            candidate = base = ClassName(base + "Model")
        number = 2
        while candidate in taken:
            candidate = ClassName(f"{base}{number}")
            number += 1
        taken.add(candidate)
        renamed[name] = str(candidate)
    document.classes = renamed
    schemas = document.schemas
    document.data["components"]["schemas"] = {
        renamed[name]: schema for name, schema in schemas.items()
    }
    _rename(document.data, {REF + old: REF + new for old, new in renamed.items() if old != new})


def _rename(node: Any, refs: dict[str, str]) -> None:
    if isinstance(node, dict):
        ref = node.get("$ref")
        if isinstance(ref, str):
            node["$ref"] = refs.get(_unescape(ref), ref)
        mapping = (node.get("discriminator") or {}) if isinstance(node, dict) else {}
        if isinstance(mapping, dict) and isinstance(mapping.get("mapping"), dict):
            mapping["mapping"] = {
                value: refs.get(_full(target), _full(target))
                for value, target in mapping["mapping"].items()
            }
        presence = node.get("x-discriminate-by-presence")
        if isinstance(presence, dict):
            for value, target in presence.items():
                presence[value] = refs.get(target, target)
        for key, value in node.items():
            if key not in ("example", "examples"):
                _rename(value, refs)
    elif isinstance(node, list):
        for value in node:
            _rename(value, refs)


def _full(target: str) -> str:
    """A mapping may name a schema without its path."""
    return target if "/" in target else REF + target


def _unescape(ref: str) -> str:
    return ref.replace("~1", "/").replace("~0", "~")
