"""Texts, examples and marks outside schemas."""

from __future__ import annotations

from typing import Any

from ..document.pointers import join
from .comparison import Comparison
from .difference import ABSENT
from .schemas import same

_TEXTS = ("title", "summary", "description", "externalDocs", "termsOfService", "contact", "license")
_EXAMPLES = ("example", "examples")


def compare_texts(
    comparison: Comparison, at: tuple[str, str], operation: int | None = None
) -> None:
    """Notes texts and examples that differ at a place."""
    if _alike(comparison, at):
        return
    for keys, kind in ((_TEXTS, "text-changed"), (_EXAMPLES, "example-changed")):
        for key in keys:
            _stated(comparison, kind, key, at, operation)


def compare_marks(
    comparison: Comparison,
    at: tuple[str, str],
    operation: int | None = None,
    *,
    apart: frozenset[str] = frozenset(),
) -> None:
    """Notes `x-` keys that differ at a place, `apart` from those that have rules of their own."""
    if _alike(comparison, at):
        return
    one, other = (_mapping(side.schemas.at(p)) for side, p in _sides(comparison, at))
    for key in dict.fromkeys([*one, *other]):
        if key.startswith("x-") and key not in apart:
            _stated(comparison, "extension-changed", key, at, operation)


def compare_info(comparison: Comparison) -> None:
    """Notes what differs in the head of the documents; a new version number is no difference."""
    compare_texts(comparison, ("/info", "/info"))
    compare_texts(comparison, ("", ""))
    compare_marks(comparison, ("/info", "/info"))
    compare_marks(comparison, ("", ""))
    _servers(comparison)
    _tags(comparison)
    hooks = [side.schemas.at("/webhooks") for side in _both(comparison)]
    if not same(hooks[0], hooks[1]):
        at = ("/webhooks", "/webhooks")
        comparison.note("callbacks-changed", "webhooks", at, old=hooks[0], new=hooks[1])
    old, new = (_mapping(side.schemas.at("")).get("openapi") for side in _both(comparison))
    if str(old)[:3] != str(new)[:3]:
        at = ("/openapi", "/openapi")
        comparison.note("openapi-version-changed", "openapi", at, old=old, new=new)


def _servers(comparison: Comparison) -> None:
    places = []
    for side in _both(comparison):
        servers = side.schemas.at("/servers")
        entries = enumerate(servers if isinstance(servers, list) else [])
        places.append({str(_mapping(s).get("url")): join("/servers", i) for i, s in entries})
    before, after = places
    for url in before:
        if url not in after:
            at = (before[url], "/servers")
            comparison.note("server-url-removed", url, at, old=url)
        else:
            compare_texts(comparison, (before[url], after[url]))
    for url in after:
        if url not in before:
            comparison.note("server-url-added", url, ("/servers", after[url]), new=url)


def _tags(comparison: Comparison) -> None:
    """Only what is said of a tag: whether an operation has it is told there."""
    places = []
    for side in _both(comparison):
        tags = side.schemas.at("/tags")
        entries = enumerate(tags if isinstance(tags, list) else [])
        places.append({str(_mapping(tag).get("name")): join("/tags", i) for i, tag in entries})
    before, after = places
    for name in dict.fromkeys([*before, *after]):
        if name in before and name in after:
            compare_texts(comparison, (before[name], after[name]))
            compare_marks(comparison, (before[name], after[name]))
        else:
            at = (before.get(name, "/tags"), after.get(name, "/tags"))
            old, new = (name if name in side else ABSENT for side in (before, after))
            comparison.note("text-changed", "tag", at, old=old, new=new)


def _stated(
    comparison: Comparison, kind: str, key: str, at: tuple[str, str], operation: int | None
) -> None:
    old, new = (_mapping(side.schemas.at(p)).get(key, ABSENT) for side, p in _sides(comparison, at))
    if not same(old, new):
        places = tuple(join(pointer, key) for pointer in at)
        comparison.note(kind, key, (places[0], places[1]), old=old, new=new, operation=operation)


def _alike(comparison: Comparison, at: tuple[str, str]) -> bool:
    """Whether all is equal there, so that nothing needs a closer look."""
    return bool(comparison.old.schemas.at(at[0]) == comparison.new.schemas.at(at[1]))


def _both(comparison: Comparison) -> tuple[Any, Any]:
    return comparison.old, comparison.new


def _sides(comparison: Comparison, at: tuple[str, str]) -> list[tuple[Any, str]]:
    return [(comparison.old, at[0]), (comparison.new, at[1])]


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
