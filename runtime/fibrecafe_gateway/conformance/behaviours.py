"""What a supplier can be made to do, so that an adapter shows what it makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Behaviour(StrEnum):
    """One way for a supplier to answer, until the next is asked for."""

    AT_ONCE = "at once"
    COMMITTED_AT_ONCE = "committed at once"
    LATER = "later"
    REFUSE = "refuse"
    MISUNDERSTAND = "misunderstand"
    UNAUTHORISED = "unauthorised"
    NOT_IMPLEMENTED = "not implemented"
    BUSY = "busy"
    RATE_LIMIT = "rate limit"
    FAIL = "fail"
    HANG = "hang"
    SLOW = "slow"
    RESET = "reset"
    GARBAGE = "garbage"
    WRONG = "wrong"
    EXPIRE = "expire"


MEANINGS: Mapping[Behaviour, str] = {
    Behaviour.AT_ONCE: "takes a request and acknowledges, amends or cancels at once (201)",
    Behaviour.COMMITTED_AT_ONCE: "the same, and commits to orders at once",
    Behaviour.LATER: "takes a request and says what becomes of it later (202)",
    Behaviour.REFUSE: "refuses what is asked, and says why (422)",
    Behaviour.MISUNDERSTAND: "says that the request is malformed (400)",
    Behaviour.UNAUTHORISED: "does not take the credentials, however often they are renewed (401)",
    Behaviour.NOT_IMPLEMENTED: "says that it does not have the operation (501)",
    Behaviour.BUSY: "has no time and does nothing (503)",
    Behaviour.RATE_LIMIT: "has had too many requests and does nothing (429, Retry-After: 7)",
    Behaviour.FAIL: "breaks before it does anything (500)",
    Behaviour.HANG: "takes what is asked, as LATER where it can, and answers when the next one is asked for",
    Behaviour.SLOW: "does what is asked, and answers after a fifth of a second",
    Behaviour.RESET: "does what is asked, and breaks the connection in the middle of the answer",
    Behaviour.GARBAGE: "does what is asked, and answers with a page of HTML",
    Behaviour.WRONG: "does what is asked, and answers with JSON that is of no known form",
    Behaviour.EXPIRE: "takes none of the tokens that it gave out before, but new ones",
}

SLOW = 0.2
"""Seconds."""

RETRY_AFTER = 7.0
"""Seconds that a supplier asks for."""

PAGE = "<html><body><h1>It works!</h1></body></html>"
"""What GARBAGE answers; no tenant may see any of it."""
