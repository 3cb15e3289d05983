"""Tenants that mean no good cost others nothing, and the gateway little memory.

Each alone, with the rates of the others: drill 4, `python -m tests.drills 4`.
"""

from __future__ import annotations

import asyncio

from tests.drills.hostile import ANSWERS
from tests.drills.hostile_tenants import MEMORY, beside
from tests.runtime.databases import NewDatabases


def test_all_of_them_at_once_leave_the_others_alone(embedded: NewDatabases) -> None:
    """Hanging, endless, broken and inflated answers."""
    told = asyncio.run(beside(embedded.url(), list(ANSWERS.values()), 10))
    assert told.grown <= MEMORY
