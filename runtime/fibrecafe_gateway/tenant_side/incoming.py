"""A KCI as it comes in: what a receiver must know of it before a handler sees it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Self

from fibrecafe_api._support import Codec
from fibrecafe_api._support.server import Problem
from fibrecafe_api.tenant_updates import models

_CODEC: Codec[models.TenantUpdate] = Codec(models.TenantUpdate)

_conversation: ContextVar[str | None] = ContextVar("kci_conversation_id", default=None)


def conversation_id() -> str | None:
    """In a handler: the `X-Conversation-ID` of its KCI, to follow the matter in further calls."""
    return _conversation.get()


@contextmanager
def conversation(value: str | None) -> Iterator[None]:
    """What `conversation_id` says meanwhile."""
    token = _conversation.set(value)
    try:
        yield
    finally:
        _conversation.reset(token)


@dataclass(frozen=True, slots=True)
class IncomingKci:
    """A KCI, and what is needed to keep it, to know it again, and to keep its order."""

    id: str
    """The key by which repeated ones are known."""
    entity: str
    """What it is about, `PROVIDE_ORDER 123`: KCIs of one entity are handled in their order."""
    sequence: int | None
    """Its place among those of the entity; None where a new kind does not say."""
    digest: str
    """Of all but `deliveredOn`, which is stamped anew at each attempt to deliver."""
    conversation_id: str | None
    model: models.TenantUpdate

    @classmethod
    def of(cls, model: models.TenantUpdate, conversation_id: str | None) -> Self:
        """What came. Raises Problem for an unknown kind without an id."""
        content: dict[str, Any] = json.loads(model.to_json())
        kci_id = content.get("id")
        if not isinstance(kci_id, str) or not 0 < len(kci_id) <= 255:
            raise Problem.malformed("/id: is required, to know repeated KCIs")
        sequence = content.get("sequenceNumber")
        content.pop("deliveredOn", None)
        canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
        return cls(
            kci_id,
            _entity(content, kci_id),
            sequence if type(sequence) is int else None,
            hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest(),
            conversation_id,
            model,
        )

    def __str__(self) -> str:
        number = "" if self.sequence is None else f", sequence number {self.sequence}"
        return f"KCI {self.id} ({self.entity}{number})"


def read_kci(body: bytes) -> models.TenantUpdate:
    """What was kept as `to_json` wrote it. Raises pydantic's ValidationError."""
    return _CODEC.read(body)


def _entity(content: dict[str, Any], kci_id: str) -> str:
    """A kind that is new, and names no entity, has an order of its own."""
    entity = content.get("entity")
    number = entity.get("id") if isinstance(entity, dict) else None
    known = number if isinstance(number, int | str) else f"of {kci_id}"
    return f"{content.get('entityType')} {known}"
