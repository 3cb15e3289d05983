"""What is meant when a value is left out."""

from __future__ import annotations

from .kind import Kind, Meaning, Told

CHANGED = Kind(
    "default-changed",
    "{where}: left out it meant {old}, now {new}",
    Meaning(
        "attention",
        client="Requests that leave it out mean something else: say the value where it matters.",
        server="Take {new} for a value that is left out.",
        adapter="What is left out means {new}.",
    ),
    Told(
        "attention",
        reader="What is left out means {new}.",
        writer="What is left out is read as {new}: say the value where it matters.",
        adapter="What is left out is read as {new}: say the value where it matters.",
    ),
)

KINDS = (CHANGED,)
