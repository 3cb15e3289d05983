"""A project made from the supplier's own document."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ...document.load import Document, load
from ...finding import Finding
from ...formatting import BlockCache, format_module
from ...model.api import Api
from ...model.build import build_api
from ...normalise import Normalised, normalise
from ...pipeline import GenerationRefused
from ...render import Renderer
from ..contract import Contract, supplier_contract
from ..naming import Names
from ..project import common_files, rendered, renderer, write_files
from ..staging import make_folder
from ..supplier_api import PACKAGE, make, settings_of
from .functions import Function, Mapper
from .pairing import Pair, pair_operations, unpaired
from .samples import NoSample, operation_sample

_FOREIGN = {
    "SRC/adapter.py": "foreign/adapter.py",
    "SRC/client.py": "foreign/client.py",
    "SRC/mapping.py": "foreign/mapping.py",
    "tests/calling.py": "foreign/calling.py",
    "tests/conformance.py": "foreign/conformance.py",
    "tests/fake_supplier.py": "foreign/fake_supplier.py",
    "tests/test_failures.py": "foreign/test_failures.py",
    "tests/test_mapping.py": "foreign/test_mapping.py",
    "tests/test_supplier_api.py": "foreign/test_supplier_api.py",
}
_SAMPLES = "tests/fake_supplier.json"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the README."""

    title: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Foreign:
    """What the templates are given of the supplier's document."""

    title: str
    pairs: Sequence[Pair]
    functions: Sequence[Function]
    sections: Sequence[Section]
    tried: str
    """Operation of the supplier that tests of failures call."""
    arguments: dict[str, list[str]]
    """Of each paired operation, what its answer's function takes beside the answer."""
    told: frozenset[str]
    """Paired operations whose answer has something to map."""


def make_foreign(
    names: Names, target: Path, spec: Path, progress: Callable[[str], None]
) -> list[Finding]:
    """Makes the project; gives what of the document was left out.

    Raises DocumentError, GenerationRefused, FolderExists and OSError.
    """
    kept = f"spec/{_file_name(spec)}"
    document = load(spec, name=spec.as_posix())
    findings: list[Finding] = []
    shown = spec.as_posix()

    def fill(staged: Path) -> None:
        (staged / "spec").mkdir()
        shutil.copyfile(spec, staged / kept)
        # It validates; what comes after may rely on the document.
        try:
            made = make(settings_of(staged, names.package, kept), progress)
        except GenerationRefused as error:
            raise GenerationRefused([_named(f, shown) for f in error.findings]) from error
        findings.extend(_named(finding, shown) for finding in made)
        progress("laying out the mapping")
        normalised = normalise(document.data)
        api = build_api(normalised, document.data, key=PACKAGE, package=PACKAGE, path=kept)
        contract = supplier_contract()
        samples, missing = _samples(normalised, api, document)
        findings.extend(missing)
        foreign = _foreign(contract, normalised, api, samples)
        write_files(staged, _files(names, contract, foreign, kept, samples, renderer()))

    make_folder(target, fill)
    return findings


def _file_name(spec: Path) -> str:
    """Its own name, where that can stand in any file; else a plain one."""
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}", spec.name):
        return spec.name
    return f"supplier{'.json' if spec.suffix == '.json' else '.yaml'}"


def _named(finding: Finding, document: str) -> Finding:
    """A finding in the document as the user named it."""
    return replace(finding, document=document)


def _files(
    names: Names,
    contract: Contract,
    foreign: Foreign,
    kept: str,
    samples: dict[str, Any],
    templates: Renderer,
) -> dict[str, str]:
    cache = BlockCache()
    files = common_files(names, contract, templates, spec=kept, foreign=foreign)
    for path, text in rendered(_FOREIGN, names, templates, foreign=foreign).items():
        files[path] = format_module(path, text, cache)
    files[_SAMPLES] = json.dumps(samples, indent=1, ensure_ascii=False) + "\n"
    return files


def _samples(
    normalised: Normalised, api: Api, document: Document
) -> tuple[dict[str, Any], list[Finding]]:
    samples: dict[str, Any] = {}
    findings = []
    for operation in api.operations:
        try:
            samples[operation.name] = operation_sample(normalised, operation)
        except NoSample as error:
            pointer = f"/paths/{operation.path.replace('/', '~1')}/{operation.method.lower()}"
            findings.append(
                Finding(
                    rule="no-sample",
                    severity="warning",
                    document=document.name,
                    pointer=pointer,
                    line=document.line_of(pointer),
                    message=f"the fake cannot answer {operation.name}: {error}",
                    hint=f"write its answer into {_SAMPLES}",
                )
            )
    return samples, findings


def _foreign(
    contract: Contract, normalised: Normalised, api: Api, samples: dict[str, Any]
) -> Foreign:
    pairs = pair_operations(contract, api)
    mapper = Mapper(contract, normalised)
    functions = [function for pair in pairs for function in mapper.functions(pair)]
    tried = [pair.theirs.name for pair in pairs] + [o.name for o in api.operations]
    telling = [name for name in tried if samples.get(name, {}).get("answer") is not None]
    return Foreign(
        title=f"{api.title} {api.version}",
        pairs=pairs,
        functions=functions,
        sections=list(_sections(contract, api, pairs, functions)),
        tried=next(iter([*telling, *(name for name in tried if name in samples)]), ""),
        told=frozenset(
            function.name.removesuffix("_answer")
            for function in functions
            if any(argument.startswith("answer: ") for argument in function.arguments)
        ),
        arguments={
            pair.ours.name: [a.partition(":")[0] for a in mapper.arguments(pair)] for pair in pairs
        },
    )


def _sections(
    contract: Contract, api: Api, pairs: Sequence[Pair], functions: Sequence[Function]
) -> Sequence[Section]:
    paired = {pair.ours.name for pair in pairs}
    lines = [
        f"- `{m.name}` ({m.operation.method} {m.operation.path})"
        for m in contract.methods
        if m.name not in paired
    ]
    others = [f"- `{o.name}` ({o.method} {o.path})" for o in unpaired(pairs, api)]
    made = [
        Section("Pairs of operations", _table(pairs)),
        Section("Operations of the gateway without one of the supplier's", lines or ["None."]),
        Section("Operations of the supplier that nobody asks for", others or ["None."]),
    ]
    for function in functions:
        rows = [
            *(f"- to fill, and nothing found: `{name}`" for name in function.unfilled),
            *(f"- there to read, and not used: `{name}`" for name in function.unused),
        ]
        if rows:
            made.append(Section(f"`{function.name}`", rows))
    return made


def _table(pairs: Sequence[Pair]) -> list[str]:
    if not pairs:
        return ["None: no operation of the document is called like one of the gateway's."]
    rows = [
        f"| `{p.ours.name}` | `{p.theirs.name}`, {p.theirs.method} {p.theirs.path} |" for p in pairs
    ]
    return ["| the gateway asks | the supplier's, by its name |", "|---|---|", *rows]
