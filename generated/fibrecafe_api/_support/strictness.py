"""The strict and the tolerant form of a type: pydantic's core schema, rewritten. See `codec`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from .model import UnknownVariant, WireModel

# Parts of a core schema that are not schemas.
_OPAQUE = frozenset({"cls", "config", "default", "metadata", "members", "expected", "function"})


class Rewriter:
    """Makes the strict or the tolerant form of a core schema."""

    def __init__(self, source: Mapping[str, Any], *, tolerant: bool) -> None:
        self._tolerant = tolerant
        self._definitions = {item["ref"]: item for item in source.get("definitions", ())}
        self._special: dict[str, Callable[[dict[str, Any]], Any]] = {
            "int": self._integer,
            "date": self._date,
            "nullable": self._nullable,
            "union": self._union,
            "tagged-union": self._tagged_union,
            "model": self._model,
        }

    def rewrite(self, schema: Any) -> Any:
        """Any part of a core schema."""
        part: Any = schema  # type checkers differ on what isinstance makes of it
        if isinstance(schema, list):
            return [self.rewrite(item) for item in part]
        if isinstance(schema, tuple):
            return tuple(self.rewrite(item) for item in part)
        if not isinstance(schema, dict):
            return schema
        kind = part.get("type")  # a field of that name, in a mapping of fields, is no text
        special = self._special.get(kind) if isinstance(kind, str) else None
        return special(part) if special else self._parts(part)

    def _parts(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {k: v if k in _OPAQUE else self.rewrite(v) for k, v in schema.items()}

    def _integer(self, schema: dict[str, Any]) -> dict[str, Any]:
        """345.0 is an integer in JSON Schema; the error is always that of the integer."""
        limits = {k: v for k, v in schema.items() if k in ("ge", "gt", "le", "lt", "multiple_of")}
        whole = {"multiple_of": 1, "type": "float", "allow_inf_nan": False, **limits}
        return _first_only(
            {k: v for k, v in schema.items() if k != "ref"},
            {
                "type": "function-after",
                "function": {"type": "no-info", "function": int},
                "schema": whole,
            },
            ref=schema.get("ref"),
        )

    def _date(self, schema: dict[str, Any]) -> dict[str, Any]:
        if not self._tolerant:
            return schema
        moment = {"type": "datetime", "microseconds_precision": "truncate"}
        to_date = {"type": "no-info", "function": _date_of}
        return _first_only(
            {k: v for k, v in schema.items() if k != "ref"},
            {"type": "function-after", "function": to_date, "schema": moment},
            ref=schema.get("ref"),
        )

    def _nullable(self, schema: dict[str, Any]) -> Any:
        """Optional is not nullable: in a request null is refused, `_model` keeps documented ones."""
        return self._parts(schema) if self._tolerant else self.rewrite(schema["schema"])

    def _union(self, schema: dict[str, Any]) -> Any:
        """An enum beside `str`, or known variants beside an unknown one: open for what we are
        told, closed for what we are asked."""
        choices: list[Any] = [c[0] if isinstance(c, tuple) else c for c in schema["choices"]]
        if len(choices) == 2 and self._is_open(choices[1], choices[0]):
            if not self._tolerant:
                closed = self.rewrite(choices[0])
                return {**closed, "ref": schema["ref"]} if "ref" in schema else closed
            return _first_only(*self.rewrite(choices), ref=schema.get("ref"))
        rewritten = self._parts({k: v for k, v in schema.items() if k != "choices"})
        rewritten["choices"] = [(c, str(i)) for i, c in enumerate(self.rewrite(choices))]
        return rewritten

    def _is_open(self, second: dict[str, Any], first: dict[str, Any]) -> bool:
        if second["type"] == "str":
            return bool(self._resolve(first)["type"] == "enum")
        return self._is_unknown(second)

    def _resolve(self, schema: dict[str, Any]) -> dict[str, Any]:
        while schema["type"] == "definition-ref":
            schema = self._definitions[schema["schema_ref"]]
        return schema

    def _tagged_union(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The tag is read under the API's name only; a variant for the unknown is left out of
        what we are asked."""
        rewritten = self._parts({k: v for k, v in schema.items() if k != "discriminator"})
        discriminator: Any = schema["discriminator"]
        if isinstance(discriminator, list):  # [[name], [alias]]
            discriminator = schema["discriminator"][-1][0]
        if not self._tolerant:
            rewritten["choices"] = {
                tag: choice
                for tag, choice in rewritten["choices"].items()
                if not self._is_unknown(choice)
            }
        return {**rewritten, "discriminator": discriminator}

    def _is_unknown(self, choice: dict[str, Any]) -> bool:
        resolved = self._resolve(choice)
        while resolved["type"].startswith("function"):
            resolved = self._resolve(resolved["schema"])
        cls = resolved.get("cls")
        return isinstance(cls, type) and issubclass(cls, UnknownVariant)

    def _model(self, schema: dict[str, Any]) -> dict[str, Any]:
        rewritten = self._parts(schema)
        cls = schema["cls"]
        if self._tolerant or not issubclass(cls, WireModel):
            return rewritten
        fields: dict[str, Any] = (
            rewritten["schema"]["fields"] if rewritten["schema"]["type"] == "model-fields" else {}
        )
        for name in cls.READ_ONLY & fields.keys():
            fields[name] = {**fields[name], "schema": _IGNORED}
        for name in cls.NULLABLE & fields.keys():
            fields[name] = {**fields[name], "schema": _or_null(fields[name]["schema"])}
        if "extras_schema" not in rewritten["schema"]:
            behaviour = schema.get("config", {}).get("extra_fields_behavior")
            if behaviour == "allow":
                rewritten["config"] = {**schema["config"], "extra_fields_behavior": "ignore"}
        return rewritten


def _first_only(
    first: dict[str, Any], second: dict[str, Any], *, ref: str | None
) -> dict[str, Any]:
    """A union whose second alternative is there for tolerance, and speaks of no errors."""
    union: dict[str, Any] = {
        "type": "union",
        "choices": [(first, "0"), (second, "1")],  # labels, which `faults` reads
        "mode": "left_to_right",
        "metadata": {"first_only": True},
    }
    return {**union, "ref": ref} if ref else union


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    if schema["type"] == "default":
        return {**schema, "schema": {"type": "nullable", "schema": schema["schema"]}}
    return {"type": "nullable", "schema": schema}


def _date_of(moment: datetime) -> date:
    return moment.date()


def _absent(_: Any) -> None:
    return None


_IGNORED: dict[str, Any] = {
    "type": "default",
    "schema": {"type": "function-plain", "function": {"type": "no-info", "function": _absent}},
    "default": None,
}
