"""The three levels, one built on the other."""

from __future__ import annotations

from enum import IntEnum


class Level(IntEnum):
    """How far an adapter has come."""

    BRONZE = 1
    """The contract: every operation, every failure, as the documents have them."""
    SILVER = 2
    """The order's life: every transition, in any order of messages."""
    GOLD = 3
    """Resilience: the supplier misbehaves, tokens expire, the gateway restarts."""

    @property
    def word(self) -> str:
        """`bronze`."""
        return self.name.lower()

    @classmethod
    def of(cls, word: str) -> Level:
        """The level of a word. Raises KeyError."""
        return cls[word.upper()]
