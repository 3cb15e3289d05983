"""The process's logging for the length of a test."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog

from fibrecafe_gateway.telemetry import configure_logging

_TOUCHED = ("uvicorn", "uvicorn.error", "uvicorn.access", "sqlalchemy", "asyncio", "aiohttp")


class Lines(io.StringIO):
    """What was logged."""

    def read_json(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]


@contextmanager
def logged(level: str = "INFO", *, json: bool = True) -> Iterator[Lines]:
    """Configured logging, undone afterwards."""
    root = logging.getLogger()
    handlers, before = list(root.handlers), root.level
    levels = {name: logging.getLogger(name).level for name in _TOUCHED}
    lines = Lines()
    root.handlers[:] = []  # pytest's own raise for lines that are broken on purpose
    configure_logging(level, json=json, stream=lines)
    try:
        yield lines
    finally:
        root.handlers[:] = handlers
        root.setLevel(before)
        for name, number in levels.items():
            logging.getLogger(name).setLevel(number)
        structlog.reset_defaults()
