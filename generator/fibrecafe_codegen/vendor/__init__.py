"""Copies of the generated layer that live in other people's projects, under any package name.

A copy needs nothing of ours: it has the support modules that it uses, says what it was made from
(`vendored_files.json`), and can tell by itself whether someone changed it (`verify.py`).
"""

from __future__ import annotations

from .contents import Copy, make_copy, write_copy
from .place import FolderExists, find_copy, place_for, taken
from .record import RECORD, NotACopy, Record, copies_below, read_record
from .selection import choose, settings_with
from .update import Plan, plan_update

__all__ = [
    "RECORD",
    "Copy",
    "FolderExists",
    "NotACopy",
    "Plan",
    "Record",
    "choose",
    "copies_below",
    "find_copy",
    "make_copy",
    "place_for",
    "plan_update",
    "read_record",
    "settings_with",
    "taken",
    "write_copy",
]
