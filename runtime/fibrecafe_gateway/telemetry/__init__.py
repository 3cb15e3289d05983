"""What the gateway says of itself: logs without personal data, whether it is alive and ready; metrics and
traces, where the settings want them (`observing`).
"""

from __future__ import annotations

from .access import AccessLog, know
from .health import Check, HealthApp
from .logs import bind_ids, configure_logging, get_logger
from .redaction import Redacted, redact, redact_text

__all__ = [
    "AccessLog",
    "Check",
    "HealthApp",
    "Redacted",
    "bind_ids",
    "configure_logging",
    "get_logger",
    "know",
    "redact",
    "redact_text",
]
