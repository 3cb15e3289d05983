"""The files of a new project."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ..locate import template_root
from ..render import Renderer
from .base import BASE, render_base
from .contract import RECORD, Contract, record_of, record_text
from .naming import Names

# Where each template goes; `SRC` is the package.
_COMMON = {
    ".gitignore": "project/gitignore",
    ".github/workflows/tests.yml": "project/tests.yml",
    "README.md": "project/README.md",
    "pyproject.toml": "project/pyproject.toml",
    "SRC/__init__.py": "project/init.py",
    "tests/conftest.py": "project/conftest.py",
    "tests/examples.py": "project/examples.py",
    "tests/serving.py": "project/serving.py",
    "tests/test_capabilities.py": "project/test_capabilities.py",
}
_MADE_UP = {
    "SRC/adapter.py": "rest/adapter.py",
    "SRC/client.py": "rest/client.py",
    "SRC/mapping.py": "rest/mapping.py",
    "tests/conformance.py": "rest/conformance.py",
    "tests/fake_supplier.py": "rest/fake_supplier.py",
    "tests/test_failures.py": "rest/test_failures.py",
    "tests/test_orders.py": "rest/test_orders.py",
}
_EMPTY = ("SRC/py.typed", "tests/__init__.py")


def project_files(names: Names, contract: Contract, renderer: Renderer) -> dict[str, str]:
    """Everything of a project for a supplier with a made-up API, by path."""
    return {
        **common_files(names, contract, renderer),
        **rendered(_MADE_UP, names, renderer),
    }


def common_files(
    names: Names, contract: Contract, renderer: Renderer, *, spec: str | None = None, **more: Any
) -> dict[str, str]:
    """What every project has. `spec` is the supplier's own document, below the project."""
    files = rendered(
        _COMMON,
        names,
        renderer,
        supplier_api=contract.api.version,
        toolkit=version("fibrecafe"),
        spec=spec,
        **more,
    )
    files |= {path.replace("SRC", f"src/{names.package}"): "" for path in _EMPTY}
    files[f"src/{names.package}/{BASE}"] = render_base(contract, renderer)
    files[f"src/{names.package}/{RECORD}"] = record_text(record_of(contract))
    return files


def rendered(
    templates: Mapping[str, str], names: Names, renderer: Renderer, **context: Any
) -> dict[str, str]:
    """Files by path, from the templates that are named for each."""
    return {
        path.replace("SRC", f"src/{names.package}"): renderer.render(
            f"adapter/{template}.jinja", names=names, **context
        )
        for path, template in templates.items()
    }


def renderer() -> Renderer:
    """Renders the templates that came with the toolkit."""
    return Renderer([template_root()])


def write_files(root: Path, files: Mapping[str, str]) -> None:
    """Writes files into a folder that nobody else sees yet."""
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
