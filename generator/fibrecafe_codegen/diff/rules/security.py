"""Who may ask, and how they say who they are."""

from __future__ import annotations

from .kind import Kind, Meaning

TIGHTENED = Kind(
    "security-tightened",
    "{where}: who asks needs {new} now, needed {old}",
    both=Meaning(
        "breaking",
        client="Credentials that were enough may be refused: see that yours have {new}.",
        server="Refuses those who have only {old}.",
        adapter="Nothing to do: the gateway knows who asks.",
    ),
)
LOOSENED = Kind(
    "security-loosened",
    "{where}: who asks needs {new} now, needed {old}",
    both=Meaning(
        "compatible",
        client="Credentials go on to do; fewer are enough.",
        server="Takes those who have only {new}.",
        adapter="Nothing to do: the gateway knows who asks.",
    ),
)
SCHEME = Kind(
    "security-scheme-changed",
    "{where}: the scheme {what} is another",
    both=Meaning(
        "attention",
        client="See where tokens are got and which scopes there are.",
        server="See who gives out tokens and which scopes there are.",
        adapter="Nothing to do: the gateway knows who asks.",
    ),
)

KINDS = (TIGHTENED, LOOSENED, SCHEME)
