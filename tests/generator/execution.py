"""Generates code from a document in a test, and imports it: what counts is what the code does."""

from __future__ import annotations

import importlib
import itertools
import json
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from fibrecafe_codegen.finding import Finding
from fibrecafe_codegen.formatting import BlockCache
from fibrecafe_codegen.pipeline import run
from fibrecafe_codegen.settings import for_document

_numbers = itertools.count(1)


@dataclass
class Package:
    """A generated package, imported."""

    name: str
    folder: Path
    findings: list[Finding]

    def module(self, name: str) -> ModuleType:
        """One of its modules."""
        return importlib.import_module(f"{self.name}.{name}")

    @property
    def models(self) -> Any:
        """`models.py`."""
        return self.module("models")

    @property
    def server(self) -> Any:
        """`server.py`."""
        return self.module("server")

    @property
    def client(self) -> Any:
        """`client.py`."""
        return self.module("client")

    def codec(self, name: str) -> Any:
        """A codec of one of its models."""
        return self.module("_support.codec").Codec(getattr(self.models, name))

    def accept(self, name: str, value: Any) -> Any:
        """Read as a request."""
        return self.codec(name).accept(json.dumps(value))

    def read(self, name: str, value: Any) -> Any:
        """Read as an answer."""
        return self.codec(name).read(json.dumps(value))

    def faults(self, name: str, value: Any) -> list[tuple[str, str]]:
        """What is wrong with a request, as (pointer, kind); empty when it is fine."""
        from pydantic import ValidationError

        codec = self.codec(name)
        try:
            codec.accept(value if isinstance(value, str) else json.dumps(value))
        except ValidationError as error:
            return [(fault.pointer, fault.type) for fault in codec.faults(error)]
        return []


def generate_package(
    text: str, folder: Path, *, artifacts: str = "models,client,server"
) -> Package:
    """The package that a document becomes. Raises GenerationRefused and DocumentError."""
    name = f"made_{next(_numbers)}"
    document = folder / f"{name}.yaml"
    document.write_text(textwrap.dedent(text), encoding="utf-8")
    settings = for_document(document, name, folder)
    from dataclasses import replace

    settings = replace(settings, artifacts=tuple(artifacts.split(",")))
    result = run(settings, BlockCache())
    result.files.write(settings.root, owned={})
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    return Package(name, settings.root, result.findings)


def schemas(text: str, version: str = "3.0.3") -> str:
    """A document of schemas alone, each in use as the answer and the body of an operation."""
    import yaml

    found = yaml.safe_load(textwrap.dedent(text))
    paths = {
        f"/{name}": {
            "post": {
                "operationId": f"send{name}",
                "requestBody": _content(name),
                "responses": {"200": {"description": "ok", **_content(name)}},
            }
        }
        for name in found
    }
    document = {
        "openapi": version,
        "info": {"title": "Test", "version": "1"},
        "paths": paths,
        "components": {"schemas": found},
    }
    return yaml.safe_dump(document, sort_keys=False)


def _content(name: str) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}}
