"""Which APIs, and which artifacts of them, go into a copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..settings import Settings, SettingsError, Source, parse_artifacts


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
    known = {name: s for s in settings.sources for name in (s.key, s.package) if name}
    unknown = [api for api in apis if api not in known]
    if unknown or not apis:
        keys = ", ".join(source.key for source in settings.sources)
        raise SettingsError(f"--api: no API {unknown[0] if unknown else ''!r}; known: {keys}")
    wanted = {known[api].key for api in apis}
    return tuple(source for source in settings.sources if source.key in wanted)
