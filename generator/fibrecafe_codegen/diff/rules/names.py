"""Names of schemas, which are names of classes and nothing on the wire."""

from __future__ import annotations

from .kind import Kind, Meaning

RENAMED = Kind(
    "schema-renamed",
    "the schema {old} is called {new} now",
    both=Meaning(
        "attention",
        client="Nothing changes on the wire; code that names the class {old} must name {new}.",
        server="Nothing changes on the wire; code that names the class {old} must name {new}.",
        adapter="Code that names the class {old} must name {new}.",
    ),
)
REPLACED = Kind(
    "schema-replaced",
    "the schema {new} stands where {old} stood",
    both=Meaning(
        "attention",
        client="The class at this place is {new}; what differs in it is told apart.",
        server="The class at this place is {new}; what differs in it is told apart.",
        adapter="The class at this place is {new}; what differs in it is told apart.",
    ),
)
IN_LINE = Kind(
    "schema-in-line",
    "the schema {old} has no name any more: it stands where it is used",
    both=Meaning(
        "attention",
        client="Nothing changes on the wire; the class {old} is named after its place now.",
        server="Nothing changes on the wire; the class {old} is named after its place now.",
        adapter="Code that names the class {old} must name that of the place.",
    ),
)
ADDED = Kind(
    "schema-added",
    "the schema {new} is new, and used nowhere",
    both=Meaning("documentation", "Nothing to do.", "Nothing to do.", "Nothing to do."),
)
REMOVED = Kind(
    "schema-removed",
    "the schema {old}, which was used nowhere, is gone",
    both=Meaning(
        "attention",
        client="The class {old} is no longer made; no message had it.",
        server="The class {old} is no longer made; no message had it.",
        adapter="The class {old} is no longer made; no message had it.",
    ),
)

KINDS = (RENAMED, REPLACED, IN_LINE, ADDED, REMOVED)
