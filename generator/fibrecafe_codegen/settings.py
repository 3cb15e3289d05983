"""What to generate, from `[tool.fibrecafe]` of the user's pyproject.toml; flags override it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .locate import spec_root

ARTIFACTS = ("models", "client", "server")
_KEYS = {
    "adapter",
    "beside",
    "family",
    "documents",
    "output",
    "package",
    "artifacts",
    "templates",
    "overlays",
}


class SettingsError(Exception):
    """The settings cannot be used; the message says where and what to write instead."""


@dataclass(frozen=True, slots=True)
class Source:
    """One document to generate from."""

    path: Path
    package: str | None  # the sub-package it becomes; None: the package itself
    key: str
    shown_as: str  # how messages and the manifest name it
    overlays: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """The document in use that another version is made beside of."""

    source: Source
    package: str  # that it is in


@dataclass(frozen=True, slots=True)
class Settings:
    """One run's worth of choices."""

    sources: tuple[Source, ...]
    output: Path
    package: str = "fibrecafe_api"
    artifacts: tuple[str, ...] = ARTIFACTS
    templates: tuple[Path, ...] = ()  # users' folders, before ours
    family: Path | None = None  # our house rules apply, and the family check
    whole_family: bool = True  # False: some of it, which is not compared with the rest
    beside: Beside | None = None
    also: tuple[Settings, ...] = ()  # other versions, each a package of its own

    @property
    def root(self) -> Path:
        """The folder of the generated package."""
        return self.output / self.package


def load_settings(start: Path | None = None) -> Settings:
    """The settings of the nearest pyproject.toml with a `[tool.fibrecafe]` table, else our family
    into `generated/`. Raises SettingsError."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        file = folder / "pyproject.toml"
        if file.is_file():
            table = _table(file)
            if table is not None and table.keys() != {"adapter"}:  # an adapter's project
                return _from_table(table, file)
    family = spec_root() / "family.yaml"
    return Settings(family_sources(family, spec_root()), here / "generated", family=family)


def for_document(
    spec: Path, package: str, output: Path, settings: Settings | None = None
) -> Settings:
    """The settings of `--spec FILE --package NAME --output DIR`."""
    _check_package(package, "--package")
    source = Source(spec, None, package.rsplit(".", 1)[-1], spec.as_posix())
    base = Settings((source,), output, package)
    return replace(base, templates=settings.templates) if settings else base


def _table(file: Path) -> Mapping[str, Any] | None:
    try:
        with file.open("rb") as stream:
            data = tomllib.load(stream)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file}: not valid TOML: {error}") from error
    table = data.get("tool", {}).get("fibrecafe")
    if table is not None and not isinstance(table, dict):
        raise SettingsError(f"{file}: [tool.fibrecafe] must be a table")
    return table


def _from_table(table: Mapping[str, Any], file: Path) -> Settings:
    unknown = sorted(table.keys() - _KEYS)
    if unknown:
        known = ", ".join(sorted(_KEYS))
        raise SettingsError(f"{file}: [tool.fibrecafe] has no key {unknown[0]!r}; known: {known}")
    base = file.parent
    package = _text(table, "package", file, "fibrecafe_api")
    _check_package(package, f"{file}: [tool.fibrecafe] package")
    artifacts = parse_artifacts(table.get("artifacts", list(ARTIFACTS)), str(file))
    output = base / _text(table, "output", file, "generated")
    templates = (base / _text(table, "templates", file, ""),) if "templates" in table else ()
    if "documents" in table:
        sources = _documents(table["documents"], base, file)
        return _with_others(Settings(sources, output, package, artifacts, templates), table, file)
    family = base / _text(table, "family", file, "spec/family.yaml")
    if "family" not in table and not family.is_file():
        family = spec_root() / "family.yaml"
    sources = family_sources(family, base)
    return _with_others(
        Settings(sources, output, package, artifacts, templates, family), table, file
    )


def _with_others(settings: Settings, table: Mapping[str, Any], file: Path) -> Settings:
    if "beside" not in table:
        return settings
    from .beside.declared import declared

    where = f"{file}: [tool.fibrecafe]"
    return replace(settings, also=declared(table["beside"], file.parent, where, settings))


def parse_artifacts(names: Any, where: str) -> tuple[str, ...]:
    """A choice of artifacts, in our order; models always come with the others."""
    chosen = [names] if isinstance(names, str) else list(names)
    unknown = [name for name in chosen if name not in ARTIFACTS]
    if unknown or not chosen:
        bad = repr(unknown[0]) if unknown else "none"
        raise SettingsError(f"{where}: no artifact {bad}; known: {', '.join(ARTIFACTS)}")
    return tuple(name for name in ARTIFACTS if name in chosen or name == "models")


def _documents(entries: Any, base: Path, file: Path) -> tuple[Source, ...]:
    if not isinstance(entries, list) or not entries:
        raise SettingsError(f"{file}: [tool.fibrecafe] documents must be a list of tables")
    sources = []
    for entry in entries:
        given = {"path": entry} if isinstance(entry, str) else entry
        if not isinstance(given, dict) or not isinstance(given.get("path"), str):
            raise SettingsError(f'{file}: each document is {{path = "...", package = "..."}}')
        package = given.get("package") if len(entries) > 1 or "package" in given else None
        if len(entries) > 1 and not package:
            raise SettingsError(f"{file}: with several documents each needs a package")
        if package:
            _check_package(str(package), str(file))
        overlays = tuple(base / str(o) for o in given.get("overlays") or ())
        key = str(package or Path(given["path"]).stem)
        sources.append(Source(base / given["path"], package, key, given["path"], overlays))
    return tuple(sources)


def family_sources(family: Path, base: Path) -> tuple[Source, ...]:
    """The documents of a family, in its order. Raises SettingsError."""
    import yaml

    try:
        content = yaml.safe_load(family.read_text(encoding="utf-8"))
        entries = content["documents"]
        return tuple(
            Source(
                path=family.parent / entry["path"],
                package=entry["package"],
                key=entry["api"],
                shown_as=_shown(family.parent / entry["path"], base),
                overlays=tuple(family.parent / o for o in entry.get("overlays") or ()),
            )
            for entry in entries
        )
    except OSError as error:
        raise SettingsError(f"{family}: {error.strerror}; set `family` or `documents`") from error
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise SettingsError(f"{family}: not a family file ({error!r})") from error


def _shown(path: Path, base: Path) -> str:
    """A path that is the same on every machine."""
    for root, prefix in ((spec_root(), "spec/"), (base, "")):
        if path.is_relative_to(root):
            return prefix + path.relative_to(root).as_posix()
    return path.name


def _text(table: Mapping[str, Any], key: str, file: Path, default: str) -> str:
    value = table.get(key, default)
    if not isinstance(value, str):
        raise SettingsError(f"{file}: [tool.fibrecafe] {key} must be text, not {value!r}")
    return value


def _check_package(name: str, where: str) -> None:
    if not all(part.isidentifier() for part in name.split(".")):
        raise SettingsError(f"{where}: {name!r} is not a Python package name")
