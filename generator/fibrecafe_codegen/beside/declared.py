"""The entries of `beside` in `[tool.fibrecafe]`, as settings of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..settings import Beside, Settings, SettingsError, Source, parse_artifacts

_KEYS = ("path", "of", "package", "overlays", "artifacts")


def declared(entries: Any, base: Path, where: str, settings: Settings) -> tuple[Settings, ...]:
    """Settings that make the versions beside those of `settings`. Raises SettingsError."""
    if not isinstance(entries, list):
        raise SettingsError(f'{where}: beside must be a list, such as ["spec/tenant/1.16.yaml"]')
    made = tuple(_settings(entry, base, where, settings) for entry in entries)
    packages = [one.package for one in made]
    for package in packages:
        if packages.count(package) > 1 or package == settings.package:
            raise SettingsError(f"{where}: beside: two packages would be called {package}")
    return made


def _settings(entry: Any, base: Path, where: str, settings: Settings) -> Settings:
    given: Mapping[str, Any] = {"path": entry} if isinstance(entry, str) else entry
    if not isinstance(given, Mapping) or not isinstance(given.get("path"), str):
        raise SettingsError(
            f'{where}: each of beside is a path, or {{path = "...", of = "tenant"}}'
        )
    unknown = sorted(given.keys() - set(_KEYS))
    if unknown:
        raise SettingsError(f"{where}: beside: no key {unknown[0]!r}; known: {', '.join(_KEYS)}")
    path = base / given["path"]
    if not path.is_file():
        raise SettingsError(f"{where}: beside: {given['path']} does not exist, or is not a file")
    current = _current(given.get("of"), path, where, settings)
    version = re.sub(r"\W", "_", path.stem)
    parts = [settings.package, *([current.package] if current.package else []), version]
    package = given.get("package") or "_".join(parts)
    if not str(package).isidentifier():
        raise SettingsError(f"{where}: beside: {package!r} is not a Python package name")
    overlays = tuple(base / overlay for overlay in _texts(given, "overlays", where))
    chosen = _texts(given, "artifacts", where)
    return replace(
        settings,
        sources=(Source(path, None, current.key, given["path"], overlays),),
        package=str(package),
        artifacts=parse_artifacts(chosen, where) if chosen else settings.artifacts,
        whole_family=False,
        beside=Beside(current, settings.package),
        also=(),
    )


def _texts(given: Mapping[str, Any], key: str, where: str) -> list[str]:
    value = given.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise SettingsError(f"{where}: beside: {key} must be a list of texts, not {value!r}")
    return value


def _current(named: Any, path: Path, where: str, settings: Settings) -> Source:
    """The document in use that this is another version of."""
    known = {name: s for s in settings.sources for name in (s.key, s.package) if name}
    if named is None and len(settings.sources) == 1:
        return settings.sources[0]
    key = named or path.absolute().parent.name
    if key not in known:
        keys = ", ".join(source.key for source in settings.sources)
        raise SettingsError(
            f"{where}: beside: {path.name} is a version of which API? Write of = one of {keys}"
        )
    return known[key]
