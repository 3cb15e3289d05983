"""Whether null is allowed."""

from __future__ import annotations

from .kind import Kind, Meaning, Told

ALLOWED = Kind(
    "became-nullable",
    "{where} may be null now",
    Meaning(
        "compatible",
        client="May send null.",
        server="May be given null: heed it apart from a value that is left out.",
        adapter="The gateway may pass on null: say what it means to the supplier.",
    ),
    Told(
        "attention",
        reader="May be given null, which our readers take for absent.",
        writer="May give null.",
        adapter="May give null.",
        exposed="breaking",
        exposed_reader="May be given null where a value must be there: older readers refuse it.",
    ),
)
REFUSED = Kind(
    "became-not-nullable",
    "{where} may not be null any more",
    Meaning(
        "breaking",
        client="A request with null is refused: leave it out, or send a value.",
        server="Refuses null, which older clients may send.",
        adapter="The gateway no longer passes on null.",
    ),
    Told(
        "attention",
        reader="Is no longer given null.",
        writer="Must not give null: leave it out.",
        adapter="Must not give null: leave it out.",
        exposed_news="breaking",
        exposed_reader="Is no longer given null; refuses it where a value must be there.",
    ),
)

KINDS = (ALLOWED, REFUSED)
