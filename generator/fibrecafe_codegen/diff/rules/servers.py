"""Where the API is served."""

from __future__ import annotations

from .kind import Kind, Meaning

ADDED = Kind(
    "server-url-added",
    "the API is served at {new} too",
    both=Meaning("documentation", "May ask there.", "Serve it there.", "Nothing to do."),
)
REMOVED = Kind(
    "server-url-removed",
    "the API is no longer served at {old}",
    both=Meaning(
        "attention",
        client="See that nothing is set to {old}.",
        server="Older clients may still ask at {old}.",
        adapter="Nothing to do.",
    ),
)
OWN = Kind(
    "servers-changed",
    "{what} is served elsewhere than before",
    both=Meaning(
        "attention",
        client="See where it is asked.",
        server="See where it is served.",
        adapter="Nothing to do.",
    ),
)

KINDS = (ADDED, REMOVED, OWN)
