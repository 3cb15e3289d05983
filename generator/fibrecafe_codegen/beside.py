"""Another version of a document as a package beside the one in use, with converters between them.

    [tool.fibrecafe]
    beside = ["spec/tenant/1.16.yaml"]

makes `generated/fibrecafe_api_tenant_1_16`, which has its own models, client and server, and a
module `converters` whose `up` and `down` carry models over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .artifacts.package import head
from .diff import Diff, compare
from .document.load import Document
from .model.api import Api
from .normalise import Normalised
from .render import Renderer
from .settings import Beside, Settings, SettingsError, Source
from .surface.schemas import class_names

MODULE = "converters.py"
SUPPORT = "_support/converting.py"
_KEYS = ("path", "of", "package", "overlays", "artifacts")
_PROPERTY = re.compile(r"/components/schemas/([^/]+)/(?:allOf/\d+/)?properties/([^/]+)$")


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a document, read."""

    document: Document
    normalised: Normalised
    api: Api


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
    overlays = tuple(base / str(overlay) for overlay in given.get("overlays") or ())
    return replace(
        settings,
        sources=(Source(path, None, current.key, given["path"], overlays),),
        package=str(package),
        whole_family=False,
        beside=Beside(current, settings.package),
        also=(),
    )


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


def module(own: Version, other: Version, beside: Beside, renderer: Renderer) -> str:
    """Raw text of `converters.py`. Raises SettingsError where both are one version."""
    one, two = own.api.version, other.api.version
    if _order(one) == _order(two):
        raise SettingsError(
            f"beside: {own.document.name} and {other.document.name} both say version {one}"
        )
    older, newer = (own, other) if _order(one) < _order(two) else (other, own)
    difference = compare(older.document, newer.document)
    names, others = class_names(older.normalised), class_names(newer.normalised)
    there = {name: difference.renamed.get(name, name) for name in names}
    pairs = {name: to for name, to in there.items() if to in set(others)}
    nested = beside.source.package is not None
    at = f"{beside.package}.{beside.source.package}" if nested else beside.package
    text = f"Carries models of {own.api.title} over between {older.api.version} and {newer.api.version}."
    return renderer.render(
        "package/converters.py.jinja",
        head=head(text, own.api.document),
        own=_alias(one), own_version=one, other=_alias(two), other_version=two,
        older=_alias(older.api.version), older_version=older.api.version,
        newer=_alias(newer.api.version), newer_version=newer.api.version,
        other_package=at, other_support=f"{beside.package}._support",
        pairs=pairs,
        only_older=[name for name in names if name not in pairs],
        only_newer=[name for name in others if name not in set(pairs.values())],
        renamed=_renamed(difference),
    )  # fmt: skip


def _renamed(between: Diff) -> dict[str, dict[str, str]]:
    """Properties that look renamed, by schema."""
    found: dict[str, dict[str, str]] = {}
    for difference in between.differences:
        at = _PROPERTY.match(difference.old_pointer)
        if difference.kind == "property-renamed" and at is not None:
            found.setdefault(at[1], {})[str(difference.old)] = str(difference.new)
    return found


def _alias(version: str) -> str:
    return f"v{re.sub(r'[^0-9A-Za-z]', '_', version)}"


def _order(version: str) -> list[tuple[int, str]]:
    """1.9 is before 1.10."""
    return [*_parts(version)]


def _parts(version: str) -> Iterator[tuple[int, str]]:
    for part in re.findall(r"\d+|[A-Za-z]+", version):
        yield (int(part), "") if part.isdigit() else (-1, part)
