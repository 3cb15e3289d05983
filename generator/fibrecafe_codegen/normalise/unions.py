"""Unions: flattened where they nest by the same tag, with a full mapping wherever content tells."""

from __future__ import annotations

from .shape import REF, Normalised, Schema, Union, name_of, ref_to


def settle_unions(document: Normalised) -> None:
    """Collects the named unions and decides how a variant of each is told."""
    for name, schema in document.schemas.items():
        key = "oneOf" if "oneOf" in schema else "anyOf" if "anyOf" in schema else None
        if key is not None and all(name_of(part) for part in schema[key]):
            members = [str(name_of(part)) for part in schema[key]]
            document.unions[name] = Union(name, members, description=schema.get("description", ""))
    for union in document.unions.values():
        _flatten(document, union)
        _discriminate(document, union)
    _mark_inner(document)
    for union in document.unions.values():
        _write_back(document, union)


def _mark_inner(document: Normalised) -> None:
    for union in document.unions.values():
        for member in union.members:
            if member in document.unions:
                document.unions[member].inner = True


def _flatten(document: Normalised, union: Union) -> None:
    """A union in a union is dissolved unless its variants share one value of the outer tag (the
    KCIs: first by entity, then by kind of update)."""
    schema = document.schemas[union.name]
    declared = (schema.get("discriminator") or {}).get("mapping") or {}
    members: list[str] = []
    for member in union.members:
        inner = document.unions.get(member)
        if inner is None or REF + member in declared.values():
            members.append(member)
        else:
            members.extend(m for m in _leaves(document, member, ()) if m not in members)
    union.members = members


def _leaves(document: Normalised, name: str, on_the_way: tuple[str, ...]) -> list[str]:
    union = document.unions.get(name)
    if union is None or name in on_the_way:
        return [name]
    return [leaf for m in union.members for leaf in _leaves(document, m, (*on_the_way, name))]


def _discriminate(document: Normalised, union: Union) -> None:
    schema = document.schemas[union.name]
    presence = schema.get("x-discriminate-by-presence")
    if isinstance(presence, dict):
        union.presence = {key: target.removeprefix(REF) for key, target in presence.items()}
        return
    declared = schema.get("discriminator") or {}
    tag = declared.get("propertyName")
    candidates = [tag] if tag else _shared_required(document, union)
    for candidate in candidates:
        mapping = _mapping(document, union, candidate, _declared_values(union, declared))
        if mapping:
            union.tag, union.mapping = candidate, mapping
            return


def _shared_required(document: Normalised, union: Union) -> list[str]:
    """Properties that every variant requires, in the first one's order."""
    required: list[list[str]] = [
        document.schemas[leaf].get("required") or []
        for member in union.members
        for leaf in _leaves(document, member, ())
    ]
    return [name for name in required[0] if all(name in r for r in required)] if required else []


def _declared_values(union: Union, declared: Schema) -> dict[str, list[str]]:
    """Of each variant, the values that a declared discriminator gives it; without a mapping a
    variant's value is its name, as OpenAPI says."""
    if not declared:
        return {}
    mapping = declared.get("mapping") or {member: REF + member for member in union.members}
    return {
        member: [value for value, target in mapping.items() if target == REF + member]
        for member in union.members
    }


def _mapping(
    document: Normalised, union: Union, tag: str, declared: dict[str, list[str]]
) -> dict[str, str] | None:
    """Value of the tag to variant; None unless the values of the variants are disjoint."""
    found: dict[str, str] = {}
    for member in union.members:
        values = _tag_values(document, member, tag)
        if values is None:
            values = declared.get(member) or []
            _close_tag(document, member, tag, values)
        if not values or any(value in found for value in values):
            return None
        found.update(dict.fromkeys(values, member))
    return found if len(union.members) > 1 else None


def _tag_values(document: Normalised, member: str, tag: str) -> list[str] | None:
    """The values an enum allows a variant's tag; None when there is no enum."""
    values: list[str] = []
    for leaf in _leaves(document, member, ()):
        schema = (document.schemas[leaf].get("properties") or {}).get(tag)
        if schema is None:
            return None
        target = name_of(schema) or name_of((schema.get("allOf") or [{}])[0])
        enum = (document.schemas.get(target, {}) if target else schema).get("enum")
        if not isinstance(enum, list) or not all(isinstance(v, str) for v in enum):
            return None
        values.extend(v for v in enum if v not in values)
    return values


def _close_tag(document: Normalised, member: str, tag: str, values: list[str]) -> None:
    """A tag that is declared, but only a string: the mapping says which values it may have."""
    properties = document.schemas.get(member, {}).get("properties") or {}
    if tag in properties and values:
        name = f"{member}{tag[0].upper()}{tag[1:]}"
        kept = {k: v for k, v in properties[tag].items() if k == "description"}
        document.schemas.setdefault(name, {"type": "string", "enum": values, **kept})
        properties[tag] = ref_to(name)


def _write_back(document: Normalised, union: Union) -> None:
    kept: Schema = {"description": union.description} if union.description else {}
    written: Schema = {
        "oneOf" if union.tag else "anyOf": [ref_to(m) for m in union.members],
        **kept,
    }
    if union.tag:
        mapping = {value: REF + member for value, member in union.mapping.items()}
        written["discriminator"] = {"propertyName": union.tag, "mapping": mapping}
    document.schemas[union.name] = written
