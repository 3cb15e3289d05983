"""The conformance kit: says what an adapter, or a supplier's own server, does not keep yet.

`Subject` is what a project gives, `run` checks it; docs/conformance.md has all checks.
"""

from __future__ import annotations

from .behaviours import Behaviour
from .capabilities import ADDRESSES, HEADERS, KCIS, TENANTS, Capabilities, declared
from .faulty_supplier import FaultySupplier, Manners
from .findings import Blocked, NotHere, Report, Result, Status, Unmet, Why
from .levels import Level
from .registry import Check, UnknownCheck, all_checks, check
from .runner import run
from .samples import TestData
from .subject import SUPPLIER, CannotSay, Door, Received, Subject
from .trial import Trial

__all__ = [
    "ADDRESSES",
    "HEADERS",
    "KCIS",
    "SUPPLIER",
    "TENANTS",
    "Behaviour",
    "Blocked",
    "CannotSay",
    "Capabilities",
    "Check",
    "Door",
    "FaultySupplier",
    "Level",
    "Manners",
    "NotHere",
    "Received",
    "Report",
    "Result",
    "Status",
    "Subject",
    "TestData",
    "Trial",
    "UnknownCheck",
    "Unmet",
    "Why",
    "all_checks",
    "check",
    "declared",
    "run",
]
