"""Whole runs of generators on the Tenant API document, and what their output is worth."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.documents import PATHS

from .bodies import RIGHT, ROOT, WRONG
from .measure import Command, commands, table, verdict
from .peers import binary, python, version

TENANT = ROOT / PATHS["tenant"]
FIBRECAFE = str(Path(sys.prefix) / "bin/fibrecafe")
OURS = "fibrecafe"


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        cases, outputs = _cases(Path(name))
        taken = commands(cases)
        rows = []
        for case, one in taken.items():
            lines = _lines(outputs[case]) if case in outputs else ""
            worth = _worth(case, outputs[case]) if case in _JUDGES else ("", "", "", "")
            rows.append(
                [
                    case,
                    f"{one.seconds:.2f}",
                    f"{one.cpu:.2f}",
                    f"{one.megabytes:.0f}",
                    lines,
                    *worth,
                ]
            )
    print(
        f"openapi-python-client {version('openapi-python-client')}, openapi-generator {version('openapi-generator-cli')},"
    )
    print(
        f"fastapi-code-generator {version('fastapi-code-generator')}, datamodel-code-generator {version('datamodel-code-generator')}\n"
    )
    print(
        table(
            ["case", "s", "CPU s", "MB", "lines", "imports", "orders right", "mypy", "pyright"],
            rows,
        )
    )
    print()
    full = taken[OURS].seconds
    peers = [one.seconds for case, one in taken.items() if not case.startswith(OURS)]
    print(
        verdict(
            "full run to openapi-python-client's",
            full / taken["openapi-python-client"].seconds,
            1.2,
        )
    )
    print(
        verdict(
            "full run to openapi-generator's",
            full / taken["openapi-generator (python)"].seconds,
            0.7,
        )
    )
    unchanged = taken[f"{OURS}, nothing changed"].seconds
    print(verdict("nothing changed, seconds", unchanged, 0.2))
    print(verdict("nothing changed to the fastest peer", unchanged / min(peers), 0.1))
    print(
        verdict(
            "one description to a full run", taken[f"{OURS}, one description"].seconds / full, 0.6
        )
    )
    print(verdict("the family to one document", taken[f"{OURS}, the family"].seconds / full, 2.5))
    print(
        verdict(
            "peak memory, MB",
            max(one.megabytes for case, one in taken.items() if case.startswith(OURS)),
            150,
        )
    )


def _cases(folder: Path) -> tuple[dict[str, Command], dict[str, Path]]:
    outputs = {case: folder / str(number) for number, case in enumerate(
        [OURS, "openapi-python-client", "openapi-generator (python)", "fastapi-code-generator",
         "datamodel-codegen, models alone"])}  # fmt: skip

    def fresh(path: Path) -> Callable[[], object]:
        return lambda: shutil.rmtree(path, ignore_errors=True)

    kept = folder / "kept"
    changed = folder / "changed.yaml"
    text = TENANT.read_text()
    ours = [FIBRECAFE, "generate", "--spec", str(TENANT), "--package", "made", "--output"]
    subprocess.run([*ours, str(kept)], check=True, capture_output=True)
    edited = folder / "edited"
    number = iter(range(1000))

    def describe(place: str) -> Callable[[], None]:
        def prepare() -> None:
            shutil.rmtree(edited, ignore_errors=True)
            changed.write_text(text)
            subprocess.run(again, check=True, capture_output=True)
            assert place in text
            changed.write_text(text.replace(place, f"{place} {next(number)}", 1))

        return prepare

    again = [
        FIBRECAFE, "generate", "--spec", str(changed), "--package", "made", "--output", str(edited),
    ]  # fmt: skip
    family = folder / "family"
    family.mkdir()
    models = outputs["datamodel-codegen, models alone"]
    fastapi = outputs["fastapi-code-generator"]
    cases = {
        OURS: Command([*ours, str(outputs[OURS])], folder, fresh(outputs[OURS])),
        f"{OURS}, nothing changed": Command([*ours, str(kept)], folder),
        f"{OURS}, one description": Command(again, folder, describe("summary: Get an order")),
        f"{OURS}, one description of a schema": Command(
            again, folder, describe("description: Product family")
        ),
        f"{OURS}, the family": Command([FIBRECAFE, "generate"], family, fresh(family / "generated")),
        "openapi-python-client": Command(
            [binary("openapi-python-client", "openapi-python-client"), "generate", "--path", str(TENANT),
             "--output-path", str(outputs["openapi-python-client"])],
            folder, fresh(outputs["openapi-python-client"])),
        "openapi-generator (python)": Command(
            [binary("openapi-generator-cli", "openapi-generator-cli"), "generate", "-g", "python", "-i", str(TENANT),
             "-o", str(outputs["openapi-generator (python)"])],
            folder, fresh(outputs["openapi-generator (python)"])),
        "fastapi-code-generator": Command(
            [binary("fastapi-code-generator", "fastapi-codegen"), "--input", str(TENANT), "--output", str(fastapi),
             "--output-model-type", "pydantic_v2.BaseModel"],
            folder, fresh(fastapi)),
        "datamodel-codegen, models alone": Command(
            [sys.executable, "-m", "datamodel_code_generator", "--input", str(TENANT), "--output",
             str(models / "models.py"), "--output-model-type", "pydantic_v2.BaseModel"],
            folder, lambda: (shutil.rmtree(models, ignore_errors=True), models.mkdir())),
    }  # fmt: skip
    return cases, outputs


def _lines(folder: Path) -> int:
    return sum(len(file.read_text().splitlines()) for file in folder.rglob("*.py"))


_READ = "import json, sys\nright, wrong = json.load(open(sys.argv[1]))\n"
_COUNT = """
def fits(body):
    try:
        judge(body)
        return True
    except Exception:
        return False
