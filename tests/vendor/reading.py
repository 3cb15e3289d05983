"""What models make of published bodies, told by a program that runs with pydantic alone.

    python -I -S reading.py SITE FOLDER PACKAGE CASES

reads the cases with the models of a vendored copy and prints what came of each, as JSON.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from typing import Any

Case = tuple[str, str, Any]  # package of the API, name of the model, body


def outcomes(package: str, cases: list[Case]) -> list[Any]:
    """Each case read strictly and tolerantly: written again and what was not known, or faults."""
    support = importlib.import_module(f"{package}._support")
    pydantic = importlib.import_module("pydantic")
    found = []
    for api, name, body in cases:
        models = importlib.import_module(f"{package}.{api}.models")
        codec = support.Codec(getattr(models, name))
        row: list[Any] = [api, name]
        for read in (codec.accept, codec.read):
            try:
                value = read(json.dumps(body))
            except pydantic.ValidationError as error:
                row.append([[fault.pointer, fault.type] for fault in codec.faults(error)])
                continue
            row.append(codec.write(value).decode())
            if isinstance(value, pydantic.BaseModel):
                row.append([[u.pointer, u.kind] for u in support.unknown_values(value)])
        found.append(row)
    return found


def spoiled(cases: list[Case]) -> Iterator[Case]:
    """The cases, and each with one property more, less, of another type, or null."""
    for api, name, body in cases:
        yield api, name, body
        if not isinstance(body, dict):
            continue
        yield api, name, {**body, "brandNew": {"a": [1]}}
        for key in body:
            yield api, name, {k: v for k, v in body.items() if k != key}
            for value in (None, 17, "NEW_VALUE"):
                yield api, name, {**body, key: value}


if __name__ == "__main__":
    site, folder, package, file = sys.argv[1:]
    sys.path[:0] = [site, folder]
    with open(file, encoding="utf-8") as stream:
        given = json.load(stream)
    made = outcomes(package, given)
    tops = {name.partition(".")[0] for name in sys.modules} - sys.stdlib_module_names
    json.dump({"outcomes": made, "modules": sorted(tops)}, sys.stdout)
