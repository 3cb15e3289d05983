"""What the functions of `operating` give, as the API's models."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, TypeVar

from ..operating import endpoints
from ..operating.beside import timed
from . import models

T = TypeVar("T")


def done_kcis(action: Any, rows: list[dict[str, Any]], dry_run: bool) -> models.Done:
    """What was done, or would be, to these."""
    names = models.DoneKci.model_fields
    kcis = [models.DoneKci(**{k: v for k, v in row.items() if k in names}) for row in rows]
    return models.Done(action=action, done=not dry_run, count=len(kcis), kcis=kcis)


def endpoint_as(one: endpoints.Endpoint) -> models.Endpoint:
    """One, as the API says it."""
    return models.Endpoint(**asdict(one))


def rows_as(model: type[T], rows: Iterable[Any]) -> list[T]:
    """Rows of a table as models, which take what they know; times as texts."""
    names: Any = model.model_fields  # type: ignore[attr-defined]
    return [
        model(**{key: value for key, value in timed(row, "at", "due").items() if key in names})
        for row in rows
    ]
