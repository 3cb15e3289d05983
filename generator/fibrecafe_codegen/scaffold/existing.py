"""A project that `new` has made, as it stands now."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class NoProject(Exception):
    """There is no adapter's project there, or its pyproject.toml cannot be used."""


@dataclass(frozen=True, slots=True)
class Project:
    """What [tool.fibrecafe.adapter] says."""

    root: Path
    name: str
    package: str
    spec: str | None
    pyproject: str
    """The text of pyproject.toml."""

    @property
    def source(self) -> Path:
        """The folder of the package."""
        return self.root / "src" / self.package

    def shown(self, path: Path) -> str:
        """A path below the project, with slashes."""
        return path.relative_to(self.root).as_posix()


def load_project(root: Path) -> Project:
    """The project in a folder. Raises NoProject."""
    file = root / "pyproject.toml"
    try:
        text = file.read_text(encoding="utf-8")
        table = tomllib.loads(text).get("tool", {}).get("fibrecafe", {}).get("adapter")
    except FileNotFoundError as error:
        raise NoProject(
            f"{file} does not exist; give the folder that `fibrecafe adapter new` made"
        ) from error
    except OSError as error:
        raise NoProject(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise NoProject(f"{file}: not UTF-8") from error
    except (tomllib.TOMLDecodeError, AttributeError) as error:
        raise NoProject(f"{file}: not valid TOML, or [tool] is no table: {error}") from error
    if not isinstance(table, dict):
        raise NoProject(
            f"{file} has no table [tool.fibrecafe.adapter], so this is no adapter's project;"
            " start one with `fibrecafe adapter new NAME`"
        )
    package = _text(table, "package", file)
    if not package.isidentifier():
        raise NoProject(f"{file}: [tool.fibrecafe.adapter] package {package!r} is no Python name")
    spec = _text(table, "spec", file) if "spec" in table else None
    if spec is not None and not (root / spec).resolve().is_relative_to(root.resolve()):
        raise NoProject(f"{file}: [tool.fibrecafe.adapter] spec {spec!r} is outside the project")
    project = Project(root, _text(table, "name", file), package, spec, text)
    if not project.source.is_dir():
        raise NoProject(f"{project.source} does not exist; {file} names its package {package}")
    return project


def _text(table: dict[str, Any], key: str, file: Path) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value:
        raise NoProject(f'{file}: [tool.fibrecafe.adapter] needs {key} = "..."')
    return value


def with_versions(pyproject: str, supplier_api: str, contract: str) -> str:
    """The text with new versions in [tool.fibrecafe.adapter], and nothing else changed."""
    head, found, rest = pyproject.partition("[tool.fibrecafe.adapter]")
    if not found:
        return pyproject
    table, next_table, after = re.split(r"(?m)(^\[|\Z)", rest, maxsplit=1)
    for key, value in (("supplier-api", supplier_api), ("contract", contract)):
        table = re.sub(rf'(?m)^({key}\s*=\s*)"[^"\n]*"', rf'\g<1>"{value}"', table)
    return head + found + table + next_table + after
