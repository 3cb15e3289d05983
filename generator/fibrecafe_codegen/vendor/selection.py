"""Which APIs, and which artifacts of them, go into a copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from ..locate import spec_root
from ..settings import Settings, SettingsError, Source, family_sources, parse_artifacts


def settings_with(settings: Settings, apis: Sequence[str] | None) -> Settings:
    """These settings, or the Fibre Cafe family where a project that generates from documents of its
    own asks for APIs that only the family has."""
    if not apis or settings.family is not None or not _lacking(settings, apis):
        return settings
    family = _family(settings)
    return settings if _lacking(family, apis) else family


def _family(settings: Settings) -> Settings:
    file = spec_root() / "family.yaml"
    return Settings(family_sources(file, spec_root()), settings.output, family=file)


def choose(
    settings: Settings, apis: Sequence[str] | None, artifacts: Sequence[str] | None
) -> Settings:
    """Settings that make the chosen part; None chooses all. An API goes by its key or its package
    (tenant-updates, tenant_updates). Raises SettingsError."""
    sources = settings.sources if apis is None else _sources(settings, apis)
    chosen = settings.artifacts if artifacts is None else parse_artifacts(artifacts, "--only")
    whole = settings.whole_family and len(sources) == len(settings.sources)
    return replace(settings, sources=sources, artifacts=chosen, whole_family=whole)


def _sources(settings: Settings, apis: Sequence[str]) -> tuple[Source, ...]:
    unknown = _lacking(settings, apis)
    if unknown or not apis:
        raise SettingsError(f"--api: {_no_api(unknown[0] if unknown else '', settings)}")
    known = _by_name(settings)
    wanted = {known[api].key for api in apis}
    return tuple(source for source in settings.sources if source.key in wanted)


def _no_api(name: str, settings: Settings) -> str:
    near = get_close_matches(name.lower(), _by_name(settings), 1)
    known = _keys(settings)
    if settings.family is None:
        known += f", or apart from these {_keys(_family(settings))}"
    return f"no API {name!r}{f', perhaps {near[0]!r}' if near else ''}; known: {known}"


def _keys(settings: Settings) -> str:
    return ", ".join(source.key for source in settings.sources)


def _lacking(settings: Settings, apis: Sequence[str]) -> list[str]:
    known = _by_name(settings)
    return [api for api in apis if api not in known]


def _by_name(settings: Settings) -> dict[str, Source]:
    return {name: s for s in settings.sources for name in (s.key, s.package) if name}
