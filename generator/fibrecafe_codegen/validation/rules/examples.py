"""Examples and defaults are what their schemas say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...document.pointers import join
from ...finding import Finding
from ..instances import Instances
from ..view import Place, View, mapping, sequence

RULE = "example"
TITLE = "Examples and defaults validate against their schemas"


def check(view: View) -> Iterator[Finding]:
    instances = Instances(view)
    for place in view.of("schema", "media", "parameter", "header"):
        schema = place.pointer if place.kind == "schema" else join(place.pointer, "schema")
        if place.kind != "schema" and not isinstance(place.value.get("schema"), dict):
            continue
        for pointer, value in _values(view, place):
            for trouble in instances.troubles(schema, value, place.direction):
                yield view.finding(RULE, pointer + trouble.pointer, trouble.message, trouble.hint)


def _values(view: View, place: Place) -> Iterator[tuple[str, Any]]:
    if "example" in place.value:
        yield join(place.pointer, "example"), place.value["example"]
    if place.kind == "schema":
        if "default" in place.value:
            yield join(place.pointer, "default"), place.value["default"]
        if view.is_31:
            for index, value in enumerate(sequence(place.value.get("examples"))):
                yield join(place.pointer, "examples", index), value
        return
    for name, example in mapping(place.value.get("examples")).items():
        pointer = join(place.pointer, "examples", name)
        if "value" in mapping(example):
            yield join(pointer, "value"), example["value"]
        elif "value" in view.resolved(example):
            yield pointer, view.resolved(example)["value"]
