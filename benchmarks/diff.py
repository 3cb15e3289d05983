"""The difference of two versions of the Tenant API document, and how it grows with the document."""

from __future__ import annotations

import copy
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

from tests.documents import PATHS

from .bodies import ROOT
from .measure import Command, commands, table, verdict

TENANT = ROOT / PATHS["tenant"]
FIBRECAFE = str(Path(sys.prefix) / "bin/fibrecafe")
_TIMES = 10
_VALIDATOR = "openapi-spec-validator, one version"
_DIFF = "fibrecafe diff, two versions"
_COMPARE = "compare and judge"
_GROWN = f"compare and judge, {_TIMES} times the schemas"
_WHOLE_GROWN = f"fibrecafe diff, {_TIMES} times the schemas"


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        old = yaml.safe_load(TENANT.read_text())
        new = next_version(old)
        files = written(folder, "old", old), written(folder, "new", new)
        many = [grown(data, _TIMES) for data in (old, new)]
        large = written(folder, "old-large", many[0]), written(folder, "new-large", many[1])
        taken = commands(
            {
                _VALIDATOR: Command(
                    [sys.executable, "-m", "openapi_spec_validator", str(TENANT)], folder
                ),
                _DIFF: Command([FIBRECAFE, "diff", *files], folder),
                _WHOLE_GROWN: Command([FIBRECAFE, "diff", *large], folder),
            }
        )
        growth = _growth(files, large)
    rows = [[name, f"{one.seconds:.2f}", f"{one.cpu:.2f}", f"{one.megabytes:.0f}"] for name, one in taken.items()]  # fmt: skip
    rows += [[name, f"{seconds:.3f}", "", ""] for name, seconds in growth.items()]
    print(table(["case", "s", "CPU s", "MB"], rows))
    print()
    print(verdict("diff to openapi-spec-validator", taken[_DIFF].cpu / taken[_VALIDATOR].cpu, 1))
    print(
        verdict(
            f"whole run, {_TIMES} times the schemas", taken[_WHOLE_GROWN].cpu / taken[_DIFF].cpu, 12
        )
    )


def _growth(small: tuple[str, str], large: tuple[str, str]) -> dict[str, float]:
    """Seconds of the work itself, the files read and their lines known."""
    from fibrecafe_codegen.diff import compare, judge
    from fibrecafe_codegen.document.load import load

    from .measure import calls

    cases = {}
    for name, files in ((_COMPARE, small), (_GROWN, large)):
        old, new = (load(Path(file)) for file in files)
        cases[name] = lambda old=old, new=new: judge(compare(old, new))
    return calls(cases, rounds=5)


def written(folder: Path, name: str, data: dict[str, Any]) -> str:
    file = folder / f"{name}.yaml"
    file.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True))
    return str(file)


def next_version(old: dict[str, Any]) -> dict[str, Any]:
    """What a version brings: values, optional properties, a deprecation, limits, an operation."""
    new = copy.deepcopy(old)
    new["info"]["version"] = "1.18"
    schemas = new["components"]["schemas"]
    schemas["OrderStatus"]["enum"].append("SUSPENDED")
    schemas["Contact"]["properties"]["title"] = {"type": "string"}
    schemas["AddressIdentifier"]["deprecated"] = True
    schemas["SupplierId"]["pattern"] = r"^\w{3,16}$"
    for name in list(schemas)[::7]:
        if "properties" in schemas[name]:
            schemas[name]["properties"]["added"] = {"type": "string", "maxLength": 10}
    path = next(iter(new["paths"]))
    new["paths"]["/more"] = {"get": {**new["paths"][path]["get"], "operationId": "handleMore"}}
    return new


def grown(data: dict[str, Any], times: int) -> dict[str, Any]:
    """A document that has everything several times, under other names."""
    large = copy.deepcopy(data)
    large["paths"], large["components"]["schemas"] = {}, {}
    schemas = data["components"]["schemas"]
    for number in range(times):
        text = json.dumps({"paths": data["paths"], "schemas": schemas})
        text = text.replace("#/components/schemas/", f"#/components/schemas/V{number}")
        text = text.replace('"operationId": "', f'"operationId": "v{number}')
        copied = json.loads(text)
        for path, item in copied["paths"].items():
            large["paths"][f"/v{number}{path}"] = item
        for name, schema in copied["schemas"].items():
            large["components"]["schemas"][f"V{number}{name}"] = schema
    return large


if __name__ == "__main__":
    main()
