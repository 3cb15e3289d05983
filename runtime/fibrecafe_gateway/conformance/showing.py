"""What was said as it may be shown: redacted; and what is wrong with it."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel

from fibrecafe_api._support.codec import Codec

from ..adapters.wire import plain
from ..telemetry.redaction import redact, redact_text


def shown(value: Any) -> Any:
    """A model or JSON value as it may be shown."""
    if isinstance(value, BaseModel):
        try:
            return redact(plain(value), type(value))
        except KeyError:
            return redact(plain(value))
    try:
        return redact(plain(value))
    except Exception:  # rubbish that an adapter returned
        return redact_text(repr(value))[:200]


def faults_of(kind: Any, value: Any) -> list[str]:
    """What is wrong with a value, seen as strictly as the document has it."""
    codec: Codec[Any] = Codec(kind)
    try:
        written = codec.write(value)
    except Exception as error:
        return [f"it cannot be written: {redact_text(str(error))[:200]}"]
    try:
        codec.verify(written)
    except ValueError as error:
        faults = codec.faults(error)  # type: ignore[arg-type]  # pydantic's own
        return [f"{fault.pointer or '/'}: {fault.message}" for fault in faults[:5]]
    return []


def as_json(value: Any) -> str:
    """One text of anything that was received, to look for something in it."""
    return json.dumps(value, ensure_ascii=False, default=str)