print(sum(map(fits, right)) + sum(not fits(body) for body in wrong))
"""
_JUDGES = {
    OURS: ("{0}", "from made._support import Codec\nfrom made import models\ncodec = Codec(models.CreateServiceOrder)\njudge = lambda body: codec.accept(json.dumps(body))"),
    "datamodel-codegen, models alone": ("{0}", "import models\nfrom pydantic import TypeAdapter\nadapter = TypeAdapter(models.CreateServiceOrder)\njudge = lambda body: adapter.validate_json(json.dumps(body))"),
    "fastapi-code-generator": ("{0}", "import models\nfrom pydantic import TypeAdapter\nadapter = TypeAdapter(models.CreateServiceOrder)\njudge = lambda body: adapter.validate_json(json.dumps(body))"),
    "openapi-generator (python)": ("{0}", "from openapi_client.models.create_service_order import CreateServiceOrder\njudge = lambda body: CreateServiceOrder.from_json(json.dumps(body))"),
    "openapi-python-client": ("{0}", "import fibre_cafe_tenant_api_client.models as m\nKINDS = {'CEASE': m.CreateCeaseServiceOrder, 'MODIFY': m.CreateModifyServiceOrder}\njudge = lambda body: KINDS.get(body['orderType'], m.CreateProvideServiceOrder).from_dict(body)"),
}  # fmt: skip
_PYTHONS = {
    "openapi-python-client": "openapi-python-client",
    "openapi-generator (python)": "openapi-generator-cli",
}


def _worth(case: str, output: Path) -> tuple[str, str, str, str]:
    """Whether it imports, how many of the 20 orders it judges right, errors of type checkers."""
    bodies = output / "bodies.json"
    bodies.write_text(json.dumps([RIGHT, WRONG]))
    peer = _PYTHONS.get(case)
    code = _READ + _JUDGES[case][1] + _COUNT
    interpreter = sys.executable
    if peer == "openapi-generator-cli" or peer == "openapi-python-client":
        interpreter = python(peer)
    done = subprocess.run(
        [interpreter, "-c", code, bodies], cwd=output, capture_output=True, text=True, check=False
    )
    judged = done.stdout.strip() + "/20" if done.returncode == 0 else "-"
    imports = (
        "yes" if done.returncode == 0 else (done.stderr.strip().splitlines() or ["no"])[-1][:40]
    )
    return imports, judged, _mypy(output), _pyright(output)


def _mypy(output: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--no-error-summary", "."],
        cwd=output,
        capture_output=True,
        text=True,
        check=False,
    )
    return str(sum(": error:" in line for line in done.stdout.splitlines()))


def _pyright(output: Path) -> str:
    (output / "pyrightconfig.json").write_text(
        json.dumps(
            {
                "typeCheckingMode": "strict",
                "venvPath": str(Path(sys.prefix).parent),
                "venv": Path(sys.prefix).name,
            }
        )
    )
    done = subprocess.run(
        [sys.executable, "-m", "pyright", "--outputjson"],
        cwd=output,
        capture_output=True,
        text=True,
        check=False,
    )
    return (
        str(json.loads(done.stdout)["summary"]["errorCount"])
        if done.stdout.startswith("{")
        else "-"
    )


if __name__ == "__main__":
    main()
