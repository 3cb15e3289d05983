"""Keywords whose effect is not decided here (`not`, `if`, `patternProperties`, ...)."""

from __future__ import annotations

from .kind import Kind, Meaning, Told

CHANGED = Kind(
    "constraint-changed",
    "{where}: `{what}` is another; what it takes is not decided here",
    Meaning(
        "breaking",
        client="What was sent may be refused: compare `{what}` by hand.",
        server="May refuse what older clients send: compare `{what}` by hand.",
        adapter="May be given something else: compare `{what}` by hand.",
    ),
    Told(
        "breaking",
        reader="May be given what readers of the old document refuse: compare `{what}` by hand.",
        writer="What was given may no longer do: compare `{what}` by hand.",
        adapter="What was given may no longer do: compare `{what}` by hand.",
    ),
)

KINDS = (CHANGED,)
