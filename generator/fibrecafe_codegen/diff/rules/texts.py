"""What is only said: texts, examples, marks."""

from __future__ import annotations

from .kind import Kind, Meaning

_NOTHING = Meaning("documentation", "Nothing to do.", "Nothing to do.", "Nothing to do.")

TEXT = Kind("text-changed", "{where}: the {what} says something else", both=_NOTHING)
EXAMPLE = Kind("example-changed", "{where}: the {what} is another", both=_NOTHING)
EXTENSION = Kind("extension-changed", "{where}: `{what}` is another", both=_NOTHING)
LINKS = Kind("links-changed", "{where}: the links are others", both=_NOTHING)
VERSION = Kind(
    "openapi-version-changed", "the document is of OpenAPI {new}, was of {old}", both=_NOTHING
)
PERSONAL = Kind(
    "personal-data-changed",
    "{where}: as personal data it was {old}, is {new} now",
    both=Meaning(
        "attention",
        client="Nothing changes on the wire; logs may hold more or less of it.",
        server="Logs redact it otherwise: see that they hold what they may.",
        adapter="Logs redact it otherwise: see that they hold what they may.",
    ),
)

KINDS = (TEXT, EXAMPLE, EXTENSION, LINKS, VERSION, PERSONAL)
