"""Structured logs: one line an event, with the ids of the request, without personal data.

structlog and the standard library's logging (of uvicorn, SQLAlchemy, the generated layer) go
through the same steps, so that no line gets around them:

    event ─▶ time, level, logger ─▶ ids ─▶ redaction ─▶ exception ─▶ JSON or text
"""

from __future__ import annotations

import json as json_module
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any, TextIO

import structlog
from pydantic import BaseModel
from structlog.typing import EventDict

from ..clock import to_text
from .redaction import NOT_LOGGED, SECRET, Redacted, is_secret, redact, redact_text

FIELDS = "fields"
"""Attribute of a record with the fields of its event: `logger.info("sent", extra={FIELDS: {...}})`."""

IDS = ("request_id", "conversation_id", "tenant", "supplier")

# Written as they are: what finds a line, and is no free text.
_AS_IS = frozenset({*IDS, "method", "route"})

_BODIES = frozenset({"body", "payload", "content", "request_body", "response_body"})

_QUIET = ("alembic", "sqlalchemy", "asyncio", "aiohttp", "httpx2", "httpcore2", "aiosqlite")
"""Loggers whose DEBUG and INFO quote statements and URLs."""


def configure_logging(
    level: str = "INFO", *, json: bool = True, stream: TextIO | None = None
) -> None:
    """Send all logs of the process to `stream` (standard error), as JSON lines or as text.

    Run uvicorn with `log_config=None`. Calling it again replaces what it set before. Raises
    ValueError for an unknown level.
    """
    number = logging.getLevelNamesMapping().get(level.upper())
    if number is None:
        raise ValueError(f"{level!r} is no level; DEBUG, INFO, WARNING and ERROR are")
    handler = _Handler(stream or sys.stderr)
    handler.setFormatter(_Formatter(_json if json else _text))
    root = logging.getLogger()
    for old in [one for one in root.handlers if isinstance(one, _Handler)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(number)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
        logger.setLevel(logging.NOTSET)
    # Its lines hold queries, which hold addresses; `access` writes one of ours.
    logging.getLogger("uvicorn.access").setLevel(logging.WARNING)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(number, logging.WARNING))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            _hand_over,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """A structlog logger: `get_logger(__name__).info("order sent", order_id=7)`."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return logger


@contextmanager
def bind_ids(
    *,
    request_id: str | None = None,
    conversation_id: str | None = None,
    tenant: str | None = None,
    supplier: str | None = None,
    **more: str | int | None,
) -> Iterator[None]:
    """What all lines of this task, and of those that it starts, say meanwhile; None says nothing."""
    ids = {
        "request_id": request_id,
        "conversation_id": conversation_id,
        "tenant": tenant,
        "supplier": supplier,
        **more,
    }
    given = {name: value for name, value in ids.items() if value is not None}
    with structlog.contextvars.bound_contextvars(**given):
        yield


class _Handler(logging.StreamHandler[TextIO]):
    """Ours, so that it is known again."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """A line that cannot be written is told of without what is in it; the standard library
        would print its arguments."""
        kind = getattr(sys.exc_info()[0], "__name__", "?")
        with suppress(Exception):
            where = f"{record.filename}:{record.lineno}"
            self.stream.write(f"a log line of {record.name} ({where}) failed: {kind}\n")


def _hand_over(_: Any, __: str, event: EventDict) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """An event of structlog to the standard library: its fields in one attribute of the record."""
    text = str(event.pop("event", ""))
    known = {name: event.pop(name) for name in ("exc_info", "stack_info") if name in event}
    return (text,), {**known, "extra": {FIELDS: event}}


class _Formatter(logging.Formatter):
    """Makes a line out of a record, the fields in the order in which they are read."""

    def __init__(self, render: Callable[[dict[str, Any]], str]) -> None:
        super().__init__()
        self._render = render

    def format(self, record: logging.LogRecord) -> str:
        """A line. The record may come from anywhere, and stays as it is for other handlers."""
        ids = structlog.contextvars.get_contextvars()
        line: dict[str, Any] = {
            "time": to_text(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": redact_text(record.getMessage()),
            **{name: ids[name] for name in IDS if name in ids},
        }
        fields: dict[str, Any] = record.__dict__.get(FIELDS) or {
            name: value for name, value in record.__dict__.items() if name not in _OF_A_RECORD
        }
        for given in (ids, fields):
            for name, value in given.items():
                if name not in line:
                    line[name] = _safe(name, value)
        if record.exc_info:
            line["exception"] = redact_text(self.formatException(record.exc_info))
        return self._render(line)


_OF_A_RECORD = frozenset(
    {*logging.makeLogRecord({}).__dict__, "message", "asctime", "color_message", FIELDS}
)


def _safe(name: str, value: Any) -> Any:
    if is_secret(name):
        return SECRET
    if name in _AS_IS or value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Redacted):
        return value.plain()
    if name in _BODIES or isinstance(value, BaseModel | bytes | bytearray):
        return NOT_LOGGED
    if isinstance(value, str):
        return redact_text(value)
    return redact(value)


_encode = json_module.JSONEncoder(separators=(",", ":"), default=repr, skipkeys=True).encode


def _json(line: dict[str, Any]) -> str:
    return _encode(line)


_FIRST = ("time", "level", "logger", "event")


def _text(line: dict[str, Any]) -> str:
    """`09:00:00.000Z WARNING fibrecafe_gateway.delivery: paused  tenant=T`, for a person."""
    rest = {name: value for name, value in line.items() if name not in _FIRST}
    exception = rest.pop("exception", None)
    time = str(line["time"]).partition("T")[2]
    text = f"{time} {str(line['level']).upper():7} {line['logger']}: {_printable(line['event'])}"
    if rest:
        text += "  " + " ".join(f"{name}={_printable(value)}" for name, value in rest.items())
    return text if exception is None else f"{text}\n{exception}"


def _printable(value: Any) -> str:
    """A value on one line."""
    text = value if isinstance(value, str) else json_module.dumps(value, default=repr)
    return text if text.isprintable() else repr(text)[1:-1]
