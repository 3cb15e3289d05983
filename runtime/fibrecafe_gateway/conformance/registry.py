"""All checks, by id. A module of checks is imported, and they are there.

@check("bronze.quote", Level.BRONZE, "A quote has an id", ...)
async def _quote(trial: Trial) -> None: ...
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .behaviours import Behaviour
from .levels import Level

if TYPE_CHECKING:
    from .trial import Trial

Body = Callable[["Trial"], Awaitable[None]]

_ID = re.compile(r"(bronze|silver|gold)(\.[a-z0-9_-]+)+")

_FOLDERS = ("bronze", "silver", "gold")


@dataclass(frozen=True, slots=True)
class Check:
    """One rule, and how it is tried."""

    id: str
    level: Level
    title: str
    rule: str
    source: str
    """Where the rule stands, see `places`."""
    cause: str
    """The likely cause where it is not kept."""
    fix: str
    body: Body
    needs: frozenset[str] = frozenset()
    """Capabilities; without one of them the check is skipped."""
    provokes: frozenset[Behaviour] = frozenset()
    """Behaviours without which it cannot be made."""
    required: bool = False
    """Its level is not reached if it is skipped."""
    of_servers: bool = False
    """Required of a supplier's own server only."""
    covers: frozenset[Any] = frozenset()
    """What of the tables and documents it is for; tests see that nothing is left out."""


_CHECKS: dict[str, Check] = {}


def check(
    id: str,
    title: str,
    *,
    rule: str,
    source: str,
    cause: str,
    fix: str,
    needs: Iterable[str] = (),
    provokes: Iterable[Behaviour] = (),
    required: bool = False,
    of_servers: bool = False,
    covers: Iterable[Any] = (),
) -> Callable[[Body], Body]:
    """Register a check; its id begins with its level. Raises ValueError for an id that is wrong."""
    if not _ID.fullmatch(id):
        raise ValueError(f"{id!r} is no id of a check")

    def register(body: Body) -> Body:
        if id in _CHECKS:
            raise ValueError(f"there is a check {id} already")
        _CHECKS[id] = Check(
            id, Level.of(id.partition(".")[0]), title, rule, source, cause, fix, body,
            frozenset(needs), frozenset(provokes), required, of_servers, frozenset(covers),
        )  # fmt: skip
        return body

    return register


@cache
def all_checks() -> tuple[Check, ...]:
    """Every check, by level and in the order of the modules."""
    for folder in _FOLDERS:
        for file in sorted((Path(__file__).parent / folder).glob("[a-z]*.py")):
            importlib.import_module(f"{__package__}.{folder}.{file.stem}")
    return tuple(sorted(_CHECKS.values(), key=lambda one: one.level))


class UnknownCheck(Exception):
    """There is no check of that id."""


def chosen(level: Level, only: Iterable[str] = ()) -> list[Check]:
    """The checks up to a level, or those named: an id, or its beginning up to a dot.

    Raises UnknownCheck.
    """
    named = list(only)
    if not named:
        return [one for one in all_checks() if one.level <= level]
    found: list[Check] = []
    for name in named:
        these = [one for one in all_checks() if one.id == name or one.id.startswith(f"{name}.")]
        if not these:
            raise UnknownCheck(f"there is no check {name!r}; `--list` shows all")
        found += [one for one in these if one not in found]
    return found
