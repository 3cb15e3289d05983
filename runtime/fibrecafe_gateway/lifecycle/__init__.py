"""The life of orders, requests, service tests and service problems, as tables.

`machine` decides by a table, `reading` makes a trigger of a supplier's KCI, `content` says what such
a KCI must carry, `requests` when a tenant may amend or cancel. Nothing here stores or sends.
"""

from __future__ import annotations

from .content import missing_content
from .kinds import EntityKind, machine_of
from .machine import AnyMachine, Illegal, Machine
from .problems import RESOLUTION
from .reading import trigger_of
from .requests import AMENDABLE, CANCELLABLE, REQUEST, Ask, allows, refusal
from .transition import Actor, Back, Source, Step, Tells, Transition, UpdateType

__all__ = [
    "AMENDABLE",
    "CANCELLABLE",
    "REQUEST",
    "RESOLUTION",
    "Actor",
    "AnyMachine",
    "Ask",
    "Back",
    "EntityKind",
    "Illegal",
    "Machine",
    "Source",
    "Step",
    "Tells",
    "Transition",
    "UpdateType",
    "allows",
    "machine_of",
    "missing_content",
    "refusal",
    "trigger_of",
]
