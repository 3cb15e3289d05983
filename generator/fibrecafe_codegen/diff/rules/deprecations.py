"""What is to go one day."""

from __future__ import annotations

from .kind import Kind, Meaning, Told

DEPRECATED = Kind(
    "deprecated",
    "{where} is deprecated now",
    Meaning(
        "attention",
        client="Send what replaces it; it still works.",
        server="Heed it until it goes, and what replaces it.",
        adapter="Map what replaces it too.",
    ),
    Told(
        "attention",
        reader="Read what replaces it; it is still given.",
        writer="Give it until it goes, and what replaces it.",
        adapter="Give it until it goes, and what replaces it.",
    ),
)
UNDEPRECATED = Kind(
    "undeprecated",
    "{where} is no longer deprecated",
    Meaning("documentation", "Nothing to do.", "Nothing to do.", "Nothing to do."),
    Told("documentation", "Nothing to do.", "Nothing to do.", "Nothing to do."),
)

KINDS = (DEPRECATED, UNDEPRECATED)
