"""A supplier whose own API is TM Forum's: TMF641 orders, TMF646 appointments, TMF645 qualification.

`TmForumAdapter` asks it, `create_bridge` makes KCIs of its events. docs/tmforum-adapter.md has the
fields and the events.
"""

from __future__ import annotations

from .adapter import TmForumAdapter
from .bridge import Bridge, create_bridge

__all__ = ["Bridge", "TmForumAdapter", "create_bridge"]
