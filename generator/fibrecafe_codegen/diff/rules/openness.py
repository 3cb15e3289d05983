"""Whether an object may have properties that the document does not name."""

from __future__ import annotations

from .kind import Kind, Meaning, Told

CLOSED = Kind(
    "object-closed",
    "{where} may not have other properties any more",
    Meaning(
        "breaking",
        client="Requests with properties that the document does not name may be refused.",
        server="May refuse other properties; older clients may send them.",
        adapter="Is given only the properties that the document names.",
    ),
    Told(
        "compatible",
        reader="Is given only the properties that the document names.",
        writer="Must give only the properties that the document names.",
        adapter="Must give only the properties that the document names.",
        news="attention",
        news_reader="Ours keep other properties all the same; others may refuse them.",
    ),
)
OPENED = Kind(
    "object-opened",
    "{where} may have other properties now",
    Meaning(
        "compatible",
        client="May send properties that the document does not name.",
        server="May be given properties that the document does not name.",
        adapter="May be given properties that the document does not name.",
    ),
    Told(
        "compatible",
        reader="May be given other properties, which our readers keep.",
        writer="May give other properties.",
        adapter="May give other properties.",
    ),
)

KINDS = (CLOSED, OPENED)
